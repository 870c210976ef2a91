using System;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Where in a template a character of a scalar's text stands.</summary>
internal static class ScalarPlaces
{
    /// <summary>The place of a character; the whole scalar, where lines were folded.</summary>
    /// <param name="document">The template.</param>
    /// <param name="scalar">The scalar.</param>
    /// <param name="offset">The index of the character in <see cref="ScalarNode.Value"/>.</param>
    public static SourceSpan Find(TemplateDocument document, ScalarNode scalar, int offset)
    {
        string raw = document.Text.Substring(scalar.Span.Start, scalar.Span.Length);
        int? found = scalar.Style switch
        {
            ScalarStyle.Literal => InBlock(raw, scalar.Value, offset),
            _ when raw.IndexOf('\n') >= 0 => null,
            ScalarStyle.DoubleQuoted => InQuotes(raw, offset),
            ScalarStyle.SingleQuoted => InQuotes(raw, offset, isSingle: true),
            ScalarStyle.Plain => offset,
            _ => null,
        };
        return found is { } at && at < raw.Length ? new SourceSpan(scalar.Span.Start + at, raw[at] is '\r' or '\n' ? 0 : 1) : scalar.Span;
    }

    /// <summary>Of a block each line is a line of the text, behind the same indentation.</summary>
    private static int? InBlock(string raw, string value, int offset)
    {
        int line = 0;
        int start = 0;
        for (int i = 0; i < offset && i < value.Length; i++)
        {
            if (value[i] == '\n')
            {
                line++;
                start = i + 1;
            }
        }

        // The header is the first line.
        int at = 0;
        for (int i = 0; i <= line; i++)
        {
            int next = raw.IndexOf('\n', at);
            if (next < 0)
            {
                return raw.Length > 0 ? raw.TrimEnd().Length - 1 : null;
            }

            at = next + 1;
        }

        int end = value.IndexOf('\n', start);
        string text = value.Substring(start, (end < 0 ? value.Length : end) - start);
        int written = raw.IndexOf('\n', at);
        string whole = raw.Substring(at, (written < 0 ? raw.Length : written) - at).TrimEnd('\r');
        return whole.EndsWith(text, StringComparison.Ordinal) ? at + whole.Length - text.Length + (offset - start) : null;
    }

    /// <summary>Steps over the escapes of a scalar in quotes.</summary>
    private static int? InQuotes(string raw, int offset, bool isSingle = false)
    {
        int at = 1;
        for (int i = 0; i < offset && at < raw.Length; i++)
        {
            at += isSingle ? (raw[at] == '\'' ? 2 : 1) : raw[at] != '\\' || at + 1 >= raw.Length ? 1 : raw[at + 1] switch
            {
                'u' => 6,
                'x' => 4,
                'U' => 10,
                _ => 2,
            };
        }

        return at;
    }
}
