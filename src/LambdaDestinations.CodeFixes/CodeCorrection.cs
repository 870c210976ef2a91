using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>
/// A correction as changes of text: what no change covers stays as it is, with its comments, directives, line ends and indentation. Several
/// corrections of one document are applied together, so that attributes of one list can be removed and namespaces are imported once.
/// </summary>
/// <param name="title">What it does, in the imperative, for a menu.</param>
/// <param name="key">What "fix all" applies together.</param>
internal sealed class CodeCorrection(string title, string key)
{
    private readonly List<(DocumentId Document, TextChange Change)> _changes = [];
    private readonly List<(DocumentId Document, int Position, string Namespace)> _imports = [];
    private readonly List<AttributeSyntax> _removed = [];
    private readonly List<(DocumentId Document, TextSpan Declaration, ImmutableArray<(DocumentId Document, TextSpan Place)> Uses)> _unused = [];
    private bool _losesText;

    /// <summary>What it does.</summary>
    public string Title { get; } = title;

    /// <summary>What "fix all" applies together.</summary>
    public string Key { get; } = key;

    /// <summary>What only one correction may give away: of two with the same, "fix all" applies neither.</summary>
    public string? Exclusive { get; init; }

    /// <summary>Whether it is offered only where the documents that it changes have no new error.</summary>
    public bool MustCompile { get; init; }

    /// <summary>Writes a text in place of another.</summary>
    public CodeCorrection Replace(DocumentId document, TextSpan span, string text)
    {
        _changes.Add((document, new TextChange(span, text)));
        return this;
    }

    /// <summary>Writes a text in place of a node. The comments inside of the node stand ahead of it; where one cannot, there is no correction.</summary>
    public CodeCorrection Replace(Document document, SyntaxNode node, string text, TypeNames? names = null)
    {
        string? comments = node.InnerComments();
        _losesText |= comments is null;
        return names is null ? Replace(document.Id, node.Span, comments + text) : Replace(document, node.Span, comments + text, names);
    }

    /// <summary>Removes a declaration, where the corrections that are applied together leave no use of it.</summary>
    /// <param name="document">The document that it stands in.</param>
    /// <param name="declaration">Its place.</param>
    /// <param name="uses">All places that name it.</param>
    public CodeCorrection RemoveUnused(DocumentId document, TextSpan declaration, ImmutableArray<(DocumentId Document, TextSpan Place)> uses)
    {
        _unused.Add((document, declaration, uses));
        return this;
    }

    /// <summary>Writes a text in place of another, with names that may need imports.</summary>
    public CodeCorrection Replace(Document document, TextSpan span, string text, TypeNames names)
    {
        _imports.AddRange(names.Imports.Select(x => (document.Id, span.Start, x)));
        return Replace(document.Id, span, text);
    }

    /// <summary>Removes an attribute, with its list when nothing is left of it.</summary>
    public CodeCorrection Remove(AttributeSyntax attribute)
    {
        _removed.Add(attribute);
        return this;
    }

