using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>A value of a sample record, as far as it is known before the record exists.</summary>
internal sealed class SampleValue
{
    private readonly Dictionary<string, SampleValue>? _members;

    private SampleValue(Dictionary<string, SampleValue>? members = null) => _members = members;

    /// <summary>Anything, or nothing.</summary>
    public static SampleValue Open { get; } = new() { IsOpen = true };

    /// <summary>Not there.</summary>
    public static SampleValue Absent { get; } = new() { IsAbsent = true };

    /// <summary>A text that is there and that nobody knows, but which is none of those that a pattern names.</summary>
    public static SampleValue Other { get; } = new() { IsOther = true };

    /// <summary>A text that is there and that nobody knows.</summary>
    public static SampleValue Present { get; } = new();

    /// <summary>Whether nothing is known.</summary>
    public bool IsOpen { get; private init; }

    /// <summary>Whether it is not there.</summary>
    public bool IsAbsent { get; private init; }

    /// <summary>Whether it is another text than every pattern names.</summary>
    public bool IsOther { get; private init; }

    /// <summary>The text or number.</summary>
    public string? Literal { get; private init; }

    /// <summary>What a number is at least, where it is one; <see langword="null"/> otherwise.</summary>
    public double? AtLeast { get; private init; }

    /// <summary>What a number is at most, likewise.</summary>
    public double? AtMost { get; private init; }

    /// <summary>A text of which a part is known at deployment.</summary>
    public SymbolicText? Symbolic { get; private init; }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<SampleValue>? Items { get; private init; }

    /// <summary>Whether it is a map.</summary>
    public bool IsMap => _members is not null;

    /// <summary>The members that are known by name, where there are no others.</summary>
    public IEnumerable<string> Names => _members is null || MayHaveMore ? [] : _members.Keys;

    /// <summary>What each member is that has a name of its own; <see langword="null"/> when that is not known.</summary>
    public SampleValue? Each { get; private init; }

    /// <summary>Whether a map may have more members than are known.</summary>
    public bool MayHaveMore { get; private init; }

    /// <summary>Whether it is the error's type, which decides which error it is.</summary>
    public bool IsErrorType { get; private init; }

    public static SampleValue Of(string literal) => new() { Literal = literal };

    /// <summary>A number that is known.</summary>
    public static SampleValue Number(int number) => new() { Literal = number.ToString(CultureInfo.InvariantCulture), AtLeast = number, AtMost = number };

    /// <summary>A number that is there, and at least this.</summary>
    public static SampleValue NumberFrom(int least) => new() { AtLeast = least, AtMost = double.PositiveInfinity };

    public static SampleValue Of(SymbolicText text) => new() { Symbolic = text };

    public static SampleValue List(params SampleValue[] items) => new() { Items = items };

    public static SampleValue Map(bool mayHaveMore, params (string Name, SampleValue Value)[] members) =>
        new(members.ToDictionary(static x => x.Name, static x => x.Value, StringComparer.Ordinal)) { MayHaveMore = mayHaveMore };

    /// <summary>A map whose members have any names and one form.</summary>
    public static SampleValue MapOf(SampleValue each) => new([]) { MayHaveMore = true, Each = each };

    /// <summary>A map of members of which nothing is known but their names.</summary>
    public static SampleValue MapOf(IEnumerable<string> names) => new(names.ToDictionary(static x => x, static _ => Open, StringComparer.Ordinal));

    /// <summary>The error's type, known or not.</summary>
    public static SampleValue ErrorType(SampleValue value) => new() { IsErrorType = true, IsOpen = value.IsOpen, IsOther = value.IsOther, Literal = value.Literal, IsAbsent = value.IsAbsent };

    /// <summary>A member of a map.</summary>
    public SampleValue this[string name] =>
        _members is null ? (IsOpen ? Open : Absent)
        : _members.TryGetValue(name, out SampleValue? found) ? found
        : MayHaveMore ? Each ?? Open : Absent;
}

/// <summary>The error that a split row is about.</summary>
/// <param name="Label">In words.</param>
internal sealed record AuditCase(string Label)
{
    /// <summary>The error's type; <see langword="null"/> when another member decides.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Whether the error's type is none of those that a pattern names.</summary>
    public bool IsOtherErrorType { get; init; }

    /// <summary>Whether the rest of the content is decided too.</summary>
    public bool DecidesContent { get; init; }

    /// <summary>The reader whose pattern the content matches, where it is decided; <see langword="null"/> when it matches none.</summary>
    public string? Reader { get; init; }
}

/// <summary>What became of an event.</summary>
/// <param name="Cause">What happened to it.</param>
/// <param name="IsExpired">Whether Lambda gave up because it had become too old, which may come before its retries.</param>
internal sealed record AuditOutcome(AuditCause Cause, bool IsExpired);

/// <summary>What Lambda sends: a record of an asynchronous invocation, of a discarded batch, or the bare event of a dead letter.</summary>
/// <param name="Body">The JSON.</param>
internal sealed record AuditSample(SampleValue Body)
{
    /// <summary>What is put on a bus.</summary>
    public SampleValue Event { get; init; } = SampleValue.Open;

    /// <summary>Whether it is a bare event with message attributes.</summary>
    public bool IsDeadLetter { get; init; }

