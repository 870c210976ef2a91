using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Works out where the events of one function end.</summary>
internal sealed class AuditCells
{
    private const int MaximumConditions = 4;
    private const string NoFailurePath = "lost, no on-failure destination and no dead-letter queue";

    private readonly AuditSystem _system;
    private readonly AuditListeners _listeners;
    private readonly AuditPlace _place;
    private readonly TemplateModel _template;
    private readonly FunctionConfiguration _function;
    private readonly PermissionEvaluator _evaluator;

    /// <param name="system">The templates.</param>
    /// <param name="listeners">Who reads and is no function.</param>
    /// <param name="place">The function.</param>
    /// <param name="function">What its template configures.</param>
    /// <param name="evaluator">What its role may do.</param>
    public AuditCells(AuditSystem system, AuditListeners listeners, AuditPlace place, FunctionConfiguration function, PermissionEvaluator evaluator)
    {
        _system = system;
        _listeners = listeners;
        _place = place;
        _template = system.TemplateOf(place);
        _function = function;
        _evaluator = evaluator;
    }

    /// <summary>The template that has the function.</summary>
    public TemplateModel Template => _template;

    /// <summary>The error types that patterns on the way of failure records name, since this was last cleared.</summary>
    public HashSet<string> ErrorTypes { get; } = new(StringComparer.Ordinal);

    /// <summary>The readers that take a failure record by its content, likewise.</summary>
    public List<string> OpenReaders { get; } = [];

    /// <summary>The ARN that a record of a function names.</summary>
    public static SymbolicText ArnOf(AuditSystem system, AuditPlace function, string? qualifier)
    {
        if (function.Node.Resource is not { } resource)
        {
            return SymbolicText.Of(new Placeholder("function", PlaceholderShape.NotEmpty));
        }

        SymbolicText name = qualifier is null || qualifier.IndexOf("${", StringComparison.Ordinal) >= 0 ? SymbolicText.Of(new Placeholder("qualifier", PlaceholderShape.NotEmpty)) : SymbolicText.Of(qualifier);
        return SymbolicText.Concat(ResourceNames.Of(system.TemplateOf(function)).Interpreter.Text(resource.ArnValue), SymbolicText.Of(":"), name);
    }

    /// <summary>The same answer to every cause.</summary>
    public static AuditCell[] All(AuditAnswer answer) => [.. Causes.Select(x => AuditCell.Of(x, answer))];

    /// <summary>The causes in order.</summary>
    public static IReadOnlyList<AuditCause> Causes { get; } = [.. Enum.GetValues(typeof(AuditCause)).Cast<AuditCause>()];

    /// <summary>Of a caller that waits.</summary>
    public AuditCell[] OfSynchronous(AuditEntry entry, ConditionSet conditions)
    {
        AuditAnswer error = OfPipe(entry, conditions) ?? new AuditAnswer(AuditAnswerKind.Returned, "returned to the caller: " + AuditCallers.OnError(_system.Templates[entry.Edge.Template].Template, entry.Edge));
        return [.. Causes.Select(x => AuditCell.Of(x, x switch
        {
            AuditCause.Success => new AuditAnswer(AuditAnswerKind.Returned, "returned to the caller"),
            AuditCause.Age or AuditCause.Delivery => AuditAnswer.None,
            _ => error,
        }))];
    }

