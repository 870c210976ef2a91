using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using CsCheck;

namespace LambdaDestinations.Testing.Tests;

/// <summary>FIFO queues as sources: message groups, order, deduplication.</summary>
public sealed class FifoTests
{
    [Fact]
    public async Task A_failed_message_holds_up_its_group_and_no_other()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        List<string> seen = [];
        int failures = 0;
        host.AddFunction("reader", Reader(seen, body => body == "a1" && failures++ == 0));
        TestQueue queue = Fifo(host);
        host.AddMapping(queue, "reader", new() { BatchSize = 1 });

        foreach (string body in (string[])["a1", "a2", "b1", "b2"])
        {
            queue.SendFifo(body, body[..1]);
        }

        await host.RunUntilIdleAsync();

        Assert.Equal(["a1", "b1", "b2", "a1", "a2"], seen);
        Assert.Equal(0, queue.Depth);
    }

    [Fact]
    public async Task A_group_is_in_one_batch_at_a_time_and_groups_run_beside_each_other()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        List<string> log = [];
        host.AddFunction("reader", async (input, invocation) =>
        {
            string body = (await BodiesAsync(input)).Single();
            log.Add("+" + body);
            await Task.Delay(TimeSpan.FromSeconds(1), invocation.TimeProvider);
            log.Add("-" + body);
            return Stream.Null;
        });
        TestQueue queue = Fifo(host);
        host.AddMapping(queue, "reader", new() { BatchSize = 1 });

        foreach (string body in (string[])["a1", "a2", "b1"])
        {
            queue.SendFifo(body, body[..1]);
        }

        await host.RunUntilIdleAsync();

        Assert.Equal(["+a1", "+b1", "-a1", "-b1", "+a2", "-a2"], log);
    }

    [Fact]
    public async Task A_partial_batch_keeps_the_order_of_what_comes_back()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        List<string> seen = [];
        int calls = 0;
        host.AddFunction("reader", async (input, _) =>
        {
            using JsonDocument batch = await JsonDocument.ParseAsync(input);
            JsonElement[] records = [.. batch.RootElement.GetProperty("Records").EnumerateArray()];
            seen.AddRange(records.Select(static each => each.GetProperty("body").GetString()!));

            // As AWS advises: stop at the first failure, and name it and all behind it.
            IEnumerable<JsonElement> failed = calls++ == 0 ? records.Skip(1) : [];
            return await Handlers.Json($$"""{"batchItemFailures":[{{string.Join(",", failed.Select(static each => $$"""{"itemIdentifier":"{{each.GetProperty("messageId").GetString()}}"}"""))}}]}""");
        });
        TestQueue queue = Fifo(host);
        foreach (string body in (string[])["1", "2", "3"])
        {
            queue.SendFifo(body, "g");
        }

        host.AddMapping(queue, "reader", new() { ReportBatchItemFailures = true });
        await host.RunUntilIdleAsync();

        Assert.Equal(["1", "2", "3", "2", "3"], seen);
    }

    [Fact]
    public async Task A_deduplication_id_counts_for_five_minutes()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestQueue queue = host.Queue("q.fifo", new() { Fifo = true });

        queue.SendFifo("1", "g", "id");
        queue.SendFifo("2", "g", "id");
        await host.RunForAsync(TimeSpan.FromMinutes(5));
        queue.SendFifo("3", "g", "id");

        Assert.Equal(["1", "3"], queue.ShouldHaveReceived(2).Select(static each => each.Body));
    }

    [Fact]
    public async Task The_event_shows_group_sequence_and_deduplication_id()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Returns("{}"));
        host.AddMapping(Fifo(host), "reader");

        host.Queue("q.fifo").SendFifo("1", "g", "id");
        await host.RunUntilIdleAsync();

        using JsonDocument batch = JsonDocument.Parse(reader.ShouldHaveBeenInvoked(1)[0].Request);
        JsonElement attributes = batch.RootElement.GetProperty("Records")[0].GetProperty("attributes");
        Assert.Equal(("g", "id", 20), (attributes.GetProperty("MessageGroupId").GetString(), attributes.GetProperty("MessageDeduplicationId").GetString(), attributes.GetProperty("SequenceNumber").GetString()!.Length));
    }

    [Fact]
    public void What_SQS_and_Lambda_refuse_is_refused()
    {
        LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("reader", Handlers.Returns("{}"));
        TestQueue queue = host.Queue("q.fifo", new() { Fifo = true });

        Assert.Throws<ArgumentException>(() => queue.Send("1"));
        Assert.Throws<ArgumentException>(() => queue.SendFifo("1", "g"));
        Assert.Throws<ArgumentException>(() => host.Queue("standard").SendFifo("1", "g", "id"));
        Assert.Throws<ArgumentException>(() => host.AddMapping(queue, "reader", new() { BatchSize = 11, MaximumBatchingWindow = TimeSpan.FromSeconds(1) }));
        Assert.Throws<ArgumentException>(() => host.AddMapping(queue, "reader", new() { MaximumBatchingWindow = TimeSpan.FromSeconds(1) }));
    }

    /// <summary>Whatever fails how often: each group is done in its order, or ends in the dead-letter queue.</summary>
    [Fact]
    [Trait("Category", "Property")]
    public Task Groups_keep_their_order() => Gen.Select(Gen.Int[0, 3].Array[1, 20], Gen.Int[0, 4].Array[20], Gen.Int[1, 10]).SampleAsync(async (groups, failures, batchSize) =>
    {
        await using LambdaTestHost host = LambdaTestHost.Create(seed: 3);
        int[] left = [.. failures];
        List<string> done = [];
        host.AddFunction("reader", async (input, _) =>
        {
            string[] bodies = await BodiesAsync(input);
            if (bodies.Any(body => left[int.Parse(body.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture)]-- > 0))
            {
                throw new InvalidOperationException("not yet");
            }

            done.AddRange(bodies);
            return Stream.Null;
        });
        TestQueue queue = Fifo(host);
        for (int i = 0; i < groups.Length; i++)
        {
            queue.SendFifo($"{groups[i]}-{i}", $"{groups[i]}");
        }

        host.AddMapping(queue, "reader", new() { BatchSize = batchSize });
        await host.RunUntilIdleAsync();

        Assert.Equal(groups.Length, done.Count);
        foreach (IGrouping<char, string> group in done.GroupBy(static each => each[0]))
        {
            int[] order = [.. group.Select(static each => int.Parse(each.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(order.Order(), order);
        }
    }, iter: 200);

    private static TestQueue Fifo(LambdaTestHost host) => host.Queue("q.fifo", new() { Fifo = true, ContentBasedDeduplication = true });

    private static Func<Stream, ILambdaInvocation, Task<Stream>> Reader(List<string> seen, Func<string, bool> fails) => async (input, _) =>
    {
        string[] bodies = await BodiesAsync(input);
        seen.AddRange(bodies);
        return bodies.Any(fails) ? throw new InvalidOperationException("no") : Stream.Null;
    };

    private static async Task<string[]> BodiesAsync(Stream input)
    {
        using JsonDocument batch = await JsonDocument.ParseAsync(input);
        return [.. batch.RootElement.GetProperty("Records").EnumerateArray().Select(static each => each.GetProperty("body").GetString()!)];
    }
}
