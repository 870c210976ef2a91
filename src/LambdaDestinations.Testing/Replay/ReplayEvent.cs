using System;

namespace LambdaDestinations.Testing.Replay;

/// <summary>A record of a destination or a dead letter, as the event that it can be made again.</summary>
/// <param name="Place">Where it was found, for people: a file, a message of a queue, an object.</param>
/// <param name="Kind">What can be made of it.</param>
internal sealed record ReplayEvent(string Place, ReplayKind Kind)
{
    /// <summary>Why it cannot be replayed, in one sentence without a full stop; <see langword="null"/> when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// The function's ARN, with a qualifier for most asynchronous invocations; <see langword="null"/> for a dead letter, which does not name it.
    /// </summary>
    public string? FunctionArn { get; init; }

    /// <summary>The request id of the failed invocation; <see langword="null"/> where it is not known.</summary>
    public string? RequestId { get; init; }

    /// <summary>Why the record was sent: <c>RetriesExhausted</c>; <see langword="null"/> for a dead letter.</summary>
    public string? Condition { get; init; }

    /// <summary>The type of the error, as the function reported it; <see langword="null"/> where none did.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The message of the error; <see langword="null"/> where there is none.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>How often the function was invoked with it; <see langword="null"/> where it is not known.</summary>
    public int? Attempts { get; init; }

    /// <summary>When the record was made; <see langword="null"/> for a dead letter.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The event as UTF-8 JSON, byte for byte as the record has it; empty unless <see cref="Kind"/> is <see cref="ReplayKind.Event"/>.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The function's name: the seventh part of its ARN, or all of it where it has fewer.</summary>
    public string? FunctionName => FunctionArn?.Split(':') is { Length: > 6 } parts ? parts[6] : FunctionArn;

    /// <summary>The version or alias in the ARN; <see langword="null"/> without one.</summary>
    public string? Qualifier => FunctionArn?.Split(':') is { Length: > 7 } parts ? parts[7] : null;

    /// <summary>The event of a failed invocation.</summary>
    public static ReplayEvent Of<T>(FailureRecord<T> record, string place) => OfRecord(
        record, place, record.HasRequestPayload ? ReplayKind.Event : ReplayKind.NoPayload) with
    {
        Problem = record.HasRequestPayload ? null : "the record has no request payload: Lambda leaves it out where the record is too large for its target",
        ErrorType = record.Error?.ErrorType,
        ErrorMessage = record.Error?.ErrorMessage,
        Payload = record.RequestPayloadJson,
    };

    /// <summary>The batch that a mapping gave up.</summary>
    public static ReplayEvent Of(StreamFailureRecord record, string place) => OfRecord(
        record, place, record.HasPayload ? ReplayKind.Event : ReplayKind.Positions) with
    {
        Problem = record.HasPayload
            ? null
            : $"the record has the positions of {Batch(record)} only, as queues and topics get them: read the stream there while it keeps them",
        Payload = record.PayloadJson,
    };

    /// <summary>The event of a dead letter.</summary>
    public static ReplayEvent Of<T>(DeadLetterMessage<T> message, string place) => new(place, ReplayKind.Event)
    {
        RequestId = message.RequestId,
        ErrorMessage = message.ErrorMessage,
        Payload = message.Json,
    };

    /// <summary>What every record has.</summary>
    public static ReplayEvent OfRecord(DestinationRecord record, string place, ReplayKind kind) => new(place, kind)
    {
        FunctionArn = record.RequestContext.FunctionArn,
        RequestId = record.RequestContext.RequestId,
        Condition = record.RequestContext.Condition.Value,
        Attempts = record.RequestContext.ApproximateInvokeCount,
        Timestamp = record.Timestamp,
    };

    private static string Batch(StreamFailureRecord record) => record switch
    {
        { Kinesis: { } batch } => InShard(batch.BatchSize, batch.ShardId, batch.StreamArn, batch.StartSequenceNumber, batch.EndSequenceNumber),
        { DynamoDb: { } batch } => InShard(batch.BatchSize, batch.ShardId, batch.StreamArn, batch.StartSequenceNumber, batch.EndSequenceNumber),
        _ => $"{record.Kafka?.BatchSize} record(s) of Kafka",
    };

    private static string InShard(int size, string shard, string stream, string first, string last) => $"{size} record(s) in {shard} of {stream} from {first} to {last}";
}
