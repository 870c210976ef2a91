using System;
using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LambdaDestinations.Reading;

/// <summary>
/// Reads the few shapes that an envelope is made of (objects, strings, integers) straight from UTF-8, strictly by RFC 8259.
/// </summary>
/// <remarks>
/// <see cref="Utf8JsonReader"/> cannot jump: to hand a payload to its serializer it must first walk it token by token, and the
/// serializer then walks it again. This cursor finds the payload's end at the speed of <see cref="JsonScan"/>; whoever takes the
/// slice then validates it, the payload's serializer or <see cref="Validate"/>. So every byte is still checked, once.
/// </remarks>
internal ref struct JsonCursor
{
    /// <summary>Nesting that is allowed inside a value that nobody asked for; System.Text.Json's own default.</summary>
    private const int MaximumDepth = 64;

    private static readonly SearchValues<byte> EndsScalar = SearchValues.Create(",}] \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _json;
    private int _position;

    public JsonCursor(ReadOnlySpan<byte> json, int position = 0)
    {
        _json = json;
        _position = position;
    }

    /// <summary>Offset of the next byte.</summary>
    public readonly int Position => _position;

    /// <summary>The next byte that is not white space, not consumed; 0 at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
    {
        if ((uint)_position < (uint)_json.Length)
        {
            byte next = _json[_position];
            if (next > ' ')
            {
                return next;
            }
        }

        return PeekPastWhiteSpace();
    }

    /// <summary>Consumes the opening brace.</summary>
    public void EnterObject(string path)
    {
        if (Peek() != '{')
        {
            throw Unexpected("an object", path);
        }

        _position++;
    }

    /// <summary>Consumes a member's name and colon, and leaves the cursor at its value; false after the closing brace.</summary>
    /// <param name="first">True before the first call for an object.</param>
    /// <param name="path">Of the object.</param>
    /// <param name="name">The member's name, unescaped.</param>
    public bool NextMember(scoped ref bool first, string path, out ReadOnlySpan<byte> name)
    {
        byte next = Peek();
        if (next == '}')
        {
            _position++;
            name = default;
            return false;
        }

        if (!first)
        {
            if (next != ',')
            {
                throw Unexpected("',' or '}'", path);
            }

            _position++;
            next = Peek();
        }

        first = false;
        if (next != '"')
        {
            throw Unexpected("a member's name", path);
        }

        int length = JsonScan.ShortStringLength(_json, _position + 1);
        int colon = _position + length + 2;
        if (length >= 0 && (uint)colon < (uint)_json.Length && _json[colon] == ':')
        {
            name = _json.Slice(_position + 1, length);
            _position = colon + 1;
            Peek();
            return true;
        }

        JsonString token = ReadStringToken(path);
        name = token.Escapes == 0 ? _json.Slice(token.Start, token.Length) : Unescape(token, path);
        if (Peek() != ':')
        {
            throw Unexpected("':'", path);
        }

        _position++;
        Peek();
        return true;
    }

    /// <summary>Consumes the opening bracket.</summary>
    public void EnterArray(string path)
    {
        if (Peek() != '[')
        {
            throw Unexpected("an array", path);
        }

        _position++;
    }

    /// <summary>Leaves the cursor at the next element; false after the closing bracket.</summary>
    /// <param name="first">True before the first call for an array.</param>
    /// <param name="path">Of the array.</param>
    public bool NextElement(scoped ref bool first, string path)
    {
        byte next = Peek();
        if (next == ']')
        {
            _position++;
            return false;
        }

        if (!first)
        {
            if (next != ',')
            {
                throw Unexpected("',' or ']'", path);
            }

            _position++;
            if (Peek() == ']')
            {
                throw Unexpected("a value", path);
            }
        }

        first = false;
        return true;
    }

    /// <summary>Checks that nothing but white space follows.</summary>
    public void ExpectEnd(string path)
    {
        Peek();
        if (_position != _json.Length)
        {
            throw Unexpected("the end of the text", path);
        }
    }

    /// <summary>Consumes <c>null</c> if it is next.</summary>
    public bool TryReadNull()
    {
        if (Peek() != 'n' || !_json[_position..].StartsWith("null"u8))
        {
            return false;
        }

        _position += 4;
        return true;
    }

    /// <summary>Consumes a string without decoding it.</summary>
    public JsonString ReadStringToken(string path)
    {
        if (Peek() != '"')
        {
            throw Unexpected("a string", path);
        }

        int start = _position + 1;
        int length = JsonScan.StringLength(_json, start, out int escapes, out int bad);
        if (length < 0)
        {
            throw bad < 0
                ? new DestinationFormatException("a string is not closed", path, start - 1)
                : new DestinationFormatException("a string holds an unescaped control character", path, bad);
        }

        _position = start + length + 1;
        return new JsonString(start, length, escapes);
    }

    /// <summary>Consumes a string and decodes it.</summary>
    public string ReadString(string path) => Decode(ReadStringToken(path), path);

    /// <summary>Consumes a string or null.</summary>
    public string? ReadOptionalString(string path) => TryReadNull() ? null : ReadString(path);

    /// <summary>Consumes a string that recurs from record to record: known words and ARNs are not allocated again.</summary>
    public string ReadRecurringString(string path)
    {
        JsonString token = ReadStringToken(path);
        return token.Escapes == 0 ? RecurringStrings.Get(_json.Slice(token.Start, token.Length)) : Decode(token, path);
    }

    /// <summary>Consumes a string that recurs from record to record, or null.</summary>
    public string? ReadOptionalRecurringString(string path) => TryReadNull() ? null : ReadRecurringString(path);

    /// <summary>Consumes an integer from 0 to <see cref="int.MaxValue"/>.</summary>
    public int ReadCount(string path)
    {
        long value = ReadInteger(path, out int start);
        return value is >= 0 and <= int.MaxValue
            ? (int)value
            : throw new DestinationFormatException("the number is out of range", path, start);
    }

    /// <summary>Consumes an integer from 0 to <see cref="long.MaxValue"/>.</summary>
    public long ReadLongCount(string path)
    {
        long value = ReadInteger(path, out int start);
        return value >= 0 ? value : throw new DestinationFormatException("the number is out of range", path, start);
    }

    /// <summary>Consumes a string that holds an ISO 8601 date and time.</summary>
    public DateTimeOffset ReadTimestamp(string path)
    {
        JsonString token = ReadStringToken(path);
        ReadOnlySpan<byte> text = token.Escapes == 0 ? _json.Slice(token.Start, token.Length) : Unescape(token, path);
        return Iso8601.TryParse(text, out DateTimeOffset value)
            ? value
            : throw new DestinationFormatException("the string is not an ISO 8601 date and time", path, token.Start - 1);
    }

    /// <summary>
    /// Consumes a value without checking more than that its brackets close. Whoever takes the slice must have it validated.
    /// </summary>
    public JsonSlice ReadSlice(string path)
    {
        byte first = Peek();
        int start = _position;
        switch (first)
        {
            case (byte)'{' or (byte)'[':
                int end = JsonScan.ContainerEnd(_json, start);
                if (end < 0)
                {
                    throw new DestinationFormatException("the text ends inside an object or array", path, _json.Length);
                }

                _position = end;
                break;
            case (byte)'"':
                ReadStringToken(path);
                break;
            default:
                int length = _json[start..].IndexOfAny(EndsScalar);
                length = length < 0 ? _json.Length - start : length;
                if (length == 0)
                {
                    throw Unexpected("a value", path);
                }

                _position = start + length;
                break;
        }

        return new JsonSlice(start, _position - start);
    }

    /// <summary>Consumes and validates a value that nobody asked for.</summary>
    public void Skip(string path)
    {
        if (Peek() == '"')
        {
            JsonString token = ReadStringToken(path);
            if (token.Escapes != 0)
            {
                Validate(_json, new JsonSlice(token.Start - 1, token.Length + 2), path);
            }

            return;
        }

        JsonSlice slice = ReadSlice(path);
        if (_json.Slice(slice.Start, slice.Length) is not [(byte)'{', (byte)'}'])
        {
            Validate(_json, slice, path);
        }
    }

    /// <summary>Checks the syntax of a slice.</summary>
    public static void Validate(ReadOnlySpan<byte> json, JsonSlice slice, string path, int fixedOffset = -1)
    {
        ReadOnlySpan<byte> value = json.Slice(slice.Start, slice.Length);
        try
        {
            var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = MaximumDepth });
            while (reader.Read())
            {
            }
        }
        catch (JsonException exception)
        {
            throw Wrap(exception, value, slice.Start, path, fixedOffset);
        }
    }

    /// <summary>Turns what System.Text.Json reports into a position in the outer bytes.</summary>
    /// <param name="exception">The report.</param>
    /// <param name="value">The bytes it is about.</param>
    /// <param name="start">Where they begin in the outer bytes.</param>
    /// <param name="path">The value's JSONPath.</param>
    /// <param name="fixedOffset">The offset to report if the bytes were unescaped from a string; else -1.</param>
    public static DestinationFormatException Wrap(
        JsonException exception, ReadOnlySpan<byte> value, int start, string path, int fixedOffset)
    {
        string inner = exception.Path is { Length: > 1 } reported && reported[0] == '$' ? path + reported[1..] : path;
        int offset = fixedOffset >= 0 ? fixedOffset : start + OffsetOf(exception, value);
        return new DestinationFormatException(WithoutPosition(exception.Message), inner, offset, exception);
    }

    /// <summary>Decodes a string's token.</summary>
    public readonly string Decode(JsonString token, string path)
    {
        ReadOnlySpan<byte> text = _json.Slice(token.Start, token.Length);
        return JsonText.TryDecode(text, token.Escapes, out string value)
            ? value
            : throw new DestinationFormatException("the string holds an invalid escape", path, token.Start);
    }

    /// <summary>Decodes a string of validated JSON; half a surrogate pair becomes U+FFFD.</summary>
    public readonly string DecodeLeniently(JsonString token)
    {
        JsonText.TryDecode(_json.Slice(token.Start, token.Length), token.Escapes, out string value, replaceLoneSurrogates: true);
        return value;
    }

    private readonly byte[] Unescape(JsonString token, string path)
    {
        // Names and timestamps only: half a surrogate pair makes neither, so it need not be told apart here.
        byte[] buffer = new byte[token.Length];
        return JsonText.TryUnescape(_json.Slice(token.Start, token.Length), buffer, out int written, replaceLoneSurrogates: true)
            ? buffer[..written]
            : throw new DestinationFormatException("the string holds an invalid escape", path, token.Start);
    }

    private long ReadInteger(string path, out int start)
    {
        byte first = Peek();
        start = _position;
        ReadOnlySpan<byte> rest = _json[start..];
        bool negative = first == '-';
        ReadOnlySpan<byte> digits = negative ? rest[1..] : rest;
        if (digits.IsEmpty || !char.IsAsciiDigit((char)digits[0]))
        {
            throw Unexpected("an integer", path);
        }

        bool parsed = Utf8Parser.TryParse(rest, out long value, out int length);
        bool leadingZero = digits[0] == '0' && digits.Length > 1 && char.IsAsciiDigit((char)digits[1]);
        bool ends = length < rest.Length ? EndsScalar.Contains(rest[length]) : length == rest.Length;
        if (!parsed || leadingZero || !ends)
        {
            throw new DestinationFormatException(
                leadingZero ? "a number may not begin with 0" : "the number is not an integer of 64 bits", path, start);
        }

        _position = start + length;
        return value;
    }

    private byte PeekPastWhiteSpace()
    {
        int position = _position;
        while ((uint)position < (uint)_json.Length && _json[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            position++;
        }

        _position = position;
        return (uint)position < (uint)_json.Length ? _json[position] : (byte)0;
    }

    private readonly DestinationFormatException Unexpected(string expected, string path)
    {
        string found = (uint)_position >= (uint)_json.Length ? "the end of the text" : _json[_position] switch
        {
            (byte)'{' => "an object",
            (byte)'[' => "an array",
            (byte)'"' => "a string",
            (byte)'n' => "null",
            (byte)'t' or (byte)'f' => "a boolean",
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => "a number",
            0xEF when _position == 0 && _json.StartsWith("\uFEFF"u8) => "a byte order mark",
            byte other when other is > 0x20 and < 0x7F => $"'{(char)other}'",
            byte other => $"the byte 0x{other:X2}",
        };
        return new DestinationFormatException($"expected {expected}, found {found}", path, _position);
    }

    /// <summary>System.Text.Json ends its messages with a position in its own bytes, which would contradict ours.</summary>
    private static string WithoutPosition(string message)
    {
        int end = message.IndexOf(" Path: $", StringComparison.Ordinal);
        end = end < 0 ? message.IndexOf(" LineNumber: ", StringComparison.Ordinal) : end;
        return end > 0 ? message[..end] : message;
    }

    /// <summary>System.Text.Json counts lines and bytes in the line; the offset follows from the line feeds.</summary>
    private static int OffsetOf(JsonException exception, ReadOnlySpan<byte> value)
    {
        int offset = 0;
        for (long line = exception.LineNumber ?? 0; line > 0; line--)
        {
            int feed = value[offset..].IndexOf((byte)'\n');
            if (feed < 0)
            {
                break;
            }

            offset += feed + 1;
        }

        return (int)Math.Min(offset + (exception.BytePositionInLine ?? 0), value.Length);
    }
}

/// <summary>A string's content inside its quotes.</summary>
/// <param name="Start">Offset of the first byte after the quote.</param>
/// <param name="Length">Bytes up to the closing quote, still escaped.</param>
/// <param name="Escapes">How many escapes it holds.</param>
internal readonly record struct JsonString(int Start, int Length, int Escapes);

/// <summary>A value's bytes.</summary>
/// <param name="Start">Offset of its first byte.</param>
/// <param name="Length">Its length in bytes; 0 for a value that is not there.</param>
internal readonly record struct JsonSlice(int Start, int Length)
{
    /// <summary>Whether there is a value.</summary>
    public bool IsPresent => Length != 0;
}
