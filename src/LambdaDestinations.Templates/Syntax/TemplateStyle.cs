using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>How a document is written, so that what we add looks like what is there.</summary>
/// <param name="Format">The notation.</param>
/// <param name="NewLine">The first line break of the text.</param>
/// <param name="IndentUnit">One level of indentation: spaces, or a tab in JSON.</param>
/// <param name="IndentSequences">Whether a YAML sequence is indented below its key.</param>
/// <param name="Colon">What stands between a JSON name and its value.</param>
/// <param name="IsMultiline">Whether a JSON document is spread over lines.</param>
internal sealed record TemplateStyle(TemplateFormat Format, string NewLine, string IndentUnit, bool IndentSequences, string Colon, bool IsMultiline)
{
    /// <summary>Whether each item of a JSON list of scalars has a line of its own.</summary>
    public bool SpreadsLists { get; init; }

    /// <summary>Reads the style from the first places that show it.</summary>
    public static TemplateStyle Detect(TemplateDocument document)
    {
        string text = document.Text;
        MappingNode? root = document.Root as MappingNode;
        return new TemplateStyle(
            document.Format,
            DetectNewLine(document),
            DetectIndent(document, root),
            DetectSequenceIndent(document, root) ?? true,
            root is { Entries: [{ } first, ..] } && document.Format == TemplateFormat.Json ? text.Substring(first.Key.Span.End, first.Value.Span.Start - first.Key.Span.End) : ": ",
            root is not null && text.IndexOf('\n', root.Span.Start, root.Span.Length) >= 0)
        {
            SpreadsLists = document.Format == TemplateFormat.Json && DetectSpreadLists(text, root) == true,
        };
    }

    /// <summary>Whether the first list of scalars is spread over lines; <see langword="null"/> when there is none.</summary>
    private static bool? DetectSpreadLists(string text, TemplateNode? node)
    {
        if (node is SequenceNode { Array.Length: > 0 } list && Array.TrueForAll(list.Array, static x => x is ScalarNode))
        {
            return text.IndexOf('\n', list.Span.Start, list.Array[0].Span.Start - list.Span.Start) >= 0;
        }

        IEnumerable<TemplateNode> below = node switch
        {
            MappingNode mapping => mapping.Written.Select(static x => x.Value),
            SequenceNode sequence => sequence.Array,
            _ => [],
        };
        return below.Select(x => DetectSpreadLists(text, x)).FirstOrDefault(static x => x is not null);
    }

    private static string DetectNewLine(TemplateDocument document)
    {
        string text = document.Text;
        int end = document.LineEnd(0);
        if (end == text.Length)
        {
            return "\n";
        }

        return text[end] == '\n' ? "\n" : end + 1 < text.Length && text[end + 1] == '\n' ? "\r\n" : "\r";
    }

    private static string DetectIndent(TemplateDocument document, MappingNode? root)
    {
        string text = document.Text;
        if (root is null || root.Written.Length == 0)
        {
            return "  ";
        }

        if (document.Format == TemplateFormat.Json)
        {
            int start = root.Written[0].Key.Span.Start;
            int lineStart = document.LineStart(start);
            string prefix = text.Substring(lineStart, start - lineStart);
            return prefix.Length > 0 && string.IsNullOrWhiteSpace(prefix) ? prefix : "  ";
        }

        foreach (MappingEntry entry in root.Written)
        {
            if (entry.Value is MappingNode { IsFlow: false, Written: [{ } first, ..] })
            {
                int column = document.Column(first.KeyStart) - document.Column(entry.KeyStart);
                return new string(' ', Math.Max(1, column));
            }
        }

        return "  ";
    }

    private static bool? DetectSequenceIndent(TemplateDocument document, MappingNode? mapping)
    {
        foreach (MappingEntry entry in mapping is { IsFlow: false } ? mapping.Written : [])
        {
            if (entry.Value is SequenceNode { IsFlow: false } sequence)
            {
                return document.Column(sequence.Span.Start) > document.Column(entry.KeyStart);
            }

            if (DetectSequenceIndent(document, entry.Value as MappingNode) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
