using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>
/// State machines whose definition stands in the template: a task waits for the function that it names, unless it asks for another invocation type
/// (AWS Step Functions Developer Guide, "Invoke an AWS Lambda function with Step Functions").
/// </summary>
internal static class StateMachineFlows
{
    // The parameter of a task, and the action of the API that never waits.
    private static readonly string[] Choices = ["InvocationType", "invokeAsync"];

    /// <summary>Adds the functions that a state machine invokes, when the template shows its definition.</summary>
    public static void Add(FlowGraphBuilder graph, TemplateResource machine)
    {
        if (!StateMachineDefinition.IsShown(machine))
        {
            return;
        }

        TemplateNode[] parts = [.. StateMachineDefinition.PartsOf(machine)];
        InvocationKind? kind = Array.Exists(parts, x => MayChoose(graph.Template, x)) ? null : InvocationKind.Synchronous;
        foreach (string id in parts.SelectMany(References.In).Distinct(StringComparer.Ordinal))
        {
            if (InvokerFlows.FunctionBehind(graph.Template, id) is { } function)
            {
                graph.Add(new FlowEdge(graph.NodeOf(machine), graph.NodeOf(function), FlowEdgeKind.Invokes, machine.Entry.Key.Span, machine.Conditions()) { Invocation = kind, Trigger = machine.Type, Details = machine.Properties });
            }
        }
    }

    /// <summary>Whether a task may ask for something else than to wait.</summary>
    private static bool MayChoose(TemplateModel template, TemplateNode node)
    {
        SourceSpan span = node.FullSpan;
        string text = template.Document.Text.Substring(span.Start, span.Length);
        return Array.Exists(Choices, x => text.IndexOf(x, StringComparison.OrdinalIgnoreCase) >= 0);
    }
}
