using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

public sealed class EdgeTests
{
    [Fact]
    public async Task Deep_payloads_responses_and_errors_pass()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        string deep = new string('[', 500) + new string(']', 500);
        host.AddFunction("deep", Handlers.Returns(deep), new() { OnSuccess = host.Bus("bus") });
        host.Bus("bus").AddRule("""{"source":["lambda"]}""", host.Queue("seen"));
        Exception chain = new InvalidOperationException("0");
        for (int i = 1; i < 300; i++)
        {
            chain = new InvalidOperationException("n", chain);
        }

        host.AddFunction("chain", (_, _) => throw chain, new() { MaximumRetryAttempts = 0, OnFailure = host.Queue("failed") });

        await host.InvokeAsync("deep", deep);
        await host.InvokeAsync("chain", "1");
        await host.RunUntilIdleAsync();

        host.Queue("seen").ShouldHaveReceivedOne();
        Assert.Equal("n", host.Queue("failed").ShouldHaveReceivedOne().ResponsePayload.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task White_space_between_tokens_is_not_part_of_a_record_but_that_in_strings_is()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction worker = host.AddFunction("worker", Handlers.Returns(" { \"text\" : \"a \\\" b\\\\\" ,\r\n\t\"n\" : [ 1.50 , 2e3 ] } "), new() { OnSuccess = host.Queue("ok") });

        await host.InvokeAsync("worker", "[ \"ä \\u00e4\" ]");
        await host.RunUntilIdleAsync();

        string body = host.Queue("ok").ShouldHaveReceivedOne().Body;
        Assert.Contains("\"responsePayload\":{\"text\":\"a \\\" b\\\\\",\"n\":[1.50,2e3]}", body, StringComparison.Ordinal);
        Assert.Contains("\"requestPayload\":[\"ä \\u00e4\"]", body, StringComparison.Ordinal);
        Assert.Equal("[ \"ä \\u00e4\" ]", System.Text.Encoding.UTF8.GetString(worker.Invocations[0].Request.Span));
    }

