using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Patterns;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// What buckets tell the default bus of their objects: only those that are told to send their events there (Amazon S3 User Guide, "Using EventBridge").
/// </summary>
internal sealed class AuditObjects(AuditSystem system)
{
    /// <summary>Whether the pattern of a rule takes an event.</summary>
    /// <param name="rule">The way to the rule.</param>
    /// <param name="sample">The event.</param>
    public Truth Matches(AuditEdge rule, SampleValue sample) =>
        PatternOf(rule) is { } pattern ? new PatternMatcher(InterpreterOf(rule)).Match(pattern, sample) : Truth.Yes;

    /// <summary>Whether a rule may take the events of a bucket.</summary>
    public bool MayTake(AuditEdge rule, AuditPlace bucket)
    {
        Interpreter interpreter = ResourceNames.Of(system.TemplateOf(bucket)).Interpreter;
        (SymbolicText arn, SymbolicText name) = bucket.Node.Resource is { } resource ? (interpreter.Text(resource.ArnValue), interpreter.Text(TemplateValue.Ref(resource.LogicalId)))
            : (SymbolicText.Of(new Placeholder("bucket", PlaceholderShape.NotEmpty)), SymbolicText.Of(new Placeholder("name", PlaceholderShape.NotEmpty)));
        return Matches(rule, AuditSample.OfObject(arn, name).Event) != Truth.No;
    }

    /// <summary>Why a rule surely gets no event: it waits for those of buckets of the template by name, and none of them sends any. <see langword="null"/> when it may.</summary>
    public string? NeverFires(AuditEdge rule)
    {
        TemplateModel template = system.Templates[rule.Template].Template;
        if (rule.From.Key != FlowGraph.DefaultBus
            || PatternOf(rule) is not MappingNode pattern
            || TemplateNodes.Follow(pattern["source"]) is not SequenceNode { Items: [var source] } || TemplateNodes.Text(source) != RecordFacts.ObjectSource
            || TemplateNodes.Follow(TemplateNodes.Child(TemplateNodes.Child(pattern, "detail"), "bucket")?["name"]) is not SequenceNode { Tag: null, Items.Count: > 0 } names)
        {
            return null;
        }

        TemplateResource?[] buckets = [.. names.Items.Select(x => ResourceNames.Of(template).FindByName(DestinationTargetType.S3, InterpreterOf(rule).Text(TemplateValue.FromNode(x))))];
        return !Array.TrueForAll(buckets, x => x is { Type: ResourceTypes.Bucket } && IsSilent(rule.Template, x)) ? null
            : buckets is [var only] ? $"bucket {only!.LogicalId} sends no events to EventBridge"
            : $"buckets {AuditFacts.And([.. buckets.Select(static x => x!.LogicalId)])} send no events to EventBridge";
    }

    /// <summary>Whether something may stand in a value that the template does not show.</summary>
    public static bool MayHoldMore(TemplateNode value) => TemplateBranch.Of(value).Any(static x => x.Node is { } node && (TemplateBranch.IsFunction(node) || (node is MappingNode map && TemplateBranch.MayHoldMore(map))));

    private bool IsSilent(int template, TemplateResource bucket)
    {
        AuditPlace place = new(template, new FlowNode(bucket.LogicalId, FlowNodeKind.Bucket, bucket.LogicalId, bucket));
        return !system.TemplateOf(place).HasHiddenResources
            && !system.IsShared(place)
            && !system.From(place).Any(static x => x.To.Node.Kind == FlowNodeKind.EventBus)
            && !TemplateBranch.MayHoldMore(bucket.Properties)
            && (bucket.Properties?["NotificationConfiguration"] is not { } configuration
                || !(MayHoldMore(configuration) || TemplateBranch.Of(configuration).Any(static x => x.Map?["EventBridgeConfiguration"] is { } eventBridge && MayHoldMore(eventBridge))));
    }

    private Interpreter InterpreterOf(AuditEdge rule) => ResourceNames.Of(system.Templates[rule.Template].Template).Interpreter;

    private static TemplateNode? PatternOf(AuditEdge rule) => TemplateNodes.Follow(rule.Edge.Details?["Pattern"] ?? rule.Edge.Details?["EventPattern"]);
}
