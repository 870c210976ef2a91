using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace LambdaDestinations.Tests.Consumers;

public sealed class DestinationConsumerTests
{
    [Theory]
    [InlineData("async-failure.sqs")]
    [InlineData("async-failure.sns-in-sqs")]
    public async Task SQS_gets_an_empty_list_when_nothing_failed(string name)
    {
        List<string> consumed = [];
        string response = await InvokeAsync(Corpus.Read(name), message => consumed.Add(RequestIdOf(message)));
        Assert.Equal("""{"batchItemFailures":[]}""", response);
        Assert.Equal(["5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10"], consumed);
    }

    [Fact]
    public async Task A_poison_record_fails_alone()
    {
        string good = Encoding.UTF8.GetString(Corpus.Read("async-failure.raw"));
        byte[] batch = Sqs(("m-1", good), ("m-2", "{ not JSON"), ("m-3", good), ("m-4", """{"Records":[]}"""), ("m-5", good));
        List<string?> consumed = [];
        string response = await InvokeAsync(batch, message =>
        {
            RequestIdOf(message);
            consumed.Add(message.MessageId);
        });
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m-2"},{"itemIdentifier":"m-4"}]}""", response);
        Assert.Equal(["m-1", "m-3", "m-5"], consumed);
    }

    [Fact]
    public async Task What_the_consumer_throws_fails_that_message_of_SQS()
    {
        string response = await InvokeAsync(Sqs(("a", "{}"), ("b", "{}"), ("\"c\"", "{}")), message =>
        {
            if (message.MessageId != "b")
            {
                throw new InvalidOperationException(message.MessageId);
            }
        });
        using JsonDocument document = JsonDocument.Parse(response);
        Assert.Equal(["a", "\"c\""], document.RootElement.GetProperty("batchItemFailures").EnumerateArray().Select(item => item.GetProperty("itemIdentifier").GetString()!));
    }

    /// <summary>What generated code throws where no method of a class takes the record.</summary>
    [Theory]
    [InlineData("async-success.raw", "a success record")]
    [InlineData("async-failure.raw", "a failure record")]
    [InlineData("esm-kinesis.raw", "the record of a stream batch")]
    [InlineData("dlq.sqs", "a dead-letter message")]
    [InlineData(null, "JSON without requestContext.condition")]
    [InlineData("bus", "an EventBridge event of the type 'Scheduled Event'")]
    public void A_record_that_nobody_takes_is_said(string? name, string found)
    {
        byte[] json = name switch
        {
            null => Sqs(("m", "{}")),
            "bus" => Sqs(("m", """{"detail-type":"Scheduled Event","detail":{}}""")),
            _ => Corpus.Read(name),
        };
        DestinationMessage message = DestinationEnvelope.Read(json).Single();
        DestinationFormatException exception = DestinationConsumer.Unexpected(message, "a quince");
        Assert.Equal($"expected a quince, found {found}", exception.Problem);
        Assert.Equal("$", exception.Path);
    }

    /// <summary>Wherever the fault stands, in the message's own members or in what it carries.</summary>
    [Theory]
    [InlineData("""{"messageAttributes":{"a":tru},"messageId":"bad","body":"{}","eventSource":"aws:sqs"}""")]
    [InlineData("""{"messageId":"bad","body":"{}","eventSource":5}""")]
    [InlineData("""{"messageId":"bad","body":"{}"}""")]
    [InlineData("""{"body":"{}" "messageId":"bad","eventSource":"aws:sqs"}""")]
    [InlineData("""{"body":"\ud800","messageId":"bad","eventSource":"aws:sqs"}""")]
    public async Task A_damaged_message_fails_alone(string element)
    {
        string good = """{"messageId":"good","body":"{}","eventSource":"aws:sqs"}""";
        string[] events = [$$"""{"Records":[{{good}},{{element}},{{good}}]}""", $$"""{"Records":[{{element}},{{good}}]}""", $"[{good},{element}]"];
        foreach (string json in events)
        {
            Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"bad"}]}""", await InvokeAsync(Encoding.UTF8.GetBytes(json), _ => { }));
        }

        // Where nothing says that SQS is answered, nothing may be swallowed.
        if (element.Contains("aws:sqs", StringComparison.Ordinal))
        {
            return;
        }

        await Assert.ThrowsAsync<DestinationFormatException>(() => InvokeAsync(Encoding.UTF8.GetBytes($$"""{"Records":[{{element}}]}"""), _ => { }));
    }

    [Fact]
    public async Task A_failed_message_without_id_fails_the_batch_after_all_were_tried()
    {
        byte[] batch = """{"Records":[{"eventSource":"aws:sqs","body":"{}"},{"messageId":"b","eventSource":"aws:sqs","body":"{}"}]}"""u8.ToArray();
        List<string?> tried = [];
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync(batch, message =>
        {
            tried.Add(message.MessageId);
            if (message.MessageId is null)
            {
                throw new InvalidOperationException("no");
            }
        }));
        Assert.Equal("no", thrown.Message);
        Assert.Equal([null, "b"], tried);
    }

    [Theory]
    [InlineData("async-failure.lambda")]
    [InlineData("async-failure.sns")]
    [InlineData("async-failure.eventbridge")]
    public async Task Other_carriers_get_no_response(string name)
    {
        List<string> consumed = [];
        Assert.Equal("", await InvokeAsync(Corpus.Read(name), message => consumed.Add(RequestIdOf(message))));
        Assert.Equal(["5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10"], consumed);
    }

    [Theory]
    [InlineData("async-failure.lambda")]
    [InlineData("async-failure.sns")]
    [InlineData("async-failure.eventbridge")]
    public async Task Other_carriers_get_the_exception_itself(string name)
    {
        var mine = new InvalidOperationException("mine");
        Assert.Same(mine, await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync(Corpus.Read(name), _ => throw mine)));
    }

    [Fact]
    public async Task Several_failures_of_SNS_are_thrown_together_after_all_were_tried()
    {
        byte[] batch = """
            {"Records":[
            {"EventSource":"aws:sns","Sns":{"MessageId":"1","Message":"1"}},
            {"EventSource":"aws:sns","Sns":{"MessageId":"2"}},
            {"EventSource":"aws:sns","Sns":{"MessageId":"3","Message":"3"}}]}
            """u8.ToArray();
        List<string?> tried = [];
        AggregateException thrown = await Assert.ThrowsAsync<AggregateException>(() => InvokeAsync(batch, message =>
        {
            tried.Add(message.MessageId);
            if (message.MessageId == "1")
            {
                throw new InvalidOperationException("no");
            }
        }));
        Assert.Equal(["1", "3"], tried);
        Assert.Collection(thrown.InnerExceptions, one => Assert.IsType<InvalidOperationException>(one), two => Assert.IsType<DestinationFormatException>(two));
    }

    [Fact]
    public async Task A_record_in_S3_is_fetched()
    {
        var bucket = new Bucket(Corpus.Read("async-failure.s3object"));
        List<DestinationMessage> consumed = [];
        using var input = new MemoryStream(Corpus.Read("async-failure.s3notification"));
        Stream response = await DestinationConsumer.InvokeAsync(input, message => Consume(() => consumed.Add(message)), bucket);
        Assert.Equal(0, response.Length);
        Assert.Equal(["failed-orders/aws/lambda/async/order-worker/2026/03/04/2026-03-04T10.15.30-1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"], bucket.Asked);
        DestinationMessage message = Assert.Single(consumed);
        Assert.Equal(DestinationCarrier.S3Notification, message.Carrier);
        Assert.NotNull(message.ObjectKey);
        Assert.Equal("5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10", RequestIdOf(message));
    }

    [Fact]
    public async Task A_record_in_S3_without_a_source_says_what_to_do()
    {
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => InvokeAsync(Corpus.Read("async-failure.s3notification"), _ => Assert.Fail("There is no record.")));
        Assert.Contains(nameof(IS3RecordSource), thrown.Message, StringComparison.Ordinal);
        Assert.Contains("failed-orders", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"detail-type":"Scheduled Event","detail":{}}""")]
    public async Task An_event_of_another_service_is_refused(string json) =>
        await Assert.ThrowsAsync<DestinationFormatException>(() => InvokeAsync(Encoding.UTF8.GetBytes(json), _ => Assert.Fail("There is no record.")));

    [Fact]
    public async Task A_stream_that_cannot_seek_is_read_from_where_it_is_to_its_end()
    {
        byte[] json = [(byte)'x', .. Corpus.Read("async-failure.lambda")];
        using var input = new Trickle(json);
        Assert.Equal('x', input.ReadByte());
        int count = 0;
        await DestinationConsumer.InvokeAsync(input, message => Consume(() => count += RequestIdOf(message).Length));
        Assert.Equal(36, count);
    }

    internal static byte[] Sqs(params (string Id, string Body)[] messages) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Records = messages.Select(message => new { messageId = message.Id, receiptHandle = "AQEB", body = message.Body, eventSource = "aws:sqs" }),
    });

    private static string RequestIdOf(DestinationMessage message) =>
        DestinationRecordReader.ReadFailure<JsonElement>(message.Record, null).RequestContext.RequestId;

    private static async Task<string> InvokeAsync(byte[] json, Action<DestinationMessage> consume)
    {
        using var input = new MemoryStream(json);
        using var reader = new StreamReader(await DestinationConsumer.InvokeAsync(input, message => Consume(() => consume(message))));
        return await reader.ReadToEndAsync();
    }

    private static async ValueTask Consume(Action action)
    {
        await Task.Yield();
        action();
    }

    private sealed class Bucket(byte[] content) : IS3RecordSource
    {
        public List<string> Asked { get; } = [];

        public ValueTask<ReadOnlyMemory<byte>> ReadObjectAsync(string bucketName, string objectKey)
        {
            Asked.Add($"{bucketName}/{objectKey}");
            return new(content);
        }
    }

    /// <summary>Gives at most seven bytes at a time.</summary>
    private sealed class Trickle(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(7, buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, System.Threading.CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));

        public override async Task CopyToAsync(Stream destination, int bufferSize, System.Threading.CancellationToken cancellationToken)
        {
            byte[] buffer = new byte[16];
            for (int read; (read = await ReadAsync(buffer, cancellationToken)) != 0;)
            {
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
    }
}
