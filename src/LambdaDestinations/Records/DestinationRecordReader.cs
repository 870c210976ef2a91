using System;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LambdaDestinations.Reading;

namespace LambdaDestinations;

/// <summary>Reads records from UTF-8 JSON, payloads by the application's own <see cref="JsonTypeInfo{T}"/>.</summary>
/// <remarks>
/// <para>
/// Every absence and null that AWS attests is legal; members that are not known are passed over, once their syntax was checked;
/// of a member that occurs twice the last one counts. A JSON null payload gives the default of its type without asking the
/// serializer. Whatever else is wrong gives a <see cref="DestinationFormatException"/>, the payload's own errors included.
/// </para>
/// <para>Inside a payload the options of its type information rule (case, comments, depth).</para>
/// </remarks>
public static class DestinationRecordReader
{
    /// <summary>What Amazon.Lambda.Serialization.SystemTextJson does by default: names match in any case.</summary>
    private static readonly JsonSerializerOptions ReflectionDefaults = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Tells which of the read methods fits, without validating the record.</summary>
    /// <param name="utf8Record">The record.</param>
    /// <returns><see cref="DestinationRecordKind.Unknown"/> for JSON that is not a record.</returns>
    /// <exception cref="DestinationFormatException">The bytes are not JSON.</exception>
    public static DestinationRecordKind GetKind(ReadOnlyMemory<byte> utf8Record) => RecordParser.GetKind(utf8Record.Span);

    /// <summary>The type information that a context has of a payload, as generated readers ask for it.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="context">The application's context; it keeps what it made, so asking again is cheap.</param>
    /// <exception cref="InvalidOperationException">The context does not know the type; the message says which attribute it lacks.</exception>
    public static JsonTypeInfo<T> GetTypeInfo<T>(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return (JsonTypeInfo<T>?)context.GetTypeInfo(typeof(T))
            ?? throw new InvalidOperationException($"Add [JsonSerializable(typeof({SourceName.Of(typeof(T))}))] to {SourceName.Of(context.GetType())}.");
    }

    /// <summary>Reads the record of a success.</summary>
    /// <typeparam name="TRequest">The handler's event type.</typeparam>
    /// <typeparam name="TResponse">The handler's return type.</typeparam>
    /// <param name="utf8Record">The record; it must not change while the result is used.</param>
    /// <param name="request">How to read the request payload; null if it is not wanted.</param>
    /// <param name="response">How to read the response payload; null if it is not wanted.</param>
    /// <exception cref="DestinationFormatException">Not the record of a success, or not of these types.</exception>
    public static SuccessRecord<TRequest, TResponse> ReadSuccess<TRequest, TResponse>(
        ReadOnlyMemory<byte> utf8Record, JsonTypeInfo<TRequest>? request, JsonTypeInfo<TResponse>? response)
    {
        ReadOnlySpan<byte> json = utf8Record.Span;
        RecordFields fields = default;
        RecordParser.Parse(json, ref fields);
        if (fields.RequestContext!.Condition != DestinationCondition.Success)
        {
            throw WrongKind(in fields, "the record of a success");
        }

        ValidateForeign(json, fields.Payload, "$.payload");

        return new SuccessRecord<TRequest, TResponse>
        {
            Version = fields.Version!,
            Timestamp = fields.Timestamp!.Value,
            RequestContext = fields.RequestContext,
            ResponseContext = fields.ResponseContext,
            RequestPayload = PayloadReader.Read(json, fields.RequestPayload, request, "$.requestPayload"),
            HasRequestPayload = fields.RequestPayload.IsPresent,
            RequestPayloadJson = Slice(utf8Record, fields.RequestPayload),
            ResponsePayload = PayloadReader.Read(json, fields.ResponsePayload, response, "$.responsePayload"),
            HasResponsePayload = fields.ResponsePayload.IsPresent,
            ResponsePayloadJson = Slice(utf8Record, fields.ResponsePayload),
            Json = utf8Record,
        };
    }

