using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>Settings of event source mappings by attributes: where findings stand.</summary>
public sealed class MappingAnalyzerTests
{
    internal const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          P:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::P::Run
              Events:
                Jobs: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}
                Fifo: {Type: SQS, Properties: {Queue: !GetAtt Fifo.Arn}}
                Stream: {Type: Kinesis, Properties: {Stream: !GetAtt Orders.Arn, StartingPosition: LATEST}}
          C:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::C_Take_Consumer::HandleAsync
              Events: {Failed: {Type: SQS, Properties: {Queue: !GetAtt Failed.Arn}}}
          Jobs: {Type: AWS::SQS::Queue}
          Fifo: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
          Failed: {Type: AWS::SQS::Queue}
          Orders: {Type: AWS::Kinesis::Stream}
        """;

    [Theory]
    [InlineData("EventSource = \"Jobs\", BatchSize = 0", "LD2032 BatchSize is 0; Lambda accepts 1 to 10000 @ BatchSize = 0")]
    [InlineData("EventSource = \"Stream\", MaximumRetryAttempts = 10001, BisectBatchOnFunctionError = true", "LD1006 MaximumRetryAttempts is 10001; Lambda accepts -1 to 10000 @ MaximumRetryAttempts = 10001", "LD2005 'Stream' gives up on a batch by MaximumRetryAttempts, but has no on-failure destination, so the records are lost silently @ MaximumRetryAttempts = 10001")]
    [InlineData("BatchSize = 5, EventSource = \"Nothing\"", "LD2007 Function 'P' has no event and no event source mapping 'Nothing' @ EventSource = \"Nothing\"")]
    [InlineData("BatchSize = 5", "LD2008 Function 'P' has several event source mappings (Jobs: SQS, Fifo: SQS, Stream: Kinesis); nothing is written until EventSource says which one [EventSourceMapping] belongs to @ EventSourceMapping(BatchSize = 5)")]
    [InlineData("EventSource = \"Jobs\", ParallelizationFactor = 2", "LD2033 'Jobs' is an event source of type SQS, for which Lambda refuses ParallelizationFactor; remove it: it is a setting of Kinesis, DynamoDB @ ParallelizationFactor = 2")]
    [InlineData("EventSource = \"Jobs\", BatchSize = 11", "LD2034 'Jobs' takes batches of up to 11 messages without a batching window, and Lambda refuses more than 10; set MaximumBatchingWindowInSeconds to 1 or more @ BatchSize = 11")]
    [InlineData("EventSource = \"Jobs\"", "LD2035 [EventSourceMapping] of 'P.Run' has no setting, so it does nothing; add one, or remove the attribute @ EventSource = \"Jobs\"")]
    [InlineData("EventSource = \"Jobs\", Filters = new[] { \"x\" }", "LD2018 The filter 'x' is not the text of a JSON object, so Lambda refuses the mapping; write an event pattern as JSON @ Filters = new[] { \"x\" }")]
    [InlineData("EventSource = \"Jobs\", BatchSize = 5, MaximumConcurrency = 3, ReportBatchItemFailures = true")]
    public async Task A_finding_stands_at_its_argument(string arguments, params string[] expected) => Assert.Equal(expected, await FindAsync(Code(arguments)));

    /// <summary>What the build is about to write is not missed.</summary>
    [Theory]
    [InlineData("[EventSourceMapping(ReportBatchItemFailures = true)]", false)]
    [InlineData("[EventSourceMapping(EventSource = \"Failed\", ReportBatchItemFailures = true)]", false)]
    [InlineData("[EventSourceMapping(BatchSize = 1)]", true)]
    [InlineData("", true)]
    public async Task A_consumer_may_ask_for_its_answer(string attribute, bool isMissed)
    {
        string code = $$"""
            using LambdaDestinations;
            public class P { [OnFailureDestination(DestinationType.Sqs, "@Failed", EventSource = "Stream", MaximumRetryAttempts = 1, BisectBatchOnFunctionError = true)] public void Run(string order) { } }
            public class C { [DestinationConsumer(typeof(P), "Run")] {{attribute}} public void Take(StreamFailureRecord record) { } }
            """;
        Assert.Equal(isMissed, (await FindAsync(code)).Any(static x => x.StartsWith("LD5012", StringComparison.Ordinal)));
    }

    internal static string Code(string arguments) => $$"""
        using LambdaDestinations;
        public class P
        {
            // The jobs.
            [EventSourceMapping({{arguments}})]
            public void Run(string order) { }
        }
        """;

    private static async Task<IEnumerable<string>> FindAsync(string code)
    {
        SourceText template = SourceText.From(Template, Encoding.UTF8);
        List<Diagnostic> found = [.. await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), GeneratorHarness.Compile(code), template)];
        found.AddRange(await AnalyzerHarness.AnalyzeAsync(new DestinationAnalyzer(), GeneratorHarness.Compile(code), template));
        return found
            .Where(static x => x.Location.SourceTree is not null && x.Id.StartsWith("LD", StringComparison.Ordinal) && x.Id is not ("LD1012" or "LD5010" or "LD5011"))
            .Select(x => $"{x.Id} {x.GetMessage(CultureInfo.InvariantCulture)} @ {code.Substring(x.Location.SourceSpan.Start, x.Location.SourceSpan.Length)}");
    }
}
