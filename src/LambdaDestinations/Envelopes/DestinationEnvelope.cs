using System;
using System.Text;
using LambdaDestinations.Reading;

namespace LambdaDestinations;

/// <summary>Takes the records out of what SQS, SNS, EventBridge, S3 and Lambda hand to a consumer.</summary>
public static class DestinationEnvelope
{
    /// <summary>Reads the event of a consumer function; which carrier brought it follows from its shape.</summary>
    /// <param name="utf8Event">The event as UTF-8 JSON. It is not copied and must not change while the batch is in use.</param>
    /// <exception cref="DestinationFormatException">It is the event of another service, or no JSON. A malformed message in a batch is that message's <see cref="DestinationMessage.Error"/> alone.</exception>
    public static DestinationBatch Read(ReadOnlyMemory<byte> utf8Event) => EnvelopeParser.Read(utf8Event);

    /// <summary>Reads the body of an SQS message, with or without SNS around the record.</summary>
    /// <param name="body">The message's body.</param>
    public static DestinationMessage FromSqsBody(string body) => FromSqsBody(Encoding.UTF8.GetBytes(body));

    /// <summary>Reads the body of an SQS message, with or without SNS around the record.</summary>
    /// <param name="utf8Body">The message's body as UTF-8.</param>
    public static DestinationMessage FromSqsBody(ReadOnlyMemory<byte> utf8Body) => EnvelopeParser.FromBody(utf8Body, null, null);

    /// <summary>Reads the message of an SNS notification.</summary>
    /// <param name="message">The notification's <c>Message</c>.</param>
    public static DestinationMessage FromSnsMessage(string message) => new(DestinationCarrier.Sns, null, Encoding.UTF8.GetBytes(message));
}
