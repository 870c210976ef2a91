using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Model;
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
        Match(GeneratorHarness.Generate("[assembly: LambdaDestinations.DestinationSerializer(typeof(App.AppContext))]", Lab, Stubs.Core.Replace("Amazon.Lambda.SQSEvents", "Other", StringComparison.Ordinal).Replace("Amazon.Lambda.SNSEvents", "Other", StringComparison.Ordinal), Stubs.Context));

    [Fact]
    public void The_Lambda_serializers_context_gets_its_options() =>
        Match(GeneratorHarness.Generate("[assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.SourceGeneratorLambdaJsonSerializer<App.AppContext>))]", Lab, Stubs.Core, Stubs.Context));

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

    [Fact]
    public void Readers_of_one_name_get_names_of_their_own()
    {
        SortedDictionary<string, string> files = GeneratorHarness.Generate("""
            using LambdaDestinations;

            namespace App
            {
                public class A_B { [OnFailureDestination(DestinationType.Sqs, "@Q")] public void C(string x) { } }
                public class A { public class B { [OnFailureDestination(DestinationType.Sqs, "@Q")] public void C(string x) { } } }
                public class a { public class b { [OnFailureDestination(DestinationType.Sqs, "@Q")] public void c(string x) { } } }
            }
            """.Replace("public class a ", "#pragma warning disable CS8981\npublic class a ", StringComparison.Ordinal));
        string[] readers = [.. files.Keys.Where(static x => x.StartsWith("App.", StringComparison.OrdinalIgnoreCase))];
        Assert.Equal(3, readers.Distinct(StringComparer.OrdinalIgnoreCase).Count());
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

    [Fact]
    public void The_order_of_files_does_not_matter()
    {
        string other = Lab.Replace("class Handlers", "class Others", StringComparison.Ordinal).Replace("public record Order(string Id);", "", StringComparison.Ordinal).Replace("public record Receipt(string Id);", "", StringComparison.Ordinal);
        Assert.Equal(GeneratorHarness.Generate(Lab, other, Stubs.Core), GeneratorHarness.Generate(Stubs.Core, other, Lab));
    }

    [Fact]
    public void An_unrelated_edit_re_emits_nothing()
    {
        (GeneratorDriverRunResult before, GeneratorDriverRunResult after) = RunTwice(Lab, Lab.Replace("new Receipt(order.Id)", "new Receipt(order.Id + 1)", StringComparison.Ordinal));
        Assert.All(Reasons(after), static x => Assert.True(x is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, x.ToString()));
        Assert.NotEmpty(Reasons(after));
        Assert.Equal(Texts(before), Texts(after));
    }

    [Fact]
    public void A_real_edit_re_emits_what_it_concerns()
    {
        string two = Lab + Lab.Replace("class Handlers", "class Others", StringComparison.Ordinal).Replace("public record Order(string Id);", "", StringComparison.Ordinal).Replace("public record Receipt(string Id);", "", StringComparison.Ordinal)
            .Replace("using System.Threading.Tasks;", "", StringComparison.Ordinal).Replace("using LambdaDestinations;", "", StringComparison.Ordinal);
        int place = two.LastIndexOf("Task<Receipt> Run", StringComparison.Ordinal);
        string edited = two[..place] + two[place..].Replace("Task<Receipt> Run(Order order", "Task<Receipt> Run(string order", StringComparison.Ordinal).Replace("order.Id", "order", StringComparison.Ordinal);
        (GeneratorDriverRunResult before, GeneratorDriverRunResult after) = RunTwice(two, edited);
        Assert.NotEqual(Texts(before), Texts(after));
        IEnumerable<IncrementalStepRunReason> contracts = after.Results.Single().TrackedSteps[DestinationGenerator.ContractsStep].SelectMany(static x => x.Outputs).Select(static x => x.Reason);
        Assert.Equal([IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified], contracts);
        Assert.Contains(IncrementalStepRunReason.Modified, after.Results.Single().TrackedSteps[DestinationGenerator.ManifestStep].SelectMany(static x => x.Outputs).Select(static x => x.Reason));
    }

    [Fact]
    public void Cached_values_hold_no_Roslyn_object_and_declare_their_equality()
    {
        GeneratorDriver driver = GeneratorHarness.CreateDriver().RunGenerators(GeneratorHarness.Compile(Lab, Stubs.Core));
        object[] values = [.. driver.GetRunResult().Results.Single().TrackedSteps
            .Where(static x => x.Key is DestinationGenerator.HandlersStep or DestinationGenerator.ContractsStep or DestinationGenerator.ManifestStep)
            .SelectMany(static x => x.Value).SelectMany(static x => x.Outputs).Select(static x => x.Value)];
        Assert.NotEmpty(values);
        HashSet<Type> seen = [];
        foreach (object value in values)
        {
            AssertPlain(value.GetType(), seen);
        }

        Assert.Contains(typeof(HandlerModel), seen);
    }

    private static void AssertPlain(Type type, HashSet<Type> seen)
    {
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || !seen.Add(type))
        {
            return;
        }

        Assert.False(type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) ?? false, type.FullName);
        Assert.NotNull(type.GetMethod("Equals", [type]));
        foreach (Type part in type.GetGenericArguments().Concat(type.GetProperties().Where(static x => x.GetIndexParameters().Length == 0 && x.Name != "EqualityContract").Select(static x => x.PropertyType)))
        {
            AssertPlain(Nullable.GetUnderlyingType(part) ?? part, seen);
        }
    }

    private static (GeneratorDriverRunResult Before, GeneratorDriverRunResult After) RunTwice(string before, string after)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(before, Stubs.Core);
        GeneratorDriver driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);
        SyntaxTree old = compilation.SyntaxTrees[0];
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(after, GeneratorHarness.ParseOptions, old.FilePath));
        return (driver.GetRunResult(), driver.RunGenerators(edited).GetRunResult());
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorDriverRunResult result) =>
        result.Results.Single().TrackedOutputSteps.Values.SelectMany(static x => x).SelectMany(static x => x.Outputs).Select(static x => x.Reason);

    private static string[] Texts(GeneratorDriverRunResult result) => [.. result.Results.Single().GeneratedSources.Select(static x => x.SourceText.ToString())];

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
