using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
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

/// <summary>Why an ARN of the right form and service is not a target.</summary>
internal enum TargetMisfit
{
    /// <summary>It is one, as far as the template tells.</summary>
    None,

    /// <summary>It is that of a subscription of the topic.</summary>
    Subscription,

    /// <summary>It is that of objects of the bucket.</summary>
    Objects,

    /// <summary>It is that of a bus on which only a partner of AWS puts events.</summary>
    PartnerBus,
}

/// <summary>What a destination, a dead-letter queue or a trigger points to.</summary>
/// <param name="Origin">How much is known.</param>
/// <param name="Value">The value as written, without <c>Fn::If</c>.</param>
/// <param name="Span">Where it is written; where it would be, for <see cref="TargetOrigin.CreatedBySam"/>.</param>
/// <param name="Conditions">When it is the target.</param>
internal sealed record DestinationTarget(TargetOrigin Origin, TemplateValue Value, SourceSpan Span, ConditionSet Conditions)
{
    private static readonly SymbolicText AnyArn = SymbolicText.Of("arn:*");
    private static readonly SymbolicText AnyKafkaTopic = SymbolicText.Of("kafka://*");

    /// <summary>The resource; of an alias or version that resource, not the function.</summary>
    public TemplateResource? Resource { get; init; }

    /// <summary>The logical id or parameter name that is referred to.</summary>
    public string? Name { get; init; }

    /// <summary><c>Ref</c>, or the attribute of <c>GetAtt</c>; <see langword="null"/> when it is not a plain reference.</summary>
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

    /// <summary>Whether it is an <c>Fn::If</c> without its two values.</summary>
    public bool IsMalformedIf { get; init; }

    /// <summary>Why it is not a target although its service is right.</summary>
    public TargetMisfit Misfit { get; init; }

    /// <summary>Whether it is a FIFO queue or topic.</summary>
    public bool IsFifo { get; init; }

    /// <summary>The function that a Lambda target means, when it stands in the template; an alias or version leads to its function.</summary>
    public TemplateResource? Function { get; init; }

    /// <summary>The version or alias of a Lambda target; <see langword="null"/> for none, or when it is not known.</summary>
    public string? Qualifier { get; init; }

    /// <summary>What SAM makes, for a destination without a target or a reference to that; <see langword="null"/> for anything else.</summary>
    public SamQueue? Created { get; init; }

    /// <summary>SAM's logical id of what it makes; <see langword="null"/> for anything else.</summary>
    public string? CreatedId => Created?.Id;

    /// <summary>Every target that a node can mean; none for <c>AWS::NoValue</c> or no node.</summary>
    internal static IEnumerable<DestinationTarget> ReadAll(TemplateModel template, TemplateNode? node, ConditionSet conditions) =>
        TemplateBranch.Of(node, conditions).Where(static x => x.Node is not null).SelectMany(x => ReadWays(template, x.Node!, x.Conditions));

    /// <summary>The target that a node without <c>Fn::If</c> means.</summary>
    internal static DestinationTarget Read(TemplateModel template, TemplateNode node, ConditionSet conditions) =>
        Read(template, TemplateValue.FromNode(node), node.FullSpan, conditions);

    /// <summary>The target that a value means, where every <c>Fn::If</c> in it is decided by the conditions.</summary>
    internal static DestinationTarget Read(TemplateModel template, TemplateValue value, SourceSpan span, ConditionSet conditions)
    {
        ResourceNames names = ResourceNames.Of(template);
        Interpreter interpreter = new(names, conditions.IsAlways ? ConditionScope.Empty : ConditionScope.Empty.With(conditions));
        DestinationTarget unknown = new(TargetOrigin.Unknown, value, span, conditions);
        if (interpreter.ReferenceOf(value) is { } reference)
        {
            return Referenced(template, reference, unknown);
        }

        SymbolicText text = interpreter.Text(value);
        if (text.Literal is { } literal && literal.StartsWith("kafka://", StringComparison.Ordinal))
        {
            return unknown with { Origin = TargetOrigin.Literal, Type = DestinationTargetType.Kafka, Text = literal, IsArn = true };
        }

        if (text.StartsWith("arn:") && text.Split(':', 6).Count == 6)
        {
            return FromArn(template, names, text, interpreter.Written(value).ToPattern(), unknown);
        }

        if (text.ToPattern() is null && interpreter.Written(value).ToPattern() is null)
        {
            return unknown;
        }

        if (value.Kind != TemplateValueKind.Scalar && text.Split(':', 2) is [var name, var qualifier] && names.FindByName(DestinationTargetType.Lambda, name) is { } function)
        {
            // ${Function}:live
            return OfResource(template, function, Reference.OfRef, unknown) with { Attribute = null, Qualifier = qualifier.ToPattern() };
        }

        // A text with computed parts may be anything at deployment, except where what is written of it says that it is not an ARN.
        bool? isArn = text.Literal is not null || (AnyArn.Matches(text) == Truth.No && AnyKafkaTopic.Matches(text) == Truth.No) ? false : null;
        return unknown with { Origin = text.Literal is null ? TargetOrigin.Unknown : TargetOrigin.Literal, Text = interpreter.Written(value).ToPattern() ?? text.ToPattern(), IsArn = isArn };
    }

