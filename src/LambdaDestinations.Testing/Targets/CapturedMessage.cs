using System;
using System.Collections.Generic;
using System.Text.Json;
using LambdaDestinations.Testing.Targets;

namespace LambdaDestinations.Testing;

/// <summary>A message, event or object that reached an in-memory target.</summary>
public sealed class CapturedMessage
{
    private readonly IMessageHolder _holder;
    private JsonElement? _json;

    internal CapturedMessage(IMessageHolder holder, string id, string body, DateTimeOffset time)
    {
        _holder = holder;
        Id = id;
        Body = body;
        Time = time;
    }

    /// <summary>The message id; of an object, its key.</summary>
    public string Id { get; }

    /// <summary>The body: a record, a bare event, or whatever the test or a handler sent.</summary>
    public string Body { get; }

    /// <summary>When it arrived, in virtual time.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Message attributes. A record has none; a dead-letter message has <c>RequestID</c>, <c>ErrorCode</c> and <c>ErrorMessage</c>.</summary>
    public IReadOnlyDictionary<string, MessageAttributeValue> Attributes { get; internal init; } = MessageAttributeValue.None;

    /// <summary>The function whose invocation is recorded; null for a message that a test or a handler sent.</summary>
    public string? SourceFunction { get; internal init; }

    /// <summary>What was delivered; null for a message that a test or a handler sent.</summary>
    public DeliveryKind? Kind { get; internal init; }

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public JsonElement Json
    {
        get
        {
            if (_json is null)
            {
                using JsonDocument document = Records.Json.Parse(Body);
                _json = document.RootElement.Clone();
            }

            return _json.Value;
        }
    }

    /// <summary>The record's <c>requestContext.condition</c>, of an event on a bus that of its <c>detail</c>; null when the body is not a record.</summary>
    public string? Condition => RequestContext("condition") is { ValueKind: JsonValueKind.String } condition ? condition.GetString() : null;

    /// <summary>The record's <c>requestContext.requestId</c>; null when the body is not a record.</summary>
    public string? RequestId => RequestContext("requestId") is { ValueKind: JsonValueKind.String } id ? id.GetString() : null;

    /// <summary>The record's <c>requestContext.approximateInvokeCount</c>; null when the body is not a record.</summary>
    public int? InvokeCount => RequestContext("approximateInvokeCount") is { ValueKind: JsonValueKind.Number } count ? count.GetInt32() : null;

    /// <summary>The record's <c>requestPayload</c>; undefined when it is absent.</summary>
    public JsonElement RequestPayload => Member("requestPayload");

    /// <summary>The record's <c>responsePayload</c>; undefined when it is absent.</summary>
    public JsonElement ResponsePayload => Member("responsePayload");

    /// <summary>Asserts the record's condition.</summary>
    /// <param name="condition">Such as <c>RetriesExhausted</c>.</param>
    /// <returns>This message.</returns>
    /// <exception cref="LambdaTestAssertionException">Another condition, or no record.</exception>
    public CapturedMessage ShouldHaveCondition(string condition) => string.Equals(Condition, condition, StringComparison.Ordinal)
        ? this
        : throw _holder.Failure($"A record in {_holder.Describe()} should have the condition '{condition}', but has {(Condition is null ? "none" : $"'{Condition}'")}:\n{Body}");

    /// <summary>Asserts the record's invoke count.</summary>
    /// <param name="count">How often the function was invoked.</param>
    /// <returns>This message.</returns>
    /// <exception cref="LambdaTestAssertionException">Another count, or no record.</exception>
    public CapturedMessage ShouldHaveInvokeCount(int count) => InvokeCount == count
        ? this
        : throw _holder.Failure($"A record in {_holder.Describe()} should have the invoke count {count}, but has {(InvokeCount is null ? "none" : InvokeCount)}:\n{Body}");

    /// <summary>The body.</summary>
    public override string ToString() => Body;

    private JsonElement? RequestContext(string name) =>
        Member("requestContext") is { ValueKind: JsonValueKind.Object } context && context.TryGetProperty(name, out JsonElement value) ? value : null;

    private JsonElement Member(string name) => Member(Record, name);

    /// <summary>The body, or what an EventBridge event has in <c>detail</c>: on a bus the record stands there.</summary>
    private JsonElement Record => Member(Json, "detail-type").ValueKind == JsonValueKind.String && Member(Json, "detail") is { ValueKind: JsonValueKind.Object } detail ? detail : Json;

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? value : default;
}
