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

    private const string All = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using LambdaDestinations;

        namespace Shop
        {
            public record Order(string OrderId);

            public class Orders
            {
                [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")]
                public Order Place(Order order) => order;

                [OnFailureDestination(DestinationType.Sqs, "@Q", EventSource = "Stream")]
                public void Stream(Order[] orders) { }

                [Amazon.Lambda.Annotations.DurableExecution(60), OnFailureDestination(DestinationType.Sqs, "@Q")]
                public Order Run(Order order) => order;
            }

            public class Billing
            {
                public static readonly List<string> Seen = new();
                private static int _instances;

                public Billing() => _instances++;

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public async Task Succeeded(DestinationMessage message, SuccessRecord<Order, Order> record, CancellationToken token)
                {
                    await Task.Yield();
                    Seen.Add($"{_instances} success {record.ResponsePayload?.OrderId} {message.Carrier} {token.IsCancellationRequested}");
                    if (record.RequestPayload?.OrderId == "bad")
                    {
                        throw new InvalidOperationException("bad");
                    }
                }

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public void Failed(FailureRecord<Order> record) => Seen.Add($"{_instances} failure {record.RequestPayload?.OrderId}");

                [DestinationConsumer(typeof(Orders), nameof(Orders.Stream))]
                public ValueTask Lost(StreamFailureRecord record)
                {
                    Seen.Add($"{_instances} stream {record.Kinesis?.ShardId}");
                    return default;
                }

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public void Letter(DeadLetterMessage<Order> letter) => Seen.Add($"{_instances} letter {letter.ErrorMessage} {letter.Request?.OrderId}");

                [DestinationConsumer(typeof(Orders), nameof(Orders.Run))]
                public void Ended(DurableExecutionRecord execution) => Seen.Add($"{_instances} execution {execution.DurableExecutionName} {execution.Status}");
            }
        }
        """;

    private const string Durable = "namespace Amazon.Lambda.Annotations { public sealed class DurableExecutionAttribute(int executionTimeout) : System.Attribute { public int ExecutionTimeout { get; } = executionTimeout; } }";

    private const string Context = "namespace Amazon.Lambda.Core { public interface ILambdaContext { System.TimeSpan RemainingTime { get; } } public class OneSecond : ILambdaContext { public System.TimeSpan RemainingTime => System.TimeSpan.FromSeconds(1); } }";

    private readonly AssemblyLoadContext _loaded = new("generated", isCollectible: true);

    [Fact]
    public async Task A_batch_of_SQS_reports_the_messages_that_failed()
    {
        Assembly assembly = Load(Code);
        string response = await InvokeAsync(assembly, "Shop.Billing_Take_Consumer", Sqs(("m1", Record("good")), ("m2", Record("bad")), ("m3", "{ \"no\": \"record\" }"), ("m4", "garbage"), ("m5", Record("last"))));
        Assert.Equal(["m2", "m3", "m4"], Failed(response));
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

    /// <summary>One queue for everything that comes of a handler: the class's entry point tells by the record which method it is for.</summary>
    [Fact]
    public async Task A_class_takes_each_kind_of_record_by_the_method_for_it()
    {
        Assembly assembly = Load(All, Durable);
        string letter = """{"messageId":"m3","eventSource":"aws:sqs","body":"{\"OrderId\":\"c\"}","messageAttributes":{"RequestID":{"stringValue":"r1","dataType":"String"},"ErrorCode":{"stringValue":"200","dataType":"Number"},"ErrorMessage":{"stringValue":"it broke","dataType":"String"}}}""";
        string events = Sqs(("m1", Success("a")), ("m2", Record("b")), ("m4", Corpus("esm-kinesis.raw.json")), ("m5", "{ \"no\": \"record\" }"), ("m6", "garbage"), ("m7", Success("bad")), ("m8", Success("d")),
            ("m9", """{"durableExecutionArn":"a","durableExecutionName":"e","functionArn":"f","status":"TIMED_OUT","startTimestamp":"2026-01-01T00:00:00Z","endTimestamp":"2026-01-02T00:00:00Z"}"""));

        string response = await InvokeAsync(assembly, "Shop.Billing_Consumer", events.Replace("\"Records\":[", "\"Records\":[" + letter + ",", StringComparison.Ordinal));

        Assert.Equal(["m5", "m6", "m7"], Failed(response));
        Assert.Equal(["1 letter it broke c", "1 success a Sqs False", "1 failure b", "1 stream shardId-000000000001", "1 success bad Sqs False", "1 success d Sqs False", "1 execution e TimedOut"], Seen(assembly));
    }

    /// <summary>A success record is not a failure, and the methods that are there do not try it.</summary>
    [Theory]
    [InlineData("StreamFailureRecord record", "$: expected a success record or the record of a stream batch, found a failure record")]
    [InlineData("DeadLetterMessage<Order> record", "$: expected a success record or a dead-letter message, found a failure record")]
    public async Task A_kind_that_no_method_takes_is_said(string other, string message)
    {
        Assembly assembly = Load($$"""
            using LambdaDestinations;
            namespace Shop
            {
                public record Order(string OrderId);

                public class Orders
                {
                    [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")]
                    public Order Place(Order order) => order;
                }

                public static class Billing
                {
                    [DestinationConsumer(typeof(Orders), "Place")] public static void One(SuccessRecord<Order, Order> record) { }
                    [DestinationConsumer(typeof(Orders), "Place")] public static void Other({{other}}) { }
                }
            }
            """);
        await InvokeAsync(assembly, "Shop.Billing_Consumer", Success("a"));
        DestinationFormatException exception = await Assert.ThrowsAsync<DestinationFormatException>(() => InvokeAsync(assembly, "Shop.Billing_Consumer", Record("b")));
        Assert.Contains(message[3..], exception.Message, StringComparison.Ordinal);
        Assert.Equal("$", exception.Path);
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

    /// <summary>
    /// What Amazon.Lambda.Annotations writes around a method (aws/aws-lambda-dotnet, 83149216: LambdaFunctionTemplate, NoEventMethodBody,
    /// ExecutableAssembly), and what the runtime client and
    /// the default serializer do with it.
    /// </summary>
    private const string Annotated = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Text.Json;
        using System.Threading.Tasks;
        using Amazon.Lambda.Core;
        using LambdaDestinations;

        namespace Amazon.Lambda.Core
        {
            public interface ILambdaContext { TimeSpan RemainingTime { get; } }

            public interface ILambdaSerializer { T Deserialize<T>(Stream requestStream); }
        }

        namespace Amazon.Lambda.Annotations { public sealed class LambdaFunctionAttribute : Attribute { } }

        namespace Amazon.Lambda.Serialization.SystemTextJson
        {
            public class DefaultLambdaJsonSerializer : ILambdaSerializer
            {
                private readonly JsonSerializerOptions _options = new() { PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

                public T Deserialize<T>(Stream requestStream) => JsonSerializer.Deserialize<T>(requestStream, _options)!;
            }
        }

        namespace Amazon.Lambda.RuntimeSupport
        {
            public static class LambdaBootstrapBuilder
            {
                public static Func<Stream, Task> Create<TInput>(Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer serializer) => x => handler(serializer.Deserialize<TInput>(x), null!);
            }
        }

        namespace Shop
        {
            public record Order(string OrderId);

            public class Orders
            {
                [OnFailureDestination(DestinationType.Sns, "@T")]
                public void Place(Order order) { }
            }

            public class Audit
            {
                public static readonly List<string> Seen = new();

                [Amazon.Lambda.Annotations.LambdaFunction]
                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public async Task Failed(FailureRecord<Order> record, ILambdaContext context)
                {
                    await Task.Yield();
                    Seen.Add($"{record.RequestPayload?.OrderId} {record.RequestContext.Condition}");
                }
            }

            public class Audit_Failed_Generated
            {
                private readonly Audit audit;
                private readonly Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer serializer;

                public Audit_Failed_Generated()
                {
                    audit = new Audit();
                    serializer = new Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer();
                }

                public async System.Threading.Tasks.Task Failed(LambdaDestinations.FailureRecord<Shop.Order> record, Amazon.Lambda.Core.ILambdaContext __context__)
                {
                    await audit.Failed(record, __context__);
                }

                public static object Used(Audit_Failed_Generated wrapper) => wrapper.serializer;
            }

            public static class GeneratedProgram
            {
                public static async Task<Stream> HandleAsync(Stream input)
                {
                    Func<LambdaDestinations.FailureRecord<Shop.Order>, Amazon.Lambda.Core.ILambdaContext, System.Threading.Tasks.Task> failed_handler = new Shop.Audit_Failed_Generated().Failed;
                    await Amazon.Lambda.RuntimeSupport.LambdaBootstrapBuilder.Create(failed_handler, new Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer())(input);
                    return Stream.Null;
                }
            }
        }
        """;

    [Fact]
    public async Task A_record_binds_in_the_wrapper_of_Annotations()
    {
        string bindings = GeneratorHarness.Generate(Annotated)["LambdaDestinations.RecordBindings.g.cs"];
        Assert.Contains(
            """
                        global::LambdaDestinations.DestinationRecordConverter.Register<global::LambdaDestinations.FailureRecord<global::Shop.Order>>(static (message, options) =>
                            global::LambdaDestinations.DestinationRecordReader.ReadFailure<global::Shop.Order>(message.Record, global::LambdaDestinations.DestinationRecordConverter.TypeInfo<global::Shop.Order>(options)));
            """.ReplaceLineEndings("\n"),
            bindings,
            StringComparison.Ordinal);
        Assert.DoesNotContain("LambdaDestinations.RecordBindings.g.cs", GeneratorHarness.Generate(Annotated.Replace("[Amazon.Lambda.Annotations.LambdaFunction]", "", StringComparison.Ordinal)).Keys);

        Assembly assembly = Load(Annotated);
        await InvokeAsync(assembly, "Shop.GeneratedProgram", Record("direct"));
        await InvokeAsync(assembly, "Shop.GeneratedProgram", Sqs(("m1", Record("queued"))));
        await Assert.ThrowsAsync<DestinationFormatException>(() => InvokeAsync(assembly, "Shop.GeneratedProgram", Sqs(("m1", Record("one")), ("m2", Record("two")))));
        Assert.Equal(["direct RetriesExhausted", "queued RetriesExhausted"], Seen(assembly, "Shop.Audit"));
    }

    private const string Chain = """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using LambdaDestinations;

        namespace Shop
        {
            public record Order(string OrderId);
            public record Bill(string Number);

            public class Orders
            {
                [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")]
                public Order Place(Order order) => order;
            }

            public class Billing
            {
                public static readonly List<string> Seen = new();

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                [OnSuccessDestination(DestinationType.Sqs, "@Q")]
                public RESULT
                {
                    Seen.Add(record.ResponsePayload!.OrderId);
                    RETURN
                }
            }
        }
        """;

    [Theory]
    [InlineData("Bill Charge(SuccessRecord<Order, Order> record)", "return new Bill(\"R-\" + record.ResponsePayload.OrderId);", """{"Number":"R-a"}""")]
    [InlineData("async Task<Bill> Charge(SuccessRecord<Order, Order> record)", "await Task.Yield(); return new Bill(\"R-\" + record.ResponsePayload.OrderId);", """{"Number":"R-a"}""")]
    [InlineData("ValueTask<Bill> Charge(SuccessRecord<Order, Order> record)", "return new(new Bill(\"R\"));", """{"Number":"R"}""")]
    [InlineData("int? Charge(SuccessRecord<Order, Order> record)", "return null;", "null")]
    [InlineData("async Task Charge(SuccessRecord<Order, Order> record)", "await Task.Yield();", "")]
    public async Task What_a_consumer_returns_is_the_response(string method, string body, string expected)
    {
        Assembly assembly = Load(Chain.Replace("RESULT", method, StringComparison.Ordinal).Replace("RETURN", body, StringComparison.Ordinal));
        Assert.Equal(expected, await InvokeAsync(assembly, "Shop.Billing_Charge_Consumer", Success("a")));
        Assert.Equal(["a"], Seen(assembly));
        Assert.Equal([], Failed(await InvokeAsync(assembly, "Shop.Billing_Charge_Consumer", Sqs(("m1", Success("b")), ("m2", Success("c"))))));
        Assert.Equal(["a", "b", "c"], Seen(assembly));
    }

    private const string Services = """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using LambdaDestinations;
        using Microsoft.Extensions.DependencyInjection;

        namespace Shop
        {
            public record Order(string OrderId);

            public class Orders
            {
                [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")]
                public Order Place(Order order) => order;
            }

            public sealed class Clock { }

            public sealed class Session : IDisposable
            {
                private static int _count;
                public int Number { get; } = ++_count;
                public void Dispose() => Billing.Seen.Add($"session {Number} ends");
            }

            public sealed class Named(string name) { public string Name => name; }

            [DestinationStartup]
            internal sealed class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    Billing.Seen.Add("startup");
                    services.AddSingleton<Clock>().AddScoped<Session>().AddKeyedSingleton("eu", (_, key) => new Named($"{key}"));
                }
            }

            public sealed class Billing(Clock clock, Session session, [FromKeyedServices("eu")] Named named, Session same, Orders? missing = null) : IDisposable, IS3RecordSource
            {
                public static readonly List<string> Seen = new();
                private static Clock? _clock;

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public async Task Succeeded(SuccessRecord<Order, Order> record)
                {
                    await Task.Yield();
                    Seen.Add($"{record.ResponsePayload!.OrderId} {session.Number} {session == same} {named.Name} {missing is null} {(_clock ??= clock) == clock}");
                    if (record.ResponsePayload.OrderId == "bad")
                    {
                        throw new InvalidOperationException("bad");
                    }
                }

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public static void Failed(FailureRecord<Order> record) => Seen.Add("failed " + record.RequestPayload!.OrderId);

                public ValueTask<ReadOnlyMemory<byte>> ReadObjectAsync(string bucketName, string objectKey) => new(System.Text.Encoding.UTF8.GetBytes("RECORD"));

                public void Dispose() => Seen.Add($"billing {session.Number} ends");
            }
        }
        """;

    /// <summary>The container is built once; each record has a scope and an instance, which end with it, also when it fails.</summary>
    [Fact]
    public async Task Each_record_has_services_of_its_own()
    {
        Assembly assembly = Load(Services);
        Assert.Equal(["m2"], Failed(await InvokeAsync(assembly, "Shop.Billing_Succeeded_Consumer", Sqs(("m1", Success("a")), ("m2", Success("bad"))))));
        await InvokeAsync(assembly, "Shop.Billing_Consumer", Success("b"));
        await InvokeAsync(assembly, "Shop.Billing_Failed_Consumer", Record("c"));
        Assert.Equal(
        [
            "startup",
            "a 1 True eu True True", "billing 1 ends", "session 1 ends",
            "bad 2 True eu True True", "billing 2 ends", "session 2 ends",
            "b 3 True eu True True", "billing 3 ends", "session 3 ends",
            "failed c",
        ], Seen(assembly));
    }

    [Fact]
    public async Task A_record_in_S3_is_fetched_by_the_instance_of_its_scope()
    {
        Assembly assembly = Load(Services.Replace("\"RECORD\"", Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(Success("stored"), quote: true), StringComparison.Ordinal));
        await InvokeAsync(assembly, "Shop.Billing_Consumer", Corpus("async-failure.s3notification.json"));
        Assert.Equal(["startup", "stored 1 True eu True True", "billing 1 ends", "session 1 ends"], Seen(assembly));
    }

    /// <summary>A service that is missing fails the record, and a start that failed is tried again.</summary>
    [Fact]
    public async Task A_start_that_fails_is_tried_again()
    {
        Assembly assembly = Load(Services.Replace("Seen.Add(\"startup\");", "Seen.Add(\"startup\"); if (Billing.Seen.Count == 1) throw new NotSupportedException();", StringComparison.Ordinal).Replace("AddScoped<Session>()", "AddSingleton<Session>()", StringComparison.Ordinal));
        await Assert.ThrowsAsync<NotSupportedException>(() => InvokeAsync(assembly, "Shop.Billing_Succeeded_Consumer", Success("a")));
        await InvokeAsync(assembly, "Shop.Billing_Succeeded_Consumer", Success("b"));
        Assert.Equal(["startup", "startup", "b 1 True eu True True", "billing 1 ends"], Seen(assembly));
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

    private static string Success(string id) =>
        $$$"""{"version":"1.0","timestamp":"2026-11-24T10:17:36.123Z","requestContext":{"requestId":"r","functionArn":"arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST","condition":"Success","approximateInvokeCount":1},"requestPayload":{"OrderId":"{{{id}}}"},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":{"OrderId":"{{{id}}}"}}""";

    private static IEnumerable<string?> Failed(string response) =>
        JsonDocument.Parse(response).RootElement.GetProperty("batchItemFailures").EnumerateArray().Select(static x => x.GetProperty("itemIdentifier").GetString());

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

    private static List<string> Seen(Assembly assembly, string type = "Shop.Billing") => (List<string>)assembly.GetType(type, throwOnError: true)!.GetField("Seen")!.GetValue(null)!;

    private Assembly Load(params string[] code)
    {
        GeneratorHarness.CreateDriver().RunGeneratorsAndUpdateCompilation(GeneratorHarness.Compile(code).AddReferences(GeneratorHarness.Services), out Compilation outcome, out _);
        using MemoryStream stream = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = outcome.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        stream.Position = 0;
        return _loaded.LoadFromStream(stream);
    }
}