    [Fact]
    public async Task A_response_that_is_not_JSON_becomes_a_string()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("<ok/>"), new() { OnSuccess = host.Queue("ok") });

        await host.InvokeAsync("worker", ReadOnlyMemory<byte>.Empty);
        await host.RunUntilIdleAsync();

        Assert.Equal("<ok/>", host.Queue("ok").ShouldHaveReceivedOne().ResponsePayload.GetString());
        Assert.Equal("{}", host.Queue("ok").Messages[0].RequestPayload.GetRawText());
    }

    [Fact]
    public async Task A_stream_that_is_not_in_memory_is_read_from_its_position()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", (_, _) => Task.FromResult<Stream>(new BufferedStream(new MemoryStream("[1]"u8.ToArray()))), new() { OnSuccess = host.Queue("ok") });

        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        Assert.Equal("[1]", host.Queue("ok").ShouldHaveReceivedOne().ResponsePayload.GetRawText());
    }

    [Fact]
    public async Task Malformed_details_and_unknown_qualifiers_are_refused()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("1"));

        Assert.Throws<ArgumentException>(() => host.Bus("bus").PutEvent("app", "x", "[1]"));
        Assert.Throws<ArgumentException>(() => host.Bus("bus").PutEvent("app", "x", "{"));
        Assert.Throws<ArgumentException>(() => host.DynamoDB("table").Insert("{", "{}"));
        Assert.Throws<ArgumentException>(() => host.Queue("q", new() { MaximumMessageSize = 1024 }).Send(new string('x', 1025)));
        Assert.Throws<ArgumentException>(() => host.Topic("t").Publish(new string('x', 262_145)));
        Assert.Throws<LambdaInvokeException>(() => host.AddMapping(host.Kinesis("orders"), "worker", new() { Qualifier = "live" }));
        Assert.Throws<LambdaInvokeException>(() => host.AddMapping(host.Queue("q"), "worker", new() { Qualifier = "live" }));
        host.AddMapping(host.Queue("q"), "worker");
        Assert.Throws<ArgumentException>(() => host.AddMapping(host.Queue("q"), "worker"));
    }

    [Fact]
    public async Task A_mapping_of_an_alias_shows_it_in_its_record()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Throws("no"), new() { Aliases = new Dictionary<string, string> { ["live"] = "7" } });
        host.AddMapping(host.Kinesis("orders"), "worker", new() { Qualifier = "live", MaximumRetryAttempts = 0, OnFailure = host.Queue("failed") });

        host.Kinesis("orders").Put("k", "1");
        await host.RunUntilIdleAsync();

        CapturedMessage record = host.Queue("failed").ShouldHaveReceivedOne();
        Assert.Equal("7", record.Json.GetProperty("responseContext").GetProperty("executedVersion").GetString());
        Assert.EndsWith(":function:worker:live", record.Json.GetProperty("requestContext").GetProperty("functionArn").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_timeline_shows_the_way_through_the_services()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("on-upload", Handlers.Returns("1"), new() { OnSuccess = host.Bus("bus") });
        host.AddFunction("on-news", Handlers.Returns("1"));
        host.Bucket("uploads").Notify("on-upload");
        host.Bus("bus").AddRule("""{"source":["lambda"]}""", host.Topic("news"), inputPath: "$.detail.responsePayload");
        host.Topic("news").Subscribe("on-news");
        host.Topic("news").Subscribe(host.Queue("archive"));

        host.Bucket("uploads").Put("a.csv", "1"u8.ToArray());
        await host.RunUntilIdleAsync();

        Assert.Equal(
            ["caller>uploads", "uploads>on-upload", "on-upload>", "on-upload>bus", "bus>news", "news>on-news", "news>archive", "on-news>"],
            host.Timeline.Entries.Select(entry => entry.From + ">" + entry.To));
    }

    [Fact]
    public async Task Timers_of_the_clock_fire_in_order_and_see_the_context_of_their_creator()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        AsyncLocal<string> context = new();
        List<string> fired = [];
        DateTimeOffset start = host.TimeProvider.GetUtcNow();
        long startStamp = host.TimeProvider.GetTimestamp();
        void Note(object? name) => fired.Add($"{name} {context.Value} {(host.TimeProvider.GetUtcNow() - start).TotalSeconds}");

        context.Value = "created";
        using ITimer late = host.TimeProvider.CreateTimer(Note, "late", TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan);
        using ITimer periodic = host.TimeProvider.CreateTimer(Note, "periodic", TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(8));
        using ITimer changed = host.TimeProvider.CreateTimer(Note, "changed", TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        using ITimer stopped = host.TimeProvider.CreateTimer(Note, "stopped", TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        changed.Change(TimeSpan.FromSeconds(9), Timeout.InfiniteTimeSpan);
        stopped.Dispose();
        context.Value = "later";
        await host.RunForAsync(TimeSpan.FromSeconds(21));

        Assert.Equal(["periodic created 8", "changed created 9", "periodic created 16", "late created 20"], fired);
        Assert.False(stopped.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        Assert.Equal(TimeSpan.FromSeconds(21), host.TimeProvider.GetElapsedTime(startStamp));
    }

    [Fact]
    public async Task A_deadline_does_not_make_the_clock_run_ahead_of_real_work()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TaskCompletionSource realWork = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.AddFunction(
            "worker",
            async (_, invocation) =>
            {
                using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(1), invocation.TimeProvider);
                Task work = Task.Run(realWork.SetResult);
                await realWork.Task.WaitAsync(deadline.Token);
                await work;
                return Stream.Null;
            },
            new() { MaximumRetryAttempts = 0, OnSuccess = host.Queue("ok") });
        DateTimeOffset start = host.TimeProvider.GetUtcNow();

        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        Assert.Equal(start, host.Queue("ok").ShouldHaveReceivedOne().Time);
    }

    [Fact]
    public async Task A_handler_cannot_dispose_its_host()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", async (_, invocation) =>
        {
            await invocation.Host.DisposeAsync();
            return Stream.Null;
        }, new() { MaximumRetryAttempts = 0, OnFailure = host.Queue("failed") });

        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        host.Queue("failed").ShouldHaveReceivedOne();
    }

    [Fact]
    public async Task Invocations_know_their_attempt_their_ARN_and_their_time()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().WithAccount("210987654321").WithRegion("eu-central-1").Build();
        List<string> seen = [];
        host.AddFunction(
            "worker",
            async (_, invocation) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), invocation.TimeProvider);
                seen.Add($"{invocation.Attempt} {invocation.InvokedFunctionArn} {invocation.FunctionVersion} {invocation.RemainingTime.TotalSeconds}");
                throw new InvalidOperationException("no");
            },
            new() { MaximumRetryAttempts = 1 });

        await host.InvokeAsync("worker:3", "1");
        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        Assert.Contains("1 arn:aws:lambda:eu-central-1:210987654321:function:worker:3 3 2", seen);
        Assert.Contains("2 arn:aws:lambda:eu-central-1:210987654321:function:worker:$LATEST $LATEST 2", seen);
        Assert.Equal(5, seen.Count);
    }
}