    /// <summary>Of asynchronous invocations.</summary>
    /// <param name="entry">The way in; <see langword="null"/> when none is seen.</param>
    /// <param name="qualifier">What is invoked; <see langword="null"/> when it is not known.</param>
    /// <param name="conditions">When.</param>
    /// <param name="errors">Which errors the row is about.</param>
    public AuditCell[] OfAsynchronous(AuditEntry? entry, string? qualifier, ConditionSet conditions, AuditCase? errors)
    {
        AuditSent[] sent = [.. AuditSent.OfFunction(_function, qualifier).Where(x => x.Target.Conditions.IsCompatibleWith(conditions))];
        AsyncConfiguration[] configs = [.. AuditSent.ConfigsOf(_function, qualifier)];
        bool isStopped = AuditFacts.Number(_template, _function.Function, "ReservedConcurrentExecutions", -1) == 0;
        bool isDurable = DurableFunctions.Is(_template, _function.Function) != false;
        long? maximumAge = Setting(configs.SelectMany(static x => x.MaximumEventAgeInSeconds), Limits.MaximumEventAge);
        long? asked = Setting(configs.SelectMany(static x => x.MaximumRetryAttempts), Limits.MaximumRetryAttempts);

        // Ahead of a retry that comes too late, Lambda gives up: the record tells of the age, not of the retries.
        long? possible = maximumAge is { } most ? Limits.RetriesWithin(most) : null;
        bool isExpired = asked > possible;
        string retries = isExpired ? $"too old {Retries(possible)}" : Retries(asked);
        string age = isDurable ? "never started: " : "";
        age += isStopped ? "at once: " : maximumAge is { } seconds ? $"after {AuditFacts.Duration(seconds)}: " : "after its maximum age: ";
        bool isCustom = AuditCallers.IsCustomResource(entry?.Edge.Edge.Trigger);
        AuditCell Cell(AuditCause cause) => cause switch
        {
            AuditCause.Success or AuditCause.Failure or AuditCause.Timeout when isStopped => AuditCell.Of(cause, AuditAnswer.None),
            AuditCause.Success or AuditCause.Failure or AuditCause.Timeout when isDurable => OfExecution(cause, qualifier, conditions),
            AuditCause.Success => Outcome(new AuditOutcome(cause, false), "", sent, configs, conditions, qualifier, null, false, isDurable),
            AuditCause.Failure or AuditCause.Timeout => Outcome(new AuditOutcome(cause, isExpired), retries, sent, configs, conditions, qualifier, errors, isCustom, isDurable),
            AuditCause.Throttled or AuditCause.Age => Outcome(new AuditOutcome(cause, true), age, sent, configs, conditions, qualifier, errors, isCustom, isDurable),
            AuditCause.Size => Join(cause, sent.Select(x => x.TooLarge(_template) is { } answer ? answer with { Text = If(conditions, x.Target) + answer.Text } : null).OfType<AuditAnswer>()),
            _ => Join(cause, OfEvent(entry, conditions).Concat(sent.Select(x => OfDelivery(x.Word, x.Target, x.Destination, conditions)))),
        };
        return [.. Causes.Select(Cell)];
    }

    /// <summary>
    /// How a durable execution ends: Lambda sends no record, but a status change to the default bus. Its dead-letter queue gets events that never started.
    /// </summary>
    private AuditCell OfExecution(AuditCause cause, string? qualifier, ConditionSet conditions)
    {
        (string prefix, DurableStatuses status) = cause switch
        {
            AuditCause.Success => ("", DurableStatuses.Succeeded),
            AuditCause.Failure => ("failed execution: ", DurableStatuses.Failed),
            _ => ("timed-out execution: ", DurableStatuses.TimedOut),
        };
        SymbolicText function = ArnOf(_system, _place, qualifier is not null && DurableFacts.CanRun(qualifier) ? qualifier : null);
        AuditPlace bus = new(_place.Template, new FlowNode(FlowGraph.DefaultBus, FlowNodeKind.EventBus, "default bus"));

        // Whether another stack has a rule for it, nobody can know: then the audit of both tells.
        AuditAnswer[] answers = [.. Trace(AuditSample.OfStatusChange(DurableFacts.NamesOf(status).Single(), function), null, conditions).Follow(bus).Where(static x => x.Kind != AuditAnswerKind.Unknown)];
        return answers.Length > 0 ? Of(cause, prefix, answers)
            : cause == AuditCause.Success ? AuditCell.Of(cause, AuditAnswer.Handled)
            : Of(cause, prefix, [new AuditAnswer(AuditAnswerKind.Lost, "lost, no event rule takes its status change")]);
    }

    /// <summary>Of a mapping.</summary>
    public AuditCell[] OfPolled(AuditEntry entry, ConditionSet conditions) => entry.Edge.Edge.Trigger switch
    {
        "SQS" or "SNS" => OfQueue(entry, conditions),
        "Kinesis" or "DynamoDB" => OfStream(entry, conditions),
        "MSK" or "SelfManagedKafka" => OfStream(entry, conditions),
        "MQ" => OfOther("comes back to the broker's queue, whose settings decide for how long", AuditAnswerKind.ComesBack, "the template does not tell how long the broker keeps a message"),
        "DocumentDB" => OfOther("blocks the change stream until the change expires", AuditAnswerKind.Blocks, "the template does not tell how long the cluster keeps changes"),
        _ => All(new AuditAnswer(AuditAnswerKind.Unknown, "unknown because the template does not tell what the mapping polls")),
    };

