using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Functions;

/// <summary>What an invocation was for, told when it ends.</summary>
internal interface IInvocationOwner
{
    /// <summary>Runs on the driver, one item at a time; the function has recorded the invocation.</summary>
    public ValueTask CompletedAsync(InvocationEnd end);
}
