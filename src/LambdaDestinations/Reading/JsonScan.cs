using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LambdaDestinations.Reading;

/// <summary>Finds the end of strings, objects and arrays, 64 bytes at a time.</summary>
/// <remarks>
/// The bit arithmetic is that of simdjson (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019): quotes that are
/// not escaped, the prefix exclusive-or of which marks the inside of strings, then the brackets outside of them. It decides
/// nothing about validity: on a valid document its answer is exact, on any other the slice it gives does not parse.
/// </remarks>
internal static class JsonScan
{
    private const int BlockLength = 64;

    /// <summary>Offset after the bracket that closes the one at <paramref name="start"/>, or -1.</summary>
    public static int ContainerEnd(ReadOnlySpan<byte> json, int start)
    {
        int depth = 0;
        ulong inside = 0;
        ulong escaped = 0;
        Span<byte> tail = stackalloc byte[BlockLength];
        for (int at = start; at < json.Length; at += BlockLength)
        {
            ReadOnlySpan<byte> block = Block(json, at, tail);
            Masks masks = Masks.OfStructure(ref MemoryMarshal.GetReference(block));
            ulong quotes = masks.Quotes & ~Escaped(masks.Backslashes, ref escaped);
            ulong strings = PrefixXor(quotes) ^ inside;
            inside = (ulong)((long)strings >> 63);
            ulong opening = masks.Opening & ~strings;
            ulong closing = masks.Closing & ~strings;
            int closed = BitOperations.PopCount(closing);
            if (depth > closed)
            {
                depth += BitOperations.PopCount(opening) - closed;
                continue;
            }

            for (ulong brackets = opening | closing; brackets != 0; brackets &= brackets - 1)
            {
                ulong lowest = brackets & (0 - brackets);
                depth += (opening & lowest) != 0 ? 1 : -1;
                if (depth == 0)
                {
                    return at + BitOperations.TrailingZeroCount(brackets) + 1;
                }
            }
        }

        return -1;
    }

