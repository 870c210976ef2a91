using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>The local variables of a method that hold a task which something made, and those that anything reads.</summary>
internal sealed class TaskVariables
{
    private readonly Dictionary<ILocalSymbol, IInvocationOperation> _tasks = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ILocalSymbol> _used = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ILocalSymbol> _written = new(SymbolEqualityComparer.Default);
    private readonly List<(ILocalSymbol Variable, IInvocationOperation Call)> _continuations = [];

    /// <summary>Whether a task variable is written in several places.</summary>
    public bool MayOverwrite { get; private set; }

    /// <summary>The variables that nothing reads, each with the call whose task it holds.</summary>
    public IEnumerable<(ILocalSymbol Variable, IInvocationOperation Call)> Unused => _tasks
        .Where(x => !_used.Contains(x.Key) && !_continuations.Exists(y => SymbolEqualityComparer.Default.Equals(y.Variable, x.Key)))
        .OrderBy(static x => x.Value.Syntax.SpanStart)
        .Select(static x => (x.Key, x.Value));

    /// <summary>The continuations that nobody sees of tasks that nothing else reads.</summary>
    public IEnumerable<IInvocationOperation> Continuations =>
        _continuations.Where(x => _tasks.ContainsKey(x.Variable) && !_used.Contains(x.Variable)).Select(static x => x.Call);

    /// <summary>Takes note of a declaration, an assignment or a use.</summary>
    public void Read(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator when (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value is { } value:
                Add(declarator.Symbol, value);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                Add(target.Local, assignment.Value);
                break;
            case ILocalReferenceOperation { Parent: IInvocationOperation call } reference
                when TaskChoice.IsContinuation(call) && ReferenceEquals(call.Instance, reference) && IsForgotten(call):
                _continuations.Add((reference.Local, call));
                break;
            case ILocalReferenceOperation reference when !IsTarget(reference):
                _used.Add(reference.Local);
                break;
        }
    }

    private void Add(ILocalSymbol local, IOperation value)
    {
        MayOverwrite |= SymbolNames.IsTask(local.Type) && !_written.Add(local);
        if (local.RefKind == RefKind.None && TaskChoice.CallsOf(value).FirstOrDefault(static x => SymbolNames.IsTask(x.Type)) is { } call)
        {
            _tasks[local] = call;
        }
    }

    /// <summary>The tasks that a block assigns to a variable and overwrites in a later statement, though no statement up to there reads the variable.</summary>
    public static IEnumerable<(ILocalSymbol Variable, IInvocationOperation Call)> Overwritten(IBlockOperation block)
    {
        Dictionary<ILocalSymbol, IInvocationOperation> open = new(SymbolEqualityComparer.Default);
        foreach (IOperation statement in block.Operations)
        {
            (ILocalSymbol Variable, IOperation Value)[] written = [.. WrittenBy(statement)];
            foreach (ILocalReferenceOperation reference in statement.Descendants().OfType<ILocalReferenceOperation>().Where(static x => !IsTarget(x)))
            {
                open.Remove(reference.Local);
            }

            foreach ((ILocalSymbol variable, IOperation value) in written)
            {
                if (open.TryGetValue(variable, out IInvocationOperation? lost))
                {
                    yield return (variable, lost);
                    open.Remove(variable);
                }

                if (variable.RefKind == RefKind.None && Comparisons.Unwrap(value) is IInvocationOperation call && SymbolNames.IsTask(call.Type)
                    && !IsCaptured(variable, block))
                {
                    open[variable] = call;
                }
            }
        }
    }

    /// <summary>The variables that a statement writes as a whole, each with its value.</summary>
    private static IEnumerable<(ILocalSymbol Variable, IOperation Value)> WrittenBy(IOperation statement) => statement switch
    {
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment } =>
            [(target.Local, assignment.Value)],
        IVariableDeclarationGroupOperation group => group.Declarations.SelectMany(static x => x.Declarators)
            .Where(static x => x.Initializer is not null)
            .Select(static x => (x.Symbol, x.Initializer!.Value)),
        _ => [],
    };

    /// <summary>Whether a function in the method around a block names a variable: who calls it, and when, is not known.</summary>
    private static bool IsCaptured(ILocalSymbol variable, IBlockOperation block) => BackgroundWork.Root(block).Descendants()
        .Where(static x => x is IAnonymousFunctionOperation or ILocalFunctionOperation)
        .Any(x => x.Descendants().OfType<ILocalReferenceOperation>().Any(y => SymbolEqualityComparer.Default.Equals(y.Local, variable)));

    private static bool IsForgotten(IInvocationOperation call) =>
        call.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation };

    /// <summary>Whether a variable is written alone: the assignment is a statement, whose value nobody takes.</summary>
    private static bool IsTarget(ILocalReferenceOperation reference) =>
        reference.Parent is ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment && ReferenceEquals(assignment.Target, reference);
}
