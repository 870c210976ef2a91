using System;
using System.Collections.Generic;
using System.Text;
using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing;

/// <summary>One record on its way to a target.</summary>
public sealed class DestinationDelivery
{
    private string? _text;

    internal DestinationDelivery(DeliveryKind kind, ReadOnlyMemory<byte> body, string functionName, string functionArn, string requestId, DateTimeOffset timestamp)
    {
        Kind = kind;
        Body = body;
        FunctionName = functionName;
        FunctionArn = functionArn;
        RequestId = requestId;
        Timestamp = timestamp;
    }

    /// <summary>What is being delivered.</summary>
    public DeliveryKind Kind { get; }

    /// <summary>The record, or the bare event of a dead-letter message, as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The same as text.</summary>
    public string Text => _text ??= Encoding.UTF8.GetString(Body.Span);

    /// <summary>The name of the function whose invocation is recorded.</summary>
    public string FunctionName { get; }

    /// <summary>Its ARN as the record shows it.</summary>
    public string FunctionArn { get; }

    /// <summary>The request id of the record.</summary>
    public string RequestId { get; }

    /// <summary>The record's timestamp.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The key that an S3 target gives the object; empty for a dead-letter message.</summary>
    public string ObjectKey { get; internal init; } = string.Empty;

    /// <summary>Message attributes: those of a dead-letter message; empty for a record.</summary>
    public IReadOnlyDictionary<string, MessageAttributeValue> Attributes { get; internal init; } = MessageAttributeValue.None;

    /// <summary>The Kafka partition key of the original record, base64; null for every other delivery.</summary>
    public string? PartitionKey { get; internal init; }

    internal Lineage? Lineage { get; init; }

    /// <summary>The same delivery with another body.</summary>
    internal DestinationDelivery WithBody(byte[] body) => new(Kind, body, FunctionName, FunctionArn, RequestId, Timestamp)
    {
        ObjectKey = ObjectKey,
        Attributes = Attributes,
        PartitionKey = PartitionKey,
        Lineage = Lineage,
    };
}
