using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>
/// Schedules whose target is the API of Lambda: their input is the request, which names the function and how it is invoked (EventBridge Scheduler User Guide,
/// "Using universal targets in EventBridge Scheduler"). That of which the ARN is the target is read as <see cref="InvokerFacts"/> tell.
/// </summary>
internal static class ScheduleFlows
{
    /// <summary>Adds the functions that a schedule invokes by the API. One that the input mentions and does not call by name may be invoked in any way.</summary>
    public static void Add(FlowGraphBuilder graph, TemplateResource schedule)
    {
        foreach (TemplateBranch target in TemplateBranch.Of(schedule.Properties?["Target"], schedule.Conditions()))
        {
            foreach (TemplateBranch arn in target.Map is null ? [] : TemplateBranch.Of(target.Map["Arn"], target.Conditions))
            {
                if (arn.Node is not null && StateMachineTasks.ActionOf(graph.Template, arn.Node) is var action && StateMachineTasks.IsCall(action))
                {
                    AddCalls(graph, schedule, action, TemplateBranch.Of(target.Map!["Input"], arn.Conditions));
                }
            }
        }
    }

    private static void AddCalls(FlowGraphBuilder graph, TemplateResource schedule, string action, IEnumerable<TemplateBranch> inputs)
    {
        foreach (TemplateBranch input in inputs)
        {
            if (input.Node is null)
            {
                continue;
            }

            HashSet<string> told = new(StringComparer.Ordinal);
            if (StateMachineDefinition.OfJson(input.Node, input.Conditions) is { } request)
            {
                foreach (StateMachineTask call in StateMachineTasks.OfCall(graph.Template, request, [], action, request.Root, input.Conditions))
                {
                    told.Add(call.Function.LogicalId);
                    StateMachineFlows.AddInvoked(graph, schedule, call.Function, call.Invocation, call.Conditions, call.Qualifier);
                }
            }

            foreach (TemplateResource function in References.In(input.Node).Select(x => InvokerFlows.FunctionBehind(graph.Template, x)).OfType<TemplateResource>())
            {
                if (told.Add(function.LogicalId))
                {
                    StateMachineFlows.AddInvoked(graph, schedule, function, null, input.Conditions, null);
                }
            }
        }
    }
}