    private static AuditCell[] OfOther(string failure, AuditAnswerKind kind, string age) => [.. Causes.Select(x => AuditCell.Of(x, x switch
    {
        AuditCause.Success => AuditAnswer.Handled,
        AuditCause.Failure or AuditCause.Timeout or AuditCause.Throttled => new AuditAnswer(kind, failure),
        AuditCause.Age => new AuditAnswer(AuditAnswerKind.Unknown, "unknown because " + age),
        _ => AuditAnswer.None,
    }))];

    private AuditCell[] OfQueue(AuditEntry entry, ConditionSet conditions)
    {
        // The messages of a group behind it wait (Amazon SQS Developer Guide, "FIFO queues").
        bool isFifo = entry.Queue?.Node.Resource is { } resource && DestinationTarget.IsFifoResource(_system.TemplateOf(entry.Queue), resource);
        string name = (entry.Queue?.Node.Name ?? AuditTrace.QueueOfSam(entry.Edge.Edge)) + (isFifo ? ", where its message group waits" : "");
        bool isOutside = entry.Queue is { Node.Resource: null } queue && SamQueues.OfId(_system.TemplateOf(queue), queue.Node.Id) is null;
        AuditAnswer[] back = [.. OfRedrive(entry.Queue, name, conditions, out bool hasRedrive)];
        string? kept = isOutside ? null : (entry.Queue is { } known ? AuditFacts.RetentionOfQueue(_system.TemplateOf(known), known.Node.Resource) : Limits.DefaultRetention) is { } seconds ? AuditFacts.Duration(seconds) : null;
        AuditAnswer[] failure = isOutside ? [new AuditAnswer(AuditAnswerKind.ComesBack, $"comes back to {name}, whose redrive policy stands outside of the template")]
            : hasRedrive ? back
            : [new AuditAnswer(AuditAnswerKind.ComesBack, $"comes back to {name} {(kept is null ? "until its retention ends" : $"for {kept}")}")];
        AuditAnswer[] age = isOutside ? [new AuditAnswer(AuditAnswerKind.Unknown, $"unknown because queue {name} stands outside of the template")]
            : hasRedrive ? back
            : [new AuditAnswer(AuditAnswerKind.Lost, $"after {kept ?? "its retention"} in {entry.Queue?.Node.Name ?? name}: lost, it has no redrive policy")];
        return [.. Causes.Select(x => x switch
        {
            AuditCause.Success => AuditCell.Of(x, AuditAnswer.Handled),
            AuditCause.Failure or AuditCause.Timeout or AuditCause.Throttled => Of(x, "", failure, " "),
            AuditCause.Age => Of(x, "", age, " "),
            AuditCause.Delivery => Join(x, OfEvent(entry, conditions)),
            _ => AuditCell.Of(x, AuditAnswer.None),
        })];
    }

    /// <summary>The way of a message that is received too often.</summary>
    private List<AuditAnswer> OfRedrive(AuditPlace? queue, string name, ConditionSet conditions, out bool hasRedrive)
    {
        AuditEdge[] redrives = queue is null ? [] : [.. _system.From(queue).Where(static x => x.Edge.Kind == FlowEdgeKind.Redrive)];
        TemplateNode? policy = queue?.Node.Resource?.Properties?["RedrivePolicy"];
        hasRedrive = redrives.Length > 0 || policy is not null;
        if (redrives.Length == 0)
        {
            return policy is null ? [] : [new AuditAnswer(AuditAnswerKind.ComesBack, $"comes back to {name} until its redrive policy, which is known at deployment, moves it")];
        }

        List<AuditAnswer> answers = [];
        foreach (AuditEdge redrive in redrives)
        {
            string? count = ResourceNames.Literal(_system.Templates[redrive.Template].Template, redrive.Edge.Details?["maxReceiveCount"]);
            string times = AuditFacts.Parse(count) is { } number ? $"after {AuditFacts.Count(number, "receive")}" : "after its maximum of receives";
            answers.Add(new AuditAnswer(AuditAnswerKind.ComesBack, $"comes back to {name}, {times}"));
            answers.AddRange(Trace(AuditSample.OfMessage(isDeadLetter: false), null, conditions).Follow(redrive.To));
        }

        return answers;
    }

