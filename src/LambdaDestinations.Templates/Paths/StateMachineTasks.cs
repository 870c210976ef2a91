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

/// <summary>A task of a state machine, and the function that it invokes.</summary>
/// <param name="State">The state.</param>
/// <param name="Function">The function.</param>
/// <param name="Qualifier">The version or alias; <see langword="null"/> when it is not known.</param>
/// <param name="Invocation">How it is invoked; <see langword="null"/> when the definition does not say.</param>
/// <param name="Conditions">When.</param>
internal sealed record StateMachineTask(MappingNode State, TemplateResource Function, string? Qualifier, InvocationKind? Invocation, ConditionSet Conditions);

/// <summary>
/// Reads the tasks of state machines that invoke functions of the template: by an ARN or name, a reference, or a substitution (AWS Step Functions Developer Guide,
/// "Invoke an AWS Lambda function with Step Functions").
/// </summary>
internal static class StateMachineTasks
{
    private const string Call = ":lambda:invoke";
    private const string CallWithoutWaiting = ":lambda:invokeAsync";

    private static readonly string[] Inner = ["Iterator", "ItemProcessor"];

    /// <summary>The tasks of a state machine whose definition is known.</summary>
    /// <param name="template">The template.</param>
    /// <param name="machine">The state machine.</param>
    public static IEnumerable<StateMachineTask> Of(TemplateModel template, TemplateResource machine) =>
        StateMachineDefinition.Of(template, machine).SelectMany(x => StatesOf(x.Root, x.Conditions).SelectMany(y => Of(template, x, y.State, y.Conditions)));

    private static IEnumerable<StateMachineTask> Of(TemplateModel template, ShownDefinition definition, MappingNode state, ConditionSet conditions)
    {
        if (TemplateNodes.Text(state["Type"]) != "Task" || state["Resource"] is not { } resource)
        {
            yield break;
        }

        string action = TemplateNodes.Text(resource) ?? ResourceNames.Of(template).Interpreter.Text(TemplateValue.FromNode(resource)).ToPattern() ?? "";
        MappingNode? arguments = TemplateNodes.Child(state, "Parameters") ?? TemplateNodes.Child(state, "Arguments");
        bool isCall = action.IndexOf(Call, StringComparison.OrdinalIgnoreCase) >= 0;
        if ((isCall ? arguments?["FunctionName"] : resource) is not { } named || definition.ValueOf(named) is not { } value)
        {
            yield break;
        }

        foreach (DestinationTarget target in DestinationTarget.OfFunctions(template, value, default, conditions))
        {
            if (target.Function is { } function)
            {
                string? qualifier = arguments?["Qualifier"] is { } own && isCall ? TemplateNodes.Text(own) is { } text && text.IndexOf("${", StringComparison.Ordinal) < 0 ? text : null
                    : arguments?["Qualifier.$"] is not null ? null
                    : FlowGraphBuilder.QualifierOf(target);
                yield return new StateMachineTask(state, function, qualifier, isCall ? KindOf(action, arguments) : InvocationKind.Synchronous, target.Conditions);
            }
        }
    }

    /// <summary>The states of a definition, those of branches and iterations among them.</summary>
    private static IEnumerable<(MappingNode State, ConditionSet Conditions)> StatesOf(MappingNode machine, ConditionSet conditions)
    {
        foreach (TemplateBranch branch in (TemplateNodes.Child(machine, "States")?.Entries ?? []).SelectMany(x => TemplateBranch.Of(x.Value, conditions)))
        {
            if (branch.Map is not { } state)
            {
                continue;
            }

            yield return (state, branch.Conditions);
            IEnumerable<(MappingNode Map, ConditionSet Conditions)> below = Inner.Select(x => TemplateNodes.Child(state, x)).OfType<MappingNode>().Select(x => (x, branch.Conditions))
                .Concat(FlowGraphBuilder.MapsWithin(state["Branches"], branch.Conditions));
            foreach ((MappingNode, ConditionSet) inner in below.SelectMany(static x => StatesOf(x.Map, x.Conditions)))
            {
                yield return inner;
            }
        }
    }

    private static InvocationKind? KindOf(string action, MappingNode? arguments)
    {
        if (action.IndexOf(CallWithoutWaiting, StringComparison.OrdinalIgnoreCase) >= 0)
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
}
