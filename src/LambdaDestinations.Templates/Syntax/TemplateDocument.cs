using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>An error of notation, with its place.</summary>
/// <param name="Message">One sentence, without position.</param>
/// <param name="Span">Where it is in the text.</param>
internal sealed record TemplateSyntaxError(string Message, SourceSpan Span);

/// <summary>A zero-based line and column (in UTF-16 code units), as Roslyn's <c>LinePosition</c> counts.</summary>
/// <param name="Line">Line from 0.</param>
/// <param name="Character">Column from 0.</param>
internal readonly record struct TemplatePosition(int Line, int Character);

/// <summary>A parsed template: text, syntax tree and errors. Immutable; safe to share between threads.</summary>
internal sealed class TemplateDocument
{
    private const int Near = 256;

    private static readonly char[] Breaks = ['\n', '\r'];

    private readonly Lazy<TemplateDocument>? _deferred;
    private readonly TemplateNode? _root;
    private readonly SplicedText? _edited;
    private readonly IReadOnlyList<ReaderRefusal> _refusals = [];
    private string? _text;
    private int[]? _lineStarts;

    internal TemplateDocument(string text, TemplateFormat format, TemplateNode? root, IReadOnlyList<TemplateSyntaxError> errors)
    {
        _text = text;
        Format = format;
        _root = root;
        Errors = errors;
    }

    private TemplateDocument(SplicedText text)
    {
        _edited = text;
        Format = text.Original.Format;
        HasAliases = text.Original.HasAliases;
        HasRepeatedKeys = text.Original.HasRepeatedKeys;
        Pool = text.Original.Pool;
        Errors = [];
        _deferred = new Lazy<TemplateDocument>(() => TemplateParser.Parse(Text, Format, Pool, CancellationToken.None));
    }

    /// <summary>An edited document that was found to have no errors. Its text and its tree are made when somebody asks for them: most write the bytes only.</summary>
    internal static TemplateDocument Verified(SplicedText text) => new(text);

    /// <summary>The text that was parsed, including a byte order mark if it was there.</summary>
    public string Text => _text ??= _edited!.ToString();

    /// <summary>The notation.</summary>
    public TemplateFormat Format { get; }

    /// <summary>The root node; <see langword="null"/> for an empty text, or when nothing could be read.</summary>
    public TemplateNode? Root => _deferred is null ? _root : _deferred.Value.Root;

    /// <summary>Errors in source order. With an error the tree may be partial: read it for the IDE, never edit it.</summary>
    public IReadOnlyList<TemplateSyntaxError> Errors { get; }

    /// <summary>Whether a node stands for another.</summary>
    internal bool HasAliases { get; init; }

    /// <summary>Whether a key stands twice in its mapping: <see cref="RepeatedKeys"/>.</summary>
    internal bool HasRepeatedKeys { get; init; }

    /// <summary>What of its YAML PyYAML refuses, in the order of the text.</summary>
    internal IReadOnlyList<ReaderRefusal> Refusals
    {
        get => _deferred is null ? _refusals : _deferred.Value.Refusals;
        init => _refusals = value;
    }

    /// <summary>The texts of the tree.</summary>
    internal TextPool Pool { get; init; } = new();

    private int Length => _text?.Length ?? _edited!.Length;

    /// <summary>Whether another document has the same text. An edited document's text is made for the answer only when both are of one length.</summary>
    public bool HasSameText(TemplateDocument other) =>
        ReferenceEquals(this, other) || (Length == other.Length && string.Equals(Text, other.Text, StringComparison.Ordinal));

    /// <summary>The text in an encoding.</summary>
    internal byte[] Encode(Encoding encoding) => _text is not null ? encoding.GetBytes(_text) : _edited!.Encode(encoding);

    /// <summary>The line and column of an index of <see cref="Text"/>.</summary>
    public TemplatePosition GetPosition(int index)
    {
        int line = LineOf(index);
        return new TemplatePosition(line, index - _lineStarts![line]);
    }

    /// <summary>The index of the first character of an index's line, behind the byte order mark.</summary>
    internal int LineStart(int index)
    {
        // An edit asks for few lines, mostly short ones: a look around finds them before all lines are found.
        string text = Text;
        int lowest = Math.Max(0, index - Near);
        int start = index;
        while (start > lowest && !IsBreakBefore(text, start))
        {
            start--;
        }

        if (start > 0 && !IsBreakBefore(text, start))
        {
            int line = LineOf(start);
            start = _lineStarts![line];
        }

        return start == 0 && index > 0 && text[0] == '\uFEFF' ? 1 : start;
    }

    /// <summary>The index of the line break that ends an index's line, or the text's length.</summary>
    internal int LineEnd(int index)
    {
        string text = Text;
        int start = index > 0 && index < text.Length && text[index] == '\n' && text[index - 1] == '\r' ? index - 1 : index;
        int end = text.IndexOfAny(Breaks, start, Math.Min(Near, text.Length - start));
        if (end >= 0 || text.Length - start <= Near)
        {
            return end >= 0 ? end : text.Length;
        }

        int line = LineOf(start);
        if (line + 1 == _lineStarts!.Length)
        {
            return text.Length;
        }

        int next = _lineStarts[line + 1];
        return text[next - 1] == '\n' && text[next - 2] == '\r' ? next - 2 : next - 1;
    }

    /// <summary>Whether a line begins at an index: behind a line break, and not inside of one.</summary>
    private static bool IsBreakBefore(string text, int index) =>
        text[index - 1] == '\n' || (text[index - 1] == '\r' && (index == text.Length || text[index] != '\n'));

    /// <summary>The column of an index: characters since the line break or the byte order mark.</summary>
    internal int Column(int index) => index - LineStart(index);

    private int LineOf(int index)
    {
        int[] starts = _lineStarts ??= FindLineStarts(Text);
        int line = Array.BinarySearch(starts, index);
        return line < 0 ? ~line - 1 : line;
    }

    private static int[] FindLineStarts(string text)
    {
        List<int> starts = [0];
        for (int i = text.IndexOfAny(Breaks); i >= 0; i = text.IndexOfAny(Breaks, i + 1))
        {
            if (text[i] == '\n' || i + 1 == text.Length || text[i + 1] != '\n')
            {
                starts.Add(i + 1);
            }
        }

        return [.. starts];
    }
}
