using System;
using System.Threading;

namespace LambdaDestinations.Testing;

/// <summary>One invocation of a function, as the handler sees it.</summary>
public interface ILambdaInvocation
{
    /// <summary>The request id. All attempts of one asynchronous event share it; each attempt of a mapping has its own.</summary>
    public string RequestId { get; }

    /// <summary>The function's name.</summary>
    public string FunctionName { get; }

    /// <summary>The qualified ARN that was invoked.</summary>
    public string InvokedFunctionArn { get; }

    /// <summary>The version that runs: <c>$LATEST</c> or a number.</summary>
    public string FunctionVersion { get; }

    /// <summary>1 for the first attempt, 2 for the first retry, and so on.</summary>
    public int Attempt { get; }

    /// <summary>Virtual time that is left until the function's time-out.</summary>
    public TimeSpan RemainingTime { get; }

    /// <summary>Cancelled when the invocation times out and when the host is disposed. AWS Lambda kills the process instead.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The host's clock.</summary>
    public VirtualTimeProvider TimeProvider { get; }

    /// <summary>The host, for a handler that sends messages or invokes other functions.</summary>
    public LambdaTestHost Host { get; }
}
