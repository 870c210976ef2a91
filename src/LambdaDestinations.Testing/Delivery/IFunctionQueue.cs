using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing.Delivery;

/// <summary>The asynchronous queue of one function, as those see it who send events to the function.</summary>
internal interface IFunctionQueue
{
    /// <summary>What Lambda says of a version or alias that the function does not have; null for one that it has.</summary>
    /// <param name="qualifier">The version or alias.</param>
    public string? Missing(string qualifier);

    /// <summary>Puts an event into the queue.</summary>
    /// <param name="qualifier">The version or alias to invoke.</param>
    /// <param name="payload">The event.</param>
    /// <param name="lineage">The chain of functions that led to it.</param>
    /// <param name="from">Who sends it.</param>
    /// <returns>The request id.</returns>
    /// <exception cref="LambdaInvokeException">The function has no handler, or no such version.</exception>
    public string Accept(string qualifier, byte[] payload, Lineage? lineage, string from);
}
