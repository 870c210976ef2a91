namespace LambdaDestinations;

/// <summary>How the function's last attempt ended: <c>responseContext</c>. Absent if the function was not invoked.</summary>
public sealed class InvocationResponseContext
{
    /// <summary>HTTP status of the invocation: 200 also for a function error. Null if absent.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The version that ran, such as <c>$LATEST</c> or <c>7</c>. Null if nothing ran.</summary>
    public string? ExecutedVersion { get; init; }

    /// <summary>
    /// <c>Unhandled</c>, historically also <c>Handled</c>. Null on success, and where a partial batch response gave the failure.
    /// </summary>
    public string? FunctionError { get; init; }
}
