using System.Collections.Generic;
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
    public static RuleMessage? Find(IInvocationOperation call, string handler)
    {
        bool isThread = Is(call, "Start", "System.Threading.Thread") && IsOwn(call.Instance);
        bool isItem = (Is(call, "QueueUserWorkItem", "System.Threading.ThreadPool") || Is(call, "UnsafeQueueUserWorkItem", "System.Threading.ThreadPool")) && !HasAsyncLambda(call.Arguments);
        return (!isThread && !isItem) || Root(call).Descendants().Any(IsWaiting) ? null
            : isThread ? ContractRules.StartsThread(handler)
            : ContractRules.QueuesWork(handler);
    }

    private static bool Is(IInvocationOperation call, string method, string type) => call.TargetMethod.Name == method && SymbolNames.Is(call.TargetMethod.ContainingType, type);

    /// <summary>Whether a thread is known here only: made on the spot, or in a variable that is given to nobody.</summary>
    private static bool IsOwn(IOperation? thread) => thread switch
    {
        IObjectCreationOperation creation => !HasAsyncLambda(creation.Arguments),
        ILocalReferenceOperation { Local: { } local } => Root(thread).Descendants().OfType<ILocalReferenceOperation>().Where(x => SymbolEqualityComparer.Default.Equals(x.Local, local)).All(static x =>
            (x.Parent is IInvocationOperation call && ReferenceEquals(call.Instance, x)) || x.Parent is IPropertyReferenceOperation),
        _ => false,
    };

    /// <summary>An async lambda is told by itself.</summary>
    private static bool HasAsyncLambda(IEnumerable<IArgumentOperation> arguments) =>
        arguments.Any(static x => x.Value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.IsAsync: true } });

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

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }
}
