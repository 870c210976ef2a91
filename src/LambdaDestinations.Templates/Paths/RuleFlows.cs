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
