using System;
using System.Text;
using LambdaDestinations.Reading;

namespace LambdaDestinations;

/// <summary>Takes the records out of what SQS, SNS, EventBridge, EventBridge Pipes, S3, Kafka and Lambda hand to a consumer.</summary>
public static class DestinationEnvelope
{
    /// <summary>Reads the event of a consumer function; which carrier brought it follows from its shape.</summary>
    /// <param name="utf8Event">The event as UTF-8 JSON. It is not copied and must not change while the batch is in use.</param>
    /// <remarks>
    /// A malformed element of <c>Records</c>, of the array of a pipe or of a Kafka topic, or one of another service, is that message's <see cref="DestinationMessage.Error"/>
    /// alone. Elements are read when the enumeration comes to them: text that is not JSON between them is found then.
    /// </remarks>
    /// <exception cref="DestinationFormatException">It is the event of another service, or no JSON.</exception>
    public static DestinationBatch Read(ReadOnlyMemory<byte> utf8Event) => EnvelopeParser.Read(utf8Event);

    /// <summary>Reads the body of an SQS message: a record, an event of a bus, or the notification of an SNS topic or an S3 bucket.</summary>
    /// <returns>The message, with its <see cref="DestinationMessage.Error"/> if the notification is malformed.</returns>
    /// <param name="body">The message's body.</param>
    public static DestinationMessage FromSqsBody(string body) => FromSqsBody(Encoding.UTF8.GetBytes(body));

    /// <summary>Reads the body of an SQS message: a record, an event of a bus, or the notification of an SNS topic or an S3 bucket.</summary>
    /// <returns>The message, with its <see cref="DestinationMessage.Error"/> if the notification is malformed.</returns>
    /// <param name="utf8Body">The message's body as UTF-8.</param>
    public static DestinationMessage FromSqsBody(ReadOnlyMemory<byte> utf8Body) => EnvelopeParser.FromText(utf8Body, DestinationCarrier.Sqs, null, null);

    /// <summary>Reads the message of an SNS notification: a record, an event of a bus, or the notification of an S3 bucket.</summary>
    /// <returns>The message, with its <see cref="DestinationMessage.Error"/> if the notification is malformed.</returns>
    /// <param name="message">The notification's <c>Message</c>.</param>
    public static DestinationMessage FromSnsMessage(string message) => EnvelopeParser.FromText(Encoding.UTF8.GetBytes(message), DestinationCarrier.Sns, null, null);
}
