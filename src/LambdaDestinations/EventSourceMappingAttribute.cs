using System;
using System.Diagnostics.CodeAnalysis;

namespace LambdaDestinations;

/// <summary>Settings of an event source mapping of the handler's function: batches, errors, filters, pollers; with an on-failure destination or without.</summary>
/// <remarks>
/// The mapping is an event of the SAM function, an <c>AWS::Lambda::EventSourceMapping</c>, or the event that <see cref="DestinationConsumerAttribute.From"/> lets the
/// build write. What is not set keeps AWS's default. Source: AWS Lambda API Reference, <c>CreateEventSourceMapping</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class EventSourceMappingAttribute : Attribute
{
    /// <summary>
    /// The event of the SAM function, the logical id of the <c>AWS::Lambda::EventSourceMapping</c>, or the queue of an event that the build writes. Not set: the only
    /// mapping of the function.
    /// </summary>
    public string? EventSource { get; set; }

    /// <summary>
    /// Records of a batch, at most: 1 to 10,000, of a FIFO queue 1 to 10. AWS's default is 10 for a queue and 100 for any other source. A queue needs
    /// <see cref="MaximumBatchingWindowInSeconds"/> for more than 10.
    /// </summary>
    public int BatchSize { get; set; }

    /// <summary>How long Lambda gathers a batch, in seconds: 0 to 300. AWS's default is 0, of Kafka, Amazon MQ and DocumentDB half a second. FIFO queues have none.</summary>
    public int MaximumBatchingWindowInSeconds { get; set; }

    /// <summary>Batches of one shard that are processed at once: 1 to 10. Kinesis and DynamoDB Streams only. AWS's default is 1.</summary>
    public int ParallelizationFactor { get; set; }

    /// <summary>The length of a processing window, in seconds: 0 (none) to 900. Kinesis and DynamoDB Streams only.</summary>
    public int TumblingWindowInSeconds { get; set; }

    /// <summary>Retries of a failed batch: -1 (until the records expire) to 10,000. Kinesis, DynamoDB Streams and Kafka in provisioned mode only.</summary>
    public int MaximumRetryAttempts { get; set; }

    /// <summary>Oldest record to process, in seconds: -1 (no limit) or 60 to 604,800. Kinesis, DynamoDB Streams and Kafka in provisioned mode only.</summary>
    public int MaximumRecordAgeInSeconds { get; set; }

    /// <summary>Whether a failed batch is split in two before it is retried. Kinesis, DynamoDB Streams and Kafka in provisioned mode only.</summary>
    public bool BisectBatchOnFunctionError { get; set; }

    /// <summary>
    /// Whether the function answers which records of a batch failed (<c>FunctionResponseTypes</c>). SQS, Kinesis, DynamoDB Streams and Kafka in provisioned mode only.
    /// The generated entry point of a consumer answers so, and an event that the build writes for it always says so.
    /// </summary>
    public bool ReportBatchItemFailures { get; set; }

    /// <summary>Batches that are processed at once, at most: 2 to 1,000. SQS only, and not beside pollers (<c>ScalingConfig</c>).</summary>
    public int MaximumConcurrency { get; set; }

    /// <summary>Pollers in provisioned mode, at least: 1 to 200, of a queue 2 to 200. SQS and Kafka only (<c>ProvisionedPollerConfig</c>).</summary>
    public int MinimumPollers { get; set; }

    /// <summary>Pollers in provisioned mode, at most: 1 to 2,000, of a queue 2 to 2,000. SQS and Kafka only (<c>ProvisionedPollerConfig</c>).</summary>
    public int MaximumPollers { get; set; }

    /// <summary>
    /// <c>FilterCriteria</c>: event patterns as JSON, of at most 4,096 characters each. A record that matches none of them never reaches the function; a message is deleted.
    /// </summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "An argument of an attribute can be an array and no other list.")]
    public string[] Filters { get; set; } = [];
}
