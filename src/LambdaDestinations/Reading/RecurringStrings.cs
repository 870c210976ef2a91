using System;
using System.Buffers.Binary;
using System.Threading;

namespace LambdaDestinations.Reading;

/// <summary>Text that is the same in most records: the known words, and the ARNs of the functions and streams in use.</summary>
/// <remarks>
/// A fixed number of slots, each overwritten by the next text that falls into it, so memory is bounded whatever the input. A race
/// only costs an allocation.
/// </remarks>
internal static class RecurringStrings
{
    private const int SlotCount = 64;
    private const int MaximumLength = 256;

    private static readonly Slot?[] Slots = new Slot?[SlotCount];

    /// <summary>The text of valid UTF-8 bytes that hold no escape.</summary>
    public static string Get(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MaximumLength)
        {
            return JsonText.ToString(text);
        }

        ref Slot? slot = ref Slots[Hash(text) & (SlotCount - 1)];
        Slot? known = Volatile.Read(ref slot);
        if (known is not null && text.SequenceEqual(known.Utf8))
        {
            return known.Text;
        }

        var added = new Slot(text.ToArray(), JsonText.ToString(text));
        Volatile.Write(ref slot, added);
        return added.Text;
    }

    /// <summary>Length, beginning and end: ARNs differ at their end, words in their length.</summary>
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        ulong ends = text.Length >= 8
            ? BinaryPrimitives.ReadUInt64LittleEndian(text) ^ (BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]) * 31)
            : text[0] | ((ulong)text[^1] << 8) | ((ulong)text[text.Length / 2] << 16);
        if (text.Length >= 24)
        {
            ends ^= BinaryPrimitives.ReadUInt64LittleEndian(text[^16..]) * 131;
        }

        return (uint)(((ends + (ulong)text.Length) * 0x9E37_79B9_7F4A_7C15UL) >> 40);
    }

    private sealed record Slot(byte[] Utf8, string Text);
}
