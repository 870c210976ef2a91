using System;
using System.Linq;
using System.Text;
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

    private static string Producer(string target) =>
        $$"""using LambdaDestinations; public class P { [OnFailureDestination(DestinationType.Sqs, "{{target}}")] public void Run(string x) { } }""";

    private static (int First, int Second) Mentions(GeneratorDriver driver) => (TextOf(driver).Split("@First").Length - 1, TextOf(driver).Split("@Second").Length - 1);

    /// <summary>The parts of the manifest alone: an entry point names its handler string, too.</summary>
    private static string TextOf(GeneratorDriver driver) => string.Concat(driver.GetRunResult().GeneratedTrees.Select(static x => x.ToString()).Where(static x => x.Contains("DestinationManifest", StringComparison.Ordinal)));
}
