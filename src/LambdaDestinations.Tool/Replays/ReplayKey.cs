using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LambdaDestinations.Tool.Replays;

/// <summary>
/// What an event is known by when it comes again, under another request id: its function and its JSON, whatever the order of members and the space
/// between them.
/// </summary>
internal static class ReplayKey
{
    /// <summary>The key: a digest in hexadecimal digits.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="payload">The event, valid JSON.</param>
    public static string Of(string function, ReadOnlyMemory<byte> payload)
    {
        using MemoryStream text = new();
        text.Write(Encoding.UTF8.GetBytes(function + "\n"));
        using (Utf8JsonWriter writer = new(text))
        {
            using JsonDocument document = JsonDocument.Parse(payload);
            Write(writer, document.RootElement);
        }

        return Convert.ToHexString(SHA256.HashData(text.GetBuffer().AsSpan(0, (int)text.Length))).ToLowerInvariant();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in json.EnumerateObject().OrderBy(static x => x.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in json.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
