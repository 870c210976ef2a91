using System;
using System.Linq;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

public sealed class LoopTests
{
    [Fact]
    public async Task A_loop_of_two_functions_is_stopped_after_sixteen_rounds()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction ping = host.AddFunction("ping", Handlers.Returns("1"), new() { OnSuccess = host.Function("pong"), OnFailure = host.Queue("failed") });
        TestFunction pong = host.AddFunction("pong", Handlers.Returns("1"), new() { OnSuccess = host.Function("ping") });

        await host.InvokeAsync("ping", "{}");
        await host.RunUntilIdleAsync();

        ping.ShouldHaveBeenInvoked(16);
        pong.ShouldHaveBeenInvoked(16);
        host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveCondition("RecursiveInvocation").ShouldHaveInvokeCount(0);
        Assert.Equal(1, host.Metrics.RecursiveInvocationsDropped);
    }

    [Fact]
    public async Task The_report_of_a_loop_does_not_go_round_itself()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("ping", Handlers.Returns("1"), new() { OnSuccess = host.Function("pong"), OnFailure = host.Function("pong") });
        host.AddFunction("pong", Handlers.Returns("1"), new() { OnSuccess = host.Function("ping"), OnFailure = host.Function("ping") });

        await host.InvokeAsync("ping", "{}");
        await host.RunUntilIdleAsync();

        Assert.Empty(host.PendingEvents);
        Assert.InRange(host.Metrics.RecursiveInvocationsDropped, 2, 3);
    }

    [Fact]
    public async Task A_loop_through_a_queue_is_stopped_and_the_message_is_redriven()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestQueue queue = host.Queue("work", new() { RedriveTarget = host.Queue("dead") });
        TestFunction reader = host.AddFunction("reader", (_, invocation) =>
        {
            invocation.Host.Queue("work").Send("again");
            return Handlers.Json("1");
        });
        host.AddMapping(queue, "reader");

        queue.Send("first");
        await host.RunUntilIdleAsync();

        reader.ShouldHaveBeenInvoked(16);
        host.Queue("dead").ShouldHaveReceivedOne();
        Assert.Equal(0, queue.Depth);
    }

    [Fact]
    public async Task Without_redrive_a_looping_message_is_received_until_its_retention_ends()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestQueue queue = host.Queue("work", new() { MessageRetentionPeriod = TimeSpan.FromHours(1) });
        TestFunction reader = host.AddFunction("reader", (_, invocation) =>
        {
            invocation.Host.Queue("work").Send("again");
            return Handlers.Json("1");
        });
        host.AddMapping(queue, "reader");

        queue.Send("first");
        await host.RunForAsync(TimeSpan.FromMinutes(30));

        reader.ShouldHaveBeenInvoked(16);
        Assert.Equal(1, queue.Depth);
        await host.RunUntilIdleAsync();
        Assert.Equal(0, queue.Depth);
        Assert.Equal(TimelineEntryKind.Expired, host.Timeline.Entries[^1].Kind);
    }

    [Fact]
    public async Task A_loop_through_a_topic_or_a_bucket_is_stopped()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction viaTopic = host.AddFunction("via-topic", Handlers.Returns("1"), new() { OnSuccess = host.Topic("topic") });
        TestFunction viaBucket = host.AddFunction("via-bucket", Handlers.Throws("no"), new() { MaximumRetryAttempts = 0, OnFailure = host.Bucket("bucket") });
        host.Topic("topic").Subscribe("via-topic");
        host.Bucket("bucket").Notify("via-bucket");

        await host.InvokeAsync("via-topic", "{}");
        await host.InvokeAsync("via-bucket", "{}");
        await host.RunUntilIdleAsync();

        viaTopic.ShouldHaveBeenInvoked(16);
        viaBucket.ShouldHaveBeenInvoked(16);
    }

    [Fact]
    public async Task A_loop_that_AWS_would_not_stop_ends_the_run_with_the_timeline()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("1"), new() { OnSuccess = host.Bus("bus") });
        host.Bus("bus").AddRule("""{"source":["lambda"]}""", "worker", inputPath: "$.detail.responsePayload");

        await host.InvokeAsync("worker", "{}");
        LambdaTestAssertionException error = await Assert.ThrowsAsync<LambdaTestAssertionException>(() => host.RunUntilIdleAsync());

        Assert.Contains("'worker' is part of a loop", error.Message, System.StringComparison.Ordinal);
        Assert.Contains("event accepted", error.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_may_loop_loops_until_the_guard_of_the_test()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction ping = host.AddFunction("ping", Handlers.Returns("1"), new() { AllowRecursiveLoop = true, OnSuccess = host.Queue("ok") });
        host.Queue("ok");
        host.AddFunction("pong", (_, invocation) => Handlers.Json("1"), new() { AllowRecursiveLoop = true, OnSuccess = host.Function("ping") });
        ping.Settings = ping.Settings with { OnSuccess = host.Function("pong") };

        // requestPayload would grow with every round: the run ends when the record no longer fits, or at the guard.
        await host.InvokeAsync("ping", "{}");
        await host.RunUntilAsync(() => ping.InvocationCount > 40);

        Assert.Equal(0, host.Metrics.RecursiveInvocationsDropped);
    }

    [Fact]
    public async Task A_chain_without_a_loop_is_not_stopped()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        for (int i = 0; i < 40; i++)
        {
            host.AddFunction("f" + i, Handlers.Returns("1"), new() { OnSuccess = i == 39 ? host.Queue("end") : host.Function("f" + (i + 1)) });
        }

        await host.InvokeAsync("f0", "{}");
        await host.RunUntilIdleAsync();

        host.Queue("end").ShouldHaveReceivedOne();
        Assert.Equal(40, Enumerable.Range(0, 40).Sum(i => host.Function("f" + i).InvocationCount));
    }
}
