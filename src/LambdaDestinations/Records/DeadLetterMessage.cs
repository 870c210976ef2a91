using System;
using System.Text.Json.Serialization;

namespace LambdaDestinations;

/// <summary>
/// A message of the function's dead-letter queue or topic (<c>DeadLetterConfig</c>): the bare event, with what went wrong in
/// the message's attributes. A failed event goes to both the dead-letter queue and the on-failure destination.
/// </summary>
/// <typeparam name="TRequest">The handler's event type.</typeparam>
[JsonConverter(typeof(DestinationRecordConverter))]
public sealed class DeadLetterMessage<TRequest>
{
    /// <summary>Attribute <c>RequestID</c>: the request id of the invocation. Null if absent.</summary>
    public string? RequestId { get; init; }

    /// <summary>Attribute <c>ErrorCode</c>: an HTTP status, 200 for a plain function error. Null if absent.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>Attribute <c>ErrorMessage</c>: the first 1 KB of the error message. Null if absent.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>
    /// The same text whenever the message arrives, and that of the failure record of the same event: the request id and the outcome. Null if the attribute is absent.
    /// </summary>
    public string? IdempotencyKey => RequestId is null ? null : DestinationRecord.KeyOf(RequestId, isSuccess: false);

    /// <summary>The event. Default if it is JSON null or was not asked for.</summary>
    public TRequest? Request { get; init; }

    /// <summary>The event as UTF-8 JSON, ready to be sent again.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }
}

/// <summary>What Lambda writes into the attributes of a dead-letter message.</summary>
/// <remarks>A destination's message has no attributes, which is how the two are told apart.</remarks>
public sealed class DeadLetterAttributes
{
    /// <summary>Attribute <c>RequestID</c>. Null if absent.</summary>
    public string? RequestId { get; init; }

    /// <summary>Attribute <c>ErrorCode</c>, an HTTP status. Null if absent.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>Attribute <c>ErrorMessage</c>, the first 1 KB. Null if absent.</summary>
    public string? ErrorMessage { get; init; }
}