    /// <summary>The function that a property names: by name, ARN or part of it, with or without qualifier.</summary>
    internal static DestinationTarget OfFunction(TemplateModel template, TemplateNode node, ConditionSet conditions) => OfFunction(template, TemplateValue.FromNode(node), node.FullSpan, conditions);

    /// <summary>The same for a value, in each way in which it can turn out.</summary>
    internal static IEnumerable<DestinationTarget> OfFunctions(TemplateModel template, TemplateValue value, SourceSpan span, ConditionSet conditions) =>
        Interpreter.Ways(value, conditions).Select(x => OfFunction(template, value, span, x));

    private static DestinationTarget OfFunction(TemplateModel template, TemplateValue value, SourceSpan span, ConditionSet conditions)
    {
        DestinationTarget target = Read(template, value, span, conditions);
        if (target is not { Origin: TargetOrigin.Literal, IsArn: false, Text: { } text })
        {
            return target;
        }

        // name, name:alias, 123456789012:function:name.
        string[] parts = text.Split(':');
        int index = parts.Length > 2 && parts[1] == "function" ? 2 : 0;
        target = target with { Qualifier = parts.Length > index + 1 ? parts[index + 1] : null };
        return ResourceNames.Of(template).FindByName(DestinationTargetType.Lambda, SymbolicText.Of(parts[index])) is { } function
            ? target with { Origin = TargetOrigin.Resource, Resource = function, Function = function, Name = function.LogicalId, Type = DestinationTargetType.Lambda }
            : target;
    }

    private static IEnumerable<DestinationTarget> ReadWays(TemplateModel template, TemplateNode node, ConditionSet conditions)
    {
        TemplateValue value = TemplateValue.FromNode(node);
        return Interpreter.Ways(value, conditions).Select(x => Read(template, value, node.FullSpan, x) with { IsMalformedIf = TemplateBranch.IsMalformedIf(node) });
    }

    private static DestinationTarget Referenced(TemplateModel template, Reference reference, DestinationTarget unknown)
    {
        DestinationTarget named = unknown with { Name = reference.Id, Attribute = reference.Attribute };
        if (template.Find(reference.Id) is { } resource)
        {
            return OfResource(template, resource, reference.Attribute, named);
        }

        if (reference.Id.StartsWith(PseudoParameters.Prefix, StringComparison.Ordinal))
        {
            return unknown;
        }

        if (SamNames.FunctionOfAlias(template, reference.Id, ResourceNames.Of(template).Interpreter) is { } published)
        {
            return OfResource(template, published, SamNames.Alias, named with { Attribute = SamNames.Alias });
        }

        if (SamQueues.OfId(template, reference.Id) is { } made)
        {
            return named with { Type = made.IsTopic ? DestinationTargetType.Sns : DestinationTargetType.Sqs, Created = made };
        }

        if (template.HasParameter(reference.Id))
        {
            return named with { Origin = TargetOrigin.Parameter };
        }

        return template.MayHave(reference.Id) ? named : named with { Origin = TargetOrigin.Missing };
    }

    private static DestinationTarget OfResource(TemplateModel template, TemplateResource resource, string attribute, DestinationTarget named)
    {
        if (resource.Type == ResourceTypes.ServerlessFunction && attribute.StartsWith("Destination", StringComparison.Ordinal))
        {
            // !Ref Fn.DestinationQueue: what SAM makes for the function's destination.
            bool isTopic = attribute.StartsWith(SamNames.DestinationTopic, StringComparison.Ordinal);
            return named with { Type = isTopic ? DestinationTargetType.Sns : DestinationTargetType.Sqs, Created = SamQueues.Referable(template, resource, isTopic) };
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
            IsArn = type is null ? null : IsArnAttribute(resource, attribute),
            IsFifo = IsFifoResource(template, resource),
            Misfit = resource.Type == ResourceTypes.EventBus && resource.Properties?["EventSourceName"] is not null ? TargetMisfit.PartnerBus : TargetMisfit.None,
            Function = function,
            Qualifier = qualifier,
        };
    }

    /// <summary>
    /// Why the resource part of an ARN is not a target: Amazon SNS API Reference, <c>Subscribe</c>; Amazon S3 User Guide, "S3 resources"; Amazon EventBridge User
    /// Guide, "Receiving events from a SaaS partner".
    /// </summary>
    private static TargetMisfit MisfitOf(DestinationTargetType? type, SymbolicText resource) => type switch
    {
        DestinationTargetType.Sns when resource.Split(':', 2).Count > 1 => TargetMisfit.Subscription,
        DestinationTargetType.S3 when resource.Split('/', 2).Count > 1 => TargetMisfit.Objects,
        DestinationTargetType.EventBridge when resource.StartsWith("event-bus/aws.partner/") => TargetMisfit.PartnerBus,
        _ => TargetMisfit.None,
    };

