using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LambdaDestinations.Generators.Declarations;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Checks that a handler with an on-failure destination lets its failures be seen.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerBodyAnalyzer : DiagnosticAnalyzer
{
    /// <summary>How the names of methods begin that log, or check an argument.</summary>
    private static readonly string[] Logging = ["Log", "Write", "ThrowIf"];

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        Descriptors.Of(ContractRules.SwallowedException, ContractRules.FireAndForget);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.OnFailure) is not null)
            {
                start.RegisterSemanticModelAction(CheckFile);
            }
        });
    }

    /// <summary>
    /// The handlers of a file. A body of which there was nothing to say is not bound again until it or a declaration changes: what it means depends on
    /// nothing else, and an edit changes one body of a file.
    /// </summary>
    private static void CheckFile(SemanticModelAnalysisContext context)
    {
        SyntaxTree tree = context.SemanticModel.SyntaxTree;
        TreeDeclarations declarations = TreeDeclarations.Of(tree, context.CancellationToken);
        DeclaredContent content = DeclaredContent.Of(context.SemanticModel.Compilation, context.CancellationToken);
        IReadOnlyList<TextSpan> marked = content.HasAlias ? declarations.Attributed : declarations.Marked;
        int count = marked.Count + declarations.Parts.Count;
        if (count == 0)
        {
            return;
        }

        SourceText text = tree.GetText(context.CancellationToken);
        Fingerprint around = content.Fingerprint.Add(declarations.Fingerprint);
        ConcurrentDictionary<int, Fingerprint> quiet = content.Shape.QuietOf(nameof(HandlerBodyAnalyzer), tree.FilePath);
        for (int i = 0; i < count; i++)
        {
            TextSpan span = i < marked.Count ? marked[i] : declarations.Parts[i - marked.Count];
            Fingerprint? known = FingerprintOf(text, span, around.Add(i));
            if ((known is null || !quiet.TryGetValue(i, out Fingerprint before) || before != known)
                && tree.GetRoot(context.CancellationToken).FindNode(span) is MethodDeclarationSyntax method
                && !CheckHandler(method, context)
                && known is { } seen)
            {
                quiet[i] = seen;
            }
        }
    }

    /// <summary>Of a method's text; <see langword="null"/> where symbols of the preprocessor may have a say.</summary>
    private static Fingerprint? FingerprintOf(SourceText text, TextSpan span, Fingerprint fingerprint)
    {
        for (int i = span.Start; i < span.End; i++)
        {
            if (text[i] == '#')
            {
                return null;
            }

            fingerprint = fingerprint.Add(text[i]);
        }

        return fingerprint;
    }

    /// <summary>Checks one handler.</summary>
    /// <returns>Whether anything was reported.</returns>
    private static bool CheckHandler(MethodDeclarationSyntax syntax, SemanticModelAnalysisContext context)
    {
        if ((syntax.Body is null && syntax.ExpressionBody is null)
            || context.SemanticModel.GetDeclaredSymbol(syntax, context.CancellationToken) is not IMethodSymbol method
            || !method.GetAttributes().Any(static x => HandlerReader.OutcomeOf(x) == DestinationOutcome.Failure)
            || context.SemanticModel.GetOperation(syntax, context.CancellationToken) is not { } body)
        {
            return false;
        }

        List<Diagnostic> found = [];
        List<TextSpan> told = [];
        void Report(Diagnostic diagnostic) => found.Add(diagnostic);

        string name = SymbolNames.Shown(method);
        TaskVariables variables = new();
        foreach (IOperation operation in body.Descendants())
        {
            variables.Read(operation);
            switch (operation)
            {
                case IExpressionStatementOperation statement:
                    CheckStatement(statement, name, Report, told);
                    break;
                case IDelegateCreationOperation creation:
                    CheckDelegate(creation, name, Report);
                    break;
                case ITryOperation @try:
                    CheckTry(@try, name, Report);
                    break;
            }
        }

        foreach ((ILocalSymbol variable, IInvocationOperation call) in variables.Unused)
        {
            Report(Descriptors.At(ContractRules.NeverUsesTask(name, variable.Name, call.TargetMethod.Name), call.Syntax.GetLocation()));
        }

        IEnumerable<IBlockOperation> blocks = variables.MayOverwrite ? body.Descendants().OfType<IBlockOperation>() : [];
        foreach ((ILocalSymbol variable, IInvocationOperation call) in blocks.SelectMany(TaskVariables.Overwritten))
        {
            Report(Descriptors.At(ContractRules.OverwritesTask(name, variable.Name, call.TargetMethod.Name), call.Syntax.GetLocation()));
        }

        foreach (IInvocationOperation continuation in variables.Continuations.Where(static x => !BackgroundWork.MayBeAwaited(x)))
        {
            Report(Descriptors.At(ContractRules.DoesNotAwait(name, continuation.TargetMethod.Name), continuation.Syntax.GetLocation()));
        }

        if (SymbolNames.IsTask(HandlerReader.ResponseType(method, context.SemanticModel.Compilation)))
        {
            Report(Descriptors.At(
                ContractRules.ReturnsTaskOfTask(name, SymbolNames.Shown(method.ReturnType)),
                syntax.ReturnType.GetLocation()));
        }

        foreach (Diagnostic diagnostic in found.Where(x => !told.Exists(y => y.Contains(x.Location.SourceSpan))))
        {
            context.ReportDiagnostic(diagnostic);
        }

        return found.Count > 0;
    }

    /// <summary>A call as a statement, or assigned to a discard, whose task nobody sees.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="report">Takes what is found.</param>
    /// <param name="told">Takes the functions of which all is said.</param>
    private static void CheckStatement(IExpressionStatementOperation statement, string handler, Action<Diagnostic> report, List<TextSpan> told)
    {
        IOperation expression = statement.Operation;
        IOperation value = Comparisons.Unwrap(expression is ISimpleAssignmentOperation { Target: IDiscardOperation } discard ? discard.Value : expression);
        if (value is IAwaitOperation outer && SymbolNames.IsTask(outer.Type) && !IsWhenAny(outer.Operation))
        {
            report(Descriptors.At(ContractRules.AwaitsOuterTaskOnly(handler), value.Syntax.GetLocation()));
            return;
        }

        foreach (IInvocationOperation call in TaskChoice.CallsOf(value))
        {
            if (BackgroundWork.Find(call, handler, out IAnonymousFunctionOperation[] lambdas) is { } background)
            {
                report(Descriptors.At(background, call.Syntax.GetLocation()));
                told.AddRange(lambdas.Select(static x => x.Syntax.Span));
            }
            else if (!IsAwaitedElsewhere(call) && Forgotten(call, handler) is { } forgotten)
            {
                report(Descriptors.At(forgotten, call.Syntax.GetLocation()));
            }
        }
    }

    private static RuleMessage? Forgotten(IInvocationOperation call, string handler) =>
        call.TargetMethod is { IsAsync: true, ReturnsVoid: true } ? ContractRules.CallsAsyncVoid(handler, call.TargetMethod.Name)
        : SymbolNames.IsTask(call.Type) ? ContractRules.DoesNotAwait(handler, call.TargetMethod.Name)
        : null;

    /// <summary>An async lambda where nothing can await it: <c>list.ForEach(async x => …)</c>.</summary>
    private static void CheckDelegate(IDelegateCreationOperation creation, string handler, Action<Diagnostic> report)
    {
        if (creation is { Type: INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true }, Parent: IArgumentOperation }
            && creation.Target is IAnonymousFunctionOperation { Symbol.IsAsync: true } lambda)
        {
            SyntaxToken token = lambda.Syntax is LambdaExpressionSyntax syntax ? syntax.AsyncKeyword : default;
            report(Descriptors.At(ContractRules.PassesAsyncLambda(handler), token.IsKind(SyntaxKind.None) ? lambda.Syntax.GetLocation() : token.GetLocation()));
        }
    }

    /// <summary>Which task was first is often not asked: the tasks themselves are awaited, or given up on purpose.</summary>
    private static bool IsWhenAny(IOperation awaited) =>
        Comparisons.Unwrap(awaited) is IInvocationOperation call
        && (call.TargetMethod.Name == "WhenAny" || (call.Instance is { } instance && IsWhenAny(instance)));

    /// <summary>A continuation belongs to a task that may be awaited by itself, or gives a signal that something waits for.</summary>
    private static bool IsAwaitedElsewhere(IInvocationOperation call) =>
        TaskChoice.IsContinuation(call) && (!TaskChoice.OwnsTask(call) || BackgroundWork.MayBeAwaited(call));

    private static void CheckTry(ITryOperation operation, string handler, Action<Diagnostic> report)
    {
        if (IsInFunction(operation))
        {
            return;
        }

        foreach (ICatchClauseOperation clause in operation.Catches)
        {
            if (clause.Filter is null && CatchesAll(clause) && !Leaves(clause.Handler) && (Returns(clause.Handler) || IsWholeBody(operation)))
            {
                SyntaxToken keyword = ((CatchClauseSyntax)clause.Syntax).CatchKeyword;
                report(Descriptors.At(ContractRules.CatchesEverything(handler), keyword.GetLocation()));
            }
        }
    }

    private static bool CatchesAll(ICatchClauseOperation clause) =>
        clause.ExceptionType is null or { SpecialType: SpecialType.System_Object }
        || (clause.ExceptionType is INamedTypeSymbol { Name: "Exception" } type && SymbolNames.IsIn(type, "System"));

    /// <summary>Whether a handler can end in another way than by returning: it throws, or calls what never returns.</summary>
    private static bool Leaves(IOperation block) => Own(block).Any(static x =>
        x is IThrowOperation
        || (x is IInvocationOperation { TargetMethod: var called }
            && (called is { Name: "Throw" or "FailFast" or "Exit" } || SymbolAttributes.Find(called, "System.Diagnostics.CodeAnalysis.DoesNotReturnAttribute") is not null)));

    private static bool Returns(IBlockOperation block) => block.Operations.LastOrDefault() is IReturnOperation { Kind: OperationKind.Return };

    /// <summary>
    /// Whether the try is what the handler does: its last statement, or followed by a return alone, and preceded by nothing but
    /// declarations, checks and logging. A catch-all around a part of the work (metrics, clean-up) is nobody's business.
    /// </summary>
    private static bool IsWholeBody(ITryOperation operation)
    {
        if (operation.Parent is not IBlockOperation { Parent: IMethodBodyOperation } body)
        {
            return false;
        }

        int index = body.Operations.IndexOf(operation);
        return body.Operations.Take(index).All(static x => IsPreparation(x) || IsLogging(x))
            && body.Operations.Skip(index + 1).All(static x => x is IReturnOperation or ILocalFunctionOperation);
    }

    private static bool IsPreparation(IOperation operation) =>
        operation is IVariableDeclarationGroupOperation or IConditionalOperation or ILocalFunctionOperation && !Own(operation).Any(static x => x is IAwaitOperation);

    private static bool IsLogging(IOperation operation) =>
        operation is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: { } name } }
        && Array.Exists(Logging, x => name.StartsWith(x, StringComparison.Ordinal));

    private static bool IsInFunction(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An operation and what is in it, but not what stands in functions of its own.</summary>
    private static IEnumerable<IOperation> Own(IOperation operation)
    {
        Stack<IOperation> open = new([operation]);
        while (open.Count > 0)
        {
            IOperation next = open.Pop();
            yield return next;
            if (next is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                continue;
            }

            foreach (IOperation child in next.ChildOperations)
            {
                open.Push(child);
            }
        }
    }
}
