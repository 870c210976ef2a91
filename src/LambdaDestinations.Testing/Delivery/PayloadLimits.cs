using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Testing.Delivery;

/// <summary>The largest bodies that AWS takes, in bytes.</summary>
internal static class PayloadLimits
{
    /// <summary>The payload of an asynchronous invocation.</summary>
    internal const int Event = Limits.AsynchronousPayload;

    /// <summary>What a kind of target takes: SNS 256 KiB, EventBridge, SQS and an asynchronous invocation 1 MiB, S3 and Kafka without a limit here.</summary>
    internal static int? Of(DestinationType type) => type switch
    {
        DestinationType.Sns => Limits.TopicMessage,
        DestinationType.EventBridge => Limits.EventBridgeEntry,
        DestinationType.Sqs => Limits.QueueMessage,
        DestinationType.Lambda => Event,
        _ => null,
    };
}
