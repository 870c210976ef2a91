using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>LD4075, LD4076: callers of durable functions that Lambda refuses, and events that end nowhere (AWS Lambda Developer Guide, "Invoking durable Lambda functions").</summary>
internal static class DurableChecks
{
    /// <summary>Checks every durable function of the template.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template)
    {
        FlowGraph flow = FlowGraph.Of(template);
        foreach (FunctionConfiguration function in DestinationConfiguration.Of(template).Functions.Where(x => DurableFunctions.Is(template, x.Function) == true))
        {
            string id = function.Function.LogicalId;
            FlowEdge[] calls =
            [
                .. flow.To(id).Where(x => x.Kind is FlowEdgeKind.Invokes or FlowEdgeKind.OnSuccess or FlowEdgeKind.OnFailure && !AuditFacts.IsDisabled(template, x)),
            ];
            foreach (FlowEdge call in calls.Where(static x => x.IsUnqualified))
            {
                bool isEvent = call.Kind == FlowEdgeKind.Invokes && template.ResourceAt(call.Span)?.LogicalId == id;
                yield return new Finding(
                    isEvent
                        ? ConfigurationRules.EventCallsDurableUnqualified(AuditEntries.EventName(call), id)
                        : ConfigurationRules.CallsDurableUnqualified(call.Mapping?.Source.Name ?? call.From.Name, id),
                    call.Span);
            }

            FlowEdge[] asynchronous =
            [
                .. calls.Where(static x => x is { Kind: FlowEdgeKind.Invokes, Invocation: InvocationKind.Asynchronous } && !AuditCallers.IsCustomResource(x.Trigger)),
            ];
            if (asynchronous.Length > 0 && function.DeadLetters.Count == 0 && !TemplateBranch.MayHoldMore(function.Function.Properties))
            {
                yield return new Finding(ConfigurationRules.LacksDeadLetters(id, asynchronous.Select(NeverAsynchronous.CallerOf).Distinct()), function.Function.Entry.Key.Span);
            }
        }
    }
}
