using System;
using System.Collections.Generic;

namespace LambdaDestinations.Testing;

/// <summary>The settings of an event source mapping (AWS Lambda API Reference, <c>CreateEventSourceMapping</c>).</summary>
public sealed record EventSourceMappingSettings
{
    /// <summary>How many records a batch has at most: 1–10000; null means the default: 10 for a queue, 100 for a stream.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How long the mapping waits for a batch to fill: 0–300 s. The default is 0.</summary>
    public TimeSpan MaximumBatchingWindow { get; init; }

    /// <summary>Streams and Kafka: how often a failed batch is retried: −1–10000. The default of −1 retries until the record expires.</summary>
    public int MaximumRetryAttempts { get; init; } = -1;

    /// <summary>Streams and Kafka: how old a record may get, in seconds: −1, 60–604800. The default of −1 is no limit.</summary>
    public int MaximumRecordAgeInSeconds { get; init; } = -1;

    /// <summary>Streams and Kafka: true to split a failed batch in two. A split does not consume a retry.</summary>
    public bool BisectBatchOnFunctionError { get; init; }

    /// <summary>True when the function answers with <c>batchItemFailures</c> (<c>FunctionResponseTypes</c>: ReportBatchItemFailures).</summary>
    public bool ReportBatchItemFailures { get; init; }

    /// <summary>Streams and Kafka: where the record of a discarded batch goes: a queue, a topic, a bucket; of Kafka, a Kafka topic too.</summary>
    public IDestinationTarget? OnFailure { get; init; }

    /// <summary>
    /// <c>FilterCriteria</c>: event patterns as JSON, at most five. A record or message that matches none is done without reaching the
    /// function. The patterns see <c>data</c> of Kinesis, <c>body</c> of SQS, and <c>key</c> and <c>value</c> of Kafka decoded, and parsed if they are JSON.
    /// </summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Kinesis and DynamoDB: how many batches of one shard run at once, 1–10; records of one partition key stay in order.</summary>
    public int ParallelizationFactor { get; init; } = 1;

    /// <summary>Queues: how many batches run at once: 2–1000; null means no limit.</summary>
    public int? MaximumConcurrency { get; init; }

    /// <summary>Streams and Kafka: where the mapping starts.</summary>
    public StartingPosition StartingPosition { get; init; }

    /// <summary>The version or alias that the mapping invokes.</summary>
    public string Qualifier { get; init; } = FunctionSettings.Latest;

    /// <summary>The largest synchronous payload: 6 MB.</summary>
    internal const int MaximumPayloadSize = 6 * 1024 * 1024;

    internal void ValidateForQueue(TestQueue queue, TestFunction function)
    {
        ValidateBatching();
        if (OnFailure is not null)
        {
            throw new ArgumentException("Invalid request provided: Unsupported 'destinationConfig' parameter for given event source mapping type. Use the queue's redrive policy.");
        }

        if (MaximumRetryAttempts != -1 || MaximumRecordAgeInSeconds != -1 || BisectBatchOnFunctionError || ParallelizationFactor != 1)
        {
            throw new ArgumentException("Retry attempts, record age, bisect and parallelization factor are settings of streams: a queue has its redrive policy.");
        }

        if (BatchSize > 10 && MaximumBatchingWindow == TimeSpan.Zero)
        {
            throw new ArgumentException("More than 10 messages a batch need a MaximumBatchingWindow of at least a second.");
        }

        if (MaximumConcurrency is < 2 or > 1000)
        {
            throw new ArgumentException("MaximumConcurrency must lie between 2 and 1000.");
        }

        if (queue.Settings.VisibilityTimeout < function.Settings.Timeout)
        {
            throw new ArgumentException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"Queue visibility timeout: {queue.Settings.VisibilityTimeout.TotalSeconds:0} seconds is less than Function timeout: {function.Settings.Timeout.TotalSeconds:0} seconds"));
        }

        if (queue.Settings.Fifo && (BatchSize > 10 || MaximumBatchingWindow > TimeSpan.Zero))
        {
            throw new ArgumentException("A mapping of a FIFO queue has batches of 10 at most, and no batching window.");
        }
    }

    internal void ValidateForStream(bool isKafka)
    {
        ValidateBatching();
        if (MaximumRetryAttempts is < -1 or > 10_000)
        {
            throw new ArgumentException("MaximumRetryAttempts must lie between -1 and 10000.");
        }

        if (MaximumRecordAgeInSeconds is not -1 and (< 60 or > 604_800))
        {
            throw new ArgumentException("MaximumRecordAgeInSeconds must be -1 or lie between 60 and 604800.");
        }

        if (ParallelizationFactor is < 1 or > 10 || (isKafka && ParallelizationFactor != 1))
        {
            throw new ArgumentException("ParallelizationFactor must lie between 1 and 10, and Kafka has none.");
        }

        if (MaximumConcurrency is not null)
        {
            throw new ArgumentException("MaximumConcurrency is a setting of queues.");
        }

        if (OnFailure?.Type is DestinationType.Lambda or DestinationType.EventBridge)
        {
            throw new ArgumentException("The on-failure destination of a mapping is a queue, a topic or a bucket; of Kafka, a Kafka topic too.");
        }

        if (OnFailure?.Type == DestinationType.Kafka && !isKafka)
        {
            throw new ArgumentException("A Kafka topic is a destination of Kafka mappings only.");
        }
    }

    private void ValidateBatching()
    {
        if (BatchSize is < 1 or > 10_000)
        {
            throw new ArgumentException("BatchSize must lie between 1 and 10000.");
        }

        if (Filters.Count > 5)
        {
            throw new ArgumentException("A mapping has at most five filters.");
        }

        if (MaximumBatchingWindow < TimeSpan.Zero || MaximumBatchingWindow > TimeSpan.FromMinutes(5))
        {
            throw new ArgumentException("MaximumBatchingWindow must lie between 0 and 300 seconds.");
        }
    }
}
