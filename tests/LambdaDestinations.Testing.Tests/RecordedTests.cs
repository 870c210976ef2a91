using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

/// <summary>What AWS was recorded to do (localstack/localstack, tests/aws/services/lambda_, snapshots).</summary>
public sealed class RecordedTests
{
    /// <summary>Six records in batches of three, of which the last one always fails, with three retries: test_report_batch_item_failures.</summary>
    [Fact]
    public async Task An_advanced_checkpoint_starts_the_retries_anew()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        List<string> seen = [];
        host.AddFunction("reader", async (input, _) =>
        {
            using JsonDocument document = await JsonDocument.ParseAsync(input);
            JsonElement[] records = [.. document.RootElement.GetProperty("Records").EnumerateArray().Select(static each => each.GetProperty("kinesis"))];
            seen.AddRange(records.Select(static each => Encoding.UTF8.GetString(each.GetProperty("data").GetBytesFromBase64())));
            return await (seen[^1] == "5"
                ? Handlers.Json($$"""{"batchItemFailures":[{"itemIdentifier":"{{records[^1].GetProperty("sequenceNumber").GetString()}}"}]}""")
                : Handlers.Json("{}"));
        });
        for (int i = 0; i < 6; i++)
        {
            host.Kinesis("numbers").Put("k", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        host.AddMapping(host.Kinesis("numbers"), "reader", new() { BatchSize = 3, MaximumRetryAttempts = 3, ReportBatchItemFailures = true, OnFailure = host.Queue("failed") });
        await host.RunUntilIdleAsync();

        Assert.Equal(10, seen.Count);
        Assert.Equal(5, seen.Count(static each => each == "5"));
        CapturedMessage record = host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveCondition("RetryAttemptsExhausted").ShouldHaveInvokeCount(4);
        Assert.Equal(1, record.Json.GetProperty("KinesisBatchInfo").GetProperty("batchSize").GetInt32());
    }

    [Fact]
    public async Task Records_that_were_too_old_before_they_were_sent_have_the_count_1()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Returns("1"));
        host.Kinesis("numbers").Put("k", "old");
        await host.RunForAsync(TimeSpan.FromSeconds(60));

        host.AddMapping(host.Kinesis("numbers"), "reader", new() { MaximumRecordAgeInSeconds = 60, OnFailure = host.Queue("failed") });
        await host.RunUntilIdleAsync();

        reader.ShouldHaveBeenInvoked(0);
        host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveCondition("RecordAgeExceeded").ShouldHaveInvokeCount(1);
    }

    [Fact]
    public void A_second_mapping_of_a_source_and_a_function_is_refused()
    {
        LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("reader", Handlers.Returns("1"));
        host.AddFunction("other", Handlers.Returns("1"));
        host.AddMapping(host.Kinesis("s"), "reader");
        host.AddMapping(host.Kinesis("s"), "other");

        ArgumentException refused = Assert.Throws<ArgumentException>(() => host.AddMapping(host.Kinesis("s"), "reader"));

        Assert.Equal($"The event source arn (\" {host.Kinesis("s").Arn} \") and function (\" reader \") provided mapping already exists.", refused.Message);
    }

    [Fact]
    public async Task A_message_has_the_digest_of_its_attributes()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Returns("1"));
        host.AddMapping(host.Queue("q"), "reader");

        host.Queue("q").Send("with", new Dictionary<string, MessageAttributeValue>
        {
            ["WeeksOn"] = new("Number", "6"),
            ["Author"] = new("String", "John Grisham"),
            ["Title"] = new("String", "The Whistler"),
        });
        host.Queue("q").Send("without");
        await host.RunUntilIdleAsync();

        using JsonDocument batch = JsonDocument.Parse(reader.ShouldHaveBeenInvoked(1)[0].Request);
        Assert.Equal(["d25a6aea97eb8f585bfa92d314504a92", null], batch.RootElement.GetProperty("Records").EnumerateArray().Select(static each => each.GetProperty("md5OfMessageAttributes").GetString()));
    }

    [Theory]
    [InlineData("""{"id":{"S":"id_value"}}""", """{"id2":{"S":"id2_value"},"id":{"S":"id_value"}}""", 32)]
    [InlineData("""{"id":{"S":"id_value_1"}}""", """{"numericFilter":{"N":"42"},"id":{"S":"id_value_1"}}""", 39)]
    [InlineData("""{"my_partition_key":{"S":"testId0"}}""", """{"my_partition_key":{"S":"testId0"},"should_fail":{"BOOL":false}}""", 58)]
    [InlineData("""{"my_partition_key":{"S":"hello world"}}""", """{"binary_key":{"B":"Zm9vYmFy"},"my_partition_key":{"S":"hello world"}}""", 70)]
    public async Task A_change_has_the_size_that_DynamoDB_counts_and_a_time_with_a_fraction(string keys, string item, int size)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestFunction reader = host.AddFunction("reader", Handlers.Returns("1"));
        host.AddMapping(host.DynamoDB("t"), "reader");

        host.DynamoDB("t").Insert(keys, item);
        await host.RunUntilIdleAsync();

        using JsonDocument batch = JsonDocument.Parse(reader.ShouldHaveBeenInvoked(1)[0].Request);
        JsonElement change = batch.RootElement.GetProperty("Records")[0].GetProperty("dynamodb");
        Assert.Equal(size, change.GetProperty("SizeBytes").GetInt32());
        Assert.Equal("1767225600.0", change.GetProperty("ApproximateCreationDateTime").GetRawText());
    }

    [Theory]
    [InlineData(0, false, "Runtime exited without providing a reason")]
    [InlineData(127, false, "Runtime exited with error: exit status 127")]
    [InlineData(0, true, "Runtime exited with error: signal: killed")]
    public async Task The_end_of_a_process_has_its_text(int exitCode, bool isKilled, string text)
    {
        Assert.Equal(("Runtime.ExitError", text), await ErrorOf((_, _) => throw new LambdaProcessExitException(exitCode) { IsKilled = isKilled }));
    }

    [Fact]
    public async Task An_exception_whose_message_throws_ends_the_process() =>
        Assert.Equal(("Runtime.ExitError", "Runtime exited with error: exit status 1"), await ErrorOf(static (_, _) => throw new SilentException()));

    [Fact]
    public async Task A_response_that_is_too_large_has_the_text_of_the_service() => Assert.Equal(
        ("Function.ResponseSizeTooLarge", "Response payload size exceeded maximum allowed payload size (6291556 bytes)."),
        await ErrorOf(static (_, _) => Task.FromResult<Stream>(new MemoryStream(new byte[6_291_557]))));

    private static async Task<(string? Type, string Message)> ErrorOf(Func<Stream, ILambdaInvocation, Task<Stream>> handler)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", handler, new() { MaximumRetryAttempts = 0, OnFailure = host.Queue("failed") });
        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();
        JsonElement error = host.Queue("failed").ShouldHaveReceivedOne().ResponsePayload;
        string message = error.GetProperty("errorMessage").GetString()!;
        return (error.GetProperty("errorType").GetString(), message.StartsWith("RequestId: ", StringComparison.Ordinal) ? message[(message.IndexOf("Error: ", StringComparison.Ordinal) + 7)..] : message);
    }

    private sealed class SilentException : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");
    }
}
