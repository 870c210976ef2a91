using System;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LambdaDestinations.Tests.Records;

/// <summary>
/// Records bind with System.Text.Json, as Lambda's own serializers call it: those of Amazon.Lambda.Serialization.SystemTextJson, with their options and
/// their way to the type information.
/// </summary>
public sealed partial class RecordConverterTests
{
    /// <summary>
    /// What either serializer does with the bytes of an event; <c>SourceGeneratorLambdaJsonSerializer</c> and <c>DefaultLambdaJsonSerializer</c>.
    /// </summary>
    public static TheoryData<bool> Serializers => new() { true, false };

    [Theory]
    [InlineData("async-failure.raw")]
    [InlineData("async-failure.lambda")]
    [InlineData("async-failure.eventbridge")]
    [InlineData("async-failure.sns")]
    [InlineData("async-failure.sqs")]
    [InlineData("async-failure.sns-in-sqs")]
    public void A_record_binds_by_itself_and_out_of_what_carries_it(string sample)
    {
        foreach (bool isGenerated in new[] { true, false })
        {
            FailureRecord<Order> record = Deserialize<FailureRecord<Order>>(Corpus.Read(sample), isGenerated);
            Assert.Equal(("A-1001", 2, "OrderRejectedException"), (record.RequestPayload!.OrderId, record.RequestPayload.Quantity, record.Error!.ErrorType));
            Assert.Equal(record.RequestContext.RequestId, FailureOf(JsonSerializer.SerializeToUtf8Bytes(record, Options(isGenerated))).RequestContext.RequestId);
        }
    }

    [Theory]
    [MemberData(nameof(Serializers))]
    public void Each_kind_of_record_binds(bool isGenerated)
    {
        SuccessRecord<Order, Receipt> success = Deserialize<SuccessRecord<Order, Receipt>>(Corpus.Read("async-success.sqs"), isGenerated);
        Assert.Equal("A-1001", success.RequestPayload!.OrderId);
        Assert.NotNull(success.ResponsePayload);
        Assert.Equal(2, Deserialize<StreamFailureRecord>(Corpus.Read("esm-kinesis.sqs"), isGenerated).Kinesis!.BatchSize);
        Assert.Equal(2, Deserialize<StreamFailureRecord<StreamEvent>>(Corpus.Read("esm-kinesis.s3object-payload-string"), isGenerated).Payload!.Records.Count);
        DeadLetterMessage<Order> letter = Deserialize<DeadLetterMessage<Order>>(Corpus.Read("dlq.sqs"), isGenerated);
        Assert.Equal(("A-1001", "Order A-1001 was rejected"), (letter.Request!.OrderId, letter.ErrorMessage));
        DurableExecutionRecord ended = Deserialize<DurableExecutionRecord>(
            """{"durableExecutionArn":"a","durableExecutionName":"n","functionArn":"f","status":"FAILED","startTimestamp":"2026-03-04T10:15:30.123Z"}"""u8.ToArray(), isGenerated);
        Assert.Equal(DurableExecutionStatus.Failed, ended.Status);
    }

    [Theory]
    [MemberData(nameof(Serializers))]
    public void A_payload_that_is_not_wanted_needs_no_metadata(bool isGenerated) =>
        Assert.True(Deserialize<FailureRecord<DestinationVoid>>(Corpus.Read("async-failure.raw"), isGenerated).HasRequestPayload);

    /// <summary>A function of a chain has the record as its event, and so has the record of its own failure.</summary>
    [Theory]
    [MemberData(nameof(Serializers))]
    public void A_record_may_be_the_payload_of_another(bool isGenerated)
    {
        string inner = Encoding.UTF8.GetString(Corpus.Read("async-failure.raw"));
        string outer = $$"""{"version":"1.0","timestamp":"2026-03-04T10:15:30.123Z","requestContext":{"requestId":"r","functionArn":"f","condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":{{inner}}}""";

        FailureRecord<FailureRecord<Order>> record = Deserialize<FailureRecord<FailureRecord<Order>>>(Encoding.UTF8.GetBytes(outer), isGenerated);

        Assert.Equal("A-1001", record.RequestPayload!.RequestPayload!.OrderId);
    }

