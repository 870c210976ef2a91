using System;

namespace LambdaDestinations;

/// <summary>
/// Sends a record of every asynchronous invocation that failed for good, or of every batch that an event source mapping
/// gave up, to a destination.
/// </summary>
/// <remarks>
/// Give <see cref="EventSource"/> for a Kinesis, DynamoDB Streams or Kafka event source mapping; those accept
/// <see cref="DestinationType.Sqs"/>, <see cref="DestinationType.Sns"/>, <see cref="DestinationType.S3"/> and, for Kafka,
/// <see cref="DestinationType.Kafka"/> (AWS Lambda API Reference, <c>EventSourceMappingConfiguration</c>).
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public class OnFailureDestinationAttribute : Attribute
{
    /// <summary>Declares a destination that the build creates in the template, named after the function.</summary>
    /// <param name="type">
    /// <see cref="DestinationType.Sqs"/>, <see cref="DestinationType.Sns"/> or <see cref="DestinationType.S3"/>.
    /// </param>
    public OnFailureDestinationAttribute(DestinationType type) => Type = type;

    /// <summary>Declares a destination.</summary>
    /// <param name="type">The kind of resource.</param>
    /// <param name="target">
    /// <c>"@LogicalId"</c> for a resource or parameter of the template, a literal ARN of at most 350 characters (1,024 for
    /// an event source mapping), or <c>kafka://topic</c>.
    /// </param>
    public OnFailureDestinationAttribute(DestinationType type, string target)
    {
        Type = type;
        Target = target;
    }

    /// <summary>The kind of resource that receives the record.</summary>
    public DestinationType Type { get; }

    /// <summary>The resource, as given; <see langword="null"/> when the build creates it.</summary>
    public string? Target { get; }

    /// <summary>
    /// The event of the SAM function, or the logical id of the <c>AWS::Lambda::EventSourceMapping</c>, whose discarded
    /// batches are recorded. Not set: the asynchronous invocation, or the only stream source of a function that has no
    /// asynchronous trigger.
    /// </summary>
    public string? EventSource { get; set; }

    /// <summary>
    /// Retries of a failed batch: -1 (until the records expire) to 10,000. Event source mappings only; asynchronous
    /// invocations take <see cref="AsyncInvocationAttribute.MaximumRetryAttempts"/>.
    /// </summary>
    public int MaximumRetryAttempts { get; set; }

    /// <summary>Oldest record to process, in seconds: -1 (no limit) or 60 to 604,800. Event source mappings only.</summary>
    public int MaximumRecordAgeInSeconds { get; set; }

    /// <summary>Whether a failed batch is split in two before it is retried. Event source mappings only.</summary>
    public bool BisectBatchOnFunctionError { get; set; }

    /// <summary>
    /// Which ends of a durable execution are failures: any of <see cref="DurableExecutionStatus.Failed"/>, <see cref="DurableExecutionStatus.TimedOut"/> and
    /// <see cref="DurableExecutionStatus.Stopped"/>. Not set: all three. Durable functions only.
    /// </summary>
    public DurableExecutionStatus Statuses { get; set; }
}