    /// <summary>Reads the record of a failed asynchronous invocation.</summary>
    /// <typeparam name="TRequest">The handler's event type.</typeparam>
    /// <param name="utf8Record">The record; it must not change while the result is used.</param>
    /// <param name="request">How to read the request payload; null if it is not wanted.</param>
    /// <exception cref="DestinationFormatException">Not the record of a failed invocation, or not of this type.</exception>
    public static FailureRecord<TRequest> ReadFailure<TRequest>(ReadOnlyMemory<byte> utf8Record, JsonTypeInfo<TRequest>? request)
    {
        ReadOnlySpan<byte> json = utf8Record.Span;
        RecordFields fields = default;
        RecordParser.Parse(json, ref fields);
        if (fields.IsStream || fields.RequestContext!.Condition == DestinationCondition.Success)
        {
            throw WrongKind(in fields, "the record of a failed asynchronous invocation");
        }

        ValidateForeign(json, fields.Payload, "$.payload");

        DestinationError? error = null;
        ReadOnlyMemory<byte> response = Slice(utf8Record, fields.ResponsePayload);
        if (fields.ResponsePayload.IsPresent)
        {
            JsonCursor.Validate(json, fields.ResponsePayload, "$.responsePayload");
            error = response.Span[0] == '{' ? new DestinationError(response) : null;
        }

        return new FailureRecord<TRequest>
        {
            Version = fields.Version!,
            Timestamp = fields.Timestamp!.Value,
            RequestContext = fields.RequestContext,
            ResponseContext = fields.ResponseContext,
            RequestPayload = PayloadReader.Read(json, fields.RequestPayload, request, "$.requestPayload"),
            HasRequestPayload = fields.RequestPayload.IsPresent,
            RequestPayloadJson = Slice(utf8Record, fields.RequestPayload),
            Error = error,
            HasResponsePayload = fields.ResponsePayload.IsPresent,
            ResponsePayloadJson = response,
            Json = utf8Record,
        };
    }

    /// <summary>Reads the record of a stream batch that was given up; the failed event, if there is one, stays JSON.</summary>
    /// <param name="utf8Record">The record; it must not change while the result is used.</param>
    /// <exception cref="DestinationFormatException">Not such a record.</exception>
    public static StreamFailureRecord ReadStreamFailure(ReadOnlyMemory<byte> utf8Record)
    {
        RecordFields fields = default;
        StreamPayload payload = ParseStreamFailure(utf8Record, ref fields);
        if (payload.Slice.IsPresent)
        {
            JsonCursor.Validate(payload.Text.Span, payload.Slice, "$.payload", payload.FixedOffset);
        }

        return new StreamFailureRecord
        {
            Version = fields.Version!,
            Timestamp = fields.Timestamp!.Value,
            RequestContext = fields.RequestContext!,
            ResponseContext = fields.ResponseContext,
            Kinesis = fields.Kinesis,
            DynamoDb = fields.DynamoDb,
            Kafka = fields.Kafka,
            HasPayload = fields.Payload.IsPresent,
            PayloadJson = Slice(payload.Text, payload.Slice),
            Json = utf8Record,
        };
    }

    /// <summary>Reads the record of a stream batch that was given up, the failed event included.</summary>
    /// <typeparam name="TPayload">The handler's event type.</typeparam>
    /// <param name="utf8Record">The record; it must not change while the result is used.</param>
    /// <param name="payload">How to read the failed event; null if it is not wanted.</param>
    /// <exception cref="DestinationFormatException">Not such a record, or not of this type.</exception>
    public static StreamFailureRecord<TPayload> ReadStreamFailure<TPayload>(
        ReadOnlyMemory<byte> utf8Record, JsonTypeInfo<TPayload>? payload)
    {
        RecordFields fields = default;
        StreamPayload json = ParseStreamFailure(utf8Record, ref fields);
        return new StreamFailureRecord<TPayload>
        {
            Version = fields.Version!,
            Timestamp = fields.Timestamp!.Value,
            RequestContext = fields.RequestContext!,
            ResponseContext = fields.ResponseContext,
            Kinesis = fields.Kinesis,
            DynamoDb = fields.DynamoDb,
            Kafka = fields.Kafka,
            Payload = PayloadReader.Read(json.Text.Span, json.Slice, payload, "$.payload", json.FixedOffset),
            HasPayload = fields.Payload.IsPresent,
            PayloadJson = Slice(json.Text, json.Slice),
            Json = utf8Record,
        };
    }

