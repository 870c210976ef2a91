using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LambdaDestinations.CodeFixes;

/// <summary>A code fix whose corrections are changes of text.</summary>
public abstract class CorrectingFix : CodeFixProvider
{
    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => new SequentialFixAll("Correct all", FixAllAsync);

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Solution solution = context.Document.Project.Solution;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            foreach (CodeCorrection correction in await FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                context.RegisterCodeFix(CodeAction.Create(correction.Title, x => CodeCorrection.ApplyAsync(solution, [correction], x), correction.Key), diagnostic);
            }
        }
    }

    /// <summary>The corrections of a finding; none when it is not determinate here.</summary>
    private protected abstract Task<IEnumerable<CodeCorrection>> FindAsync(CodeFinding finding);

    private async Task<IReadOnlyList<CodeCorrection>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        List<CodeCorrection> possible = [];
        if (await CodeFinding.ReadAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is { } finding)
        {
            foreach (CodeCorrection correction in await FindAsync(finding).ConfigureAwait(false))
            {
                if (await correction.IsPossibleAsync(document.Project.Solution, cancellationToken).ConfigureAwait(false))
                {
                    possible.Add(correction);
                }
            }
        }

        return possible;
    }

    private async Task<Solution> FixAllAsync(Project project, IReadOnlyList<Diagnostic> diagnostics, string? key, CancellationToken cancellationToken)
    {
        List<CodeCorrection> corrections = [];
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (project.Solution.GetDocument(diagnostic.Location.SourceTree) is { } document)
            {
                corrections.AddRange((await FindAsync(document, diagnostic, cancellationToken).ConfigureAwait(false)).Where(x => x.Key == key).Take(1));
            }
        }

        HashSet<string> claimedTwice = new(corrections.Select(static x => x.Exclusive).OfType<string>().GroupBy(static x => x, StringComparer.Ordinal).Where(static x => x.Skip(1).Any()).Select(static x => x.Key), StringComparer.Ordinal);
        return await CodeCorrection.ApplyAsync(project.Solution, [.. corrections.Where(x => x.Exclusive is null || !claimedTwice.Contains(x.Exclusive))], cancellationToken).ConfigureAwait(false);
    }
}
