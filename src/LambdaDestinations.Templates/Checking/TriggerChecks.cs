using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
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
        if (CheckKinds(template, use, function) is { } never)
        {
            yield return never;
        }
        else if (CheckQualifiers(template, use, function, triggers) is { } other)
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
        if (handler.IsDurable || handler.Triggers.Count == 0 || !(isSynchronous || handler.Triggers.All(static x => x.Kind == InvocationKind.Polled)))
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

    /// <summary>
    /// Says what cannot be verified: the type of the handler's event belongs to a trigger that does not invoke asynchronously, and nothing in the template
    /// is seen to invoke the function.
    /// </summary>
    public static Finding? CheckEvent(TemplateModel template, HandlerModel handler, TemplateResource function)
    {
        if (EventParameters.TriggerOf(handler.RequestType) is not { } trigger || handler.IsDurable || DurableFunctions.Is(template, function) != false || handler.Triggers.Count > 0 || template.HasHiddenResources || handler.Destinations.All(static x => x.EventSource is not null))
        {
            return null;
        }

        FlowGraph graph = FlowGraph.Of(template);
        bool isInvoked = graph.To(function.LogicalId).Any(static x => (x.Kind == FlowEdgeKind.Invokes || x.Invocation is not null) && x.From.Id != x.To.Id);
        string type = handler.RequestType!.Substring(handler.RequestType.LastIndexOf('.') + 1);
        return isInvoked || graph.IsOtherwiseUsed(function)
            ? null
            : new Finding(DeclarationRules.ShowsNoTrigger(function.LogicalId, type, trigger), function.Entry.Key.Span, new AttributeAnchor(handler.Function.TypeName, handler.Function.MethodName, -1));
    }

    /// <summary>A dead-letter queue on a rule or schedule, where the function has none for its own errors.</summary>
    public static IEnumerable<Finding> CheckDeliveryDeadLetters(TemplateModel template, IReadOnlyList<DestinationUse> uses)
    {
        foreach (FlowEdge edge in FlowGraph.Of(template).Edges)
        {
            if (edge is not { Kind: FlowEdgeKind.Invokes, Invocation: InvocationKind.Asynchronous, Details: { } details, To.Resource: { } resource }
                || ((TemplateNode?)TemplateNodes.Child(details, "DeadLetterConfig") ?? TemplateNodes.Child(TemplateNodes.Child(details, "Target"), "DeadLetterConfig") ?? RedriveOf(edge)) is not { } deadLetter)
            {
                continue;
            }

            FunctionConfiguration function = DestinationConfiguration.Of(template).Of(resource);
            bool isHandled = function.DeadLetters.Count > 0
                || DurableFunctions.Is(template, resource) != false
                || function.Async.Any(static x => !x.IsComplete || x.Destinations.Any(static y => y.Outcome == DestinationOutcome.Failure))
                || uses.Any(x => x is { Mapping: null, Outcome: DestinationOutcome.Failure } && ReferenceEquals(x.Function, function));
            if (!isHandled)
            {
                yield return new Finding(
                    edge.From.Kind == FlowNodeKind.Topic ? ConfigurationRules.TopicRedrivesUndeliveredOnly(edge.From.Name, resource.LogicalId) : ConfigurationRules.GetsUndeliveredOnly(edge.From.Name, resource.LogicalId),
                    deadLetter.Span);
            }
        }
    }

    /// <summary>The dead-letter queue of a function that is never invoked asynchronously, and settings there that nothing uses.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template, FunctionConfiguration function)
    {
        if (function.DeadLetters.Count == 0 && function.Async.All(static x => x.Destinations.Count > 0))
        {
            return [];
        }

        DeadLetterConfiguration[] deadLetters = [.. function.DeadLetters.Where(static x => x.Targets.Count > 0)];
        AsyncConfiguration[] onlyRetries = [.. function.Async.Where(static x => x is { Destinations.Count: 0, IsComplete: true } && x.MaximumRetryAttempts.Count + x.MaximumEventAgeInSeconds.Count > 0)];
        if (deadLetters.Length + onlyRetries.Length == 0 || NeverAsynchronous.Find(template, function) is not { } never)
        {
            return [];
        }

        RuleMessage retries = ConfigurationRules.NothingRetries(function.Function.LogicalId, never.Callers);
        return deadLetters.Select(x => Of(template, function, x.Span, y => y.DeadLetters.Any(z => z.Span == x.Span), never.OfDeadLetterQueue(), NothingIsSent))
            .Concat(onlyRetries.Select(x => Of(template, function, x.Span, y => y.Async.Any(z => z.Span == x.Span), retries, static y => ConfigurationRules.NothingRetriesOfGlobals(Names(y)))))
            .OfType<Finding>();
    }

    private static Finding? Of(TemplateModel template, FunctionConfiguration function, SourceSpan span, Func<FunctionConfiguration, bool> has, RuleMessage alone, Func<IReadOnlyList<NeverAsynchronous>, RuleMessage> together) =>
        (IsOfGlobals(template, span) ? OfGlobals(template, function, has, alone, together) : alone) is { } message ? new Finding(message, span) : null;

    /// <summary>What a subscription does with messages that SNS cannot deliver.</summary>
    private static TemplateNode? RedriveOf(FlowEdge edge) => edge.From.Kind == FlowNodeKind.Topic ? edge.Details?["RedrivePolicy"] : null;

    private static Finding? CheckKinds(TemplateModel template, DestinationUse use, FunctionConfiguration function)
    {
        if (NeverAsynchronous.Find(template, function, use.Handler) is not { } never)
        {
            return null;
        }

        RuleMessage? message = use.Span is { } span && IsOfGlobals(template, span)
            ? OfGlobals(template, function, x => x.Async.Any(y => y.Destinations.Any(z => z.Span == span)), never.OfDestination(), NothingIsSent)
            : never.OfDestination();
        return message is null ? null : use.Report(message.Value);
    }

    private static bool IsOfGlobals(TemplateModel template, SourceSpan span) => template.GlobalFunction is { } globals && span.Start >= globals.Span.Start && span.Start < globals.Span.End;

    /// <summary>
    /// What is told of a setting of <c>Globals</c>: once, for the first function that has it, and only when no function that has it is invoked
    /// asynchronously or in a way that is not known.
    /// </summary>
    private static RuleMessage? OfGlobals(TemplateModel template, FunctionConfiguration function, Func<FunctionConfiguration, bool> has, RuleMessage alone, Func<IReadOnlyList<NeverAsynchronous>, RuleMessage> together)
    {
        FunctionConfiguration[] all = [.. DestinationConfiguration.Of(template).Functions.Where(has)];
        return !ReferenceEquals(all[0], function) || NeverAsynchronous.FindAll(template, all) is not { } verdicts ? null
            : verdicts.Count == 1 ? alone
            : together(verdicts);
    }

    private static RuleMessage NothingIsSent(IReadOnlyList<NeverAsynchronous> verdicts) =>
        verdicts.Any(static x => x.IsPolled) ? ConfigurationRules.NoneIsAsynchronousAndSomePolled(Names(verdicts)) : ConfigurationRules.NoneIsAsynchronous(Names(verdicts));

    private static IEnumerable<string> Names(IEnumerable<NeverAsynchronous> verdicts) => verdicts.Select(static x => x.Function.Function.LogicalId);

    private static Finding? CheckQualifiers(TemplateModel template, DestinationUse use, FunctionConfiguration function, List<FlowEdge> triggers)
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
            if (Called(invocation) is not { } invoked || !QualifierText.Differ(template, invoked, qualifier) || !invocation.Conditions.IsCompatibleWith(use.Target.Conditions))
            {
                return null;
            }
        }

        string called = Called(invocations[0])!;
        if (function.Async.Any(x => x.Qualifier is null || !QualifierText.Differ(template, x.Qualifier, called)))
        {
            return null;
        }

        string caller = invocations[0].From.Name;
        string name = function.Function.LogicalId;
        return use.Report(qualifier == QualifierText.Latest && invocations.All(x => Called(x) == QualifierText.LatestPublished)
            ? ConfigurationRules.RunsPublished(caller, name)
            : ConfigurationRules.CallsOtherQualifier(caller, QualifierText.InWords(called), name, QualifierText.InWords(qualifier)));

        string? Called(FlowEdge invocation) =>
            (invocation.Kind == FlowEdgeKind.Invokes ? invocation.Qualifier : invocation.TargetQualifier) is { } said ? QualifierText.Called(template, function.Function, said) : null;
    }
}
