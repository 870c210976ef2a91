using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Imports namespaces: in the order of the present directives, and outside of <c>#if</c>.</summary>
internal static class UsingDirectives
{
    /// <summary>The changes that import namespaces.</summary>
    /// <param name="root">The document's tree.</param>
    /// <param name="text">The document's text.</param>
    /// <param name="position">Where the names are written.</param>
    /// <param name="namespaces">The namespaces.</param>
    public static IEnumerable<TextChange> Add(SyntaxNode root, SourceText text, int position, IEnumerable<string> namespaces)
    {
        CompilationUnitSyntax unit = (CompilationUnitSyntax)root;
        UsingDirectiveSyntax[] present = [.. ListOf(unit, position).Where(x => IsPlain(x) && !IsConditional(root, x.SpanStart))];
        foreach (IGrouping<int, string> place in namespaces.Distinct(StringComparer.Ordinal).OrderBy(static x => x, Order.Instance).GroupBy(x => PlaceOf(unit, present, x)))
        {
            bool isBehind = present.Length > 0 && place.Key == present[present.Length - 1].Span.End;
            string end = text.LineEnd(Math.Max(0, place.Key - 1));
            string indentation = isBehind || present.Length > 0 ? text.Indentation(present[0].SpanStart) : "";
            yield return new TextChange(
                new TextSpan(place.Key, 0),
                string.Concat(place.Select(x => isBehind ? $"{end}{indentation}using {x};" : $"using {x};{end}{indentation}")) + (present.Length == 0 && unit.Usings.Count == 0 ? end : ""));
        }
    }

    /// <summary>The directives of the file; those of the namespace around a place when the file itself has none.</summary>
    private static SyntaxList<UsingDirectiveSyntax> ListOf(CompilationUnitSyntax unit, int position) => unit.Usings.Count > 0 ? unit.Usings
        : unit.FindToken(position).Parent?.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().Select(static x => x.Usings).FirstOrDefault(static x => x.Count > 0) ?? default;

    private static int PlaceOf(CompilationUnitSyntax unit, UsingDirectiveSyntax[] present, string added)
    {
        if (present.Length == 0)
        {
            // Below the file's header: extern aliases and global usings come first, and comments and directives stand ahead of the first token.
            return unit.Usings.LastOrDefault(static x => x.GlobalKeyword.RawKind != 0) is { } global ? global.FullSpan.End
                : unit.Externs.Count > 0 ? unit.Externs[unit.Externs.Count - 1].FullSpan.End : AheadOfConditions(unit);
        }

        return present.FirstOrDefault(x => Order.Instance.Compare(x.Name!.ToString(), added) > 0) is { } next && next != present[0]
            ? next.SpanStart
            : IsSorted(present) && Order.Instance.Compare(present[0].Name!.ToString(), added) > 0 ? present[0].SpanStart : present[present.Length - 1].Span.End;
    }

    /// <summary>The start of the first token's line, or of the <c>#if</c> that it stands in.</summary>
    private static int AheadOfConditions(CompilationUnitSyntax unit)
    {
        SyntaxToken first = unit.GetFirstToken(includeZeroWidth: true);
        SyntaxTrivia[] ahead = [.. first.LeadingTrivia.Skip(BehindDefinitions(first.LeadingTrivia))];
        return Array.Find(ahead, static x => x.IsKind(SyntaxKind.IfDirectiveTrivia)) is { RawKind: not 0 } condition ? condition.SpanStart
            : Array.Find(ahead, static x => x.GetStructure() is DocumentationCommentTriviaSyntax) is { RawKind: not 0 } comment ? comment.FullSpan.Start
            : first.SpanStart;
    }

    /// <summary>
    /// How many trivia there are up to the last <c>#define</c>, with the rest of the <c>#if</c> that it stands in: nothing of the code may come ahead of it.
    /// </summary>
    private static int BehindDefinitions(SyntaxTriviaList trivia)
    {
        int depth = 0;
        int behind = 0;
        for (int i = 0; i < trivia.Count; i++)
        {
            depth += trivia[i].IsKind(SyntaxKind.IfDirectiveTrivia) ? 1 : trivia[i].IsKind(SyntaxKind.EndIfDirectiveTrivia) ? -1 : 0;
            bool defines = trivia[i].IsKind(SyntaxKind.DefineDirectiveTrivia) || trivia[i].IsKind(SyntaxKind.UndefDirectiveTrivia);
            bool endsDefining = behind == -1 && depth == 0;
            behind = defines || endsDefining ? (depth == 0 ? i + 1 : -1) : behind;
        }

        return Math.Max(behind, 0);
    }

    private static bool IsSorted(UsingDirectiveSyntax[] present)
    {
        for (int i = 1; i < present.Length; i++)
        {
            if (Order.Instance.Compare(present[i - 1].Name!.ToString(), present[i].Name!.ToString()) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPlain(UsingDirectiveSyntax directive) =>
        directive is { Alias: null, Name: not null, StaticKeyword.RawKind: 0, GlobalKeyword.RawKind: 0 };

    private static bool IsConditional(SyntaxNode root, int position)
    {
        int depth = 0;
        foreach (SyntaxTrivia trivia in root.DescendantTrivia(new TextSpan(0, position), descendIntoTrivia: false).Where(x => x.IsDirective && x.SpanStart < position))
        {
            depth += trivia.IsKind(SyntaxKind.IfDirectiveTrivia) ? 1 : trivia.IsKind(SyntaxKind.EndIfDirectiveTrivia) ? -1 : 0;
        }

        return depth > 0;
    }

    /// <summary>Namespaces of System first, else by name, as editors sort them.</summary>
    private sealed class Order : IComparer<string>
    {
        public static readonly Order Instance = new();

        public int Compare(string? one, string? other)
        {
            int system = IsSystem(other!).CompareTo(IsSystem(one!));
            return system != 0 ? system : string.Compare(one, other, StringComparison.OrdinalIgnoreCase);
        }

        private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
    }
}
