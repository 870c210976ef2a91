using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Corrects findings in the template, which is an additional document; every byte outside the correction stays.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TemplateFindingFix), DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)])]
[Shared]
public sealed class TemplateFindingFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = TemplateCorrections.Ids;

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => TemplateCorrections.FixAll;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            await TemplateCorrections.RegisterAsync(context, context.TextDocument, diagnostic, diagnostic.Location.SourceSpan).ConfigureAwait(false);
        }
    }
}

/// <summary>Corrects what an attribute meets in the template, such as a dead-letter queue beside its destination.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AttributeTemplateFix))]
[Shared]
public sealed class AttributeTemplateFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        ConfigurationRules.DeadLetterAndOnFailure.Id, ConfigurationRules.SharedQueue.Id, ContractRules.LostMessages.Id);

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => TemplateCorrections.FixAll;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (TemplateCorrections.PlaceOf(diagnostic) is { } place && TemplateCorrections.Find(context.Document.Project, place.GetLineSpan().Path) is { } document)
            {
                await TemplateCorrections.RegisterAsync(context, document, diagnostic, place.SourceSpan).ConfigureAwait(false);
            }
        }
    }
}

/// <summary>What the providers share: from a diagnostic to an edit of the additional document.</summary>
internal static class TemplateCorrections
{
    /// <summary>The rules with a correction of the template, where they stand in it: lost messages are told at the consumer alone.</summary>
    public static ImmutableArray<string> Ids { get; } =
        TemplateFix.Rules.Where(static x => x != ContractRules.LostMessages).Select(static x => x.Id).OrderBy(static x => x, StringComparer.Ordinal).ToImmutableArray();

    /// <summary>All corrections of a template in one edit: the places of a second edit would have moved.</summary>
    public static FixAllProvider FixAll { get; } = new SequentialFixAll("Correct the template", FixAllAsync);

    /// <summary>Where a diagnostic stands in the template; <see langword="null"/> when it does not.</summary>
    public static Location? PlaceOf(Diagnostic diagnostic) =>
        diagnostic.Location.Kind == LocationKind.ExternalFile ? diagnostic.Location : diagnostic.AdditionalLocations.FirstOrDefault(static x => x.Kind == LocationKind.ExternalFile);

    /// <summary>The additional document of a path.</summary>
    public static TextDocument? Find(Project project, string path) => project.AdditionalDocuments.FirstOrDefault(x => x.FilePath == path);

    /// <summary>Offers the correction of a diagnostic, when there is one.</summary>
    public static async Task RegisterAsync(CodeFixContext context, TextDocument document, Diagnostic diagnostic, TextSpan span)
    {
        SourceText text = await document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        TemplateModel template = TemplateModel.Read(TemplateFile.Parse(document.FilePath ?? "", text.ToString(), context.CancellationToken));
        if (Find(template, diagnostic.Id, span) is { } fix)
        {
            context.RegisterCodeFix(
                CodeAction.Create(fix.Title, x => ApplyAsync(document, [(diagnostic.Id, span)], x), equivalenceKey: diagnostic.Id),
                diagnostic);
        }
    }

    private static TemplateFix? Find(TemplateModel template, string id, TextSpan span) =>
        RuleCatalog.Find(id) is { } rule ? TemplateFix.Find(template, rule, new SourceSpan(span.Start, span.Length)) : null;

    private static async Task<Solution> FixAllAsync(Project project, IReadOnlyList<Diagnostic> diagnostics, string? key, CancellationToken cancellationToken)
    {
        Solution solution = project.Solution;
        foreach (IGrouping<string, (string Id, Location Place)> file in diagnostics.Select(static x => (x.Id, Place: PlaceOf(x))).Where(static x => x.Place is not null).Select(static x => (x.Id, x.Place!)).GroupBy(static x => x.Item2.GetLineSpan().Path, StringComparer.Ordinal))
        {
            if (Find(solution.GetProject(project.Id)!, file.Key) is { } document)
            {
                solution = await ApplyAsync(document, [.. file.Select(static x => (x.Id, x.Place.SourceSpan)).Distinct()], cancellationToken).ConfigureAwait(false);
            }
        }

        return solution;
    }

    /// <summary>The solution with corrections in one template; unchanged where an edit is not safe.</summary>
    public static async Task<Solution> ApplyAsync(TextDocument document, IReadOnlyList<(string Id, TextSpan Span)> places, CancellationToken cancellationToken)
    {
        Solution solution = document.Project.Solution;
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        TemplateModel template = TemplateModel.Read(TemplateFile.Parse(document.FilePath ?? "", text.ToString(), cancellationToken));
        IEnumerable<TemplateFix> fixes = places.Select(x => Find(template, x.Id, x.Span)).OfType<TemplateFix>();
        TemplateDocument? edited = TemplateFix.Apply(template.Document, fixes, cancellationToken);
        return edited is null ? solution : solution.WithAdditionalDocumentText(document.Id, SourceText.From(edited.Text, text.Encoding, text.ChecksumAlgorithm));
    }
}
