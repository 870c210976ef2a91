using System;
using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
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
            read += CopyPlain(text[read..], target[written..], ref written);
            if (read == text.Length)
            {
                return true;
            }

            if (text.Length - read < 2)
            {
                return false;
            }

            byte escape = text[read + 1];
            byte character = escape < Unescaped.Length ? Unescaped[escape] : (byte)0;
            if (character != 0)
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

    /// <summary>Copies up to the next backslash; escapes follow each other closely in JSON within JSON, so short runs must be cheap.</summary>
    /// <returns>How many bytes were copied.</returns>
    private static int CopyPlain(ReadOnlySpan<byte> text, Span<byte> target, ref int written)
    {
        int at = 0;
        ref byte source = ref MemoryMarshal.GetReference(text);
        ref byte sink = ref MemoryMarshal.GetReference(target);

        // What is copied past a backslash is overwritten by what follows; the target never ends before the text does.
        for (; text.Length - at >= Vector128<byte>.Count && target.Length - at >= Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref source, (nuint)at);
            bytes.StoreUnsafe(ref sink, (nuint)at);
            uint backslashes = Vector128.Equals(bytes, Vector128.Create((byte)'\\')).ExtractMostSignificantBits();
            if (backslashes != 0)
            {
                at += BitOperations.TrailingZeroCount(backslashes);
                written += at;
                return at;
            }
        }

        for (; at < text.Length && text[at] != '\\'; at++)
        {
            target[at] = text[at];
        }

        written += at;
        return at;
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
        byte[] table = new byte[128];
        foreach ((char escape, char character) in new[] { ('"', '"'), ('\\', '\\'), ('/', '/'), ('b', '\b'), ('f', '\f'), ('n', '\n'), ('r', '\r'), ('t', '\t') })
        {
            table[escape] = (byte)character;
        }

        return table;
    }
}
