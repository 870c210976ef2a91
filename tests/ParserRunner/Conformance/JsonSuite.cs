using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using LambdaDestinations;
using LambdaDestinations.Templates.Syntax;

namespace ParserRunner.Conformance;

/// <summary>JSONTestSuite: files of <c>test_parsing</c>, whose names begin with <c>y_</c> (to be read), <c>n_</c> (to be refused) or <c>i_</c> (either).</summary>
internal static class JsonSuite
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static int Run(string folder, string deviationsPath)
    {
        string files = Path.Combine(folder, "test_parsing");
        string[] cases = Directory.Exists(files) ? [.. Directory.GetFiles(files, "*.json").Order(StringComparer.Ordinal)] : [];
        if (cases.Length == 0)
        {
            Console.Error.WriteLine($"{folder} has no folder test_parsing with cases: name a checkout of JSONTestSuite.");
            return 2;
        }

        Deviations deviations = Deviations.Read(deviationsPath);
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string path in cases)
        {
            byte[] json = File.ReadAllBytes(path);
            string name = Path.GetFileNameWithoutExtension(path);
            Count("template, JSON", "json:", name, IsTemplate(json, TemplateFormat.Json, out string? read), isJudged: true);
            if (name[0] == 'y')
            {
                // YAML has more than JSON, so it is asked for what is JSON only.
                bool isYaml = IsTemplate(json, TemplateFormat.Yaml, out string? yaml);
                Count("template, the same as YAML", "yaml:", name, isYaml && yaml == read, isJudged: true);
            }

            Count("record", "record:", name, IsRead(json), isJudged: true);
            Count("member of a record", "member:", name, IsMember(json), isJudged: !IsHarmlessInside(json));
        }

        Console.WriteLine($"{cases.Length} cases");
        foreach ((string outcome, int count) in counts)
        {
            Console.WriteLine($"{count,5} {outcome}");
        }

        return deviations.Print();

        void Count(string reader, string prefix, string name, bool isRead, bool isJudged)
        {
            string kind = name[0] switch { 'y' => "valid", 'n' => "invalid", _ => "either" };
            string outcome = $"{reader}, {kind}: {(isRead ? "read" : "refused")}";
            counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
            if (isJudged && ((kind == "valid" && !isRead) || (kind == "invalid" && isRead)))
            {
                deviations.Add(prefix + name, $"is {kind}, and {(isRead ? "read" : "refused")}");
            }
        }
    }

    /// <summary>Whether the record reader takes a text as an event by itself.</summary>
    public static bool IsRead(byte[] json) => Try(() => DestinationRecordReader.ReadDeadLetter<JsonElement>(json, null, null));

    /// <summary>Whether it takes a record of which the text is a member that nobody asked for, and the payload.</summary>
    private static bool IsMember(byte[] json)
    {
        const string head = """{"version":"1.0","timestamp":"2026-03-04T10:15:30Z","requestContext":{"requestId":"r","functionArn":"a","condition":"Success","approximateInvokeCount":1},""";
        byte[] unknown = [.. Encoding.UTF8.GetBytes(head + "\"unknown\":"), .. json, (byte)'}'];
        byte[] payload = [.. Encoding.UTF8.GetBytes(head + "\"requestPayload\":"), .. json, (byte)'}'];
        return Try(() => DestinationRecordReader.ReadSuccess<JsonElement, JsonElement>(unknown, null, null))
            && Try(() => DestinationRecordReader.ReadSuccess<JsonElement, JsonElement>(payload, null, null));
    }

    /// <summary>What closes the record around it and opens nothing is JSON there, though not alone.</summary>
    private static bool IsHarmlessInside(byte[] json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse((byte[])[.. "{\"a\":"u8, .. json, (byte)'}']);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Try(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (DestinationFormatException)
        {
            return false;
        }
    }

    private static bool IsTemplate(byte[] bytes, TemplateFormat format, out string? value)
    {
        value = null;
        try
        {
            TemplateDocument document = TemplateParser.Parse(Strict.GetString(bytes), format);
            value = document is { Errors.Count: 0, Root: { } root } ? Print(root) : null;
            return document.Errors.Count == 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static string Print(TemplateNode node) => node switch
    {
        ScalarNode { Style: ScalarStyle.Plain } scalar => scalar.Value,
        ScalarNode scalar => JsonSerializer.Serialize(scalar.Value),
        SequenceNode sequence => "[" + string.Join(',', sequence.Items.Select(Print)) + "]",
        MappingNode mapping => "{" + string.Join(',', mapping.Entries.Select(static x => $"{JsonSerializer.Serialize(x.Name)}:{Print(x.Value)}")) + "}",
        _ => "?",
    };
}
