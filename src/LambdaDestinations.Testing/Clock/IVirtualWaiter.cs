namespace LambdaDestinations.Testing.Clock;

/// <summary>Whoever may be waiting for a timer: an invocation.</summary>
internal interface IVirtualWaiter
{
    /// <summary>A timer of this waiter was armed.</summary>
    public void BeginWait();

    /// <summary>A timer of this waiter fired, or was stopped.</summary>
    public void EndWait();
}
