namespace LambdaDestinations.Testing;

/// <summary>How one attempt of an invocation ended.</summary>
public enum InvocationOutcome
{
    /// <summary>The handler returned.</summary>
    Succeeded,

    /// <summary>The handler threw, or its process ended: a function error.</summary>
    Failed,

    /// <summary>The handler took longer than the function's time-out: a function error.</summary>
    TimedOut,

    /// <summary>A fault of the service (5xx), played by <see cref="LambdaSystemErrorException"/>: no attempt is counted.</summary>
    SystemError,
}
