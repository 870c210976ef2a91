using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Snapshooter.Xunit;

namespace LambdaDestinations.Generators.Tests.Generator;

public sealed class ConsumerGenerationTests
{
    private const string Producer = """
        using LambdaDestinations;
        namespace Shop
        {
            public record Order(string Id);
            public record Receipt(string Id);

            public class Orders
            {
                [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")]
                public Receipt Place(Order order) => new(order.Id);
            }
        }

        """;

    [Fact]
    public void Every_shape_of_consumer_gets_an_entry_point() => Match(GeneratorHarness.Generate(
        Producer + """
        namespace Shop
        {
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using Amazon.Lambda.Core;

            public class Billing : IS3RecordSource
            {
                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public Task Bill(SuccessRecord<Order, Receipt> record) => Task.CompletedTask;

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public ValueTask Retry(DestinationMessage message, FailureRecord<Order> record, ILambdaContext context, CancellationToken token) => default;

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                internal static void Count(SuccessRecord<Order, DestinationVoid> @record) { }

                public ValueTask<ReadOnlyMemory<byte>> ReadObjectAsync(string bucketName, string objectKey) => default;
            }

            internal static class Letters
            {
                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public static Task @default(DeadLetterMessage<Order> letter, CancellationToken token) => Task.CompletedTask;
            }
        }

        public class Streams
        {
            public struct Inner
            {
                [DestinationConsumer(typeof(Shop.Orders), "Place")]
                public void Positions(StreamFailureRecord record) { }

                [DestinationConsumer(typeof(Shop.Orders), "Place")]
                public void Events(StreamFailureRecord<System.Collections.Generic.List<int?>?> record) { }
            }
        }
        """,
        Stubs.Core));

    [Fact]
    public void A_context_reads_the_payloads() => Match(GeneratorHarness.Generate(
        "[assembly: LambdaDestinations.DestinationSerializer(typeof(App.AppContext))]",
        Producer + """
        public class Billing
        {
            [DestinationConsumer(typeof(Shop.Orders), nameof(Shop.Orders.Place))]
            public void Bill(SuccessRecord<Shop.Order, Shop.Receipt> record, System.Threading.CancellationToken token) { }
        }
        """,
        Stubs.Context));

    /// <summary>A class whose methods take records of different kinds gets an entry point that tells by the record.</summary>
    [Fact]
    public void A_class_of_consumers_gets_an_entry_point() => Match(GeneratorHarness.Generate(
        "[assembly: LambdaDestinations.DestinationSerializer(typeof(App.AppContext))]",
        Producer + """
        namespace Shop
        {
            using System.Threading;
            using System.Threading.Tasks;
            using Amazon.Lambda.Core;

            public static class Outer
            {
                internal class Audit : IS3RecordSource
                {
                    [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                    public static void Letter(DeadLetterMessage<Order> letter) { }

                    [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                    public Task Failed(FailureRecord<Order> record, ILambdaContext context) => Task.CompletedTask;

                    [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                    public ValueTask Placed(SuccessRecord<Order, Receipt> record, CancellationToken token) => default;

                    public ValueTask<System.ReadOnlyMemory<byte>> ReadObjectAsync(string bucketName, string objectKey) => default;
                }
            }
        }
        """,
        Stubs.Core,
        Stubs.Context));

    /// <summary>A consumer with destinations of its own: what it returns is the response, and its function is found by the entry point.</summary>
    [Fact]
    public void A_consumer_with_destinations_gives_a_response() => Match(GeneratorHarness.Generate(
        "[assembly: LambdaDestinations.DestinationSerializer(typeof(App.AppContext))]",
        Producer + """
        namespace Shop
        {
            using System.Threading;
            using System.Threading.Tasks;
            using Amazon.Lambda.Core;

            public record Bill(string Id);

            public class Entrance
            {
                [OnSuccessDestination<Billing>(nameof(Billing.Charge)), OnFailureDestination<Plain>(nameof(Plain.Take))]
                public void Enter(Order order) { }
            }

            public class Plain
            {
                [DestinationConsumer(typeof(Entrance), nameof(Entrance.Enter))]
                public void Take(FailureRecord<Order> record) { }
            }

            public class Billing
            {
                [DestinationConsumer(typeof(Orders), nameof(Orders.Place), MaximumConcurrency = 4)]
                [OnSuccessDestination(DestinationType.Sqs, "@Bills"), OnFailureDestination(DestinationType.Sqs, "@Failed")]
                public Bill Charge(SuccessRecord<Order, Receipt> record, CancellationToken token) => new(record.ResponsePayload!.Id);

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place), MaximumConcurrency = 2)]
                [OnFailureDestination(DestinationType.Sqs, "@Failed")]
                public static Task<Bill?> Refund(FailureRecord<Order> record, ILambdaContext context) => Task.FromResult<Bill?>(null);

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place), MaximumConcurrency = 8)]
                [OnFailureDestination(DestinationType.Sqs, "@Failed")]
                public Task Letter(DeadLetterMessage<Order> letter) => Task.CompletedTask;
            }
        }
        """,
        Stubs.Core,
        Stubs.Context));

