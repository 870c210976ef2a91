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

    /// <summary>The variables that nothing reads, each with the call whose task it holds.</summary>
    public IEnumerable<(ILocalSymbol Variable, IInvocationOperation Call)> Unused =>
        _tasks.Where(x => !_used.Contains(x.Key)).OrderBy(static x => x.Value.Syntax.SpanStart).Select(static x => (x.Key, x.Value));

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
            case ILocalReferenceOperation reference when !IsTarget(reference):
                _used.Add(reference.Local);
                break;
        }
    }

    private void Add(ILocalSymbol local, IOperation value)
    {
        if (local.RefKind == RefKind.None && Comparisons.Unwrap(value) is IInvocationOperation call && SymbolNames.IsTask(call.Type))
        {
            _tasks[local] = call;
        }
    }

    /// <summary>Whether a variable is written alone: the assignment is a statement, whose value nobody takes.</summary>
    private static bool IsTarget(ILocalReferenceOperation reference) =>
        reference.Parent is ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment && ReferenceEquals(assignment.Target, reference);
}
