using System;
using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace LambdaDestinations.Reading;

/// <summary>Unescapes and decodes the content of JSON strings.</summary>
internal static class JsonText
{
    private const int StackLimit = 256;

    /// <summary>Undoes the escapes of a string's content.</summary>
    /// <param name="text">The content between the quotes.</param>
    /// <param name="target">At least as long as <paramref name="text"/>.</param>
    /// <param name="written">Bytes written.</param>
    /// <param name="replaceLoneSurrogates">Whether half a surrogate pair becomes U+FFFD instead of a failure.</param>
    /// <returns>False for an escape that JSON does not know.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> text, Span<byte> target, out int written, bool replaceLoneSurrogates = false)
    {
        written = 0;
        while (true)
        {
            int plain = text.IndexOf((byte)'\\');
            if (plain < 0)
            {
                text.CopyTo(target[written..]);
                written += text.Length;
                return true;
            }

            text[..plain].CopyTo(target[written..]);
            written += plain;
            text = text[plain..];
            if (text.Length < 2)
            {
                return false;
            }

            byte escape = text[1];
            byte character = escape switch
            {
                (byte)'"' or (byte)'\\' or (byte)'/' => escape,
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                _ => 0,
            };
            if (character != 0)
            {
                target[written++] = character;
                text = text[2..];
            }
            else if (escape != 'u' || !TryUnescapeUnicode(ref text, target, ref written, replaceLoneSurrogates))
            {
                return false;
            }
        }
    }

    /// <summary>Decodes a string's content.</summary>
    /// <param name="text">The content between the quotes.</param>
    /// <param name="escapes">How many escapes it holds.</param>
    /// <param name="value">The text.</param>
    /// <param name="replaceLoneSurrogates">Whether half a surrogate pair becomes U+FFFD instead of a failure.</param>
    /// <returns>False for invalid UTF-8 and for an escape that JSON does not know.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> text, int escapes, out string value, bool replaceLoneSurrogates = false)
    {
        value = "";
        if (!Utf8.IsValid(text))
        {
            return false;
        }

        if (escapes == 0)
        {
            value = Encoding.UTF8.GetString(text);
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

    private static bool TryUnescapeUnicode(ref ReadOnlySpan<byte> text, Span<byte> target, ref int written, bool replaceLoneSurrogates)
    {
        if (!TryReadUnit(text, out char unit))
        {
            return false;
        }

        text = text[6..];
        if (!Rune.TryCreate(unit, out Rune rune))
        {
            if (char.IsHighSurrogate(unit) && TryReadUnit(text, out char low) && Rune.TryCreate(unit, low, out rune))
            {
                text = text[6..];
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
}
