using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;
using LambdaDestinations.Testing.Tests;
using LambdaDestinations.Tool.Replays;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Tests;

/// <summary><c>replay</c>: from files without AWS, and from queues and buckets of a local server where one is installed.</summary>
public sealed class ReplayTests(MotoServer server) : IClassFixture<MotoServer>, IDisposable
{
    private const string Event = """{"orderId": "A-1001", "quantity": 2}""";

    private const string Failure =
        """{"version":"1.0","timestamp":"2026-03-04T10:15:30.123Z","requestContext":{"requestId":"5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10","functionArn":"arn:aws:lambda:eu-west-1:123456789012:function:place-order:live","condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":{"orderId": "A-1001", "quantity": 2},"responseContext":{"statusCode":200,"executedVersion":"7","functionError":"Unhandled"},"responsePayload":{"errorType":"TimeoutException","errorMessage":"no answer"}}""";

    /// <summary>The failure of another event of the same content, at another time.</summary>
    private static string Other(string requestId, string timestamp = "2026-03-04T10:15:30.123Z") => Failure
        .Replace("5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10", requestId, StringComparison.Ordinal)
        .Replace("2026-03-04T10:15:30.123Z", timestamp, StringComparison.Ordinal);

    private static readonly string Records = Path.Combine(ToolRun.Repository, "tests", "Corpus", "records");

    private readonly ToolRun _tool = new();

