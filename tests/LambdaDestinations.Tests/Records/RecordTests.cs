using System;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace LambdaDestinations.Tests.Records;

/// <summary>What the records of the corpus say, by value; every absence and null that AWS attests.</summary>
public sealed class RecordTests
{
    private const string RequestId = "5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10";

    [Fact]
    public void A_success()
    {
        SuccessRecord<Order, Receipt> record = Success("async-success.raw");
        Assert.Equal("1.0", record.Version);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 10, 15, 30, 123, TimeSpan.Zero), record.Timestamp);
        Assert.Equal(RequestId, record.RequestContext.RequestId);
        Assert.Equal("arn:aws:lambda:us-east-1:123456789012:function:order-worker:$LATEST", record.RequestContext.FunctionArn);
        Assert.Equal(DestinationCondition.Success, record.RequestContext.Condition);
        Assert.Equal(1, record.RequestContext.ApproximateInvokeCount);
        Assert.Equal(200, record.ResponseContext!.StatusCode);
        Assert.Equal("$LATEST", record.ResponseContext.ExecutedVersion);
        Assert.Null(record.ResponseContext.FunctionError);
        Assert.Equal(new Order("A-1001", 2), record.RequestPayload);
        Assert.Equal(new Receipt("accepted", "A-1001"), record.ResponsePayload);
    }

    [Fact]
    public void A_success_of_an_alias()
    {
        SuccessRecord<Order, Receipt> record = Success("async-success-alias.raw");
        Assert.EndsWith(":live", record.RequestContext.FunctionArn, StringComparison.Ordinal);
        Assert.Equal("7", record.ResponseContext!.ExecutedVersion);
    }

    [Fact]
    public void A_handler_that_returns_nothing_gives_a_null_that_is_there()
    {
        SuccessRecord<Order, Receipt> record = Success("async-success-null-response.raw");
        Assert.True(record.HasResponsePayload);
        Assert.Null(record.ResponsePayload);
        Assert.Equal("null", Encoding.UTF8.GetString(record.ResponsePayloadJson.Span));
    }

    [Fact]
    public void Plain_strings_are_payloads()
    {
        SuccessRecord<string, string> record = DestinationRecordReader.ReadSuccess(
            Corpus.Read("async-success-string-response.raw"), TestContext.Default.String, TestContext.Default.String);
        Assert.Equal("a plain JSON string is a legal payload", record.RequestPayload);
        Assert.Equal("done", record.ResponsePayload);
    }

    [Fact]
    public void Payloads_that_AWS_dropped_for_their_size_are_absent()
    {
        byte[] json = Without("async-success.raw", "requestPayload", "responsePayload");
        SuccessRecord<Order, Receipt> record = DestinationRecordReader.ReadSuccess(json, TestContext.Default.Order, TestContext.Default.Receipt);
        Assert.False(record.HasRequestPayload);
        Assert.False(record.HasResponsePayload);
        Assert.Null(record.RequestPayload);
        Assert.Null(record.ResponsePayload);
        Assert.True(record.RequestPayloadJson.IsEmpty);

        FailureRecord<int?> failure = DestinationRecordReader.ReadFailure(Without("async-failure.raw", "requestPayload", "responsePayload"), TestContext.Default.NullableInt32);
        Assert.False(failure.HasRequestPayload);
        Assert.False(failure.HasResponsePayload);
        Assert.Null(failure.RequestPayload);
        Assert.Null(failure.Error);
    }

    [Fact]
    public void An_exception_of_NET_with_its_cause()
    {
        FailureRecord<Order> record = Failure("async-failure.raw");
        Assert.Equal(DestinationCondition.RetriesExhausted, record.RequestContext.Condition);
        Assert.Equal(3, record.RequestContext.ApproximateInvokeCount);
        Assert.Equal("Unhandled", record.ResponseContext!.FunctionError);
        DestinationError error = record.Error!;
        Assert.Equal("OrderRejectedException", error.ErrorType);
        Assert.Equal("Order A-1001 was rejected", error.ErrorMessage);
        Assert.Equal(2, error.StackTrace.Count);
        Assert.Equal("at Orders.Worker.Handle(Order order) in /src/Worker.cs:line 42", error.StackTrace[0]);
        Assert.Equal("HttpRequestException: 503 from the payment service", error.Cause!.ToString());
        Assert.Single(error.Cause.StackTrace);
        Assert.Null(error.Cause.Cause);
        Assert.Empty(error.Causes);
        Assert.Same(error.Cause, error.Cause);
    }

    [Fact]
    public void An_AggregateException_has_a_cause_and_all_causes()
    {
        DestinationError error = Failure("async-failure-aggregate.raw").Error!;
        Assert.Equal("AggregateException", error.ErrorType);
        Assert.Equal("InvalidOperationException: first", error.Cause!.ToString());
        Assert.Equal(["InvalidOperationException: first", "TimeoutException: second"], error.Causes.Select(cause => cause.ToString()));
        Assert.Empty(error.StackTrace);
    }

    [Fact]
    public void A_time_out_and_an_exit()
    {
        DestinationError timeout = Failure("async-failure-timeout.raw").Error!;
        Assert.Equal("Sandbox.Timedout", timeout.ErrorType);
        Assert.Equal($"RequestId: {RequestId} Error: Task timed out after 3.00 seconds", timeout.ErrorMessage);
        Assert.Empty(timeout.StackTrace);

        DestinationError exit = Failure("async-failure-exit.raw").Error!;
        Assert.Null(exit.ErrorType);
        Assert.Equal($"RequestId: {RequestId} Process exited before completing request", exit.ErrorMessage);
        Assert.Equal(exit.ErrorMessage, exit.ToString());
    }

    [Fact]
    public void An_error_over_256_KB_is_a_message_only()
    {
        DestinationError error = FailureWith("""{"errorMessage": "Exception exceeded maximum payload size of 256KB."}""").Error!;
        Assert.Null(error.ErrorType);
        Assert.Equal("Exception exceeded maximum payload size of 256KB.", error.ErrorMessage);
        Assert.Null(error.Cause);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"a custom runtime's text\"")]
    [InlineData("[1]")]
    [InlineData("17")]
    public void A_response_that_is_no_object_is_no_error_object(string response)
    {
        FailureRecord<Order> record = FailureWith(response);
        Assert.Null(record.Error);
        Assert.True(record.HasResponsePayload);
        Assert.Equal(response, Encoding.UTF8.GetString(record.ResponsePayloadJson.Span));
    }

    [Fact]
    public void Members_of_an_error_of_another_type_are_absent_and_half_a_surrogate_pair_is_replaced()
    {
        DestinationError error = FailureWith("""
            {"errorType":17,"errorMessage":"a\ud800b","stackTrace":["x",{"at":1},null],"cause":"text","causes":[1,{"errorType":"T"},null],"requestId":"r"}
            """).Error!;
        Assert.Null(error.ErrorType);
        Assert.Equal("a\uFFFDb", error.ErrorMessage);
        Assert.Equal(["x", """{"at":1}""", "null"], error.StackTrace);
        Assert.Null(error.Cause);
        Assert.Equal("T", Assert.Single(error.Causes).ErrorType);
        Assert.Equal(["one line"], FailureWith("""{"stackTrace":"one line","causes":{"errorMessage":"m"}}""").Error!.StackTrace);
        Assert.Equal("m", Assert.Single(FailureWith("""{"causes":{"errorMessage":"m"}}""").Error!.Causes).ErrorMessage);
    }

    [Fact]
    public void An_error_may_be_made_by_hand()
    {
        var error = new DestinationError { ErrorType = "T", ErrorMessage = "m", StackTrace = ["l"], Cause = new DestinationError(), Causes = [new DestinationError { ErrorType = "U" }] };
        Assert.Equal("T: m", error.ToString());
        Assert.Equal(["l"], error.StackTrace);
        Assert.Equal("", error.Cause.ToString());
        Assert.Equal("U", error.Causes[0].ToString());
        Assert.True(error.Json.IsEmpty);
    }

    [Fact]
    public void A_function_that_was_not_invoked_has_no_response()
    {
        foreach ((string name, DestinationCondition condition) in new[]
        {
            ("async-failure-zeroconcurrency.raw", DestinationCondition.ZeroReservedConcurrency),
            ("async-failure-eventage-not-invoked.raw", DestinationCondition.EventAgeExceeded),
        })
        {
            FailureRecord<Order> record = Failure(name);
            Assert.Equal(condition, record.RequestContext.Condition);
            Assert.Equal(0, record.RequestContext.ApproximateInvokeCount);
            Assert.Null(record.ResponseContext);
            Assert.Null(record.Error);
            Assert.False(record.HasResponsePayload);
            Assert.True(record.HasRequestPayload);
        }

        FailureRecord<Order> throttled = DestinationRecordReader.ReadFailure(
            """
            {"version":"1.0","timestamp":"2026-03-04T10:15:30Z","requestContext":{"requestId":"r","functionArn":"a","condition":"EventAgeExceeded","approximateInvokeCount":0},
            "requestPayload":null,"responseContext":{"statusCode":429}}
            """u8.ToArray(),
            TestContext.Default.Order);
        Assert.Equal(429, throttled.ResponseContext!.StatusCode);
        Assert.Null(throttled.ResponseContext.ExecutedVersion);
        Assert.True(throttled.HasRequestPayload);
        Assert.Null(throttled.RequestPayload);
    }

    [Fact]
    public void An_expired_event_that_was_tried_has_the_last_error()
    {
        FailureRecord<Order> record = Failure("async-failure-eventage-invoked.raw");
        Assert.Equal(DestinationCondition.EventAgeExceeded, record.RequestContext.Condition);
        Assert.Equal("OrderRejectedException", record.Error!.ErrorType);
    }

    [Fact]
    public void A_condition_that_is_not_known_is_kept()
    {
        byte[] json = Replace("async-failure.raw", "\"RetriesExhausted\"", "\"SomethingNew\"");
        Assert.Equal(DestinationRecordKind.Failure, DestinationRecordReader.GetKind(json));
        FailureRecord<Order> record = DestinationRecordReader.ReadFailure(json, TestContext.Default.Order);
        Assert.Equal(new DestinationCondition("SomethingNew"), record.RequestContext.Condition);
        Assert.Equal("SomethingNew", record.RequestContext.Condition.ToString());
        Assert.Equal("", default(DestinationCondition).ToString());
    }

    [Fact]
    public void A_Kinesis_batch()
    {
        StreamFailureRecord record = Stream("esm-kinesis.raw");
        Assert.Equal(DestinationCondition.RetryAttemptsExhausted, record.RequestContext.Condition);
        Assert.Equal(4, record.RequestContext.ApproximateInvokeCount);
        Assert.Equal("shardId-000000000001", record.Kinesis!.ShardId);
        Assert.Equal("49601189658422359378836298521827638475320189012309704722", record.Kinesis.StartSequenceNumber);
        Assert.Equal("49601189658422359378836298522902373528957594348623495186", record.Kinesis.EndSequenceNumber);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 10, 20, 4, 835, TimeSpan.Zero), record.Kinesis.ApproximateArrivalOfFirstRecord);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 10, 20, 5, 580, TimeSpan.Zero), record.Kinesis.ApproximateArrivalOfLastRecord);
        Assert.Equal(2, record.Kinesis.BatchSize);
        Assert.Equal("arn:aws:kinesis:us-east-1:123456789012:stream/orders", record.Kinesis.StreamArn);
        Assert.Null(record.DynamoDb);
        Assert.Null(record.Kafka);
        Assert.False(record.HasPayload);
    }

    [Fact]
    public void A_partial_batch_has_a_function_error_that_is_null()
    {
        StreamFailureRecord record = Stream("esm-kinesis-partial-batch.raw");
        Assert.NotNull(record.ResponseContext);
        Assert.Null(record.ResponseContext.FunctionError);
        Assert.Equal(1, record.Kinesis!.BatchSize);
    }

    [Fact]
    public void Records_that_were_too_old_have_no_response()
    {
        StreamFailureRecord record = Stream("esm-kinesis-recordage.raw");
        Assert.Equal(DestinationCondition.RecordAgeExceeded, record.RequestContext.Condition);
        Assert.Null(record.ResponseContext);
    }

    [Fact]
    public void A_DynamoDB_batch_has_times_to_the_second()
    {
        StreamFailureRecord record = Stream("esm-dynamodb.raw");
        Assert.Equal("800000000003126276362", record.DynamoDb!.StartSequenceNumber);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 10, 20, 4, TimeSpan.Zero), record.DynamoDb.ApproximateArrivalOfFirstRecord);
        Assert.Null(record.Kinesis);
    }

    [Fact]
    public void A_Kafka_batch()
    {
        StreamFailureRecord record = Stream("esm-kafka.raw");
        KafkaBatchInfo kafka = record.Kafka!;
        Assert.Equal(2, kafka.BatchSize);
        Assert.Equal(1162, kafka.PayloadSize);
        Assert.Equal("b-1.orders.abc123.c2.kafka.us-east-1.amazonaws.com:9098", kafka.BootstrapServers);
        KafkaRecordRange range = Assert.Single(kafka.RecordsInfo);
        Assert.Equal(("orders", 0, "100", "101"), (range.Topic, range.Partition, range.FirstRecordOffset, range.LastRecordOffset));
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 10, 20, 4, 835, TimeSpan.Zero), range.FirstRecordTimestamp);
        Assert.Null(kafka.RecordInfo);
    }

    [Fact]
    public void A_Kafka_batch_too_large_has_a_null_response()
    {
        StreamFailureRecord record = Stream("esm-kafka-payloadsize.raw");
        Assert.Equal(DestinationCondition.MaximumPayloadSizeExceeded, record.RequestContext.Condition);
        Assert.Null(record.ResponseContext);
        Assert.Equal(7340032, record.Kafka!.PayloadSize);
    }

    [Fact]
    public void A_message_of_a_Kafka_topic_is_about_one_record()
    {
        StreamFailureRecord record = Stream("esm-kafka.kafka-topic");
        Assert.Equal(DestinationCondition.RetriesExhausted, record.RequestContext.Condition);
        Assert.Equal("100", record.Kafka!.RecordInfo!.Offset);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 10, 20, 4, 835, TimeSpan.Zero), record.Kafka.RecordInfo.Timestamp);
        Assert.Empty(record.Kafka.RecordsInfo);
        Assert.True(record.HasPayload);
    }

    [Fact]
    public void Topics_may_hold_hyphens_and_a_self_managed_cluster_has_no_ARN()
    {
        KafkaBatchInfo kafka = DestinationRecordReader.ReadStreamFailure(StreamJson("""
            "KafkaBatchInfo":{"batchSize":9,"recordsInfo":{
            "my-topic-12":{"firstRecordOffset":"1","lastRecordOffset":"2"},
            "a-0":{"firstRecordOffset":"3","lastRecordOffset":"4","firstRecordTimestamp":null},
            "my-topic-12":{"firstRecordOffset":"5","lastRecordOffset":"6"}}}
            """)).Kafka!;
        Assert.Null(kafka.EventSourceArn);
        Assert.Null(kafka.BootstrapServers);
        Assert.Null(kafka.PayloadSize);
        Assert.Equal([("my-topic", 12, "5"), ("a", 0, "3")], kafka.RecordsInfo.Select(range => (range.Topic, range.Partition, range.FirstRecordOffset)));
        Assert.Null(kafka.RecordsInfo[1].FirstRecordTimestamp);
    }

    [Theory]
    [InlineData("esm-kinesis.s3object-payload-object")]
    [InlineData("esm-kinesis.s3object-payload-string")]
    public void The_failed_event_is_read_from_an_object_and_from_a_string(string name)
    {
        StreamFailureRecord<StreamEvent> record = DestinationRecordReader.ReadStreamFailure(Corpus.Read(name), TestContext.Default.StreamEvent);
        Assert.All(record.Payload!.Records, one => Assert.Equal("aws:kinesis", one.EventSource));
        Assert.NotEmpty(record.Payload.Records);
        Assert.StartsWith("{", Encoding.UTF8.GetString(record.PayloadJson.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_payload_that_is_null_is_there()
    {
        foreach (string payload in new[] { "null", "\"null\"" })
        {
            StreamFailureRecord<StreamEvent> record = DestinationRecordReader.ReadStreamFailure(
                StreamJson($$"""{{Batch}},"payload":{{payload}}"""), TestContext.Default.StreamEvent);
            Assert.True(record.HasPayload);
            Assert.Null(record.Payload);
        }
    }

    [Fact]
    public void The_last_of_duplicate_members_counts()
    {
        byte[] json = Encoding.UTF8.GetBytes("""
            {"version":"0","version":"1.0","timestamp":"2020-01-01T00:00:00Z","timestamp":"2026-03-04T10:15:30Z",
            "requestContext":{"requestId":"x","functionArn":"x","condition":"Success","approximateInvokeCount":9},
            "requestContext":{"requestId":"x","requestId":"r","functionArn":"a","condition":"Success","condition":"RetriesExhausted","approximateInvokeCount":1,"approximateInvokeCount":2},
            "requestPayload":{"orderId":"old","quantity":1},"requestPayload":{"orderId":"new","quantity":2},
            "responseContext":{"statusCode":1},"responseContext":null}
            """);
        FailureRecord<Order> record = DestinationRecordReader.ReadFailure(json, TestContext.Default.Order);
        Assert.Equal("1.0", record.Version);
        Assert.Equal(2026, record.Timestamp.Year);
        Assert.Equal(("r", "RetriesExhausted", 2), (record.RequestContext.RequestId, record.RequestContext.Condition.Value, record.RequestContext.ApproximateInvokeCount));
        Assert.Equal(new Order("new", 2), record.RequestPayload);
        Assert.Null(record.ResponseContext);
    }

    [Fact]
    public void Escaped_names_and_values_are_the_same_names_and_values()
    {
        byte[] json = Encoding.UTF8.GetBytes("""
            {"\u0076ersion":"1\u002e0","timestamp":"2026-03-04T10\u003a15:30Z","requestContext":{"request\u0049d":"\ud83d\ude00","functionArn":"\/","condition":"Succes\u0073","approximateInvokeCount":1}}
            """);
        SuccessRecord<DestinationVoid, DestinationVoid> record = DestinationRecordReader.ReadSuccess<DestinationVoid, DestinationVoid>(json, null, null);
        Assert.Equal(("1.0", "😀", "/", 15), (record.Version, record.RequestContext.RequestId, record.RequestContext.FunctionArn, record.Timestamp.Minute));
        Assert.Equal(DestinationRecordKind.Success, DestinationRecordReader.GetKind(json));
    }

    [Fact]
    public void Reflection_reads_the_same_in_any_case_of_the_names()
    {
        SuccessRecord<Order, Receipt> success = DestinationRecordReader.ReadSuccessByReflection<Order, Receipt>(Corpus.Read("async-success.raw"));
        Assert.Equal(new Order("A-1001", 2), success.RequestPayload);
        Assert.Equal(new Receipt("accepted", "A-1001"), success.ResponsePayload);
        Assert.Equal(new Order("A-1001", 2), DestinationRecordReader.ReadFailureByReflection<Order>(Corpus.Read("async-failure.raw")).RequestPayload);
        Assert.NotEmpty(DestinationRecordReader.ReadStreamFailureByReflection<StreamEvent>(Corpus.Read("esm-kinesis.s3object-payload-string")).Payload!.Records);
        Assert.Equal(2, DestinationRecordReader.ReadDeadLetterByReflection<Order>("""{"orderid":"A","QUANTITY":2}"""u8.ToArray(), null).Request!.Quantity);
        Assert.Equal(default, DestinationRecordReader.ReadSuccessByReflection<DestinationVoid, DestinationVoid>(Corpus.Read("async-success.raw")).ResponsePayload);

        var strict = new JsonSerializerOptions { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };
        DestinationFormatException refused = Assert.Throws<DestinationFormatException>(
            () => DestinationRecordReader.ReadFailureByReflection<Order>(Corpus.Read("async-failure.raw"), strict));
        Assert.StartsWith("$.requestPayload", refused.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Payloads_nobody_asks_for_stay_JSON()
    {
        FailureRecord<Order> record = DestinationRecordReader.ReadFailure<Order>(Corpus.Read("async-failure.raw"), null);
        Assert.Null(record.RequestPayload);
        Assert.True(record.HasRequestPayload);
        Assert.False(record.RequestPayloadJson.IsEmpty);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"requestContext":{}}""")]
    [InlineData("""{"requestContext":[]}""")]
    [InlineData("""{"requestContext":{"condition":1}}""")]
    [InlineData("""{"KinesisBatchInfo":{}}""")]
    public void JSON_that_is_no_record_is_of_no_known_kind(string json) =>
        Assert.Equal(DestinationRecordKind.Unknown, DestinationRecordReader.GetKind(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("nope")]
    public void What_is_no_JSON_has_no_kind(string json) =>
        Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.GetKind(Encoding.UTF8.GetBytes(json)));

    internal const string Batch = """
        "KinesisBatchInfo":{"shardId":"s","startSequenceNumber":"1","endSequenceNumber":"2","approximateArrivalOfFirstRecord":"2026-03-04T10:20:04.835Z","approximateArrivalOfLastRecord":"2026-03-04T10:20:05Z","batchSize":2,"streamArn":"a"}
        """;

    internal static byte[] StreamJson(string members) => Encoding.UTF8.GetBytes(
        """{"version":"1.0","timestamp":"2026-03-04T10:15:30Z","requestContext":{"requestId":"r","functionArn":"a","condition":"RetryAttemptsExhausted","approximateInvokeCount":4},""" + members + "}");

    private static SuccessRecord<Order, Receipt> Success(string name) =>
        DestinationRecordReader.ReadSuccess(Corpus.Read(name), TestContext.Default.Order, TestContext.Default.Receipt);

    private static FailureRecord<Order> Failure(string name) => DestinationRecordReader.ReadFailure(Corpus.Read(name), TestContext.Default.Order);

    private static FailureRecord<Order> FailureWith(string response) => DestinationRecordReader.ReadFailure(
        Encoding.UTF8.GetBytes("""{"version":"1.0","timestamp":"2026-03-04T10:15:30Z","requestContext":{"requestId":"r","functionArn":"a","condition":"RetriesExhausted","approximateInvokeCount":3},"responsePayload":""" + response + "}"),
        TestContext.Default.Order);

    private static StreamFailureRecord Stream(string name) => DestinationRecordReader.ReadStreamFailure(Corpus.Read(name));

    private static byte[] Replace(string name, string old, string value)
    {
        string json = Encoding.UTF8.GetString(Corpus.Read(name));
        Assert.Contains(old, json, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(json.Replace(old, value, StringComparison.Ordinal));
    }

    private static byte[] Without(string name, params string[] members)
    {
        System.Text.Json.Nodes.JsonObject json = System.Text.Json.Nodes.JsonNode.Parse(Corpus.Read(name))!.AsObject();
        foreach (string member in members)
        {
            Assert.True(json.Remove(member));
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    /// <summary>Whatever carries a record, and however often, its key is the same; and none is that of another record.</summary>
    [Theory]
    [InlineData("async-failure", "5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10:failure", "raw", "lambda", "sqs", "sns", "sns-in-sqs", "eventbridge", "s3object")]
    [InlineData("async-success", "5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10:success", "raw", "lambda", "sqs", "sns", "sns-in-sqs", "eventbridge")]
    [InlineData("esm-kinesis", "arn:aws:lambda:us-east-1:123456789012:function:order-worker/arn:aws:kinesis:us-east-1:123456789012:stream/orders/shardId-000000000001/49601189658422359378836298521827638475320189012309704722-49601189658422359378836298522902373528957594348623495186", "raw", "sqs", "sns", "s3object-payload-object", "s3object-payload-string")]
    [InlineData("esm-dynamodb", "arn:aws:lambda:us-east-1:123456789012:function:order-worker/arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000/shardId-00000001772619600000-864758bb/800000000003126276362-800000000003126276362", "raw", "sqs", "sns", "s3object-payload-object", "s3object-payload-string")]
    [InlineData("esm-kafka", "arn:aws:lambda:us-east-1:123456789012:function:order-worker/arn:aws:kafka:us-east-1:123456789012:cluster/orders/751d2973-a626-431c-9d4e-d7975eb44dd7-2/orders-0/100-101", "raw", "sqs", "sns", "s3object-payload-object", "s3object-payload-string")]
    [InlineData("esm-kafka", "arn:aws:lambda:us-east-1:123456789012:function:order-worker:$LATEST/c9b8fa9f-5a7f-4c1e-af9c-0c604cde93a5/100", "kafka-topic")]
    [InlineData("dlq", "5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10:failure", "sqs", "sns")]
    public void A_record_has_one_key(string name, string expected, params string[] carriers) =>
        Assert.All(carriers, carrier => Assert.Equal(expected, KeyOf(DestinationEnvelope.Read(Corpus.Read($"{name}.{carrier}")).Single())));

    /// <summary>A letter and the failure record of the same event are one failure; without its attribute a letter has no key.</summary>
    [Fact]
    public void A_dead_letter_has_the_key_of_the_failure()
    {
        Assert.Equal("r:failure", new DeadLetterMessage<string> { RequestId = "r" }.IdempotencyKey);
        Assert.Null(new DeadLetterMessage<string>().IdempotencyKey);
    }

    private static string? KeyOf(DestinationMessage message) => DestinationRecordReader.GetKind(message.Record) switch
    {
        DestinationRecordKind.Success => DestinationRecordReader.ReadSuccess<object, object>(message.Record, null, null).IdempotencyKey,
        DestinationRecordKind.Failure => DestinationRecordReader.ReadFailure<object>(message.Record, null).IdempotencyKey,
        DestinationRecordKind.StreamFailure => DestinationRecordReader.ReadStreamFailure(message.Record).IdempotencyKey,
        _ => DestinationRecordReader.ReadDeadLetter<object>(message.Record, message.DeadLetter, null).IdempotencyKey,
    };
}
