using System;
using System.Buffers.Binary;
using System.Text;
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

    private static readonly string?[] Slots = new string?[SlotCount];

    /// <summary>The text of valid UTF-8 bytes that hold no escape.</summary>
    public static string Get(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MaximumLength)
        {
            return Encoding.UTF8.GetString(text);
        }

        ref string? slot = ref Slots[Hash(text) & (SlotCount - 1)];
        string? known = Volatile.Read(ref slot);
        if (known is not null && Ascii.Equals(text, known))
        {
            return known;
        }

        string value = Encoding.UTF8.GetString(text);
        Volatile.Write(ref slot, value);
        return value;
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
}
