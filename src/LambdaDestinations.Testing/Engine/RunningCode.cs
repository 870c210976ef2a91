using System;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Clock;

namespace LambdaDestinations.Testing.Engine;

/// <summary>
/// A handler that runs, as the engine that waits for it and the resources that its code uses see it: whether it waits for the clock,
/// who it is, and which chain of functions led to it.
/// </summary>
internal abstract class RunningCode : IVirtualWaiter
{
    private static readonly AsyncLocal<RunningCode?> CurrentValue = new();

    /// <summary>The invocation whose code is running, wherever it has flowed to; null outside of a handler.</summary>
    internal static RunningCode? Current => CurrentValue.Value;

    /// <summary>The name of the function.</summary>
    public abstract string FunctionName { get; }

    /// <summary>The request id.</summary>
    public abstract string RequestId { get; }

    /// <summary>The chain that ends with this invocation.</summary>
    internal abstract Lineage Lineage { get; }

    /// <summary>True when AWS Lambda would have stopped the code.</summary>
    internal abstract bool IsKilled { get; }

    /// <summary>How many timers are armed; the engine guards it.</summary>
    internal int Waits { get; set; }

    internal bool IsWaiting => Waits > 0;

    /// <summary>Code that goes on after its invocation was killed must not act any more.</summary>
    internal static void ThrowIfKilled()
    {
        if (Current is { IsKilled: true } killed)
        {
            throw new OperationCanceledException($"Invocation {killed.RequestId} of {killed.FunctionName} has timed out: AWS Lambda would have stopped this code.");
        }
    }

    /// <summary>The invocation has ended. Runs on the driver, one item at a time.</summary>
    internal abstract ValueTask CompletedAsync();

    public abstract void BeginWait();

    public abstract void EndWait();

    /// <summary>What the calling asynchronous method starts from here on is code of this invocation.</summary>
    private protected void Enter() => CurrentValue.Value = this;
}
