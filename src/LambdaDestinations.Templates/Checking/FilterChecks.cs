using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Patterns;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>LD2016, LD2018: filters of mappings that Lambda refuses, or that match nothing that the source gives.</summary>
internal sealed class FilterChecks(TemplateModel template)
{
    private readonly FlowGraph _flow = FlowGraph.Of(template);
    private readonly QueueFormatChecks _queues = new(template);
    private readonly PatternMatcher _matcher = new(null);

    /// <summary>Checks every mapping of the template.</summary>
    public IEnumerable<Finding> Check()
    {
        DestinationConfiguration configuration = DestinationConfiguration.Of(template);
        return configuration.Functions.SelectMany(static x => x.Mappings).Concat(configuration.UnattachedMappings).SelectMany(Check);
    }

    private IEnumerable<Finding> Check(MappingConfiguration mapping)
    {
        if (mapping.Source.Properties?.Find("FilterCriteria") is not { } entry)
        {
            yield break;
        }

        // A record passes by one of the patterns, so all of them must be known.
        bool isKnown = true;
        List<MappingNode> patterns = [];
        IEnumerable<TemplateBranch> filters = TemplateBranch.Of(entry.Value, mapping.Conditions)
            .SelectMany(static x => x.Map is { } criteria ? TemplateBranch.Items(criteria["Filters"], x.Conditions) : x.Node is null ? [] : [x]);
        foreach (TemplateBranch filter in filters)
        {
            if (filter.Map?.Find("Pattern") is not { } pattern || Read(pattern.Value) is not { } read)
            {
                isKnown = false;
                continue;
            }

            if (read.Pattern is not { } known)
            {
                yield return new Finding(EventSourceMappingRules.IsNoPattern(mapping.Source.Name), pattern.Key.Span);
                isKnown = false;
            }
            else if (known.Entries.Count > 0 && new PatternSyntax(isJson: true).FindFault(known) is { } fault)
            {
                yield return new Finding(EventSourceMappingRules.HasFault(mapping.Source.Name, fault.Member, fault.Reason), pattern.Key.Span);
                isKnown = false;
            }
            else
            {
                patterns.Add(known);
            }
        }

        if (isKnown && patterns.Count > 0 && Misfit(mapping, patterns) is { } message)
        {
            yield return new Finding(message, entry.Key.Span);
        }
    }

    /// <summary>A pattern as it is written, its map where it has one; <see langword="null"/> when a deployment decides.</summary>
    private (MappingNode? Pattern, bool IsRead)? Read(TemplateNode node)
    {
        if (!TemplateBranch.IsFunction(node) && TemplateNodes.Follow(node) is MappingNode or SequenceNode)
        {
            return (null, true);
        }

        if (ResourceNames.Literal(template, node) is not { } text)
        {
            return null;
        }

        TemplateDocument document = TemplateParser.Parse(text, TemplateFormat.Json);
        return (document.Errors.Count == 0 ? document.Root as MappingNode : null, true);
    }

    /// <summary>What keeps all patterns from matching: anything of the source, or anything that arrives on one way.</summary>
    private RuleMessage? Misfit(MappingConfiguration mapping, List<MappingNode> patterns)
    {
        string name = mapping.Source.Name;
        string type = mapping.Source.Type;
        if (SamplesOf(mapping) is not { } samples)
        {
            return null;
        }

        if (Misfit(patterns, samples) is { } misfit)
        {
            return misfit is { IsAbsent: true, Known.Count: > 0 }
                ? EventSourceMappingRules.RecordHasNoSuchMember(name, type, misfit.Member, misfit.Known)
                : EventSourceMappingRules.MatchesNoRecord(name, type, misfit.Member);
        }

        foreach (DestinationTarget queue in type == "SQS" ? mapping.Polled : [])
        {
            foreach (QueueArrival arrival in _queues.ArrivalsAt(FlowGraph.IdOf(queue)).Where(x => x.Edge.Conditions.IsCompatibleWith(queue.Conditions)))
            {
                SampleValue[] messages = [.. Bodies(arrival).Select(OfMessage)];
                if (messages.Length > 0 && Misfit(patterns, messages) is { } ofWay)
                {
                    string from = arrival.Edge.From.Name;
                    return ofWay is { IsAbsent: true, Known.Count: > 0 }
                        ? EventSourceMappingRules.MessageHasNoSuchMember(name, arrival.Format, from, ofWay.Member, ofWay.Known)
                        : EventSourceMappingRules.MatchesNoMessage(name, arrival.Format, from, ofWay.Member);
                }
            }
        }

        return null;
    }

