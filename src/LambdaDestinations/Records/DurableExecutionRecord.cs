using System;
using System.Text.Json.Serialization;

namespace LambdaDestinations;

/// <summary>
/// A status change of a durable execution: the detail of EventBridge's <c>Durable Execution Status Change</c>. It stands in place of the invocation
/// records, which Lambda does not send for durable functions.
/// </summary>
/// <remarks>
/// It carries no event, result or error: <c>GetDurableExecution</c> gives them by <see cref="DurableExecutionArn"/>. Source: AWS Lambda Developer Guide,
/// "Monitoring durable functions". Members that are not known are passed over.
/// </remarks>
[JsonConverter(typeof(DestinationRecordConverter))]
public sealed class DurableExecutionRecord
{
    /// <summary>The execution: <c>arn:…:function:name:qualifier/durable-execution/name/id</c>.</summary>
    public required string DurableExecutionArn { get; init; }

    /// <summary>The name that the execution was started with, or that Lambda gave it.</summary>
    public required string DurableExecutionName { get; init; }

    /// <summary>The function with its version or <c>$LATEST</c>: <c>arn:…:function:name:2</c>.</summary>
    public required string FunctionArn { get; init; }

    /// <summary>The function's name: the seventh part of <see cref="FunctionArn"/>, or all of it where it has fewer.</summary>
    public string FunctionName => FunctionArn.Split(':') is { Length: > 6 } parts ? parts[6] : FunctionArn;

    /// <summary>What the execution is, or how it ended; <see cref="DurableExecutionStatus.None"/> for a status that this version does not know.</summary>
    public DurableExecutionStatus Status => StatusText switch
    {
        "RUNNING" => DurableExecutionStatus.Running,
        "SUCCEEDED" => DurableExecutionStatus.Succeeded,
        "FAILED" => DurableExecutionStatus.Failed,
        "TIMED_OUT" => DurableExecutionStatus.TimedOut,
        "STOPPED" => DurableExecutionStatus.Stopped,
        _ => DurableExecutionStatus.None,
    };

    /// <summary>The status as AWS writes it: <c>TIMED_OUT</c>.</summary>
    public required string StatusText { get; init; }

    /// <summary>When the execution started, in UTC.</summary>
    public required DateTimeOffset StartTimestamp { get; init; }

    /// <summary>When it ended, in UTC; <see langword="null"/> while it is running (absent and JSON null are treated alike).</summary>
    public DateTimeOffset? EndTimestamp { get; init; }

    /// <summary>
    /// The same text whenever the status change arrives: the execution and its status. EventBridge and most targets deliver at least once; remember it, and a change
    /// that comes again is known.
    /// </summary>
    public string IdempotencyKey => $"{DurableExecutionArn}:{StatusText}";

    /// <summary>
    /// The record as UTF-8 JSON: a part of the bytes that were read, not a copy, so those must not change while it is used.
    /// Empty for a record that was not read.
    /// </summary>
    public ReadOnlyMemory<byte> Json { get; init; }
}
