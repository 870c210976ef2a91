using System;
using System.Text.Json;

namespace LambdaDestinations.Testing.Records;

/// <summary>The members of an asynchronous record (AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations").</summary>
internal sealed class AsyncRecord
{
    internal required DateTimeOffset Timestamp { get; init; }

    internal required string RequestId { get; init; }

    internal required string FunctionArn { get; init; }

    internal required string Condition { get; init; }

    internal required int InvokeCount { get; init; }

    internal required ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>Null when the function never ran: the record then has neither a response context nor a response.</summary>
    internal required byte[]? Response { get; init; }

    internal required string ExecutedVersion { get; init; }

    /// <summary>True for <c>"functionError": "Unhandled"</c>.</summary>
    internal required bool IsError { get; init; }

    /// <param name="withPayloads">False to drop request and response, as AWS documents for a record too large for SNS.</param>
    internal byte[] ToJson(bool withPayloads) => Json.Write((Record: this, withPayloads), static (writer, state) => state.Record.Write(writer, state.withPayloads));

    private void Write(Utf8JsonWriter writer, bool withPayloads)
    {
        writer.WriteStartObject();
        writer.WriteString("version"u8, "1.0"u8);
        writer.WriteString("timestamp"u8, Json.Milliseconds(Timestamp));
        writer.WriteStartObject("requestContext"u8);
        writer.WriteString("requestId"u8, RequestId);
        writer.WriteString("functionArn"u8, FunctionArn);
        writer.WriteString("condition"u8, Condition);
        writer.WriteNumber("approximateInvokeCount"u8, InvokeCount);
        writer.WriteEndObject();
        if (withPayloads)
        {
            writer.WritePropertyName("requestPayload"u8);
            writer.WriteCompact(Request.Span);
        }

        if (Response is not null)
        {
            writer.WriteStartObject("responseContext"u8);
            writer.WriteNumber("statusCode"u8, 200);
            writer.WriteString("executedVersion"u8, ExecutedVersion);
            if (IsError)
            {
                writer.WriteString("functionError"u8, "Unhandled"u8);
            }

            writer.WriteEndObject();
            if (withPayloads)
            {
                writer.WritePropertyName("responsePayload"u8);
                WriteResponse(writer, Response);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter writer, byte[] response)
    {
        if (response.Length == 0)
        {
            // A handler that returns nothing.
            writer.WriteNullValue();
        }
        else if (Json.IsValid(response))
        {
            writer.WriteCompact(response);
        }
        else
        {
            // No capture shows what Lambda does with a response that is not JSON; see docs/testing.md.
            writer.WriteStringValue(System.Text.Encoding.UTF8.GetString(response));
        }
    }
}