    /// <summary>Whether it tells where records stand in a stream, and not what is in them.</summary>
    public bool HasPositionsOnly { get; init; }

    /// <summary>The record of an asynchronous invocation.</summary>
    /// <param name="outcome">What it tells of.</param>
    /// <param name="functionArn">The function's ARN with its qualifier.</param>
    /// <param name="errors">Which error; <see langword="null"/> for any.</param>
    /// <param name="condition">Its condition, where the outcome has several.</param>
    public static AuditSample OfRecord(AuditOutcome outcome, SymbolicText functionArn, AuditCase? errors, string? condition = null)
    {
        AuditCause cause = outcome.Cause;
        bool isSuccess = cause == AuditCause.Success;

        // The response of the last attempt stands in it, if there was one.
        bool hasNoResponse = cause is AuditCause.Throttled or AuditCause.Age;
        condition ??= isSuccess ? RecordFacts.Success : outcome.IsExpired ? RecordFacts.EventAgeExceeded : RecordFacts.RetriesExhausted;
        SampleValue error = cause == AuditCause.Timeout ? SampleValue.Of(RecordFacts.TimedOut)
            : errors is { ErrorType: { } type } ? SampleValue.Of(type)
            : errors is { IsOtherErrorType: true } ? SampleValue.Other
            : SampleValue.Present;
        SampleValue response = isSuccess || hasNoResponse ? SampleValue.Open
            : SampleValue.Map(true, ("errorType", SampleValue.ErrorType(error)), ("errorMessage", SampleValue.Present));
        SampleValue record = SampleValue.Map(
            false,
            ("version", SampleValue.Of("1.0")),
            ("timestamp", SampleValue.Present),
            ("requestContext", SampleValue.Map(false, ("requestId", SampleValue.Present), ("functionArn", SampleValue.Of(functionArn)), ("condition", SampleValue.Of(condition)), ("approximateInvokeCount", hasNoResponse ? SampleValue.NumberFrom(0) : SampleValue.NumberFrom(1)))),
            ("requestPayload", SampleValue.Open),
            ("responseContext", hasNoResponse ? SampleValue.Open : SampleValue.Map(false, ("statusCode", SampleValue.Number(200)), ("executedVersion", SampleValue.Open), ("functionError", isSuccess ? SampleValue.Absent : SampleValue.Present))),
            ("responsePayload", response));
        string detailType = RecordFacts.DetailType(isSuccess ? DestinationOutcome.Success : DestinationOutcome.Failure);
        return new AuditSample(record) { Event = OnBus(RecordFacts.Source, detailType, SampleValue.List(SampleValue.Open, SampleValue.Of(functionArn)), record) };
    }

    /// <summary>Every record of an outcome: of a failure one by each condition.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="functionArn">The function's ARN with its qualifier.</param>
    public static IEnumerable<AuditSample> OfRecords(DestinationOutcome outcome, SymbolicText functionArn) => outcome == DestinationOutcome.Success
        ? [OfRecord(new AuditOutcome(AuditCause.Success, false), functionArn, null)]
        : RecordFacts.AsynchronousConditions.Where(static x => x != RecordFacts.Success)
            .Select(x => OfRecord(new AuditOutcome(x == RecordFacts.RetriesExhausted ? AuditCause.Failure : AuditCause.Age, false), functionArn, null, x));

    /// <summary>The status change of a durable execution, on the default bus.</summary>
    /// <param name="status">The status.</param>
    /// <param name="functionArn">The function's ARN with its version.</param>
    public static AuditSample OfStatusChange(string status, SymbolicText functionArn)
    {
        SampleValue detail = SampleValue.Map(
            false,
            ("durableExecutionArn", SampleValue.Open),
            ("durableExecutionName", SampleValue.Open),
            ("functionArn", SampleValue.Of(functionArn)),
            ("status", SampleValue.Of(status)),
            ("startTimestamp", SampleValue.Open),
            ("endTimestamp", SampleValue.Open));
        SampleValue change = OnBus(RecordFacts.ServiceSource, DurableFacts.DetailType, SampleValue.List(), detail);
        return new AuditSample(change) { Event = change };
    }

    /// <summary>An event of a bus (Amazon EventBridge User Guide, "Event structure reference").</summary>
    private static SampleValue OnBus(string source, string detailType, SampleValue resources, SampleValue detail) => SampleValue.Map(
        false,
        ("version", SampleValue.Of("0")),
        ("id", SampleValue.Present),
        ("source", SampleValue.Of(source)),
        ("detail-type", SampleValue.Of(detailType)),
        ("account", SampleValue.Of(PseudoParameters.AccountId)),
        ("region", SampleValue.Of(PseudoParameters.Region)),
        ("time", SampleValue.Present),
        ("resources", resources),
        ("detail", detail));

    /// <summary>A message that was received too often, or the event of a dead letter: its content is the sender's.</summary>
    public static AuditSample OfMessage(bool isDeadLetter) => new(SampleValue.Open) { IsDeadLetter = isDeadLetter };

    /// <summary>The record of a discarded batch.</summary>
    public static AuditSample OfBatch(bool hasPositionsOnly) => new(SampleValue.Map(true)) { HasPositionsOnly = hasPositionsOnly };
}
