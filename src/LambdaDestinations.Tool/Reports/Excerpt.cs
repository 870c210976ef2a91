using System;
using System.Text;
using LambdaDestinations.Templates.Syntax;
using Spectre.Console;

namespace LambdaDestinations.Tool.Reports;

/// <summary>The line of a finding, and carets below its place.</summary>
/// <param name="Line">The text, cut to the neighbourhood of the place when it is long.</param>
/// <param name="Carets">Spaces and carets of the same width.</param>
internal sealed record Excerpt(string Line, string Carets)
{
    private const int MaximumWidth = 120;
    private const int Before = 40;

    /// <summary>The excerpt of a span; of several lines the first is shown.</summary>
    public static Excerpt Of(TemplateDocument document, SourceSpan span)
    {
        string text = document.Text;
        TemplatePosition start = document.GetPosition(span.Start);
        int lineStart = span.Start - start.Character;
        int lineEnd = text.AsSpan(span.Start).IndexOfAny('\r', '\n') is var length and >= 0 ? span.Start + length : text.Length;
        int from = lineStart;
        int to = lineEnd;
        if (to - from > MaximumWidth)
        {
            // A template on one line, as minifiers write: only what stands around the place.
            from = Math.Max(lineStart, span.Start - Before);
            to = Math.Min(lineEnd, from + MaximumWidth);
            from -= from > lineStart && char.IsLowSurrogate(text[from]) ? 1 : 0;
            to += to < lineEnd && char.IsLowSurrogate(text[to]) ? 1 : 0;
        }

        string head = from > lineStart ? "…" : "";
        string tail = to < lineEnd ? "…" : "";
        string before = head + Printable(text[from..span.Start]);
        string marked = Printable(text[span.Start..Math.Clamp(span.End, span.Start, to)]);
        string after = Printable(text[Math.Clamp(span.End, span.Start, to)..to]) + tail;
        StringBuilder carets = new();
        foreach (Rune rune in before.EnumerateRunes())
        {
            // A tab stays a tab, so that the carets stand below the place whatever the stops of the terminal are.
            carets.Append(rune.Value == '\t' ? "\t" : new string(' ', rune.ToString().GetCellWidth()));
        }

        carets.Append('^', Math.Max(1, marked.Trim('\t').GetCellWidth()));
        return new Excerpt(before + marked + after, carets.ToString());
    }

    /// <summary>Text without what would steer the terminal, and a byte order mark as a space.</summary>
    public static string Printable(string text) => PrintableText.Of(text).Replace('\uFEFF', ' ');
}