    /// <summary>Length of a string that ends within 16 bytes and holds no escape, as most names do; -1 for any other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ShortStringLength(ReadOnlySpan<byte> json, int start)
    {
        if (json.Length - start < Vector128<byte>.Count)
        {
            return -1;
        }

        uint ends = Ends(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(json), (nuint)start)).ExtractMostSignificantBits();
        int length = BitOperations.TrailingZeroCount(ends);
        return ends != 0 && json[start + length] == '"' ? length : -1;
    }

    /// <summary>Length of the string whose content begins at <paramref name="start"/>, or -1.</summary>
    /// <param name="json">The text.</param>
    /// <param name="start">Offset of the first byte after the opening quote.</param>
    /// <param name="escapes">How many escapes the string holds.</param>
    /// <param name="bad">Offset of a control character, or -1 if the string is not closed.</param>
    public static int StringLength(ReadOnlySpan<byte> json, int start, out int escapes, out int bad)
    {
        escapes = 0;
        bad = -1;
        int at = start;

        // Names and most values end within the first bytes: a search that must be set up costs more than they do.
        for (; json.Length - at >= Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            Vector128<byte> ends = Ends(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(json), (nuint)at));
            if (ends != Vector128<byte>.Zero)
            {
                at += BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
                return StringLengthAt(json, start, at, out escapes, out bad);
            }
        }

        for (; at < json.Length; at++)
        {
            if (json[at] is (byte)'"' or (byte)'\\' or < 0x20)
            {
                return StringLengthAt(json, start, at, out escapes, out bad);
            }
        }

        return -1;
    }

    /// <summary>The bytes that a plain stretch of a string ends at: the quote, the backslash and the control characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Ends(Vector128<byte> bytes) =>
        Vector128.Equals(bytes, Vector128.Create((byte)'"'))
        | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
        | Vector128.LessThan(bytes, Vector128.Create((byte)0x20));

    private static int StringLengthAt(ReadOnlySpan<byte> json, int start, int at, out int escapes, out int bad)
    {
        escapes = 0;
        bad = -1;
        switch (json[at])
        {
            case (byte)'"':
                return at - start;
            case (byte)'\\':
                return EscapedStringLength(json, start, at, out escapes, out bad);
            default:
                bad = at;
                return -1;
        }
    }

    private static int EscapedStringLength(ReadOnlySpan<byte> json, int start, int from, out int escapes, out int bad)
    {
        escapes = 0;
        bad = -1;
        ulong escaped = 0;
        Span<byte> tail = stackalloc byte[BlockLength];
        for (int at = from; at < json.Length; at += BlockLength)
        {
            ReadOnlySpan<byte> block = Block(json, at, tail);
            Masks masks = Masks.OfString(ref MemoryMarshal.GetReference(block));
            ulong characters = Escaped(masks.Backslashes, ref escaped);
            ulong quotes = masks.Quotes & ~characters;
            ulong before = quotes == 0 ? ulong.MaxValue : (quotes & (0 - quotes)) - 1;
            escapes += BitOperations.PopCount(characters & before);
            ulong controls = masks.Controls & before;
            if (controls != 0)
            {
                bad = at + BitOperations.TrailingZeroCount(controls);
                return -1;
            }

            if (quotes != 0)
            {
                return at + BitOperations.TrailingZeroCount(quotes) - start;
            }
        }

        return -1;
    }

    /// <summary>64 bytes at an offset; the last ones are filled up with spaces, which mean nothing to either search.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> json, int at, Span<byte> tail)
    {
        if (json.Length - at >= BlockLength)
        {
            return json.Slice(at, BlockLength);
        }

        tail.Fill((byte)' ');
        json[at..].CopyTo(tail);
        return tail;
    }

    /// <summary>The characters that a backslash escapes, a backslash of the block before included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Escaped(ulong backslashes, ref ulong carry)
    {
        const ulong even = 0x5555_5555_5555_5555;
        if (backslashes == 0)
        {
            ulong only = carry;
            carry = 0;
            return only;
        }

        backslashes &= ~carry;
        ulong follows = (backslashes << 1) | carry;
        ulong oddStarts = backslashes & ~even & ~follows;
        ulong sequences = unchecked(oddStarts + backslashes);
        carry = sequences < oddStarts ? 1UL : 0UL;
        return (even ^ (sequences << 1)) & follows;
    }

    /// <summary>Each bit becomes the exclusive-or of itself and all lower ones: ones from a quote up to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
        {
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }

    /// <summary>One bit for each of 64 bytes.</summary>
    private readonly ref struct Masks
    {
        public ulong Quotes { get; private init; }

        public ulong Backslashes { get; private init; }

        public ulong Opening { get; private init; }

        public ulong Closing { get; private init; }

        public ulong Controls { get; private init; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Masks OfStructure(ref byte block)
        {
            // '{' and '[', '}' and ']' differ in bit 0x20 only.
            if (Vector512.IsHardwareAccelerated)
            {
                Vector512<byte> bytes = Vector512.LoadUnsafe(ref block);
                Vector512<byte> folded = bytes | Vector512.Create((byte)0x20);
                return new Masks
                {
                    Quotes = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits(),
                    Backslashes = Vector512.Equals(bytes, Vector512.Create((byte)'\\')).ExtractMostSignificantBits(),
                    Opening = Vector512.Equals(folded, Vector512.Create((byte)'{')).ExtractMostSignificantBits(),
                    Closing = Vector512.Equals(folded, Vector512.Create((byte)'}')).ExtractMostSignificantBits(),
                };
            }

            ulong quotes = 0, backslashes = 0, opening = 0, closing = 0;
            for (int part = 0; part < 4; part++)
            {
                int shift = part * 16;
                Vector128<byte> bytes = Vector128.LoadUnsafe(ref block, (nuint)shift);
                Vector128<byte> folded = bytes | Vector128.Create((byte)0x20);
                quotes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'"')).ExtractMostSignificantBits() << shift;
                backslashes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'\\')).ExtractMostSignificantBits() << shift;
                opening |= (ulong)Vector128.Equals(folded, Vector128.Create((byte)'{')).ExtractMostSignificantBits() << shift;
                closing |= (ulong)Vector128.Equals(folded, Vector128.Create((byte)'}')).ExtractMostSignificantBits() << shift;
            }

            return new Masks { Quotes = quotes, Backslashes = backslashes, Opening = opening, Closing = closing };
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Masks OfString(ref byte block)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Vector512<byte> bytes = Vector512.LoadUnsafe(ref block);
                return new Masks
                {
                    Quotes = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits(),
                    Backslashes = Vector512.Equals(bytes, Vector512.Create((byte)'\\')).ExtractMostSignificantBits(),
                    Controls = Vector512.LessThan(bytes, Vector512.Create((byte)0x20)).ExtractMostSignificantBits(),
                };
            }

            ulong quotes = 0, backslashes = 0, controls = 0;
            for (int part = 0; part < 4; part++)
            {
                int shift = part * 16;
                Vector128<byte> bytes = Vector128.LoadUnsafe(ref block, (nuint)shift);
                quotes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'"')).ExtractMostSignificantBits() << shift;
                backslashes |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'\\')).ExtractMostSignificantBits() << shift;
                controls |= (ulong)Vector128.LessThan(bytes, Vector128.Create((byte)0x20)).ExtractMostSignificantBits() << shift;
            }

            return new Masks { Quotes = quotes, Backslashes = backslashes, Controls = controls };
        }
    }
}