    /// <summary>Applies corrections; what cannot be done without touching anything else is left out.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, IReadOnlyCollection<CodeCorrection> corrections, CancellationToken cancellationToken)
    {
        Dictionary<DocumentId, List<TextChange>> changes = [];
        List<TextChange> Of(DocumentId document)
        {
            if (!changes.TryGetValue(document, out List<TextChange>? own))
            {
                changes.Add(document, own = []);
            }

            return own;
        }

        foreach ((DocumentId document, TextChange change) in corrections.SelectMany(static x => x._changes))
        {
            Of(document).Add(change);
        }

        foreach ((DocumentId document, TextSpan declaration, ImmutableArray<(DocumentId, TextSpan)> uses) in corrections.SelectMany(static x => x._unused))
        {
            if (uses.All(x => changes.TryGetValue(x.Item1, out List<TextChange>? own) && own.Exists(y => y.Span.Contains(x.Item2))))
            {
                Of(document).Add(new TextChange(declaration, ""));
            }
        }

        HashSet<AttributeSyntax> removed = await AttributeRemoval.CompleteAsync(solution, corrections.SelectMany(static x => x._removed), cancellationToken).ConfigureAwait(false);
        foreach (IGrouping<AttributeListSyntax, AttributeSyntax> list in removed.GroupBy(static x => (AttributeListSyntax)x.Parent!))
        {
            if (solution.GetDocument(list.Key.SyntaxTree) is { } document)
            {
                SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
                Of(document.Id).AddRange(AttributeRemoval.Changes(text, list.Key, removed) ?? []);
            }
        }

        foreach (IGrouping<DocumentId, (DocumentId Document, int Position, string Namespace)> imports in corrections.SelectMany(static x => x._imports).GroupBy(static x => x.Document))
        {
            SyntaxNode root = (await solution.GetDocument(imports.Key)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            Of(imports.Key).AddRange(UsingDirectives.Add(root, root.SyntaxTree.GetText(cancellationToken), imports.Select(static x => x.Position).Min(), imports.Select(static x => x.Namespace)));
        }

        foreach (KeyValuePair<DocumentId, List<TextChange>> document in changes)
        {
            solution = await ApplyAsync(solution, document.Key, document.Value, cancellationToken).ConfigureAwait(false);
        }

        return solution;
    }

    /// <summary>Whether a correction can be made, and leaves a program that is as right as before.</summary>
    public async Task<bool> IsPossibleAsync(Solution solution, CancellationToken cancellationToken)
    {
        if (_losesText || _removed.Any(x => AttributeRemoval.Changes(x.SyntaxTree.GetText(cancellationToken), (AttributeListSyntax)x.Parent!, [x]) is null))
        {
            return false;
        }

        // An import may make a name mean something else.
        if (!MustCompile && _imports.Count == 0)
        {
            return true;
        }

        Solution corrected = await ApplyAsync(solution, [this], cancellationToken).ConfigureAwait(false);
        foreach (DocumentId document in _changes.Select(static x => x.Document).Distinct())
        {
            Dictionary<string, int> before = await ErrorsAsync(solution, document, cancellationToken).ConfigureAwait(false);
            Dictionary<string, int> after = await ErrorsAsync(corrected, document, cancellationToken).ConfigureAwait(false);
            if (after.Any(x => !before.TryGetValue(x.Key, out int count) || count < x.Value))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<Dictionary<string, int>> ErrorsAsync(Solution solution, DocumentId id, CancellationToken cancellationToken) =>
        solution.GetDocument(id) is { } document && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            ? model.GetDiagnostics(cancellationToken: cancellationToken).Where(static x => x.Severity == DiagnosticSeverity.Error)
                .GroupBy(static x => x.Id + x.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal)
                .ToDictionary(static x => x.Key, static x => x.Count(), StringComparer.Ordinal)
            : [];

    private static async Task<Solution> ApplyAsync(Solution solution, DocumentId id, List<TextChange> changes, CancellationToken cancellationToken)
    {
        TextDocument? document = solution.GetDocument(id) ?? solution.GetAdditionalDocument(id);
        if (document is null)
        {
            return solution;
        }

        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        SourceText corrected = text.WithChanges(Apart(text, changes));
        return document is Document ? solution.WithDocumentText(id, corrected) : solution.WithAdditionalDocumentText(id, corrected);
    }

    /// <summary>The changes in the order of the text: each once, what goes together as one, and none that runs into another.</summary>
    private static ImmutableArray<TextChange> Apart(SourceText text, IEnumerable<TextChange> changes)
    {
        List<TextChange> apart = [];
        foreach (TextChange change in changes.Distinct().OrderBy(static x => x.Span.Start).ThenBy(static x => x.Span.Length))
        {
            TextChange last = apart.Count == 0 ? default : apart[apart.Count - 1];
            if (apart.Count > 0 && last.NewText is { Length: 0 } && change.NewText is { Length: 0 } && last.Span.End >= change.Span.Start)
            {
                TextSpan both = TextSpan.FromBounds(last.Span.Start, Math.Max(last.Span.End, change.Span.End));
                apart[apart.Count - 1] = new TextChange(text.IsLastOnLine(both.End) ? text.WithLeftovers(both) : text.WithBlanks(both), "");
            }
            else if (apart.Count == 0 || last.Span.End <= change.Span.Start)
            {
                apart.Add(change);
            }
        }

        return apart.ToImmutableArray();
    }
}
