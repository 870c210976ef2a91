using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Removes attributes from the text: the line when nothing else stands on it, and never a directive or somebody else's comment.</summary>
internal static class AttributeRemoval
{
    /// <summary>The attributes with those that do nothing without them: the settings of a method's asynchronous invocations, when its last destination goes.</summary>
    public static async Task<HashSet<AttributeSyntax>> CompleteAsync(Solution solution, IEnumerable<AttributeSyntax> attributes, CancellationToken cancellationToken)
    {
        HashSet<AttributeSyntax> removed = [.. attributes];
        foreach (MethodDeclarationSyntax declaration in removed.Select(static x => x.Parent?.Parent).OfType<MethodDeclarationSyntax>().Distinct().ToList())
        {
            if (solution.GetDocument(declaration.SyntaxTree) is not { } document
                || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
                || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } method)
            {
                continue;
            }

            AttributeData[] destinations = [.. method.GetAttributes().Where(HandlerReader.IsDestination)];
            if (destinations.Length > 0
                && destinations.All(x => Syntax(x, cancellationToken) is { } syntax && removed.Contains(syntax))
                && SymbolAttributes.Find(method, KnownNames.AsyncInvocation) is { } settings
                && Syntax(settings, cancellationToken) is { } lonely)
            {
                removed.Add(lonely);
            }
        }

        return removed;
    }

    /// <summary>The changes that take attributes out of a list; <see langword="null"/> where a directive is in the way.</summary>
    /// <param name="text">The document.</param>
    /// <param name="list">The list.</param>
    /// <param name="removed">All that goes, in this list and in others.</param>
    public static IEnumerable<TextChange>? Changes(SourceText text, AttributeListSyntax list, HashSet<AttributeSyntax> removed) =>
        list.Attributes.All(removed.Contains) ? RemoveList(text, list) : RemoveSome(text, list, removed);

    private static AttributeSyntax? Syntax(AttributeData attribute, CancellationToken cancellationToken) => attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;

    private static TextChange[]? RemoveList(SourceText text, AttributeListSyntax list)
    {
        SyntaxTrivia[] inside = [.. list.DescendantTrivia(descendIntoTrivia: false).Where(x => list.Span.Contains(x.Span) && !list.Attributes.Any(y => y.Span.Contains(x.Span)))];
        if (inside.Any(static x => x.IsDirective))
        {
            return null;
        }

        string comments = string.Concat(inside.Where(static x => !x.IsKind(SyntaxKind.WhitespaceTrivia) && !x.IsKind(SyntaxKind.EndOfLineTrivia)).Select(x =>
            x.IsKind(SyntaxKind.SingleLineCommentTrivia) ? x.ToString() + text.LineEnd(list.SpanStart) + text.Indentation(list.SpanStart) : x.ToString() + " "));
        return comments.Length == 0
            ? [new TextChange(text.WithLeftovers(list.Span), "")]
            : [new TextChange(list.Span, comments.TrimEnd(' ', '\t', '\r', '\n'))];
    }

    private static List<TextChange>? RemoveSome(SourceText text, AttributeListSyntax list, HashSet<AttributeSyntax> removed)
    {
        List<TextChange> changes = [];
        HashSet<int> commas = [];
        SyntaxToken[] separators = [.. list.Attributes.GetSeparators()];
        for (int i = 0; i < list.Attributes.Count; i++)
        {
            AttributeSyntax attribute = list.Attributes[i];
            if (!removed.Contains(attribute))
            {
                continue;
            }

            bool hasKeptAhead = list.Attributes.Take(i).Any(x => !removed.Contains(x));
            bool hasKeptBehind = list.Attributes.Skip(i + 1).Any(x => !removed.Contains(x));
            bool CanTake(int comma) => comma >= 0 && comma < separators.Length && !commas.Contains(comma)
                && !list.HasDirective(System.Math.Min(separators[comma].SpanStart, attribute.Span.End), System.Math.Max(separators[comma].SpanStart, attribute.SpanStart));

            if (hasKeptAhead && CanTake(i - 1))
            {
                commas.Add(i - 1);
                changes.AddRange(Together(text, separators[i - 1].Span, attribute.Span));
            }
            else if (CanTake(i))
            {
                commas.Add(i);
                changes.AddRange(Together(text, attribute.Span, separators[i].Span));
            }
            else if (!hasKeptBehind && hasKeptAhead)
            {
                // A comma at the end of a list is allowed.
                changes.Add(new TextChange(text.WithLeftovers(attribute.Span), ""));
            }
            else
            {
                return null;
            }
        }

        return changes;
    }

    /// <summary>Removes two parts, and what is between them when that is white space.</summary>
    private static TextChange[] Together(SourceText text, TextSpan first, TextSpan second)
    {
        if (!string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(first.End, second.Start))))
        {
            return [new TextChange(text.WithBlanks(first), ""), new TextChange(text.WithLeftovers(second), "")];
        }

        // A comma ahead of it stands on the line before: that line keeps what is on it.
        TextSpan both = TextSpan.FromBounds(first.Start, second.End);
        return [new TextChange(second.Length == 1 ? text.WithLeftovers(both) : text.WithBlanks(both), "")];
    }
}