    /// <summary>The template's function is found by the entry point, whether it is the handler or the receiver of one.</summary>
    [Fact]
    public void The_manifest_names_entry_points()
    {
        string manifest = GeneratorHarness.Generate(Producer + """
            namespace Shop
            {
                public class Entrance
                {
                    [OnSuccessDestination<Billing>(nameof(Billing.Charge)), OnFailureDestination<Plain>(nameof(Plain.Take))]
                    public void Enter(Order order) { }
                }

                public class Plain
                {
                    [DestinationConsumer(typeof(Entrance), nameof(Entrance.Enter))]
                    public void Take(FailureRecord<Order> record) { }
                }

                public class Billing
                {
                    [DestinationConsumer(typeof(Entrance), nameof(Entrance.Enter)), OnFailureDestination(DestinationType.Sqs, "@Failed")]
                    public int Charge(SuccessRecord<Order, DestinationVoid> record) => 1;

                    [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                    public void Refund(FailureRecord<Order> record) { }
                }
            }
            """)["LambdaDestinations.Manifest.g.cs"].Replace("\\\"", "'", StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(manifest, Regex.Escape("'method': 'Charge', 'entryPoint': 'App::Shop.Billing_Charge_Consumer::HandleAsync', 'classEntryPoint': 'App::Shop.Billing_Consumer::HandleAsync'}")));
        Assert.Single(Regex.Matches(manifest, Regex.Escape("'method': 'Take', 'entryPoint': 'App::Shop.Plain_Take_Consumer::HandleAsync'}")));

        // The event of the function is what the carrier wraps around the record.
        Assert.Contains("HandleAsync'}, 'response': 'int', 'destinations'", manifest, StringComparison.Ordinal);
    }

    /// <summary>A class whose constructor takes services is made anew for each record, in a scope of its own.</summary>
    [Fact]
    public void A_class_that_takes_services_is_made_in_a_scope() => Match(GeneratorHarness.Generate(GeneratorHarness.Compile(
        "[assembly: LambdaDestinations.DestinationSerializer(typeof(App.AppContext))]",
        Producer + """
        namespace Shop
        {
            using System;
            using System.Threading.Tasks;
            using Microsoft.Extensions.DependencyInjection;

            public enum Ledger { Old, New }
            public interface IGateway { }
            public interface ILog { }

            [DestinationStartup]
            public static class Startup
            {
                public static void ConfigureServices(IServiceCollection services) { }
            }

            public class Billing(IGateway gateway, [FromKeyedServices("a\"b")] IGateway other, [FromKeyedServices(Ledger.New)] ILog @log, ILog? optional = null, int count = 3) : IAsyncDisposable, IS3RecordSource
            {
                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                [OnSuccessDestination(DestinationType.Sqs, "@Bills")]
                public ValueTask<string> Charge(SuccessRecord<Order, Receipt> record) => new($"{gateway}{other}{@log}{optional}{count}");

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public static void Letter(DeadLetterMessage<Order> letter) { }

                public ValueTask<ReadOnlyMemory<byte>> ReadObjectAsync(string bucketName, string objectKey) => default;

                public ValueTask DisposeAsync() => default;
            }

            public sealed class Audit : IDisposable
            {
                public Audit(IGateway gateway, string name) => _ = gateway;

                [ActivatorUtilitiesConstructor]
                internal Audit([FromKeyedServices(typeof(Audit))] IGateway gateway) => _ = gateway;

                [DestinationConsumer(typeof(Orders), nameof(Orders.Place))]
                public void Failed(FailureRecord<Order> record) { }

                public void Dispose() { }
            }
        }
        """,
        Stubs.Context).AddReferences(GeneratorHarness.Services)));

