using System;
using System.Text.Json.Serialization;

namespace LambdaDestinations;

/// <summary>The record of an asynchronous invocation that failed or was never made.</summary>
/// <typeparam name="TRequest">The handler's event type.</typeparam>
[JsonConverter(typeof(DestinationRecordConverter))]
public sealed class FailureRecord<TRequest> : DestinationRecord
{
    /// <summary>The event that the function was, or was to be, invoked with. Default if JSON null, absent, or not asked for.</summary>
    public TRequest? RequestPayload { get; init; }

    /// <summary>Whether the record holds a request payload (JSON null counts). AWS may drop it from a record that is too large.</summary>
    public bool HasRequestPayload { get; init; }

    /// <summary>The request payload as UTF-8 JSON, ready to be sent again; empty if absent.</summary>
    public ReadOnlyMemory<byte> RequestPayloadJson { get; init; }

    /// <summary>
    /// What the function threw. Null if the function was not invoked, and if the response payload is not a JSON object (a
    /// custom runtime may send any value): see <see cref="ResponsePayloadJson"/>.
    /// </summary>
    public DestinationError? Error { get; init; }

    /// <summary>Whether the record holds a response payload (JSON null counts).</summary>
    public bool HasResponsePayload { get; init; }

    /// <summary>The response payload as UTF-8 JSON; empty if absent.</summary>
    public ReadOnlyMemory<byte> ResponsePayloadJson { get; init; }
}
