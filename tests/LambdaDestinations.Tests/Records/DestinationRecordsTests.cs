using System;
using System.Text;
using System.Text.Json.Serialization;

namespace LambdaDestinations.Tests.Records;

/// <summary>What generated readers inherit.</summary>
public sealed class DestinationRecordsTests
{
    private static readonly byte[] Success = Record("Success", """{"status": "ok", "orderId": "A-1"}""");
    private static readonly byte[] Failure = Record("RetriesExhausted", """{"errorType": "E"}""");

    [Fact]
    public void Each_reader_reads_the_types_of_its_handler()
    {
        SuccessRecord<Order, Receipt> success = Typed.ReadSuccess(Success);
        Assert.Equal(new Order("A-1", 2), success.RequestPayload);
        Assert.Equal(new Receipt("ok", "A-1"), success.ResponsePayload);

        FailureRecord<Order> failure = Typed.ReadFailure(Failure.AsMemory());
        Assert.Equal(new Order("A-1", 2), failure.RequestPayload);
        Assert.Equal("E", failure.Error!.ErrorType);

        Assert.Equal(new Order("A-1", 2), Typed.ReadDeadLetter("""{"orderId": "A-1", "quantity": 2}"""u8.ToArray()).Request);
    }

    [Fact]
    public void A_dead_letter_message_keeps_its_attributes()
    {
        DestinationMessage message = Assert.Single(DestinationEnvelope.Read(Encoding.UTF8.GetBytes("""
            {"Records": [{"messageId": "m", "eventSource": "aws:sqs", "body": "{\"orderId\": \"A-1\", \"quantity\": 2}", "messageAttributes": {
              "RequestID": {"stringValue": "r-1", "dataType": "String"}, "ErrorCode": {"stringValue": "200", "dataType": "Number"}, "ErrorMessage": {"stringValue": "boom", "dataType": "String"}}}]}
            """)));

        DeadLetterMessage<Order> dead = Typed.ReadDeadLetter(message);

        Assert.Equal(("r-1", 200, "boom"), (dead.RequestId, dead.ErrorCode, dead.ErrorMessage));
        Assert.Equal(new Order("A-1", 2), dead.Request);
    }

    /// <summary>Of a handler that has no payload type the context need not know one.</summary>
    [Fact]
    public void What_has_no_type_is_not_asked_for()
    {
        SuccessRecord<DestinationVoid, DestinationVoid> record = Untyped.ReadSuccess(Success);

        Assert.True(record.HasResponsePayload);
        Assert.Equal("""{"status": "ok", "orderId": "A-1"}""", Encoding.UTF8.GetString(record.ResponsePayloadJson.Span));
    }

    [Fact]
    public void A_type_that_the_context_lacks_is_told() =>
        Assert.Equal(
            "Add [JsonSerializable(typeof(System.Uri))] to LambdaDestinations.Tests.TestContext.",
            Assert.Throws<InvalidOperationException>(static () => Lacking.ReadFailure(Failure)).Message);

    [Fact]
    public void Another_kind_of_record_is_refused() =>
        Assert.Equal("$.requestContext.condition", Assert.Throws<DestinationFormatException>(static () => Typed.ReadSuccess(Failure)).Path);

    private static byte[] Record(string condition, string response) => Encoding.UTF8.GetBytes($$"""
        {"version": "1.0", "timestamp": "2026-11-28T07:00:00.000Z",
         "requestContext": {"requestId": "r", "functionArn": "arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST", "condition": "{{condition}}", "approximateInvokeCount": 1},
         "requestPayload": {"orderId": "A-1", "quantity": 2},
         "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
         "responsePayload": {{response}}}
        """);

    private abstract class Typed : DestinationRecords<Typed, Order, Receipt>, IPayloadContext
    {
        static JsonSerializerContext IPayloadContext.Context => TestContext.Default;
    }

    private abstract class Untyped : DestinationRecords<Untyped, DestinationVoid, DestinationVoid>, IPayloadContext
    {
        static JsonSerializerContext IPayloadContext.Context => throw new InvalidOperationException("asked for");
    }

    private abstract class Lacking : DestinationRecords<Lacking, Uri, Receipt>, IPayloadContext
    {
        static JsonSerializerContext IPayloadContext.Context => TestContext.Default;
    }
}
