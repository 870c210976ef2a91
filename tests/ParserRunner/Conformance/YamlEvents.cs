using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace ParserRunner.Conformance;

/// <summary>Writes a tree as yaml-test-suite writes its events, without the style of scalars and collections.</summary>
internal static class YamlEvents
{
    /// <summary>The events of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="handles">What the handles of its <c>%TAG</c> lines stand for.</param>
    public static string[] Of(TemplateDocument document, IReadOnlyDictionary<string, string> handles)
    {
        List<string> events = [];
        if (document.Root is { } root)
        {
            Write(root, handles, events);
        }

        return [.. events];
    }

    /// <summary>The events of a test, as those of <see cref="Of"/>; several documents stand behind each other.</summary>
    public static string[] Read(IEnumerable<string> lines) =>
        [.. lines.Where(static x => !x.StartsWith("+STR", StringComparison.Ordinal) && !x.StartsWith("-STR", StringComparison.Ordinal)
            && !x.StartsWith("+DOC", StringComparison.Ordinal) && !x.StartsWith("-DOC", StringComparison.Ordinal)).Select(Normalize)];

    private static string Normalize(string line)
    {
        line = line.Replace("+MAP {}", "+MAP", StringComparison.Ordinal).Replace("+SEQ []", "+SEQ", StringComparison.Ordinal);
        if (!line.StartsWith("=VAL", StringComparison.Ordinal))
        {
            return line;
        }

        // =VAL &anchor <tag> :text, where the character before the text is the style.
        int position = 4;
        while (line[position + 1] is '&' or '<')
        {
            int end = line.IndexOf(' ', position + 1);
            position = end;
        }

        return line[..(position + 1)] + "=" + line[(position + 2)..];
    }

    private static void Write(TemplateNode node, IReadOnlyDictionary<string, string> handles, List<string> events)
    {
        string properties = (node.Anchor is { } anchor ? $" &{anchor}" : "") + (node.Tag is { } tag ? $" <{Expand(tag, handles)}>" : "");
        switch (node)
        {
            case AliasNode alias:
                events.Add($"=ALI *{alias.Name}");
                break;
            case ScalarNode scalar:
                events.Add($"=VAL{properties} ={Escape(scalar.Value)}");
                break;
            case SequenceNode sequence:
                events.Add("+SEQ" + properties);
                foreach (TemplateNode item in sequence.Items)
                {
                    Write(item, handles, events);
                }

                events.Add("-SEQ");
                break;
            case MappingNode mapping:
                events.Add("+MAP" + properties);
                foreach (MappingEntry entry in mapping.Written.Concat(mapping.Repeated).OrderBy(static x => x.KeyStart))
                {
                    Write(entry.Key, handles, events);
                    Write(entry.Value, handles, events);
                }

                events.Add("-MAP");
                break;
        }
    }

    private static string Expand(string tag, IReadOnlyDictionary<string, string> handles)
    {
        if (tag.StartsWith("!<", StringComparison.Ordinal))
        {
            return tag[2..^1];
        }

        int end = tag.IndexOf('!', 1);
        string handle = end > 0 ? tag[..(end + 1)] : "!";
        string suffix = Uri.UnescapeDataString(tag[handle.Length..]);
        return suffix.Length == 0 ? tag : handles.GetValueOrDefault(handle, handle == "!!" ? "tag:yaml.org,2002:" : handle) + suffix;
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\b", "\\b", StringComparison.Ordinal);
}
