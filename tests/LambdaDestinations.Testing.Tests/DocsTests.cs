using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

/// <summary>The examples of docs/testing.md, and the proof that they are.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public async Task An_order_that_cannot_be_placed_ends_in_the_failure_queue()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("place-order", PlaceOrder, OrderJson.Default.Order, OrderJson.Default.Receipt, new()
        {
            MaximumRetryAttempts = 1,
            OnSuccess = host.Queue("success-sqs"),
            OnFailure = host.Queue("failure-sqs"),
            DeadLetterTarget = host.Queue("dead-letters"),
        });

        await host.InvokeAsync("place-order", """{"OrderId":"A-1001","Quantity":0}""");
        await host.RunUntilIdleAsync();

        CapturedMessage record = host.Queue("failure-sqs").ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted").ShouldHaveInvokeCount(2);
        Assert.Equal("ArgumentException", record.ResponsePayload.GetProperty("errorType").GetString());
        host.Queue("dead-letters").ShouldHaveReceived(1);
        host.Queue("success-sqs").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_delivered_is_kept()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.Bus("default").AddRule("""{"source":["shop"]}""", host.Queue("orders"), settings: new() { MaximumRetryAttempts = 10, DeadLetterQueue = host.Queue("undelivered") });
        host.Queue("orders").IsUnavailable = true;

        host.Bus("default").PutEvent("shop", "order placed", """{"id":"A-1001"}""");
        await host.RunUntilIdleAsync();

        CapturedMessage message = host.Queue("undelivered").ShouldHaveReceivedOne();
        Assert.Equal("MaximumRetryAttempts", message.Attributes["EXHAUSTED_RETRY_CONDITION"].Value);
    }

    [Fact]
    public async Task A_poison_record_is_isolated_and_reported_with_its_data()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("read-orders", ReadOrders);
        host.AddMapping(host.Kinesis("orders"), "read-orders", new()
        {
            MaximumRetryAttempts = 3,
            BisectBatchOnFunctionError = true,
            OnFailure = host.Bucket("failed-orders"),
        });

        host.Kinesis("orders").Put("customer-1", "good");
        host.Kinesis("orders").Put("customer-1", "poison");
        await host.RunUntilIdleAsync();

        CapturedMessage record = host.Bucket("failed-orders").ShouldHaveReceivedOne().ShouldHaveCondition("RetryAttemptsExhausted");
        Assert.Equal(1, record.Json.GetProperty("KinesisBatchInfo").GetProperty("batchSize").GetInt32());
    }

    [Theory]
    [InlineData("testing.md", 7)]
    [InlineData("replay.md", 1)]
    public void Every_example_of_the_page_is_compiled_here(string name, int expected)
    {
        string[] page = File.ReadAllLines(Path.Combine(Repository, "docs", name));
        string sources = string.Concat(((string[])["LambdaDestinations.Testing.Tests", "LambdaDestinations.Samples.Tests"])
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Repository, "tests", project), "*.cs"))
            .Select(path => Flatten(File.ReadAllLines(path))));

        int examples = 0;
        for (int start = Array.IndexOf(page, "```csharp"); start >= 0; start = Array.IndexOf(page, "```csharp", start + 1))
        {
            string example = Flatten(page[(start + 1)..Array.IndexOf(page, "```", start)]);
            Assert.Contains(example, sources, StringComparison.Ordinal);
            examples++;
        }

        Assert.Equal(expected, examples);
    }

    [Fact]
    public void The_page_lists_the_public_API()
    {
        string page = File.ReadAllText(Page).ReplaceLineEndings("\n");
        const string Fence = "```text\n";
        int start = page.IndexOf(Fence, page.IndexOf("## All of it", StringComparison.Ordinal), StringComparison.Ordinal) + Fence.Length;

        Assert.Equal(page[start..page.IndexOf("```", start, StringComparison.Ordinal)], PublicApi.List(typeof(LambdaTestHost).Assembly));
    }

    [Fact]
    public void The_public_API_mentions_no_type_that_a_user_does_not_have() => Assert.All(
        PublicApi.Mentioned(typeof(LambdaTestHost).Assembly),
        type => Assert.True(type.Assembly.GetName().Name is "LambdaDestinations" or "LambdaDestinations.Testing" || type.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal), type.FullName));

    private static string Repository { get; } = Path.GetFullPath(Path.Combine(Samples.Folder, "..", "..", ".."));

    private static string Page { get; } = Path.Combine(Repository, "docs", "testing.md");

    private static string Flatten(string[] lines) => string.Concat(lines.Select(line => line.Trim() + "\n"));

    private static Task<Receipt> PlaceOrder(Order order, CancellationToken cancellationToken) =>
        order.Quantity > 0 ? Task.FromResult(new Receipt(order.OrderId)) : throw new ArgumentException("An order needs a quantity.");

    private static async Task<Stream> ReadOrders(Stream input, ILambdaInvocation invocation)
    {
        using JsonDocument document = await JsonDocument.ParseAsync(input, cancellationToken: invocation.CancellationToken);
        bool isPoisoned = document.RootElement.GetProperty("Records").EnumerateArray()
            .Any(record => record.GetProperty("kinesis").GetProperty("data").GetBytesFromBase64().AsSpan().SequenceEqual("poison"u8));
        return isPoisoned ? throw new InvalidOperationException("poison") : Stream.Null;
    }

    internal sealed record Order(string OrderId, int Quantity);

    internal sealed record Receipt(string OrderId);

    [JsonSerializable(typeof(Order))]
    [JsonSerializable(typeof(Receipt))]
    internal sealed partial class OrderJson : JsonSerializerContext;
}
