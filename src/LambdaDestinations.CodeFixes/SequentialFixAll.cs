using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LambdaDestinations.CodeFixes;

/// <summary>
/// Fixes all findings at once where each fix writes to the same place, which the batch fixer would take for a conflict and
/// drop.
/// </summary>
internal sealed class SequentialFixAll(string title, SequentialFixAll.Fix fix) : FixAllProvider
{
    /// <summary>Fixes the findings of one project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="diagnostics">Its findings.</param>
    /// <param name="key">The equivalence key of the action that was chosen.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public delegate Task<Solution> Fix(Project project, IReadOnlyList<Diagnostic> diagnostics, string? key, CancellationToken cancellationToken);

    /// <inheritdoc />
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    /// <inheritdoc />
    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        Dictionary<ProjectId, ImmutableArray<Diagnostic>> findings = [];
        foreach (Project project in fixAllContext.Scope == FixAllScope.Solution ? fixAllContext.Solution.Projects : [fixAllContext.Project])
        {
            findings[project.Id] = fixAllContext is { Scope: FixAllScope.Document, Document: { } document }
                ? await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                : await fixAllContext.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
        }

        return CodeAction.Create(title, x => FixAsync(fixAllContext.Solution, findings, fixAllContext.CodeActionEquivalenceKey, x), title);
    }

    private async Task<Solution> FixAsync(Solution solution, Dictionary<ProjectId, ImmutableArray<Diagnostic>> findings, string? key, CancellationToken cancellationToken)
    {
        foreach (KeyValuePair<ProjectId, ImmutableArray<Diagnostic>> project in findings.Where(static x => x.Value.Length > 0))
        {
            solution = await fix(solution.GetProject(project.Key)!, project.Value, key, cancellationToken).ConfigureAwait(false);
        }

        return solution;
    }
}
