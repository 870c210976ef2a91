using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

/// <summary>What a reader of a failed test sees: the timeline, the diagram, the assertions.</summary>
public sealed partial class ReportTests
{
    [Fact]
    public async Task The_timeline_tells_the_run()
    {
        await using LambdaTestHost host = await FailedOrderAsync();

        string id = host.Function("order-worker").Invocations[0].RequestId[..8];
        Assert.Equal(
            $"""
            +00:00:00.000  {id}  caller -> order-worker        event accepted
            +00:00:00.000  {id}  order-worker                  failed: attempt 1, InvalidOperationException: no stock; try # 2
            +00:01:00.000  {id}  order-worker                  failed: attempt 2, InvalidOperationException: no stock; try # 2
            +00:01:00.000  {id}  order-worker                  gave up: RetriesExhausted
            +00:01:00.000  {id}  order-worker -> failure-sqs   delivered: failure record
            +00:01:00.000  {id}  order-worker -> dead-letters  dead-lettered: the event itself

            """.ReplaceLineEndings("\n"),
            host.Timeline.ToString());
    }

    [Fact]
    public async Task The_diagram_is_a_Mermaid_sequence_diagram()
    {
        await using LambdaTestHost host = await FailedOrderAsync();

        Assert.Equal(
            """
            sequenceDiagram
                participant p0 as caller
                participant p1 as order-worker
                participant p2 as failure-sqs
                participant p3 as dead-letters
                p0->>p1: event accepted
                Note over p1: failed, attempt 1, InvalidOperationException: no stock#59; try #35; 2
                Note over p1: +00:01:00.000
                Note over p1: failed, attempt 2, InvalidOperationException: no stock#59; try #35; 2
                Note over p1: gave up, RetriesExhausted
                p1->>p2: delivered, failure record
                p1->>p3: dead-lettered, the event itself

            """.ReplaceLineEndings("\n"),
            host.Timeline.ToMermaid());
    }

