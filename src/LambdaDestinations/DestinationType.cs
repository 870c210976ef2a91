namespace LambdaDestinations;

/// <summary>The kind of resource that receives a record.</summary>
/// <remarks>
/// Source: AWS Lambda API Reference, <c>DestinationConfig</c>. FIFO queues and FIFO topics are not supported by AWS for any
/// of these. The numeric values are part of the manifest and never change.
/// </remarks>
public enum DestinationType
{
    /// <summary>A standard Amazon SQS queue.</summary>
    Sqs = 0,

    /// <summary>A standard Amazon SNS topic.</summary>
    Sns = 1,

    /// <summary>Another Lambda function. Asynchronous invocation only.</summary>
    Lambda = 2,

    /// <summary>An Amazon EventBridge event bus. Asynchronous invocation only.</summary>
    EventBridge = 3,

    /// <summary>An Amazon S3 bucket. On failure only.</summary>
    S3 = 4,

    /// <summary>
    /// A topic of the source cluster, written <c>kafka://topic</c>. On failure of an Amazon MSK or self-managed Apache Kafka
    /// event source mapping in provisioned mode only.
    /// </summary>
    Kafka = 5,
}
