using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LambdaDestinations.Benchmarks.Records;

/// <summary>
/// The rival of our own cursor: the least that reads a record token by token with <see cref="Utf8JsonReader"/>. It checks less than ours (no required
/// members, no positions of its own), so what it takes is a lower bound of what a cursor over that reader takes.
/// </summary>
internal static class TokenRecords
{
    public static TokenRecord<TResponse> Read<TResponse>(ReadOnlySpan<byte> json, JsonTypeInfo<Order>? request, JsonTypeInfo<TResponse>? response)
        where TResponse : class
    {
        TokenRecord<TResponse> record = new();
        var reader = new Utf8JsonReader(json);
        Enter(ref reader);
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("requestPayload"u8))
            {
                record.RequestPayload = Payload(ref reader, request);
            }
            else if (reader.ValueTextEquals("responsePayload"u8))
            {
                record.ResponsePayload = Payload(ref reader, response);
            }
            else if (reader.ValueTextEquals("requestContext"u8))
            {
                record.RequestContext = RequestContext(ref reader);
            }
            else if (reader.ValueTextEquals("responseContext"u8))
            {
                record.ResponseContext = ResponseContext(ref reader);
            }
            else if (reader.ValueTextEquals("timestamp"u8))
            {
                reader.Read();
                record.Timestamp = reader.GetDateTimeOffset();
            }
            else if (reader.ValueTextEquals("version"u8))
            {
                record.Version = Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return record;
    }

    /// <summary>The messages of an SQS event; each body is unescaped into bytes.</summary>
    public static List<byte[]> ReadBodies(ReadOnlySpan<byte> json)
    {
        List<byte[]> bodies = [];
        var reader = new Utf8JsonReader(json);
        Enter(ref reader);
        while (NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("Records"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                while (NextMember(ref reader))
                {
                    if (reader.ValueTextEquals("body"u8))
                    {
                        reader.Read();
                        byte[] body = new byte[reader.ValueSpan.Length];
                        bodies.Add(body[..reader.CopyString(body)]);
                    }
                    else if (reader.ValueTextEquals("messageId"u8) || reader.ValueTextEquals("eventSource"u8))
                    {
                        Text(ref reader);
                    }
                    else
                    {
                        reader.Skip();
                    }
                }
            }
        }

        return bodies;
    }

    private static PlainRequestContext RequestContext(ref Utf8JsonReader reader)
    {
        PlainRequestContext context = new();
        Enter(ref reader);
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("requestId"u8))
            {
                context.RequestId = Text(ref reader);
            }
            else if (reader.ValueTextEquals("functionArn"u8))
            {
                context.FunctionArn = Text(ref reader);
            }
            else if (reader.ValueTextEquals("condition"u8))
            {
                context.Condition = Text(ref reader);
            }
            else if (reader.ValueTextEquals("approximateInvokeCount"u8))
            {
                reader.Read();
                context.ApproximateInvokeCount = reader.GetInt32();
            }
            else
            {
                reader.Skip();
            }
        }

        return context;
    }

    private static PlainResponseContext ResponseContext(ref Utf8JsonReader reader)
    {
        PlainResponseContext context = new();
        Enter(ref reader);
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("statusCode"u8))
            {
                reader.Read();
                context.StatusCode = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("executedVersion"u8))
            {
                context.ExecutedVersion = Text(ref reader);
            }
            else if (reader.ValueTextEquals("functionError"u8))
            {
                context.FunctionError = Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return context;
    }

    private static T? Payload<T>(ref Utf8JsonReader reader, JsonTypeInfo<T>? type)
        where T : class
    {
        reader.Read();
        if (type is null)
        {
            reader.Skip();
            return null;
        }

        return JsonSerializer.Deserialize(ref reader, type);
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    private static void Enter(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }
    }

    private static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;
}

/// <summary>The members of <see cref="PlainSuccess"/> and <see cref="PlainFailure"/>.</summary>
/// <typeparam name="TResponse">The response, or the error.</typeparam>
internal sealed class TokenRecord<TResponse>
{
    public string? Version { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    public PlainRequestContext? RequestContext { get; set; }

    public PlainResponseContext? ResponseContext { get; set; }

    public Order? RequestPayload { get; set; }

    public TResponse? ResponsePayload { get; set; }
}
