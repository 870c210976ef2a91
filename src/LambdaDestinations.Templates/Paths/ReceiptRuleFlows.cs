using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>Reads the rules by which SES receives mail: an action names a function, and whether SES waits for it (Amazon SES API Reference, <c>LambdaAction</c>).</summary>
internal static class ReceiptRuleFlows
{
    private static readonly string[] Actions = ["Rule", "Actions"];

    /// <summary>Adds the functions that a rule invokes.</summary>
    public static void Add(FlowGraphBuilder graph, TemplateResource receiptRule)
    {
        foreach ((MappingEntry actions, ConditionSet conditions) in InvokerFlows.Within(receiptRule.Properties, Actions, receiptRule.Conditions()))
        {
            foreach ((MappingNode action, ConditionSet there) in FlowGraphBuilder.MapsWithin(actions.Value, conditions))
            {
                foreach (DestinationTarget target in DestinationTarget.ReadAll(graph.Template, TemplateNodes.Child(action, "LambdaAction")?["FunctionArn"], there))
                {
                    AddAction(graph, receiptRule, TemplateNodes.Child(action, "LambdaAction")!, target);
                }
            }
        }
    }

    private static void AddAction(FlowGraphBuilder graph, TemplateResource receiptRule, MappingNode action, DestinationTarget target)
    {
        if (target.Function is not { } function)
        {
            return;
        }

        graph.Add(new FlowEdge(graph.NodeOf(receiptRule), graph.NodeOf(function), FlowEdgeKind.Invokes, action.FullSpan, target.Conditions)
        {
            Invocation = action["InvocationType"] is not { } type ? InvocationKind.Asynchronous
                : ResourceNames.Literal(graph.Template, type) switch
                {
                    "Event" => InvocationKind.Asynchronous,
                    "RequestResponse" => InvocationKind.Synchronous,
                    _ => null,
                },
            Qualifier = FlowGraphBuilder.QualifierOf(target),
            Trigger = receiptRule.Type,
            Details = TemplateNodes.Child(receiptRule.Properties, "Rule"),
        });
    }
}
