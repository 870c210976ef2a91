using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Patterns;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Binding;

/// <summary>
/// Whether a function gets what a source holds already, by whatever brings it: an event of SAM, a mapping, a subscription, a rule, also through a queue in
/// between.
/// </summary>
/// <param name="template">The template.</param>
/// <param name="function">The consumer's function.</param>
/// <param name="assembly">The consumer's assembly: what its build wrote does not count, else the next build would take it back.</param>
internal sealed class SourceEvents(TemplateModel template, TemplateResource function, string assembly)
{
    private static readonly SettingPath OfEvents = SettingPath.Of("Properties", "Events");

    private readonly FlowGraph _flow = FlowGraph.Of(template);
    private readonly Interpreter _interpreter = ResourceNames.Of(template).Interpreter;

    /// <summary>Where an event of a SAM function stands.</summary>
    /// <param name="name">Its name.</param>
    public static SettingPath PathOf(string name) => OfEvents.Append(name);

    /// <summary>Whether the function gets the source's records, and by what it may.</summary>
    public (Truth IsRead, string? Reader) Find(ResolvedSource source)
    {
        HashSet<string> seen = new(StringComparer.Ordinal) { function.LogicalId };
        Queue<(string Id, Truth Passes)> open = new([(function.LogicalId, Truth.Yes)]);
        string? doubtful = null;

        // What a parameter or an import gives is not a resource of the same stack.
        bool isElsewhere = source.Target is null && !source.IsCreated;
        while (open.Count > 0)
        {
            (string id, Truth before) = open.Dequeue();
            IEnumerable<(FlowEdge Edge, Truth Passes)> edges = _flow.To(id)
                .Where(x => x.Kind is FlowEdgeKind.Invokes or FlowEdgeKind.Delivers && !IsOurs(x))
                .Select(x => (x, before.And(Passes(x))))
                .OrderByDescending(static x => x.Item2);
            foreach ((FlowEdge edge, Truth passes) in edges)
            {
                Truth takes = passes.And(
                    edge.From.Id == source.Id ? Takes(edge, source)
                    : edge.From.Resource is { Type: ResourceTypes.Pipe } pipe ? Polls(pipe, source)
                    : isElsewhere && IsOfKind(edge, source.Type) ? IsSame(edge.From, source)
                    : Truth.No);
                if (takes == Truth.Yes)
                {
                    return (Truth.Yes, edge.To.Name);
                }

                doubtful ??= takes == Truth.Maybe ? ReaderOf(edge) : null;
                if (edge.From.Kind is not FlowNodeKind.Function && seen.Add(edge.From.Id))
                {
                    open.Enqueue((edge.From.Id, passes));
                }
            }
        }

        return (doubtful is null ? Truth.No : Truth.Maybe, doubtful);
    }

    /// <summary>What of the template an edge is written in, by its name for people.</summary>
    private string ReaderOf(FlowEdge edge) => OwnerOf(edge) is not { } owner ? edge.To.Name : EventOf(owner, edge) ?? owner.LogicalId;

    /// <summary>Whether an edge hands over what comes: not a rule that is switched off, or that gives its target something else.</summary>
    private Truth Passes(FlowEdge edge) =>
        (edge.To.Kind == FlowNodeKind.Rule && !RuleFlows.Enabled(template, edge.Details, edge.Conditions).Any())
        || (edge.From.Kind == FlowNodeKind.Rule && RuleFlows.Transforms(edge.Details))
            ? Truth.Maybe
            : Truth.Yes;

    /// <summary>Whether a pipe reads the source, and hands over what it reads (Amazon EventBridge User Guide, "EventBridge Pipes").</summary>
    private Truth Polls(TemplateResource pipe, ResolvedSource source)
    {
        MappingNode? properties = pipe.Properties;
        bool reads = DestinationTarget.ReadAll(template, properties?["Source"], pipe.Conditions()).Any(x => FlowGraph.IdOf(x) == source.Id);
        bool changes = properties?["Enrichment"] is not null
            || TemplateNodes.Child(properties, "TargetParameters")?["InputTemplate"] is not null
            || TemplateNodes.Text(properties?["DesiredState"]) is not (null or "RUNNING");
        return !reads ? Truth.No : changes ? Truth.Maybe : Truth.Yes;
    }

    /// <summary>Whether what is not in the template is the source, in another spelling: an ARN may leave account and region to the deployment.</summary>
    private Truth IsSame(FlowNode from, ResolvedSource source) =>
        from.Kind == FlowNodeKind.Unknown ? Truth.Maybe
        : from.Resource is null && from.Id.StartsWith("arn:", StringComparison.Ordinal)
            ? _interpreter.Text(TemplateValue.Sub(from.Id)).IsEqualTo(_interpreter.Text(source.Value))
        : Truth.No;

    /// <summary>Whether what an edge begins at could be such a source, by what it is.</summary>
    private static bool IsOfKind(FlowEdge edge, DestinationTargetType type) => (type, edge.Trigger) switch
    {
        (DestinationTargetType.Sqs, "SQS" or Settings.EventSource.UnknownType) => true,
        (DestinationTargetType.Sns, "SNS" or ResourceTypes.Subscription or ResourceTypes.Topic) => true,
        (DestinationTargetType.S3, "S3") => true,
        (DestinationTargetType.EventBridge, null) => edge.To.Kind == FlowNodeKind.Rule,
        _ => false,
    };

    /// <summary>Whether the build of the consumer's assembly wrote it.</summary>
    private bool IsOurs(FlowEdge edge)
    {
        if (OwnerOf(edge) is not { } owner || OwnershipRecord.Read(owner) is not { } record)
        {
            return false;
        }

        bool isOfConsumer = record.Assembly == assembly || (record.Function ?? owner.LogicalId) == function.LogicalId;
        return isOfConsumer && (record.Function is not null || (EventOf(owner, edge) is { } name && record.Settings.ContainsKey(PathOf(name))));
    }

    private TemplateResource? OwnerOf(FlowEdge edge)
    {
        int start = edge.Span.Start;
        return template.Resources.FirstOrDefault(x => x.Entry.Key.Span.Start <= start && start < x.Entry.Value.Span.Start + x.Entry.Value.Span.Length);
    }

    private static string? EventOf(TemplateResource owner, FlowEdge edge) =>
        TemplateNodes.Child(owner.Properties, "Events")?.Entries.FirstOrDefault(x => x.Key.Span == edge.Span)?.Name;

    /// <summary>Whether an edge from the source brings its records.</summary>
    private Truth Takes(FlowEdge edge, ResolvedSource source) => source.Type switch
    {
        DestinationTargetType.EventBridge when edge.To.Kind == FlowNodeKind.Rule && RecordPaths.PatternOf(edge.Details) is { } pattern => Matches(pattern, source),
        DestinationTargetType.EventBridge => Truth.Maybe,
        DestinationTargetType.S3 => RecordPaths.PassesNotification(edge.Details) ? Truth.Yes : Truth.Maybe,
        _ => Truth.Yes,
    };

    /// <summary>Whether an event pattern takes the source's records.</summary>
    private Truth Matches(MappingNode written, ResolvedSource source)
    {
        if (_interpreter.AreSame(TemplateValue.FromNode(written), RecordPattern.Of(source.Model, source.Producer!.LogicalId)))
        {
            return Truth.Yes;
        }

        PatternMatcher patterns = new(_interpreter);
        Truth[] each = [.. RecordPattern.EventsOf(source, _interpreter).Select(x => patterns.Match(written, x)).Distinct()];
        return each is [var only] ? only : Truth.Maybe;
    }
}
