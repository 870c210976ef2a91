using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Lines of a document: their ends, their indentation, and what stands on them alone.</summary>
internal static class SourceLines
{
    /// <summary>How the line of a position ends; the last line as the first one.</summary>
    public static string LineEnd(this SourceText text, int position)
    {
        TextLine line = text.Lines.GetLineFromPosition(position);
        line = line.EndIncludingLineBreak > line.End ? line : text.Lines[0];
        string end = text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
        return end.Length == 0 ? "\n" : end;
    }

    /// <summary>The white space at the start of a position's line.</summary>
    public static string Indentation(this SourceText text, int position)
    {
        TextLine line = text.Lines.GetLineFromPosition(position);
        int end = line.Start;
        while (end < line.End && IsBlank(text[end]))
        {
            end++;
        }

        return text.ToString(TextSpan.FromBounds(line.Start, end));
    }

    /// <summary>Whether nothing but white space stands ahead of a position on its line.</summary>
    public static bool IsFirstOnLine(this SourceText text, int position)
    {
        TextLine line = text.Lines.GetLineFromPosition(position);
        return IsBlank(text, line.Start, position);
    }

    /// <summary>Whether nothing but white space stands behind a position on its line.</summary>
    public static bool IsLastOnLine(this SourceText text, int position) => IsBlank(text, position, text.Lines.GetLineFromPosition(position).End);

    /// <summary>What to put ahead of a token, so that a text stands ahead of it in the same way: on a line of its own, or beside it.</summary>
    public static string Ahead(this SourceText text, int position, string added) =>
        text.IsFirstOnLine(position) ? added + text.LineEnd(position) + text.Indentation(position) : added + " ";

    /// <summary>A span that goes: the whole lines when nothing else stands on them, else with the blanks that would be left over.</summary>
    public static TextSpan WithLeftovers(this SourceText text, TextSpan span)
    {
        TextLine last = text.Lines.GetLineFromPosition(span.End);
        bool isFirst = text.IsFirstOnLine(span.Start);
        bool isLast = text.IsLastOnLine(span.End);
        if (isFirst && isLast)
        {
            return TextSpan.FromBounds(text.Lines.GetLineFromPosition(span.Start).Start, last.EndIncludingLineBreak);
        }

        int start = span.Start;
        int end = span.End;
        if (isLast)
        {
            while (start > 0 && IsBlank(text[start - 1]))
            {
                start--;
            }

            return TextSpan.FromBounds(start, end);
        }

        while (end < last.End && IsBlank(text[end]))
        {
            end++;
        }

        return TextSpan.FromBounds(start, end);
    }

    /// <summary>A part of a line that goes: with the blanks behind it when it is the first on its line.</summary>
    public static TextSpan WithBlanks(this SourceText text, TextSpan span) => text.IsFirstOnLine(span.Start) ? text.WithLeftovers(span) : span;

    /// <summary>A span that stands on lines of its own, with them, and with the blank line behind it where that would be left over.</summary>
    public static TextSpan WithBlankLine(this SourceText text, TextSpan span)
    {
        TextSpan all = text.WithLeftovers(span);
        int first = text.Lines.GetLineFromPosition(all.Start).LineNumber;
        string ahead = first == 0 ? "" : text.Lines[first - 1].ToString().Trim();
        TextLine behind = text.Lines.GetLineFromPosition(all.End);
        return all.Start == text.Lines[first].Start && all.End == behind.Start && ahead is "" or "{" && string.IsNullOrWhiteSpace(behind.ToString())
            ? TextSpan.FromBounds(all.Start, behind.EndIncludingLineBreak)
            : all;
    }

    /// <summary>
    /// The comments inside of a node, each with a blank behind it; <see langword="null"/> where one ends its line, or a directive stands there.
    /// </summary>
    public static string? InnerComments(this SyntaxNode node)
    {
        SyntaxTrivia[] inside =
        [
            .. node.DescendantTrivia(descendIntoTrivia: false)
                .Where(x => node.Span.Contains(x.Span) && !x.IsKind(SyntaxKind.WhitespaceTrivia) && !x.IsKind(SyntaxKind.EndOfLineTrivia)),
        ];
        return inside.All(static x => x.IsKind(SyntaxKind.MultiLineCommentTrivia)) ? string.Concat(inside.Select(static x => x + " ")) : null;
    }

    /// <summary>
    /// A part of a line that goes: with the whole line when nothing else stands on it, else with the blanks ahead of it, and those behind it at the line's end.
    /// </summary>
    public static TextSpan WithBlanksAround(this SourceText text, TextSpan span)
    {
        if (text.IsFirstOnLine(span.Start))
        {
            return text.WithLeftovers(span);
        }

        int start = span.Start;
        while (IsBlank(text[start - 1]))
        {
            start--;
        }

        return TextSpan.FromBounds(start, text.IsLastOnLine(span.End) ? text.Lines.GetLineFromPosition(span.End).End : span.End);
    }

    /// <summary>A part of a documentation comment that goes: with its lines when nothing else stands on them.</summary>
    public static TextSpan WithCommentLines(this SourceText text, TextSpan span)
    {
        TextLine first = text.Lines.GetLineFromPosition(span.Start);
        TextLine last = text.Lines.GetLineFromPosition(span.End);
        bool isAlone = text.ToString(TextSpan.FromBounds(first.Start, span.Start)).Trim() is "" or "///" or "*" && IsBlank(text, span.End, last.End);
        return isAlone ? TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak) : text.WithBlanksAround(span);
    }

    /// <summary>Whether a directive such as <c>#if</c> stands between two places.</summary>
    public static bool HasDirective(this SyntaxNode root, int start, int end) =>
        end > start && root.DescendantTrivia(TextSpan.FromBounds(start, end), descendIntoTrivia: false).Any(x => x.IsDirective && x.SpanStart >= start && x.SpanStart < end);

    private static bool IsBlank(SourceText text, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (!IsBlank(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBlank(char character) => character is ' ' or '\t';
}
