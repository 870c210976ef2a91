using System;

namespace LambdaDestinations;

/// <summary>Where a failed batch lies in its DynamoDB stream.</summary>
/// <remarks>Source: AWS Lambda Developer Guide, DynamoDB Streams on-failure records (<c>DDBStreamBatchInfo</c>). AWS writes all members always.</remarks>
public sealed class DynamoDbBatchInfo
{
    /// <summary>The shard, such as <c>shardId-00000001772619600000-864758bb</c>.</summary>
    public required string ShardId { get; init; }

    /// <summary>Sequence number of the first record. Longer than 64 bits, hence text.</summary>
    public required string StartSequenceNumber { get; init; }

    /// <summary>Sequence number of the last record, inclusive. Longer than 64 bits, hence text.</summary>
    public required string EndSequenceNumber { get; init; }

    /// <summary>When the first record arrived, to the second.</summary>
    public required DateTimeOffset ApproximateArrivalOfFirstRecord { get; init; }

    /// <summary>When the last record arrived, to the second.</summary>
    public required DateTimeOffset ApproximateArrivalOfLastRecord { get; init; }

    /// <summary>Records in the batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>ARN of the table's stream.</summary>
    public required string StreamArn { get; init; }
}
