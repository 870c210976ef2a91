using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing.Streams;

/// <summary>The record of a batch that a mapping discarded (AWS Lambda Developer Guide, "Retain discarded batch records").</summary>
internal sealed class EsmRecord
{
    internal required StreamSource Source { get; init; }

    internal required StreamShard Shard { get; init; }

    internal required IReadOnlyList<StreamRecord> Records { get; init; }

    internal required DateTimeOffset Timestamp { get; init; }

    internal required string RequestId { get; init; }

    internal required string FunctionArn { get; init; }

    internal required string Condition { get; init; }

    internal required int InvokeCount { get; init; }

    internal required EsmResponse Response { get; init; }

    internal required string ExecutedVersion { get; init; }

    /// <summary>The function's event.</summary>
    internal required byte[] Event { get; init; }

    /// <summary>Writes the record in the form of a kind of target.</summary>
    /// <param name="target">S3 and Kafka get the payload; SQS and SNS do not.</param>
    /// <param name="objectPayload">True to write the payload for S3 as an object; false as an escaped string.</param>
    internal byte[] ToJson(DestinationType target, bool objectPayload) =>
        Json.Write((Record: this, target, objectPayload), static (writer, state) => state.Record.Write(writer, state.target, state.objectPayload));

    private void Write(Utf8JsonWriter writer, DestinationType target, bool objectPayload)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("requestContext"u8);
        writer.WriteString("requestId"u8, RequestId);
        writer.WriteString("functionArn"u8, FunctionArn);
        writer.WriteString("condition"u8, Condition);
        writer.WriteNumber("approximateInvokeCount"u8, InvokeCount);
        writer.WriteEndObject();
        WriteResponseContext(writer);
        writer.WriteString("version"u8, "1.0"u8);
        writer.WriteString("timestamp"u8, Json.Milliseconds(Timestamp));
        Source.WriteBatchInfo(writer, Shard, Records, Event.Length, target == DestinationType.Kafka);
        if (target == DestinationType.Kafka || (target == DestinationType.S3 && objectPayload))
        {
            writer.WritePropertyName("payload"u8);
            writer.WriteRawValue(Event, skipInputValidation: true);
        }
        else if (target == DestinationType.S3)
        {
            writer.WriteString("payload"u8, Encoding.UTF8.GetString(Event));
        }

        writer.WriteEndObject();
    }

    private void WriteResponseContext(Utf8JsonWriter writer)
    {
        switch (Response)
        {
            case EsmResponse.Absent:
                return;
            case EsmResponse.Null:
                writer.WriteNull("responseContext"u8);
                return;
            default:
                writer.WriteStartObject("responseContext"u8);
                writer.WriteNumber("statusCode"u8, 200);
                writer.WriteString("executedVersion"u8, ExecutedVersion);
                if (Response == EsmResponse.Unhandled)
                {
                    writer.WriteString("functionError"u8, "Unhandled"u8);
                }
                else
                {
                    writer.WriteNull("functionError"u8);
                }

                writer.WriteEndObject();
                return;
        }
    }
}
