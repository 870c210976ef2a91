using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Works out where asynchronous invocations of a function end.</summary>
/// <param name="function">The function.</param>
/// <param name="delivery">What happens to what cannot be delivered.</param>
internal sealed class AuditAsynchronous(AuditFunction function, AuditDelivery delivery)
{
    private const int MaximumConditions = 4;

    private readonly AuditSystem _system = function.System;

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

    /// <summary>The ends of an invocation, by cause.</summary>
    /// <param name="call">The invocation.</param>
    public AuditCell[] Of(AuditCall call)
    {
        Settings settings = new(function, call);
        return AuditCell.Each(cause => cause switch
        {
            AuditCause.Success or AuditCause.Failure or AuditCause.Timeout when settings.IsStopped => AuditCell.Of(cause, AuditAnswer.None),
            AuditCause.Success or AuditCause.Failure or AuditCause.Timeout when settings.IsDurable => OfExecution(cause, call),
            AuditCause.Size => AuditCell.Join(cause, settings.Sent.Select(x => OfSize(x, call)).OfType<AuditAnswer>()),
            AuditCause.Delivery => AuditCell.Join(
                cause,
                delivery.OfEvent(call.Entry, call.Conditions).Concat(settings.Sent.SelectMany(x => delivery.OfRecord(x.Word, x.Target, x.Destination, call.Conditions)))),
            _ => OfOutcome(settings.OutcomeOf(cause), settings),
        });
    }

    private AuditAnswer? OfSize(AuditSent sent, AuditCall call) =>
        sent.TooLarge(function.Template) is { } answer ? answer with { Text = AuditDelivery.If(call.Conditions, sent.Target) + answer.Text } : null;

    /// <summary>
    /// How a durable execution ends: Lambda sends no record, but a status change to the default bus. Its dead-letter queue gets events that never started.
    /// </summary>
    private AuditCell OfExecution(AuditCause cause, AuditCall call)
    {
        if (cause == AuditCause.Success)
        {
            AuditAnswer[] done = EndsOf(DurableStatuses.Succeeded, call);
            return done.Length > 0 ? AuditCell.Behind(cause, "", done) : AuditCell.Of(cause, AuditAnswer.Handled);
        }

        AuditAnswer[] ends = FailuresOf(cause == AuditCause.Failure ? DurableStatuses.Failed : DurableStatuses.TimedOut, call);
        if (cause != AuditCause.Failure)
        {
            return AuditCell.Behind(cause, "timed-out execution: ", ends);
        }

        // Who stops an execution knows of it: that nobody else is told is said, and no loss of its own.
        AuditAnswer[] stopped = FailuresOf(DurableStatuses.Stopped, call);
        string text = AuditAnswer.InWords(ends);
        string ofStopped = AuditAnswer.InWords(stopped);
        return text == ofStopped
            ? AuditCell.Behind(cause, "failed or stopped execution: ", ends)
            : AuditCell.Of(cause, $"failed execution: {text}; stopped execution: {ofStopped}", [.. ends, .. stopped.Where(static x => x.MustFail)]) with
            {
                IsLost = AuditCell.Loses(ends),
            };
    }

    private AuditAnswer[] FailuresOf(DurableStatuses status, AuditCall call) =>
        EndsOf(status, call) is { Length: > 0 } ends ? ends : [new AuditAnswer(AuditAnswerKind.Lost, "lost, no event rule takes its status change")];

    /// <summary>Where the status change of an execution leads; empty where no event rule that is seen takes it.</summary>
    private AuditAnswer[] EndsOf(DurableStatuses status, AuditCall call)
    {
        SymbolicText arn = ArnOf(_system, function.Place, call.Qualifier is { } qualifier && DurableFacts.CanRun(qualifier) ? qualifier : null);
        AuditPlace bus = new(function.Place.Template, new FlowNode(FlowGraph.DefaultBus, FlowNodeKind.EventBus, "default bus"));

        // Whether another stack has a rule for it, nobody can know: then the audit of both tells.
        AuditTrace trace = function.Trace(AuditSample.OfStatusChange(DurableFacts.NamesOf(status).Single(), arn), null, call.Conditions);
        return [.. trace.Follow(bus).Where(static x => x.Kind != AuditAnswerKind.Unknown)];
    }

