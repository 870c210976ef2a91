using System;
using System.Text.Json.Serialization;

namespace LambdaDestinations;

/// <summary>The record of an asynchronous invocation that succeeded.</summary>
/// <typeparam name="TRequest">The handler's event type.</typeparam>
/// <typeparam name="TResponse">The handler's return type; <see cref="DestinationVoid"/> if it returns nothing.</typeparam>
[JsonConverter(typeof(DestinationRecordConverter))]
public sealed class SuccessRecord<TRequest, TResponse> : DestinationRecord
{
    /// <summary>Creates a record to be filled by its initializer.</summary>
    public SuccessRecord()
    {
    }

    /// <summary>The event that the function was invoked with. Default if it is JSON null, absent, or was not asked for.</summary>
    public TRequest? RequestPayload { get; init; }

    /// <summary>Whether the record holds a request payload (JSON null counts). AWS may drop it from a record that is too large.</summary>
    public bool HasRequestPayload { get; init; }

    /// <summary>The request payload as UTF-8 JSON; empty if absent.</summary>
    public ReadOnlyMemory<byte> RequestPayloadJson { get; init; }

    /// <summary>What the handler returned. Default if it is JSON null (a handler that returns nothing), absent, or was not asked for.</summary>
    public TResponse? ResponsePayload { get; init; }

    /// <summary>Whether the record holds a response payload (JSON null counts).</summary>
    public bool HasResponsePayload { get; init; }

    /// <summary>The response payload as UTF-8 JSON; empty if absent.</summary>
    public ReadOnlyMemory<byte> ResponsePayloadJson { get; init; }
}