    private AuditCell[] OfStream(AuditEntry entry, ConditionSet conditions)
    {
        FlowEdge edge = entry.Edge.Edge;
        bool isKafka = edge.Trigger is "MSK" or "SelfManagedKafka";
        MappingConfiguration? mapping = edge.Mapping;
        (DestinationTarget Target, ConfiguredDestination Destination)[] targets =
            [.. (mapping?.Destinations ?? []).Where(static x => x.Outcome == DestinationOutcome.Failure).SelectMany(static x => x.Targets.Select(y => (y, x))).Where(x => x.y.Conditions.IsCompatibleWith(conditions))];
        long? retries = mapping is null ? -1 : Setting(mapping.Setting("MaximumRetryAttempts"), Limits.Unlimited);
        long? age = mapping is null ? -1 : Setting(mapping.Setting("MaximumRecordAgeInSeconds"), Limits.Unlimited);
        if (isKafka && retries == Limits.Unlimited && targets.Length > 0)
        {
            // With a destination, Lambda gives up by itself.
            retries = Limits.KafkaRetries;
        }

        long? retention = AuditFacts.RetentionOfStream(_system.TemplateOf(entry.Edge.From), edge.Trigger!, entry.Edge.From.Node.Resource);
        string lane = isKafka ? "partition" : "shard";
        AuditAnswer[] end = targets.Length > 0 ? [.. targets.SelectMany(x => OfDiscarded(x.Target, conditions)).GroupBy(static x => x.Text, StringComparer.Ordinal).Select(static x => x.First())]
            : mapping is { IsComplete: false } ? [new AuditAnswer(AuditAnswerKind.Unknown, "unknown because its settings are computed")]
            : [new AuditAnswer(AuditAnswerKind.Lost, "lost, no on-failure destination")];
        AuditAnswer blocksToEnd = new(AuditAnswerKind.Blocks, retention is { } kept ? $"blocks the {lane} for {AuditFacts.Duration(kept)}" : $"blocks the {lane} until the record expires");
        AuditCell Blocked(AuditCause cause) => age switch
        {
            > 0 => Of(cause, "", [new AuditAnswer(AuditAnswerKind.Blocks, $"blocks the {lane} for {AuditFacts.Duration(age.Value)}, then"), .. end], " "),
            null => Of(cause, "", [new AuditAnswer(AuditAnswerKind.Blocks, $"blocks the {lane} for its maximum record age, then"), .. end], " "),
            _ => AuditCell.Of(cause, blocksToEnd),
        };
        AuditCell TooOld(AuditCause cause) => age switch
        {
            > 0 => Of(cause, $"after {AuditFacts.Duration(age.Value)}: ", end),
            null => Of(cause, "after its maximum record age: ", end),
            _ when isKafka => AuditCell.Of(cause, new AuditAnswer(AuditAnswerKind.Unknown, "unknown because the template does not tell how long the topic keeps records")),
            _ => AuditCell.Of(cause, new AuditAnswer(AuditAnswerKind.Lost, $"after {(retention is { } time ? AuditFacts.Duration(time) : "its retention")} in the stream: lost, MaximumRecordAgeInSeconds is not set")),
        };
        return [.. Causes.Select(x => x switch
        {
            AuditCause.Success => AuditCell.Of(x, AuditAnswer.Handled),
            AuditCause.Failure or AuditCause.Timeout when retries != Limits.Unlimited => Of(x, Retries(retries), end),
            AuditCause.Failure or AuditCause.Timeout or AuditCause.Throttled => Blocked(x),
            AuditCause.Age => TooOld(x),
            AuditCause.Size when isKafka && targets.Length > 0 => Of(x, "above 6 MB: ", end),
            AuditCause.Delivery => Join(x, targets.Select(y => OfDelivery("failure record", y.Target, y.Destination, conditions))),
            _ => AuditCell.Of(x, AuditAnswer.None),
        })];
    }

    private IEnumerable<AuditAnswer> OfDiscarded(DestinationTarget target, ConditionSet conditions)
    {
        bool hasPayload = target.Type is DestinationTargetType.S3 or DestinationTargetType.Kafka;
        return Trace(AuditSample.OfBatch(!hasPayload), null, conditions.And(target.Conditions)).Follow(_system.PlaceOf(_place.Template, target));
    }

