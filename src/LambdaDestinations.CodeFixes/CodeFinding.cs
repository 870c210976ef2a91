using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>A finding in code, with what a correction asks about it.</summary>
/// <param name="Document">The document that it stands in.</param>
/// <param name="Root">The document's tree.</param>
/// <param name="Text">The document's text.</param>
/// <param name="Model">What the tree means.</param>
/// <param name="Diagnostic">The finding.</param>
/// <param name="CancellationToken">Stops the search for corrections.</param>
internal sealed record CodeFinding(Document Document, SyntaxNode Root, SourceText Text, SemanticModel Model, Diagnostic Diagnostic, CancellationToken CancellationToken)
{
    /// <summary>The rule that is broken.</summary>
    public Rule? Rule => RuleCatalog.Find(Diagnostic.Id);

    /// <summary>The innermost node where the finding stands.</summary>
    public SyntaxNode Node => Root.FindNode(Diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>What may be written instead, best first.</summary>
    public IEnumerable<string> Suggestions
    {
        get
        {
            for (int i = 0; Property("Suggestion" + i.ToString(CultureInfo.InvariantCulture)) is { } value; i++)
            {
                yield return value;
            }
        }
    }

    /// <summary>What the analyzer says for corrections.</summary>
    public string? Property(string name) => Diagnostic.Properties.TryGetValue(name, out string? value) ? value : null;

    /// <summary>The finding of a diagnostic; <see langword="null"/> when it does not stand in the document.</summary>
    public static async Task<CodeFinding?> ReadAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        diagnostic.Location.IsInSource
        && await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root
        && root.FullSpan.Contains(diagnostic.Location.SourceSpan)
        && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            ? new CodeFinding(document, root, await document.GetTextAsync(cancellationToken).ConfigureAwait(false), model, diagnostic, cancellationToken)
            : null;
}
