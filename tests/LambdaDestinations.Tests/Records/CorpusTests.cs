using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace LambdaDestinations.Tests.Records;

/// <summary>Every file of tests/Corpus/records, through the reader of its kind, against the document model.</summary>
public sealed class CorpusTests
{
    private static readonly Dictionary<string, DestinationCarrier> Carriers = new()
    {
        ["raw"] = DestinationCarrier.Lambda,
        ["lambda"] = DestinationCarrier.Lambda,
        ["kafka-topic"] = DestinationCarrier.Lambda,
        ["s3object"] = DestinationCarrier.Lambda,
        ["s3object-payload-object"] = DestinationCarrier.Lambda,
        ["s3object-payload-string"] = DestinationCarrier.Lambda,
        ["sqs"] = DestinationCarrier.Sqs,
        ["sns"] = DestinationCarrier.Sns,
        ["sns-in-sqs"] = DestinationCarrier.SnsInSqs,
        ["eventbridge"] = DestinationCarrier.EventBridge,
        ["s3notification"] = DestinationCarrier.S3Notification,
    };

    public static IEnumerable<object[]> Names => Corpus.Names.Select(name => new object[] { name });

    [Fact]
    public void The_corpus_is_there() => Assert.Equal(47, Corpus.Names.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_file_is_read(string name)
    {
        byte[] bytes = Corpus.Read(name);
        using JsonDocument document = JsonDocument.Parse(bytes);
        (string Json, string? Id)[] expected = [.. Oracle.Unwrap(name, document.RootElement)];
        DestinationCarrier carrier = Carriers[name.Split('.')[1]];

        DestinationMessage[] messages = [.. DestinationEnvelope.Read(bytes)];
        Assert.All(messages, message => Assert.Null(message.Error));
        Assert.All(messages, message => Assert.Equal(carrier, message.Carrier));
        if (carrier == DestinationCarrier.S3Notification)
        {
            Assert.True(Assert.Single(messages).Record.IsEmpty);
            return;
        }

        Assert.Equal(expected.Select(one => one.Id), messages.Select(message => message.MessageId));
        foreach (((string json, _), DestinationMessage message) in expected.Zip(messages))
        {
            Assert.Equal(json, Encoding.UTF8.GetString(message.Record.Span).Trim());
            using JsonDocument record = JsonDocument.Parse(json);
            ReadRecord(name, record.RootElement, message);
        }
    }

    private static void ReadRecord(string name, JsonElement expected, DestinationMessage message)
    {
        DestinationRecordKind kind = DestinationRecordReader.GetKind(message.Record);
        switch (name.Split('.')[0].Split('-'))
        {
            case ["async", "success", ..]:
                Assert.Equal(DestinationRecordKind.Success, kind);
                ReadSuccess(expected, message.Record);
                break;
            case ["async", "failure", ..]:
                Assert.Equal(DestinationRecordKind.Failure, kind);
                ReadFailure(expected, message.Record);
                break;
            case ["esm", ..]:
                Assert.Equal(DestinationRecordKind.StreamFailure, kind);
                ReadStreamFailure(expected, message.Record);
                break;
            case ["durable", ..]:
                Assert.Equal(DestinationRecordKind.DurableExecution, kind);
                DurableExecutionRecord change = DestinationRecordReader.ReadDurableExecution(message.Record);
                Assert.Equal(expected.GetProperty("durableExecutionArn").GetString(), change.DurableExecutionArn);
                Assert.Equal(("order-A-1001", "order-worker", DurableExecutionStatus.TimedOut), (change.DurableExecutionName, change.FunctionName, change.Status));
                Assert.Equal(expected.GetProperty("endTimestamp").GetDateTimeOffset(), change.EndTimestamp);
                Assert.Equal(expected.GetRawText(), Encoding.UTF8.GetString(change.Json.Span).Trim());
                break;
            case ["dlq"]:
                Assert.Equal(DestinationRecordKind.Unknown, kind);
                DeadLetterMessage<Order> dead = DestinationRecordReader.ReadDeadLetter(message.Record, message.DeadLetter, TestContext.Default.Order);
                Assert.Equal("5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10", dead.RequestId);
                Assert.Equal(200, dead.ErrorCode);
                Assert.Equal("Order A-1001 was rejected", dead.ErrorMessage);
                Assert.Equal(new Order("A-1001", 2), dead.Request);
                Assert.Equal(expected.GetRawText(), Encoding.UTF8.GetString(dead.Json.Span));
                return;
            default:
                Assert.Fail($"No reader is known for {name}.");
                break;
        }

        Assert.Null(message.DeadLetter);
    }

    private static void ReadSuccess(JsonElement expected, ReadOnlyMemory<byte> json)
    {
        SuccessRecord<JsonElement, JsonElement> record =
            DestinationRecordReader.ReadSuccess(json, TestContext.Default.JsonElement, TestContext.Default.JsonElement);
        Oracle.Equal(expected, record);
        Oracle.EqualPayload(expected, "requestPayload", record.HasRequestPayload, record.RequestPayloadJson);
        Oracle.EqualPayload(expected, "responsePayload", record.HasResponsePayload, record.ResponsePayloadJson);
        Assert.True(record.Json.Equals(json));

        // The type says "string" where the function takes one, and the order where it takes that.
        if (expected.GetProperty("requestPayload").ValueKind == JsonValueKind.Object)
        {
            Assert.Equal(new Order("A-1001", 2), DestinationRecordReader.ReadSuccess<Order, DestinationVoid>(json, TestContext.Default.Order, null).RequestPayload);
        }
    }

    private static void ReadFailure(JsonElement expected, ReadOnlyMemory<byte> json)
    {
        FailureRecord<Order> record = DestinationRecordReader.ReadFailure(json, TestContext.Default.Order);
        Oracle.Equal(expected, record);
        Oracle.EqualPayload(expected, "requestPayload", record.HasRequestPayload, record.RequestPayloadJson);
        Oracle.EqualPayload(expected, "responsePayload", record.HasResponsePayload, record.ResponsePayloadJson);
        Assert.Equal(new Order("A-1001", 2), record.RequestPayload);
        if (Oracle.Optional(expected, "responsePayload") is { } error)
        {
            Oracle.Equal(error, record.Error);
        }
        else
        {
            Assert.Null(record.Error);
        }
    }

    private static void ReadStreamFailure(JsonElement expected, ReadOnlyMemory<byte> json)
    {
        StreamFailureRecord untyped = DestinationRecordReader.ReadStreamFailure(json);
        StreamFailureRecord<JsonElement> typed = DestinationRecordReader.ReadStreamFailure(json, TestContext.Default.JsonElement);
        foreach (StreamFailureRecord record in new[] { untyped, typed })
        {
            Oracle.Equal(expected, record);
            JsonElement? payload = Oracle.Optional(expected, "payload");
            Assert.Equal(payload is not null, record.HasPayload);
            Assert.Equal(
                payload is not { } value ? "" : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(),
                Encoding.UTF8.GetString(record.PayloadJson.Span));
        }

        Assert.Equal(untyped.HasPayload, typed.Payload.ValueKind == JsonValueKind.Object);
    }
}
