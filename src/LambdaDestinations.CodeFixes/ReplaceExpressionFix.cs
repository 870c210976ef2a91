using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.CodeFixes;

/// <summary>Replaces what a record's member is compared with: the short name of an error type, the condition of this kind of record.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceExpressionFix)), Shared]
public sealed class ReplaceExpressionFix : NodeReplacementFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ContractRules.ErrorTypeFullName.Id, ContractRules.ConditionOfOtherMode.Id);

    private protected override NodeReplacement? Find(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        diagnostic.Properties.TryGetValue(RecordUseAnalyzer.Replacement, out string? replacement);
        return root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax old && Replace(old, replacement, diagnostic.Id) is { } expression
            ? new NodeReplacement($"Compare with '{expression}'", diagnostic.Id, old, expression)
            : null;
    }

    private static ExpressionSyntax? Replace(ExpressionSyntax old, string? replacement, string id) => old switch
    {
        // typeof(X).FullName: the runtime writes Type.Name, also for a generic type.
        MemberAccessExpressionSyntax access when id == ContractRules.ErrorTypeFullName.Id && replacement is null => access.WithName(SyntaxFactory.IdentifierName("Name")),
        MemberAccessExpressionSyntax access when replacement is not null && id == ContractRules.ConditionOfOtherMode.Id => access.WithName(SyntaxFactory.IdentifierName(replacement)),
        IdentifierNameSyntax when replacement is not null && id == ContractRules.ConditionOfOtherMode.Id => SyntaxFactory.IdentifierName(replacement),
        LiteralExpressionSyntax when replacement is not null => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(replacement)),
        _ => null,
    };
}
