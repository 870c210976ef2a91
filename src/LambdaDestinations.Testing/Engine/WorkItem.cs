using System.Threading.Tasks;

namespace LambdaDestinations.Testing;

/// <summary>Something the engine does at a point of virtual time.</summary>
internal abstract class WorkItem
{
    /// <summary>Runs on the driver, one item at a time.</summary>
    internal abstract ValueTask RunAsync();
}

/// <summary>What an invocation was for, told when it ends.</summary>
internal interface IInvocationOwner
{
    /// <summary>Runs on the driver, one item at a time.</summary>
    public ValueTask CompletedAsync(RunningInvocation invocation);
}
