using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LambdaDestinations.Testing.Filters;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing.Targets;

/// <summary>The event of a function whose source is a queue (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS").</summary>
internal static class SqsEvent
{
    internal static byte[] Write(string queueArn, string region, List<QueuedMessage> messages) => Json.Write((queueArn, region, messages), static (writer, state) =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("Records"u8);
        foreach (QueuedMessage message in state.messages)
        {
            Write(writer, state.queueArn, state.region, message);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>A message as the filters of a mapping see it.</summary>
    internal static void WriteForFilter(Utf8JsonWriter writer, string queueArn, string region, CapturedMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("messageId"u8, message.Id);
        writer.WritePropertyName("body"u8);
        MappingFilter.WriteBody(writer, Encoding.UTF8.GetBytes(message.Body));
        WriteAttributes(writer, message);
        writer.WriteString("eventSource"u8, "aws:sqs"u8);
        writer.WriteString("eventSourceARN"u8, queueArn);
        writer.WriteString("awsRegion"u8, region);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string queueArn, string region, QueuedMessage queued)
    {
        CapturedMessage message = queued.Message;
        writer.WriteStartObject();
        writer.WriteString("messageId"u8, message.Id);
        writer.WriteString("receiptHandle"u8, ReceiptHandle(queued));
        writer.WriteString("body"u8, message.Body);
        writer.WriteStartObject("attributes"u8);
        writer.WriteString("ApproximateReceiveCount"u8, queued.ReceiveCount.ToString(CultureInfo.InvariantCulture));
        if (message.Kind is not null)
        {
            string trace = message.Id.Replace("-", string.Empty, System.StringComparison.Ordinal);
            writer.WriteString(
                "AWSTraceHeader"u8,
                string.Create(CultureInfo.InvariantCulture, $"Root=1-{message.Time.ToUnixTimeSeconds():x8}-{trace[..24]};Parent={trace[16..]};Sampled=0"));
        }

        if (queued.Source is not null)
        {
            writer.WriteString("DeadLetterQueueSourceArn"u8, queued.Source);
        }

        if (queued.Group.Length > 0)
        {
            writer.WriteString("SequenceNumber"u8, queued.Sequence.ToString("D20", CultureInfo.InvariantCulture));
            writer.WriteString("MessageGroupId"u8, queued.Group);
            if (queued.DeduplicationId is { } id)
            {
                writer.WriteString("MessageDeduplicationId"u8, id);
            }
        }

        writer.WriteString("SentTimestamp"u8, message.Time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        writer.WriteString("SenderId"u8, message.SourceFunction is null ? "AIDAEXAMPLEID" : "AROAEXAMPLEID:" + message.SourceFunction);
        writer.WriteString(
            "ApproximateFirstReceiveTimestamp"u8,
            (queued.FirstReceivedAt ?? message.Time).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        writer.WriteEndObject();
        WriteAttributes(writer, message);
        writer.WriteString("md5OfMessageAttributes"u8, AttributeDigest.Of(message.Attributes));
        writer.WriteString("md5OfBody"u8, Md5(message.Body));
        writer.WriteString("eventSource"u8, "aws:sqs"u8);
        writer.WriteString("eventSourceARN"u8, queueArn);
        writer.WriteString("awsRegion"u8, region);
        writer.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter writer, CapturedMessage message)
    {
        writer.WriteStartObject("messageAttributes"u8);
        foreach ((string name, MessageAttributeValue attribute) in message.Attributes)
        {
            writer.WriteStartObject(name);
            writer.WriteString("stringValue"u8, attribute.Value);
            writer.WriteStartArray("stringListValues"u8);
            writer.WriteEndArray();
            writer.WriteStartArray("binaryListValues"u8);
            writer.WriteEndArray();
            writer.WriteString("dataType"u8, attribute.DataType);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string ReceiptHandle(QueuedMessage queued) =>
        "AQEB" + System.Convert.ToBase64String(Encoding.UTF8.GetBytes(queued.Message.Id + ":" + queued.ReceiveCount.ToString(CultureInfo.InvariantCulture)));

    [SuppressMessage("Security", "CA5351", Justification = "The member of the SQS event is defined as an MD5 digest.")]
    private static string Md5(string body) => System.Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(body))).ToLowerInvariant();
}
