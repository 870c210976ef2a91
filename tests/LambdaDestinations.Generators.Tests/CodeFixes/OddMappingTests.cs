using System;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Tests.Analyzers;

namespace LambdaDestinations.Generators.Tests.CodeFixes;

/// <summary>Corrections of <c>[EventSourceMapping]</c>.</summary>
public sealed class OddMappingTests
{
    [Theory]
    [InlineData("LD2032", "EventSource = \"Jobs\", BatchSize = /* all */ 0", "EventSource = \"Jobs\", BatchSize = /* all */ 1")]
    [InlineData("LD2032", "EventSource = \"Jobs\", MaximumConcurrency = 1 + 1000", "MaximumConcurrency = 1000")]
    [InlineData("LD2033", "EventSource = \"Jobs\", ParallelizationFactor = 2, BatchSize = 5", "[EventSourceMapping(EventSource = \"Jobs\", BatchSize = 5)]")]
    [InlineData("LD2034", "EventSource = \"Jobs\", BatchSize = 11", "BatchSize = 11, MaximumBatchingWindowInSeconds = 1")]
    [InlineData("LD2034", "EventSource = \"Jobs\", BatchSize = 11, MaximumBatchingWindowInSeconds = 0", "BatchSize = 11, MaximumBatchingWindowInSeconds = 1")]
    [InlineData("LD2034", "EventSource = \"Fifo\", BatchSize = 11", "BatchSize = 10")]
    [InlineData("LD2034", "EventSource = \"Fifo\", BatchSize = 5, MaximumBatchingWindowInSeconds = 3", "EventSource = \"Fifo\", BatchSize = 5)")]
    [InlineData("LD2007", "BatchSize = 5, EventSource = \"Job\"", "EventSource = \"Jobs\"")]
    [InlineData("LD2008", "BatchSize = 5", "BatchSize = 5, EventSource = \"Jobs\"")]
    public async Task An_argument_is_corrected(string id, string arguments, string expected) =>
        Assert.Contains(expected, await FixHarness.FixAsync(id, [MappingAnalyzerTests.Code(arguments)], MappingAnalyzerTests.Template, isForAll: id != "LD2008"), StringComparison.Ordinal);

    [Theory]
    [InlineData("LD2033", "ParallelizationFactor = 2")]
    [InlineData("LD2033", "EventSource = \"Jobs\", ParallelizationFactor = 2")]
    [InlineData("LD2035", "EventSource = \"Jobs\"")]
    public async Task An_attribute_that_says_nothing_more_is_removed(string id, string arguments)
    {
        string template = MappingAnalyzerTests.Template.Replace("        Fifo: {Type: SQS, Properties: {Queue: !GetAtt Fifo.Arn}}\n", "", StringComparison.Ordinal)
            .Replace("        Stream: {Type: Kinesis, Properties: {Stream: !GetAtt Orders.Arn, StartingPosition: LATEST}}\n", "", StringComparison.Ordinal);
        string code = await FixHarness.FixAsync(id, [MappingAnalyzerTests.Code(arguments)], template, removes: true);
        Assert.DoesNotContain("EventSourceMapping", code, StringComparison.Ordinal);
    }
}
