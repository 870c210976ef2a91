using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>A task of a state machine, and the function that it invokes.</summary>
/// <param name="State">The state.</param>
/// <param name="Function">The function.</param>
/// <param name="Invocation">How it is invoked; <see langword="null"/> when the definition does not say.</param>
/// <param name="Conditions">When.</param>
internal sealed record StateMachineTask(MappingNode State, TemplateResource Function, InvocationKind? Invocation, ConditionSet Conditions);

/// <summary>Reads the states of a definition.</summary>
internal static class StateMachineTasks
{
    private const string Call = ":lambda:invoke";
    private const string CallWithoutWaiting = ":lambda:invokeAsync";

    private static readonly string[] Inner = ["Iterator", "ItemProcessor"];

    /// <summary>The states of a definition, those of branches and iterations among them.</summary>
    public static IEnumerable<MappingNode> StatesOf(MappingNode machine)
    {
        foreach (MappingEntry entry in TemplateNodes.Child(machine, "States")?.Entries ?? [])
        {
            if (TemplateNodes.Follow(entry.Value) is not MappingNode state)
            {
                continue;
            }

            yield return state;
            IEnumerable<MappingNode> below = Inner.Select(x => TemplateNodes.Child(state, x)).OfType<MappingNode>().Concat(FlowGraphBuilder.Maps(state["Branches"]));
            foreach (MappingNode inner in below.SelectMany(StatesOf))
            {
                yield return inner;
            }
        }
    }

    /// <summary>
    /// The tasks that a definition in a file has for functions of the template: by an ARN or name, or by a substitution (AWS Step Functions Developer Guide,
    /// "Invoke an AWS Lambda function with Step Functions").
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="machine">The state machine.</param>
    /// <param name="definition">The file's map.</param>
    public static IEnumerable<StateMachineTask> OfFile(TemplateModel template, TemplateResource machine, MappingNode definition)
    {
        MappingNode? substitutions = TemplateNodes.Child(machine.Properties, StateMachineDefinition.Substitutions);
        foreach (MappingNode state in StatesOf(definition).Where(static x => TemplateNodes.Text(x["Type"]) == "Task"))
        {
            string resource = TemplateNodes.Text(state["Resource"]) ?? "";
            MappingNode? arguments = TemplateNodes.Child(state, "Parameters") ?? TemplateNodes.Child(state, "Arguments");
            bool isCall = resource.IndexOf(Call, StringComparison.OrdinalIgnoreCase) >= 0;
            foreach (DestinationTarget target in Named(template, substitutions, isCall ? arguments?["FunctionName"] : state["Resource"], machine.Conditions()))
            {
                if (target.Function is { } function)
                {
                    yield return new StateMachineTask(state, function, isCall ? KindOf(resource, arguments) : InvocationKind.Synchronous, target.Conditions);
                }
            }
        }
    }

    private static InvocationKind? KindOf(string resource, MappingNode? arguments)
    {
        if (resource.IndexOf(CallWithoutWaiting, StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return InvocationKind.Asynchronous;
        }

        return arguments?["InvocationType.$"] is not null ? null
            : arguments?["InvocationType"] is not { } type ? InvocationKind.Synchronous
            : TemplateNodes.Text(type) switch
            {
                "Event" => InvocationKind.Asynchronous,
                "RequestResponse" or "DryRun" => InvocationKind.Synchronous,
                _ => null,
            };
    }

    private static IEnumerable<DestinationTarget> Named(TemplateModel template, MappingNode? substitutions, TemplateNode? node, ConditionSet conditions)
    {
        if (TemplateNodes.Text(node) is not { } text)
        {
            return [];
        }

        if (text.IndexOf("${", StringComparison.Ordinal) < 0)
        {
            return [DestinationTarget.OfFunction(template, node!, conditions)];
        }

        // ${Worker}, ${Worker}:live: what is behind it is a qualifier.
        return (substitutions?.Entries ?? [])
            .Where(x => text.StartsWith("${" + x.Name + "}", StringComparison.Ordinal))
            .SelectMany(x => TemplateBranch.Of(x.Value, conditions))
            .Where(static x => x.Node is not null)
            .Select(x => DestinationTarget.OfFunction(template, x.Node!, x.Conditions));
    }
}
