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
