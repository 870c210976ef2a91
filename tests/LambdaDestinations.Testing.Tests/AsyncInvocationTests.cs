using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

public sealed class AsyncInvocationTests
{
    [Fact]
    public async Task The_timeline_tells_that_destinations_are_those_of_another_qualifier()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("f", Handlers.Throws("no"), new() { Qualifier = "live", OnFailure = host.Queue("failed") });

        await host.InvokeAsync("f", "{}");
        await host.RunUntilIdleAsync();

        LambdaTestAssertionException missing = Assert.Throws<LambdaTestAssertionException>(() => host.Queue("failed").ShouldHaveReceivedOne());
        Assert.Contains("RetriesExhausted; no destination for $LATEST, only for live", missing.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_success_reaches_its_destination_once()
    {
        await using LambdaTestHost host = LambdaTestHost.Create(seed: 1);
        host.AddFunction("worker", Handlers.Returns("""{"status":"accepted"}"""), new() { OnSuccess = host.Queue("ok"), OnFailure = host.Queue("failed") });

        string requestId = await host.InvokeAsync("worker", """{"orderId":"A-1001"}""");
        await host.RunUntilIdleAsync();

        CapturedMessage record = host.Queue("ok").ShouldHaveReceivedOne().ShouldHaveCondition("Success").ShouldHaveInvokeCount(1);
        Assert.Equal(requestId, record.RequestId);
        Assert.Equal("A-1001", record.RequestPayload.GetProperty("orderId").GetString());
        Assert.Equal("accepted", record.ResponsePayload.GetProperty("status").GetString());
        host.Queue("failed").ShouldBeEmpty();
        Assert.Empty(host.PendingEvents);
    }

    [Fact]
    public async Task A_failure_is_retried_after_one_and_then_two_more_minutes_of_virtual_time()
    {
        await using LambdaTestHost host = LambdaTestHost.Create(seed: 1);
        DateTimeOffset start = host.TimeProvider.GetUtcNow();
        TestFunction worker = host.AddFunction("worker", Handlers.Throws("no"), new() { OnFailure = host.Queue("failed") });

        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        Assert.Equal([0, 60, 180], worker.ShouldHaveBeenInvoked(3).Select(each => (each.StartedAt - start).TotalSeconds));
        Assert.Single(worker.Invocations.Select(each => each.RequestId).Distinct());
        host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted").ShouldHaveInvokeCount(3);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(null, 3)]
    public async Task MaximumRetryAttempts_bounds_the_attempts(int? retries, int attempts)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction worker = host.AddFunction("worker", Handlers.Throws("no"), new() { MaximumRetryAttempts = retries });

        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        worker.ShouldHaveBeenInvoked(attempts);
    }

    [Theory]
    [InlineData(60, 1, "EventAgeExceeded")]
    [InlineData(61, 2, "EventAgeExceeded")]
    [InlineData(90, 2, "EventAgeExceeded")]
    [InlineData(180, 2, "EventAgeExceeded")]
    [InlineData(181, 3, "RetriesExhausted")]
    public async Task The_age_is_checked_ahead_of_the_next_retry(int age, int attempts, string condition)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        DateTimeOffset start = host.TimeProvider.GetUtcNow();
        host.AddFunction("worker", Handlers.Throws("no"), new() { MaximumEventAgeInSeconds = age, OnFailure = host.Queue("failed") });

        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        CapturedMessage record = host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveCondition(condition).ShouldHaveInvokeCount(attempts);
        Assert.Equal("no", record.ResponsePayload.GetProperty("errorMessage").GetString());
        // At once: the record does not wait for the retry that will not come.
        Assert.Equal(attempts switch { 1 => 0, 2 => 60, _ => 180 }, (record.Time - start).TotalSeconds);
    }