    /// <summary>The first pattern's reason where none matches; <see langword="null"/> when one may.</summary>
    private PatternMisfit? Misfit(List<MappingNode> patterns, IReadOnlyList<SampleValue> samples)
    {
        PatternMisfit?[] misfits = [.. patterns.Select(x => PatternMisfit.Find(_matcher, x, samples))];
        return misfits.Contains(null) ? null : misfits[0];
    }

    private static SampleValue[]? SamplesOf(MappingConfiguration mapping) =>
        mapping.Source.Type == "DynamoDB" ? [.. SourceRecords.Changes.Select(x => OfChange(x, ViewOf(mapping)))]
        : SourceRecords.Of(mapping.Source.Type) is { } members ? [SampleValue.MapOf(members)]
        : null;

    /// <summary>What a stream shows of an item (<c>StreamViewType</c>); <see langword="null"/> when that is not known.</summary>
    private static string? ViewOf(MappingConfiguration mapping) =>
        mapping.Polled is [{ Resource: { Type: ResourceTypes.Table } table }] && TemplateNodes.Child(table.Properties, "StreamSpecification")?["StreamViewType"] is { } view
            ? ResourceNames.Literal(mapping.Template, view)
            : null;

    private static SampleValue OfChange(string change, string? view)
    {
        SampleValue item = SampleValue.MapOf(SampleValue.MapOf(SourceRecords.AttributeTypes));
        bool hasNew = change != "REMOVE" && view is not ("KEYS_ONLY" or "OLD_IMAGE");
        bool hasOld = change != "INSERT" && view is not ("KEYS_ONLY" or "NEW_IMAGE");
        (string, SampleValue)[] members =
        [
            ("Keys", item),
            .. hasNew ? [("NewImage", item)] : Array.Empty<(string, SampleValue)>(),
            .. hasOld ? [("OldImage", item)] : Array.Empty<(string, SampleValue)>(),
            .. SourceRecords.OfChange.Select(static x => (x, SampleValue.Open)),
        ];
        return SampleValue.Map(
            false,
            [.. SourceRecords.Of("DynamoDB")!.Select(x => (x, x == "eventName" ? SampleValue.Of(change) : x == "dynamodb" ? SampleValue.Map(false, members) : SampleValue.Open))]);
    }

    private static SampleValue OfMessage(SampleValue body) => SampleValue.Map(false, [.. SourceRecords.Of("SQS")!.Select(x => (x, x == "body" ? body : SampleValue.Open))]);

    /// <summary>What may stand in the body of a message that arrives on a way; nothing where that is not known.</summary>
    private IEnumerable<SampleValue> Bodies(QueueArrival arrival)
    {
        FlowEdge edge = arrival.Edge;
        if (arrival.Format == MessageFormat.Topic)
        {
            return [SampleValue.Map(false, [.. SourceRecords.OfNotification.Select(static x => (x, x == "Message" ? SampleValue.Present : SampleValue.Open))])];
        }

        if (arrival.Format == MessageFormat.Rule)
        {
            return [SampleValue.MapOf(SourceRecords.OfEvent)];
        }

        if (arrival.Format == MessageFormat.Bucket)
        {
            return [SampleValue.MapOf(SourceRecords.OfObject)];
        }

        return edge switch
        {
            { Kind: FlowEdgeKind.OnSuccess or FlowEdgeKind.OnFailure, From.Resource: not null } => EventRuleChecks.RecordsOf(ResourceNames.Of(template).Interpreter, edge).Select(static x => x.Body),
            { Kind: FlowEdgeKind.MappingOnFailure } => [SampleValue.MapOf(SourceRecords.OfBatch)],
            _ => [],
        };
    }
}
