using System;
using System.Collections;
using System.Collections.Generic;
using LambdaDestinations.Reading;

namespace LambdaDestinations;

/// <summary>The messages of an envelope. Each is taken out when the enumeration comes to it; the bytes given must not change before.</summary>
public sealed class DestinationBatch : IEnumerable<DestinationMessage>
{
    private readonly ReadOnlyMemory<byte> _json;
    private readonly int _recordsStart;
    private readonly DestinationMessage? _single;

    internal DestinationBatch(DestinationMessage single) => _single = single;

    internal DestinationBatch(ReadOnlyMemory<byte> json, int recordsStart)
    {
        _json = json;
        _recordsStart = recordsStart;
    }

    /// <inheritdoc />
    public IEnumerator<DestinationMessage> GetEnumerator()
    {
        if (_single is not null)
        {
            yield return _single;
            yield break;
        }

        int position = _recordsStart;
        for (int index = 0; Next(ref position, index) is { } slice; index++)
        {
            yield return EnvelopeParser.ReadElement(_json.Slice(slice.Start, slice.Length), slice.Start, index);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private JsonSlice? Next(ref int position, int index)
    {
        var cursor = new JsonCursor(_json.Span, position);
        bool first = index == 0;
        if (first)
        {
            cursor.EnterArray(EnvelopeParser.RecordsPath);
        }

        if (!cursor.NextElement(ref first, EnvelopeParser.RecordsPath))
        {
            return null;
        }

        JsonSlice slice = cursor.ReadSlice(EnvelopeParser.RecordsPath);
        position = cursor.Position;
        return slice;
    }
}