    /// <summary>Whether a resource is a FIFO queue or topic; one that a deployment decides is none.</summary>
    internal static bool IsFifoResource(TemplateModel template, TemplateResource resource)
    {
        TemplateNode? fifo = resource.Type switch
        {
            ResourceTypes.Queue => resource.Properties?["FifoQueue"],
            ResourceTypes.Topic => resource.Properties?["FifoTopic"],
            _ => null,
        };
        return fifo is not null && string.Equals(ResourceNames.Literal(template, fifo), "true", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether an attribute of a resource may be the ARN of something else: custom resources, other stacks, stored parameters.</summary>
    private static bool CanHoldArns(string resourceType) =>
        !resourceType.StartsWith("AWS::", StringComparison.Ordinal)
        || resourceType.StartsWith("AWS::CloudFormation::", StringComparison.Ordinal)
        || resourceType.StartsWith("AWS::ServiceCatalog::", StringComparison.Ordinal)
        || resourceType is ResourceTypes.Application or "AWS::SSM::Parameter";

    private static (TemplateResource? Function, string? Qualifier) FunctionOf(TemplateModel template, TemplateResource resource, string attribute)
    {
        if (resource.IsFunction)
        {
            // !Ref Fn.Alias is what SAM publishes.
            return (resource, attribute == SamNames.Alias ? ResourceNames.Literal(template, template.FunctionProperty(resource, "AutoPublishAlias")) : null);
        }

        if (resource.Type is not (ResourceTypes.Alias or ResourceTypes.Version) || resource.Properties?["FunctionName"] is not { } name)
        {
            return (null, null);
        }

        string? qualifier = resource.Type == ResourceTypes.Version
            ? "${" + resource.LogicalId + ".Version}"
            : resource.Properties["Name"] is { } alias ? QualifierText.Of(template, alias) : null;
        return (GoesInACircle(template, resource) ? null : OfFunction(template, name, default).Function, qualifier);
    }

    /// <summary>Whether the function of an alias or version is, in the end, an alias or version that was asked already.</summary>
    private static bool GoesInACircle(TemplateModel template, TemplateResource resource)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Interpreter interpreter = ResourceNames.Of(template).Interpreter;
        TemplateResource? next = resource;
        while (next is { Type: ResourceTypes.Alias or ResourceTypes.Version } && seen.Add(next.LogicalId))
        {
            next = next.Properties?["FunctionName"] is { } name && interpreter.ReferenceOf(TemplateValue.FromNode(name)) is { } reference ? template.Find(reference.Id) : null;
        }

        return next is { Type: ResourceTypes.Alias or ResourceTypes.Version };
    }

    /// <summary>Whether an attribute gives an ARN that a record can be sent to; SAM resolves the alias and version that it publishes.</summary>
    private static bool IsArnAttribute(TemplateResource resource, string attribute) =>
        ResourceFacts.Find(resource.Type)!.Give(attribute) == ResourceText.Arn
        || (resource.Type == ResourceTypes.ServerlessFunction && attribute is SamNames.Alias or SamNames.Version or SamNames.Alias + ".Arn" or SamNames.Version + ".Arn");

    private static DestinationTarget FromArn(TemplateModel template, ResourceNames names, SymbolicText arn, string? written, DestinationTarget unknown)
    {
        string? text = written ?? arn.ToPattern();
        if (text is null)
        {
            return unknown;
        }

        DestinationTarget literal = unknown with { Origin = TargetOrigin.Literal, Text = text, IsArn = arn.Literal is null ? !arn.HasWhiteSpace : AwsTargets.IsArn(text) };
        IReadOnlyList<SymbolicText> parts = arn.Split(':', 6);
        if (parts[2].Literal is not { } service)
        {
            return literal with { Origin = TargetOrigin.Unknown };
        }

        // What Lambda only reads from, such as a stream, has no type here.
        DestinationTargetType? type = AwsTargets.FromService(service, parts[5]);
        TemplateResource? resource = names.FindByArn(arn, out SymbolicText? qualifier);
        literal = literal with { Misfit = MisfitOf(type, parts[5]), Type = type, Qualifier = qualifier?.ToPattern(), IsFifo = parts[5].Literal?.EndsWith(".fifo", StringComparison.Ordinal) ?? false };
        return resource is null || AwsTargets.FromResourceType(resource.Type) != type
            ? literal
            : literal with { Origin = TargetOrigin.Resource, Resource = resource, Name = resource.LogicalId, Function = resource.IsFunction ? resource : null, IsFifo = IsFifoResource(template, resource) };
    }
}
