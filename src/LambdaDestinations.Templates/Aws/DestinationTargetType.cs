namespace LambdaDestinations.Templates.Aws;

/// <summary>The kind of resource that receives a record; the values of the runtime's <c>DestinationType</c>.</summary>
internal enum DestinationTargetType
{
    /// <summary>A standard SQS queue.</summary>
    Sqs = 0,

    /// <summary>A standard SNS topic.</summary>
    Sns = 1,

    /// <summary>A Lambda function.</summary>
    Lambda = 2,

    /// <summary>An EventBridge event bus.</summary>
    EventBridge = 3,

    /// <summary>An S3 bucket.</summary>
    S3 = 4,

    /// <summary>A Kafka topic of the source cluster.</summary>
    Kafka = 5,
}