    [Fact]
    public async Task A_failed_assertion_shows_what_came_and_the_timeline()
    {
        await using LambdaTestHost host = await FailedOrderAsync();

        string message = Assert.Throws<LambdaTestAssertionException>(() => host.Queue("failure-sqs").ShouldHaveReceived(2)).Message;
        Assert.StartsWith("Queue 'failure-sqs' should have received 2 message(s), but received 1:\n  [0] {\"version\":\"1.0\",", message, StringComparison.Ordinal);
        Assert.EndsWith("\n\nTimeline:\n" + host.Timeline, message, StringComparison.Ordinal);

        Assert.StartsWith(
            "Topic 'none' should have received 1 message(s), but received 0.\n",
            Assert.Throws<LambdaTestAssertionException>(() => host.Topic("none").ShouldHaveReceivedOne()).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Queue 'failure-sqs' should have received a message with message => message.Condition == \"Success\", but received 1:",
            Assert.Throws<LambdaTestAssertionException>(() => host.Queue("failure-sqs").ShouldHaveReceived(message => message.Condition == "Success")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "A record in Queue 'failure-sqs' should have the condition 'Success', but has 'RetriesExhausted':",
            Assert.Throws<LambdaTestAssertionException>(() => host.Queue("failure-sqs").Messages[0].ShouldHaveCondition("Success")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "A record in Queue 'failure-sqs' should have the invoke count 3, but has 2:",
            Assert.Throws<LambdaTestAssertionException>(() => host.Queue("failure-sqs").Messages[0].ShouldHaveInvokeCount(3)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Function 'order-worker' should have been invoked 3 time(s), but was invoked 2 time(s).",
            Assert.Throws<LambdaTestAssertionException>(() => host.Function("order-worker").ShouldHaveBeenInvoked(3)).Message,
            StringComparison.Ordinal);
        Assert.Throws<LambdaTestAssertionException>(() => host.Queue("failure-sqs").ShouldBeEmpty());
        Assert.StartsWith(
            "Nothing is left to do",
            (await Assert.ThrowsAsync<LambdaTestAssertionException>(() => host.RunUntilAsync(() => false))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_no_record_has_no_condition()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.Queue("q").Send("[1]");

        CapturedMessage message = host.Queue("q").ShouldHaveReceivedOne();

        Assert.Null(message.Condition);
        Assert.Null(message.InvokeCount);
        Assert.Null(message.RequestId);
        Assert.Throws<LambdaTestAssertionException>(() => message.ShouldHaveCondition("Success"));
    }

    [Fact]
    public async Task Limits_keep_the_latest_and_count_all()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().WithCaptureLimit(3).WithTimelineLimit(5).Build();
        TestFunction worker = host.AddFunction("worker", Handlers.Returns("1"), new() { OnSuccess = host.Queue("ok") });

        for (int i = 0; i < 10; i++)
        {
            await host.InvokeAsync("worker", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        await host.RunUntilIdleAsync();

        host.Queue("ok").ShouldHaveReceived(10);
        Assert.Equal([7, 8, 9], host.Queue("ok").Messages.Select(message => message.RequestPayload.GetInt32()));
        Assert.Equal(3, host.Queue("ok").Depth);
        Assert.Equal(10, worker.InvocationCount);
        Assert.Equal(3, worker.Invocations.Count);
        Assert.Equal(30, host.Timeline.Count);
        Assert.Equal(5, host.Timeline.Entries.Count);
        Assert.StartsWith("… 25 earlier line(s)\n", host.Timeline.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timers_of_handlers_that_have_ended_are_forgotten_though_the_clock_stands_still()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().WithCaptureLimit(1).Build();
        host.AddFunction("worker", async (_, _) =>
        {
            await Task.Yield();
            return System.IO.Stream.Null;
        });

        for (int i = 0; i < 5000; i++)
        {
            await host.InvokeAsync("worker", "1");
        }

        await host.RunUntilIdleAsync();

        host.Function("worker").ShouldHaveBeenInvoked(5000);
        Assert.InRange(host.TimeProvider.RememberedTimers, 0, 1100);
    }

    [Fact]
    public async Task Records_that_every_mapping_has_read_are_forgotten_past_the_limit()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().WithCaptureLimit(10).Build();
        long read = 0;
        host.AddFunction("worker", async (input, _) =>
        {
            using System.Text.Json.JsonDocument batch = await System.Text.Json.JsonDocument.ParseAsync(input);
            read += batch.RootElement.GetProperty("Records").GetArrayLength();
            return System.IO.Stream.Null;
        });
        TestKinesisStream stream = host.Kinesis("s");
        host.AddMapping(stream, "worker");

        for (int i = 0; i < 50; i++)
        {
            for (int j = 0; j < 100; j++)
            {
                stream.Put("k", "1");
            }

            await host.RunUntilIdleAsync();
        }

        Assert.Equal(5000, read);
        Assert.InRange(stream.Source.Shards[0].Count - stream.Source.Shards[0].Start, 10, 1200);
    }

    [Fact]
    public async Task Typed_handlers_read_and_write_through_their_type_info()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction(
            "typed",
            (order, _) => Task.FromResult(new Receipt(order.OrderId, order.Quantity * 2)),
            ReportJson.Default.Order,
            ReportJson.Default.Receipt,
            new() { OnSuccess = host.Queue("ok") });
        Order? last = null;
        host.AddFunction(
            "silent",
            (order, _) =>
            {
                last = order;
                return Task.CompletedTask;
            },
            ReportJson.Default.Order,
            new() { OnSuccess = host.Queue("ok") });

        await host.InvokeAsync("typed", new Order("A-1", 2), ReportJson.Default.Order);
        await host.InvokeAsync("silent", new Order("A-2", 3), ReportJson.Default.Order);
        await host.RunUntilIdleAsync();

        Assert.Equal("""{"OrderId":"A-1","Total":4}""", host.Queue("ok").ShouldHaveReceived(2)[0].ResponsePayload.GetRawText());
        Assert.Equal("null", host.Queue("ok").Messages[1].ResponsePayload.GetRawText());
        Assert.Equal(new Order("A-2", 3), last);
    }

    [Fact]
    public async Task A_function_that_is_named_but_not_added_is_a_mistake_of_the_test()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("1"), new() { OnSuccess = host.Function("wrker-2") });

        await host.InvokeAsync("worker", "{}");

        Assert.Contains("'wrker-2'", (await Assert.ThrowsAsync<InvalidOperationException>(() => host.RunUntilIdleAsync())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => host.AddFunction("worker", Handlers.Returns("1")));
    }

    private static async Task<LambdaTestHost> FailedOrderAsync()
    {
        LambdaTestHost host = LambdaTestHost.Create(seed: 1);
        host.AddFunction("order-worker", Handlers.Throws("no stock; try\n# 2"), new()
        {
            MaximumRetryAttempts = 1,
            OnFailure = host.Queue("failure-sqs"),
            DeadLetterTarget = host.Queue("dead-letters"),
        });
        await host.InvokeAsync("order-worker", "{}");
        await host.RunUntilIdleAsync();
        return host;
    }

    internal sealed record Order(string OrderId, int Quantity);

    internal sealed record Receipt(string OrderId, int Total);

    [JsonSerializable(typeof(Order))]
    [JsonSerializable(typeof(Receipt))]
    internal sealed partial class ReportJson : JsonSerializerContext;
}
