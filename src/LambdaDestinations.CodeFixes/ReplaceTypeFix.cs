using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace LambdaDestinations.CodeFixes;

/// <summary>Gives a consumer's parameter the type that the handler's records have.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceTypeFix)), Shared]
public sealed class ReplaceTypeFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        ContractRules.PayloadMismatch.Id, ContractRules.OutcomeMismatch.Id, ContractRules.PayloadNotCarried.Id, ContractRules.VoidResponse.Id);

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(ConsumerAnalyzer.NewType, out string? source)
                && root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ParameterSyntax>()?.Type is { } type)
            {
                TypeSyntax newType = SyntaxFactory.ParseTypeName(source!);
                context.RegisterCodeFix(
                    CodeAction.Create("Take the record that the handler sends", x => ReplaceAsync(context.Document, type, newType, x), nameof(ReplaceTypeFix)),
                    diagnostic);
            }
        }
    }

    private static async Task<Document> ReplaceAsync(Document document, TypeSyntax old, TypeSyntax newType, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        return document.WithSyntaxRoot(root.ReplaceNode(old, newType.WithTriviaFrom(old).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation)));
    }
}
