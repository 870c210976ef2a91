using System;

namespace LambdaDestinations.Testing;

/// <summary>An event that was accepted and has neither succeeded nor failed for good.</summary>
/// <param name="FunctionName">The function.</param>
/// <param name="Qualifier">The version or alias it was invoked with.</param>
/// <param name="RequestId">The request id.</param>
/// <param name="Payload">The event.</param>
public sealed record PendingEvent(string FunctionName, string Qualifier, string RequestId, ReadOnlyMemory<byte> Payload);
