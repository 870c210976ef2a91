using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Functions;

namespace LambdaDestinations.Testing;

/// <content>What a handler sees of its invocation.</content>
public sealed partial class LambdaTestHost
{
    /// <summary>An invocation of this host, for code that sends messages or invokes other functions.</summary>
    private sealed class Invocation(
        LambdaTestHost host, IInvocationOwner owner, TestFunction function, string qualifier, string requestId, int attempt, byte[] payload, Lineage? lineage)
        : RunningInvocation(owner, function, qualifier, requestId, attempt, payload, lineage), ILambdaInvocation
    {
        public LambdaTestHost Host => host;
    }
}