    /// <summary>Reads the bare event that a dead-letter queue or topic holds.</summary>
    /// <typeparam name="TRequest">The handler's event type.</typeparam>
    /// <param name="utf8Event">The message's body; it must not change while the result is used.</param>
    /// <param name="attributes">What the message's attributes say; null if they are not known.</param>
    /// <param name="request">How to read the event; null if it is not wanted.</param>
    /// <exception cref="DestinationFormatException">The body is not JSON, or not of this type.</exception>
    public static DeadLetterMessage<TRequest> ReadDeadLetter<TRequest>(
        ReadOnlyMemory<byte> utf8Event, DeadLetterAttributes? attributes, JsonTypeInfo<TRequest>? request)
    {
        ReadOnlySpan<byte> json = utf8Event.Span;
        RecordParser.CheckUtf8(json, "$");
        var cursor = new JsonCursor(json);
        JsonSlice slice = cursor.ReadSlice("$");
        cursor.ExpectEnd("$");
        return new DeadLetterMessage<TRequest>
        {
            RequestId = attributes?.RequestId,
            ErrorCode = attributes?.ErrorCode,
            ErrorMessage = attributes?.ErrorMessage,
            Request = PayloadReader.Read(json, slice, request, "$"),
            Json = utf8Event,
        };
    }

    /// <summary>Reads the status change of a durable execution, which has no payload.</summary>
    /// <param name="utf8Record">The record, the detail of the event; it must not change while the result is used.</param>
    /// <exception cref="DestinationFormatException">Not such a record.</exception>
    public static DurableExecutionRecord ReadDurableExecution(ReadOnlyMemory<byte> utf8Record) => DurableExecutionParser.Parse(utf8Record);

    /// <summary>Reads the record of a success by reflection.</summary>
    /// <inheritdoc cref="ReadSuccess{TRequest, TResponse}(ReadOnlyMemory{byte}, JsonTypeInfo{TRequest}, JsonTypeInfo{TResponse})"/>
    /// <param name="utf8Record">The record; it must not change while the result is used.</param>
    /// <param name="options">How to read the payloads; null for names in any case.</param>
    [RequiresUnreferencedCode(PayloadReader.Reflection)]
    [RequiresDynamicCode(PayloadReader.Reflection)]
    public static SuccessRecord<TRequest, TResponse> ReadSuccessByReflection<TRequest, TResponse>(
        ReadOnlyMemory<byte> utf8Record, JsonSerializerOptions? options = null) =>
        ReadSuccess(
            utf8Record,
            PayloadReader.Reflect<TRequest>(options ?? ReflectionDefaults),
            PayloadReader.Reflect<TResponse>(options ?? ReflectionDefaults));

    /// <summary>Reads the record of a failed asynchronous invocation by reflection.</summary>
    /// <inheritdoc cref="ReadFailure{TRequest}(ReadOnlyMemory{byte}, JsonTypeInfo{TRequest})"/>
    /// <param name="utf8Record">The record; it must not change while the result is used.</param>
    /// <param name="options">How to read the payload; null for names in any case.</param>
    [RequiresUnreferencedCode(PayloadReader.Reflection)]
    [RequiresDynamicCode(PayloadReader.Reflection)]
    public static FailureRecord<TRequest> ReadFailureByReflection<TRequest>(
        ReadOnlyMemory<byte> utf8Record, JsonSerializerOptions? options = null) =>
        ReadFailure(utf8Record, PayloadReader.Reflect<TRequest>(options ?? ReflectionDefaults));

