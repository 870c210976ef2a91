using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using LambdaDestinations.Testing.Replay;

namespace LambdaDestinations.Tool.Replays;

/// <summary>An attribute of a message of SQS.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataType">Its type: <c>String</c>, <c>Number</c>, <c>Binary</c>, with a suffix of the user's.</param>
/// <param name="Text">Its value; <see langword="null"/> for bytes.</param>
/// <param name="Binary">Its bytes; <see langword="null"/> for a text.</param>
internal sealed record ReplayAttribute(string Name, string DataType, string? Text, byte[]? Binary);

/// <summary>A message that brings an event to a function which a queue feeds.</summary>
/// <param name="Body">Its body.</param>
/// <param name="Attributes">Its attributes, without the count of replays.</param>
/// <param name="GroupId">Its group; <see langword="null"/> without one.</param>
/// <param name="Replays">How often it was sent again before.</param>
internal sealed record ReplayMessage(string Body, IReadOnlyList<ReplayAttribute> Attributes, string? GroupId, int Replays)
{
    /// <summary>The attribute that counts the replays of a message.</summary>
    public const string CountAttribute = "LambdaDestinationsReplay";

    /// <summary>
    /// The messages of an event: those of an event of SQS or a pipe from SQS, which the function was given; else the event itself is the body of one.
    /// </summary>
    /// <param name="payload">The event, valid JSON.</param>
    public static IReadOnlyList<ReplayMessage> Of(ReadOnlyMemory<byte> payload)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        JsonElement root = document.RootElement;
        JsonElement records = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("Records", out JsonElement found) ? found : root;
        return records.ValueKind == JsonValueKind.Array && records.GetArrayLength() > 0 && records.EnumerateArray().All(IsMessage)
            ? [.. records.EnumerateArray().Select(Read)]
            : [new ReplayMessage(Encoding.UTF8.GetString(payload.Span), [], null, 0)];
    }

    private static bool IsMessage(JsonElement record) => ReplayReader.TextOf(record, "eventSource") == "aws:sqs" && ReplayReader.TextOf(record, "body") is not null;

    private static ReplayMessage Read(JsonElement record)
    {
        List<ReplayAttribute> attributes = [];
        int replays = 0;
        foreach (JsonProperty attribute in Members(record, "messageAttributes"))
        {
            string? text = ReplayReader.TextOf(attribute.Value, "stringValue");
            if (attribute.Name == CountAttribute)
            {
                _ = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out replays);
            }
            else if (ReplayReader.TextOf(attribute.Value, "binaryValue") is { } bytes && Convert.TryFromBase64String(bytes, new byte[bytes.Length], out _))
            {
                attributes.Add(new ReplayAttribute(attribute.Name, ReplayReader.TextOf(attribute.Value, "dataType") ?? "Binary", null, Convert.FromBase64String(bytes)));
            }
            else if (text is not null)
            {
                attributes.Add(new ReplayAttribute(attribute.Name, ReplayReader.TextOf(attribute.Value, "dataType") ?? "String", text, null));
            }
        }

        string? group = record.TryGetProperty("attributes", out JsonElement system) ? ReplayReader.TextOf(system, "MessageGroupId") : null;
        return new ReplayMessage(ReplayReader.TextOf(record, "body")!, attributes, group, replays);
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default;
}
