using System;

namespace LambdaDestinations;

/// <summary>What brought a record to the consumer.</summary>
public enum DestinationCarrier
{
    /// <summary>The record itself is the event: a Lambda function is the destination.</summary>
    Lambda,

    /// <summary>A message of an SQS queue.</summary>
    Sqs,

    /// <summary>A notification of an SNS topic.</summary>
    Sns,

    /// <summary>A notification of an SNS topic in a message of a subscribed queue, without raw delivery.</summary>
    SnsInSqs,

    /// <summary>An event of an EventBridge bus, by itself or through SQS or SNS.</summary>
    EventBridge,

    /// <summary>A notification of an S3 bucket, by itself or through EventBridge, SQS or SNS; the record is the object of the key.</summary>
    S3Notification,

    /// <summary>A message of a Kafka topic.</summary>
    Kafka,
}

/// <summary>One message of an envelope.</summary>
public sealed class DestinationMessage
{
    private readonly ReadOnlyMemory<byte> _record;

    internal DestinationMessage(DestinationCarrier carrier, string? messageId, ReadOnlyMemory<byte> record)
    {
        Carrier = carrier;
        MessageId = messageId;
        _record = record;
    }

    internal DestinationMessage(DestinationCarrier carrier, string? messageId, DestinationFormatException error)
    {
        Carrier = carrier;
        MessageId = messageId;
        Error = error;
    }

    /// <summary>What brought the message.</summary>
    public DestinationCarrier Carrier { get; }

    /// <summary>
    /// The carrier's id: of the SQS message (whatever is in it), the SNS notification or the EventBridge event; of a Kafka message
    /// its topic, partition and offset, such as <c>orders-0:100</c>; <see langword="null"/> where there is none.
    /// </summary>
    public string? MessageId { get; }

    /// <summary>The group of a message of a FIFO queue (<c>attributes.MessageGroupId</c>), within which messages keep their order; <see langword="null"/> for any other message.</summary>
    public string? MessageGroupId { get; internal set; }

    /// <summary>Why this message cannot be taken out of its envelope; <see langword="null"/> when it can. The others of the batch are not concerned.</summary>
    public DestinationFormatException? Error { get; }

    /// <summary>The record as UTF-8 JSON, unescaped: of an S3 notification nothing, since the record is the object.</summary>
    /// <exception cref="DestinationFormatException">The message is malformed: <see cref="Error"/>.</exception>
    public ReadOnlyMemory<byte> Record => Error is null ? _record : throw Error;

    /// <summary>The name of the bucket of an S3 notification; otherwise <see langword="null"/>.</summary>
    public string? BucketName { get; init; }

    /// <summary>The key of the object of an S3 notification, URL-decoded; otherwise <see langword="null"/>.</summary>
    public string? ObjectKey { get; init; }

    /// <summary>Whether a queue delivered the message, so that SQS wants to know by its id if it fails.</summary>
    internal bool IsSqsMessage { get; init; }

    /// <summary>What has an order among the messages of the event: a FIFO queue's group or a Kafka partition; <see langword="null"/> where nothing has.</summary>
    internal string? OrderKey => MessageGroupId ?? (Carrier == DestinationCarrier.Kafka && MessageId is { } id ? id[..Math.Max(id.LastIndexOf(':'), 0)] : null);

    /// <summary>
    /// Whether this is <c>s3:TestEvent</c>, which S3 sends to a queue or topic once, when notifications to it are configured. It names no
    /// object and has no record: a loop passes it over.
    /// </summary>
    public bool IsS3TestEvent { get; init; }

    /// <summary>The attributes of a dead-letter queue's message, whose body is the bare event; <see langword="null"/> for a destination's record.</summary>
    public DeadLetterAttributes? DeadLetter { get; init; }

    /// <summary>The message with the record that its S3 object holds.</summary>
    internal DestinationMessage WithRecord(ReadOnlyMemory<byte> record) =>
        new(Carrier, MessageId, record) { BucketName = BucketName, ObjectKey = ObjectKey, IsSqsMessage = IsSqsMessage, MessageGroupId = MessageGroupId };
}
