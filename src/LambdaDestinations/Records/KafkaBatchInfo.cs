using System;
using System.Collections.Generic;

namespace LambdaDestinations;

/// <summary>Where a failed batch lies in its Kafka cluster.</summary>
/// <remarks>Source: AWS Lambda Developer Guide, Kafka on-failure records (Amazon MSK and self-managed).</remarks>
public sealed class KafkaBatchInfo
{
    /// <summary>Records in the batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>ARN of the MSK cluster. Null for a self-managed cluster.</summary>
    public string? EventSourceArn { get; init; }

    /// <summary>Brokers, comma separated <c>host:port</c>. Null if absent.</summary>
    public string? BootstrapServers { get; init; }

    /// <summary>Size of the batch in bytes. Null if absent.</summary>
    public long? PayloadSize { get; init; }

    /// <summary>One range for each topic and partition (<c>recordsInfo</c>: SQS, SNS and S3); empty for a Kafka topic.</summary>
    public IReadOnlyList<KafkaRecordRange> RecordsInfo { get; init; } = [];

    /// <summary>The one record (<c>recordInfo</c>: a Kafka topic gets one message for each record). Null elsewhere.</summary>
    public KafkaRecordPosition? RecordInfo { get; init; }
}

/// <summary>The failed records of one partition.</summary>
public sealed class KafkaRecordRange
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The partition: the number after the last hyphen of AWS's key, because a topic's name may hold hyphens.</summary>
    public required int Partition { get; init; }

    /// <summary>Offset of the first record, as text.</summary>
    public required string FirstRecordOffset { get; init; }

    /// <summary>Offset of the last record, inclusive, as text.</summary>
    public required string LastRecordOffset { get; init; }

    /// <summary>Timestamp of the first record. Null if absent.</summary>
    public DateTimeOffset? FirstRecordTimestamp { get; init; }

    /// <summary>Timestamp of the last record. Null if absent.</summary>
    public DateTimeOffset? LastRecordTimestamp { get; init; }
}

/// <summary>The failed record that a message of a Kafka topic is about.</summary>
public sealed class KafkaRecordPosition
{
    /// <summary>Offset of the record, as text.</summary>
    public required string Offset { get; init; }

    /// <summary>Timestamp of the record. Null if absent.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}
