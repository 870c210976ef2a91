using System.Collections.Generic;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>An error of notation, with its place.</summary>
/// <param name="Message">One sentence, without position.</param>
/// <param name="Span">Where it is in the text.</param>
public sealed record TemplateSyntaxError(string Message, SourceSpan Span);

/// <summary>A zero-based line and column (in UTF-16 code units), as Roslyn's <c>LinePosition</c> counts.</summary>
/// <param name="Line">Line from 0.</param>
/// <param name="Character">Column from 0.</param>
public readonly record struct TemplatePosition(int Line, int Character);

/// <summary>A parsed template: text, syntax tree and errors. Immutable; safe to share between threads.</summary>
public sealed class TemplateDocument
{
    private int[]? _lineStarts;

    internal TemplateDocument(string text, TemplateFormat format, TemplateNode? root, IReadOnlyList<TemplateSyntaxError> errors)
    {
        Text = text;
        Format = format;
        Root = root;
        Errors = errors;
    }

    /// <summary>The text that was parsed, including a byte order mark if it was there.</summary>
    public string Text { get; }

    /// <summary>The notation.</summary>
    public TemplateFormat Format { get; }

    /// <summary>The root node; <see langword="null"/> for an empty text, or when nothing could be read.</summary>
    public TemplateNode? Root { get; }

    /// <summary>Errors in source order. With an error the tree may be partial: read it for the IDE, never edit it.</summary>
    public IReadOnlyList<TemplateSyntaxError> Errors { get; }

    /// <summary>The line and column of an index of <see cref="Text"/>.</summary>
    public TemplatePosition GetPosition(int index)
    {
        int[] starts = _lineStarts ??= FindLineStarts(Text);
        int line = System.Array.BinarySearch(starts, index);
        if (line < 0)
        {
            line = ~line - 1;
        }

        return new TemplatePosition(line, index - starts[line]);
    }

    private static int[] FindLineStarts(string text)
    {
        List<int> starts = [0];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return [.. starts];
    }
}
