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

/// <summary>A state of a state machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Body">Its map.</param>
internal sealed record StateMachineState(string Name, MappingNode Body);

/// <summary>A task of a state machine, and the function that it invokes.</summary>
/// <param name="States">The state, then those around it, from the inside to the outside: <c>Parallel</c> and <c>Map</c>; empty where no state makes the call.</param>
/// <param name="Function">The function.</param>
/// <param name="Qualifier">The version or alias; <see langword="null"/> when it is not known.</param>
/// <param name="Invocation">How it is invoked; <see langword="null"/> when the definition does not say.</param>
/// <param name="Conditions">When.</param>
internal sealed record StateMachineTask(IReadOnlyList<StateMachineState> States, TemplateResource Function, string? Qualifier, InvocationKind? Invocation, ConditionSet Conditions);

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
        StateMachineDefinition.Of(template, machine).SelectMany(x => StatesOf(x.Root, x.Conditions, []).SelectMany(y => Of(template, x, y.States, y.Conditions)));

    /// <summary>What a task, or a schedule with a universal target, calls: an ARN, in which the partition may be computed.</summary>
    /// <param name="template">The template.</param>
    /// <param name="resource">Where it is written.</param>
    public static string ActionOf(TemplateModel template, TemplateNode resource) =>
        TemplateNodes.Text(resource) ?? ResourceNames.Of(template).Interpreter.Text(TemplateValue.FromNode(resource)).ToPattern() ?? "";

    /// <summary>Whether it is the API by which functions are invoked: the function is then an argument.</summary>
    /// <param name="action">What is called.</param>
    public static bool IsCall(string action) => action.IndexOf(Call, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>The functions of the template that a call of that API invokes.</summary>
    /// <param name="template">The template.</param>
    /// <param name="definition">Where the names in the arguments are told.</param>
    /// <param name="states">The state that makes the call, and those around it.</param>
    /// <param name="action">What is called.</param>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="conditions">When.</param>
    public static IEnumerable<StateMachineTask> OfCall(TemplateModel template, ShownDefinition definition, IReadOnlyList<StateMachineState> states, string action, MappingNode? arguments, ConditionSet conditions)
    {
        if (arguments?["FunctionName"] is not { } named)
        {
            yield break;
        }

        InvocationKind? kind = KindOf(template, definition, action, arguments);
        foreach (DestinationTarget target in Named(template, definition, named, conditions))
        {
            string? qualifier = arguments["Qualifier"] is { } own ? TemplateNodes.Text(own) is { } text && text.IndexOf("${", StringComparison.Ordinal) < 0 ? text : null
                : arguments["Qualifier.$"] is not null ? null
                : FlowGraphBuilder.QualifierOf(target);
            yield return new StateMachineTask(states, target.Function!, qualifier, kind, target.Conditions);
        }
    }

    private static IEnumerable<StateMachineTask> Of(TemplateModel template, ShownDefinition definition, StateMachineState[] states, ConditionSet conditions)
    {
        MappingNode state = states[0].Body;
        if (TemplateNodes.Text(state["Type"]) != "Task" || state["Resource"] is not { } resource)
        {
            return [];
        }

        string action = ActionOf(template, resource);
        return IsCall(action)
            ? OfCall(template, definition, states, action, TemplateNodes.Child(state, "Parameters") ?? TemplateNodes.Child(state, "Arguments"), conditions)
            : Named(template, definition, resource, conditions)
                .Select(x => new StateMachineTask(states, x.Function!, FlowGraphBuilder.QualifierOf(x), InvocationKind.Synchronous, x.Conditions));
    }

    private static IEnumerable<DestinationTarget> Named(TemplateModel template, ShownDefinition definition, TemplateNode named, ConditionSet conditions) =>
        definition.ValueOf(named) is { } value ? DestinationTarget.OfFunctions(template, value, default, conditions).Where(static x => x.Function is not null) : [];

    /// <summary>The states of a definition, those of branches and iterations among them, each with those around it.</summary>
    private static IEnumerable<(StateMachineState[] States, ConditionSet Conditions)> StatesOf(MappingNode machine, ConditionSet conditions, StateMachineState[] around)
    {
        foreach ((string name, TemplateBranch branch) in (TemplateNodes.Child(machine, "States")?.Entries ?? []).SelectMany(x => TemplateBranch.Of(x.Value, conditions).Select(y => (x.Name ?? "", y))))
        {
            if (branch.Map is not { } state)
            {
                continue;
            }

            StateMachineState[] own = [new StateMachineState(name, state), .. around];
            yield return (own, branch.Conditions);
            IEnumerable<(MappingNode Map, ConditionSet Conditions)> below = Inner.Select(x => TemplateNodes.Child(state, x)).OfType<MappingNode>().Select(x => (x, branch.Conditions))
                .Concat(FlowGraphBuilder.MapsWithin(state["Branches"], branch.Conditions));
            foreach ((StateMachineState[], ConditionSet) inner in below.SelectMany(x => StatesOf(x.Map, x.Conditions, own)))
            {
                yield return inner;
            }
        }
    }

    private static InvocationKind? KindOf(TemplateModel template, ShownDefinition definition, string action, MappingNode arguments)
    {
        if (action.IndexOf(CallWithoutWaiting, StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return InvocationKind.Asynchronous;
        }

        return arguments["InvocationType.$"] is not null ? null
            : arguments["InvocationType"] is not { } type ? InvocationKind.Synchronous
            : definition.ValueOf(type) is not { } value ? null
            : ResourceNames.Of(template).Interpreter.Text(value).Literal switch
            {
                "Event" => InvocationKind.Asynchronous,
                "RequestResponse" or "DryRun" => InvocationKind.Synchronous,
                _ => null,
            };
    }
}