    static ReplayTests()
    {
        // The tool finds credentials as the AWS CLI does.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
    }

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_file_is_shown_by_function_and_error()
    {
        Result result = await _tool.Write("failed.json", $"[{Failure},{Failure.Replace("RetriesExhausted", "Success", StringComparison.Ordinal)},{Other("other").Replace("TimeoutException", "FormatException", StringComparison.Ordinal)},{Other("third")}]").Run("replay", "failed.json");

        Assert.Equal((0, ""), (result.Code, result.Error));
        string[][] table = [.. result.Output.Split('\n').TakeWhile(x => x.Length > 0).Select(x => x.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        Assert.Equal(["FUNCTION", "ERROR", "COUNT", "ATTEMPTS", "OLDEST", "NEWEST", "REPLAY"], table[0]);
        Assert.Equal(["place-order:live", "TimeoutException", "2", "3"], table[1][..4]);
        Assert.Equal(["place-order:live", "FormatException", "1", "3"], table[2][..4]);
        Assert.All(table[1..], x => Assert.Equal("yes", x[6]));
        Assert.EndsWith("\n3 failures: 3 can be replayed, 1 record of successes passed over\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(["failed.json"], Directory.EnumerateFileSystemEntries(_tool.PathOf(".")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(3600, "1 h")]
    [InlineData(7384, "2 h 3 min")]
    [InlineData(86400 * 400 + 3600 * 5, "400 d 5 h")]
    [InlineData(-5, "0 s")]
    public void An_age_has_its_two_largest_units(int seconds, string text) => Assert.Equal(text, ReplayTable.Age(TimeSpan.FromSeconds(seconds)));

    /// <summary>Every sample of the corpus, with whatever carries it: those of failures that hold their event are replayable, and nothing else is.</summary>
    [Fact]
    public async Task Every_record_of_a_folder_is_told()
    {
        Dictionary<string, string> expected = [];
        foreach (string path in Directory.EnumerateFiles(Records, "*.json"))
        {
            File.Copy(path, _tool.Write("records/.hidden/x", "").PathOf(Path.Combine("records", Path.GetFileName(path))));
            string name = Path.GetFileNameWithoutExtension(path);
            expected[name] = name switch
            {
                _ when name.Contains("s3notification", StringComparison.Ordinal) => "cannot be read",
                _ when name.StartsWith("dlq", StringComparison.Ordinal) => "does not name its function",
                _ when name.StartsWith("async-failure", StringComparison.Ordinal) || name.Contains("s3object", StringComparison.Ordinal) || name.Contains("kafka-topic", StringComparison.Ordinal) => "",
                _ when name.StartsWith("durable", StringComparison.Ordinal) => "status change of a durable execution",
                _ => "has the positions of",
            };
        }

        // Nobody answers at the discard port.
        Result result = await _tool.Run("replay", "records", "--format", "json", "--endpoint-url", "http://127.0.0.1:9", "--region", "us-east-1");

        // Where S3 cannot be asked at all, nothing is known of the others either.
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: The object 'aws/lambda/async/order-worker/", result.Error, StringComparison.Ordinal);
        foreach (string notification in Directory.GetFiles(_tool.PathOf("records"), "*s3notification.json"))
        {
            File.Delete(notification);
            expected.Remove(Path.GetFileNameWithoutExtension(notification));
        }

        foreach (string success in expected.Keys.Where(x => x.StartsWith("async-success", StringComparison.Ordinal)).ToArray())
        {
            expected.Remove(success);
        }

        result = await _tool.Run("replay", "records", "--format", "json");
        Assert.Equal((1, ""), (result.Code, result.Error));
        JsonArray failures = JsonNode.Parse(result.Output)!["failures"]!.AsArray();
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), failures.Select(x => Path.GetFileNameWithoutExtension(x!["place"]!.GetValue<string>().Split(',')[0])).Order(StringComparer.Ordinal));
        Assert.All(failures, x =>
        {
            string problem = expected[Path.GetFileNameWithoutExtension(x!["place"]!.GetValue<string>().Split(',')[0])];
            Assert.Contains(problem, x["problem"]?.GetValue<string>() ?? "", StringComparison.Ordinal);
            Assert.Equal(problem.Length == 0 && x["copyOf"] is null, x["replayable"]!.GetValue<bool>());
        });
        Assert.Contains(failures, static x => x!["replayable"]!.GetValue<bool>());

        result = await _tool.Run("replay", "records", "--function", "order-worker", "--format", "json");
        Assert.Equal(2, JsonNode.Parse(result.Output)!["failures"]!.AsArray().Count(x => x!["problem"] is null && x["place"]!.GetValue<string>().Contains("dlq", StringComparison.Ordinal)));
    }

    /// <summary>The event's bytes are those of the record; the script invokes the very function, and what it did counts.</summary>
    [SkippableFact]
    public async Task Events_are_written_with_the_script_that_invokes_their_functions()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no POSIX shell.");
        _tool.Write("failed.json", $"[{Failure},{Other("other")}]").Write("bin/aws", "#!/bin/sh\necho \"$@\" >> \"$CALLS\"\n");

        Result result = await _tool.Run("replay", "failed.json", "--output", "out/replay");

        Assert.Equal(0, result.Code);
        Assert.EndsWith("2 event(s) written. To replay them: sh out/replay/invoke.sh\n", result.Output, StringComparison.Ordinal);
        const string File1 = "place-order/5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10.json";
        Assert.Equal(Event, _tool.Read("out/replay/" + File1));
        Assert.Equal(Event, _tool.Read("out/replay/place-order/other.json"));
        string line = $"aws lambda invoke --region eu-west-1 --function-name 'arn:aws:lambda:eu-west-1:123456789012:function:place-order:live' --invocation-type Event --payload fileb://{File1} /dev/null";
        Assert.Contains(line.Replace("'", "", StringComparison.Ordinal), _tool.Read("out/replay/invoke.sh"), StringComparison.Ordinal);
        Assert.False(File.Exists(_tool.PathOf("lambda-destinations-replays.log")));

        await ShellAsync();
        string[] calls = _tool.Read("calls").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(line[4..].Replace("'", "", StringComparison.Ordinal), calls[0]);
        Assert.Equal(2, calls.Length);
        Assert.Equal(2, _tool.Read("lambda-destinations-replays.log").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        // Each was replayed once, and failed before the other was.
        JsonNode report = JsonNode.Parse((await _tool.Run("replay", "failed.json", "-f", "json")).Output)!;
        Assert.All(report["failures"]!.AsArray(), x => Assert.Equal(1, x!["replays"]!.GetValue<int>()));
        await ShellAsync();
        await ShellAsync();
        Result refused = await _tool.Run("replay", "failed.json", "--output", "out/replay");
        Assert.Equal(1, refused.Code);
        Assert.Contains("replayed 3×", refused.Output, StringComparison.Ordinal);
        Assert.Contains("not replayed: it has been replayed 3 time(s) and failed again: fix its cause, then raise --max-replays (failed.json, message 1; failed.json, message 2)", refused.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _tool.Run("replay", "failed.json", "--max-replays", "4")).Code);

        async Task ShellAsync()
        {
            ProcessStartInfo start = new("sh", ["-c", "chmod +x bin/aws; PATH=\"$PWD/bin:$PATH\" CALLS=\"$PWD/calls\" sh out/replay/invoke.sh"]) { WorkingDirectory = _tool.PathOf("."), RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Assert.Equal("", await process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }
    }

    /// <summary>Carriers deliver at least once, and files are copied: what is the same record is replayed once, and told.</summary>
    [Fact]
    public async Task Copies_of_a_record_are_replayed_once()
    {
        _tool.Write("failed/one.json", Failure).Write("failed/two.json", Failure).Write("failed/three.json", Other("other"));

        Result result = await _tool.Run("replay", "failed", "--output", "replay");
        Assert.Equal(0, result.Code);
        Assert.Contains("3 failures: 2 can be replayed, 1 is another copy of the same record\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(["5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10.json", "other.json"], Directory.EnumerateFiles(_tool.PathOf("replay/place-order")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        JsonArray failures = JsonNode.Parse((await _tool.Run("replay", "failed", "--format", "json")).Output)!["failures"]!.AsArray();
        JsonNode copy = Assert.Single(failures, x => x!["copyOf"] is not null)!;
        Assert.False(copy["replayable"]!.GetValue<bool>());
        Assert.NotEqual(copy["place"]!.GetValue<string>(), copy["copyOf"]!.GetValue<string>());
    }

    /// <summary>Events of one content, as a schedule sends them, are not rounds of one event; one that comes back again and again is.</summary>
    [Theory]
    [InlineData("2026-03-04T09:00:00Z", 0)] // ahead of all replays
    [InlineData("2026-03-04T12:05:00Z", 1)] // may be one of the five
    [InlineData("2026-03-04T13:30:00Z", 2)] // may be that of the second round
    [InlineData("2026-03-04T20:30:00Z", 0)] // no event lives so long
    public async Task Rounds_are_counted_and_not_events_of_one_content(string time, int replays)
    {
        string key = ReplayKey.Of("place-order", System.Text.Encoding.UTF8.GetBytes(Event));
        string[] lines = [.. Enumerable.Range(1, 5).Select(x => $"2026-03-04T12:00:00Z {key} place-order r{x} 1"), $"2026-03-04T13:00:00Z {key} place-order r6 2"];
        _tool.Write("failed.json", Other("new", time)).Write("lambda-destinations-replays.log", string.Join('\n', lines) + "\n");

        JsonNode failure = JsonNode.Parse((await _tool.Run("replay", "failed.json", "--format", "json")).Output)!["failures"]![0]!;
        Assert.Equal((replays, true), (failure["replays"]!.GetValue<int>(), failure["replayable"]!.GetValue<bool>()));

        Result refused = await _tool.Run("replay", "failed.json", "--max-replays", "2");
        Assert.Equal(replays < 2 ? 0 : 1, refused.Code);
        Assert.Equal(replays == 2, refused.Output.Contains("not replayed: it, or another event of its content, has been replayed 2 time(s)", StringComparison.Ordinal));
    }

    /// <summary>A ledger of an earlier version has no rounds: each line counts.</summary>
    [Fact]
    public async Task A_ledger_without_rounds_counts_as_before()
    {
        string key = ReplayKey.Of("place-order", System.Text.Encoding.UTF8.GetBytes(Event));
        _tool.Write("failed.json", Other("new", "2026-03-04T12:30:00Z"))
            .Write("lambda-destinations-replays.log", $"2026-03-04T12:00:00Z {key} place-order a\n2026-03-04T12:10:00Z {key} place-order b\n2026-03-04T12:20:00Z {key} place-order c\n");

        Assert.Contains("replayed 3×", (await _tool.Run("replay", "failed.json")).Output, StringComparison.Ordinal);
    }

    /// <summary>An event is known again whatever the order of its members, and is another one for another function.</summary>
    [Fact]
    public void An_event_is_known_by_its_JSON()
    {
        string key = Key("place-order", Event);
        Assert.Equal(key, Key("place-order", """{"quantity":2,"orderId":"A-1001"}"""));
        Assert.NotEqual(key, Key("place-orders", Event));
        Assert.NotEqual(key, Key("place-order", """{"quantity":2.0,"orderId":"A-1001"}"""));
        Assert.NotEqual(Key("f", "[1,2]"), Key("f", "[2,1]"));
        Assert.Matches("^[0-9a-f]{64}$", key);

        static string Key(string function, string payload) => ReplayKey.Of(function, System.Text.Encoding.UTF8.GetBytes(payload));
    }

    /// <summary>Whoever may write to a queue writes its records: no name of theirs leaves the folder, begins a command or steers a terminal.</summary>
    [Fact]
    public async Task A_record_does_not_write_where_or_what_it_wants()
    {
        string evil = Failure.Replace("5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10", "../../../evil\\u001b[31m;$(touch evil)", StringComparison.Ordinal);
        _tool.Write("failed.json", evil).Write("function.json", Failure.Replace("place-order:live", "\\ue000x\\\"; touch evil; \\\"\\ue001\\u001b[31m", StringComparison.Ordinal));

        Result result = await _tool.Run("replay", "failed.json", "--output", "replay");
        Assert.Equal(0, result.Code);
        Assert.Equal(["invoke.sh", "place-order"], Directory.EnumerateFileSystemEntries(_tool.PathOf("replay")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("_________evil__31m___touch_evil_.json", Path.GetFileName(Directory.EnumerateFiles(_tool.PathOf("replay/place-order")).Single()));
        Assert.DoesNotContain("$(touch", _tool.Read("replay/invoke.sh"), StringComparison.Ordinal);

        result = await _tool.Run("replay", "function.json", "--output", "other");
        Assert.Equal(1, result.Code);
        Assert.Contains("is not the name of a function", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.False(Directory.Exists(_tool.PathOf("other")));
    }

    [Theory]
    [InlineData("There is no file, folder, bucket or queue 'none.json'", "none.json")]
    [InlineData("'broken.json' holds no record of a failure: $", "broken.json")]
    [InlineData("'other.json' holds no record of a failure: $ (byte 0): this is an HTTP request, not a record of a destination", "other.json")]
    [InlineData("There is no file in 'empty'", "empty")]
    [InlineData("--peek is for queues", "failed.json", "--peek")]
    [InlineData("--yes and --keep belong to --send-to.", "failed.json", "--yes")]
    [InlineData("--output and --send-to replay the same events in two ways", "failed.json", "-o", "x", "--send-to", "https://sqs.eu-west-1.amazonaws.com/1/q")]
    [InlineData("--max-replays and --limit are at least 1", "failed.json", "--max-replays", "0")]
    [InlineData("'arn:aws:sns:eu-west-1:1:q' is not the ARN of a queue", "arn:aws:sns:eu-west-1:1:q")]
    [InlineData("'https://sqs.eu-west-1.amazonaws.com/' is not the URL of a queue", "https://sqs.eu-west-1.amazonaws.com/")]
    [InlineData("'localhost' is not the URL of an endpoint", "s3://bucket", "--endpoint-url", "localhost")]
    [InlineData("'wrong.log' is not a ledger of replays: line 2 has no time and key", "failed.json", "--ledger", "wrong.log")]
    public async Task Wrong_input_is_one_error_with_its_place(string message, params string[] arguments)
    {
        _tool.Write("failed.json", Failure).Write("broken.json", Failure[..100]).Write("other.json", """{"httpMethod":"GET"}""").Write("empty/.keep", "")
            .Write("wrong.log", $"2026-03-04T10:15:30Z {new string('a', 64)} f r\nsomething else\n");

        Result result = await _tool.Run(["replay", .. arguments]);

        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    [SkippableFact]
    public async Task The_dry_run_of_a_queue_receives_nothing()
    {
        using AmazonSQSClient sqs = Sqs();
        string dead = await CreateAsync(sqs);
        string deadArn = (await sqs.GetQueueAttributesAsync(dead, ["QueueArn"])).Attributes["QueueArn"];
        string failed = await CreateAsync(sqs, new() { ["RedrivePolicy"] = $$"""{"maxReceiveCount":5,"deadLetterTargetArn":"{{deadArn}}"}""" });
        await sqs.SendMessageAsync(failed, Failure);

        Result result = await Run(failed);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith($"{failed}\nmessages  1 to receive, 0 in flight, 0 delayed (SQS counts approximately)\nkept for  4 d\nredrive   after 5 receive(s) a message goes to {deadArn}: each look at it is one\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("Dry run: no message was received.", result.Output, StringComparison.Ordinal);
        Result json = await Run(failed, "--format", "json");
        Assert.Equal(5, JsonNode.Parse(json.Output)!["queue"]!["maxReceiveCount"]!.GetValue<int>());
        Assert.Null(JsonNode.Parse(json.Output)!["failures"]);

        // Nor does a queue to send to make it receive.
        Assert.Equal(0, (await Run(failed, "--send-to", dead)).Code);
        Assert.Equal("1", (await ReceiveAsync(sqs, failed)).Single().Attributes["ApproximateReceiveCount"]);
    }

    [SkippableFact]
    public async Task A_look_raises_receive_counts_and_leaves_the_messages_where_they_are()
    {
        using AmazonSQSClient sqs = Sqs();
        string failed = await CreateAsync(sqs);
        for (int i = 0; i < 25; i++)
        {
            await sqs.SendMessageAsync(failed, Other($"r{i}"));
        }

        await sqs.SendMessageAsync(failed, "not JSON");
        Result result = await Run(failed, "--peek");

        Assert.Equal((1, ""), (result.Code, result.Error));
        Assert.Contains("26 failures: 25 can be replayed", result.Output, StringComparison.Ordinal);
        Assert.Contains("not replayed: $", result.Output, StringComparison.Ordinal);
        Assert.Equal("26", await DepthAsync(sqs, failed));
        Assert.Equal("2", (await ReceiveAsync(sqs, failed))[0].Attributes["ApproximateReceiveCount"]);
        Assert.Contains("3 failures", (await Run(failed, "--peek", "--limit", "3")).Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Events_go_to_the_queue_that_feeds_the_function_and_their_records_are_deleted_behind_them()
    {
        using AmazonSQSClient sqs = Sqs();
        string failed = await CreateAsync(sqs);
        string orders = await CreateAsync(sqs);
        await sqs.SendMessageAsync(failed, Failure);
        await sqs.SendMessageAsync(failed, Other("other", "2099-01-01T00:00:00Z").Replace("TimeoutException", "FormatException", StringComparison.Ordinal));
        await sqs.SendMessageAsync(failed, File.ReadAllText(Path.Combine(Records, "esm-kinesis.raw.json")));

        Result result = await Run(failed, "--send-to", orders, "--peek", "--error", "TimeoutException");
        Assert.Contains($"Dry run: --yes sends 1 event(s) to {orders}", result.Output, StringComparison.Ordinal);
        Assert.Equal(("3", "0"), (await DepthAsync(sqs, failed), await DepthAsync(sqs, orders)));

        result = await Run(failed, "--send-to", orders, "--yes", "--error", "TimeoutException", "--format", "json");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.True(JsonNode.Parse(result.Output)!["failures"]![0]!["sent"]!.GetValue<bool>());
        Assert.Equal(2, JsonNode.Parse(result.Output)!["summary"]!["others"]!.GetValue<int>());
        Assert.Equal("2", await DepthAsync(sqs, failed));
        Message message = Assert.Single(await ReceiveAsync(sqs, orders));
        Assert.Equal(Event, message.Body);
        Assert.Equal("1", message.MessageAttributes[ReplayMessage.CountAttribute].StringValue);
        Assert.Single(_tool.Read("lambda-destinations-replays.log").Split('\n', StringSplitOptions.RemoveEmptyEntries));

        // What cannot be replayed stays, and is told. The event has been replayed once.
        result = await Run(failed, "--send-to", orders, "--yes", "--keep");
        Assert.Equal(1, result.Code);
        Assert.Contains("positions only", result.Output, StringComparison.Ordinal);
        Assert.Equal("2", await DepthAsync(sqs, failed));
        Assert.Contains((await ReceiveAsync(sqs, orders)).SelectMany(x => x.MessageAttributes.Values), x => x.StringValue == "2");
        Assert.Equal(1, (await Run(failed, "--send-to", orders, "--yes", "--max-replays", "2")).Code);
        Assert.Equal("2", await DepthAsync(sqs, failed));
    }

    [SkippableFact]
    public async Task Nothing_is_deleted_that_was_not_delivered()
    {
        using AmazonSQSClient sqs = Sqs();
        string failed = await CreateAsync(sqs);
        await sqs.SendMessageAsync(failed, Failure);

        Result result = await Run(failed, "--send-to", server.Endpoint + "123456789012/none", "--yes");
        Assert.Equal(2, result.Code);
        Assert.Contains("123456789012/none' does not take the event: ", result.Error, StringComparison.Ordinal);
        Assert.Equal("1", await DepthAsync(sqs, failed));

        result = await Run(failed, "--send-to", failed, "--yes");
        Assert.Equal(2, result.Code);
        Assert.Contains("--send-to is the queue that the records are read from", result.Error, StringComparison.Ordinal);
        Assert.Equal("1", await DepthAsync(sqs, failed));

        Assert.Contains("cannot be read: ", (await Run(server.Endpoint + "123456789012/none")).Error, StringComparison.Ordinal);
        Assert.Contains("cannot be found: ", (await Run("arn:aws:sqs:us-east-1:123456789012:none")).Error, StringComparison.Ordinal);
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        Assert.Equal(130, (await _tool.RunIn(".", ["replay", failed, "--peek", "--endpoint-url", server.Endpoint!.ToString()], cancellationToken: cancelled.Token)).Code);
    }

    /// <summary>What a queue or a pipe brought goes back as its own messages, with what they had; their count says how often, wherever the ledger is.</summary>
    [SkippableFact]
    public async Task Messages_go_back_as_they_were()
    {
        using AmazonSQSClient sqs = Sqs();
        string orders = await CreateAsync(sqs, new() { ["FifoQueue"] = "true" });
        string batch = """
            {"Records":[
              {"eventSource":"aws:sqs","messageId":"1","body":"first","attributes":{"MessageGroupId":"g"},"messageAttributes":{"Tenant":{"stringValue":"t","dataType":"String"},"Bytes":{"binaryValue":"AQI=","dataType":"Binary"}}},
              {"eventSource":"aws:sqs","messageId":"2","body":"second","attributes":{"MessageGroupId":"g"},"messageAttributes":{"LambdaDestinationsReplay":{"stringValue":"1","dataType":"Number"}}}]}
            """;
        _tool.Write("failed.json", Failure.Replace(Event, batch, StringComparison.Ordinal));

        Result result = await Run("failed.json", "--send-to", "arn:aws:sqs:us-east-1:123456789012:" + orders[(orders.LastIndexOf('/') + 1)..], "--yes");

        Assert.Equal((0, ""), (result.Code, result.Error));
        List<Message> sent = await ReceiveAsync(sqs, orders);
        Assert.Equal(["first", "second"], sent.Select(x => x.Body));
        Assert.Equal(["g", "g"], sent.Select(x => x.Attributes["MessageGroupId"]));
        Assert.Equal(["2", "2"], sent.Select(x => x.MessageAttributes[ReplayMessage.CountAttribute].StringValue));
        Assert.Equal("t", sent[0].MessageAttributes["Tenant"].StringValue);
        Assert.Equal(new byte[] { 1, 2 }, sent[0].MessageAttributes["Bytes"].BinaryValue.ToArray());
        Assert.True(File.Exists(_tool.PathOf("failed.json")));
        File.Delete(_tool.PathOf("lambda-destinations-replays.log"));
        Assert.Equal(1, (await Run("failed.json", "--max-replays", "1")).Code);
        Assert.Equal(0, (await Run("failed.json", "--max-replays", "2")).Code);
    }

    [SkippableFact]
    public async Task Records_are_read_from_a_bucket_and_from_the_objects_that_messages_name()
    {
        using AmazonSQSClient sqs = Sqs();
        using AmazonS3Client s3 = new(new BasicAWSCredentials("test", "test"), new AmazonS3Config { ServiceURL = server.Endpoint!.ToString(), ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        const string Key = "aws/lambda/async/order-worker/2026/03/04/2026-03-04T10.15.30-1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";
        await s3.PutBucketAsync("failed-orders");
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "failed-orders", Key = Key, ContentBody = Failure });
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "failed-orders", Key = "aws/readme.txt", ContentBody = "not a record" });
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "failed-orders", Key = "other/x", ContentBody = Failure });

        Result result = await Run("s3://failed-orders/aws/", "--format", "json");
        Assert.Equal(1, result.Code);
        Assert.Equal(
            [($"s3://failed-orders/{Key}", true), ("s3://failed-orders/aws/readme.txt", false)],
            JsonNode.Parse(result.Output)!["failures"]!.AsArray().Select(x => (x!["place"]!.GetValue<string>(), x["replayable"]!.GetValue<bool>())));
        Assert.Equal("There is no object in 's3://failed-orders/none/'", (await Run("s3://failed-orders/none/")).Error.Trim()[7..]);
        Assert.Contains("The bucket 'no-such-bucket' cannot be read: ", (await Run("s3://no-such-bucket")).Error, StringComparison.Ordinal);

        string failed = await CreateAsync(sqs);
        await sqs.SendMessageAsync(failed, File.ReadAllText(Path.Combine(Records, "async-failure.s3notification.json")));
        await sqs.SendMessageAsync(failed, """{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-03-04T10:15:30Z","Bucket":"failed-orders"}""");
        result = await Run(failed, "--output", "replay");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(Event, _tool.Read("replay/place-order/5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10.json"));

        await s3.DeleteObjectAsync("failed-orders", Key);
        result = await Run(failed, "--peek");
        Assert.Equal(1, result.Code);
        Assert.Contains($"the object '{Key}' of the bucket 'failed-orders' cannot be read", result.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Dead_letters_and_every_carrier_are_read_from_a_queue()
    {
        using AmazonSQSClient sqs = Sqs();
        string failed = await CreateAsync(sqs);
        JsonNode sns = JsonNode.Parse(File.ReadAllText(Path.Combine(Records, "async-failure.sns-in-sqs.json")))!;
        await sqs.SendMessageAsync(failed, sns["Records"]![0]!["body"]!.GetValue<string>());
        await sqs.SendMessageAsync(failed, File.ReadAllText(Path.Combine(Records, "async-failure.eventbridge.json")));
        await sqs.SendMessageAsync(new SendMessageRequest(failed, Event)
        {
            MessageAttributes = new()
            {
                ["RequestID"] = new() { DataType = "String", StringValue = "0d9a1c1e" },
                ["ErrorMessage"] = new() { DataType = "String", StringValue = "no stock" },
            },
        });

        Result result = await Run(failed, "--peek", "--function", "order-worker", "--format", "json");

        Assert.Equal(0, result.Code);
        JsonArray failures = JsonNode.Parse(result.Output)!["failures"]!.AsArray();
        Assert.Equal(3, failures.Count);

        // The topic and the bus brought one record.
        Assert.Equal(2, failures.Count(static x => x!["replayable"]!.GetValue<bool>()));
        Assert.Single(failures, static x => x!["copyOf"] is not null);
        Assert.Contains(failures, x => x!["function"]!.GetValue<string>() == "order-worker" && x["errorMessage"]!.GetValue<string>() == "no stock");
    }

    private Task<Result> Run(string source, params string[] arguments) => _tool.Run(["replay", source, "--endpoint-url", server.Endpoint!.ToString(), "--region", "us-east-1", .. arguments]);

    private AmazonSQSClient Sqs()
    {
        server.Require();
        return new AmazonSQSClient(new BasicAWSCredentials("test", "test"), new AmazonSQSConfig { ServiceURL = server.Endpoint!.ToString(), AuthenticationRegion = "us-east-1" });
    }

    private static async Task<string> CreateAsync(AmazonSQSClient sqs, Dictionary<string, string>? attributes = null) =>
        (await sqs.CreateQueueAsync(new CreateQueueRequest($"q{Guid.NewGuid():N}{(attributes?.ContainsKey("FifoQueue") == true ? ".fifo" : "")}") { Attributes = attributes })).QueueUrl;

    private static async Task<string> DepthAsync(AmazonSQSClient sqs, string url) => (await sqs.GetQueueAttributesAsync(url, ["ApproximateNumberOfMessages"])).Attributes["ApproximateNumberOfMessages"];

    private static async Task<List<Message>> ReceiveAsync(AmazonSQSClient sqs, string url) => (await sqs.ReceiveMessageAsync(
        new ReceiveMessageRequest(url) { MaxNumberOfMessages = 10, MessageAttributeNames = ["All"], MessageSystemAttributeNames = ["All"], VisibilityTimeout = 0 })).Messages ?? [];
}
