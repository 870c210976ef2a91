using System;
using System.Linq;
using System.Text;
using LambdaDestinations.Generators.Tests.Analyzers;
using LambdaDestinations.Templates.Manifest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.Generator;

/// <summary>What the manifest says of consumers that the build connects, and of dead-letter queues.</summary>
public sealed class SourceManifestTests
{
    private const string Consumer = """
        using LambdaDestinations;
        public class C
        {
            [DestinationConsumer(typeof(P), "Run", Wire = true)] public void Take(FailureRecord<string> record) { }
            [DestinationConsumer(typeof(P), "Run", From = "@Named")] public void Named(FailureRecord<string> record) { }
            [DestinationConsumer(typeof(P), "Run")] public void Plain(FailureRecord<string> record) { }
            [DeadLetter("@Dead")] public void Old(string x) { }
        }
        """;

    [Fact]
    public void A_consumer_has_the_destinations_of_its_producer_as_they_are_now()
    {
        Compilation first = GeneratorHarness.Compile(Consumer, Producer("@First"));
        GeneratorDriver driver = GeneratorHarness.CreateDriver().RunGenerators(first);
        Assert.Equal((3, 0), Mentions(driver));

        // The file of the consumer is as it was.
        SyntaxTree producer = first.SyntaxTrees.Single(static x => x.ToString().Contains("class P", StringComparison.Ordinal));
        Compilation second = first.ReplaceSyntaxTree(producer, producer.WithChangedText(SourceText.From(Producer("@Second"), Encoding.UTF8)));
        Assert.Equal((0, 3), Mentions(driver.RunGenerators(second)));
    }

    [Fact]
    public void Each_that_asks_for_something_is_in_the_manifest()
    {
        string manifest = TextOf(GeneratorHarness.CreateDriver().RunGenerators(GeneratorHarness.Compile(Consumer, Producer("@First"))));
        Assert.Contains("C_Take_Consumer::HandleAsync", manifest, StringComparison.Ordinal);
        Assert.Contains("@Named", manifest, StringComparison.Ordinal);
        Assert.Contains("@Dead", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("C_Plain_Consumer::HandleAsync", manifest, StringComparison.Ordinal);
    }

    /// <summary>Each setting of a mapping, on a method without destinations, one with, and on a consumer.</summary>
    [Fact]
    public void Settings_of_mappings_are_in_the_manifest()
    {
        const string Code = """
            using LambdaDestinations;
            public class M
            {
                [EventSourceMapping(EventSource = "Jobs", BatchSize = 100, MaximumBatchingWindowInSeconds = 5, MaximumConcurrency = 7, ReportBatchItemFailures = true, Filters = new[] { "{\"body\":{}}", "{}" })]
                [EventSourceMapping(EventSource = "Stream", ParallelizationFactor = 2, TumblingWindowInSeconds = 60, MaximumRetryAttempts = -1, MaximumRecordAgeInSeconds = 60, BisectBatchOnFunctionError = false)]
                public void Plain(string x) { }
                [OnFailureDestination(DestinationType.Sqs, "@Q", EventSource = "S"), EventSourceMapping(MinimumPollers = 1, MaximumPollers = 3)] public void Sends(string x) { }
                [DestinationConsumer(typeof(M), "Sends", From = "@Q"), EventSourceMapping(BatchSize = 1)] public void Takes(StreamFailureRecord record) { }
            }
            """;
        DestinationManifest manifest = ManifestJson.Parse(AlarmTests.PartsOf(GeneratorHarness.Generate(Code)));
        Assert.Equal(
            [
                new MappingModel("Jobs", new(Setting("BatchSize", 100), Setting("MaximumBatchingWindowInSeconds", 5), Setting("ReportBatchItemFailures", 1), Setting("MaximumConcurrency", 7), new MappingSetting("Filters", 0, new("{\"body\":{}}", "{}")))),
                new MappingModel("Stream", new(Setting("ParallelizationFactor", 2), Setting("TumblingWindowInSeconds", 60), Setting("MaximumRetryAttempts", -1), Setting("MaximumRecordAgeInSeconds", 60), Setting("BisectBatchOnFunctionError", 0))),
            ],
            MappingsOf("Plain"));
        Assert.Equal([new MappingModel(null, new(Setting("MinimumPollers", 1), Setting("MaximumPollers", 3)))], MappingsOf("Sends"));
        Assert.Equal([new MappingModel(null, new(Setting("BatchSize", 1)))], MappingsOf("Takes"));

        MappingModel[] MappingsOf(string method) => [.. manifest.Handlers.Single(x => x.Function.MethodName == method).Mappings];
        static MappingSetting Setting(string name, int value) => new(name, value);
    }

    private static string Producer(string target) =>
        $$"""using LambdaDestinations; public class P { [OnFailureDestination(DestinationType.Sqs, "{{target}}")] public void Run(string x) { } }""";

    private static (int First, int Second) Mentions(GeneratorDriver driver) => (TextOf(driver).Split("@First").Length - 1, TextOf(driver).Split("@Second").Length - 1);

    /// <summary>The parts of the manifest alone: an entry point names its handler string, too.</summary>
    private static string TextOf(GeneratorDriver driver) => string.Concat(driver.GetRunResult().GeneratedTrees.Select(static x => x.ToString()).Where(static x => x.Contains("DestinationManifest", StringComparison.Ordinal)));
}
