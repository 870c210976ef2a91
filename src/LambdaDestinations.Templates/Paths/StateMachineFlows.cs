using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>
/// State machines whose definition stands in the template, or in a file beside it that was read: a task waits for the function that it names, unless it asks for another invocation type
/// (AWS Step Functions Developer Guide, "Invoke an AWS Lambda function with Step Functions").
/// </summary>
internal static class StateMachineFlows
{
    /// <summary>Adds the functions that a state machine invokes, when its definition is known. One that it is given and does not call by name may be invoked in any way.</summary>
    public static void Add(FlowGraphBuilder graph, TemplateResource machine)
    {
        if (!DefinitionFile.IsKnown(graph.Template, machine))
        {
            return;
        }

        HashSet<string> told = new(StringComparer.Ordinal);
        HashSet<(string, string?, InvocationKind?, ConditionSet)> added = [];
        foreach (StateMachineTask task in StateMachineTasks.Of(graph.Template, machine))
        {
            told.Add(task.Function.LogicalId);
            if (added.Add((task.Function.LogicalId, task.Qualifier, task.Invocation, task.Conditions)))
            {
                AddInvoked(graph, machine, task.Function, task.Invocation, task.Conditions, task.Qualifier);
            }
        }

        foreach (string id in StateMachineDefinition.PartsOf(machine).SelectMany(References.In))
        {
            if (InvokerFlows.FunctionBehind(graph.Template, id) is { } function && told.Add(function.LogicalId))
            {
                AddInvoked(graph, machine, function, null, machine.Conditions(), null);
            }
        }
    }

    /// <summary>Adds that a resource invokes a function; a kind or qualifier that is <see langword="null"/> is not known.</summary>
    public static void AddInvoked(FlowGraphBuilder graph, TemplateResource owner, TemplateResource function, InvocationKind? kind, ConditionSet conditions, string? qualifier) =>
        graph.Add(new FlowEdge(graph.NodeOf(owner), graph.NodeOf(function), FlowEdgeKind.Invokes, owner.Entry.Key.Span, conditions)
        {
            Invocation = kind,
            Qualifier = qualifier,
            Trigger = owner.Type,
            Details = owner.Properties,
        });
}
