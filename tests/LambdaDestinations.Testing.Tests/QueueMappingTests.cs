using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using CsCheck;

namespace LambdaDestinations.Testing.Tests;

public sealed class QueueMappingTests
{
    [Fact]
    public async Task A_failed_message_comes_back_after_the_visibility_timeout_and_is_redriven()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        DateTimeOffset start = host.TimeProvider.GetUtcNow();
        TestFunction reader = host.AddFunction("reader", Handlers.Throws("no"));
        TestQueue queue = host.Queue("work", new() { VisibilityTimeout = TimeSpan.FromSeconds(40), RedriveTarget = host.Queue("dead"), MaxReceiveCount = 3 });
        host.AddMapping(queue, "reader");

        queue.Send("""{"n":1}""", new Dictionary<string, MessageAttributeValue> { ["kind"] = new("String", "test") });
        await host.RunUntilIdleAsync();

        Assert.Equal([0, 40, 80], reader.ShouldHaveBeenInvoked(3).Select(each => (each.StartedAt - start).TotalSeconds));
        Assert.Equal(["1", "2", "3"], reader.Invocations.Select(each => Record(each).GetProperty("attributes").GetProperty("ApproximateReceiveCount").GetString()));
        CapturedMessage dead = host.Queue("dead").ShouldHaveReceivedOne();
        Assert.Equal("""{"n":1}""", dead.Body);
        Assert.Equal(queue.Messages[0].Id, dead.Id);
        Assert.Equal("test", dead.Attributes["kind"].Value);
        Assert.Equal(0, queue.Depth);
        Assert.Equal(1, host.Queue("dead").Depth);
        using JsonDocument deadEvent = JsonDocument.Parse(host.Queue("dead").PeekEvent());
        Assert.Equal(queue.Arn, deadEvent.RootElement.GetProperty("Records")[0].GetProperty("attributes").GetProperty("DeadLetterQueueSourceArn").GetString());
    }

    [Fact]
    public async Task Without_a_redrive_policy_a_message_lives_until_its_retention_period_ends()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Throws("no"));
        host.AddMapping(host.Queue("work", new() { MessageRetentionPeriod = TimeSpan.FromMinutes(2) }), "reader");

        host.Queue("work").Send("1");
        await host.RunUntilIdleAsync();

        reader.ShouldHaveBeenInvoked(4);
        Assert.Equal(0, host.Queue("work").Depth);
        Assert.Single(host.Timeline.Entries, each => each.Kind == TimelineEntryKind.Expired);
    }

    [Fact]
    public async Task Batches_hold_ten_messages_by_default()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Returns("1"));
        host.AddMapping(host.Queue("work"), "reader");

        for (int i = 0; i < 25; i++)
        {
            host.Queue("work").Send("1");
        }

        await host.RunUntilIdleAsync();

        Assert.Equal([10, 10, 5], reader.ShouldHaveBeenInvoked(3).Select(Count));
    }

    /// <summary>What a generated entry point calls: by the virtual clock it stops a second ahead of the time-out, and what it has not done comes again.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    public async Task A_consumer_reports_what_it_has_not_done_ahead_of_the_time_out(int maximumConcurrency, int invocations)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        int done = 0;
        int cancelled = 0;
        TestFunction reader = host.AddFunction(
            "reader",
            (input, invocation) => DestinationConsumer.InvokeAsync(input, async (_, token) =>
            {
                try
                {
                    await Task.Delay(TimeSpan.FromSeconds(10), invocation.TimeProvider, token);
                    Interlocked.Increment(ref done);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref cancelled);
                    Assert.Equal(1, invocation.RemainingTime.TotalSeconds);
                    throw;
                }
            }, invocation.RemainingTime, maximumConcurrency),
            new FunctionSettings { Timeout = TimeSpan.FromSeconds(25) });
        host.AddMapping(host.Queue("work", new() { VisibilityTimeout = TimeSpan.FromSeconds(60) }), "reader", new EventSourceMappingSettings { ReportBatchItemFailures = true });
        for (int i = 0; i < 6; i++)
        {
            host.Queue("work").Send("{}");
        }

        await host.RunUntilIdleAsync();

        Assert.Equal(6, done);
        Assert.Equal(2, cancelled);
        Assert.All(reader.ShouldHaveBeenInvoked(invocations), static each => Assert.Equal(InvocationOutcome.Succeeded, each.Outcome));
        Assert.Equal(0, host.Queue("work").Depth);
    }

    [Fact]
    public async Task A_window_gathers_messages()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Returns("1"));
        host.AddMapping(host.Queue("work"), "reader", new() { BatchSize = 100, MaximumBatchingWindow = TimeSpan.FromSeconds(10) });

        host.Queue("work").Send("1");
        await host.RunForAsync(TimeSpan.FromSeconds(4));
        host.Queue("work").Send("2");
        await host.RunUntilIdleAsync();

        Assert.Equal([2], reader.ShouldHaveBeenInvoked(1).Select(Count));
    }

    [Fact]
    public async Task MaximumConcurrency_bounds_the_batches_that_run_at_once()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        int running = 0;
        int most = 0;
        host.AddFunction("reader", async (_, invocation) =>
        {
            most = Math.Max(most, ++running);
            await Task.Delay(TimeSpan.FromSeconds(1), invocation.TimeProvider);
            running--;
            return Stream.Null;
        });
        host.AddMapping(host.Queue("work"), "reader", new() { BatchSize = 1, MaximumConcurrency = 3 });

        for (int i = 0; i < 10; i++)
        {
            host.Queue("work").Send("1");
        }

        await host.RunUntilIdleAsync();

        Assert.Equal(3, most);
        Assert.Equal(0, host.Queue("work").Depth);
    }

    [Fact]
    public async Task A_throttled_batch_counts_a_receive()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Returns("1"), new() { ReservedConcurrency = 0 });
        host.AddMapping(host.Queue("work", new() { RedriveTarget = host.Queue("dead"), MaxReceiveCount = 2 }), "reader");

        host.Queue("work").Send("1");
        await host.RunUntilIdleAsync();

        reader.ShouldHaveBeenInvoked(0);
        host.Queue("dead").ShouldHaveReceivedOne();
        Assert.Equal(2, host.Metrics.Throttles);
    }

    [Fact]
    public async Task A_visibility_timeout_below_the_function_timeout_is_refused()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("reader", Handlers.Returns("1"), new() { Timeout = TimeSpan.FromSeconds(60) });

        Assert.Equal(
            "Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds",
            Assert.Throws<ArgumentException>(() => host.AddMapping(host.Queue("work"), "reader")).Message);
    }

    /// <summary>Every message succeeds exactly once or ends in the dead-letter queue, whichever fail, with and without partial responses.</summary>
    [Fact]
    public Task No_message_is_lost_or_duplicated() =>
        Gen.Select(Gen.Int[0, 4].Array[1, 30], Gen.Int[1, 10], Gen.Bool).SampleAsync(async (failures, batchSize, partial) =>
        {
            await using LambdaTestHost host = LambdaTestHost.Create(seed: 3);
            int[] remaining = [.. failures];
            List<int> succeeded = [];
            host.AddFunction("reader", async (input, _) =>
            {
                using JsonDocument document = await JsonDocument.ParseAsync(input);
                List<string> failed = [];
                List<int> passed = [];
                foreach (JsonElement record in document.RootElement.GetProperty("Records").EnumerateArray())
                {
                    int number = int.Parse(record.GetProperty("body").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
                    if (remaining[number] > 0)
                    {
                        remaining[number]--;
                        failed.Add(record.GetProperty("messageId").GetString()!);
                    }
                    else
                    {
                        passed.Add(number);
                    }
                }

                if (failed.Count > 0 && !partial)
                {
                    throw new InvalidOperationException("no");
                }

                succeeded.AddRange(passed);
                return await Handlers.Json($$"""{"batchItemFailures":[{{string.Join(",", failed.Select(id => $$"""{"itemIdentifier":"{{id}}"}"""))}}]}""");
            });
            host.AddMapping(
                host.Queue("work", new() { RedriveTarget = host.Queue("dead"), MaxReceiveCount = 3 }),
                "reader",
                new() { BatchSize = batchSize, ReportBatchItemFailures = partial });
            for (int i = 0; i < failures.Length; i++)
            {
                host.Queue("work").Send(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            await host.RunUntilIdleAsync();

            int[] dead = [.. host.Queue("dead").Messages.Select(message => int.Parse(message.Body, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(Enumerable.Range(0, failures.Length), succeeded.Concat(dead).Order());
            Assert.Equal(0, host.Queue("work").Depth);
            if (partial)
            {
                Assert.Equal(Enumerable.Range(0, failures.Length).Where(i => failures[i] >= 3), dead.Order());
            }
        }, iter: 200);

    private static int Count(CapturedInvocation invocation)
    {
        using JsonDocument document = JsonDocument.Parse(invocation.Request);
        return document.RootElement.GetProperty("Records").GetArrayLength();
    }

    private static JsonElement Record(CapturedInvocation invocation)
    {
        using JsonDocument document = JsonDocument.Parse(invocation.Request);
        return document.RootElement.GetProperty("Records")[0].Clone();
    }
}
