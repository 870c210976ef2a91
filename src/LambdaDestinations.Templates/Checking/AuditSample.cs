using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Patterns;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>The error that a split row is about.</summary>
internal sealed record AuditCase
{
    /// <summary>What stands between readers of which each reads what the one ahead of it takes.</summary>
    public const string And = " and ";

    /// <summary>The error's type; <see langword="null"/> when another member decides.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Whether the error's type is none of those that a pattern names.</summary>
    public bool IsOtherErrorType { get; init; }

    /// <summary>Whether the rest of the content is decided too.</summary>
    public bool DecidesContent { get; init; }

    /// <summary>
    /// The reader whose pattern the content matches, where it is decided, behind those on the way to it whose patterns it matches too; <see langword="null"/> when it
    /// matches none.
    /// </summary>
    public string? Reader { get; init; }

    /// <summary>What is decided of the content, as a predicate: <c>matches Inbox</c>; empty where nothing is.</summary>
    public string Content { get; init; } = "";

    /// <summary>The error's type in words; empty where it does not decide.</summary>
    public string TypeInWords => ErrorType ?? (IsOtherErrorType ? "another" : "");

    /// <summary>The same error with each content that readers tell apart.</summary>
    /// <param name="readers">The readers that take it by its content.</param>
    public IEnumerable<AuditCase> ByContent(IReadOnlyList<string> readers)
    {
        foreach (string reader in readers)
        {
            string[] behind = [.. readers.Where(x => x.StartsWith(reader + And, StringComparison.Ordinal)).Select(x => x.Substring(reader.Length + And.Length))];
            yield return this with { DecidesContent = true, Reader = reader, Content = $"matches {reader}{(behind.Length == 0 ? "" : $", not {AuditFacts.And(behind, " or ")}")}" };
        }

        yield return this with { DecidesContent = true, Content = readers.Count == 1 ? $"does not match {readers[0]}" : "matches none of them" };
    }

    /// <summary>Some cases in words.</summary>
    /// <param name="some">The cases.</param>
    /// <param name="all">All cases that are told apart: where every content of an error ends in the same places, the content is not told.</param>
    public static string InWords(IEnumerable<AuditCase> some, IReadOnlyList<AuditCase> all)
    {
        var errors = some.GroupBy(static x => x.TypeInWords, StringComparer.Ordinal).Select(x => (
            Type: x.Key,
            Content: x.Count() == all.Count(y => y.TypeInWords == x.Key) ? "" : "the content " + AuditFacts.And([.. x.Select(static y => y.Content)], " or ")));
        return string.Join(", or ", errors.GroupBy(static x => x.Content, StringComparer.Ordinal).Select(static x =>
        {
            string[] types = [.. x.Select(static y => y.Type).Where(static y => y.Length > 0)];
            string type = types.Length == 0 ? "" : "errorType is " + AuditFacts.And(types, " or ");
            return type.Length == 0 || x.Key.Length == 0 ? type + x.Key : $"{type}{(types.Length > 1 ? "," : "")} and {x.Key}";
        }));
    }
}

/// <summary>What became of an event.</summary>
/// <param name="Cause">What happened to it.</param>
/// <param name="Prefix">What is said of it first: <c>after 2 retries: </c>.</param>
/// <param name="Conditions">The condition that its record has: several where a deployment decides, as an age may come before the retries.</param>
internal sealed record AuditOutcome(AuditCause Cause, string Prefix, params string[] Conditions)
{
    /// <summary>Whether the function succeeded.</summary>
    public bool IsSuccess => Cause == AuditCause.Success;
}

/// <summary>What Lambda sends: a record of an asynchronous invocation, of a discarded batch, or the bare event of a dead letter.</summary>
/// <param name="Body">The JSON.</param>
internal sealed record AuditSample(SampleValue Body)
{
    /// <summary>What is put on a bus.</summary>
    public SampleValue Event { get; init; } = SampleValue.Open;

    /// <summary>Whether it is a bare event with message attributes.</summary>
    public bool IsDeadLetter { get; init; }

