using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>LD4026, which is off until somebody asks for it: functions that are invoked asynchronously and have no failure path at all, of template or attributes.</summary>
internal static class FailurePathChecks
{
    /// <summary>Checks the functions of a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="handlers">All handlers with destinations: what their attributes add is there after the next build.</param>
    public static IEnumerable<Finding> Check(TemplateModel template, IReadOnlyList<HandlerModel> handlers)
    {
        ILookup<string, HandlerModel> byFunction = handlers
            .SelectMany(x => FunctionLocator.Find(template, x.Function).Select(y => (Function: y.LogicalId, Handler: x)))
            .ToLookup(static x => x.Function, static x => x.Handler);
        FlowGraph graph = FlowGraph.Of(template);
        foreach (FunctionConfiguration function in DestinationConfiguration.Of(template).Functions)
        {
            string id = function.Function.LogicalId;
            // The audit tells where the executions of a durable function end.
            if (HasFailurePath(function) || DurableFunctions.Is(template, function.Function) != false || byFunction[id].Any(static x => x.Destinations.Any(static y => y.Outcome == DestinationOutcome.Failure && y.EventSource is null)))
            {
                continue;
            }

            // CloudFormation waits for a custom resource, and fails.
            FlowEdge[] invocations = [.. graph.To(id).Where(x => x.Invocation == InvocationKind.Asynchronous && !AuditCallers.IsCustomResource(x.Trigger) && !AuditFacts.IsDisabled(template, x))];
            if (invocations.Length == 0)
            {
                continue;
            }

            RuleMessage message = ConfigurationRules.HasNoFailurePath(id, invocations.Select(NeverAsynchronous.CallerOf).Distinct());
            HandlerModel? handler = byFunction[id].FirstOrDefault();
            yield return new Finding(message, function.Function.Entry.Key.Span, handler is null ? null : new AttributeAnchor(handler.Function.TypeName, handler.Function.MethodName, -1));
        }
    }

    /// <summary>Whether there is a failure path under some condition, or what decides is not written out.</summary>
    private static bool HasFailurePath(FunctionConfiguration function) =>
        function.DeadLetters.Count > 0
        || TemplateBranch.MayHoldMore(function.Function.Properties)
        || function.Async.Any(static x => !x.IsComplete || x.Destinations.Any(static y => y.Outcome == DestinationOutcome.Failure));
}
