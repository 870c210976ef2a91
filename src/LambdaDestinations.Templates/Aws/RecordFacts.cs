using System.Collections.Generic;

namespace LambdaDestinations.Templates.Aws;

/// <summary>
/// What stands in an invocation record and in the event that carries it on a bus (AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous
/// invocations"; "Retaining discarded batches").
/// </summary>
internal static class RecordFacts
{
    /// <summary>The source of the event.</summary>
    public const string Source = "lambda";

    /// <summary>The source of the events of the service itself.</summary>
    public const string ServiceSource = "aws.lambda";

    /// <summary>The source of the events of buckets (Amazon S3 User Guide, "EventBridge event message structure").</summary>
    public const string ObjectSource = "aws.s3";

    /// <summary>What the types of the events begin with.</summary>
    public const string DetailTypePrefix = "Lambda Function Invocation Result";

    /// <summary>The condition of a success.</summary>
    public const string Success = "Success";

    /// <summary>Of a failure after the last attempt of an asynchronous invocation.</summary>
    public const string RetriesExhausted = "RetriesExhausted";

    /// <summary>Of an asynchronous event that became too old.</summary>
    public const string EventAgeExceeded = "EventAgeExceeded";

    /// <summary>Of an event of a function that has no concurrency.</summary>
    public const string ZeroReservedConcurrency = "ZeroReservedConcurrency";

    /// <summary>Of an event that Lambda stopped in a loop.</summary>
    public const string RecursiveInvocation = "RecursiveInvocation";

    /// <summary>Of a batch after the last attempt.</summary>
    public const string RetryAttemptsExhausted = "RetryAttemptsExhausted";

    /// <summary>Of a batch whose records became too old.</summary>
    public const string RecordAgeExceeded = "RecordAgeExceeded";

    /// <summary>Of a batch that is too large for its carrier.</summary>
    public const string MaximumPayloadSizeExceeded = "MaximumPayloadSizeExceeded";

    /// <summary>The <c>functionError</c> of every invocation that failed (AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations").</summary>
    public const string Unhandled = "Unhandled";

    /// <summary>The <c>errorType</c> of an invocation that timed out.</summary>
    public const string TimedOut = "Sandbox.Timedout";

    /// <summary>The condition of an asynchronous record that is meant by one of a mapping's record; <see langword="null"/> for any other text.</summary>
    public static string? AsynchronousConditionOf(string ofMapping) => ofMapping switch
    {
        RetryAttemptsExhausted => RetriesExhausted,
        RecordAgeExceeded => EventAgeExceeded,
        _ => null,
    };

    /// <summary>The conditions of records of asynchronous invocations.</summary>
    public static IReadOnlyList<string> AsynchronousConditions { get; } = [Success, RetriesExhausted, EventAgeExceeded, ZeroReservedConcurrency, RecursiveInvocation];

    /// <summary>The members of a record of an asynchronous invocation, the event's <c>detail</c>.</summary>
    public static IReadOnlyList<string> Members { get; } = ["version", "timestamp", "requestContext", "requestPayload", "responseContext", "responsePayload"];

    /// <summary>The members of <c>requestContext</c>.</summary>
    public static IReadOnlyList<string> ContextMembers { get; } = ["requestId", "functionArn", "condition", "approximateInvokeCount"];

    /// <summary>The type of the event of an outcome.</summary>
    public static string DetailType(DestinationOutcome outcome) => $"{DetailTypePrefix} - {outcome}";
}
