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
            Task<Solution> Record(CancellationToken x) => RecordAsync(context.Document.Project, [diagnostic], null, x);
            context.RegisterCodeFix(CodeAction.Create(Title, Record, nameof(RecordContractFix)), diagnostic);
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
        string result = text.ToString();
        ContractBaseline baseline = ContractBaseline.Parse(result);
        if (baseline.Errors.Count > 0)
        {
            return project.Solution;
        }

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

        return ContractFile.Write(file, text, result);
    }
}

/// <summary>Deletes the entries of the baseline document whose handlers are gone.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeleteContractFix), DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)]), Shared]
public sealed class DeleteContractFix : CodeFixProvider
{
    private const string Title = "Delete the contract from " + ContractBaseline.FileName;

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ContractRules.ContractChanged.Id);

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => new SequentialFixAll(Title, DeleteAsync);

    /// <inheritdoc />
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            Task<Solution> Delete(CancellationToken x) => DeleteAsync(context.TextDocument.Project, [diagnostic], null, x);
            context.RegisterCodeFix(CodeAction.Create(Title, Delete, nameof(DeleteContractFix)), diagnostic);
        }

        return Task.CompletedTask;
    }

    private static async Task<Solution> DeleteAsync(Project project, IReadOnlyList<Diagnostic> diagnostics, string? key, CancellationToken cancellationToken)
    {
        if (diagnostics.FirstOrDefault(IsInFile)?.Location.GetLineSpan().Path is not { } path
            || project.AdditionalDocuments.FirstOrDefault(x => (x.FilePath ?? x.Name) == path) is not { } file)
        {
            return project.Solution;
        }

        SourceText text = await file.GetTextAsync(cancellationToken).ConfigureAwait(false);
        ContractBaseline baseline = ContractBaseline.Parse(text.ToString());
        HashSet<int> places = [.. diagnostics.Where(IsInFile).Select(static x => x.Location.SourceSpan.Start)];
        return ContractFile.Write(file, text, baseline.Without(baseline.Handlers.Where(x => places.Contains(baseline.PlaceOf(x).Start))));
    }

    private static bool IsInFile(Diagnostic diagnostic) => diagnostic.Location.Kind == LocationKind.ExternalFile;
}

/// <summary>The baseline as a document.</summary>
internal static class ContractFile
{
    /// <summary>The solution with another text of the baseline, whose lines end as before.</summary>
    public static Solution Write(TextDocument file, SourceText before, string text)
    {
        string written = before.ToString().Contains("\r\n") ? text.Replace("\r\n", "\n").Replace("\n", "\r\n") : text;
        return file.Project.Solution.WithAdditionalDocumentText(file.Id, SourceText.From(written, before.Encoding, before.ChecksumAlgorithm));
    }
}
