using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using LambdaDestinations.Templates.Syntax;
using YamlDotNet.RepresentationModel;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>
/// What readers that are not ours make of a text: each value by its path, to the character. An edit leaves every one alone that it was not
/// asked to change.
/// </summary>
internal static class ValuesOutside
{
    /// <summary>Compares all values but one entry's or item's.</summary>
    public static void AssertSame(TemplateDocument original, TemplateDocument edited, string parent, string key) => AssertSame(original, edited, (parent, key));

    /// <summary>Compares all values but those of some entries or items.</summary>
    public static void AssertSame(TemplateDocument original, TemplateDocument edited, params (string Parent, string Key)[] changed)
    {
        SortedDictionary<string, string> before = Read(original);
        SortedDictionary<string, string> after = Read(edited);
        AllowMissingLineEnd(original, before, after);
        AllowMissingLineEnd(edited, after, before);
        Assert.Equal(Outside(before, changed), Outside(after, changed));
    }

    /// <summary>
    /// A scalar that ends with the file without a line break lacks the one that its header promises. It gets it where something follows, and
    /// loses it where that goes; no other value may change, and this one by nothing else.
    /// </summary>
    private static void AllowMissingLineEnd(TemplateDocument document, SortedDictionary<string, string> values, SortedDictionary<string, string> others)
    {
        TemplateNode? last = document.Root;
        string path = "";
        while (last is MappingNode { IsFlow: false } or SequenceNode { IsFlow: false })
        {
            (path, last) = last is MappingNode mapping
                ? ($"{path}/{mapping.Written[^1].Name}", mapping.Written[^1].Value)
                : ($"{path}/{((SequenceNode)last).Items.Count - 1}", ((SequenceNode)last).Items[^1]);
        }

        bool isUnended = last is ScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } && document.Text[^1] is not ('\n' or '\r');
        if (isUnended && values.TryGetValue(path, out string? value) && others.TryGetValue(path, out string? other) && other == value + "\n")
        {
            values[path] = other;
        }
    }

    private static string Outside(SortedDictionary<string, string> values, (string Parent, string Key)[] changed)
    {
        List<KeyValuePair<string, string>> left = [.. values.Where(x => !changed.Any(c => IsBelow(x.Key, $"{c.Parent}/{c.Key}")))];

        // Without entries, a collection may be written as nothing at all.
        _ = left.RemoveAll(x => changed.Any(c => c.Parent == x.Key) && left.All(l => l.Key == x.Key || !IsBelow(l.Key, x.Key)));
        return string.Join('\0', left.Select(x => $"{x.Key}={x.Value}"));
    }

    private static bool IsBelow(string path, string top) => path == top || path.StartsWith(top + "/", StringComparison.Ordinal);

    private static SortedDictionary<string, string> Read(TemplateDocument document)
    {
        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        string text = document.Text.TrimStart('\uFEFF');
        if (document.Format == TemplateFormat.Json)
        {
            using JsonDocument json = JsonDocument.Parse(text);
            Read(json.RootElement, "", values);
        }
        else
        {
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            Read(stream.Documents.Count == 0 ? new YamlScalarNode("") : stream.Documents[0].RootNode, "", values);
        }

        return values;
    }

    private static void Read(JsonElement element, string path, SortedDictionary<string, string> values)
    {
        values[path] = element.ValueKind switch
        {
            JsonValueKind.Object => "{}",
            JsonValueKind.Array => "[]",
            JsonValueKind.String => $"string {element.GetString()}",
            _ => element.GetRawText(),
        };
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                Read(property.Value, $"{path}/{property.Name}", values);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            int index = 0;
            foreach (JsonElement item in element.EnumerateArray())
            {
                Read(item, $"{path}/{index++}", values);
            }
        }
    }

    private static void Read(YamlNode node, string path, SortedDictionary<string, string> values)
    {
        string tag = node.Tag.IsEmpty ? "" : node.Tag.Value;
        switch (node)
        {
            case YamlMappingNode mapping:
                values[path] = tag + "{}";
                foreach ((YamlNode key, YamlNode value) in mapping)
                {
                    Read(value, $"{path}/{((YamlScalarNode)key).Value}", values);
                }

                break;
            case YamlSequenceNode sequence:
                values[path] = tag + "[]";
                for (int i = 0; i < sequence.Children.Count; i++)
                {
                    Read(sequence.Children[i], $"{path}/{i.ToString(CultureInfo.InvariantCulture)}", values);
                }

                break;
            default:
                YamlScalarNode scalar = (YamlScalarNode)node;
                values[path] = $"{tag}{scalar.Style} {scalar.Value}";
                break;
        }
    }
}