    private AuditCell Outcome(AuditOutcome outcome, string prefix, AuditSent[] sent, AsyncConfiguration[] configs, ConditionSet conditions, string? qualifier, AuditCase? errors, bool isCustom, bool isDurable)
    {
        AuditCause cause = outcome.Cause;
        bool isSuccess = cause == AuditCause.Success;
        AuditSent[] ofOutcome = [.. sent.Where(x => x.IsSuccess == isSuccess)];
        bool isComputed = configs.Any(static x => !x.IsComplete) || (ofOutcome.Length == 0 && !isSuccess && TemplateBranch.MayHoldMore(_function.Function.Properties));
        List<ConditionSet> ofReaders = [];
        AuditAnswer[] Answers(ConditionSet way)
        {
            List<AuditAnswer> answers = [];
            foreach (AuditSent one in ofOutcome.Where(x => way.IsCompatibleWith(x.Target.Conditions)))
            {
                answers.AddRange(isDurable && !one.IsDeadLetter ? [new AuditAnswer(AuditAnswerKind.Unknown, "unknown because AWS documents no destinations for durable functions")] : Follow(one, outcome, qualifier, errors, way.And(one.Target.Conditions), ofReaders));
            }

            if (isCustom)
            {
                answers.Add(new AuditAnswer(AuditAnswerKind.Returned, "returned to the caller: CloudFormation gets no answer and fails the stack"));
            }

            if (answers.Count == 0)
            {
                answers.Add(isSuccess ? AuditAnswer.Handled : isComputed ? new AuditAnswer(AuditAnswerKind.Unknown, "unknown because its settings are computed") : new AuditAnswer(AuditAnswerKind.Lost, isDurable ? "lost, no dead-letter queue" : NoFailurePath));
            }

            return [.. answers.GroupBy(static x => x.Text, StringComparer.Ordinal).Select(static x => x.First())];
        }

        (ConditionSet When, AuditAnswer[] Answers)[] ways = [.. Ways(conditions, ofOutcome.Select(static x => x.Target.Conditions)).Select(x => (x, Answers(x)))];
        if (ofReaders.Count > 0)
        {
            // The conditions of readers are told where something is lost without them only.
            (ConditionSet When, AuditAnswer[] Answers)[] finer = [.. Ways(conditions, ofOutcome.Select(static x => x.Target.Conditions).Concat(ofReaders.ToArray())).Where(x => ofOutcome.All(y => MayStand(y.Target, x))).Select(x => (x, Answers(x)))];
            bool isLostWithout = finer.Any(x => AuditCell.Loses(x.Answers) && !ways.Any(y => AuditCell.Loses(y.Answers) && y.When.IsCompatibleWith(x.When)));
            ways = isLostWithout ? finer : ways;
        }

        return ways.Select(static x => Text(x.Answers)).Distinct().Count() == 1 ? Of(cause, prefix, ways[0].Answers)
            : new AuditCell(cause, prefix + string.Join("; ", ways.Select(x => $"if {x.When.Without(conditions).InWords}: {Text(x.Answers)}")), new EquatableArray<AuditAnswer>(ways.SelectMany(static x => x.Answers).Distinct()))
            {
                IsLost = ways.Any(static x => AuditCell.Loses(x.Answers)),
            };
    }

    /// <summary>Whether a stack can be made: a target whose resource is not there is an error of its own.</summary>
    private static bool MayStand(DestinationTarget target, ConditionSet way) =>
        target.Resource is not { } resource || !way.IsCompatibleWith(target.Conditions) || way.And(target.Conditions).IsCompatibleWith(resource.Conditions());

    private IReadOnlyList<AuditAnswer> Follow(AuditSent sent, AuditOutcome outcome, string? qualifier, AuditCase? errors, ConditionSet conditions, List<ConditionSet> ofReaders)
    {
        AuditSample sample = sent.IsDeadLetter ? AuditSample.OfMessage(isDeadLetter: true) : AuditSample.OfRecord(outcome, ArnOf(_system, _place, qualifier ?? sent.Qualifier), errors);
        AuditTrace trace = Trace(sample, errors, conditions);
        AuditPlace place = _system.PlaceOf(_place.Template, sent.Target);
        if (place.Node is { Kind: FlowNodeKind.Unknown, Resource: null } && KindOf(sent.Kind) is { } kind)
        {
            // SAM's Type says what a parameter or an import is.
            place = new AuditPlace(place.Template, place.Node with { Kind = kind });
        }

        IReadOnlyList<AuditAnswer> answers = trace.Follow(place);
        ofReaders.AddRange(trace.ReaderConditions);
        if (outcome.Cause != AuditCause.Success)
        {
            ErrorTypes.UnionWith(trace.ErrorTypes);
            OpenReaders.AddRange(trace.OpenReaders.Where(x => !OpenReaders.Contains(x)));
        }

        return answers;
    }

