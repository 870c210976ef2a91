using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>A service of AWS that acts for a resource: EventBridge for an event rule, SNS for a topic, S3 for a bucket.</summary>
/// <param name="Principal">The service: <c>events.amazonaws.com</c>.</param>
/// <param name="Source">The resource that it acts for; <see langword="null"/> when that is not known.</param>
internal sealed record ServiceSender(string Principal, TemplateResource? Source)
{
    /// <summary>EventBridge, for event rules.</summary>
    public const string EventBridge = "events.amazonaws.com";

    /// <summary>Amazon SNS, for topics.</summary>
    public const string Sns = "sns.amazonaws.com";

    /// <summary>Amazon S3, for buckets.</summary>
    public const string S3 = "s3.amazonaws.com";

    // What compares an ARN and can hold only for those that are listed (IAM User Guide, "IAM JSON policy elements: Condition operators").
    private static readonly string[] Equalities = ["ArnEquals", "ArnLike", "StringEquals", "StringLike", "StringEqualsIgnoreCase"];

    /// <summary>Whether the <c>Condition</c> of a statement may hold for the source: its <c>aws:SourceArn</c> may be one of those that are named.</summary>
    /// <param name="template">The template.</param>
    /// <param name="condition">The condition; <see langword="null"/> for none.</param>
    public bool MaySatisfy(TemplateModel template, TemplateNode? condition)
    {
        if (Source is not { } source || TemplateNodes.Follow(condition) is not MappingNode operators || TemplateBranch.MayHoldMore(operators))
        {
            return true;
        }

        return operators.Entries
            .Where(x => Equalities.Contains(x.Name!.Replace("IfExists", "")))
            .SelectMany(static x => (TemplateNodes.Follow(x.Value) as MappingNode)?.Entries ?? [])
            .Where(static x => string.Equals(x.Name, "aws:SourceArn", StringComparison.OrdinalIgnoreCase))
            .All(x => TemplateBranch.Items(x.Value).Any(y => y.Node is { } arn && MayBe(template, arn, source)));
    }

    /// <summary>Whether a node may give the ARN of a resource, as a pattern with <c>*</c> and <c>?</c>.</summary>
    public static bool MayBe(TemplateModel template, TemplateNode arn, TemplateResource source)
    {
        TemplateValue value = TemplateValue.FromNode(arn);
        Interpreter interpreter = ResourceNames.Of(template).Interpreter;
        if (interpreter.ReferenceOf(value) is { } reference && template.Find(reference.Id) is { } named)
        {
            // The ARN of another kind of resource; a queue or topic that SAM makes is not a resource of the template.
            if (named.Type != ResourceTypes.ServerlessFunction && ResourceFacts.Find(named.Type) is { Arn: not null } facts)
            {
                return named.LogicalId == source.LogicalId && facts.Give(reference.Attribute) is ResourceText.Arn;
            }
        }

        return PolicyStatement.MatchesArn(interpreter.Text(value), interpreter.Text(source.ArnValue)) != Truth.No;
    }
}
