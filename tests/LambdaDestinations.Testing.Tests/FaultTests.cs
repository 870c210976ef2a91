using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

/// <summary>Faults that a test orders.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task A_delivery_that_fails_is_not_tried_again()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("1"), new() { OnSuccess = host.Queue("done") });
        host.Faults.FailDeliveries(host.Queue("done"), times: 1);

        await host.InvokeAsync("worker", "1");
        await host.InvokeAsync("worker", "2");
        await host.RunUntilIdleAsync();

        Assert.Equal(2, host.Queue("done").ShouldHaveReceivedOne().RequestPayload.GetInt32());
        Assert.Equal(1, host.Metrics.DestinationDeliveryFailures);
    }

    [Fact]
    public async Task A_target_fails_for_a_span()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("1"), new() { OnSuccess = host.Queue("done") });
        host.Faults.FailDeliveries(host.Queue("done"), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));

        for (int minute = 0; minute < 3; minute++)
        {
            await host.InvokeAsync("worker", $"{minute}");
            await host.RunForAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([0, 2], host.Queue("done").ShouldHaveReceived(2).Select(static each => each.RequestPayload.GetInt32()));
    }

    [Fact]
    public async Task A_throttled_span_and_a_service_that_fails_are_no_attempts()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction worker = host.AddFunction("worker", Handlers.Returns("1"), new() { MaximumRetryAttempts = 0, OnSuccess = host.Queue("done"), OnFailure = host.Queue("failed") });
        host.Faults.Throttle("worker", TimeSpan.Zero, TimeSpan.FromSeconds(10));
        host.Faults.FailService("worker", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(100));

        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        host.Queue("done").ShouldHaveReceivedOne().ShouldHaveInvokeCount(1);
        worker.ShouldHaveBeenInvoked(1);
        Assert.True(host.TimeProvider.GetUtcNow() - worker.Invocations[0].StartedAt < TimeSpan.FromSeconds(1));
        Assert.True(host.Metrics.Throttles > 1);
        Assert.Contains(host.Timeline.Entries, static each => each.Kind == TimelineEntryKind.SystemError);
        host.Queue("failed").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_exits_before_or_after_the_work()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        int worked = 0;
        host.AddFunction("worker", (_, _) => Task.FromResult<Stream>(new MemoryStream([(byte)('0' + ++worked)])), new() { OnSuccess = host.Queue("done") });
        host.Faults.Crash("worker");
        host.Faults.CrashAfterwards("worker");

        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        Assert.Equal(2, worked);
        host.Queue("done").ShouldHaveReceivedOne().ShouldHaveInvokeCount(3);
    }

    [Fact]
    public async Task Events_deliveries_and_messages_come_twice_or_late()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction worker = host.AddFunction("worker", Handlers.Returns("1"), new() { OnSuccess = host.Queue("done") });
        TestFunction reader = host.AddFunction("reader", Handlers.Returns("{}"));
        host.AddMapping(host.Queue("done"), "reader");
        host.Faults.RepeatEvents("worker");
        host.Faults.DeliverTwice(host.Queue("done"));
        host.Faults.DeliverLate(host.Queue("done"));
        host.Faults.RepeatMessages(host.Queue("done"));

        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        worker.ShouldHaveBeenInvoked(2);
        Assert.Single(worker.Invocations.Select(static each => each.RequestId).Distinct());
        host.Queue("done").ShouldHaveReceived(3);
        Assert.Equal(4, reader.Invocations.Sum(static each => System.Text.Json.JsonDocument.Parse(each.Request).RootElement.GetProperty("Records").GetArrayLength()));
        Assert.Equal(0, host.Queue("done").Depth);
    }

    [Fact]
    public async Task A_step_of_a_handler_fails()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", (_, _) =>
        {
            LambdaTestHost.FaultPoint("database");
            return Handlers.Json("1");
        }, new() { MaximumRetryAttempts = 0, OnFailure = host.Queue("failed") });
        host.Faults.FailStep("database");

        LambdaTestHost.FaultPoint("database");
        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        Assert.Equal("InjectedFaultException", host.Queue("failed").ShouldHaveReceivedOne().ResponsePayload.GetProperty("errorType").GetString());
    }

    /// <summary>The visibility was changed after the mapping was made, which AWS does not refuse.</summary>
    [Fact]
    public async Task A_consumer_that_is_slower_than_the_visibility_gets_its_messages_again()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction(
            "reader",
            async (_, invocation) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(invocation.RequestId == "" ? 0 : 20), invocation.TimeProvider);
                return Stream.Null;
            },
            new() { Timeout = TimeSpan.FromSeconds(25) });
        TestQueue queue = host.Queue("work", new() { RedriveTarget = host.Queue("dead"), MaxReceiveCount = 2 });
        host.AddMapping(queue, "reader");
        queue.Settings = queue.Settings with { VisibilityTimeout = TimeSpan.FromSeconds(10) };

        queue.Send("m");
        await host.RunUntilIdleAsync();

        reader.ShouldHaveBeenInvoked(2);
        host.Queue("dead").ShouldHaveReceivedOne();
    }
}
