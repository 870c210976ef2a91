using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LambdaDestinations.CodeFixes;

/// <summary>A code fix that replaces one node of a document.</summary>
public abstract class NodeReplacementFix : CodeFixProvider
{
    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        SemanticModel model = (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false))!;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (Find(root, model, diagnostic, context.CancellationToken) is { } replacement)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(replacement.Title, x => ReplaceAsync(context.Document, replacement, x), replacement.EquivalenceKey),
                    diagnostic);
            }
        }
    }

    /// <summary>What is to be replaced for a diagnostic; <see langword="null"/> when it is not determinate here.</summary>
    private protected abstract NodeReplacement? Find(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken);

    private static async Task<Document> ReplaceAsync(Document document, NodeReplacement replacement, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        return document.WithSyntaxRoot(root.ReplaceNode(replacement.Old, replacement.New.WithTriviaFrom(replacement.Old)));
    }
}

/// <summary>A node and what takes its place, with its trivia.</summary>
/// <param name="Title">What it does, in the imperative, for a menu.</param>
/// <param name="EquivalenceKey">What "fix all" fixes together.</param>
/// <param name="Old">The node.</param>
/// <param name="New">The other node.</param>
internal sealed record NodeReplacement(string Title, string EquivalenceKey, SyntaxNode Old, SyntaxNode New);
