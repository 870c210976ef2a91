using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace LambdaDestinations.CodeFixes;

/// <summary>How a method is used, which says whether its signature can change.</summary>
internal static class MethodUses
{
    /// <summary>Whether something else than a call or <c>nameof</c> names the method: a delegate wants the signature that it has.</summary>
    public static Task<bool> AreOtherThanCallsAsync(CodeFinding finding, IMethodSymbol method) => AnyAsync(finding, method, static x => !IsCall(x) && !IsName(x));

    /// <summary>Whether something else than <c>nameof</c> names the method.</summary>
    public static Task<bool> AreOtherThanNamesAsync(CodeFinding finding, IMethodSymbol method) => AnyAsync(finding, method, static x => !IsName(x));

    private static async Task<bool> AnyAsync(CodeFinding finding, IMethodSymbol method, System.Func<SyntaxNode, bool> isMeant)
    {
        foreach (ReferencedSymbol symbol in await SymbolFinder.FindReferencesAsync(method, finding.Document.Project.Solution, finding.CancellationToken).ConfigureAwait(false))
        {
            foreach (ReferenceLocation place in symbol.Locations.Where(static x => !x.IsImplicit))
            {
                if (await place.Document.GetSyntaxRootAsync(finding.CancellationToken).ConfigureAwait(false) is { } root
                    && root.FindNode(place.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true) is { } node
                    && !node.IsPartOfStructuredTrivia()
                    && isMeant(node))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsCall(SyntaxNode name) => Outer(name).Parent is InvocationExpressionSyntax call && call.Expression == Outer(name);

    private static bool IsName(SyntaxNode name) => name.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } };

    private static SyntaxNode Outer(SyntaxNode name) => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access
        : name.Parent is MemberBindingExpressionSyntax binding ? binding
        : name;
}
