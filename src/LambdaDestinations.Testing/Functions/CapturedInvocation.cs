using System;
using System.Collections.Generic;

namespace LambdaDestinations.Testing;

/// <summary>One attempt that a function made.</summary>
/// <param name="RequestId">The request id.</param>
/// <param name="Attempt">1 for the first attempt.</param>
/// <param name="StartedAt">Virtual time.</param>
/// <param name="EndedAt">Virtual time.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Request">The payload.</param>
/// <param name="Response">The response, or the error object; empty for a handler that returned nothing.</param>
public sealed record CapturedInvocation(
    string RequestId,
    int Attempt,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    InvocationOutcome Outcome,
    ReadOnlyMemory<byte> Request,
    ReadOnlyMemory<byte> Response)
{
    /// <summary>What the handler wrote to <c>ILambdaContext.Logger</c>, line by line. Handlers that the test adds as delegates have no such logger.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];
}
