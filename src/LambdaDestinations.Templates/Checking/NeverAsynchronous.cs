using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;

namespace LambdaDestinations.Templates.Checking;

/// <summary>That a function is never invoked asynchronously, so that its asynchronous destinations and its dead-letter queue receive nothing.</summary>
/// <param name="Function">The function.</param>
/// <param name="IsPolled">Whether a mapping invokes it, at least among others.</param>
/// <param name="Callers">What invokes it.</param>
internal sealed record NeverAsynchronous(FunctionConfiguration Function, bool IsPolled, IReadOnlyList<Caller> Callers)
{
    /// <summary>Whether the queues that are polled have a <c>RedrivePolicy</c>.</summary>
    public bool HasRedrive { get; init; }

    /// <summary>The verdict about a function; <see langword="null"/> when something invokes it asynchronously, or in a way that is not known, or nothing is seen to invoke it.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">The function.</param>
    /// <param name="handler">The handler whose attributes tell of triggers too.</param>
    public static NeverAsynchronous? Find(TemplateModel template, FunctionConfiguration function, HandlerModel? handler = null)
    {
        FlowGraph graph = FlowGraph.Of(template);
        (InvocationKind? Kind, Caller Caller)[] shown =
        [
            .. graph.To(function.Function.LogicalId).Where(static x => (x.Kind == FlowEdgeKind.Invokes || x.Invocation is not null) && x.From.Id != x.To.Id).Select(static x => (x.Invocation, CallerOf(x))),
        ];

        // Amazon.Lambda.Annotations writes what its attributes say into the template, where it has a name.
        (InvocationKind? Kind, Caller Caller)[] all =
        [
            .. shown,
            .. (handler?.Triggers ?? default).Where(x => !shown.Any(y => IsOf(x, y.Kind, y.Caller))).Select(static x => ((InvocationKind?)x.Kind, new Caller(null, x.Name))),
        ];
        bool isPolled = all.Any(static x => x.Kind == InvocationKind.Polled);
        return all.Length == 0 || all.Any(static x => x.Kind is null or InvocationKind.Asynchronous) || template.HasHiddenResources || graph.IsOtherwiseUsed(function.Function)
            ? null
            : new NeverAsynchronous(function, isPolled, [.. all.Where(x => !isPolled || x.Kind == InvocationKind.Polled).Select(static x => x.Caller).Distinct()])
            {
                HasRedrive = graph.To(function.Function.LogicalId).Where(static x => x.Invocation == InvocationKind.Polled).Select(static x => x.From.Resource?.Properties?["RedrivePolicy"]).ToArray() is [_, ..] policies
                    && policies.All(static x => x is not null),
            };
    }

    /// <summary>The verdicts about all functions that have something from <c>Globals</c>; <see langword="null"/> when one of them may be invoked asynchronously.</summary>
    public static IReadOnlyList<NeverAsynchronous>? FindAll(TemplateModel template, IEnumerable<FunctionConfiguration> functions)
    {
        List<NeverAsynchronous> verdicts = [];
        foreach (FunctionConfiguration function in functions)
        {
            if (Find(template, function) is not { } verdict)
            {
                return null;
            }

            verdicts.Add(verdict);
        }

        return verdicts;
    }

    /// <summary>What is told of a destination of the function.</summary>
    public RuleMessage OfDestination()
    {
        string id = Function.Function.LogicalId;
        return !IsPolled ? ConfigurationRules.IsCalledSynchronously(id, Callers)
            : Function.Mappings.Any(static x => x.Source.HasDestinations) ? ConfigurationRules.IsPolledFromStream(id, Callers)
            : Function.Mappings.Any(static x => x.Source.Type == "SQS") ? ConfigurationRules.IsPolledFromQueue(id, Callers, HasRedrive)
            : ConfigurationRules.IsPolled(id, Callers);
    }

    /// <summary>What is told of its dead-letter queue.</summary>
    public RuleMessage OfDeadLetterQueue()
    {
        string id = Function.Function.LogicalId;
        return !IsPolled ? ConfigurationRules.DeadLettersOfSynchronous(id, Callers)
            : Function.Mappings.Any(static x => x.Source.HasDestinations) ? ConfigurationRules.DeadLettersOfStream(id, Callers)
            : Function.Mappings.Any(static x => x.Source.Type == "SQS") ? ConfigurationRules.DeadLettersOfQueue(id, Callers, HasRedrive)
            : ConfigurationRules.DeadLettersOfPolled(id, Callers);
    }

    /// <summary>Whether a trigger of the template is that of an attribute: by SAM's type of the event; for those that are not events of SAM, by their kind.</summary>
    private static bool IsOf(TriggerModel trigger, InvocationKind? kind, Caller caller) => trigger.Name switch
    {
        "HttpApi" => caller.Type == "HttpApi",
        "RestApi" => caller.Type == "Api",
        "SQSEvent" or "DynamoDBEvent" or "SNSEvent" or "S3Event" or "ScheduleEvent" => caller.Type == trigger.Name.Substring(0, trigger.Name.Length - "Event".Length),
        _ => kind == trigger.Kind,
    };

    internal static Caller CallerOf(FlowEdge edge)
    {
        string trigger = edge.Trigger ?? edge.From.Name;
        int colon = trigger.LastIndexOf(':');
        string name = edge.From.Id.Substring(edge.From.Id.LastIndexOf('/') + 1);
        return new Caller(name, trigger.Substring(colon + 1));
    }
}
