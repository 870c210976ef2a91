using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>How much a template tells about a target.</summary>
internal enum TargetOrigin
{
    /// <summary>A resource of the template.</summary>
    Resource,

    /// <summary>A queue or topic that SAM makes, because <c>Destination</c> is left out.</summary>
    CreatedBySam,

    /// <summary>A parameter: known at deployment only.</summary>
    Parameter,

    /// <summary>A text: an ARN, <c>kafka://topic</c>, or something that is neither. Pseudo parameters may stand in it.</summary>
    Literal,

    /// <summary>A reference to what the template does not have.</summary>
    Missing,

    /// <summary>Computed in a way that cannot be followed: an import, a mapping, another stack's output.</summary>
    Unknown,
}

/// <summary>What a destination, a dead-letter queue or a trigger points to.</summary>
/// <param name="Origin">How much is known.</param>
/// <param name="Value">The value as written, without <c>Fn::If</c>.</param>
/// <param name="Span">Where it is written; where it would be, for <see cref="TargetOrigin.CreatedBySam"/>.</param>
/// <param name="Conditions">When it is the target.</param>
internal sealed record DestinationTarget(TargetOrigin Origin, TemplateValue Value, SourceSpan Span, ConditionSet Conditions)
{
    /// <summary>The resource; of an alias or version that resource, not the function.</summary>
    public TemplateResource? Resource { get; init; }

    /// <summary>The logical id or parameter name that is referred to.</summary>
    public string? Name { get; init; }

    /// <summary><c>Ref</c>, or the attribute of <c>GetAtt</c>; <see langword="null"/> when it is no plain reference.</summary>
    public string? Attribute { get; init; }

    /// <summary>The kind of target; <see langword="null"/> when it is not known, or no kind that Lambda sends to.</summary>
    public DestinationTargetType? Type { get; init; }

    /// <summary>The text, with <c>${…}</c> for what is computed; <see langword="null"/> for references and unknown targets.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// Whether the value is an ARN (or <c>kafka://topic</c>): <c>Ref</c> of a queue is a URL and of a bucket a name. <see langword="null"/> when
    /// that cannot be known.
    /// </summary>
    public bool? IsArn { get; init; }

    /// <summary>The function that a Lambda target means, when it stands in the template; an alias or version leads to its function.</summary>
    public TemplateResource? Function { get; init; }

    /// <summary>The version or alias of a Lambda target; <see langword="null"/> for none, or when it is not known.</summary>
    public string? Qualifier { get; init; }

    /// <summary>Every target that a node can mean; none for <c>AWS::NoValue</c> or no node.</summary>
    internal static IEnumerable<DestinationTarget> ReadAll(TemplateModel template, TemplateNode? node, ConditionSet conditions) =>
        TemplateBranch.Of(node, conditions).Where(static x => x.Node is not null).Select(x => Read(template, x.Node!, x.Conditions));

    /// <summary>The target that a node without <c>Fn::If</c> means.</summary>
    internal static DestinationTarget Read(TemplateModel template, TemplateNode node, ConditionSet conditions) =>
        Read(template, TemplateValue.FromNode(node), node.FullSpan, conditions);

    /// <summary>The target that a value without <c>Fn::If</c> means.</summary>
    internal static DestinationTarget Read(TemplateModel template, TemplateValue value, SourceSpan span, ConditionSet conditions)
    {
        DestinationTarget unknown = new(TargetOrigin.Unknown, value, span, conditions);
        if (TemplatePattern.Of(value) is not { } text || text.IndexOf("{{resolve:", StringComparison.Ordinal) >= 0)
        {
            return unknown;
        }

        if (TemplatePattern.WholeReference(text) is { } reference)
        {
            return Referenced(template, reference, unknown);
        }

        if (text.StartsWith("kafka://", StringComparison.Ordinal))
        {
            return unknown with { Origin = TargetOrigin.Literal, Type = DestinationTargetType.Kafka, Text = text, IsArn = true };
        }

        if (TemplatePattern.SplitArn(text) is { } arn)
        {
            return FromArn(template, text, arn, unknown);
        }

        if (text.IndexOf("}:", StringComparison.Ordinal) is > 0 and int end && TemplatePattern.WholeReference(text.Substring(0, end + 1)) is { } function)
        {
            // ${Fn.Arn}:live
            DestinationTarget target = Referenced(template, function, unknown);
            return target.Function is null || target.Qualifier is not null
                ? unknown
                : target with { Qualifier = text.Substring(end + 2), Attribute = null };
        }

        // A text with computed parts may be anything at deployment.
        bool isComputed = text.IndexOf("${", StringComparison.Ordinal) >= 0;
        return unknown with { Origin = isComputed ? TargetOrigin.Unknown : TargetOrigin.Literal, Text = text, IsArn = isComputed ? null : false };
    }

    /// <summary>The function that a property names: by name, ARN or part of it, with or without qualifier.</summary>
    internal static DestinationTarget OfFunction(TemplateModel template, TemplateNode node, ConditionSet conditions)
    {
        DestinationTarget target = Read(template, node, conditions);
        if (target is not { Origin: TargetOrigin.Literal, IsArn: false, Text: { } text })
        {
            return target;
        }

        // name, name:alias, 123456789012:function:name.
        string[] parts = text.Split(':');
        int index = parts.Length > 2 && parts[1] == "function" ? 2 : 0;
        target = target with { Qualifier = parts.Length > index + 1 ? parts[index + 1] : null };
        return template.FindByPhysicalName(DestinationTargetType.Lambda, parts[index]) is { } function
            ? target with { Origin = TargetOrigin.Resource, Resource = function, Function = function, Name = function.LogicalId, Type = DestinationTargetType.Lambda }
            : target;
    }

