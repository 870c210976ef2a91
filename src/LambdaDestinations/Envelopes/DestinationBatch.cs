using System;
using System.Collections;
using System.Collections.Generic;
using System.Text;
using LambdaDestinations.Reading;

namespace LambdaDestinations;

/// <summary>The messages of an envelope. Each is taken out when the enumeration comes to it; the bytes given must not change before.</summary>
public sealed class DestinationBatch : IEnumerable<DestinationMessage>
{
    private const string TopicsPath = "$.records";

    private readonly ReadOnlyMemory<byte> _json;
    private readonly int _start;
    private readonly string _path = "$";
    private readonly DestinationMessage? _single;

    internal DestinationBatch(DestinationMessage single) => _single = single;

    internal DestinationBatch(ReadOnlyMemory<byte> json, int start, string path)
    {
        _json = json;
        _start = start;
        _path = path;
    }

    /// <inheritdoc />
    public IEnumerator<DestinationMessage> GetEnumerator() =>
        _single is not null ? Single(_single).GetEnumerator()
        : _path == TopicsPath ? OfTopics().GetEnumerator()
        : OfArray().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The messages of a Kafka event: an array for each partition of a topic.</summary>
    internal static DestinationBatch OfTopics(ReadOnlyMemory<byte> json, int start) => new(json, start, TopicsPath);

    private static IEnumerable<DestinationMessage> Single(DestinationMessage message)
    {
        yield return message;
    }

    private IEnumerable<DestinationMessage> OfArray()
    {
        int position = _start;
        for (int index = 0; NextElement(ref position, index, _path) is { } slice; index++)
        {
            yield return EnvelopeParser.ReadElement(_json.Slice(slice.Start, slice.Length), slice.Start, _path, index);
        }
    }

    private IEnumerable<DestinationMessage> OfTopics()
    {
        int position = _start;
        for (bool first = true; NextTopic(ref position, ref first) is { } topic;)
        {
            string path = $"{TopicsPath}['{topic}']";
            for (int index = 0; NextElement(ref position, index, path) is { } slice; index++)
            {
                yield return KafkaParser.ReadElement(_json.Slice(slice.Start, slice.Length), slice.Start, path, index, topic);
            }
        }
    }

    private JsonSlice? NextElement(ref int position, int index, string path)
    {
        var cursor = new JsonCursor(_json.Span, position);
        bool first = index == 0;
        if (first)
        {
            cursor.EnterArray(path);
        }

        bool found = cursor.NextElement(ref first, path);
        JsonSlice? slice = found ? cursor.ReadSlice(path) : null;
        position = cursor.Position;
        return slice;
    }

    /// <summary>The next topic and partition, with the position at its array.</summary>
    private string? NextTopic(ref int position, ref bool first)
    {
        var cursor = new JsonCursor(_json.Span, position);
        if (first)
        {
            cursor.EnterObject(TopicsPath);
        }

        string? topic = cursor.NextMember(ref first, TopicsPath, out ReadOnlySpan<byte> name) ? Encoding.UTF8.GetString(name) : null;
        position = cursor.Position;
        return topic;
    }
}