    private static FlowNodeKind? KindOf(DestinationTargetType? type) => type switch
    {
        DestinationTargetType.Sqs => FlowNodeKind.Queue,
        DestinationTargetType.Sns => FlowNodeKind.Topic,
        DestinationTargetType.EventBridge => FlowNodeKind.EventBus,
        DestinationTargetType.S3 => FlowNodeKind.Bucket,
        DestinationTargetType.Lambda => FlowNodeKind.OtherFunction,
        _ => null,
    };

    private AuditTrace Trace(AuditSample sample, AuditCase? errors, ConditionSet conditions) => new(_system, _listeners, sample, errors, new AuditScope(_place.Template, conditions));

    /// <summary>Every way in which the conditions of targets can come out; the one that is given when there are none, or too many to tell.</summary>
    private static List<ConditionSet> Ways(ConditionSet conditions, IEnumerable<ConditionSet> ofTargets)
    {
        List<ConditionSet> ways = [conditions];
        foreach (string name in ofTargets.SelectMany(static x => x.Outcomes).Select(static x => x.Condition).Distinct().Where(x => !conditions.Outcomes.Any(y => y.Condition == x)).Take(MaximumConditions))
        {
            ways = [.. ways.SelectMany(x => new[] { x.And(name, true), x.And(name, false) }).Where(static x => x.IsPossible)];
        }

        return ways;
    }

    /// <summary>When a target is one, beside the conditions of the row: <c>if HasDead: </c>.</summary>
    private static string If(ConditionSet conditions, DestinationTarget target) => target.Conditions.Without(conditions) is { IsAlways: false } more ? $"if {more.InWords}: " : "";

    private AuditAnswer OfDelivery(string word, DestinationTarget target, ConfiguredDestination? destination, ConditionSet conditions) =>
        AuditSent.Denied(_template, _evaluator, _function, target, destination) is { } denied
            ? new AuditAnswer(AuditAnswerKind.Lost, $"{If(conditions, target)}{word}: must fail: {denied}") { MustFail = true }
            : new AuditAnswer(AuditAnswerKind.Lost, $"{If(conditions, target)}{word}: lost");

    /// <summary>What happens to an event that cannot be brought to the function, or to its queue.</summary>
    private IEnumerable<AuditAnswer> OfEvent(AuditEntry? entry, ConditionSet conditions)
    {
        if (entry is null)
        {
            yield break;
        }

        AuditEdge hop = entry.Hop ?? entry.Edge;
        if (Trace(AuditSample.OfMessage(false), null, conditions).MayNotSend(hop.From, hop) is { } refused)
        {
            yield return refused.ToAnswer("event");
            if (refused.IsAlways)
            {
                yield break;
            }
        }

        if (hop.From.Node.Kind == FlowNodeKind.Topic)
        {
            yield return Undelivered(conditions, $"after {Limits.TopicRetryDays} days of retries", hop.Template, TemplateNodes.Child(hop.Edge.Details, "RedrivePolicy")?["deadLetterTargetArn"]);
        }
        else if (hop.From.Node.Kind == FlowNodeKind.Rule || hop.Edge.Trigger is "Schedule" or "ScheduleV2" or ResourceTypes.Schedule)
        {
            yield return OfSchedule(hop, conditions);
        }
        else if (hop.From.Node.Kind == FlowNodeKind.Bucket)
        {
            // Amazon S3 User Guide, "Amazon S3 Event Notifications": they are designed to be delivered at least once.
            yield return new AuditAnswer(AuditAnswerKind.Delivered, "event: delivered at least once, as S3 is designed to; no end of its retries is documented");
        }
        else if (hop.Edge.Trigger is "CloudWatchLogs" or InvokerFacts.LogsFilter)
        {
            // Amazon CloudWatch Logs User Guide, "Real-time processing of log data with subscriptions".
            yield return Undelivered(conditions, $"after {AuditFacts.Duration(Limits.DefaultDeliveryAge)} of retries", hop.Template, null);
        }
    }

