using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Replay;

/// <summary>Reads the events of failures again, whatever carries their records. Compiled into the command line, too.</summary>
internal static class ReplayReader
{
    /// <summary>The events of a file or an object.</summary>
    /// <param name="text">
    /// UTF-8 JSON: a record, the event of a consumer (SQS, SNS, EventBridge, S3, Kafka, a pipe's array of records), the body of a message, or what <c>aws
    /// sqs receive-message</c> prints.
    /// </param>
    /// <param name="place">Where it stands, for people.</param>
    /// <param name="s3">Where the objects are that notifications name.</param>
    /// <returns>One for each message; what is wrong with one concerns it alone.</returns>
    /// <exception cref="DestinationFormatException">The text is not JSON, or none that holds records.</exception>
    public static async Task<IReadOnlyList<ReplayEvent>> ReadAsync(ReadOnlyMemory<byte> text, string place, IS3RecordSource s3)
    {
        List<ReplayEvent> events = [];
        DestinationMessage body = DestinationEnvelope.FromSqsBody(text);
        IEnumerable<DestinationMessage> messages = body.Carrier == DestinationCarrier.SnsInSqs
            ? [body]
            : DestinationEnvelope.Read(ReceivedMessages(text) ?? text);
        foreach (DestinationMessage message in messages)
        {
            if (!message.IsS3TestEvent)
            {
                events.Add(await ReadAsync(message, message.MessageId is { } id ? $"{place}, message {id}" : place, s3).ConfigureAwait(false));
            }
        }

        // Messages of a topic, a bucket or a pipe have no id to tell them by.
        for (int i = 0; events.Count > 1 && i < events.Count; i++)
        {
            if (events[i].Place == place)
            {
                events[i] = events[i] with { Place = string.Create(CultureInfo.InvariantCulture, $"{place}, message {i + 1}") };
            }
        }

        return events;
    }

    /// <summary>The event of a message of a queue; none for the test event of S3.</summary>
    /// <param name="body">The body.</param>
    /// <param name="attributes">The message attributes, by which a dead letter is known: name, type, value.</param>
    /// <param name="place">Where it stands, for people.</param>
    /// <param name="s3">Where the objects are that notifications name.</param>
    public static async Task<IReadOnlyList<ReplayEvent>> ReadMessageAsync(
        string body, IEnumerable<(string Name, string DataType, string? Value)> attributes, string place, IS3RecordSource s3)
    {
        DestinationMessage message = DestinationEnvelope.Read(Event(writer => WriteMessage(writer, null, body, attributes))).Single();
        return message.IsS3TestEvent ? [] : [await ReadAsync(message, place, s3).ConfigureAwait(false)];
    }

    private static async Task<ReplayEvent> ReadAsync(DestinationMessage message, string place, IS3RecordSource s3)
    {
        try
        {
            DestinationMessage fetched = message.Error is null ? await DestinationConsumer.FetchAsync(message, s3).ConfigureAwait(false) : message;
            return Read(fetched, message.ObjectKey is { } key ? $"{place}, object {key} of {message.BucketName}" : place);
        }
        catch (DestinationFormatException error)
        {
            return new ReplayEvent(place, ReplayKind.Malformed) { Problem = error.Message };
        }
    }

    private static ReplayEvent Read(DestinationMessage message, string place)
    {
        if (message.DeadLetter is { RequestId: not null })
        {
            return ReplayEvent.Of(DestinationRecordReader.ReadDeadLetter<DestinationVoid>(message.Record, message.DeadLetter, null), place);
        }

        return DestinationRecordReader.GetKind(message.Record) switch
        {
            DestinationRecordKind.Failure => ReplayEvent.Of(DestinationRecordReader.ReadFailure<DestinationVoid>(message.Record, null), place),
            DestinationRecordKind.StreamFailure => ReplayEvent.Of(DestinationRecordReader.ReadStreamFailure(message.Record), place),
            DestinationRecordKind.Success => ReplayEvent.OfRecord(
                DestinationRecordReader.ReadSuccess<DestinationVoid, DestinationVoid>(message.Record, null, null), place, ReplayKind.Success) with
            {
                Problem = "it is the record of a success",
            },
            DestinationRecordKind.DurableExecution => OfExecution(DestinationRecordReader.ReadDurableExecution(message.Record), place),
            _ => new ReplayEvent(place, ReplayKind.Unknown)
            {
                Problem = "it is neither a record of a destination nor a dead letter of a function, which has the attribute RequestID",
            },
        };
    }

    private static ReplayEvent OfExecution(DurableExecutionRecord record, string place) => new(place, ReplayKind.StatusChange)
    {
        FunctionArn = record.FunctionArn,
        Condition = record.StatusText,
        Timestamp = record.EndTimestamp ?? record.StartTimestamp,
        Problem = "it is the status change of a durable execution, which holds no event: aws lambda get-durable-execution has its input",
    };

    /// <summary>What <c>aws sqs receive-message</c> prints, as the event of a consumer; <see langword="null"/> for anything else.</summary>
    private static ReadOnlyMemory<byte>? ReceivedMessages(ReadOnlyMemory<byte> text)
    {
        Utf8JsonReader reader = new(text.Span);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
                || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("Messages"u8))
            {
                return null;
            }

            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement messages = document.RootElement.GetProperty("Messages");
            return messages.ValueKind != JsonValueKind.Array ? null : Event(writer =>
            {
                foreach (JsonElement message in messages.EnumerateArray())
                {
                    WriteMessage(writer, TextOf(message, "MessageId"), TextOf(message, "Body"), AttributesOf(message));
                }
            });
        }
        catch (JsonException)
        {
            // Whoever reads it next finds the fault, with its place.
            return null;
        }
    }

    private static IEnumerable<(string Name, string DataType, string? Value)> AttributesOf(JsonElement message)
    {
        if (message.ValueKind == JsonValueKind.Object
            && message.TryGetProperty("MessageAttributes", out JsonElement attributes) && attributes.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty attribute in attributes.EnumerateObject())
            {
                yield return (attribute.Name, TextOf(attribute.Value, "DataType") ?? "String", TextOf(attribute.Value, "StringValue"));
            }
        }
    }

    /// <summary>A member of an object that is a string; <see langword="null"/> for anything else.</summary>
    public static string? TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static ReadOnlyMemory<byte> Event(Action<Utf8JsonWriter> writeMessages)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("Records"u8);
        writeMessages(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteMessage(Utf8JsonWriter writer, string? id, string? body, IEnumerable<(string Name, string DataType, string? Value)> attributes)
    {
        writer.WriteStartObject();
        writer.WriteString("eventSource"u8, "aws:sqs"u8);
        if (id is not null)
        {
            writer.WriteString("messageId"u8, id);
        }

        if (body is not null)
        {
            writer.WriteString("body"u8, body);
        }

        writer.WriteStartObject("messageAttributes"u8);
        foreach ((string name, string dataType, string? value) in attributes)
        {
            writer.WriteStartObject(name);
            writer.WriteString("stringValue"u8, value);
            writer.WriteString("dataType"u8, dataType);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