    private AuditCell OfOutcome(AuditOutcome outcome, Settings settings)
    {
        ConditionSet conditions = settings.Call.Conditions;
        AuditSent[] sent = [.. settings.Sent.Where(x => x.IsSuccess == outcome.IsSuccess)];
        ConditionSet[] ofTargets = [.. sent.Select(static x => x.Target.Conditions)];
        List<ConditionSet> ofReaders = [];
        (ConditionSet When, AuditAnswer[] Answers)[] Answer(IEnumerable<ConditionSet> each) => [.. each.Select(x => (x, Answers(outcome, settings, sent, x, ofReaders)))];

        (ConditionSet When, AuditAnswer[] Answers)[] ways = Answer(Ways(conditions, ofTargets));
        if (ofReaders.Count > 0)
        {
            // The conditions of readers are told where something is lost without them only.
            (ConditionSet When, AuditAnswer[] Answers)[] finer = Answer(Ways(conditions, ofTargets.Concat(ofReaders.ToArray())).Where(x => sent.All(y => MayStand(y.Target, x))));
            bool isLostWithout = finer.Any(x => AuditCell.Loses(x.Answers) && !ways.Any(y => AuditCell.Loses(y.Answers) && y.When.IsCompatibleWith(x.When)));
            ways = isLostWithout ? finer : ways;
        }

        // CloudFormation does not count the retries of the event.
        string prefix = sent.Length == 0 && settings.IsCustomResource && !outcome.IsSuccess ? "" : outcome.Prefix;
        return ways.Select(static x => AuditAnswer.InWords(x.Answers)).Distinct().Count() == 1 ? AuditCell.Behind(outcome.Cause, prefix, ways[0].Answers)
            : new AuditCell(
                outcome.Cause,
                prefix + string.Join("; ", ways.Select(x => $"if {x.When.Without(conditions).InWords}: {AuditAnswer.InWords(x.Answers)}")),
                new EquatableArray<AuditAnswer>(ways.SelectMany(static x => x.Answers).Distinct()))
            {
                IsLost = ways.Any(static x => AuditCell.Loses(x.Answers)),
            };
    }

    private AuditAnswer[] Answers(AuditOutcome outcome, Settings settings, AuditSent[] sent, ConditionSet way, List<ConditionSet> ofReaders)
    {
        List<AuditAnswer> answers = [];
        foreach (AuditSent one in sent.Where(x => way.IsCompatibleWith(x.Target.Conditions)))
        {
            answers.AddRange(settings.IsDurable && !one.IsDeadLetter
                ? [new AuditAnswer(AuditAnswerKind.Unknown, "unknown because AWS documents no destinations for durable functions")]
                : Follow(one, outcome, settings.Call, way.And(one.Target.Conditions), ofReaders));
        }

        if (settings.IsCustomResource && !outcome.IsSuccess)
        {
            answers.Add(new AuditAnswer(AuditAnswerKind.Returned, AuditCallers.OfCustomResource(_system.Templates[settings.Call.Entry!.Edge.Template].Template, settings.Call.Entry.Edge)));
        }

        if (answers.Count == 0)
        {
            answers.Add(outcome.IsSuccess ? AuditAnswer.Handled
                : settings.IsComputed(sent) ? new AuditAnswer(AuditAnswerKind.Unknown, "unknown because its settings are computed")
                : new AuditAnswer(AuditAnswerKind.Lost, settings.IsDurable ? "lost, no dead-letter queue" : "lost, no on-failure destination and no dead-letter queue"));
        }

        return AuditAnswer.Different(answers);
    }

    /// <summary>Whether a stack can be made: a target whose resource is not there is an error of its own.</summary>
    private static bool MayStand(DestinationTarget target, ConditionSet way) =>
        target.Resource is not { } resource || !way.IsCompatibleWith(target.Conditions) || way.And(target.Conditions).IsCompatibleWith(resource.Conditions());

