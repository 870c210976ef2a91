using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Snapshooter.Xunit;

namespace LambdaDestinations.Generators.Tests.Generator;

public sealed class GeneratorTests
{
    private const string Lab = """
        using System.Threading.Tasks;
        using LambdaDestinations;

        namespace App
        {
            public record Order(string Id);
            public record Receipt(string Id);

            public class Handlers
            {
                [OnSuccessDestination(DestinationType.Sqs, "@SuccessQueue")]
                [OnFailureDestination(DestinationType.Sqs)]
                [AsyncInvocation(MaximumRetryAttempts = 1)]
                public Task<Receipt> Run(Order order, Amazon.Lambda.Core.ILambdaContext context) => Task.FromResult(new Receipt(order.Id));
            }
        }
        """;

    [Fact]
    public void Without_a_context_the_caller_gives_the_type_information() => Match(GeneratorHarness.Generate(Lab, Stubs.Core));

    [Fact]
    public void A_context_of_our_attribute_is_taken_as_it_is() =>
        Match(GeneratorHarness.Generate("[assembly: LambdaDestinations.DestinationSerializer(typeof(App.AppContext))]", Lab, Stubs.Core, Stubs.Context));

    [Fact]
    public void The_Lambda_serializers_context_gets_its_options() =>
        Match(GeneratorHarness.Generate("[assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.SourceGeneratorLambdaJsonSerializer<App.AppContext>))]", Lab, Stubs.Core, Stubs.Events, Stubs.Context));

    [Fact]
    public void Every_shape_of_handler_that_Lambda_can_call_is_read() => Match(GeneratorHarness.Generate(
        """
        #pragma warning disable CS1998, CS8981
        using System.Collections.Generic;
        using System.IO;
        using System.Threading.Tasks;
        using LambdaDestinations;

        public static class NoNamespace
        {
            [OnFailureDestination(DestinationType.Sns, "@T")]
            public static void Static(string? text) { }
        }

        namespace @class.@namespace
        {
            public class @event
            {
                [OnFailureDestination(DestinationType.Sqs, "@Q")]
                public ValueTask<@event?> @void(Dictionary<string, List<int?>?> @params) => default;

                public class Nested
                {
                    [OnFailureDestination<@event>(nameof(@event.@void))]
                    internal async Task Plain() { }

                    [OnFailureDestination(DestinationType.S3)]
                    internal Stream Raw(Stream input, Amazon.Lambda.Core.ILambdaContext context) => input;

                    [OnSuccessDestination(DestinationType.EventBridge, "@Bus")]
                    internal (int A, string? B) Tuple((int X, int? Y) pair) => default;

                    [OnFailureDestination(DestinationType.Sqs, "@Q", EventSource = "Stream", MaximumRetryAttempts = 3)]
                    internal ValueTask OnlyContext(Amazon.Lambda.Core.ILambdaContext context) => default;
                }
            }

            internal struct Value
            {
                [OnFailureDestination(DestinationType.Sqs, "@Q", EventSource = "Stream")]
                public int? Batch(int[][] records) => null;
            }
        }
        """,
        Stubs.Core));

    [Fact]
    public void Annotated_functions_carry_their_names_and_triggers() => Match(GeneratorHarness.Generate(
        """
        using Amazon.Lambda.Annotations;
        using LambdaDestinations;

        namespace My.App_1
        {
            public class Service { }

            public class Functions
            {
                [LambdaFunction, Amazon.Lambda.Annotations.S3.S3Event("@Bucket")]
                [OnFailureDestination(DestinationType.Sqs)]
                public string Upload([FromServices] Service service, string key, Amazon.Lambda.Core.ILambdaContext context) => key;

                [LambdaFunction(ResourceName = "Api"), Amazon.Lambda.Annotations.APIGateway.HttpApi("/")]
                [OnFailureDestination(DestinationType.Sqs), DestinationFunction("Other")]
                public string Get(string id) => id;
            }
        }
        """,
        Stubs.Core));

