using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing.Functions;

/// <summary>Makes an invocation in the form that a handler of the user sees; it has not started yet.</summary>
/// <param name="owner">What it is for.</param>
/// <param name="function">The function.</param>
/// <param name="qualifier">The version or alias.</param>
/// <param name="requestId">The request id.</param>
/// <param name="attempt">1 for the first attempt.</param>
/// <param name="payload">The event.</param>
/// <param name="lineage">The chain of functions that led to it.</param>
internal delegate RunningInvocation CreateInvocation(
    IInvocationOwner owner, TestFunction function, string qualifier, string requestId, int attempt, byte[] payload, Lineage? lineage);
