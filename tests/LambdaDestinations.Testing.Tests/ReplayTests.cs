using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

/// <summary>Failures as events again: whatever carries the record, the function gets the very payload.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Event = """{"orderId":"A-1001","quantity":2}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-replay-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The samples of failures that hold their event, and with the records of mappings the batch.</summary>
    public static TheoryData<string, string> Replayable()
    {
        TheoryData<string, string> samples = [];
        foreach (string name in Samples.Names().Where(x =>
            (x.StartsWith("async-failure", StringComparison.Ordinal) && x != "async-failure.s3notification") || x.Contains("s3object", StringComparison.Ordinal) || x is "esm-kafka.kafka-topic" or "dlq.sqs" or "dlq.sns"))
        {
            samples.Add(name, name.Split('-')[0] switch { "async" => "requestPayload", "esm" => "payload", _ => "" });
        }

        return samples;
    }

    [Theory]
    [MemberData(nameof(Replayable))]
    public async Task Every_sample_of_a_failure_with_its_event_is_replayed(string sample, string member)
    {
        List<string> given = [];
        await using LambdaTestHost host = Host(given);

        // Dead letters do not name their function.
        IReadOnlyList<CapturedInvocation> attempts = await host.ReplayAsync(Path.Combine(Samples.Folder, sample + ".json"), member.Length == 0 ? "order-worker" : null);

        JsonNode record = await RecordOfAsync(sample);
        JsonNode expected = (member.Length == 0 ? record : record[member])!;
        Assert.True(JsonNode.DeepEquals(expected is JsonValue text && text.TryGetValue(out string? escaped) && escaped.StartsWith('{') ? JsonNode.Parse(escaped) : expected, JsonNode.Parse(given[0])), given[0]);
        Assert.Equal([InvocationOutcome.Succeeded], attempts.Select(x => x.Outcome));
        Assert.StartsWith("+00:00:00.000  ", host.Timeline.ToString(), StringComparison.Ordinal);
        Assert.Contains("  replay -> order-worker", host.Timeline.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_of_a_notification_is_the_object_of_a_bucket_of_the_host()
    {
        List<string> given = [];
        await using LambdaTestHost host = Host(given);
        string path = Path.Combine(Samples.Folder, "async-failure.s3notification.json");

        InvalidOperationException missing = await Assert.ThrowsAsync<InvalidOperationException>(() => host.ReplayAsync(path));
        Assert.Contains("of the bucket 'failed-orders', which the host does not have", missing.Message, StringComparison.Ordinal);

        host.Bucket("failed-orders").Put("aws/lambda/async/order-worker/2026/03/04/2026-03-04T10.15.30-1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", File.ReadAllBytes(Path.Combine(Samples.Folder, "async-failure.s3object.json")));
        Assert.Single(await host.ReplayAsync(path));
        Assert.Single(given);
    }

    [Theory]
    [InlineData("esm-kinesis.sqs", "the record has the positions of 2 record(s) in shardId-000000000001 of arn:aws:kinesis:")]
    [InlineData("esm-dynamodb.sns", "the record has the positions of ")]
    [InlineData("esm-kafka.sqs", "record(s) of Kafka only, as queues and topics get them")]
    [InlineData("async-success.sqs", "it holds no record of a failure")]
    [InlineData("dlq.sqs", "a dead letter does not name its function")]
    public async Task What_holds_no_event_is_refused_before_anything_runs(string sample, string reason)
    {
        List<string> given = [];
        await using LambdaTestHost host = Host(given);

        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.ReplayAsync(Path.Combine(Samples.Folder, sample + ".json")));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains(sample + ".json", refused.Message, StringComparison.Ordinal);
        Assert.Empty(given);
    }

    [Theory]
    [InlineData("""{"version":"1.0","requestContext":{"requestId":"r","functionArn":"f","condition":"RetriesExhausted","approximateInvokeCount":1},"timestamp":"2026-03-04T10:15:30.123Z"}""", "failed.json cannot be replayed: the record has no request payload: Lambda leaves it out where the record is too large for its target.")]
    [InlineData("""{"version":"1.0","requestContext":{"requestId":"r","functionArn":"f","condition":"RetriesExhausted"},"requestPayload":1}""", "failed.json cannot be replayed: $.requestContext.approximateInvokeCount (byte ")]
    [InlineData("[1", "failed.json cannot be replayed: $")]
    [InlineData("""{"httpMethod":"GET"}""", "failed.json cannot be replayed: $ (byte 0): this is an HTTP request, not a record of a destination")]
    [InlineData("""{"Messages":[{"MessageId":"m","Body":"{\"a\":1}"}]}""", "failed.json, message m cannot be replayed: it is neither a record of a destination nor a dead letter of a function")]
    [InlineData("""{"durableExecutionArn":"a","durableExecutionName":"n","functionArn":"f","status":"FAILED","startTimestamp":"2026-03-04T10:15:30.123Z"}""", "failed.json cannot be replayed: it is the status change of a durable execution")]
    public async Task What_cannot_be_replayed_is_told_with_its_place(string text, string message)
    {
        await using LambdaTestHost host = Host([]);
        string path = Write("failed.json", text);

        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.ReplayAsync(path));

        Assert.StartsWith(message, refused.Message[(_folder.FullName.Length + 1)..], StringComparison.Ordinal);
        Assert.Contains("replay-no-such-file.json", (await Assert.ThrowsAsync<FileNotFoundException>(() => host.ReplayAsync("replay-no-such-file.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_command_line_of_AWS_has_received_is_replayed()
    {
        List<string> given = [];
        await using LambdaTestHost host = Host(given);
        JsonObject dead = new()
        {
            ["Messages"] = new JsonArray(
                new JsonObject { ["MessageId"] = "1", ["ReceiptHandle"] = "h", ["Body"] = (await RecordOfAsync("async-failure.raw")).ToJsonString() },
                new JsonObject { ["MessageId"] = "2", ["Body"] = Event, ["MessageAttributes"] = new JsonObject { ["RequestID"] = new JsonObject { ["StringValue"] = "r", ["DataType"] = "String" } } }),
        };

        await host.ReplayAsync(Write("messages.json", dead.ToJsonString()), "order-worker");

        Assert.Equal([Event, Event], given);
    }

    [Fact]
    public async Task A_failure_is_replayed_when_its_handler_is_mended()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("order-worker", Handlers.Throws("no stock"), new() { OnFailure = host.Queue("failed"), DeadLetterTarget = host.Queue("dead") });
        string id = await host.InvokeAsync("order-worker", Event);
        await host.RunUntilIdleAsync();
        CapturedMessage failed = host.Queue("failed").ShouldHaveReceivedOne();
        FailureRecord<DestinationVoid> record = DestinationRecordReader.ReadFailure<DestinationVoid>(Encoding.UTF8.GetBytes(failed.Body), null);
        CapturedMessage dead = host.Queue("dead").ShouldHaveReceivedOne();

        // As it is, it fails again, with all its attempts, and its record arrives once more.
        IReadOnlyList<CapturedInvocation> again = await record.ReplayAsync(host);
        Assert.Equal([(1, InvocationOutcome.Failed), (2, InvocationOutcome.Failed), (3, InvocationOutcome.Failed)], again.Select(x => (x.Attempt, x.Outcome)));
        Assert.NotEqual(id, again[0].RequestId);
        host.Queue("failed").ShouldHaveReceived(2);

        List<string> given = [];
        await using LambdaTestHost mended = Host(given);
        Assert.Single(await record.ReplayAsync(mended));
        Assert.Single(await mended.ReplayAsync(failed));
        Assert.Single(await mended.ReplayAsync(Encoding.UTF8.GetBytes(failed.Body)));
        Assert.Single(await mended.ReplayAsync(dead, "order-worker"));
        Assert.Single(await DestinationRecordReader.ReadDeadLetter<DestinationVoid>(Encoding.UTF8.GetBytes(dead.Body), null, null).ReplayAsync(mended, "order-worker"));
        Assert.Equal(Enumerable.Repeat(Event, 5), given);
    }

    [Fact]
    public async Task A_batch_that_a_mapping_gave_up_is_replayed()
    {
        List<string> given = [];
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("read-orders", Handlers.Throws("no"));
        host.AddMapping(host.Kinesis("orders"), "read-orders", new() { MaximumRetryAttempts = 0, OnFailure = host.Bucket("failed") });
        host.Kinesis("orders").Put("customer-1", "poison");
        await host.RunUntilIdleAsync();
        byte[] batch = Encoding.UTF8.GetBytes(host.Bucket("failed").ShouldHaveReceivedOne().Body);
        await using LambdaTestHost mended = LambdaTestHost.Create();
        mended.AddFunction("read-orders", Records(given));

        Assert.Single(await DestinationRecordReader.ReadStreamFailure(batch).ReplayAsync(mended));

        Assert.Equal("cG9pc29u", JsonNode.Parse(given[0])!["Records"]![0]!["kinesis"]!["data"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("shop-Worker-1A2B3C4D5E6F", true)]
    [InlineData("shop-staging-Worker-x9", true)]
    [InlineData("Worker", true)]
    [InlineData("shop-Packer-1A2B3C4D5E6F", false)]
    [InlineData("shop-packer-1A2B3C4D5E6F", false)]
    [InlineData("Worker-1A2B3C4D5E6F", false)]
    [InlineData("shop-CoWorker-1A2B3C4D5E6F", false)]
    public async Task A_name_that_CloudFormation_made_is_that_of_the_template(string deployed, bool isFound)
    {
        List<string> given = [];
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Worker: { Type: AWS::Serverless::Function, Properties: { Handler: A::B::C } }
              Packing: { Type: AWS::Serverless::Function, Properties: { Handler: A::B::D, FunctionName: packer } }
            """).Build();
        host.AddFunction("Worker", Records(given));
        host.AddFunction("packer", Records(given));
        string text = File.ReadAllText(Path.Combine(Samples.Folder, "async-failure.raw.json")).Replace("order-worker", deployed, StringComparison.Ordinal);
        Task<IReadOnlyList<CapturedInvocation>> replay = host.ReplayAsync(Encoding.UTF8.GetBytes(text));

        if (isFound)
        {
            Assert.Single(await replay);
            Assert.Single(host.Function("Worker").Invocations);
        }
        else
        {
            Assert.Contains($":function:{deployed}", (await Assert.ThrowsAsync<LambdaInvokeException>(() => replay)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_handler_does_not_replay_in_the_host_that_runs_it()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        byte[] record = File.ReadAllBytes(Path.Combine(Samples.Folder, "async-failure.raw.json"));
        host.AddFunction("order-worker", async (_, invocation) =>
        {
            await invocation.Host.ReplayAsync(record);
            return Stream.Null;
        }, new() { MaximumRetryAttempts = 0 });

        CapturedInvocation attempt = Assert.Single(await host.ReplayAsync(record));

        Assert.Contains("A handler cannot run the host that runs it.", Encoding.UTF8.GetString(attempt.Response.Span), StringComparison.Ordinal);
        Assert.Equal(1, host.Function("order-worker").InvocationCount);
    }

    private static LambdaTestHost Host(List<string> given)
    {
        LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("order-worker", Records(given), new() { Aliases = new Dictionary<string, string> { ["live"] = "7" } });
        return host;
    }

    private static Func<Stream, ILambdaInvocation, Task<Stream>> Records(List<string> given) => async (input, _) =>
    {
        using StreamReader reader = new(input);
        given.Add(await reader.ReadToEndAsync());
        return Stream.Null;
    };

    /// <summary>The record of a sample, taken out of its carrier.</summary>
    private static async Task<JsonNode> RecordOfAsync(string sample)
    {
        byte[] text = await File.ReadAllBytesAsync(Path.Combine(Samples.Folder, sample + ".json"));
        DestinationMessage message = sample.EndsWith(".kafka-topic", StringComparison.Ordinal) || !JsonNode.Parse(text)!.AsObject().ContainsKey("Records") && !JsonNode.Parse(text)!.AsObject().ContainsKey("detail")
            ? DestinationEnvelope.FromSqsBody(text)
            : DestinationEnvelope.Read(text).Single();
        return JsonNode.Parse(message.Record.Span)!;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
