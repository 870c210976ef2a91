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

namespace LambdaDestinations.CodeFixes;

/// <summary>Replaces what a record's member is compared with: the short name of an error type, the condition of this kind of record.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceExpressionFix)), Shared]
public sealed class ReplaceExpressionFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ContractRules.ErrorTypeFullName.Id, ContractRules.ConditionOfOtherMode.Id);

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            diagnostic.Properties.TryGetValue(RecordUseAnalyzer.Replacement, out string? replacement);
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax old && Replace(old, replacement, diagnostic.Id) is { } expression)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Compare with '{expression}'", x => ReplaceAsync(context.Document, old, expression, x), diagnostic.Id),
                    diagnostic);
            }
        }
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

    private static async Task<Document> ReplaceAsync(Document document, ExpressionSyntax old, ExpressionSyntax expression, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        return document.WithSyntaxRoot(root.ReplaceNode(old, expression.WithTriviaFrom(old)));
    }
}
