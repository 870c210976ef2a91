using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Tests.Generator;

/// <summary>Runs generated code: what a function gets from AWS reaches the method, and what fails goes back.</summary>
public sealed class EntryPointTests : IDisposable
{
    private const string Code = """
        using System;
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Threading;
        using System.Threading.Tasks;
        using LambdaDestinations;

        namespace Shop
        {
            public record Order(string OrderId);

            public class Orders
            {
                [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")]
                public JsonElement Place(Order order) => default;
            }

            public class Billing : IS3RecordSource
            {
                public static readonly List<string> Seen = new();

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public async Task Take(FailureRecord<Order> record, DestinationMessage message, CancellationToken token)
                {
                    await Task.Yield();
                    Seen.Add($"{message.Carrier} {record.RequestPayload?.OrderId} {record.RequestContext.Condition} {token.IsCancellationRequested}");
                    if (record.RequestPayload?.OrderId == "bad")
                    {
                        throw new InvalidOperationException("bad");
                    }
                }

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public static void Letter(DeadLetterMessage<Order> letter) => Seen.Add($"{letter.ErrorMessage} {letter.Request?.OrderId}");

                public ValueTask<ReadOnlyMemory<byte>> ReadObjectAsync(string bucketName, string objectKey) => new(System.Text.Encoding.UTF8.GetBytes("RECORD"));
            }
        }
        """;

    private const string Context = "namespace Amazon.Lambda.Core { public interface ILambdaContext { System.TimeSpan RemainingTime { get; } } public class OneSecond : ILambdaContext { public System.TimeSpan RemainingTime => System.TimeSpan.FromSeconds(1); } }";

    private readonly AssemblyLoadContext _loaded = new("generated", isCollectible: true);

    [Fact]
    public async Task A_batch_of_SQS_reports_the_messages_that_failed()
    {
        Assembly assembly = Load(Code);
        string response = await InvokeAsync(assembly, "Shop.Billing_Take_Consumer", Sqs(("m1", Record("good")), ("m2", Record("bad")), ("m3", "{ \"no\": \"record\" }"), ("m4", "garbage"), ("m5", Record("last"))));
        Assert.Equal(["m2", "m3", "m4"], JsonDocument.Parse(response).RootElement.GetProperty("batchItemFailures").EnumerateArray().Select(static x => x.GetProperty("itemIdentifier").GetString()));
        Assert.Equal(["Sqs good RetriesExhausted False", "Sqs bad RetriesExhausted False", "Sqs last RetriesExhausted False"], Seen(assembly));
    }

    [Fact]
    public async Task A_direct_record_is_thrown_for()
    {
        Assembly assembly = Load(Code);
        Assert.Equal("", await InvokeAsync(assembly, "Shop.Billing_Take_Consumer", Record("good")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync(assembly, "Shop.Billing_Take_Consumer", Record("bad")));
        Assert.Equal(["Lambda good RetriesExhausted False", "Lambda bad RetriesExhausted False"], Seen(assembly));
    }

    [Fact]
    public async Task A_record_in_S3_is_fetched_by_the_class()
    {
        Assembly assembly = Load(Code.Replace("\"RECORD\"", Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(Record("stored"), quote: true), StringComparison.Ordinal));
        await InvokeAsync(assembly, "Shop.Billing_Take_Consumer", Corpus("async-failure.s3notification.json"));
        Assert.Equal(["S3Notification stored RetriesExhausted False"], Seen(assembly));
    }

    [Fact]
    public async Task A_dead_letter_carries_its_attributes()
    {
        Assembly assembly = Load(Code);
        string letter = """{"Records":[{"messageId":"m1","eventSource":"aws:sqs","body":"{\"OrderId\":\"o1\"}","messageAttributes":{"RequestID":{"stringValue":"r1","dataType":"String"},"ErrorCode":{"stringValue":"200","dataType":"Number"},"ErrorMessage":{"stringValue":"it broke","dataType":"String"}}}]}""";
        await InvokeAsync(assembly, "Shop.Billing_Letter_Consumer", letter);
        Assert.Equal(["it broke o1"], Seen(assembly));
    }

    /// <summary>A second before Lambda ends the function the token is cancelled, so that the response can still be given.</summary>
    [Fact]
    public async Task The_token_is_cancelled_ahead_of_the_time_out()
    {
        Assembly assembly = Load(Code, Context);
        object context = Activator.CreateInstance(assembly.GetType("Amazon.Lambda.Core.OneSecond", throwOnError: true)!)!;
        await InvokeAsync(assembly, "Shop.Billing_Take_Consumer", Record("good"), context);
        Assert.Equal(["Lambda good RetriesExhausted True"], Seen(assembly));
    }

    public void Dispose() => _loaded.Unload();

    private static string Corpus(string name) => File.ReadAllText(Path.Combine(FindRoot(), "tests", "Corpus", "records", name));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "global.json")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("the repository's root");
    }

    private static string Record(string id) =>
        $$$"""{"version":"1.0","timestamp":"2026-11-24T10:17:36.123Z","requestContext":{"requestId":"r","functionArn":"arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST","condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":{"OrderId":"{{{id}}}"},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"responsePayload":{"errorType":"X","errorMessage":"m"}}""";

    private static string Sqs(params (string Id, string Body)[] messages) =>
        JsonSerializer.Serialize(new { Records = messages.Select(static x => new { messageId = x.Id, eventSource = "aws:sqs", body = x.Body }) });

    private static async Task<string> InvokeAsync(Assembly assembly, string type, string input, params object[] more)
    {
        MethodInfo method = assembly.GetType(type, throwOnError: true)!.GetMethod("HandleAsync")!;
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(input));
        using Stream response = await (Task<Stream>)method.Invoke(null, [stream, .. more])!;
        using StreamReader reader = new(response);
        return await reader.ReadToEndAsync();
    }

    private static List<string> Seen(Assembly assembly) => (List<string>)assembly.GetType("Shop.Billing", throwOnError: true)!.GetField("Seen")!.GetValue(null)!;

    private Assembly Load(params string[] code)
    {
        GeneratorHarness.CreateDriver().RunGeneratorsAndUpdateCompilation(GeneratorHarness.Compile(code), out Compilation outcome, out _);
        using MemoryStream stream = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = outcome.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        stream.Position = 0;
        return _loaded.LoadFromStream(stream);
    }
}
