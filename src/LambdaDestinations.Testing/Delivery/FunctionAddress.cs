using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing.Delivery;

/// <summary>A function under a version or an alias, as a receiver of events.</summary>
/// <param name="Queue">The function's queue.</param>
/// <param name="Qualifier">The version or alias.</param>
/// <param name="Arn">The ARN that names both.</param>
internal readonly record struct FunctionAddress(IFunctionQueue Queue, string Qualifier, string Arn)
{
    /// <summary>Puts an event into the function's queue.</summary>
    internal void Accept(byte[] payload, Lineage? lineage, string from) => Queue.Accept(Qualifier, payload, lineage, from);
}
