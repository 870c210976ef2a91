using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
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
    [InlineData("durable", "the status change of a durable execution")]
    [InlineData("bus", "an EventBridge event of the type 'Scheduled Event'")]
    public void A_record_that_nobody_takes_is_said(string? name, string found)
    {
        byte[] json = name switch
        {
            null => Sqs(("m", "{}")),
            "durable" => Sqs(("m", """{"durableExecutionArn":"a"}""")),
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

    /// <summary>As many records at once as are allowed, and never more; what fails is reported in the event's order.</summary>
    [Fact]
    public async Task Several_records_are_consumed_at_once()
    {
        byte[] batch = Sqs([.. Enumerable.Range(0, 12).Select(static i => ($"m{i}", "{}"))]);
        int running = 0;
        int most = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string response = await InvokeAsync(batch, async (message, token) =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (now == 4)
            {
                all.TrySetResult();
            }

            await all.Task.WaitAsync(TimeSpan.FromSeconds(30), token);
            Interlocked.Decrement(ref running);
            if (message.MessageId is "m10" or "m3")
            {
                throw new InvalidOperationException(message.MessageId);
            }
        }, maximumConcurrency: 4);
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m3"},{"itemIdentifier":"m10"}]}""", response);
        Assert.Equal(4, most);
    }

    /// <summary>The messages of a group of a FIFO queue follow each other, and none overtakes one that failed; other groups are not concerned.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task A_FIFO_queue_keeps_the_order_of_its_groups(int maximumConcurrency)
    {
        byte[] batch = Queue("arn:aws:sqs:eu-west-1:123456789012:q.fifo", ("a1", "a"), ("b1", "b"), ("a2", "a"), ("b2", "b"), ("a3", "a"), ("b3", "b"), ("c1", null));
        var consumed = new ConcurrentQueue<string>();
        string response = await InvokeAsync(batch, async (message, _) =>
        {
            await Task.Yield();
            Assert.Equal(message.MessageId == "c1" ? null : message.MessageId![..1], message.MessageGroupId);
            consumed.Enqueue(message.MessageId!);
            if (message.MessageId == "a2")
            {
                throw new InvalidOperationException("no");
            }
        }, maximumConcurrency: maximumConcurrency);
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"a2"},{"itemIdentifier":"a3"}]}""", response);
        Assert.Equal(["a1", "a2"], consumed.Where(static id => id[0] == 'a'));
        Assert.Equal(["b1", "b2", "b3"], consumed.Where(static id => id[0] == 'b'));
        Assert.Contains("c1", consumed);
    }

    /// <summary>What is damaged holds its group up, too. A group of a standard queue is no order.</summary>
    [Fact]
    public async Task A_group_is_an_order_in_a_FIFO_queue_only()
    {
        const string Damaged = """{"messageId":"x","eventSource":"aws:sqs","attributes":{"MessageGroupId":"a"},"eventSourceARN":"arn:aws:sqs:eu-west-1:123456789012:q.fifo","body":5},""";
        string fifo = Encoding.UTF8.GetString(Queue("arn:aws:sqs:eu-west-1:123456789012:q.fifo", ("a1", "a"))).Replace("[", "[" + Damaged, StringComparison.Ordinal);
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"x"},{"itemIdentifier":"a1"}]}""", await InvokeAsync(Encoding.UTF8.GetBytes(fifo), (_, _) => default));

        List<string?> groups = [];
        string response = await InvokeAsync(Queue("arn:aws:sqs:eu-west-1:123456789012:fifo", ("a1", "a"), ("a2", "a")), (message, _) =>
        {
            groups.Add(message.MessageGroupId);
            return message.MessageId == "a1" ? throw new InvalidOperationException("no") : default;
        });
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"a1"}]}""", response);
        Assert.Equal([null, null], groups);
    }

    [Fact]
    public async Task The_messages_of_a_Kafka_partition_follow_each_other()
    {
        static string Partition(int number) =>
            string.Join(',', Enumerable.Range(0, 5).Select(offset => $$"""{"topic":"t","partition":{{number}},"offset":{{offset}},"value":"e30="}"""));
        string json = $$$"""{"eventSource":"aws:kafka","records":{"t-0":[{{{Partition(0)}}}],"t-1":[{{{Partition(1)}}}]}}""";
        var consumed = new ConcurrentQueue<string>();
        await InvokeAsync(Encoding.UTF8.GetBytes(json), async (message, token) =>
        {
            await Task.Delay(message.MessageId!.EndsWith('0') ? 20 : 0, token);
            consumed.Enqueue(message.MessageId);
        }, maximumConcurrency: 8);
        Assert.Equal(["t-0:0", "t-0:1", "t-0:2", "t-0:3", "t-0:4"], consumed.Where(static id => id.StartsWith("t-0", StringComparison.Ordinal)));
        Assert.Equal(["t-1:0", "t-1:1", "t-1:2", "t-1:3", "t-1:4"], consumed.Where(static id => id.StartsWith("t-1", StringComparison.Ordinal)));
    }

    /// <summary>A second ahead of the time-out the token is cancelled, and the rest is reported as not done.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_has_not_begun_ahead_of_the_time_out_has_failed(int maximumConcurrency)
    {
        var clock = new StoppedClock();
        BatchRun.Clock.Value = clock;
        var consumed = new ConcurrentQueue<string>();
        string response = await InvokeAsync(Sqs([.. Enumerable.Range(0, 6).Select(static i => ($"m{i}", "{}"))]), async (message, token) =>
        {
            consumed.Enqueue(message.MessageId!);
            if (message.MessageId == "m1")
            {
                Assert.Equal(TimeSpan.FromSeconds(2), clock.Due);
                Assert.False(token.IsCancellationRequested);
                clock.Fire();
            }

            if (message.MessageId is "m1" or "m2")
            {
                await Task.Delay(Timeout.Infinite, token);
            }
        }, TimeSpan.FromSeconds(3), maximumConcurrency);
        Assert.DoesNotContain("m5", consumed);
        Assert.DoesNotContain("m0", response, StringComparison.Ordinal);
        Assert.Contains("m1", response, StringComparison.Ordinal);
        Assert.Contains("m5", response, StringComparison.Ordinal);
        BatchRun.Clock.Value = null;
    }

    /// <summary>Whatever the time-out, a record begins, or a batch would come again for ever; a test's context has no time at all.</summary>
    [Theory]
    [InlineData(0.9, "m1, m2")]
    [InlineData(-1, "m1, m2")]
    [InlineData(0, "")]
    [InlineData(900, "")]
    [InlineData(922_337_203_685.0, "")]
    public async Task The_first_record_always_begins(double seconds, string failed)
    {
        List<string> consumed = [];
        string response = await InvokeAsync(Sqs(("m0", "{}"), ("m1", "{}"), ("m2", "{}")), async (message, token) =>
        {
            Assert.Equal(failed.Length > 0, token.IsCancellationRequested);
            consumed.Add(message.MessageId!);
            await Task.Yield();
        }, TimeSpan.FromSeconds(seconds));
        Assert.Equal(failed.Length == 0 ? ["m0", "m1", "m2"] : ["m0"], consumed);
        Assert.Equal(failed, string.Join(", ", JsonDocument.Parse(response).RootElement.GetProperty("batchItemFailures").EnumerateArray().Select(static x => x.GetProperty("itemIdentifier").GetString())));
    }

    [Fact]
    public async Task A_response_belongs_to_one_record()
    {
        byte[] two = """{"Records":[{"EventSource":"aws:sns","Sns":{"MessageId":"1","Message":"{}"}},{"EventSource":"aws:sns","Sns":{"MessageId":"2","Message":"{}"}}]}"""u8.ToArray();
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => RespondAsync(two, static _ => throw new NotSupportedException("It must not be consumed.")));
        Assert.Contains("holds 2 records", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("5", await RespondAsync(Corpus.Read("async-failure.sns"), static _ => DestinationConsumer.WriteResponseByReflection(5)));
        Assert.Equal("", await RespondAsync(Corpus.Read("async-failure.lambda"), static _ => null));
        Assert.Equal("""{"batchItemFailures":[]}""", await RespondAsync(Corpus.Read("async-failure.sqs"), static _ => DestinationConsumer.WriteResponseByReflection(5)));
        await Assert.ThrowsAsync<FormatException>(() => RespondAsync(Corpus.Read("async-failure.eventbridge"), static _ => throw new FormatException()));
    }

    private static async Task<string> RespondAsync(byte[] json, Func<DestinationMessage, byte[]?> consume)
    {
        using var input = new MemoryStream(json);
        using var reader = new StreamReader(await DestinationConsumer.InvokeAsync(input, async (message, _) =>
        {
            await Task.Yield();
            return consume(message);
        }, TimeSpan.FromSeconds(30)));
        return await reader.ReadToEndAsync();
    }

    private static async Task<string> InvokeAsync(byte[] json, Func<DestinationMessage, CancellationToken, ValueTask> consume, TimeSpan remainingTime = default, int maximumConcurrency = 1)
    {
        using var input = new MemoryStream(json);
        using var reader = new StreamReader(await DestinationConsumer.InvokeAsync(input, consume, remainingTime, maximumConcurrency));
        return await reader.ReadToEndAsync();
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int before = Volatile.Read(ref most); before < value; before = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, before);
        }
    }

    /// <summary>The messages of a queue, each with its group.</summary>
    private static byte[] Queue(string arn, params (string Id, string? Group)[] messages) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Records = messages.Select(message => new
        {
            messageId = message.Id,
            body = "{}",
            attributes = message.Group is null ? new Dictionary<string, string>() : new() { ["ApproximateReceiveCount"] = "1", ["MessageGroupId"] = message.Group },
            eventSource = "aws:sqs",
            eventSourceARN = arn,
        }),
    });

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

    /// <summary>One timer, that fires when the test says so.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        private Action? _fire;

        public TimeSpan Due { get; private set; }

        public void Fire() => _fire!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (Due, _fire) = (dueTime, () => callback(state));
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
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