    /// <summary>As much as the manifest, with the reason for the rest: <c>LD1070</c> and <c>LD5005</c>.</summary>
    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, 1)]
    [InlineData(LanguageVersion.CSharp8, 3)]
    public async Task Old_languages_get_what_they_can_compile(LanguageVersion version, int files)
    {
        const string Code = "using LambdaDestinations; public class H { [OnFailureDestination(DestinationType.Sqs)] public void Run(string x) { } [DestinationConsumer(typeof(H), \"Run\")] public void Take(FailureRecord<string> x) { } }";
        CSharpCompilation compilation = GeneratorHarness.Compile(GeneratorHarness.ParseOptions.WithLanguageVersion(version), Code);
        compilation = compilation.WithOptions(compilation.Options.WithNullableContextOptions(NullableContextOptions.Disable));

        Assert.Equal(files, GeneratorHarness.Generate(compilation).Count);
        string[] found = [.. (await Analyzers.AnalyzerHarness.AnalyzeAsync(compilation, null)).Concat(await Analyzers.AnalyzerHarness.AnalyzeAsync(new LambdaDestinations.Generators.Analyzers.ConsumerAnalyzer(), compilation, null)).Select(static x => x.Id).Where(static x => x is "LD1070" or "LD5005")];
        Assert.Equal(version == LanguageVersion.CSharp7_3 ? ["LD1070", "LD5005"] : [], found);
    }

    /// <summary>Neither ours nor the user's: <c>CS3001</c> and its like are about libraries that say nothing of the CLS.</summary>
    [Fact]
    public void Generated_code_warns_of_nothing_where_the_assembly_complies_with_the_CLS() => GeneratorHarness.Generate(
        "[assembly: System.CLSCompliant(true)]",
        "using LambdaDestinations; public class H { [OnSuccessDestination(DestinationType.Sqs)] [OnFailureDestination(DestinationType.Sqs)] public int Run(string x) => 1;\n#pragma warning disable CS3001\n[DestinationConsumer(typeof(H), \"Run\")] public void Take(FailureRecord<string> x) { } }");

    /// <summary>What every handler has is the library's, where the language has static abstract members; else each class says it all.</summary>
    [Theory]
    [InlineData(LanguageVersion.CSharp9, "static class")]
    [InlineData(LanguageVersion.CSharp10, "static class")]
    [InlineData(LanguageVersion.CSharp11, "abstract class")]
    [InlineData(LanguageVersion.LatestMajor, "abstract class")]
    public void Readers_are_inherited_from_C_sharp_11_on(LanguageVersion version, string kind)
    {
        const string Code = """
            namespace Shop
            {
                using System.IO;
                using LambdaDestinations;
                [DestinationSerializer(typeof(App.AppContext))]
                public class Orders
                {
                    [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.EventBridge, "@B")]
                    public int? Typed(string?[] order) => null;

                    [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.S3, "@B")]
                    public Stream Untyped(Stream order) => order;

                    [OnSuccessDestination(DestinationType.Sqs, "@Q"), OnFailureDestination(DestinationType.Sqs, "@Q", EventSource = "Stream")]
                    internal void Both(Own order) { }

                    internal class Own { }
                }

                public static class Use
                {
                    public static object? Typed(byte[] record) =>
                        Orders_Typed_Records.ReadSuccess(record).ResponsePayload ?? Orders_Typed_Records.ReadFailure(record).RequestPayload?[0] ?? (object?)Orders_Typed_Records.ReadDeadLetter(record).Request;

                    public static object? Events(Amazon.Lambda.SQSEvents.SQSEvent.SQSMessage sqs, Amazon.Lambda.SNSEvents.SNSEvent.SNSRecord sns, Amazon.Lambda.CloudWatchEvents.CloudWatchEvent<System.Text.Json.JsonElement> bus) =>
                        Orders_Typed_Records.ReadSuccess(sqs).RequestPayload ?? Orders_Typed_Records.ReadFailure(sns).RequestPayload ?? Orders_Typed_Records.ReadFailure(bus).RequestPayload ?? Orders_Typed_Records.ReadDeadLetter(sqs).Request;

                    public static DestinationVoid Untyped(DestinationMessage message) => Orders_Untyped_Records.ReadSuccess(message).ResponsePayload;

                    internal static Orders.Own? Both(System.ReadOnlyMemory<byte> record) =>
                        Orders_Both_Records.ReadStreamFailure(record).Payload ?? Orders_Both_Records.ReadFailure(record).RequestPayload;
                }
            }
            """;
        CSharpParseOptions options = GeneratorHarness.ParseOptions.WithLanguageVersion(version);
        SortedDictionary<string, string> files = GeneratorHarness.Generate(GeneratorHarness.Compile(options, Code, Stubs.Events, Stubs.Context));
        Assert.All(
            ["public {0} Orders_Typed_Records", "public {0} Orders_Untyped_Records", "internal {0} Orders_Both_Records"],
            x => Assert.Contains(string.Format(CultureInfo.InvariantCulture, x, kind), string.Concat(files.Values), StringComparison.Ordinal));
    }

    [Fact]
    public void Readers_of_one_name_get_names_of_their_own()
    {
        string source = GeneratorHarness.Generate("""
            using LambdaDestinations;

            namespace App
            {
                public class A_B { [OnFailureDestination(DestinationType.Sqs, "@Q")] public void C(string x) { } }
                public class A { public class B { [OnFailureDestination(DestinationType.Sqs, "@Q")] public void C(string x) { } } }
                public class a { public class b { [OnFailureDestination(DestinationType.Sqs, "@Q")] public void c(string x) { } } }
            }
            """.Replace("public class a ", "#pragma warning disable CS8981\npublic class a ", StringComparison.Ordinal))["LambdaDestinations.Records.g.cs"];
        Assert.Equal(3, Regex.Matches(source, @"abstract class (\w+)").Select(static x => x.Groups[1].Value).Distinct().Count());
        Assert.Contains("abstract class a_b_c_Records", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public void Run<T>(T x) { }")]
    [InlineData("public void Run(string a, string b) { }")]
    [InlineData("public void Run(ref string a) { }")]
    [InlineData("public System.Collections.Generic.IAsyncEnumerable<int> Run(string a) => null!;")]
    [InlineData("public void Run(System.Span<int> a) { }")]
    [InlineData("public void Run(string a) { } public void Run(int a) { }")]
    public void What_Lambda_cannot_call_gives_no_code(string method) =>
        Assert.Empty(GeneratorHarness.Generate($"using LambdaDestinations; public class H {{ [OnFailureDestination(DestinationType.Sqs, \"@Q\")] {method} }}"));

    [Fact]
    public void An_explicit_implementation_gives_no_code() => Assert.Empty(GeneratorHarness.Generate("""
        using LambdaDestinations;
        public interface I { void Run(string a); }
        public class H : I { [OnFailureDestination(DestinationType.Sqs, "@Q")] void I.Run(string a) { } }
        """));

    /// <summary>The compiler says that the type is missing where it is written; generated code does not say it again.</summary>
    [Theory]
    [InlineData("public void Run(Missing x) { }", 1)]
    [InlineData("public void Run(System.Collections.Generic.List<Missing[]> x) { }", 1)]
    [InlineData("public System.Threading.Tasks.Task<Missing.Nested> Run(string x) => null!;", 1)]
    [InlineData("public void Run(string x) { Missing y; }", 2)]
    public void A_type_that_is_missing_gives_no_reader(string method, int files)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile($"using LambdaDestinations; public class H {{ [OnFailureDestination(DestinationType.Sqs, \"@Q\")] {method} }}");
        GeneratorDriver driver = GeneratorHarness.CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation outcome, out _);

        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        Assert.Equal(files, result.GeneratedSources.Length);
        Assert.All(outcome.GetDiagnostics().Where(static x => x.Severity == DiagnosticSeverity.Error), x => Assert.Same(compilation.SyntaxTrees[0], x.Location.SourceTree));
    }

    /// <summary>Its records have one type for all handlers, so there is no reader; what the build needs stands in the manifest.</summary>
    [Fact]
    public void A_durable_handler_gives_a_manifest_but_no_reader()
    {
        string manifest = Assert.Single(GeneratorHarness.Generate(Stubs.Core, """
            using LambdaDestinations;

            public record Order(string Id);

            public class H
            {
                [Amazon.Lambda.Annotations.LambdaFunction, Amazon.Lambda.Annotations.DurableExecution(60)]
                [OnFailureDestination(DestinationType.Sqs, "@Q", Statuses = DurableExecutionStatus.Failed | DurableExecutionStatus.Stopped)]
                [DurableDelivery(MaximumRetryAttempts = 3, MaximumEventAgeInSeconds = 60, DeadLetterQueue = "@D")]
                public Order Run(Order order, object context) => order;
            }
            """)).Value.Replace("\"\"", "\"", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal);
        Assert.Contains("\"statuses\": 20", manifest, StringComparison.Ordinal);
        Assert.Contains("\"durable\": true", manifest, StringComparison.Ordinal);
        Assert.Contains("\"delivery\": {\"maximumRetryAttempts\": 3, \"maximumEventAgeInSeconds\": 60, \"deadLetterQueue\": \"@D\"}", manifest, StringComparison.Ordinal);
    }

    /// <summary>Without Amazon.Lambda.Annotations a durable function takes what Lambda hands to such a function alone.</summary>
    [Theory]
    [InlineData("Amazon.Lambda.DurableExecution.DurableExecutionInvocationInput input", true)]
    [InlineData("Shop.DurableExecutionInvocationInput input", false)]
    public void A_handler_of_durable_input_is_durable(string parameters, bool isDurable)
    {
        SortedDictionary<string, string> files = GeneratorHarness.Generate($$"""
            using System.Threading.Tasks;
            using LambdaDestinations;
            namespace Amazon.Lambda.DurableExecution { public class DurableExecutionInvocationInput { } public class DurableExecutionInvocationOutput { } }
            namespace Shop { public class DurableExecutionInvocationInput { } }
            public class H
            {
                [OnFailureDestination(DestinationType.Sqs, "@Q")]
                public Task<Amazon.Lambda.DurableExecution.DurableExecutionInvocationOutput> Run({{parameters}}) => null!;
            }
            """);
        Assert.Equal(isDurable ? 1 : 2, files.Count);
        Assert.Equal(isDurable, files["LambdaDestinations.Manifest.g.cs"].Contains("durable", StringComparison.Ordinal));
    }

    [Fact]
    public void A_private_payload_type_gives_a_manifest_but_no_reader() =>
        Assert.Equal(["LambdaDestinations.Manifest.g.cs"], GeneratorHarness.Generate("""
            using LambdaDestinations;
            public class H
            {
                [OnFailureDestination(DestinationType.Sqs, "@Q")]
                private void Run(Own x) { }
                private class Own { }
            }
            """).Keys);

    private static void Match(SortedDictionary<string, string> files)
    {
        StringBuilder text = new();
        foreach ((string name, string source) in files)
        {
            text.Append("==== ").Append(name).Append('\n').Append(source);
        }

        text.ToString().MatchSnapshot();
    }
}
