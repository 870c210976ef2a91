using System.Collections.Generic;
using System.Text.Json;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing.Targets;

/// <summary>What SNS sends to a subscriber: the event of a function, and the envelope of a queue without raw delivery.</summary>
internal static class SnsEvent
{
    internal static byte[] Write(string topicArn, string region, CapturedMessage message, string subscriptionArn) => Json.Write((topicArn, region, message, subscriptionArn), static (writer, state) =>
    {
        (string topicArn, string region, CapturedMessage message, string subscriptionArn) = state;
        writer.WriteStartObject();
        writer.WriteStartArray("Records"u8);
        writer.WriteStartObject();
        writer.WriteString("EventVersion"u8, "1.0"u8);
        writer.WriteString("EventSubscriptionArn"u8, subscriptionArn);
        writer.WriteString("EventSource"u8, "aws:sns"u8);
        writer.WriteStartObject("Sns"u8);
        writer.WriteString("SignatureVersion"u8, "1"u8);
        writer.WriteString("Timestamp"u8, Json.Milliseconds(message.Time));
        writer.WriteString("Signature"u8, "EXAMPLE"u8);
        writer.WriteString("SigningCertUrl"u8, CertificateUrl(region));
        writer.WriteString("MessageId"u8, message.Id);
        writer.WriteString("Message"u8, message.Body);
        WriteAttributes(writer, message.Attributes);
        writer.WriteString("Type"u8, "Notification"u8);
        writer.WriteString("UnsubscribeUrl"u8, UnsubscribeUrl(region));
        writer.WriteString("TopicArn"u8, topicArn);
        writer.WriteNull("Subject"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    internal static byte[] WriteEnvelope(string topicArn, string region, CapturedMessage message) => Json.Write((topicArn, region, message), static (writer, state) =>
    {
        (string topicArn, string region, CapturedMessage message) = state;
        writer.WriteStartObject();
        writer.WriteString("Type"u8, "Notification"u8);
        writer.WriteString("MessageId"u8, message.Id);
        writer.WriteString("TopicArn"u8, topicArn);
        writer.WriteString("Message"u8, message.Body);
        writer.WriteString("Timestamp"u8, Json.Milliseconds(message.Time));
        writer.WriteString("SignatureVersion"u8, "1"u8);
        writer.WriteString("Signature"u8, "EXAMPLE"u8);
        writer.WriteString("SigningCertURL"u8, CertificateUrl(region));
        writer.WriteString("UnsubscribeURL"u8, UnsubscribeUrl(region));
        if (message.Attributes.Count > 0)
        {
            WriteAttributes(writer, message.Attributes);
        }

        writer.WriteEndObject();
    });

    private static void WriteAttributes(Utf8JsonWriter writer, IReadOnlyDictionary<string, MessageAttributeValue> attributes)
    {
        writer.WriteStartObject("MessageAttributes"u8);
        foreach ((string name, MessageAttributeValue attribute) in attributes)
        {
            writer.WriteStartObject(name);
            writer.WriteString("Type"u8, attribute.DataType);
            writer.WriteString("Value"u8, attribute.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string CertificateUrl(string region) => $"https://sns.{region}.amazonaws.com/SimpleNotificationService-example.pem";

    private static string UnsubscribeUrl(string region) => $"https://sns.{region}.amazonaws.com/?Action=Unsubscribe";
}
