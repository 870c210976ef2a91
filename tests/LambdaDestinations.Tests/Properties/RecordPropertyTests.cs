using System;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;

namespace LambdaDestinations.Tests.Properties;

/// <summary>Any record in any spelling reads as System.Text.Json's document model reads it.</summary>
public sealed class RecordPropertyTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void A_success_reads_as_it_was_written() => Check(RecordGen.Success, (expected, json) =>
    {
        SuccessRecord<JsonElement, JsonElement> record = DestinationRecordReader.ReadSuccess(json, TestContext.Default.JsonElement, TestContext.Default.JsonElement);
        Oracle.Equal(expected, record);
        Oracle.EqualPayload(expected, "requestPayload", record.HasRequestPayload, record.RequestPayloadJson);
        Oracle.EqualPayload(expected, "responsePayload", record.HasResponsePayload, record.ResponsePayloadJson);
        Assert.Equal(Oracle.Optional(expected, "requestPayload")?.GetRawText(), record.RequestPayload.ValueKind == JsonValueKind.Undefined ? null : record.RequestPayload.GetRawText());
        Assert.Equal(DestinationRecordKind.Success, DestinationRecordReader.GetKind(json));
    });

    [Fact]
    public void A_failure_reads_as_it_was_written() => Check(RecordGen.Failure, (expected, json) =>
    {
        FailureRecord<JsonElement> record = DestinationRecordReader.ReadFailure(json, TestContext.Default.JsonElement);
        Oracle.Equal(expected, record);
        Oracle.EqualPayload(expected, "requestPayload", record.HasRequestPayload, record.RequestPayloadJson);
        Oracle.EqualPayload(expected, "responsePayload", record.HasResponsePayload, record.ResponsePayloadJson);
        Oracle.Equal(Oracle.Optional(expected, "responsePayload") ?? default, record.Error);
        Assert.Equal(DestinationRecordKind.Failure, DestinationRecordReader.GetKind(json));
    });

    [Fact]
    public void A_stream_failure_reads_as_it_was_written() => Check(RecordGen.StreamFailure, (expected, json) =>
    {
        Oracle.Equal(expected, DestinationRecordReader.ReadStreamFailure(json));
        StreamFailureRecord<JsonElement> record = DestinationRecordReader.ReadStreamFailure(json, TestContext.Default.JsonElement);
        Oracle.Equal(expected, record);
        Oracle.EqualPayload(expected, "payload", record.HasPayload, record.PayloadJson);
        Assert.Equal(DestinationRecordKind.StreamFailure, DestinationRecordReader.GetKind(json));
    });

    [Fact]
    public void Records_come_out_of_their_envelopes_as_they_went_in() =>
        Gen.Select(RecordGen.Success.Array[1, 3], RecordGen.Text, Gen.Int).Sample(
            (records, id, seed) =>
            {
                var random = new Random(seed);
                string[] bodies = Array.ConvertAll(records, record => JsonScribe.Write(record, random));
                JsonMembers sqs = new([("Records", Array.ConvertAll(bodies, body => new JsonMembers([("eventSource", "aws:sqs"), ("messageId", id), ("body", random.Next(2) == 0 ? body : Notification(body, random))])))]);
                AssertBodies(bodies, id, JsonScribe.Write(sqs, random));
                JsonMembers sns = new([("Records", Array.ConvertAll(bodies, body => new JsonMembers([("EventSource", "aws:sns"), ("Sns", new JsonMembers([("MessageId", id), ("Message", body)]))])))]);
                AssertBodies(bodies, id, JsonScribe.Write(sns, random));
                AssertBodies(bodies[..1], id, JsonScribe.Write(new JsonMembers([("id", id), ("detail-type", "Lambda Function Invocation Result - Success"), ("detail", new RawJson(bodies[0].Trim()))]), random));
                AssertBodies(bodies[..1], null, bodies[0]);
                JsonMembers[] messages = Array.ConvertAll(bodies, body => new JsonMembers([("messageId", id), ("body", BusEvent(body, random)), ("eventSource", "aws:sqs")]));
                AssertBodies(bodies, id, JsonScribe.Write(new JsonMembers([("Records", messages)]), random));
                AssertBodies(bodies, id, $"[{string.Join(',', Array.ConvertAll(messages, message => JsonScribe.Write(message, random)))}]");
                AssertBodies(bodies, null, Kafka(bodies, random));
            },
            iter: Cases.Of(300, 20_000));

    [Fact]
    public void Typed_payloads_read_as_System_Text_Json_writes_them() =>
        Gen.Select(RecordGen.Text, Gen.Int, RecordGen.Text, Gen.Bool, Gen.Int).Sample(
            (id, quantity, status, isRelaxed, seed) =>
            {
                var order = new Order(id, quantity);
                var receipt = new Receipt(status, id);
                JsonSerializerOptions options = isRelaxed ? Relaxed : JsonSerializerOptions.Default;
                string json = JsonScribe.Write(
                    new JsonMembers(
                    [
                        ("version", "1.0"),
                        ("timestamp", "2026-03-04T10:15:30Z"),
                        ("requestContext", new JsonMembers([("requestId", "r"), ("functionArn", "a"), ("condition", "Success"), ("approximateInvokeCount", 1)])),
                        ("requestPayload", new RawJson(JsonSerializer.Serialize(order, options))),
                        ("responsePayload", new RawJson(JsonSerializer.Serialize(receipt, options))),
                    ]),
                    new Random(seed));
                SuccessRecord<Order, Receipt> record = DestinationRecordReader.ReadSuccess(Encoding.UTF8.GetBytes(json), TestContext.Default.Order, TestContext.Default.Receipt);
                Assert.Equal(order, record.RequestPayload);
                Assert.Equal(receipt, record.ResponsePayload);
            },
            iter: Cases.Of(500, 50_000));

    private static void Check(Gen<JsonMembers> gen, Action<JsonElement, byte[]> check) =>
        Gen.Select(gen, Gen.Int).Sample(
            (record, seed) =>
            {
                byte[] json = Encoding.UTF8.GetBytes(JsonScribe.Write(record, new Random(seed)));
                using JsonDocument document = JsonDocument.Parse(json);
                check(document.RootElement, json);
            },
            iter: Cases.Of(1_000, 100_000));

    private static string Notification(string message, Random random) =>
        JsonScribe.Write(new JsonMembers([("TopicArn", "t"), ("MessageId", "n"), ("Message", message)]), random);

    private static string Kafka(string[] bodies, Random random)
    {
        string[] values = Array.ConvertAll(bodies, body => JsonScribe.Write(new JsonMembers([("value", Convert.ToBase64String(Encoding.UTF8.GetBytes(body)))]), random));
        return JsonScribe.Write(new JsonMembers([("records", new RawJson($$"""{"t-0":[{{string.Join(',', values)}}]}""")), ("eventSource", "aws:kafka")]), random);
    }

    private static string BusEvent(string detail, Random random) =>
        JsonScribe.Write(new JsonMembers([("id", "e"), ("detail-type", "Lambda Function Invocation Result - Success"), ("detail", new RawJson(detail.Trim()))]), random);

    private static void AssertBodies(string[] bodies, string? id, string json)
    {
        int index = 0;
        foreach (DestinationMessage message in DestinationEnvelope.Read(Encoding.UTF8.GetBytes(json)))
        {
            Assert.Null(message.Error);
            Assert.Equal(id, message.MessageId);
            Assert.Equal(bodies[index].Trim(), Encoding.UTF8.GetString(message.Record.Span).Trim());
            index++;
        }

        Assert.Equal(bodies.Length, index);
    }
}