    /// <summary>The message attributes that it has behind a topic or in a queue.</summary>
    public SampleValue Attributes => IsDeadLetter
        ? SampleValue.Map(false, ("RequestID", SampleValue.Open), ("ErrorCode", SampleValue.Open), ("ErrorMessage", SampleValue.Open))
        : SampleValue.Map(false);

    /// <summary>Whether it tells where records stand in a stream, and not what is in them.</summary>
    public bool HasPositionsOnly { get; init; }

    /// <summary>A time of day, in ISO 8601: of this century.</summary>
    private static SampleValue Moment { get; } = Beginning("20");

    /// <summary>
    /// What Lambda polls from a queue (AWS Lambda Developer Guide, "Example Amazon SQS event"). A destination record has no message attributes; the bare event of a dead
    /// letter and what somebody else sent may have some.
    /// </summary>
    /// <param name="body">The message's body.</param>
    public SampleValue InQueue(SampleValue body) => SampleValue.Map(
        false,
        ("messageId", SampleValue.Present),
        ("receiptHandle", SampleValue.Present),
        ("body", body),
        ("attributes", SampleValue.Map(true)),
        ("messageAttributes", Body.IsMap ? SampleValue.Map(false) : SampleValue.Open),
        ("md5OfBody", SampleValue.Present),
        ("md5OfMessageAttributes", SampleValue.Open),
        ("eventSource", SampleValue.Of("aws:sqs")),
        ("eventSourceARN", SampleValue.Present),
        ("awsRegion", SampleValue.Of(PseudoParameters.Region)));

    /// <summary>A text of which only the beginning is known.</summary>
    private static SampleValue Beginning(string start) =>
        SampleValue.Of(SymbolicText.Concat(SymbolicText.Of(start), SymbolicText.Of(new Placeholder("rest", PlaceholderShape.NotEmpty))));

    /// <summary>The record of an asynchronous invocation.</summary>
    /// <param name="outcome">What it tells of.</param>
    /// <param name="functionArn">The function's ARN with its qualifier.</param>
    /// <param name="targetArn">The ARN of the target; <see langword="null"/> when it is not known.</param>
    /// <param name="errors">Which error; <see langword="null"/> for any.</param>
    public static AuditSample OfRecord(AuditOutcome outcome, SymbolicText functionArn, SymbolicText? targetArn, AuditCase? errors)
    {
        AuditCause cause = outcome.Cause;

        // An event that was never handed over has no response: of one that is too old after an attempt, the columns of failures tell.
        bool hasRun = cause is not (AuditCause.Throttled or AuditCause.Age);
        SampleValue error = cause == AuditCause.Timeout ? SampleValue.Of(RecordFacts.TimedOut)
            : errors is { ErrorType: { } type } ? SampleValue.Of(type)
            : errors is { IsOtherErrorType: true } ? SampleValue.Other
            : SampleValue.Present;
        SampleValue response = outcome.IsSuccess ? SampleValue.Open
            : hasRun ? SampleValue.Map(true, ("errorType", SampleValue.ErrorType(error)), ("errorMessage", SampleValue.Present))
            : SampleValue.Absent;
        SampleValue record = SampleValue.Map(
            false,
            ("version", SampleValue.Of("1.0")),
            ("timestamp", Moment),
            ("requestContext", SampleValue.Map(
                false,
                ("requestId", SampleValue.Present),
                ("functionArn", SampleValue.Of(functionArn)),
                ("condition", SampleValue.OneOf([.. outcome.Conditions.Select(SampleValue.Of)])),
                ("approximateInvokeCount", hasRun ? SampleValue.NumberFrom(1) : SampleValue.Number(0)))),
            ("requestPayload", SampleValue.Open),
            ("responseContext", hasRun
                ? SampleValue.Map(false, ("statusCode", SampleValue.Number(200)), ("executedVersion", SampleValue.Open), ("functionError", outcome.IsSuccess ? SampleValue.Absent : SampleValue.Of(RecordFacts.Unhandled)))
                : SampleValue.Absent),
            ("responsePayload", response));
        string detailType = RecordFacts.DetailType(outcome.IsSuccess ? DestinationOutcome.Success : DestinationOutcome.Failure);
        SampleValue target = targetArn is null ? SampleValue.Open : SampleValue.Of(targetArn);
        return new AuditSample(record) { Event = OnBus(RecordFacts.Source, detailType, SampleValue.List(target, SampleValue.Of(functionArn)), record) };
    }

