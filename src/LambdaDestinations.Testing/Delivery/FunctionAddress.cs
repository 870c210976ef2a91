using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing.Delivery;

/// <summary>A function under a version or an alias, as a receiver of events.</summary>
/// <param name="Queue">The function's queue.</param>
/// <param name="Qualifier">The version or alias.</param>
internal readonly record struct FunctionAddress(IFunctionQueue Queue, string Qualifier)
{
    /// <summary>Puts an event into the function's queue.</summary>
    internal void Accept(byte[] payload, Lineage? lineage, string from) => Queue.Accept(Qualifier, payload, lineage, from);
}
