using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>
/// State machines whose definition stands in the template, or in a file beside it that was read: a task waits for the function that it names, unless it asks for another invocation type
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
            if (DefinitionFile.Of(graph.Template, machine) is { } definition)
            {
                AddFile(graph, machine, definition);
            }

            return;
        }

        TemplateNode[] parts = [.. StateMachineDefinition.PartsOf(machine)];
        List<string> waiting = [];
        List<string> events = [];
        int decided = 0;
        foreach (TemplateNode part in parts)
        {
            Read(part, waiting, events, ref decided);
        }

        // What a text hides, or says in another way than a task's parameter, may be either.
        if (parts.Sum(x => ChoicesIn(graph.Template, x)) > decided)
        {
            Add(graph, machine, waiting.Concat(events), null);
            return;
        }

        Add(graph, machine, waiting, InvocationKind.Synchronous);
        Add(graph, machine, events, InvocationKind.Asynchronous);
    }

    /// <summary>Adds the functions that the definition in a file invokes. One that it is given and does not call by name may be invoked in any way.</summary>
    private static void AddFile(FlowGraphBuilder graph, TemplateResource machine, MappingNode definition)
    {
        HashSet<string> told = new(StringComparer.Ordinal);
        HashSet<(string, InvocationKind?, ConditionSet)> added = [];
        foreach (StateMachineTask task in StateMachineTasks.OfFile(graph.Template, machine, definition))
        {
            told.Add(task.Function.LogicalId);
            if (added.Add((task.Function.LogicalId, task.Invocation, task.Conditions)))
            {
                Add(graph, machine, task.Function, task.Invocation, task.Conditions);
            }
        }

        IEnumerable<string> given = machine.Properties![StateMachineDefinition.Substitutions] is { } substitutions ? References.In(substitutions) : [];
        Add(graph, machine, given.Where(x => InvokerFlows.FunctionBehind(graph.Template, x) is { } function && !told.Contains(function.LogicalId)), null);
    }

    private static void Add(FlowGraphBuilder graph, TemplateResource machine, TemplateResource function, InvocationKind? kind, ConditionSet conditions) =>
        graph.Add(new FlowEdge(graph.NodeOf(machine), graph.NodeOf(function), FlowEdgeKind.Invokes, machine.Entry.Key.Span, conditions) { Invocation = kind, Trigger = machine.Type, Details = machine.Properties });

    private static void Add(FlowGraphBuilder graph, TemplateResource machine, IEnumerable<string> ids, InvocationKind? kind)
    {
        foreach (string id in ids.Distinct(StringComparer.Ordinal))
        {
            if (InvokerFlows.FunctionBehind(graph.Template, id) is { } function)
            {
                Add(graph, machine, function, kind, machine.Conditions());
            }
        }
    }

    /// <summary>Tells the names in the parameters of tasks that do not wait from all others.</summary>
    /// <param name="node">A part of the definition.</param>
    /// <param name="waiting">Gets the names of what is waited for.</param>
    /// <param name="events">Gets the names of what is invoked as an event.</param>
    /// <param name="decided">Counts the invocation types that are written out.</param>
    private static void Read(TemplateNode node, List<string> waiting, List<string> events, ref int decided)
    {
        switch (TemplateNodes.Follow(node))
        {
            case MappingNode map when !TemplateBranch.IsFunction(map):
                string? type = TemplateNodes.Text(map["InvocationType"]);
                decided += type is "Event" or "RequestResponse" ? 1 : 0;
                foreach (MappingEntry entry in map.Entries)
                {
                    Read(entry.Value, type == "Event" ? events : waiting, events, ref decided);
                }

                break;
            case SequenceNode { Tag: null } list:
                foreach (TemplateNode item in list.Items)
                {
                    Read(item, waiting, events, ref decided);
                }

                break;
            case { } value:
                waiting.AddRange(References.In(value));
                break;
        }
    }

    /// <summary>How often a task may ask for something else than to wait.</summary>
    private static int ChoicesIn(TemplateModel template, TemplateNode node)
    {
        SourceSpan span = node.FullSpan;
        string text = template.Document.Text.Substring(span.Start, span.Length);
        int count = 0;
        foreach (string choice in Choices)
        {
            for (int at = text.IndexOf(choice, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(choice, at + choice.Length, StringComparison.OrdinalIgnoreCase))
            {
                count++;
            }
        }

        return count;
    }
}
