using System;
using System.Collections.Generic;

namespace LambdaDestinations.Templates.Aws;

/// <summary>
/// What a filter of a mapping is compared with (AWS Lambda Developer Guide, "Control which events Lambda sends to your function", and the pages "Using event filtering
/// with …" of each source). Of members that the guide advises against, such as <c>eventName</c>, all that a record has are named here.
/// </summary>
internal static class SourceRecords
{
    private static readonly Dictionary<string, string[]> BySource = new(StringComparer.Ordinal)
    {
        ["SQS"] = ["messageId", "receiptHandle", "body", "attributes", "messageAttributes", "md5OfBody", "md5OfMessageAttributes", "eventSource", "eventSourceARN", "awsRegion"],
        ["Kinesis"] =
        [
            "data", "kinesis", "kinesisSchemaVersion", "partitionKey", "sequenceNumber", "approximateArrivalTimestamp", "encryptionType", "eventSource", "eventVersion", "eventID", "eventName",
            "invokeIdentityArn", "awsRegion", "eventSourceARN",
        ],
        ["DynamoDB"] = ["eventID", "eventName", "eventVersion", "eventSource", "awsRegion", "dynamodb", "userIdentity", "eventSourceARN"],
        ["MSK"] = ["topic", "partition", "offset", "timestamp", "timestampType", "key", "value", "headers", "keySchemaMetadata", "valueSchemaMetadata"],
        ["MQ"] =
        [
            "data", "messageID", "messageType", "deliveryMode", "replyTo", "type", "expiration", "priority", "correlationId", "redelivered", "destination", "timestamp", "brokerInTime",
            "brokerOutTime", "properties", "basicProperties",
        ],
    };

    /// <summary>The kinds of changes that a DynamoDB stream tells of.</summary>
    public static IReadOnlyList<string> Changes { get; } = ["INSERT", "MODIFY", "REMOVE"];

    /// <summary>The members of <c>dynamodb</c> beside the images (Amazon DynamoDB Streams API Reference, <c>StreamRecord</c>).</summary>
    public static IReadOnlyList<string> OfChange { get; } = ["ApproximateCreationDateTime", "SequenceNumber", "SizeBytes", "StreamViewType"];

    /// <summary>The types of an attribute's value (Amazon DynamoDB API Reference, <c>AttributeValue</c>).</summary>
    public static IReadOnlyList<string> AttributeTypes { get; } = ["S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"];

    /// <summary>What SNS puts around a message (Amazon SNS Developer Guide, "Parsing Amazon SNS message formats").</summary>
    public static IReadOnlyList<string> OfNotification { get; } =
        ["Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp", "SignatureVersion", "Signature", "SigningCertURL", "UnsubscribeURL", "MessageAttributes", "SequenceNumber"];

    /// <summary>The members of an event of a bus (Amazon EventBridge User Guide, "Event structure reference").</summary>
    public static IReadOnlyList<string> OfEvent { get; } = ["version", "id", "source", "detail-type", "account", "region", "time", "resources", "detail", "replay-name"];

    /// <summary>What a bucket sends: of an object, and the test when the notification is configured (Amazon S3 User Guide, "Event message structure").</summary>
    public static IReadOnlyList<string> OfObject { get; } = ["Records", "Service", "Event", "Time", "Bucket", "RequestId", "HostId"];

    /// <summary>The record of a discarded batch.</summary>
    public static IReadOnlyList<string> OfBatch { get; } = ["version", "timestamp", "requestContext", "responseContext", "KinesisBatchInfo", "DDBStreamBatchInfo", "KafkaBatchInfo", "payload"];

    /// <summary>The members of a record, by SAM's event type; <see langword="null"/> when they are not known here.</summary>
    public static IReadOnlyList<string>? Of(string type) => BySource.TryGetValue(type == "SelfManagedKafka" ? "MSK" : type, out string[]? members) ? members : null;
}