    private IReadOnlyList<AuditAnswer> Follow(AuditSent sent, AuditOutcome outcome, AuditCall call, ConditionSet conditions, List<ConditionSet> ofReaders)
    {
        AuditPlace place = function.PlaceOf(sent.Target);
        if (place.Node is { Kind: FlowNodeKind.Unknown, Resource: null } && KindOf(sent.Kind) is { } kind)
        {
            // SAM's Type says what a parameter or an import is.
            place = new AuditPlace(place.Template, place.Node with { Kind = kind });
        }

        SymbolicText? target = _system.ArnOf(place)
            ?? (sent.Target.IsArn == true ? ResourceNames.Of(function.Template).Interpreter.Text(sent.Target.Value) : null);
        AuditSample sample = sent.IsDeadLetter ? AuditSample.OfMessage(isDeadLetter: true)
            : AuditSample.OfRecord(outcome, ArnOf(_system, function.Place, call.Qualifier ?? sent.Qualifier), target, call.Errors);
        AuditTrace trace = function.Trace(sample, call.Errors, conditions);
        IReadOnlyList<AuditAnswer> answers = trace.Follow(place);
        ofReaders.AddRange(trace.ReaderConditions);
        if (!outcome.IsSuccess)
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

    /// <summary>What holds for an invocation: the settings of the qualifier that is invoked.</summary>
    private sealed class Settings
    {
        private readonly AuditFunction _function;
        private readonly AsyncConfiguration[] _configurations;
        private readonly long? _age;
        private readonly long? _retries;

        public Settings(AuditFunction function, AuditCall call)
        {
            _function = function;
            Call = call;
            Sent = [.. AuditSent.OfFunction(function.Configuration, call.Qualifier).Where(x => x.Target.Conditions.IsCompatibleWith(call.Conditions))];
            _configurations = [.. AuditSent.ConfigsOf(function.Configuration, call.Qualifier)];
            IsStopped = AuditFacts.Number(function.Template, function.Configuration.Function, "ReservedConcurrentExecutions", -1) == 0;
            IsDurable = DurableFunctions.Is(function.Template, function.Configuration.Function) != false;
            _age = AuditFacts.Only(_configurations.SelectMany(static x => x.MaximumEventAgeInSeconds), Limits.MaximumEventAge);
            _retries = AuditFacts.Only(_configurations.SelectMany(static x => x.MaximumRetryAttempts), Limits.MaximumRetryAttempts);
        }

        /// <summary>The invocation.</summary>
        public AuditCall Call { get; }

        /// <summary>What is sent.</summary>
        public AuditSent[] Sent { get; }

        /// <summary>Whether the function has no concurrency: it never runs.</summary>
        public bool IsStopped { get; }

        /// <summary>Whether it is, or may be, a durable function.</summary>
        public bool IsDurable { get; }

        /// <summary>Whether CloudFormation waits for its answer.</summary>
        public bool IsCustomResource => AuditCallers.IsCustomResource(Call.Entry?.Edge.Edge.Trigger);

        /// <summary>What is said of the retries where a deployment decides how many there are.</summary>
        private string RetriesWithinAge => _age is not null ? AuditAnswer.Retries(null)
            : _retries is { } most ? $"after up to {AuditFacts.Count(most, "retry", "retries")}, as its age lets it: "
            : "after its retries, as its age lets it: ";

        /// <summary>Whether a deployment decides what else is sent.</summary>
        public bool IsComputed(AuditSent[] sent) => _configurations.Any(static x => !x.IsComplete) || (sent.Length == 0 && TemplateBranch.MayHoldMore(_function.Configuration.Function.Properties));

        /// <summary>What becomes of the event. Ahead of a retry that comes too late, Lambda gives up: the record tells of the age, not of the retries.</summary>
        public AuditOutcome OutcomeOf(AuditCause cause)
        {
            if (cause == AuditCause.Success)
            {
                return new AuditOutcome(cause, "", RecordFacts.Success);
            }

            if (cause is AuditCause.Throttled or AuditCause.Age)
            {
                string age = IsStopped ? "at once: " : _age is { } seconds ? $"after {AuditFacts.Duration(seconds)}: " : "after its maximum age: ";
                return new AuditOutcome(cause, (IsDurable ? "never started: " : "") + age, IsStopped ? RecordFacts.ZeroReservedConcurrency : RecordFacts.EventAgeExceeded);
            }

            int possible = Limits.RetriesWithin(_age ?? Limits.MaximumEventAge);
            return _retries == 0 || (_age is not null && (_retries ?? Limits.MaximumRetryAttempts) <= possible) ? new AuditOutcome(cause, AuditAnswer.Retries(_retries), RecordFacts.RetriesExhausted)
                : _age is not null && _retries is not null ? new AuditOutcome(cause, "too old " + AuditAnswer.Retries(possible), RecordFacts.EventAgeExceeded)
                : new AuditOutcome(cause, RetriesWithinAge, RecordFacts.RetriesExhausted, RecordFacts.EventAgeExceeded);
        }
    }
}

/// <summary>An asynchronous invocation.</summary>
/// <param name="Entry">The way in; <see langword="null"/> when none is seen.</param>
/// <param name="Qualifier">What is invoked; <see langword="null"/> when it is not known.</param>
/// <param name="Conditions">When.</param>
internal sealed record AuditCall(AuditEntry? Entry, string? Qualifier, ConditionSet Conditions)
{
    /// <summary>Which errors it is about; <see langword="null"/> for all.</summary>
    public AuditCase? Errors { get; init; }
}
