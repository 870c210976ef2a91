using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LambdaDestinations.Testing.Tests;

/// <summary>The sample records of <c>tests/Corpus/records</c>, with the values that differ from run to run taken out.</summary>
internal static partial class Samples
{
    // Compared by presence and kind only. Everything else in a sample is compared by value, strings after Mask.
    private static readonly HashSet<string> VariableNumbers = new(StringComparer.Ordinal)
    {
        "approximateArrivalTimestamp", "ApproximateCreationDateTime", "SizeBytes", "payloadSize", "size", "timestamp",
    };

    private static readonly HashSet<string> VariableStrings = new(StringComparer.Ordinal)
    {
        "receiptHandle", "AWSTraceHeader", "SentTimestamp", "ApproximateFirstReceiveTimestamp", "md5OfBody", "eTag", "sequencer",
    };

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Folder { get; } = FindFolder();

    internal static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    internal static string Read(string name) => Canonical(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));

    /// <summary>Indented JSON in the order of the original, with masked values.</summary>
    internal static string Canonical(ReadOnlySpan<byte> json) => Canonical(JsonNode.Parse(json), string.Empty)!.ToJsonString(Readable);

    private static JsonNode? Canonical(JsonNode? node, string name)
    {
        switch (node)
        {
            case JsonObject members:
                return new JsonObject(members.Where(IsCompared).Select(member => KeyValuePair.Create(Mask(member.Key), Canonical(member.Value, member.Key))));
            case JsonArray items:
                return new JsonArray(items.Select(item => Canonical(item, name)).ToArray());
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number && VariableNumbers.Contains(name):
                return "<number>";
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return VariableStrings.Contains(name) ? "<" + name + ">" : Mask(value.GetValue<string>());
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>Of 130 recorded messages 116 have the digest of their attributes (null of none) and 14 lack it.</summary>
    private static bool IsCompared(KeyValuePair<string, JsonNode?> member) => member.Key != "md5OfMessageAttributes";

    private static string Mask(string text)
    {
        text = Uuid().Replace(text, "<uuid>");
        text = KeyTime().Replace(text, "<key-time>");

        // Stream labels are a time too, but without a zone: they stay as they are and must be equal.
        text = Milliseconds().Replace(text, "<time.ms>");
        text = Seconds().Replace(text, "<time.s>");
        text = DynamoDBShard().Replace(text, "shardId-<shard>");
        text = KinesisShard().Replace(text, "shardId-<shard>");
        text = Digest().Replace(text, "<digest>");
        text = LongNumber().Replace(text, "<sequence>");

        // Members of a payload that stands in a string.
        return EmbeddedNumber().Replace(text, "$1<number>");
    }

    private static string FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "Corpus", "records");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("tests/Corpus/records is not above the test's folder.");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?!-2)")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\d{4}/\d\d/\d\d/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d")]
    private static partial Regex KeyTime();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")]
    private static partial Regex Milliseconds();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")]
    private static partial Regex Seconds();

    [GeneratedRegex("shardId-[0-9]{20}-[0-9a-f]{8}")]
    private static partial Regex DynamoDBShard();

    [GeneratedRegex("shardId-[0-9]{12}")]
    private static partial Regex KinesisShard();

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")]
    private static partial Regex Digest();

    [GeneratedRegex("(?<![0-9])[0-9]{21,}")]
    private static partial Regex LongNumber();

    [GeneratedRegex("(\"(?:approximateArrivalTimestamp|ApproximateCreationDateTime|SizeBytes|payloadSize|timestamp)\":)[0-9.]+")]
    private static partial Regex EmbeddedNumber();
}