    /// <summary>What EventBridge does with an event that it cannot deliver, by the retries and the dead-letter queue of its target.</summary>
    private AuditAnswer OfSchedule(AuditEdge hop, ConditionSet conditions)
    {
        MappingNode? target = hop.Edge.Trigger == ResourceTypes.Schedule ? TemplateNodes.Child(hop.Edge.Details, "Target") : hop.Edge.Details;
        MappingNode? policy = TemplateNodes.Child(target, "RetryPolicy");
        string after = TemplateNodes.Text(policy?["MaximumRetryAttempts"]) == "0" ? "without retries"
            : policy?["MaximumEventAgeInSeconds"] is { } age ? AuditFacts.Parse(TemplateNodes.Text(age)) is { } seconds ? $"after {AuditFacts.Duration(seconds)} of retries" : "after its retries"
            : $"after {AuditFacts.Duration(Limits.DefaultDeliveryAge)} of retries";
        MappingNode? deadLetter = TemplateNodes.Child(target, "DeadLetterConfig");
        return deadLetter is not null && deadLetter["Arn"] is null
            ? new AuditAnswer(AuditAnswerKind.Delivered, $"event: {after} delivered to {TemplateNodes.Text(deadLetter["QueueLogicalId"]) ?? "a queue of SAM"}, kept {AuditFacts.Duration(Limits.DefaultRetention)}")
            : Undelivered(conditions, after, hop.Template, deadLetter?["Arn"]);
    }

    private AuditAnswer Undelivered(ConditionSet conditions, string after, int template, TemplateNode? deadLetterQueue)
    {
        AuditAnswer[] ends = [.. DestinationTarget.ReadAll(_system.Templates[template].Template, deadLetterQueue, default).SelectMany(x => Trace(AuditSample.OfMessage(false), null, conditions).Follow(_system.PlaceOf(template, x)))];
        return ends.Length == 0 ? new AuditAnswer(AuditAnswerKind.Lost, $"event: {after} lost") : ends[0] with { Text = $"event: {after} {Text(ends)}" };
    }

    /// <summary>A pipe gives the batch back to its source (EventBridge Pipes User Guide, "Error handling").</summary>
    private AuditAnswer? OfPipe(AuditEntry entry, ConditionSet conditions)
    {
        if (entry.Edge.Edge.Trigger != "AWS::Pipes::Pipe")
        {
            return null;
        }

        if (entry.Queue is { } queue)
        {
            AuditAnswer[] back = [.. OfRedrive(queue, queue.Node.Name, conditions, out bool hasRedrive)];
            string then = hasRedrive ? Text(back, " ")
                : AuditFacts.RetentionOfQueue(_system.TemplateOf(queue), queue.Node.Resource) is { } seconds && queue.Node.Resource is not null ? $"comes back to {queue.Node.Name} for {AuditFacts.Duration(seconds)}" : $"comes back to {queue.Node.Name}";
            return new AuditAnswer(AuditAnswerKind.Returned, $"returned to the caller: the pipe gives it back to {queue.Node.Name}; {then}");
        }

        return new AuditAnswer(AuditAnswerKind.Returned, "returned to the caller: the pipe tries again by the settings of its source");
    }

    private static string Retries(long? retries) => retries switch
    {
        null => "after its retries: ",
        0 => "after the first attempt: ",
        { } number => $"after {(number == 1 ? "1 retry" : $"{number} retries")}: ",
    };

    /// <summary>The one number of a setting; <see langword="null"/> when there are several, or a deployment decides.</summary>
    private static long? Setting(IEnumerable<TemplateSetting> settings, long absent)
    {
        long?[] values = [.. settings.Select(static x => x.Number).Distinct()];
        return values.Length switch { 0 => absent, 1 => values[0], _ => null };
    }

    private static string Text(IEnumerable<AuditAnswer> answers, string separator = "; ") => string.Join(separator, answers.Select(static x => x.Text));

    private static AuditCell Of(AuditCause cause, string prefix, IReadOnlyList<AuditAnswer> answers, string separator = "; ") => AuditCell.Of(cause, prefix + Text(answers, separator), answers);

    private static AuditCell Join(AuditCause cause, IEnumerable<AuditAnswer> parts)
    {
        AuditAnswer[] all = [.. parts.GroupBy(static x => x.Text, StringComparer.Ordinal).Select(static x => x.First())];
        return all.Length == 0 ? AuditCell.Of(cause, AuditAnswer.None) : Of(cause, "", all);
    }
}
