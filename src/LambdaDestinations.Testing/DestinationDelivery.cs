using System;
using System.Collections.Generic;
using System.Text;

namespace LambdaDestinations.Testing;

/// <summary>What is being delivered.</summary>
public enum DeliveryKind
{
    /// <summary>A record of a successful asynchronous invocation.</summary>
    Success,

    /// <summary>A record of a failed asynchronous invocation.</summary>
    Failure,

    /// <summary>The bare event, for a dead-letter queue.</summary>
    DeadLetter,

    /// <summary>A record of a batch that an event source mapping discarded.</summary>
    BatchFailure,
}

/// <summary>One record on its way to a target.</summary>
public sealed class DestinationDelivery
{
    private string? _text;

    internal DestinationDelivery(DeliveryKind kind, ReadOnlyMemory<byte> body, TestFunction function, string functionArn, string requestId, DateTimeOffset timestamp)
    {
        Kind = kind;
        Body = body;
        Function = function;
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
    public string FunctionName => Function.Name;

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

    internal TestFunction Function { get; }

    internal Lineage? Lineage { get; init; }

    /// <summary>The same delivery with another body.</summary>
    internal DestinationDelivery WithBody(byte[] body) => new(Kind, body, Function, FunctionArn, RequestId, Timestamp)
    {
        ObjectKey = ObjectKey,
        Attributes = Attributes,
        PartitionKey = PartitionKey,
        Lineage = Lineage,
    };
}

/// <summary>A message attribute of SQS or SNS.</summary>
/// <param name="DataType"><c>String</c> or <c>Number</c>.</param>
/// <param name="Value">The value as text.</param>
public readonly record struct MessageAttributeValue(string DataType, string Value)
{
    internal static readonly IReadOnlyDictionary<string, MessageAttributeValue> None = new Dictionary<string, MessageAttributeValue>(0, StringComparer.Ordinal);
}

/// <summary>A target refused a record.</summary>
public sealed class DestinationDeliveryException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DestinationDeliveryException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why.</param>
    public DestinationDeliveryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why.</param>
    /// <param name="innerException">The cause.</param>
    public DestinationDeliveryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
