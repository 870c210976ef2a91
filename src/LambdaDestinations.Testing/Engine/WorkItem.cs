using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Engine;

/// <summary>Something the engine does at a point of virtual time.</summary>
internal abstract class WorkItem
{
    /// <summary>Runs on the driver, one item at a time.</summary>
    internal abstract ValueTask RunAsync();
}
