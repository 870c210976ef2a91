using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Destinations that never fire, because nothing invokes the function in the way that they belong to.</summary>
internal static class TriggerChecks
{
    /// <summary>Checks one destination of asynchronous invocations.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template, DestinationUse use)
    {
        if (use is not { Mapping: null, Function: { } function })
        {
            yield break;
        }

        List<FlowEdge> triggers = [.. FlowGraph.Of(template).To(function.Function.LogicalId).Where(x => (x.Kind == FlowEdgeKind.Invokes || x.Invocation is not null) && x.From.Id != x.To.Id)];
        if (CheckKinds(template, use, function, triggers) is { } never)
        {
            yield return never;
        }
        else if (CheckQualifiers(use, function, triggers) is { } other)
        {
            yield return other;
        }
    }

    /// <summary>
    /// Checks the destinations of a handler by the triggers that its attributes say, where no template is there to show more. A failure destination may
    /// be that of a polled stream.
    /// </summary>
    public static IEnumerable<Finding> CheckAlone(HandlerModel handler)
    {
        bool isSynchronous = handler.Triggers.All(static x => x.Kind == InvocationKind.Synchronous);
        if (handler.Triggers.Count == 0 || !(isSynchronous || handler.Triggers.All(static x => x.Kind == InvocationKind.Polled)))
        {
            yield break;
        }

        string id = handler.Function.LogicalId ?? handler.Function.AnnotationsLogicalId ?? handler.Function.MethodName;
        Caller[] callers = [.. handler.Triggers.Select(static x => new Caller(null, x.Name)).Distinct()];
        bool isQueue = handler.Triggers.All(static x => x.Name == "SQSEvent");
        for (int i = 0; i < handler.Destinations.Count; i++)
        {
            DestinationModel destination = handler.Destinations[i];
            if (destination.EventSource is null && (isSynchronous || isQueue || destination.Outcome == DestinationOutcome.Success))
            {
                RuleMessage message = isSynchronous ? ConfigurationRules.IsCalledSynchronously(id, callers)
                    : isQueue ? ConfigurationRules.IsPolledFromQueue(id, callers)
                    : ConfigurationRules.IsPolledFromStream(id, callers);
                yield return new Finding(message, null, new AttributeAnchor(handler.Function.TypeName, handler.Function.MethodName, i));
            }
        }
    }

    /// <summary>A dead-letter queue on a rule or schedule, where the function has none for its own errors.</summary>
    public static IEnumerable<Finding> CheckDeliveryDeadLetters(TemplateModel template, IReadOnlyList<DestinationUse> uses)
    {
        foreach (FlowEdge edge in FlowGraph.Of(template).Edges)
        {
            if (edge is not { Kind: FlowEdgeKind.Invokes, Invocation: InvocationKind.Asynchronous, Details: { } details, To.Resource: { } resource }
                || (TemplateNodes.Child(details, "DeadLetterConfig") ?? TemplateNodes.Child(TemplateNodes.Child(details, "Target"), "DeadLetterConfig")) is not { } deadLetter)
            {
                continue;
            }

            FunctionConfiguration function = DestinationConfiguration.Of(template).Of(resource);
            bool isHandled = function.DeadLetters.Count > 0
                || function.Async.Any(static x => !x.IsComplete || x.Destinations.Any(static y => y.Outcome == DestinationOutcome.Failure))
                || uses.Any(x => x is { Mapping: null, Outcome: DestinationOutcome.Failure } && ReferenceEquals(x.Function, function));
            if (!isHandled)
            {
                yield return new Finding(ConfigurationRules.GetsUndeliveredOnly(edge.From.Name, resource.LogicalId), deadLetter.Span);
            }
        }
    }

    private static Finding? CheckKinds(TemplateModel template, DestinationUse use, FunctionConfiguration function, List<FlowEdge> triggers)
    {
        IEnumerable<(InvocationKind? Kind, Caller Caller)> known = triggers.Select(static x => (x.Invocation, CallerOf(x)))
            .Concat((use.Handler?.Triggers ?? default).Select(static x => ((InvocationKind?)x.Kind, new Caller(null, x.Name))));
        (InvocationKind? Kind, Caller Caller)[] all = [.. known];
        if (all.Length == 0 || all.Any(static x => x.Kind is null or InvocationKind.Asynchronous) || template.HasHiddenResources || FlowGraph.Of(template).IsOtherwiseUsed(function.Function))
        {
            return null;
        }

        string id = function.Function.LogicalId;
        IEnumerable<Caller> callers = all.Select(static x => x.Caller).Distinct();
        if (all.All(static x => x.Kind == InvocationKind.Synchronous))
        {
            return use.Report(ConfigurationRules.IsCalledSynchronously(id, callers));
        }

        return use.Report(
            function.Mappings.Any(static x => x.Source.HasDestinations) ? ConfigurationRules.IsPolledFromStream(id, callers)
            : function.Mappings.Any(static x => x.Source.Type == "SQS") ? ConfigurationRules.IsPolledFromQueue(id, callers)
            : ConfigurationRules.IsPolled(id, callers));
    }

    private static Caller CallerOf(FlowEdge edge)
    {
        string trigger = edge.Trigger ?? edge.From.Name;
        int colon = trigger.LastIndexOf(':');
        string name = edge.From.Id.Substring(edge.From.Id.LastIndexOf('/') + 1);
        return new Caller(name, trigger.Substring(colon + 1));
    }

    private static Finding? CheckQualifiers(DestinationUse use, FunctionConfiguration function, List<FlowEdge> triggers)
    {
        // What a permission allows need not be what the trigger invokes.
        string? qualifier = use.Qualifier;
        FlowEdge[] invocations = [.. triggers.Where(static x => x.Invocation == InvocationKind.Asynchronous && x.Trigger != ResourceTypes.Permission)];
        if (qualifier is null || invocations.Length == 0 || triggers.Any(static x => x.Invocation is null))
        {
            return null;
        }

        foreach (FlowEdge invocation in invocations)
        {
            string? invoked = invocation.Kind == FlowEdgeKind.Invokes ? invocation.Qualifier : invocation.TargetQualifier;
            if (invoked is null || !Differ(invoked, qualifier) || !invocation.Conditions.IsCompatibleWith(use.Target.Conditions))
            {
                return null;
            }
        }

        FlowEdge first = invocations[0];
        string called = first.Kind == FlowEdgeKind.Invokes ? first.Qualifier! : first.TargetQualifier!;
        bool isSetThere = function.Async.Any(x => x.Qualifier is null || !Differ(x.Qualifier, called));
        return isSetThere ? null : use.Report(ConfigurationRules.CallsOtherQualifier(first.From.Name, called, function.Function.LogicalId, qualifier));
    }

    /// <summary>Whether two qualifiers are surely not the same.</summary>
    private static bool Differ(string one, string other) =>
        !string.Equals(one, other, StringComparison.Ordinal) && one.IndexOf("${", StringComparison.Ordinal) < 0 && other.IndexOf("${", StringComparison.Ordinal) < 0;
}
