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
        // A continuation ends well after a task that has failed: to await it would hide the failure.
        if (task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContinueWith" } }
            || !CanAwait(finding, task)
            || finding.Model.GetTypeInfo(task, finding.CancellationToken).Type
                is not INamedTypeSymbol { Name: "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable" } type
            || Whole(task, out bool isConditional, out bool isChoice) is not { } whole)
        {
            return null;
        }

        TypeNames names = new(finding.Model, whole.SpanStart);
        if ((isConditional ? Completed(type, names) : "") is not { } completed)
        {
            return null;
        }

        // Behind a conditional access: nothing to wait for where there is nobody to call.
        string end = isConditional ? $" ?? {completed})" : isChoice ? ")" : "";
        return Write(finding, whole, isConditional || isChoice ? "await (" : "await ", end, names);
    }

    /// <summary>Writes the <c>await</c> around an expression, in place of the discard that takes it.</summary>
    private static CodeCorrection? Write(CodeFinding finding, ExpressionSyntax whole, string start, string end, TypeNames names)
    {
        CodeCorrection correction = new("Await it", nameof(AwaitFix)) { MustCompile = true };
        AssignmentExpressionSyntax? assignment = whole.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } found
            && found.Right == whole ? found : null;
        ExpressionSyntax statement = assignment ?? whole;
        string ahead = assignment is null ? "" : finding.Text.ToString(TextSpan.FromBounds(assignment.Left.Span.End, whole.SpanStart)).Trim();
        if (statement.Parent is ForStatementSyntax loop && loop.Initializers.Contains(statement))
        {
            // The initializer runs once, ahead of the loop, and C# takes an await in it for a type.
            return loop is not { Initializers.Count: 1, Parent: BlockSyntax } || ahead is not ("" or "=") ? null
                : correction
                    .Replace(finding.Document, new TextSpan(loop.SpanStart, 0), finding.Text.Ahead(loop.SpanStart, $"{start}{whole}{end};"), names)
                    .Replace(finding.Document.Id, statement.Span, "");
        }

        if (statement.Parent is not (ExpressionStatementSyntax or ArrowExpressionClauseSyntax or ForStatementSyntax)
            && !(statement.Parent is LambdaExpressionSyntax lambda && lambda.ExpressionBody == statement))
        {
            return null;
        }

        correction.Replace(finding.Document.Id, new TextSpan(whole.SpanStart, 0), start);
        if (end.Length > 0)
        {
            correction.Replace(finding.Document, new TextSpan(whole.Span.End, 0), end, names);
        }

        return assignment is null ? correction : RemoveDiscard(finding, assignment, correction);
    }

    private static CodeCorrection RemoveDiscard(CodeFinding finding, AssignmentExpressionSyntax assignment, CodeCorrection correction)
    {
        bool HasComment(int start, int end) => !string.IsNullOrWhiteSpace(finding.Text.ToString(TextSpan.FromBounds(start, end)));
        if (HasComment(assignment.Left.Span.End, assignment.OperatorToken.SpanStart))
        {
            return correction.Replace(finding.Document.Id, assignment.Left.Span, "").Replace(finding.Document.Id, assignment.OperatorToken.Span, "");
        }

        TextSpan discard = TextSpan.FromBounds(assignment.SpanStart, assignment.OperatorToken.Span.End);
        bool isSaid = HasComment(discard.End, assignment.Right.SpanStart);
        return correction.Replace(
            finding.Document.Id, isSaid ? finding.Text.WithBlanks(discard) : TextSpan.FromBounds(discard.Start, assignment.Right.SpanStart), "");
    }

    /// <summary>The whole expression that gives the task of a call; <see langword="null"/> where it cannot be awaited.</summary>
    /// <param name="task">The call.</param>
    /// <param name="isConditional">Whether it may be null, as there may be nobody to call.</param>
    /// <param name="isChoice">Whether it may give another task.</param>
    private static ExpressionSyntax? Whole(ExpressionSyntax task, out bool isConditional, out bool isChoice)
    {
        ExpressionSyntax whole = task;
        isConditional = false;
        isChoice = false;
        while (whole.Parent is ExpressionSyntax outer && (outer is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or CastExpressionSyntax
            || IsConditional(outer, whole) || IsChoice(outer, whole)))
        {
            isChoice |= IsChoice(outer, whole);
            bool isReplaced = outer is BinaryExpressionSyntax coalesce && coalesce.Left == whole;
            if (isConditional && !isReplaced && IsChoice(outer, whole))
            {
                return null;
            }

            isConditional = (isConditional && !isReplaced) || IsConditional(outer, whole);
            whole = outer;
        }

        return whole;
    }

    private static bool IsConditional(ExpressionSyntax outer, ExpressionSyntax task) =>
        outer is ConditionalAccessExpressionSyntax access && access.WhenNotNull == task;

    /// <summary>Whether an expression may give the task: by a condition, or with another one where it is null.</summary>
    private static bool IsChoice(ExpressionSyntax outer, ExpressionSyntax task) =>
        (outer is ConditionalExpressionSyntax choice && choice.Condition != task)
        || outer is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression };

    /// <summary>A task that has ended, of the type of another one; <see langword="null"/> where there is none.</summary>
    private static string? Completed(INamedTypeSymbol type, TypeNames names) =>
        type.Name == "ValueTask" ? "default" : type.Name == "Task" ? names.Write("System.Threading.Tasks.Task") + ".CompletedTask" : null;

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