    [Fact]
    public async Task A_retry_that_succeeds_counts_the_attempts()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction(
            "worker",
            (_, invocation) => invocation.Attempt == 1 ? throw new InvalidOperationException("first") : Handlers.Json("1"),
            new() { OnSuccess = host.Queue("ok"), OnFailure = host.Queue("failed") });

        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        host.Queue("ok").ShouldHaveReceivedOne().ShouldHaveInvokeCount(2);
        host.Queue("failed").ShouldBeEmpty();
    }

    [Fact]
    public async Task Zero_concurrency_fails_an_event_without_an_attempt()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction worker = host.AddFunction("worker", Handlers.Returns("1"), new() { ReservedConcurrency = 0, OnFailure = host.Queue("failed"), DeadLetterTarget = host.Queue("dead") });

        string requestId = await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        worker.ShouldHaveBeenInvoked(0);
        CapturedMessage record = host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveCondition("ZeroReservedConcurrency").ShouldHaveInvokeCount(0);
        Assert.Equal(JsonValueKind.Undefined, record.ResponsePayload.ValueKind);
        Assert.Equal(["RequestID"], host.Queue("dead").ShouldHaveReceivedOne().Attributes.Keys);
        Assert.Equal(requestId, host.Queue("dead").Messages[0].Attributes["RequestID"].Value);
    }

    [Fact]
    public async Task A_failed_event_goes_to_the_destination_and_then_to_the_dead_letter_queue()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Throws("no"), new() { OnFailure = host.Queue("failed"), DeadLetterTarget = host.Queue("dead") });

        string requestId = await host.InvokeAsync("worker", """{ "orderId": "A-1001" }""");
        await host.RunUntilIdleAsync();

        host.Queue("failed").ShouldHaveReceivedOne();
        CapturedMessage dead = host.Queue("dead").ShouldHaveReceivedOne();
        Assert.Equal("""{ "orderId": "A-1001" }""", dead.Body);
        Assert.Equal(new MessageAttributeValue("String", requestId), dead.Attributes["RequestID"]);
        Assert.Equal(new MessageAttributeValue("Number", "200"), dead.Attributes["ErrorCode"]);
        Assert.Equal(new MessageAttributeValue("String", "no"), dead.Attributes["ErrorMessage"]);
        Assert.Equal(
            ["failed", "dead"],
            host.Timeline.Entries.Where(each => each.Kind is TimelineEntryKind.Delivered or TimelineEntryKind.DeadLettered).Select(each => each.To));
    }

    [Fact]
    public async Task A_long_error_message_is_cut_at_one_kilobyte_between_characters()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Throws("a" + new string('é', 1000)), new() { MaximumRetryAttempts = 0, DeadLetterTarget = host.Queue("dead") });

        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        Assert.Equal("a" + new string('é', 511), host.Queue("dead").ShouldHaveReceivedOne().Attributes["ErrorMessage"].Value);
    }

    [Fact]
    public async Task A_handler_that_waits_on_the_clock_times_out_without_real_time()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        DateTimeOffset start = host.TimeProvider.GetUtcNow();
        host.AddFunction(
            "worker",
            async (_, invocation) =>
            {
                await Task.Delay(TimeSpan.FromMinutes(10), invocation.TimeProvider, CancellationToken.None);
                return Stream.Null;
            },
            new() { MaximumRetryAttempts = 0, Timeout = TimeSpan.FromSeconds(30), OnFailure = host.Queue("failed") });

        string id = await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        CapturedMessage record = host.Queue("failed").ShouldHaveReceivedOne();
        Assert.Equal(
            $$"""{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: {{id}} Error: Task timed out after 30.00 seconds"}""",
            record.ResponsePayload.GetRawText());
        Assert.Equal(TimeSpan.FromSeconds(30), record.Time - start);
    }

    [Fact]
    public async Task A_handler_that_waits_for_nothing_the_clock_knows_is_cut_off_by_the_wall_clock_limit()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().WithWallClockLimit(TimeSpan.FromMilliseconds(20)).Build();
        bool cancelled = false;
        TaskCompletionSource observed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.AddFunction(
            "worker",
            async (_, invocation) =>
            {
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, invocation.CancellationToken);
                }
                catch (OperationCanceledException)
                {
                    cancelled = true;
                    observed.SetResult();
                    throw;
                }

                return Stream.Null;
            },
            new() { MaximumRetryAttempts = 0, OnFailure = host.Queue("failed") });

        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();
        await observed.Task;

        Assert.True(cancelled);
        Assert.Equal("Sandbox.Timedout", host.Queue("failed").ShouldHaveReceivedOne().ResponsePayload.GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task Virtual_delays_of_concurrent_invocations_overlap()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        DateTimeOffset start = host.TimeProvider.GetUtcNow();
        host.AddFunction(
            "worker",
            async (_, invocation) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(2), invocation.TimeProvider);
                return Stream.Null;
            },
            new() { OnSuccess = host.Queue("ok") });

        for (int i = 0; i < 10; i++)
        {
            await host.InvokeAsync("worker", "{}");
        }

        await host.RunUntilIdleAsync();

        Assert.All(host.Queue("ok").ShouldHaveReceived(10), record => Assert.Equal(TimeSpan.FromSeconds(2), record.Time - start));
    }

    [Fact]
    public async Task Throttled_events_return_after_one_two_four_seconds_and_are_no_attempts()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        DateTimeOffset start = host.TimeProvider.GetUtcNow();
        TestFunction worker = host.AddFunction(
            "worker",
            async (_, invocation) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(6), invocation.TimeProvider);
                return Stream.Null;
            },
            new() { ReservedConcurrency = 1, Timeout = TimeSpan.FromSeconds(10), OnSuccess = host.Queue("ok") });

        await host.InvokeAsync("worker", "{}");
        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        Assert.Equal([0, 7], worker.ShouldHaveBeenInvoked(2).Select(each => (each.StartedAt - start).TotalSeconds));
        Assert.All(host.Queue("ok").ShouldHaveReceived(2), record => record.ShouldHaveInvokeCount(1));
        Assert.Equal(3, host.Metrics.Throttles);
    }

    [Fact]
    public async Task System_errors_are_retried_with_a_growing_interval_until_the_event_is_too_old()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        DateTimeOffset start = host.TimeProvider.GetUtcNow();
        TestFunction worker = host.AddFunction(
            "worker",
            (_, _) => throw new LambdaSystemErrorException(),
            new() { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 1000, OnFailure = host.Queue("failed") });

        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        // 1, 2, 4 … 256, then 300 at most.
        Assert.Equal([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811], worker.Invocations.Select(each => (each.StartedAt - start).TotalSeconds));
        CapturedMessage record = host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveCondition("EventAgeExceeded").ShouldHaveInvokeCount(0);
        Assert.False(record.Json.TryGetProperty("responseContext", out _));
    }

    [Fact]
    public async Task A_config_on_LATEST_does_not_serve_an_alias()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction worker = host.AddFunction(
            "worker",
            Handlers.Throws("no"),
            new() { MaximumRetryAttempts = 0, OnFailure = host.Queue("failed"), Aliases = new Dictionary<string, string> { ["live"] = "7" } });

        await host.InvokeAsync("worker:live", "{}");
        await host.RunUntilIdleAsync();

        host.Queue("failed").ShouldBeEmpty();
        worker.ShouldHaveBeenInvoked(3);
    }

    [Fact]
    public async Task Settings_that_AWS_refuses_are_refused()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction worker = host.AddFunction("worker", Handlers.Returns("1"));

        Assert.Throws<ArgumentException>(() => worker.Settings = new() { MaximumRetryAttempts = 3 });
        Assert.Throws<ArgumentException>(() => worker.Settings = new() { MaximumEventAgeInSeconds = 59 });
        Assert.Throws<ArgumentException>(() => worker.Settings = new() { MaximumEventAgeInSeconds = 21601 });
        Assert.Throws<ArgumentException>(() => worker.Settings = new() { Timeout = TimeSpan.FromSeconds(901) });
        Assert.Throws<ArgumentException>(() => worker.Settings = new() { ReservedConcurrency = -1 });
        Assert.Throws<ArgumentException>(() => worker.Settings = new() { DeadLetterTarget = host.Function("other") });
        Assert.Equal("You can't specify the function as a destination for itself.", Assert.Throws<ArgumentException>(() => worker.Settings = new() { OnFailure = worker }).Message);
        Assert.Throws<ArgumentException>(() => worker.Settings = new() { OnSuccess = worker.Qualified("live") });
        worker.Settings = new() { OnFailure = host.Function("worker-2") };
    }

    [Fact]
    public async Task The_API_refuses_unknown_functions_wrong_JSON_and_large_payloads()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("1"));

        Assert.Equal("ResourceNotFoundException", (await Assert.ThrowsAsync<LambdaInvokeException>(() => host.InvokeAsync("other", "{}"))).ErrorCode);
        Assert.Equal("ResourceNotFoundException", (await Assert.ThrowsAsync<LambdaInvokeException>(() => host.InvokeAsync("worker:live", "{}"))).ErrorCode);
        Assert.Equal("InvalidRequestContentException", (await Assert.ThrowsAsync<LambdaInvokeException>(() => host.InvokeAsync("worker", "{]"))).ErrorCode);
        Assert.Equal("RequestTooLargeException", (await Assert.ThrowsAsync<LambdaInvokeException>(() => host.InvokeAsync("worker", $"\"{new string('x', 1_048_575)}\""))).ErrorCode);
        await host.InvokeAsync("worker", $"\"{new string('x', 1_048_574)}\"");
    }
}
