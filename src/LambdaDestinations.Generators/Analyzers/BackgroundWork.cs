using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Threads and work items of the pool that a method starts, where nothing in it waits for them.</summary>
internal static class BackgroundWork
{
    /// <summary>What waits for a thread's signal, whoever gives it.</summary>
    private static readonly HashSet<string> Signals =
    [
        "System.Threading.WaitHandle", "System.Threading.CountdownEvent", "System.Threading.ManualResetEventSlim", "System.Threading.SemaphoreSlim",
        "System.Threading.Barrier", "System.Threading.Monitor", "System.Threading.Tasks.TaskCompletionSource", "System.Threading.Tasks.TaskCompletionSource`1",
        "System.Collections.Concurrent.BlockingCollection`1", "System.Threading.Channels.Channel", "System.Threading.Channels.Channel`1",
    ];

    /// <summary>What is to be said of a call; <see langword="null"/> when it starts nothing, or something may wait for that.</summary>
    /// <param name="call">The call.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="lambdas">What runs there, where it is written there: what stands in it is a part of the work.</param>
    public static RuleMessage? Find(IInvocationOperation call, string handler, out IAnonymousFunctionOperation[] lambdas)
    {
        bool isThread = Is(call, "Start", "System.Threading.Thread") && IsOwn(call.Instance);
        bool isItem = Is(call, "QueueUserWorkItem", "System.Threading.ThreadPool") || Is(call, "UnsafeQueueUserWorkItem", "System.Threading.ThreadPool");
        IEnumerable<IArgumentOperation> given = isItem ? call.Arguments
            : (isThread ? CreationOf(call.Instance!)?.Arguments : null) ?? ImmutableArray<IArgumentOperation>.Empty;
        lambdas = [.. given.Select(static x => (x.Value as IDelegateCreationOperation)?.Target).OfType<IAnonymousFunctionOperation>()];

        // An async lambda is told by itself.
        return (!isThread && !isItem) || lambdas.Any(static x => x.Symbol.IsAsync) || MayBeAwaited(call) ? null
            : isItem ? ContractRules.QueuesWork(handler)
            : ContractRules.StartsThread(handler);
    }

    /// <summary>Whether something around a call waits for a signal, which the work may give.</summary>
    public static bool MayBeAwaited(IOperation call) => Root(call).Descendants().Any(IsWaiting);

    private static bool Is(IInvocationOperation call, string method, string type) => call.TargetMethod.Name == method && SymbolNames.Is(call.TargetMethod.ContainingType, type);

    /// <summary>Whether a thread is known here only: made on the spot, or in a variable that is given to nobody.</summary>
    private static bool IsOwn(IOperation? thread) => thread switch
    {
        IObjectCreationOperation => true,
        ILocalReferenceOperation { Local: { } local } => Root(thread).Descendants().OfType<ILocalReferenceOperation>().Where(x => SymbolEqualityComparer.Default.Equals(x.Local, local)).All(static x =>
            (x.Parent is IInvocationOperation call && ReferenceEquals(call.Instance, x)) || x.Parent is IPropertyReferenceOperation),
        _ => false,
    };

    /// <summary>What makes a thread, on the spot or for its variable.</summary>
    private static IObjectCreationOperation? CreationOf(IOperation thread) => thread is ILocalReferenceOperation { Local: { } local }
        ? Root(thread).Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(x => SymbolEqualityComparer.Default.Equals(x.Symbol, local))?.Initializer?.Value as IObjectCreationOperation
        : thread as IObjectCreationOperation;

    private static bool IsWaiting(IOperation operation) =>
        (operation is IInvocationOperation call && (Is(call, "Join", "System.Threading.Thread") || IsSignal(call.TargetMethod.ContainingType)))
        || (operation is ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation or IParameterReferenceOperation or IObjectCreationOperation && IsSignal(operation.Type));

    private static bool IsSignal(ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is INamedTypeSymbol named; current = current.BaseType)
        {
            if (named.SpecialType == SpecialType.None && Signals.Contains(SymbolNames.Metadata(named.OriginalDefinition)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The whole method that an operation stands in.</summary>
    public static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }
}
