using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>Reads the rules of EventBridge: from a bus to a rule, and from there to its targets.</summary>
internal static class RuleFlows
{
    private static readonly string[] Inputs = ["Input", "InputPath", "InputTransformer"];

    /// <summary>Whether a target gets something else than the event (Amazon EventBridge User Guide, "Input transformation").</summary>
    /// <param name="target">The target of a rule, or the SAM event that is both.</param>
    public static bool Transforms(MappingNode? target) => target is not null && Array.Exists(Inputs, x => target[x] is not null);

    /// <summary>When a rule is surely switched on (Amazon EventBridge API Reference, <c>PutRule</c>).</summary>
    /// <param name="template">The template.</param>
    /// <param name="rule">The map with the rule's <c>State</c>.</param>
    /// <param name="conditions">When the rule is there.</param>
    public static IEnumerable<ConditionSet> Enabled(TemplateModel template, MappingNode? rule, ConditionSet conditions) =>
        TemplateBranch.Of(rule?["State"], conditions)
        .Where(x => x.Node is null || ResourceNames.Literal(template, x.Node) is "ENABLED" or "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
        .Select(static x => x.Conditions);

    /// <summary>Adds a rule that is a resource.</summary>
    public static void Add(FlowGraphBuilder graph, TemplateResource rule)
    {
        ConditionSet conditions = rule.Conditions();
        FlowNode node = graph.NodeOf(rule);
        if (rule.Properties?["EventPattern"] is not null)
        {
            AddBus(graph, rule.Properties["EventBusName"], node, rule.Properties, rule.Entry.Key.Span, conditions);
        }

        foreach ((MappingNode target, ConditionSet there) in FlowGraphBuilder.MapsWithin(rule.Properties?["Targets"], conditions))
        {
            foreach (DestinationTarget found in DestinationTarget.ReadAll(graph.Template, target["Arn"], there))
            {
                graph.AddDelivery(node, found, target.Span, target, ResourceTypes.Rule);
            }
        }
    }

    /// <summary>Adds the way from the bus of a rule, a resource or a SAM event.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The bus, by name or ARN; the default bus when there is none.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="details">The map with the rule's pattern.</param>
    /// <param name="span">Where the rule is written.</param>
    /// <param name="conditions">When it is there.</param>
    public static void AddBus(FlowGraphBuilder graph, TemplateNode? name, FlowNode rule, MappingNode? details, SourceSpan span, ConditionSet conditions)
    {
        foreach (TemplateBranch branch in TemplateBranch.Of(name, conditions))
        {
            graph.Add(new FlowEdge(BusOf(graph, branch), rule, FlowEdgeKind.Delivers, span, branch.Conditions) { Details = details });
        }
    }

    private static FlowNode BusOf(FlowGraphBuilder graph, TemplateBranch branch)
    {
        if (branch.Node is not { } node || TemplateNodes.Text(node) == "default")
        {
            return graph.DefaultBus();
        }

        ResourceNames names = ResourceNames.Of(graph.Template);
        return names.FindByName(DestinationTargetType.EventBridge, names.Interpreter.Text(TemplateValue.FromNode(node))) is { } byName
            ? graph.NodeOf(byName)
            : graph.NodeOf(DestinationTarget.Read(graph.Template, node, branch.Conditions), FlowNodeKind.EventBus);
    }
}