    /// <summary>Reads the record of a stream batch that was given up by reflection.</summary>
    /// <inheritdoc cref="ReadStreamFailure{TPayload}(ReadOnlyMemory{byte}, JsonTypeInfo{TPayload})"/>
    /// <param name="utf8Record">The record; it must not change while the result is used.</param>
    /// <param name="options">How to read the failed event; null for names in any case.</param>
    [RequiresUnreferencedCode(PayloadReader.Reflection)]
    [RequiresDynamicCode(PayloadReader.Reflection)]
    public static StreamFailureRecord<TPayload> ReadStreamFailureByReflection<TPayload>(
        ReadOnlyMemory<byte> utf8Record, JsonSerializerOptions? options = null) =>
        ReadStreamFailure(utf8Record, PayloadReader.Reflect<TPayload>(options ?? ReflectionDefaults));

    /// <summary>Reads the bare event of a dead-letter message by reflection.</summary>
    /// <inheritdoc cref="ReadDeadLetter{TRequest}(ReadOnlyMemory{byte}, DeadLetterAttributes, JsonTypeInfo{TRequest})"/>
    /// <param name="utf8Event">The message's body; it must not change while the result is used.</param>
    /// <param name="attributes">What the message's attributes say; null if they are not known.</param>
    /// <param name="options">How to read the event; null for names in any case.</param>
    [RequiresUnreferencedCode(PayloadReader.Reflection)]
    [RequiresDynamicCode(PayloadReader.Reflection)]
    public static DeadLetterMessage<TRequest> ReadDeadLetterByReflection<TRequest>(
        ReadOnlyMemory<byte> utf8Event, DeadLetterAttributes? attributes, JsonSerializerOptions? options = null) =>
        ReadDeadLetter(utf8Event, attributes, PayloadReader.Reflect<TRequest>(options ?? ReflectionDefaults));

    private static StreamPayload ParseStreamFailure(ReadOnlyMemory<byte> utf8Record, ref RecordFields fields)
    {
        ReadOnlySpan<byte> json = utf8Record.Span;
        RecordParser.Parse(json, ref fields);
        if (!fields.IsStream)
        {
            throw WrongKind(in fields, "the record of a stream batch");
        }

        ValidateForeign(json, fields.RequestPayload, "$.requestPayload");
        ValidateForeign(json, fields.ResponsePayload, "$.responsePayload");

        int start = fields.Payload.Start;
        if (!fields.Payload.IsPresent || json[start] != '"')
        {
            return new StreamPayload(utf8Record, fields.Payload, -1);
        }

        byte[] text = new byte[fields.Payload.Length - 2];
        return JsonText.TryUnescape(json.Slice(start + 1, text.Length), text, out int written) && written != 0
            ? new StreamPayload(text, new JsonSlice(0, written), start)
            : throw new DestinationFormatException("the string is empty or holds an invalid escape", "$.payload", start);
    }

    /// <summary>A payload that records of this kind do not have is like any member that is not known.</summary>
    private static void ValidateForeign(ReadOnlySpan<byte> json, JsonSlice slice, string path)
    {
        if (slice.IsPresent)
        {
            JsonCursor.Validate(json, slice, path);
        }
    }

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> json, JsonSlice slice) => json.Slice(slice.Start, slice.Length);

    private static DestinationFormatException WrongKind(in RecordFields fields, string wanted)
    {
        string found = fields.IsStream ? "the record of a stream batch" : $"a record with the condition {fields.RequestContext!.Condition}";
        return new DestinationFormatException($"expected {wanted}, found {found}", "$.requestContext.condition", fields.ConditionOffset);
    }

    /// <summary>The failed event: a part of the record, or the text of a string in it.</summary>
    /// <param name="Text">The text that the slice is of.</param>
    /// <param name="Slice">The event.</param>
    /// <param name="FixedOffset">Offset of the string, or -1.</param>
    private readonly record struct StreamPayload(ReadOnlyMemory<byte> Text, JsonSlice Slice, int FixedOffset);
}
