using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Templates.Contracts;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Writes a handler's contract into the baseline document.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RecordContractFix)), Shared]
public sealed class RecordContractFix : CodeFixProvider
{
    private const string Title = "Record the contract in " + ContractBaseline.FileName;

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ContractRules.ContractChanged.Id);

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => new SequentialFixAll(Title, RecordAsync);

    /// <inheritdoc />
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            context.RegisterCodeFix(CodeAction.Create(Title, x => RecordAsync(context.Document.Project, [diagnostic], null, x), nameof(RecordContractFix)), diagnostic);
        }

        return Task.CompletedTask;
    }

    private static async Task<Solution> RecordAsync(Project project, IReadOnlyList<Diagnostic> diagnostics, string? key, CancellationToken cancellationToken)
    {
        if (ContractBaselineFile.Find(project.AnalyzerOptions) is not { } baselineFile
            || project.AdditionalDocuments.FirstOrDefault(x => (x.FilePath ?? x.Name) == baselineFile.Path) is not { } file
            || await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } compilation)
        {
            return project.Solution;
        }

        SourceText text = await file.GetTextAsync(cancellationToken).ConfigureAwait(false);
        ContractBaseline baseline = ContractBaseline.Parse(text.ToString());
        if (baseline.Errors.Count > 0)
        {
            return project.Solution;
        }

        string result = text.ToString();
        foreach (Diagnostic diagnostic in diagnostics.Where(static x => x.Location.SourceTree is not null))
        {
            SyntaxTree tree = diagnostic.Location.SourceTree!;
            SyntaxNode root = await tree.GetRootAsync(cancellationToken).ConfigureAwait(false);
            if (root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } declaration
                && compilation.GetSemanticModel(tree).GetDeclaredSymbol(declaration, cancellationToken) is IMethodSymbol method
                && ContractBaselineFile.ReadShape(method, compilation, cancellationToken) is { } shape)
            {
                result = baseline.WithContract(shape);
                baseline = ContractBaseline.Parse(result);
            }
        }

        string written = text.ToString().Contains("\r\n") ? result.Replace("\r\n", "\n").Replace("\n", "\r\n") : result;
        return project.Solution.WithAdditionalDocumentText(file.Id, SourceText.From(written, text.Encoding, text.ChecksumAlgorithm));
    }
}
