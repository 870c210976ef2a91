using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Model;

/// <summary>A resource of a template.</summary>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Type">The resource type: <c>AWS::SQS::Queue</c>.</param>
/// <param name="Entry">Its entry in <c>Resources</c>.</param>
/// <param name="Body">Its map.</param>
/// <param name="Properties">Its properties; <see langword="null"/> when there are none.</param>
internal sealed record TemplateResource(string LogicalId, string Type, MappingEntry Entry, MappingNode Body, MappingNode? Properties)
{
    /// <summary>Which conditions of its template can hold together; <see langword="null"/> when there are none.</summary>
    public ConditionFacts? ConditionFacts { get; init; }

    /// <summary>The path of its construct, by the cloud assembly; <see langword="null"/> where there is none.</summary>
    public string? ListedConstruct { get; init; }

    /// <summary>The construct that it is of, in what the CDK wrote; <see langword="null"/> where that is not known.</summary>
    public ConstructPath? Construct => (ListedConstruct ?? TemplateNodes.Text(TemplateNodes.Child(Body, "Metadata")?["aws:cdk:path"])) is { } path ? ConstructPath.Parse(path) : null;

    /// <summary>Whether it is a Lambda function, of SAM or of CloudFormation.</summary>
    public bool IsFunction => Type is ResourceTypes.ServerlessFunction or ResourceTypes.Function;

    /// <summary>A resource to be written.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="properties">Its properties.</param>
    public static TemplateValue Write(string type, TemplateValue properties) => TemplateValue.Map(("Type", TemplateValue.String(type)), ("Properties", properties));

    /// <summary>The reference that gives the ARN of a target.</summary>
    public TemplateValue ArnValue => AwsTargets.RefIsArn(Type) ? TemplateValue.Ref(LogicalId) : TemplateValue.GetAtt(LogicalId, "Arn");
}
