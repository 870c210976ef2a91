using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
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
        Queue<string> open = new(seen);
        string? doubtful = null;

        // What a parameter or an import gives is not a resource of the same stack.
        bool isElsewhere = source.Target is null && !source.IsCreated;
        while (open.Count > 0)
        {
            foreach (FlowEdge edge in _flow.To(open.Dequeue()).Where(x => x.Kind is FlowEdgeKind.Invokes or FlowEdgeKind.Delivers && !IsOurs(x)))
            {
                Truth takes = edge.From.Id == source.Id ? Takes(edge, source)
                    : isElsewhere && edge.From.Kind == FlowNodeKind.Unknown && IsOfKind(edge, source.Type) ? Truth.Maybe
                    : Truth.No;
                if (takes == Truth.Yes)
                {
                    return (Truth.Yes, edge.To.Name);
                }

                doubtful ??= takes == Truth.Maybe ? ReaderOf(edge) : null;
                if (edge.From.Kind is not FlowNodeKind.Function && seen.Add(edge.From.Id))
                {
                    open.Enqueue(edge.From.Id);
                }
            }
        }

        return (doubtful is null ? Truth.No : Truth.Maybe, doubtful);
    }

    /// <summary>What of the template an edge is written in, by its name for people.</summary>
    private string ReaderOf(FlowEdge edge) => OwnerOf(edge) is not { } owner ? edge.To.Name : EventOf(owner, edge) ?? owner.LogicalId;

    /// <summary>Whether what is not known of an edge could be such a source.</summary>
    private static bool IsOfKind(FlowEdge edge, DestinationTargetType type) => (type, edge.Trigger) switch
    {
        (DestinationTargetType.Sqs, "SQS" or Settings.EventSource.UnknownType) => true,
        (DestinationTargetType.Sns, "SNS" or ResourceTypes.Subscription) => true,
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
        TemplateValue pattern = TemplateValue.FromNode(written);
        TemplateValue wanted = RecordPattern.Of(source.Model, source.Producer!.LogicalId);
        if (_interpreter.AreSame(pattern, wanted))
        {
            return Truth.Yes;
        }

        Truth all = Truth.Yes;
        foreach (KeyValuePair<string, TemplateValue> member in pattern.Entries)
        {
            all = all.And(member.Key switch
            {
                "source" or "detail-type" => Has(member.Value, wanted[member.Key]!.Items[0]),
                "resources" => NamesProducer(member.Value, source.Producer.LogicalId),
                _ => Truth.Maybe,
            });
        }

        return all;
    }

    private static Truth Has(TemplateValue list, TemplateValue text) =>
        list.Kind != TemplateValueKind.List ? Truth.Maybe
        : list.Items.Contains(text) ? Truth.Yes
        : list.Items.All(static x => x.Text is not null) ? Truth.No
        : Truth.Maybe;

    /// <summary>Whether a pattern names the producer's function among others; the names of other functions of the template are not it.</summary>
    private static Truth NamesProducer(TemplateValue list, string producer)
    {
        IReadOnlyCollection<string> named = [.. References.In(list)];
        return named.Contains(producer) ? Truth.Yes : named.Count > 0 ? Truth.No : Truth.Maybe;
    }
}