    /// <summary>What a bucket tells EventBridge of its objects (Amazon S3 User Guide, "EventBridge event message structure").</summary>
    /// <param name="bucketArn">The bucket's ARN.</param>
    /// <param name="bucketName">Its name.</param>
    public static AuditSample OfObject(SymbolicText bucketArn, SymbolicText bucketName)
    {
        SampleValue detail = SampleValue.Map(true, ("bucket", SampleValue.Map(false, ("name", SampleValue.Of(bucketName)))));
        SampleValue change = OnBus(RecordFacts.ObjectSource, SampleValue.Present, SampleValue.List(SampleValue.Of(bucketArn)), detail);
        return new AuditSample(change) { Event = change };
    }

    /// <summary>Every record of an outcome: of a failure by each condition, with the response of an attempt, and without one where none need have been made.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="functionArn">The function's ARN with its qualifier.</param>
    /// <param name="targetArn">The ARN of the target; <see langword="null"/> when it is not known.</param>
    public static IEnumerable<AuditSample> OfRecords(DestinationOutcome outcome, SymbolicText functionArn, SymbolicText? targetArn = null) => outcome == DestinationOutcome.Success
        ? [OfRecord(new AuditOutcome(AuditCause.Success, "", RecordFacts.Success), functionArn, targetArn, null)]
        : from condition in RecordFacts.AsynchronousConditions
          where condition != RecordFacts.Success
          from cause in condition == RecordFacts.RetriesExhausted ? new[] { AuditCause.Failure } : [AuditCause.Failure, AuditCause.Age]
          select OfRecord(new AuditOutcome(cause, "", condition), functionArn, targetArn, null);

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

    /// <summary>What a topic puts around a message for a queue, unless it is told not to: the message is a text in it (Amazon SNS Developer Guide, "HTTP/HTTPS notification JSON format").</summary>
    /// <param name="body">The message.</param>
    public static SampleValue InEnvelope(SampleValue body) => SampleValue.Map(
        false,
        ("Type", SampleValue.Of("Notification")),
        ("MessageId", SampleValue.Present),
        ("TopicArn", SampleValue.Present),
        ("Subject", SampleValue.Open),
        ("Message", body.IsMap ? Beginning("{") : SampleValue.Present),
        ("Timestamp", Moment),
        ("SignatureVersion", SampleValue.Present),
        ("Signature", SampleValue.Present),
        ("SigningCertURL", SampleValue.Present),
        ("UnsubscribeURL", SampleValue.Present),
        ("MessageAttributes", SampleValue.Open));

    /// <summary>An event of a bus (Amazon EventBridge User Guide, "Event structure reference").</summary>
    private static SampleValue OnBus(string source, string detailType, SampleValue resources, SampleValue detail) => OnBus(source, SampleValue.Of(detailType), resources, detail);

    private static SampleValue OnBus(string source, SampleValue detailType, SampleValue resources, SampleValue detail) => SampleValue.Map(
        false,
        ("version", SampleValue.Of("0")),
        ("id", SampleValue.Present),
        ("source", SampleValue.Of(source)),
        ("detail-type", detailType),
        ("account", SampleValue.Of(PseudoParameters.AccountId)),
        ("region", SampleValue.Of(PseudoParameters.Region)),
        ("time", Moment),
        ("resources", resources),
        ("detail", detail));

    /// <summary>A message that was received too often, or the event of a dead letter: its content is the sender's.</summary>
    public static AuditSample OfMessage(bool isDeadLetter) => new(SampleValue.Open) { IsDeadLetter = isDeadLetter };

    /// <summary>The record of a discarded batch.</summary>
    public static AuditSample OfBatch(bool hasPositionsOnly) => new(SampleValue.Map(true)) { HasPositionsOnly = hasPositionsOnly };
}
