using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace LambdaDestinations.CodeFixes;

/// <summary>Gives a consumer's parameter the type that the handler's records have.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceTypeFix)), Shared]
public sealed class ReplaceTypeFix : NodeReplacementFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        ContractRules.PayloadMismatch.Id, ContractRules.OutcomeMismatch.Id, ContractRules.PayloadNotCarried.Id, ContractRules.VoidResponse.Id);

    private protected override NodeReplacement? Find(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        diagnostic.Properties.TryGetValue(ConsumerAnalyzer.NewType, out string? source)
        && root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ParameterSyntax>()?.Type is { } type
            ? new NodeReplacement(
                "Take the record that the handler sends",
                nameof(ReplaceTypeFix),
                type,
                SyntaxFactory.ParseTypeName(source!).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation))
            : null;
}
