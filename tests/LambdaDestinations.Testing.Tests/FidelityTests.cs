using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

/// <summary>Every record and carrier that the emulator writes equals the sample of the same name, member by member and in the same order.</summary>
public sealed class FidelityTests
{
    private const string Order = """{"orderId":"A-1001","quantity":2}""";
    private const string Receipt = """{"status":"accepted","orderId":"A-1001"}""";
    private const string OrderData = """{"orderId":"A-1001"}""";
    private const string DynamoDBKey = """{"id":{"S":"A-1001"}}""";
    private const string DynamoDBItem = """{"id":{"S":"A-1001"},"quantity":{"N":"2"}}""";

    private static readonly Dictionary<string, Func<Task<byte[]>>> Writers = new(StringComparer.Ordinal)
    {
        ["async-success.raw"] = () => RecordAsync(Succeeds),
        ["async-success-null-response.raw"] = () => RecordAsync((_, _) => Task.FromResult(Stream.Null)),
        ["async-success-string-response.raw"] = () => RecordAsync(Handlers.Returns("\"done\""), payload: "\"a plain JSON string is a legal payload\""),
        ["async-success-alias.raw"] = () => RecordAsync(
            Handlers.Returns("""{"status":"accepted"}"""),
            new() { Qualifier = "live", Aliases = new Dictionary<string, string> { ["live"] = "7" } },
            qualifier: ":live"),
        ["async-failure.raw"] = () => RecordAsync(Fails),
        ["async-failure-aggregate.raw"] = () => RecordAsync((_, _) => throw new Errors.AggregateException(new InvalidOperationException("first"), new TimeoutException("second"))),
        ["async-failure-timeout.raw"] = () => RecordAsync(
            async (_, invocation) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(5), invocation.TimeProvider);
                return Stream.Null;
            },
            new() { MaximumRetryAttempts = 0 }),
        ["async-failure-exit.raw"] = () => RecordAsync((_, _) => throw new LambdaProcessExitException { OlderRuntime = true }),
        ["async-failure-eventage-invoked.raw"] = () => RecordAsync(Fails, new() { MaximumEventAgeInSeconds = 60 }),
        ["async-failure-eventage-not-invoked.raw"] = () => RecordAsync((_, _) => throw new LambdaSystemErrorException(), new() { MaximumEventAgeInSeconds = 60 }),
        ["async-failure-zeroconcurrency.raw"] = () => RecordAsync(Succeeds, new() { ReservedConcurrency = 0 }),
        ["async-success.sqs"] = () => CarriedAsync(Succeeds, ToQueue),
        ["async-failure.sqs"] = () => CarriedAsync(Fails, ToQueue),
        ["async-success.sns"] = () => CarriedAsync(Succeeds, ToTopic),
        ["async-failure.sns"] = () => CarriedAsync(Fails, ToTopic),
        ["async-success.sns-in-sqs"] = () => CarriedAsync(Succeeds, ToTopicInQueue),
        ["async-failure.sns-in-sqs"] = () => CarriedAsync(Fails, ToTopicInQueue),
        ["async-success.lambda"] = () => CarriedAsync(Succeeds, host => host.Function("consumer")),
        ["async-failure.lambda"] = () => CarriedAsync(Fails, host => host.Function("consumer")),
        ["async-success.eventbridge"] = () => CarriedAsync(Succeeds, ToBus),
        ["async-failure.eventbridge"] = () => CarriedAsync(Fails, ToBus),
        ["async-failure.s3object"] = async () => (await RunAsync(Fails, host => host.Bucket("failed-orders"))).Bucket("failed-orders").Objects.Single().Content.ToArray(),
        ["async-failure.s3notification"] = () => CarriedAsync(Fails, ToBucket),
        ["dlq.sqs"] = () => DeadLetterAsync(host =>
        {
            host.AddMapping(host.Queue("order-dead"), "consumer");
            return host.Queue("order-dead");
        }),
        ["dlq.sns"] = () => DeadLetterAsync(host =>
        {
            host.Topic("order-dead").Subscribe("consumer");
            return host.Topic("order-dead");
        }),
        ["durable-timedout.eventbridge"] = () => StatusChangeAsync(null),
        ["durable-timedout.raw"] = () => StatusChangeAsync("$.detail"),
        ["esm-kinesis.raw"] = () => RawAsync(KinesisAsync),
        ["esm-kinesis.sqs"] = () => MappedAsync(KinesisAsync, ToFailedQueue),
        ["esm-kinesis.sns"] = () => MappedAsync(KinesisAsync, ToFailedTopic),
        ["esm-kinesis.s3object-payload-string"] = () => ObjectAsync(KinesisAsync, asObject: false),
        ["esm-kinesis.s3object-payload-object"] = () => ObjectAsync(KinesisAsync, asObject: true),
        ["esm-kinesis.s3notification"] = () => MappedAsync(KinesisAsync, ToBucket),
        ["esm-kinesis-partial-batch.raw"] = () => RawAsync((host, target) => KinesisAsync(host, target, PartialBatch, new() { ReportBatchItemFailures = true })),
        ["esm-kinesis-recordage.raw"] = () => RawAsync((host, target) => KinesisAsync(host, target, Slow, new() { MaximumRecordAgeInSeconds = 60 })),
        ["esm-dynamodb.raw"] = () => RawAsync(DynamoDBAsync),
        ["esm-dynamodb.sqs"] = () => MappedAsync(DynamoDBAsync, ToFailedQueue),
        ["esm-dynamodb.sns"] = () => MappedAsync(DynamoDBAsync, ToFailedTopic),
        ["esm-dynamodb.s3object-payload-string"] = () => ObjectAsync(DynamoDBAsync, asObject: false),
        ["esm-dynamodb.s3object-payload-object"] = () => ObjectAsync(DynamoDBAsync, asObject: true),
        ["esm-kafka.raw"] = () => RawAsync(KafkaAsync),
        ["esm-kafka.sqs"] = () => MappedAsync(KafkaAsync, ToFailedQueue),
        ["esm-kafka.sns"] = () => MappedAsync(KafkaAsync, ToFailedTopic),
        ["esm-kafka.s3object-payload-string"] = () => ObjectAsync(KafkaAsync, asObject: false),
        ["esm-kafka.s3object-payload-object"] = () => ObjectAsync(KafkaAsync, asObject: true),
        ["esm-kafka-payloadsize.raw"] = () => RawAsync((host, target) => KafkaAsync(host, target, new byte[2_700_000], records: 2, retries: 3)),
        ["esm-kafka.kafka-topic"] = KafkaTopicAsync,
    };

    public static TheoryData<string> SampleNames() => new(Samples.Names());

    [Theory]
    [MemberData(nameof(SampleNames))]
    public async Task The_emulator_writes_the_sample(string name)
    {
        Assert.True(Writers.TryGetValue(name, out Func<Task<byte[]>>? write), $"No test writes the sample '{name}'.");

        Assert.Equal(Samples.Read(name), Samples.Canonical(await write!()));
    }

    [Fact]
    public void Every_writer_has_a_sample() => Assert.Equal(Samples.Names(), Writers.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_comparison_sees_a_difference()
    {
        string sample = File.ReadAllText(Path.Combine(Samples.Folder, "async-failure.raw.json"));

        // Another value, a missing member, another format of time: each must show.
        foreach ((string old, string changed) in ((string, string)[])[("RetriesExhausted", "RetryAttemptsExhausted"), ("\"version\": \"1.0\",", string.Empty), ("10:15:30.123Z", "10:15:30Z"), (": 3", ": 2")])
        {
            Assert.Contains(old, sample, StringComparison.Ordinal);
            Assert.NotEqual(Samples.Read("async-failure.raw"), Samples.Canonical(Encoding.UTF8.GetBytes(sample.Replace(old, changed, StringComparison.Ordinal))));
        }
    }

    [Fact]
    public async Task The_key_of_an_S3_record_holds_the_function_and_the_time_of_the_record()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().StartingAt(new DateTimeOffset(2026, 3, 4, 10, 15, 30, 123, TimeSpan.Zero)).Build();
        host.AddFunction("order-worker", Fails, new() { MaximumRetryAttempts = 0, OnFailure = host.Bucket("failed") });

        await host.InvokeAsync("order-worker", Order);
        await host.RunUntilIdleAsync();

        CapturedMessage created = host.Bucket("failed").ShouldHaveReceivedOne();
        Assert.Matches("^aws/lambda/async/order-worker/2026/03/04/2026-03-04T10\\.15\\.30-[0-9a-f-]{36}$", created.Id);
        Assert.Equal("2026-03-04T10:15:30.123Z", created.Json.GetProperty("timestamp").GetString());
    }

    private static Task<Stream> Succeeds(Stream input, ILambdaInvocation invocation) => Handlers.Json(Receipt);

    private static Task<Stream> Fails(Stream input, ILambdaInvocation invocation) => throw new Errors.OrderRejectedException();

    /// <summary>Takes longer than the record may be old, then fails.</summary>
    private static async Task<Stream> Slow(Stream input, ILambdaInvocation invocation)
    {
        await Task.Delay(TimeSpan.FromSeconds(61), invocation.TimeProvider);
        throw new InvalidOperationException("too late");
    }

    /// <summary>Reports the last record as failed.</summary>
    private static async Task<Stream> PartialBatch(Stream input, ILambdaInvocation invocation)
    {
        using System.Text.Json.JsonDocument document = await System.Text.Json.JsonDocument.ParseAsync(input);
        string last = document.RootElement.GetProperty("Records").EnumerateArray().Last().GetProperty("kinesis").GetProperty("sequenceNumber").GetString()!;
        return await Handlers.Json($$"""{"batchItemFailures":[{"itemIdentifier":"{{last}}"}]}""");
    }

    private static async Task<byte[]> StatusChangeAsync(string? inputPath)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("order-worker", Succeeds);
        host.Bus("default").AddRule("""{"detail":{"status":["TIMED_OUT"]}}""", host.Queue("raw"), inputPath);
        host.StartDurableExecution("order-worker:2", "order-A-1001").TimeOut();
        await host.RunUntilIdleAsync();
        return Encoding.UTF8.GetBytes(host.Queue("raw").ShouldHaveReceivedOne().Body);
    }

    private static async Task<LambdaTestHost> RunAsync(
        Func<Stream, ILambdaInvocation, Task<Stream>> handler, Func<LambdaTestHost, IDestinationTarget> target, FunctionSettings? settings = null, string payload = Order, string qualifier = "")
    {
        LambdaTestHost host = LambdaTestHost.Create();
        await using (host)
        {
            IDestinationTarget destination = target(host);
            host.AddFunction("order-worker", handler, (settings ?? new()) with { OnSuccess = destination is TestBucket ? null : destination, OnFailure = destination });
            await host.InvokeAsync("order-worker" + qualifier, payload);
            await host.RunUntilIdleAsync();
        }

        return host;
    }

    private static async Task<byte[]> RecordAsync(Func<Stream, ILambdaInvocation, Task<Stream>> handler, FunctionSettings? settings = null, string payload = Order, string qualifier = "") =>
        Encoding.UTF8.GetBytes((await RunAsync(handler, host => host.Queue("raw"), settings, payload, qualifier)).Queue("raw").ShouldHaveReceivedOne().Body);

    /// <summary>The event of a consumer behind a carrier.</summary>
    private static async Task<byte[]> CarriedAsync(Func<Stream, ILambdaInvocation, Task<Stream>> handler, Func<LambdaTestHost, IDestinationTarget> target) =>
        ConsumerEvent(await RunAsync(handler, host => WithConsumer(host, target)));

    private static async Task<byte[]> DeadLetterAsync(Func<LambdaTestHost, IDestinationTarget> target)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("order-worker", Fails, new() { DeadLetterTarget = WithConsumer(host, target) });
        await host.InvokeAsync("order-worker", Order);
        await host.RunUntilIdleAsync();
        return ConsumerEvent(host);
    }

    private static IDestinationTarget WithConsumer(LambdaTestHost host, Func<LambdaTestHost, IDestinationTarget> target)
    {
        host.AddFunction("consumer", (_, _) => Task.FromResult(Stream.Null));
        return target(host);
    }

    private static byte[] ConsumerEvent(LambdaTestHost host) => host.Function("consumer").ShouldHaveBeenInvoked(1)[0].Request.ToArray();

    private static TestQueue ToQueue(LambdaTestHost host)
    {
        host.AddMapping(host.Queue("order-results"), "consumer");
        return host.Queue("order-results");
    }

    private static TestTopic ToTopic(LambdaTestHost host)
    {
        host.Topic("order-results").Subscribe("consumer");
        return host.Topic("order-results");
    }

    private static TestTopic ToTopicInQueue(LambdaTestHost host)
    {
        host.AddMapping(host.Queue("order-results-fanout"), "consumer");
        host.Topic("order-results").Subscribe(host.Queue("order-results-fanout"));
        return host.Topic("order-results");
    }

    private static TestEventBus ToBus(LambdaTestHost host)
    {
        host.Bus("orders-bus").AddRule("""{"source":["lambda"]}""", "consumer");
        return host.Bus("orders-bus");
    }

    private static TestBucket ToBucket(LambdaTestHost host)
    {
        host.Bucket("failed-orders").Notify("consumer", configurationId: "failed");
        return host.Bucket("failed-orders");
    }

    private static TestQueue ToFailedQueue(LambdaTestHost host)
    {
        host.AddMapping(host.Queue("order-failed"), "consumer");
        return host.Queue("order-failed");
    }

    private static TestTopic ToFailedTopic(LambdaTestHost host)
    {
        host.Topic("order-failed").Subscribe("consumer");
        return host.Topic("order-failed");
    }

    private static async Task<byte[]> RawAsync(Func<LambdaTestHost, IDestinationTarget, Task> run)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        await run(host, host.Queue("raw"));
        return Encoding.UTF8.GetBytes(host.Queue("raw").ShouldHaveReceivedOne().Body);
    }

    private static async Task<byte[]> MappedAsync(Func<LambdaTestHost, IDestinationTarget, Task> run, Func<LambdaTestHost, IDestinationTarget> target)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        await run(host, WithConsumer(host, target));
        return ConsumerEvent(host);
    }

    private static async Task<byte[]> ObjectAsync(Func<LambdaTestHost, IDestinationTarget, Task> run, bool asObject)
    {
        LambdaTestHostBuilder builder = new();
        await using LambdaTestHost host = (asObject ? builder.WithObjectPayload() : builder).Build();
        await run(host, host.Bucket("failed-orders"));
        return host.Bucket("failed-orders").Objects.Single().Content.ToArray();
    }

    private static Task KinesisAsync(LambdaTestHost host, IDestinationTarget target) => KinesisAsync(host, target, Fails, new());

    private static async Task KinesisAsync(LambdaTestHost host, IDestinationTarget target, Func<Stream, ILambdaInvocation, Task<Stream>> handler, EventSourceMappingSettings settings)
    {
        host.AddFunction("order-worker", handler, new() { Timeout = TimeSpan.FromSeconds(100) });
        host.AddMapping(host.Kinesis("orders"), "order-worker", settings with { MaximumRetryAttempts = 3, OnFailure = target });
        host.Kinesis("orders").Put("A-1001", OrderData);
        host.Kinesis("orders").Put("A-1001", OrderData);
        await host.RunUntilIdleAsync();
    }

    private static async Task DynamoDBAsync(LambdaTestHost host, IDestinationTarget target)
    {
        host.AddFunction("order-worker", Fails);
        host.AddMapping(host.DynamoDB("orders"), "order-worker", new() { MaximumRetryAttempts = 3, OnFailure = target });
        host.DynamoDB("orders").Insert(DynamoDBKey, DynamoDBItem);
        await host.RunUntilIdleAsync();
    }

    private static Task KafkaAsync(LambdaTestHost host, IDestinationTarget target) => KafkaAsync(host, target, Encoding.UTF8.GetBytes(OrderData), records: 2, retries: 3);

    /// <summary>The samples start at offset 100: a hundred records are read before.</summary>
    private static async Task KafkaAsync(LambdaTestHost host, IDestinationTarget target, byte[] value, int records, int retries)
    {
        bool fails = false;
        TestKafkaTopic topic = host.Kafka("orders", cluster: "orders");
        host.AddFunction("order-worker", (_, _) => fails ? throw new Errors.OrderRejectedException() : Task.FromResult(Stream.Null));
        host.AddMapping(topic, "order-worker", new() { MaximumRetryAttempts = retries, OnFailure = target });
        for (int i = 0; i < 100; i++)
        {
            topic.Produce("A-1001", OrderData);
        }

        await host.RunUntilIdleAsync();
        fails = true;
        for (int i = 0; i < records; i++)
        {
            topic.Produce("A-1001", value);
        }

        await host.RunUntilIdleAsync();
    }

    private static async Task<byte[]> KafkaTopicAsync()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        await KafkaAsync(host, host.Kafka("orders-failed", cluster: "orders"), Encoding.UTF8.GetBytes(OrderData), records: 1, retries: 2);
        return Encoding.UTF8.GetBytes(host.Kafka("orders-failed").ShouldHaveReceivedOne().Body);
    }

    /// <summary>Exceptions with the names and stack traces of the samples.</summary>
    private static class Errors
    {
        internal sealed class OrderRejectedException() : Exception("Order A-1001 was rejected", new HttpRequestException())
        {
            public override string StackTrace =>
                "   at Orders.Worker.Handle(Order order) in /src/Worker.cs:line 42\n   at Orders.Worker.FunctionHandler(Order order, ILambdaContext context) in /src/Worker.cs:line 20";
        }

        internal sealed class HttpRequestException() : Exception("503 from the payment service")
        {
            public override string StackTrace => "   at Orders.Payments.Charge() in /src/Payments.cs:line 12\n";
        }

        internal sealed class AggregateException(params Exception[] errors) : System.AggregateException("One or more errors occurred.", errors)
        {
            public override string? StackTrace => null;
        }
    }
}