    private static DestinationTarget Referenced(TemplateModel template, string reference, DestinationTarget unknown)
    {
        int dot = reference.IndexOf('.');
        string id = dot < 0 ? reference : reference.Substring(0, dot);
        string attribute = dot < 0 ? "Ref" : reference.Substring(dot + 1);
        DestinationTarget named = unknown with { Name = id, Attribute = attribute };
        if (template.Find(id) is { } resource)
        {
            return OfResource(template, resource, attribute, named);
        }

        if (id.StartsWith("AWS::", StringComparison.Ordinal))
        {
            return unknown;
        }

        if (template.HasParameter(id))
        {
            return named with { Origin = TargetOrigin.Parameter };
        }

        return template.MayHave(id) ? named : named with { Origin = TargetOrigin.Missing };
    }

    private static DestinationTarget OfResource(TemplateModel template, TemplateResource resource, string attribute, DestinationTarget named)
    {
        if (resource.Type == ResourceTypes.ServerlessFunction && attribute.StartsWith("Destination", StringComparison.Ordinal))
        {
            // !Ref Fn.DestinationQueue: what SAM makes for the function's destination.
            return named with { Type = attribute.StartsWith("DestinationTopic", StringComparison.Ordinal) ? DestinationTargetType.Sns : DestinationTargetType.Sqs };
        }

        DestinationTargetType? type = AwsTargets.FromResourceType(resource.Type);
        if (type is null && CanHoldArns(resource.Type))
        {
            return named with { Resource = resource };
        }

        (TemplateResource? function, string? qualifier) = FunctionOf(template, resource, attribute);
        return named with
        {
            Origin = TargetOrigin.Resource,
            Resource = resource,
            Type = type,
            IsArn = type is null ? null : AwsTargets.IsArnAttribute(resource.Type, attribute),
            Function = function,
            Qualifier = qualifier,
        };
    }

    /// <summary>Whether an attribute of a resource may be the ARN of something else: custom resources, other stacks, stored parameters.</summary>
    private static bool CanHoldArns(string resourceType) =>
        !resourceType.StartsWith("AWS::", StringComparison.Ordinal)
        || resourceType.StartsWith("AWS::CloudFormation::", StringComparison.Ordinal)
        || resourceType.StartsWith("AWS::ServiceCatalog::", StringComparison.Ordinal)
        || resourceType is "AWS::Serverless::Application" or "AWS::SSM::Parameter";

    private static (TemplateResource? Function, string? Qualifier) FunctionOf(TemplateModel template, TemplateResource resource, string attribute)
    {
        if (resource.IsFunction)
        {
            // !Ref Fn.Alias is what SAM publishes.
            return (resource, attribute == "Alias" ? TemplateNodes.Text(template.FunctionProperty(resource, "AutoPublishAlias")) : null);
        }

        if (resource.Type is not (ResourceTypes.Alias or ResourceTypes.Version) || resource.Properties?["FunctionName"] is not { } name)
        {
            return (null, null);
        }

        string? qualifier = resource.Type == ResourceTypes.Version
            ? "${" + resource.LogicalId + ".Version}"
            : resource.Properties["Name"] is { } alias ? TemplatePattern.Of(TemplateValue.FromNode(alias)) : null;
        return (OfFunction(template, name, default).Function, qualifier);
    }

    private static DestinationTarget FromArn(TemplateModel template, string text, string[] arn, DestinationTarget unknown)
    {
        DestinationTarget literal = unknown with { Origin = TargetOrigin.Literal, Text = text, Type = AwsTargets.FromArn(text), IsArn = text.IndexOf("${", StringComparison.Ordinal) >= 0 || AwsTargets.IsArn(text) };
        if (literal.Type is not { } type)
        {
            return arn[2].IndexOf("${", StringComparison.Ordinal) >= 0 ? literal with { Origin = TargetOrigin.Unknown } : literal;
        }

        string name = arn[5];
        string? qualifier = null;
        if (type == DestinationTargetType.Lambda)
        {
            string[] parts = name.Substring("function:".Length).Split([':'], 2);
            (name, qualifier) = (parts[0], parts.Length > 1 ? parts[1] : null);
        }
        else if (type == DestinationTargetType.EventBridge)
        {
            name = name.Substring("event-bus/".Length);
        }

        // Another account may have a resource of the same name.
        bool isOwn = arn[4] is "" or "${AWS::AccountId}";
        TemplateResource? resource = TemplatePattern.WholeReference(name) is { } reference
            ? template.Find(reference.Split('.')[0])
            : isOwn && name.IndexOf("${", StringComparison.Ordinal) < 0 ? template.FindByPhysicalName(type, name) : null;
        return resource is null || AwsTargets.FromResourceType(resource.Type) != type
            ? literal with { Qualifier = qualifier }
            : literal with { Origin = TargetOrigin.Resource, Resource = resource, Name = resource.LogicalId, Function = resource.IsFunction ? resource : null, Qualifier = qualifier };
    }
}
