using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using CsCheck;
using LambdaDestinations.Testing.Streams;

namespace LambdaDestinations.Testing.Tests;

public sealed class StreamMappingTests
{
    [Fact]
    public async Task A_poison_record_blocks_its_shard_and_no_other_one()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        List<string> seen = [];
        host.AddFunction("reader", Reader(seen, "poison"));
        TestKinesisStream stream = host.Kinesis("orders", shards: 2);
        (string first, string other) = KeysOfTwoShards();
        host.AddMapping(stream, "reader", new() { BatchSize = 1, OnFailure = host.Queue("failed") });

        stream.Put(first, "a1");
        stream.Put(first, "poison");
        stream.Put(first, "a2");
        stream.Put(other, "b1");
        await host.RunForAsync(TimeSpan.FromHours(12));

        // Without a limit the poison is tried for half a day: nothing behind it passes, and no record is written.
        Assert.Equal(["a1", "b1", "poison"], seen.Distinct().Order(StringComparer.Ordinal));
        Assert.True(seen.Count(each => each == "poison") > 100);
        host.Queue("failed").ShouldBeEmpty();

        // After the retention period the stream has lost the poison, and a2 with it.
        await host.RunUntilIdleAsync();
        Assert.DoesNotContain("a2", seen);
        host.Queue("failed").ShouldBeEmpty();
        Assert.Contains(host.Timeline.Entries, each => each.Kind == TimelineEntryKind.Expired);
    }

    [Fact]
    public async Task Retries_end_the_blockade_and_write_one_record()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        List<string> seen = [];
        host.AddFunction("reader", Reader(seen, "poison"));
        TestKinesisStream stream = host.Kinesis("orders");
        host.AddMapping(stream, "reader", new() { BatchSize = 1, MaximumRetryAttempts = 2, OnFailure = host.Queue("failed") });

        stream.Put("k", "a1");
        stream.Put("k", "poison");
        stream.Put("k", "a2");
        await host.RunUntilIdleAsync();

        Assert.Equal(["a1", "poison", "poison", "poison", "a2"], seen);
        host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveCondition("RetryAttemptsExhausted").ShouldHaveInvokeCount(3);
    }

    [Fact]
    public async Task A_discarded_batch_takes_its_good_records_along()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("reader", Reader([], "poison"));
        TestKinesisStream stream = host.Kinesis("orders");
        host.AddMapping(stream, "reader", new() { MaximumRetryAttempts = 0, OnFailure = host.Topic("failed") });

        foreach (string data in (string[])["a", "b", "poison", "c"])
        {
            stream.Put("k", data);
        }

        await host.RunUntilIdleAsync();

        JsonElement info = host.Topic("failed").ShouldHaveReceivedOne().Json.GetProperty("KinesisBatchInfo");
        Assert.Equal(4, info.GetProperty("batchSize").GetInt32());
        Assert.False(host.Topic("failed").Messages[0].Json.TryGetProperty("payload", out _));
    }

    [Fact]
    public async Task Bisect_isolates_the_poison_and_consumes_no_retry()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        List<string> seen = [];
        host.AddFunction("reader", Reader(seen, "poison"));
        TestKinesisStream stream = host.Kinesis("orders");
        host.AddMapping(stream, "reader", new() { MaximumRetryAttempts = 1, BisectBatchOnFunctionError = true, OnFailure = host.Bucket("failed") });
        string[] data = ["a", "b", "c", "poison", "d", "e", "f"];
        foreach (string each in data)
        {
            stream.Put("k", each);
        }

        await host.RunUntilIdleAsync();

        CapturedMessage record = host.Bucket("failed").ShouldHaveReceivedOne().ShouldHaveInvokeCount(2);
        Assert.Equal(1, record.Json.GetProperty("KinesisBatchInfo").GetProperty("batchSize").GetInt32());
        using JsonDocument payload = JsonDocument.Parse(record.Json.GetProperty("payload").GetString()!);
        Assert.Equal(["poison"], DataOf(payload.RootElement));
        Assert.Equal(["a", "b", "c", "d", "e", "f"], seen.Where(each => each != "poison").Distinct());
    }

    [Fact]
    public async Task A_partial_response_retries_from_the_first_failed_record_on()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        List<string[]> batches = [];
        host.AddFunction("reader", async (input, _) =>
        {
            using JsonDocument document = await JsonDocument.ParseAsync(input);
            string[] data = DataOf(document.RootElement);
            batches.Add(data);
            JsonElement[] records = [.. document.RootElement.GetProperty("Records").EnumerateArray()];

            // The order of the identifiers does not matter: the lowest one is the checkpoint.
            string failures = string.Join(",", records.Where((_, i) => data[i] is "bad" or "worse").Reverse()
                .Select(record => $$"""{"itemIdentifier":"{{record.GetProperty("kinesis").GetProperty("sequenceNumber").GetString()}}"}"""));
            return await Handlers.Json($$"""{"batchItemFailures":[{{failures}}]}""");
        });
        TestKinesisStream stream = host.Kinesis("orders");
        host.AddMapping(stream, "reader", new() { MaximumRetryAttempts = 1, ReportBatchItemFailures = true, OnFailure = host.Queue("failed") });
        foreach (string each in (string[])["a", "bad", "b", "worse"])
        {
            stream.Put("k", each);
        }

        await host.RunUntilIdleAsync();

        // The checkpoint has advanced, so the one retry starts anew.
        Assert.Equal([["a", "bad", "b", "worse"], ["bad", "b", "worse"], ["bad", "b", "worse"]], batches);
        Assert.Equal(3, host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveInvokeCount(2).Json.GetProperty("KinesisBatchInfo").GetProperty("batchSize").GetInt32());
    }

    [Theory]
    [InlineData("""{"batchItemFailures":[]}""", true)]
    [InlineData("""{"batchItemFailures":null}""", true)]
    [InlineData("{}", true)]
    [InlineData("null", true)]
    [InlineData("", true)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""", false)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""", false)]
    [InlineData("""{"batchItemFailures":[{"id":"1"}]}""", false)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"unknown"}]}""", false)]
    [InlineData("""{"batchItemFailures":"1"}""", false)]
    [InlineData("not JSON", false)]
    public async Task A_response_that_cannot_be_read_fails_the_whole_batch(string response, bool succeeds)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("reader", Handlers.Returns(response));
        host.AddMapping(host.Kinesis("orders"), "reader", new() { MaximumRetryAttempts = 0, ReportBatchItemFailures = true, OnFailure = host.Queue("failed") });

        host.Kinesis("orders").Put("k", "a");
        await host.RunUntilIdleAsync();

        host.Queue("failed").ShouldHaveReceived(succeeds ? 0 : 1);
    }

    [Fact]
    public async Task The_record_age_ends_the_retries_and_spares_younger_records()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        List<string> seen = [];
        host.AddFunction("reader", Reader(seen, "poison"));
        TestKinesisStream stream = host.Kinesis("orders");
        host.AddMapping(stream, "reader", new() { BatchSize = 1, MaximumRecordAgeInSeconds = 60, OnFailure = host.Queue("failed") });

        stream.Put("k", "poison");
        await host.RunForAsync(TimeSpan.FromSeconds(30));
        stream.Put("k", "young");
        await host.RunUntilIdleAsync();

        CapturedMessage record = host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveCondition("RecordAgeExceeded");
        Assert.False(record.Json.TryGetProperty("responseContext", out _));
        Assert.Contains("young", seen);
    }

    [Fact]
    public async Task A_throttled_function_loses_no_retry_of_the_stream()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Returns("1"), new() { ReservedConcurrency = 0 });
        host.AddMapping(host.Kinesis("orders"), "reader", new() { MaximumRetryAttempts = 0, OnFailure = host.Queue("failed") });

        host.Kinesis("orders").Put("k", "a");
        await host.RunForAsync(TimeSpan.FromMinutes(30));
        reader.ShouldHaveBeenInvoked(0);
        reader.Settings = new();
        await host.RunUntilIdleAsync();

        reader.ShouldHaveBeenInvoked(1);
        host.Queue("failed").ShouldBeEmpty();
        Assert.True(host.Metrics.Throttles > 5);
    }

    [Fact]
    public async Task A_batch_waits_for_its_window_or_for_its_size()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        DateTimeOffset start = host.TimeProvider.GetUtcNow();
        TestFunction reader = host.AddFunction("reader", Handlers.Returns("1"));
        TestKinesisStream stream = host.Kinesis("orders");
        host.AddMapping(stream, "reader", new() { BatchSize = 2, MaximumBatchingWindow = TimeSpan.FromSeconds(20) });

        stream.Put("k", "a");
        await host.RunForAsync(TimeSpan.FromSeconds(5));
        stream.Put("k", "b");
        stream.Put("k", "c");
        await host.RunUntilIdleAsync();

        Assert.Equal([5, 25], reader.ShouldHaveBeenInvoked(2).Select(each => (each.StartedAt - start).TotalSeconds));
    }

    [Fact]
    public async Task A_mapping_from_LATEST_does_not_see_what_was_there()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        List<string> seen = [];
        host.AddFunction("reader", Reader(seen));
        host.Kinesis("orders").Put("k", "old");
        host.AddMapping(host.Kinesis("orders"), "reader", new() { StartingPosition = StartingPosition.Latest });
        host.Kinesis("orders").Put("k", "new");

        await host.RunUntilIdleAsync();

        Assert.Equal(["new"], seen);
    }

    [Fact]
    public async Task Lanes_of_one_shard_keep_the_order_of_a_key()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        List<string> seen = [];
        host.AddFunction("reader", Reader(seen, "k0-poison"));
        TestKinesisStream stream = host.Kinesis("orders");
        host.AddMapping(stream, "reader", new() { BatchSize = 1, ParallelizationFactor = 10, MaximumRetryAttempts = 3 });
        for (int i = 0; i < 5; i++)
        {
            for (int key = 0; key < 10; key++)
            {
                stream.Put("k" + key, i == 0 && key == 0 ? "k0-poison" : $"k{key}-{i}");
            }
        }

        await host.RunUntilIdleAsync();

        for (int key = 0; key < 10; key++)
        {
            Assert.Equal(Enumerable.Range(key == 0 ? 1 : 0, key == 0 ? 4 : 5).Select(i => $"k{key}-{i}"), seen.Where(each => each.StartsWith($"k{key}-", StringComparison.Ordinal) && !each.EndsWith("poison", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Kafka_without_a_limit_but_with_a_destination_stops_after_ten_retries()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Throws("no"));
        host.AddMapping(host.Kafka("orders"), "reader", new() { OnFailure = host.Queue("failed") });

        host.Kafka("orders").Produce("k", "v");
        await host.RunUntilIdleAsync();

        reader.ShouldHaveBeenInvoked(11);
        host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveInvokeCount(11);
    }

    [Fact]
    public async Task Kafka_names_failures_by_partition_and_offset()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        int invocations = 0;
        TestFunction reader = host.AddFunction("reader", (_, _) => Handlers.Json(
            invocations++ == 0 ? """{"batchItemFailures":[{"itemIdentifier":{"partition":"orders-1","offset":1}}]}""" : "{}"));
        host.AddMapping(host.Kafka("orders", partitions: 2), "reader", new() { ReportBatchItemFailures = true });

        for (int i = 0; i < 3; i++)
        {
            host.Kafka("orders").Produce(null, "v" + i, partition: 1);
        }

        await host.RunUntilIdleAsync();

        using JsonDocument second = JsonDocument.Parse(reader.ShouldHaveBeenInvoked(2)[1].Request);
        Assert.Equal([1, 2], second.RootElement.GetProperty("records").GetProperty("orders-1").EnumerateArray().Select(record => record.GetProperty("offset").GetInt32()));
    }

    [Fact]
    public async Task A_Kafka_target_gets_one_message_per_record_under_the_key_of_the_original()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("reader", Handlers.Throws("no"));
        TestFunction consumer = host.AddFunction("consumer", Handlers.Returns("1"));
        host.AddMapping(host.Kafka("orders"), "reader", new() { MaximumRetryAttempts = 0, OnFailure = host.Kafka("orders-failed") });
        host.AddMapping(host.Kafka("orders-failed"), "consumer");

        host.Kafka("orders").Produce("k1", "v1");
        host.Kafka("orders").Produce("k2", "v2");
        await host.RunUntilIdleAsync();

        Assert.Equal(["0", "1"], host.Kafka("orders-failed").ShouldHaveReceived(2)
            .Select(message => message.Json.GetProperty("KafkaBatchInfo").GetProperty("recordInfo").GetProperty("offset").GetString()));
        using JsonDocument document = JsonDocument.Parse(consumer.ShouldHaveBeenInvoked(1)[0].Request);
        Assert.Equal(
            [Convert.ToBase64String("k1"u8), Convert.ToBase64String("k2"u8)],
            document.RootElement.GetProperty("records").GetProperty("orders-failed-0").EnumerateArray().Select(record => record.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task A_self_managed_cluster_has_no_ARN()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Throws("no"));
        host.AddMapping(host.Kafka("orders", selfManaged: true), "reader", new() { MaximumRetryAttempts = 0, OnFailure = host.Queue("failed") });

        host.Kafka("orders").Produce("k", "v");
        await host.RunUntilIdleAsync();

        Assert.False(host.Queue("failed").ShouldHaveReceivedOne().Json.GetProperty("KafkaBatchInfo").TryGetProperty("eventSourceArn", out _));
        Assert.Contains("\"eventSource\":\"SelfManagedKafka\"", Encoding.UTF8.GetString(reader.Invocations[0].Request.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DynamoDB_shows_the_images_and_times_without_milliseconds()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Throws("no"));
        host.AddMapping(host.DynamoDB("orders"), "reader", new() { BatchSize = 1, MaximumRetryAttempts = 0, OnFailure = host.Queue("failed") });

        host.DynamoDB("orders").Modify("""{"id":{"S":"1"}}""", """{"id":{"S":"1"},"n":{"N":"2"}}""", """{"id":{"S":"1"},"n":{"N":"1"}}""");
        host.DynamoDB("orders").Remove("""{"id":{"S":"1"}}""", """{"id":{"S":"1"},"n":{"N":"2"}}""");
        await host.RunUntilIdleAsync();

        Assert.All(host.Queue("failed").ShouldHaveReceived(2), record =>
            Assert.Matches("T00:00:0[01]Z$", record.Json.GetProperty("DDBStreamBatchInfo").GetProperty("approximateArrivalOfFirstRecord").GetString()));
        using JsonDocument removed = JsonDocument.Parse(reader.ShouldHaveBeenInvoked(2)[1].Request);
        JsonElement change = removed.RootElement.GetProperty("Records")[0];
        Assert.Equal("REMOVE", change.GetProperty("eventName").GetString());
        Assert.False(change.GetProperty("dynamodb").TryGetProperty("NewImage", out _));
        Assert.Equal("2", change.GetProperty("dynamodb").GetProperty("OldImage").GetProperty("n").GetProperty("N").GetString());
    }

    [Fact]
    public async Task Settings_that_AWS_refuses_are_refused()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("reader", Handlers.Returns("1"));

        void Refused(EventSourceMappingSettings settings) => Assert.Throws<ArgumentException>(() => host.AddMapping(host.Kinesis("orders"), "reader", settings));

        Refused(new() { BatchSize = 0 });
        Refused(new() { BatchSize = 10001 });
        Refused(new() { MaximumRetryAttempts = -2 });
        Refused(new() { MaximumRetryAttempts = 10001 });
        Refused(new() { MaximumRecordAgeInSeconds = 59 });
        Refused(new() { MaximumRecordAgeInSeconds = 604801 });
        Refused(new() { ParallelizationFactor = 11 });
        Refused(new() { MaximumConcurrency = 2 });
        Refused(new() { MaximumBatchingWindow = TimeSpan.FromSeconds(301) });
        Refused(new() { OnFailure = host.Function("reader") });
        Refused(new() { OnFailure = host.Bus("bus") });
        Refused(new() { OnFailure = host.Kafka("other") });
        Assert.Throws<ArgumentException>(() => host.AddMapping(host.Kafka("orders"), "reader", new() { OnFailure = host.Kafka("orders") }));
        Assert.Throws<ArgumentException>(() => host.AddMapping(host.Kafka("orders"), "reader", new() { ParallelizationFactor = 2 }));
        Assert.Throws<ArgumentException>(() => host.AddMapping(host.Queue("orders"), "reader", new() { OnFailure = host.Queue("failed") }));
        Assert.Throws<ArgumentException>(() => host.AddMapping(host.Queue("orders"), "reader", new() { MaximumRetryAttempts = 1 }));
        Assert.Throws<ArgumentException>(() => host.AddMapping(host.Queue("orders"), "reader", new() { MaximumConcurrency = 1 }));
    }

    /// <summary>Whatever the settings, every record is seen by the function or reported as discarded, in order, and none twice as success.</summary>
    [Fact]
    public Task No_record_is_lost_or_duplicated() =>
        Gen.Select(
                Gen.Bool.Array[1, 25],
                Gen.Int[1, 8],
                Gen.Int[0, 3],
                Gen.Bool,
                Gen.Bool)
            .SampleAsync(async (poisons, batchSize, retries, bisect, partial) =>
            {
                await using LambdaTestHost host = LambdaTestHost.Create(seed: 7);
                List<int> succeeded = [];
                host.AddFunction("reader", async (input, _) =>
                {
                    using JsonDocument document = await JsonDocument.ParseAsync(input);
                    JsonElement[] records = [.. document.RootElement.GetProperty("Records").EnumerateArray()];
                    List<int> passed = [];
                    foreach (JsonElement record in records)
                    {
                        int number = int.Parse(Encoding.UTF8.GetString(record.GetProperty("kinesis").GetProperty("data").GetBytesFromBase64()), System.Globalization.CultureInfo.InvariantCulture);
                        if (poisons[number])
                        {
                            if (!partial)
                            {
                                throw new InvalidOperationException("poison");
                            }

                            succeeded.AddRange(passed);
                            return await Handlers.Json($$"""{"batchItemFailures":[{"itemIdentifier":"{{record.GetProperty("kinesis").GetProperty("sequenceNumber").GetString()}}"}]}""");
                        }

                        passed.Add(number);
                    }

                    succeeded.AddRange(passed);
                    return Stream.Null;
                });
                TestKinesisStream stream = host.Kinesis("numbers");
                host.AddMapping(stream, "reader", new()
                {
                    BatchSize = batchSize,
                    MaximumRetryAttempts = retries,
                    BisectBatchOnFunctionError = bisect,
                    ReportBatchItemFailures = partial,
                    OnFailure = host.Bucket("failed"),
                });
                for (int i = 0; i < poisons.Length; i++)
                {
                    stream.Put("k", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
                }

                await host.RunUntilIdleAsync();

                List<int> discarded = [];
                foreach (CapturedMessage message in host.Bucket("failed").Messages)
                {
                    using JsonDocument payload = JsonDocument.Parse(message.Json.GetProperty("payload").GetString()!);
                    discarded.AddRange(DataOf(payload.RootElement).Select(each => int.Parse(each, System.Globalization.CultureInfo.InvariantCulture)));
                }

                Assert.Equal(succeeded.Order(), succeeded);
                Assert.Equal(discarded.Order(), discarded);
                Assert.Equal(Enumerable.Range(0, poisons.Length), succeeded.Concat(discarded).Order());
                Assert.All(Enumerable.Range(0, poisons.Length).Where(i => poisons[i]), poison => Assert.Contains(poison, discarded));
                if (bisect && !partial)
                {
                    Assert.Equal(Enumerable.Range(0, poisons.Length).Where(i => poisons[i]), discarded);
                }
            }, iter: 200);

    private static Func<Stream, ILambdaInvocation, Task<Stream>> Reader(List<string> seen, params string[] poisons) => async (input, _) =>
    {
        using JsonDocument document = await JsonDocument.ParseAsync(input);
        string[] data = DataOf(document.RootElement);
        seen.AddRange(data);
        return data.Any(poisons.Contains) ? throw new InvalidOperationException("poison") : Stream.Null;
    };

    private static string[] DataOf(JsonElement kinesisEvent) =>
        [.. kinesisEvent.GetProperty("Records").EnumerateArray().Select(record => Encoding.UTF8.GetString(record.GetProperty("kinesis").GetProperty("data").GetBytesFromBase64()))];

    private static (string First, string Other) KeysOfTwoShards()
    {
        string[] keys = [.. Enumerable.Range(0, 20).Select(i => "key" + i)];
        return (keys.First(key => Shard(key) == 0), keys.First(key => Shard(key) == 1));

        static int Shard(string key) => StreamSource.Spread(Encoding.UTF8.GetBytes(key), 2);
    }
}