    /// <summary>The class of Amazon.Lambda.Annotations, where there is none of ours; one that makes a host.</summary>
    [Theory]
    [InlineData("[Amazon.Lambda.Annotations.LambdaStartup] public class Startup { public void ConfigureServices(IServiceCollection services) { } }", "new global::Shop.Startup().ConfigureServices(services);")]
    [InlineData("[Amazon.Lambda.Annotations.LambdaStartup] public class Startup { public Microsoft.Extensions.Hosting.HostApplicationBuilder ConfigureHostBuilder() => new(); }", "new global::Shop.Startup().ConfigureHostBuilder().Build().Services;")]
    [InlineData("class Host : Microsoft.Extensions.Hosting.IHost { public System.IServiceProvider Services => null!; } class Builder : Microsoft.Extensions.Hosting.IHostApplicationBuilder { public Host Build() => new(); } [Amazon.Lambda.Annotations.LambdaStartup] class Startup { public static Builder ConfigureHostBuilder() => new(); }", "global::Shop.Startup.ConfigureHostBuilder().Build().Services;")]
    [InlineData("using Begins = LambdaDestinations.DestinationStartupAttribute; [Begins] class Startup { internal static void ConfigureServices(IServiceCollection services) { } }", "            global::Shop.Startup.ConfigureServices(services);")]
    [InlineData("[Everywhere] class Startup { internal static void ConfigureServices(IServiceCollection services) { } }", "            global::Shop.Startup.ConfigureServices(services);")]
    [InlineData("[Amazon.Lambda.Annotations.LambdaStartup] public class Other { public void ConfigureServices(IServiceCollection services) { } } [LambdaDestinations.DestinationStartupAttribute] class Startup { internal static void ConfigureServices(IServiceCollection services) { } }", "            global::Shop.Startup.ConfigureServices(services);")]
    public void A_class_registers_the_services(string startup, string expected) => Assert.Contains(
        expected,
        GeneratorHarness.Generate(GeneratorHarness.Compile(
            Producer + $"namespace Shop {{ using Microsoft.Extensions.DependencyInjection; {startup} public class B(IServiceCollection x) {{ [DestinationConsumer(typeof(Orders), \"Place\")] public void Take(FailureRecord<Order> r) => _ = x; }} }}",
            Stubs.Startup,
            "global using Everywhere = LambdaDestinations.DestinationStartupAttribute;").AddReferences(GeneratorHarness.Services))["LambdaDestinations.Services.g.cs"],
        StringComparison.Ordinal);

    /// <summary>A structure takes services as a class does.</summary>
    [Fact]
    public void A_structure_takes_services() => Assert.Contains(
        "new global::Shop.B(",
        GeneratorHarness.Generate(GeneratorHarness.Compile(
            Producer + """
            namespace Shop
            {
                using Microsoft.Extensions.DependencyInjection;
                [DestinationStartup] static class Startup { internal static void ConfigureServices(IServiceCollection services) { } }
                public struct B(IServiceCollection x) { [DestinationConsumer(typeof(Orders), "Place")] public void Take(FailureRecord<Order> r) => _ = x; }
            }
            """).AddReferences(GeneratorHarness.Services))["LambdaDestinations.Consumers.g.cs"],
        StringComparison.Ordinal);

    /// <summary>One consumer needs no choice; of two that take the same kind, no record says which.</summary>
    [Theory]
    [InlineData("FailureRecord<Shop.Order>", null, false)]
    [InlineData("FailureRecord<Shop.Order>", "FailureRecord<DestinationVoid>", false)]
    [InlineData("StreamFailureRecord", "StreamFailureRecord<Shop.Order>", false)]
    [InlineData("FailureRecord<Shop.Order>", "string", false)]
    [InlineData("FailureRecord<Shop.Order>", "StreamFailureRecord", true)]
    [InlineData("SuccessRecord<DestinationVoid, DestinationVoid>", "DeadLetterMessage<Shop.Order>", true)]
    public void A_class_has_an_entry_point_where_the_record_says_whom_to_call(string one, string? other, bool expected)
    {
        string second = other is null ? "" : $"[DestinationConsumer(typeof(Shop.Orders), \"Place\")] public void Other({other} x) {{ }}";
        string source = GeneratorHarness.Generate($"{Producer} public class B {{ [DestinationConsumer(typeof(Shop.Orders), \"Place\")] public void Take({one} x) {{ }} {second} }}")["LambdaDestinations.Consumers.g.cs"];
        Assert.Contains("class B_Take_Consumer", source, StringComparison.Ordinal);
        Assert.Equal(expected, source.Contains("class B_Consumer", StringComparison.Ordinal));
    }

