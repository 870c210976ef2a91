using System;
using System.Linq;
using System.Text.Json.Serialization;

namespace LambdaDestinations;

/// <summary>
/// The record of a batch that a Kinesis, DynamoDB Streams or Kafka event source mapping gave up. Exactly one of
/// <see cref="Kinesis"/>, <see cref="DynamoDb"/> and <see cref="Kafka"/> is set.
/// </summary>
/// <remarks>
/// SQS and SNS get positions only: the records themselves must be fetched from the stream before they expire there. S3 and
/// Kafka topics get the failed event too, in <see cref="PayloadJson"/>.
/// </remarks>
[JsonConverter(typeof(DestinationRecordConverter))]
public class StreamFailureRecord : DestinationRecord
{
    /// <summary>The batch of a Kinesis stream: <c>KinesisBatchInfo</c>.</summary>
    public KinesisBatchInfo? Kinesis { get; init; }

    /// <summary>The batch of a DynamoDB stream: <c>DDBStreamBatchInfo</c>.</summary>
    public DynamoDbBatchInfo? DynamoDb { get; init; }

    /// <summary>The batch of a Kafka cluster: <c>KafkaBatchInfo</c>.</summary>
    public KafkaBatchInfo? Kafka { get; init; }

    /// <inheritdoc />
    public override string IdempotencyKey => RequestContext.FunctionArn + "/" + this switch
    {
        { Kinesis: { } batch } => $"{batch.StreamArn}/{batch.ShardId}/{batch.StartSequenceNumber}-{batch.EndSequenceNumber}",
        { DynamoDb: { } batch } => $"{batch.StreamArn}/{batch.ShardId}/{batch.StartSequenceNumber}-{batch.EndSequenceNumber}",
        { Kafka.RecordsInfo: { Count: > 0 } ranges } => $"{Kafka.EventSourceArn ?? Kafka.BootstrapServers}/{string.Join(',', ranges.Select(range => $"{range.Topic}-{range.Partition}/{range.FirstRecordOffset}-{range.LastRecordOffset}"))}",

        // The position of a single record lacks its topic.
        _ => $"{RequestContext.RequestId}/{Kafka?.RecordInfo?.Offset}",
    };

    /// <summary>Whether the record holds the event that the function was given (JSON null counts).</summary>
    public bool HasPayload { get; init; }

    /// <summary>
    /// The event that the function was given, as UTF-8 JSON; empty if absent. AWS documents an escaped JSON string for S3 and
    /// an object for a Kafka topic; both are read, and this is the JSON itself in both cases.
    /// </summary>
    public ReadOnlyMemory<byte> PayloadJson { get; init; }
}

/// <summary>A <see cref="StreamFailureRecord"/> whose failed event was read as a type.</summary>
/// <typeparam name="TPayload">The handler's event type, such as Amazon.Lambda.KinesisEvents' <c>KinesisEvent</c>.</typeparam>
[JsonConverter(typeof(DestinationRecordConverter))]
public sealed class StreamFailureRecord<TPayload> : StreamFailureRecord
{
    /// <summary>The event that the function was given. Default if JSON null, absent (SQS and SNS), or not asked for.</summary>
    public TPayload? Payload { get; init; }
}
