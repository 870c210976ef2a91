using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Awaits a task that a handler starts and forgets, where the code may await.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitFix)), Shared]
public sealed class AwaitFix : CorrectingFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ContractRules.FireAndForget.Id);

    private protected override Task<IEnumerable<CodeCorrection>> FindAsync(CodeFinding finding) =>
        Task.FromResult<IEnumerable<CodeCorrection>>(finding.Node is ExpressionSyntax task && Find(finding, task) is { } correction ? [correction] : []);

    private static CodeCorrection? Find(CodeFinding finding, ExpressionSyntax task)
    {
        if (!CanAwait(finding, task) || finding.Model.GetTypeInfo(task, finding.CancellationToken).Type is not INamedTypeSymbol { Name: "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable" } type)
        {
            return null;
        }

        ExpressionSyntax whole = task;
        bool isConditional = false;
        while (whole.Parent is ExpressionSyntax outer && (outer is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or CastExpressionSyntax || (outer is ConditionalAccessExpressionSyntax access && access.WhenNotNull == whole)))
        {
            isConditional |= outer is ConditionalAccessExpressionSyntax;
            whole = outer;
        }

        CodeCorrection correction = new("Await it", nameof(AwaitFix)) { MustCompile = true };
        if (isConditional && !OrCompleted(finding, whole, type, correction))
        {
            return null;
        }

        string start = isConditional ? "await (" : "await ";
        switch (whole.Parent)
        {
            case AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax, Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } assignment when assignment.Right == whole:
                TextSpan discard = TextSpan.FromBounds(assignment.Left.SpanStart, assignment.OperatorToken.Span.End);
                correction.Replace(finding.Document.Id, new TextSpan(whole.SpanStart, 0), start);
                return HasComment(finding, assignment.Left.Span.End, assignment.OperatorToken.SpanStart)
                    ? correction.Replace(finding.Document.Id, assignment.Left.Span, "").Replace(finding.Document.Id, assignment.OperatorToken.Span, "")
                    : correction.Replace(finding.Document.Id, HasComment(finding, discard.End, whole.SpanStart) ? finding.Text.WithBlanks(discard) : TextSpan.FromBounds(discard.Start, whole.SpanStart), "");
            case ExpressionStatementSyntax or ArrowExpressionClauseSyntax or ForStatementSyntax:
            case LambdaExpressionSyntax lambda when lambda.ExpressionBody == whole:
                return correction.Replace(finding.Document.Id, new TextSpan(whole.SpanStart, 0), start);
            default:
                return null;
        }
    }

    private static bool HasComment(CodeFinding finding, int start, int end) => !string.IsNullOrWhiteSpace(finding.Text.ToString(TextSpan.FromBounds(start, end)));

    /// <summary>Behind a conditional access: nothing to wait for where there is nobody to call.</summary>
    private static bool OrCompleted(CodeFinding finding, ExpressionSyntax whole, INamedTypeSymbol type, CodeCorrection correction)
    {
        TypeNames names = new(finding.Model, whole.SpanStart);
        string? completed = type.Name == "ValueTask" ? "default" : type.Name == "Task" ? names.Write("System.Threading.Tasks.Task") + ".CompletedTask" : null;
        if (completed is null)
        {
            return false;
        }

        correction.Replace(finding.Document, new TextSpan(whole.Span.End, 0), $" ?? {completed})", names);
        return true;
    }

    /// <summary>Whether the innermost function is async, and nothing around the place forbids to wait: <c>lock</c>, <c>unsafe</c>, a reference that would not survive.</summary>
    private static bool CanAwait(CodeFinding finding, SyntaxNode node)
    {
        SyntaxNode? function = node.Ancestors().FirstOrDefault(static x => x is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax);
        bool isAsync = function switch
        {
            AnonymousFunctionExpressionSyntax anonymous => anonymous.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
            LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            _ => false,
        };
        return isAsync
            && !node.Ancestors().TakeWhile(x => x != function).Any(static x => x is LockStatementSyntax or CatchFilterClauseSyntax or FixedStatementSyntax)
            && !node.Ancestors().Any(static x => x is UnsafeStatementSyntax || ModifiersOf(x).Any(SyntaxKind.UnsafeKeyword))
            && !function!.DescendantNodes().Any(x => x is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax && finding.Model.GetDeclaredSymbol(x, finding.CancellationToken) is ILocalSymbol local && (local.Type.IsRefLikeType || local.RefKind != RefKind.None));
    }

    private static SyntaxTokenList ModifiersOf(SyntaxNode node) => node switch
    {
        MemberDeclarationSyntax member => member.Modifiers,
        LocalFunctionStatementSyntax function => function.Modifiers,
        _ => default,
    };
}
