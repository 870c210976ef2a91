using System;
using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace LambdaDestinations.Reading;

/// <summary>Unescapes and decodes the content of JSON strings.</summary>
internal static class JsonText
{
    private const int StackLimit = 256;

    /// <summary>What a backslash and one character stand for, by that character; 0 where JSON knows nothing.</summary>
    private static readonly byte[] Unescaped = SimpleEscapes();

    /// <summary>Undoes the escapes of a string's content.</summary>
    /// <param name="text">The content between the quotes.</param>
    /// <param name="target">At least as long as <paramref name="text"/>.</param>
    /// <param name="written">Bytes written.</param>
    /// <param name="replaceLoneSurrogates">Whether half a surrogate pair becomes U+FFFD instead of a failure.</param>
    /// <returns>False for an escape that JSON does not know.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> text, Span<byte> target, out int written, bool replaceLoneSurrogates = false)
    {
        written = 0;
        int read = 0;
        while (true)
        {
            UnescapeBlocks(text, ref read, target, ref written);
            int plain = text[read..].IndexOf((byte)'\\');
            plain = plain < 0 ? text.Length - read : plain;
            text.Slice(read, plain).CopyTo(target[written..]);
            read += plain;
            written += plain;
            if (read == text.Length)
            {
                return true;
            }

            if (text.Length - read < 2)
            {
                return false;
            }

            byte escape = text[read + 1];
            if (Unescaped[escape] is var character and not 0)
            {
                target[written++] = character;
                read += 2;
            }
            else if (escape != 'u' || !TryUnescapeUnicode(text, ref read, target, ref written, replaceLoneSurrogates))
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Copies and unescapes whole blocks, up to an escape of more than one character or near the end. In JSON within JSON every quote
    /// is escaped: so the escapes of a block are found together, and what lies between them is copied with whatever follows it.
    /// </summary>
    private static void UnescapeBlocks(ReadOnlySpan<byte> text, ref int read, Span<byte> target, ref int written)
    {
        const int Block = 32;

        // The last escape of a block may reach one byte past it, and a copy is a block long. The target is no shorter than the text,
        // and never ahead of it: what fits there fits here.
        const int Reach = (2 * Block) + 2;
        ref byte source = ref MemoryMarshal.GetReference(text);
        ref byte sink = ref MemoryMarshal.GetReference(target);
        int last = Math.Min(text.Length, target.Length) - Reach;
        while (read <= last)
        {
            Vector256<byte> bytes = Vector256.LoadUnsafe(ref source, (nuint)read);
            bytes.StoreUnsafe(ref sink, (nuint)written);
            uint backslashes = Vector256.Equals(bytes, Vector256.Create((byte)'\\')).ExtractMostSignificantBits();
            int done = 0;
            while (backslashes != 0)
            {
                int at = BitOperations.TrailingZeroCount(backslashes);
                byte character = Unescaped[Unsafe.Add(ref source, read + at + 1)];
                written += at - done;
                if (character == 0)
                {
                    read += at;
                    return;
                }

                Unsafe.Add(ref sink, written++) = character;
                done = at + 2;
                Vector256.LoadUnsafe(ref source, (nuint)(read + done)).StoreUnsafe(ref sink, (nuint)written);
                backslashes &= ~(3U << at);
            }

            written += Math.Max(Block - done, 0);
            read += Math.Max(Block, done);
        }
    }

    /// <summary>Decodes a string's content.</summary>
    /// <param name="text">The content between the quotes.</param>
    /// <param name="escapes">How many escapes it holds.</param>
    /// <param name="value">The text.</param>
    /// <param name="replaceLoneSurrogates">Whether half a surrogate pair becomes U+FFFD instead of a failure.</param>
    /// <returns>False for an escape that JSON does not know.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> text, int escapes, out string value, bool replaceLoneSurrogates = false)
    {
        value = "";
        if (escapes == 0)
        {
            value = ToString(text);
            return true;
        }

        byte[]? rented = text.Length > StackLimit ? ArrayPool<byte>.Shared.Rent(text.Length) : null;
        Span<byte> buffer = rented ?? stackalloc byte[StackLimit];
        bool unescaped = TryUnescape(text, buffer, out int written, replaceLoneSurrogates);
        if (unescaped)
        {
            value = Encoding.UTF8.GetString(buffer[..written]);
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return unescaped;
    }

    /// <summary>The text of UTF-8 bytes. Nearly all are ASCII, whose length need not be counted first.</summary>
    public static string ToString(ReadOnlySpan<byte> text) => Ascii.IsValid(text) ? Encoding.Latin1.GetString(text) : Encoding.UTF8.GetString(text);

    private static bool TryUnescapeUnicode(ReadOnlySpan<byte> text, ref int read, Span<byte> target, ref int written, bool replaceLoneSurrogates)
    {
        if (!TryReadUnit(text[read..], out char unit))
        {
            return false;
        }

        read += 6;
        if (!Rune.TryCreate(unit, out Rune rune))
        {
            if (char.IsHighSurrogate(unit) && TryReadUnit(text[read..], out char low) && Rune.TryCreate(unit, low, out rune))
            {
                read += 6;
            }
            else if (replaceLoneSurrogates)
            {
                rune = Rune.ReplacementChar;
            }
            else
            {
                return false;
            }
        }

        // An escape of six bytes gives at most three, one of twelve bytes four: the target is never too short.
        written += rune.EncodeToUtf8(target[written..]);
        return true;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = '\0';
        if (text.Length < 6 || text[0] != '\\' || text[1] != 'u')
        {
            return false;
        }

        bool parsed = Utf8Parser.TryParse(text.Slice(2, 4), out ushort value, out int length, 'x') && length == 4;
        unit = (char)value;
        return parsed;
    }

    private static byte[] SimpleEscapes()
    {
        byte[] table = new byte[256];
        foreach ((char escape, char character) in new[] { ('"', '"'), ('\\', '\\'), ('/', '/'), ('b', '\b'), ('f', '\f'), ('n', '\n'), ('r', '\r'), ('t', '\t') })
        {
            table[escape] = (byte)character;
        }

        return table;
    }
}