    [Theory]
    [InlineData("two", "the event holds several records, and the function takes one: set BatchSize to 1")]
    [InlineData("none", "the event holds no record")]
    [InlineData("async-failure.s3notification", "the record is the object 'aws/lambda/async/order-worker/")]
    [InlineData("async-success.raw", "the record of a failed asynchronous invocation")]
    [InlineData("esm-kinesis.sqs", "the record of a failed asynchronous invocation")]
    public void What_does_not_bind_says_why(string sample, string problem)
    {
        byte[] json = sample switch
        {
            "two" => Encoding.UTF8.GetBytes(TwoOf(Corpus.Read("async-failure.sqs"))),
            "none" => """{"Records":[]}"""u8.ToArray(),
            _ => Corpus.Read(sample),
        };
        foreach (bool isGenerated in new[] { true, false })
        {
            Assert.Contains(problem, Assert.Throws<DestinationFormatException>(() => Deserialize<FailureRecord<Order>>(json, isGenerated)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_record_that_was_not_read_is_not_written() => Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(new FailureRecord<Order>
    {
        Timestamp = DateTimeOffset.UnixEpoch,
        RequestContext = new InvocationRequestContext { RequestId = "r", FunctionArn = "f", Condition = DestinationCondition.Success },
    }));

    /// <summary>What generated code has said goes before reflection.</summary>
    [Fact]
    public void What_is_registered_reads()
    {
        FailureRecord<Registered> expected = DestinationRecordReader.ReadFailure<Registered>(Corpus.Read("async-failure.raw"), null);
        DestinationRecordConverter.Register((_, _) => expected);

        Assert.Same(expected, JsonSerializer.Deserialize<FailureRecord<Registered>>(Corpus.Read("async-failure.raw")));
        Assert.False(new DestinationRecordConverter().CanConvert(typeof(Order)));
        Assert.False(new DestinationRecordConverter().CanConvert(typeof(System.Collections.Generic.List<int>)));
    }

    private static FailureRecord<Order> FailureOf(byte[] json) => DestinationRecordReader.ReadFailure(json, TestContext.Default.Order);

    private static string TwoOf(byte[] sqs)
    {
        using JsonDocument document = JsonDocument.Parse(sqs);
        string element = document.RootElement.GetProperty("Records")[0].GetRawText();
        return $$"""{"Records":[{{element}},{{element}}]}""";
    }

    /// <summary>
    /// As <c>AbstractLambdaJsonSerializer</c> and its two heirs do (aws/aws-lambda-dotnet, 83149216): nulls are left out, names match in any case; the
    /// context is made with these options, and
    /// asked for the type information of the parameter.
    /// </summary>
    private static T Deserialize<T>(byte[] json, bool isGenerated) => isGenerated
        ? JsonSerializer.Deserialize(json, (JsonTypeInfo<T>)new BoundContext(Options(isGenerated: false)).GetTypeInfo(typeof(T))!)!
        : JsonSerializer.Deserialize<T>(json, Options(isGenerated: false))!;

    private static JsonSerializerOptions Options(bool isGenerated)
    {
        JsonSerializerOptions options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNameCaseInsensitive = true };
        if (isGenerated)
        {
            options.TypeInfoResolver = new BoundContext(Options(isGenerated: false));
        }

        return options;
    }

    private sealed record Registered(string OrderId);

    [JsonSerializable(typeof(Order))]
    [JsonSerializable(typeof(Receipt))]
    [JsonSerializable(typeof(StreamEvent))]
    [JsonSerializable(typeof(FailureRecord<Order>))]
    [JsonSerializable(typeof(FailureRecord<FailureRecord<Order>>))]
    [JsonSerializable(typeof(FailureRecord<DestinationVoid>))]
    [JsonSerializable(typeof(SuccessRecord<Order, Receipt>))]
    [JsonSerializable(typeof(StreamFailureRecord))]
    [JsonSerializable(typeof(StreamFailureRecord<StreamEvent>))]
    [JsonSerializable(typeof(DeadLetterMessage<Order>))]
    [JsonSerializable(typeof(DurableExecutionRecord))]
    internal sealed partial class BoundContext : JsonSerializerContext;
}