    /// <summary>A method's entry point may have the name of a class's.</summary>
    [Fact]
    public void Entry_points_of_a_class_and_a_method_of_one_name_get_names_of_their_own()
    {
        string source = GeneratorHarness.Generate(Producer + """
            public class B
            {
                [DestinationConsumer(typeof(Shop.Orders), "Place")] public void C(FailureRecord<Shop.Order> x) { }
            }

            public class B_C
            {
                [DestinationConsumer(typeof(Shop.Orders), "Place")] public void Take(FailureRecord<Shop.Order> x) { }
                [DestinationConsumer(typeof(Shop.Orders), "Place")] public void Other(StreamFailureRecord x) { }
            }
            """)["LambdaDestinations.Consumers.g.cs"];
        Assert.Equal(2, Regex.Count(source, "class B_C_Consumer_[0-9a-f]{8}\\b"));
    }

    [Fact]
    public void Consumers_of_one_name_get_entry_points_of_their_own()
    {
        string source = GeneratorHarness.Generate(Producer + """
            public class B
            {
                [DestinationConsumer(typeof(Shop.Orders), "Place")] public void Take(FailureRecord<Shop.Order> x) { }
                [DestinationConsumer(typeof(Shop.Orders), "Place")] public void Take(DeadLetterMessage<Shop.Order> x) { }
            }
            """)["LambdaDestinations.Consumers.g.cs"];
        Assert.Equal(2, Regex.Matches(source, "class B_Take_Consumer_[0-9a-f]{8}\\b").Select(static x => x.Value).Distinct().Count());
    }

    [Theory]
    [InlineData("public void Take<T>(FailureRecord<T> x) { }")]
    [InlineData("public void Take(FailureRecord<Shop.Order> x, DeadLetterMessage<Shop.Order> y) { }")]
    [InlineData("public void Take(string x) { }")]
    [InlineData("public void Take(in FailureRecord<Shop.Order> x) { }")]
    [InlineData("private void Take(FailureRecord<Shop.Order> x) { }")]
    [InlineData("public int Take(FailureRecord<Shop.Order> x) => 1;")]
    [InlineData("[OnFailureDestination(DestinationType.Sqs, \"@Q\")] public System.IO.Stream Take(FailureRecord<Shop.Order> x) => System.IO.Stream.Null;")]
    [InlineData("public void Take(FailureRecord<Shop.Order> x) { } public B(int x) { } public B(long x) { }")]
    [InlineData("public System.Threading.Tasks.Task<int> Take(FailureRecord<Shop.Order> x) => null!;")]
    [InlineData("public void Take(FailureRecord<Shop.Order> x) { } public B(int x) { }")]
    public void What_cannot_be_called_gives_no_entry_point(string method) =>
        Assert.DoesNotContain(GeneratorHarness.Generate($"{Producer} public class B {{ [DestinationConsumer(typeof(Shop.Orders), \"Place\")] {method} }}").Keys, static x => x.Contains("Consumer", StringComparison.Ordinal));

    /// <summary>C# 9 is the oldest that can set the library's init-only members.</summary>
    [Theory]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.LatestMajor)]
    [InlineData(LanguageVersion.Preview)]
    public void Old_and_new_language_versions_compile_the_code(LanguageVersion version)
    {
        const string Code = """
            using System.Threading;
            using System.Threading.Tasks;
            using LambdaDestinations;
            namespace Shop
            {
                public class Order { public string? Id { get; set; } }

                public class Orders
                {
                    [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q")]
                    public Order Place(Order order) => order;

                    [OnFailureDestination(DestinationType.Sqs, "@Q", EventSource = "Stream")]
                    public void Stream(int?[] order) { }

                    [DestinationConsumer(typeof(Orders), "Place")]
                    public void Take(SuccessRecord<Order, Order> record, CancellationToken token) { }

                    [DestinationConsumer(typeof(Orders), "Place")]
                    public static Task Again(FailureRecord<Order> record) => Task.CompletedTask;
                }
            }
            """;
        const string Events = """
            namespace Amazon.Lambda.Core { public interface ILambdaContext { System.TimeSpan RemainingTime { get; } } }
            """;
        CSharpParseOptions options = GeneratorHarness.ParseOptions.WithLanguageVersion(version);
        Assert.Equal(4, GeneratorHarness.Generate(GeneratorHarness.Compile(options, Code, Events, Stubs.Events)).Count);
    }

    private static void Match(SortedDictionary<string, string> files)
    {
        StringBuilder text = new();
        foreach ((string name, string source) in files.Where(static x => x.Key == "LambdaDestinations.Consumers.g.cs"))
        {
            text.Append("==== ").Append(name).Append('\n').Append(source);
        }

        text.ToString().MatchSnapshot();
    }
}
