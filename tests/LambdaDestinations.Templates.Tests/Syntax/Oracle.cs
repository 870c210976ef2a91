using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using LambdaDestinations.Templates.Syntax;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>Prints trees of our parsers, of YamlDotNet and of System.Text.Json in one notation, to compare them.</summary>
internal static class Oracle
{
    public static string Print(TemplateNode? node) => Print(node, isInTextOrder: true);

    /// <summary>What was read. The entries in the order in which the mapping has them tell more; only the order of a fresh tree's text is what an oracle prints.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isInTextOrder">Whether keys that stand twice are printed where they stand: not for a tree that has entries of an earlier text, with its places.</param>
    public static string Print(TemplateNode? node, bool isInTextOrder)
    {
        StringBuilder text = new();
        Print(node, text, isInTextOrder);
        return text.ToString();
    }

    public static string PrintYamlDotNet(string yaml)
    {
        YamlStream stream = [];
        stream.Load(new MergingParserFree(yaml));
        StringBuilder text = new();
        Print(stream.Documents.SingleOrDefault()?.RootNode, text);
        return text.ToString();
    }

    /// <summary>What YamlDotNet reads; <see langword="null"/> when it refuses.</summary>
    public static string? TryPrintYamlDotNet(string yaml)
    {
        try
        {
            return PrintYamlDotNet(yaml);
        }
        catch (Exception exception) when (exception is YamlException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    public static string PrintSystemTextJson(string json)
    {
        StringBuilder text = new();
        using JsonDocument document = JsonDocument.Parse(json.TrimStart('\uFEFF'));
        Print(document.RootElement, text);
        return text.ToString();
    }

    /// <summary>What System.Text.Json reads; <see langword="null"/> when it refuses.</summary>
    public static string? TryPrintSystemTextJson(string json)
    {
        try
        {
            return PrintSystemTextJson(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Print(TemplateNode? node, StringBuilder text, bool isInTextOrder)
    {
        if (node?.Tag is { } tag)
        {
            text.Append('<').Append(tag).Append('>');
        }

        switch (node)
        {
            case AliasNode alias:
                Print(alias.Target, text, isInTextOrder);
                break;
            case ScalarNode scalar:
                Quote(scalar.Value, text);
                break;
            case SequenceNode sequence:
                text.Append('[');
                foreach (TemplateNode item in sequence.Items)
                {
                    Print(item, text, isInTextOrder);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case MappingNode mapping:
                text.Append('{');
                IEnumerable<MappingEntry> all = mapping.Written.Concat(mapping.Repeated);
                foreach (MappingEntry entry in isInTextOrder ? all.OrderBy(static x => x.KeyStart) : all)
                {
                    Print(entry.Key, text, isInTextOrder);
                    text.Append(':');
                    Print(entry.Value, text, isInTextOrder);
                    text.Append(',');
                }

                text.Append('}');
                break;
        }
    }

    private static void Print(YamlNode? node, StringBuilder text)
    {
        if (node is { Tag.IsEmpty: false })
        {
            text.Append('<').Append(Short(node.Tag.Value)).Append('>');
        }

        switch (node)
        {
            case YamlScalarNode scalar:
                Quote(scalar.Value ?? "", text);
                break;
            case YamlSequenceNode sequence:
                text.Append('[');
                foreach (YamlNode item in sequence)
                {
                    Print(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case YamlMappingNode mapping:
                text.Append('{');
                foreach ((YamlNode key, YamlNode value) in mapping)
                {
                    Print(key, text);
                    text.Append(':');
                    Print(value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
        }
    }

    private static string Short(string tag) =>
        tag.StartsWith("tag:yaml.org,2002:", System.StringComparison.Ordinal) ? "!!" + tag["tag:yaml.org,2002:".Length..] : tag;

    private static void Print(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Quote(property.Name, text);
                    text.Append(':');
                    Print(property.Value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Print(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                Quote(element.GetString()!, text);
                break;
            default:
                Quote(element.GetRawText(), text);
                break;
        }
    }

    private static void Quote(string value, StringBuilder text) => text.Append('"').Append(value).Append('"');

    /// <summary>YamlDotNet's parser, reading from a string.</summary>
    private sealed class MergingParserFree(string yaml) : IParser
    {
        private readonly Parser _parser = new(new StringReader(yaml.TrimStart('\uFEFF')));

        public YamlDotNet.Core.Events.ParsingEvent? Current => _parser.Current;

        public bool MoveNext() => _parser.MoveNext();
    }
}
