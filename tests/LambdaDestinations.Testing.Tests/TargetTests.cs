using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

public sealed class TargetTests
{
    [Fact]
    public async Task SNS_gets_a_large_record_without_its_payloads()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("1"), new() { OnSuccess = host.Topic("ok") });

        await host.InvokeAsync("worker", $"\"{new string('x', 262_144)}\"");
        await host.RunUntilIdleAsync();

        CapturedMessage record = host.Topic("ok").ShouldHaveReceivedOne().ShouldHaveCondition("Success");
        Assert.Equal(JsonValueKind.Undefined, record.RequestPayload.ValueKind);
        Assert.Equal(JsonValueKind.Undefined, record.ResponsePayload.ValueKind);
        Assert.Equal(200, record.Json.GetProperty("responseContext").GetProperty("statusCode").GetInt32());
        Assert.Equal(0, host.Metrics.DestinationDeliveryFailures);
    }

    [Fact]
    public async Task A_bus_takes_what_a_topic_does_not()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("1"), new() { OnSuccess = host.Bus("bus") });

        await host.InvokeAsync("worker", $"\"{new string('x', 1_000_000)}\"");
        await host.RunUntilIdleAsync();

        CapturedMessage record = host.Bus("bus").ShouldHaveReceivedOne().ShouldHaveCondition("Success");
        Assert.Equal(1_000_000, record.RequestPayload.GetString()!.Length);
        Assert.Equal(0, host.Metrics.DestinationDeliveryFailures);
    }

    [Fact]
    public async Task A_record_that_its_target_cannot_take_is_a_failed_delivery()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        string huge = $"\"{new string('x', 1_048_500)}\"";
        host.AddFunction("to-bus", Handlers.Returns("1"), new() { OnSuccess = host.Bus("bus") });
        host.AddFunction("to-small-queue", Handlers.Returns("1"), new() { OnSuccess = host.Queue("small", new() { MaximumMessageSize = 1024 }) });
        host.AddFunction("to-queue", Handlers.Returns(huge), new() { OnSuccess = host.Queue("queue") });
        host.AddFunction("to-function", Handlers.Returns(huge), new() { OnSuccess = host.Function("to-bus") });
        host.AddFunction("to-bucket", Handlers.Throws(new string('x', 200_000)), new() { MaximumRetryAttempts = 0, OnFailure = host.Bucket("bucket") });

        await host.InvokeAsync("to-bus", huge);
        await host.InvokeAsync("to-small-queue", $"\"{new string('x', 1024)}\"");
        await host.InvokeAsync("to-queue", "{}");
        await host.InvokeAsync("to-function", huge);
        await host.InvokeAsync("to-bucket", huge);
        await host.RunUntilIdleAsync();

        Assert.Equal(4, host.Metrics.DestinationDeliveryFailures);
        host.Bus("bus").ShouldBeEmpty();
        host.Queue("small").ShouldBeEmpty();
        host.Queue("queue").ShouldHaveReceived(0);
        host.Bucket("bucket").ShouldHaveReceivedOne();
    }

    [Fact]
    public async Task A_large_event_does_not_fit_into_a_topic_as_dead_letter_queue()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Throws("no"), new() { MaximumRetryAttempts = 0, DeadLetterTarget = host.Topic("dead") });

        await host.InvokeAsync("worker", $"\"{new string('x', 262_144)}\"");
        await host.RunUntilIdleAsync();

        host.Topic("dead").ShouldBeEmpty();
        Assert.Equal(1, host.Metrics.DeadLetterErrors);
        Assert.Equal(0, host.Metrics.DestinationDeliveryFailures);
    }

    [Fact]
    public async Task FIFO_targets_fail_every_delivery()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.Topic("topic.fifo").Fifo = true;
        host.AddFunction("worker", Handlers.Returns("1"), new() { OnSuccess = host.Queue("queue.fifo", new() { Fifo = true }) });
        host.AddFunction("other", Handlers.Returns("1"), new() { OnSuccess = host.Topic("topic.fifo") });

        await host.InvokeAsync("worker", "{}");
        await host.InvokeAsync("other", "{}");
        await host.RunUntilIdleAsync();

        Assert.Equal(2, host.Metrics.DestinationDeliveryFailures);
    }

    [Theory]
    [InlineData("throws before it awaits")]
    [InlineData("throws after it awaited")]
    [InlineData("hangs")]
    public async Task A_target_of_the_user_that_fails_is_counted_and_harms_nothing_else(string behaviour)
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().WithWallClockLimit(TimeSpan.FromMilliseconds(50)).Build();
        BrokenTarget target = new(behaviour);
        host.AddFunction("worker", Handlers.Throws("no"), new() { MaximumRetryAttempts = 0, OnFailure = target, DeadLetterTarget = host.Queue("dead") });

        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        Assert.Equal(1, target.Calls);
        Assert.Equal(1, host.Metrics.DestinationDeliveryFailures);
        host.Queue("dead").ShouldHaveReceivedOne();
        Assert.Empty(host.PendingEvents);
    }

    [Fact]
    public async Task Functions_chain_through_destinations()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("first", Handlers.Returns("""{"step":1}"""), new() { OnSuccess = host.Function("second") });
        host.AddFunction(
            "second",
            async (input, _) =>
            {
                using JsonDocument record = await JsonDocument.ParseAsync(input);
                return await Handlers.Json(record.RootElement.GetProperty("responsePayload").GetRawText());
            },
            new() { OnSuccess = host.Queue("end") });

        await host.InvokeAsync("first", "{}");
        await host.RunUntilIdleAsync();

        CapturedMessage end = host.Queue("end").ShouldHaveReceivedOne();
        Assert.Equal("""{"step":1}""", end.ResponsePayload.GetRawText());
        Assert.Equal(host.Function("first").Arn + ":$LATEST", end.RequestPayload.GetProperty("requestContext").GetProperty("functionArn").GetString());
    }

    [Theory]
    [InlineData("""{"source":["lambda"]}""", true)]
    [InlineData("""{"source":["aws.lambda"]}""", false)]
    [InlineData("""{"detail-type":["Lambda Function Invocation Result - Success"]}""", true)]
    [InlineData("""{"detail-type":["Lambda Function Invocation Result - Failure"]}""", false)]
    [InlineData("""{"resources":["arn:aws:lambda:us-east-1:123456789012:function:worker:$LATEST"]}""", true)]
    [InlineData("""{"resources":[{"suffix":":function:worker:live"}]}""", false)]
    [InlineData("""{"resources":[{"wildcard":"arn:aws:lambda:*:function:worker:*"}]}""", true)]
    [InlineData("""{"source":[{"prefix":"lam"}],"detail":{"requestContext":{"condition":[{"anything-but":"RetriesExhausted"}]}}}""", true)]
    [InlineData("""{"detail":{"requestContext":{"condition":[{"anything-but":["Success"]}]}}}""", false)]
    [InlineData("""{"detail":{"responseContext":{"functionError":[{"exists":false}]}}}""", true)]
    [InlineData("""{"detail":{"responseContext":{"functionError":[{"exists":true}]}}}""", false)]
    [InlineData("""{"detail":{"requestContext":{"approximateInvokeCount":[1]}}}""", true)]
    [InlineData("""{"detail":{"requestContext":{"approximateInvokeCount":[2]}}}""", false)]
    [InlineData("""{"source":[{"equals-ignore-case":"LAMBDA"}],"account":["123456789012"]}""", true)]
    [InlineData("""{"detail":{"responsePayload":[true]}}""", true)]
    [InlineData("""{"detail":{"responsePayload":[false]}}""", false)]
    public async Task A_rule_passes_on_what_matches_its_pattern(string pattern, bool matches)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("true"), new() { OnSuccess = host.Bus("bus") });
        host.Bus("bus").AddRule(pattern, host.Queue("matched"));

        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        host.Bus("bus").ShouldHaveReceivedOne();
        host.Queue("matched").ShouldHaveReceived(matches ? 1 : 0);
    }

    [Fact]
    public async Task A_pattern_that_AWS_refuses_is_refused()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();

        Assert.Throws<ArgumentException>(() => host.Bus("bus").AddRule("""{"detail":{"n":[{"regex":"10.*"}]}}""", host.Queue("q")));
        Assert.Throws<ArgumentException>(() => host.Bus("bus").AddRule("""{"source":"lambda"}""", host.Queue("q")));
        Assert.Throws<ArgumentException>(() => host.Bus("bus").AddRule("[]", host.Queue("q")));
    }

    [Fact]
    public async Task An_input_path_passes_on_a_part_of_the_event()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("""{"n":1}"""), new() { OnSuccess = host.Bus("bus") });
        TestFunction next = host.AddFunction("next", Handlers.Returns("1"));
        host.Bus("bus").AddRule("""{"source":["lambda"]}""", "next", inputPath: "$.detail.responsePayload");
        host.Bus("bus").AddRule("""{"source":["app"]}""", host.Topic("news"), inputPath: "$.detail");

        await host.InvokeAsync("worker", "{}");
        host.Bus("bus").PutEvent("app", "Something", """{"a":[1, 2]}""");
        await host.RunUntilIdleAsync();

        Assert.Equal("""{"n":1}""", Encoding.UTF8.GetString(next.ShouldHaveBeenInvoked(1)[0].Request.Span));
        Assert.Equal("""{"a":[1,2]}""", host.Topic("news").ShouldHaveReceivedOne().Body);
        Assert.Throws<ArgumentException>(() => host.Bus("bus").PutEvent("aws.s3", "x", "{}"));
    }

    [Fact]
    public async Task A_topic_reaches_every_subscriber_in_its_form()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction subscriber = host.AddFunction("subscriber", Handlers.Returns("1"));
        host.Topic("news").Subscribe("subscriber");
        host.Topic("news").Subscribe(host.Queue("wrapped"));
        host.Topic("news").Subscribe(host.Queue("raw"), rawMessageDelivery: true);

        host.Topic("news").Publish("hello", new Dictionary<string, MessageAttributeValue> { ["kind"] = new("String", "greeting") });
        await host.RunUntilIdleAsync();

        Assert.Equal("hello", host.Queue("wrapped").ShouldHaveReceivedOne().Json.GetProperty("Message").GetString());
        Assert.Equal("greeting", host.Queue("wrapped").Messages[0].Json.GetProperty("MessageAttributes").GetProperty("kind").GetProperty("Value").GetString());
        Assert.Equal("hello", host.Queue("raw").ShouldHaveReceivedOne().Body);
        Assert.Equal("greeting", host.Queue("raw").Messages[0].Attributes["kind"].Value);
        using JsonDocument document = JsonDocument.Parse(subscriber.ShouldHaveBeenInvoked(1)[0].Request);
        Assert.Equal("hello", document.RootElement.GetProperty("Records")[0].GetProperty("Sns").GetProperty("Message").GetString());
    }

    [Fact]
    public async Task A_bucket_notifies_by_prefix_and_suffix_and_encodes_the_key()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction onUpload = host.AddFunction("on-upload", Handlers.Returns("1"));
        host.Bucket("uploads").Notify("on-upload", prefix: "in/", suffix: ".csv");
        host.Bucket("uploads").Notify(host.Queue("all"));
        host.Bucket("uploads").Notify(host.Topic("all-too"));

        host.Bucket("uploads").Put("in/a file & more.csv", "1,2"u8.ToArray());
        host.Bucket("uploads").Put("out/b.csv", "1,2"u8.ToArray());
        await host.RunUntilIdleAsync();

        using JsonDocument document = JsonDocument.Parse(onUpload.ShouldHaveBeenInvoked(1)[0].Request);
        JsonElement created = document.RootElement.GetProperty("Records")[0].GetProperty("s3").GetProperty("object");
        Assert.Equal("in/a+file+%26+more.csv", created.GetProperty("key").GetString());
        Assert.Equal(3, created.GetProperty("size").GetInt32());
        host.Queue("all").ShouldHaveReceived(2);
        host.Topic("all-too").ShouldHaveReceived(2);
        Assert.Equal("1,2", Encoding.UTF8.GetString(host.Bucket("uploads").Find("in/a file & more.csv")!.Content.Span));
        Assert.Null(host.Bucket("uploads").Find("in/other"));
    }

    [Fact]
    public async Task Handlers_send_and_invoke_too()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", async (_, invocation) =>
        {
            invocation.Host.Queue("out").Send("from " + LambdaTestHost.CurrentInvocation!.FunctionName);
            await invocation.Host.InvokeAsync("next", "1");
            return Stream.Null;
        });
        TestFunction next = host.AddFunction("next", Handlers.Returns("1"));

        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        Assert.Equal("from worker", host.Queue("out").ShouldHaveReceivedOne().Body);
        Assert.Equal("worker", host.Queue("out").Messages[0].SourceFunction);
        next.ShouldHaveBeenInvoked(1);
        Assert.Null(LambdaTestHost.CurrentInvocation);
    }

    private sealed class BrokenTarget(string behaviour) : IDestinationTarget
    {
        public int Calls { get; private set; }

        public string Name => "broken";

        public string Arn => "arn:aws:sqs:us-east-1:123456789012:broken";

        public DestinationType Type => DestinationType.Sqs;

        public Task DeliverAsync(DestinationDelivery delivery, CancellationToken cancellationToken)
        {
            Calls++;
            return behaviour switch
            {
                "throws before it awaits" => throw new IOException("refused"),
                "hangs" => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken),
                _ => ThrowLaterAsync(),
            };
        }

        private static async Task ThrowLaterAsync()
        {
            await Task.Yield();
            throw new IOException("refused");
        }
    }
}
