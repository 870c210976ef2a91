using System;
using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace LambdaDestinations.Reading;

/// <summary>Takes the content out of a Kafka message, which Lambda and EventBridge Pipes write in Base64 (AWS Lambda Developer Guide).</summary>
internal static class KafkaParser
{
    /// <summary>Stands for the path of one message, until something is wrong with it.</summary>
    private const string MessagePath = "$[*]";

    /// <summary>One message of a partition. What is wrong with it concerns it alone.</summary>
    /// <param name="element">The message.</param>
    /// <param name="offset">Where it begins in the event.</param>
    /// <param name="path">Of the partition's array.</param>
    /// <param name="index">Its place among the others.</param>
    /// <param name="partition">The topic, a hyphen and the number of the partition.</param>
    public static DestinationMessage ReadElement(ReadOnlyMemory<byte> element, int offset, string path, int index, string partition)
    {
        string? id = null;
        try
        {
            RecordParser.CheckUtf8(element.Span, MessagePath);
            return Read(element, MessagePath, partition, out id);
        }
        catch (DestinationFormatException error)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]{error.Path[MessagePath.Length..]}");
            return new DestinationMessage(DestinationCarrier.Kafka, id, new DestinationFormatException(error.Problem, place, offset + error.ByteOffset, error.InnerException));
        }
    }

    /// <summary>A message.</summary>
    /// <param name="element">The message.</param>
    /// <param name="path">Of the message.</param>
    /// <param name="partition">The topic, a hyphen and the number of the partition, where the message does not say them itself.</param>
    /// <param name="id">Where the message stands, if that much can be read.</param>
    public static DestinationMessage Read(ReadOnlyMemory<byte> element, string path, string? partition, out string? id)
    {
        id = null;
        var cursor = new JsonCursor(element.Span);
        cursor.EnterObject(path);
        bool first = true;
        bool hasValue = false;
        JsonString value = default;
        long? offset = null;
        string? topic = null;
        int? number = null;
        while (cursor.NextMember(ref first, path, out ReadOnlySpan<byte> name))
        {
            byte next = cursor.Peek();
            if (next == '"' && name.SequenceEqual("value"u8))
            {
                value = cursor.ReadStringToken(path + ".value");
                hasValue = true;
            }
            else if (next is >= (byte)'0' and <= (byte)'9' && name.SequenceEqual("offset"u8))
            {
                offset = cursor.ReadLongCount(path + ".offset");
            }
            else if (next == '"' && name.SequenceEqual("topic"u8))
            {
                topic = cursor.ReadRecurringString(path + ".topic");
            }
            else if (next is >= (byte)'0' and <= (byte)'9' && name.SequenceEqual("partition"u8))
            {
                number = cursor.ReadCount(path + ".partition");
            }
            else
            {
                // Of a member that stands twice the last counts, also where that is of another kind.
                hasValue &= !name.SequenceEqual("value"u8);
                offset = name.SequenceEqual("offset"u8) ? null : offset;
                topic = name.SequenceEqual("topic"u8) ? null : topic;
                number = name.SequenceEqual("partition"u8) ? null : number;
                cursor.Skip(path);
            }
        }

        partition ??= topic is null || number is null ? null : string.Create(CultureInfo.InvariantCulture, $"{topic}-{number}");
        id = partition is null || offset is null ? null : string.Create(CultureInfo.InvariantCulture, $"{partition}:{offset}");
        return hasValue
            ? new DestinationMessage(DestinationCarrier.Kafka, id, Decode(element, value, path + ".value"))
            : throw new DestinationFormatException("the message of a Kafka topic has no value that is a string", path, 0);
    }

    private static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> element, JsonString value, string path)
    {
        ReadOnlyMemory<byte> text = EnvelopeParser.Unescape(element, value, path);
        byte[] content = GC.AllocateUninitializedArray<byte>(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        return Base64.DecodeFromUtf8(text.Span, content, out _, out int written) == OperationStatus.Done
            ? content.AsMemory(0, written)
            : throw new DestinationFormatException("the value of a Kafka message is not Base64", path, value.Start - 1);
    }
}
