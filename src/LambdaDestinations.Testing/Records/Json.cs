using System;
using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LambdaDestinations.Testing.Records;

/// <summary>How this library writes JSON: compact, with no character escaped that JSON lets stand.</summary>
internal static class Json
{
    // Lambda has no limit of depth; the reader needs one. Deeper than any error chain that fits into its 256 KB.
    private const int MaximumDepth = 4096;

    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    internal static byte[] Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            write(writer, state);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads JSON that was written here or was found valid.</summary>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaximumDepth });

    /// <summary>Reads JSON text.</summary>
    internal static JsonDocument Parse(string json) => JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaximumDepth });

    /// <summary>True when the bytes are one JSON value.</summary>
    internal static bool IsValid(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
        try
        {
            while (reader.Read())
            {
            }

            return reader.TokenType != JsonTokenType.None;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Writes a value as the record holds it: the same tokens without the white space between them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="json">One valid JSON value.</param>
    internal static void WriteCompact(this Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAny(" \t\r\n"u8) < 0)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
            return;
        }

        ArrayBufferWriter<byte> compact = new(json.Length);
        bool inString = false;
        int start = 0;
        for (int i = 0; i < json.Length; i++)
        {
            byte current = json[i];
            if (inString)
            {
                if (current == '\\')
                {
                    i++;
                }
                else if (current == '"')
                {
                    inString = false;
                }
            }
            else if (current == '"')
            {
                inString = true;
            }
            else if (current is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                compact.Write(json[start..i]);
                start = i + 1;
            }
        }

        compact.Write(json[start..]);
        writer.WriteRawValue(compact.WrittenSpan, skipInputValidation: true);
    }

    /// <summary><c>2026-03-04T10:15:30.123Z</c>.</summary>
    internal static string Milliseconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>2026-03-04T10:15:30Z</c>.</summary>
    internal static string Seconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>2026/03/04/2026-03-04T10.15.30-uuid</c>: the end of the key of an S3 destination.</summary>
    internal static string KeySuffix(DateTimeOffset time, string id) =>
        time.UtcDateTime.ToString("yyyy'/'MM'/'dd'/'yyyy-MM-dd'T'HH.mm.ss", CultureInfo.InvariantCulture) + "-" + id;
}
