using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>Reads what functions say of themselves: their events, mappings, destinations and dead-letter queues.</summary>
internal sealed class FunctionFlows(FlowGraphBuilder graph)
{
    private readonly TemplateModel _template = graph.Template;

    /// <summary>Adds what a function says.</summary>
    public void Add(FunctionConfiguration function)
    {
        FlowNode node = graph.NodeOf(function.Function);
        AddEvents(function, node);
        AddUrl(function, node);
        AddMappings(function, node);
        AddDestinations(function, node);
    }

    private void AddEvents(FunctionConfiguration function, FlowNode to)
    {
        string? qualifier = QualifierText.OfSam(_template, function.Function);
        bool isUnqualified = qualifier == QualifierText.Latest && !TemplateBranch.MayHoldMore(function.Function.Properties);
        foreach (EventSource source in function.EventSources.Where(static x => x.IsSamEvent))
        {
            MappingConfiguration? mapping = function.Mappings.FirstOrDefault(x => ReferenceEquals(x.Source, source));
            foreach ((FlowNode from, ConditionSet conditions) in SourcesOf(function, source, mapping))
            {
                graph.Add(new FlowEdge(from, to, FlowEdgeKind.Invokes, source.Span, conditions) { Invocation = source.Kind, Qualifier = qualifier, IsUnqualified = isUnqualified, Trigger = source.Type, Details = source.Properties, Mapping = mapping });
            }
        }
    }

    private void AddUrl(FunctionConfiguration function, FlowNode to)
    {
        if (function.Function.Properties?["FunctionUrlConfig"] is { } url && function.Function.Type == ResourceTypes.ServerlessFunction)
        {
            FlowNode from = graph.NodeOf(new FlowNode(function.Function.LogicalId + "/FunctionUrlConfig", FlowNodeKind.Trigger, "FunctionUrl"));
            graph.Add(new FlowEdge(from, to, FlowEdgeKind.Invokes, url.FullSpan, function.Conditions) { Invocation = InvocationKind.Synchronous, Trigger = "FunctionUrl" });
        }
    }

    /// <summary>What an event comes from, and when: another source under each branch of an <c>Fn::If</c>.</summary>
    private List<(FlowNode From, ConditionSet Conditions)> SourcesOf(FunctionConfiguration function, EventSource source, MappingConfiguration? mapping)
    {
        FlowNodeKind kind = mapping is null ? FlowNodeKind.Trigger : FlowNodeKind.Stream;
        FlowNode own = new(function.Function.LogicalId + "/" + source.Name, kind, source.Name);
        if (source.Facts is { IsRule: true })
        {
            FlowNode rule = graph.NodeOf(own with { Kind = FlowNodeKind.Rule });
            RuleFlows.AddBus(graph, source.Properties?["EventBusName"], rule, source.Properties, source.Span, function.Conditions);
            return [(rule, function.Conditions)];
        }

        IEnumerable<DestinationTarget> targets = mapping?.Polled
            ?? (source.SourceProperty is { } property ? DestinationTarget.ReadAll(_template, source.Properties?[property], function.Conditions) : []);
        List<(FlowNode From, ConditionSet Conditions)> sources = [.. targets.Select(x => (graph.NodeOf(x, kind), x.Conditions))];
        return sources.Count > 0 ? sources : [(graph.NodeOf(own), function.Conditions)];
    }

    private void AddMappings(FunctionConfiguration function, FlowNode to)
    {
        foreach (MappingConfiguration mapping in function.Mappings.Where(static x => !x.Source.IsSamEvent))
        {
            List<(FlowNode From, ConditionSet Conditions)> sources = [.. mapping.Polled.Select(x => (graph.NodeOf(x, FlowNodeKind.Stream), x.Conditions))];
            foreach ((FlowNode from, ConditionSet conditions) in sources.Count > 0 ? sources : [(graph.NodeOf(mapping.Source.Owner), mapping.Conditions)])
            {
                graph.Add(new FlowEdge(from, to, FlowEdgeKind.Invokes, mapping.Span, conditions)
                {
                    Invocation = InvocationKind.Polled,
                    Qualifier = FlowGraphBuilder.QualifierOf(mapping.Function!),
                    IsUnqualified = FlowGraphBuilder.NamesNoQualifier(mapping.Function),
                    Trigger = mapping.Source.Type,
                    Details = mapping.Source.Properties,
                    Mapping = mapping,
                });
            }
        }
    }

    private void AddDestinations(FunctionConfiguration function, FlowNode from)
    {
        foreach (AsyncConfiguration config in function.Async)
        {
            foreach (ConfiguredDestination destination in config.Destinations)
            {
                FlowEdgeKind kind = destination.Outcome == DestinationOutcome.Success ? FlowEdgeKind.OnSuccess : FlowEdgeKind.OnFailure;
                foreach (DestinationTarget target in destination.Targets)
                {
                    FlowEdge edge = new(from, graph.NodeOf(target, FlowNodeKind.Unknown), kind, destination.Span, target.Conditions) { Qualifier = config.Qualifier };

                    // A Lambda destination is invoked asynchronously.
                    graph.Add(target.Function is null ? edge : edge with { Invocation = InvocationKind.Asynchronous, TargetQualifier = FlowGraphBuilder.QualifierOf(target), IsUnqualified = FlowGraphBuilder.NamesNoQualifier(target) });
                }
            }
        }

        foreach (MappingConfiguration mapping in function.Mappings)
        {
            foreach (ConfiguredDestination destination in mapping.Destinations.Where(static x => x.Outcome == DestinationOutcome.Failure))
            {
                AddRecords(from, destination.Targets, FlowEdgeKind.MappingOnFailure, destination.Span, mapping);
            }
        }

        foreach (DeadLetterConfiguration deadLetter in function.DeadLetters)
        {
            AddRecords(from, deadLetter.Targets, FlowEdgeKind.DeadLetter, deadLetter.Span, null);
        }
    }

    private void AddRecords(FlowNode from, IEnumerable<DestinationTarget> targets, FlowEdgeKind kind, SourceSpan span, MappingConfiguration? mapping)
    {
        foreach (DestinationTarget target in targets)
        {
            graph.Add(new FlowEdge(from, graph.NodeOf(target, FlowNodeKind.Unknown), kind, span, target.Conditions) { Mapping = mapping });
        }
    }
}
