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

/// <summary>Consumers that ask for the event of their function, or that nothing calls.</summary>
public sealed class SourceAnalyzerTests
{
    private const string Code = """
        using LambdaDestinations;
        public record Order;
        public class P
        {
            [OnFailureDestination(DestinationType.Sqs, "@Failed")] public void Run(Order order) { }
            [OnSuccessDestination(DestinationType.Lambda, "@Consumer")] public void Calls(Order order) { }
            [OnFailureDestination(DestinationType.Sqs)] public void Makes(Order order) { }
            public void None(Order order) { }
        }

        public class C { [DestinationConsumer(ATTRIBUTE)] public void Take(RECORD record) { } }
        """;

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          P: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::P::Run'}}
          Consumer: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::C_Take_Consumer::HandleAsync'EVENTS}}
          Failed: {Type: AWS::SQS::Queue}
          Table: {Type: AWS::DynamoDB::Table}
        MORE
        """;

    private const string ReadsNothing = "LD1082 Nothing in the template invokes function 'Consumer', which runs the consumer 'C.Take(FailureRecord<DestinationVoid>)'; set Wire or From of [DestinationConsumer], and the build writes the event @ DestinationConsumer(typeof(P), \"Run\")";

    [Theory]
    [InlineData("", "", ReadsNothing)]
    [InlineData(", Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Failed.Arn, FunctionResponseTypes: [ReportBatchItemFailures]}}}", "")]
    [InlineData("", "  Rule: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [lambda]}, Targets: [{Id: a, Arn: !GetAtt Consumer.Arn}]}}")]
    [InlineData("", "  Mapping: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Other, EventSourceArn: !GetAtt Failed.Arn}}")]
    [InlineData("", "Outputs: {Arn: {Value: !GetAtt Consumer.Arn, Export: {Name: consumer}}}")]
    [InlineData("", "Outputs: {Arn: {Value: !GetAtt Consumer.Arn}}", ReadsNothing)]
    public async Task A_function_that_nothing_calls_is_told(string events, string more, params string[] expected) =>
        Assert.Equal(expected, (await FindAsync("typeof(P), \"Run\"", "FailureRecord<DestinationVoid>", events, more)).Where(static x => x.StartsWith("LD1082", StringComparison.Ordinal)));

    [Theory]
    [InlineData("typeof(P), \"Run\", Wire = true", "FailureRecord<DestinationVoid>")]
    [InlineData("typeof(P), \"Run\", From = \"@Failed\"", "FailureRecord<DestinationVoid>")]
    [InlineData("typeof(P), \"Calls\"", "SuccessRecord<DestinationVoid, DestinationVoid>")]
    public async Task A_consumer_that_asks_or_is_called_is_not(string attribute, string record) => Assert.Empty(await FindAsync(attribute, record, "", ""));

    [Theory]
    [InlineData("typeof(P), \"Run\", From = \"Failed\"", "FailureRecord<DestinationVoid>", "LD1079 'Failed' names nothing that holds records: write \"@LogicalId\" for a queue, topic, event bus or bucket of the template, or a whole ARN of one @ From = \"Failed\"")]
    [InlineData("typeof(P), \"Run\", From = \"@Faild\"", "FailureRecord<DestinationVoid>", "LD1080 The template has no resource 'Faild', from which the consumer's records are to come; did you mean 'Failed'? @ From = \"@Faild\"")]
    [InlineData("typeof(P), \"Run\", From = \"@Table\"", "FailureRecord<DestinationVoid>", "LD1080 'Table' is of type AWS::DynamoDB::Table, which holds no records; From takes a queue, a topic, an event bus or a bucket @ From = \"@Table\"")]
    [InlineData("typeof(P), \"Calls\", Wire = true", "SuccessRecord<DestinationVoid, DestinationVoid>", "LD1081 'P.Calls' sends the records that 'C.Take' takes to a function, which Lambda invokes without an event; remove Wire @ Wire = true")]
    [InlineData("typeof(P), \"Run\", From = \"@Failed\", Wire = true", "FailureRecord<DestinationVoid>", "LD1081 'C.Take(FailureRecord<DestinationVoid>)' names '@Failed' by From already, so Wire does nothing; remove one of them @ Wire = true")]
    [InlineData("typeof(P), \"Makes\", Wire = true", "FailureRecord<DestinationVoid>", "LD2030 No function of the template runs 'App::P::Makes', so where its records go is not known here, and no event of function 'Consumer' is written; name what holds them by From @ DestinationConsumer(typeof(P), \"Makes\", Wire = true)")]
    public async Task What_cannot_be_written_is_told_at_the_argument(string attribute, string record, string expected) =>
        Assert.Equal([expected], (await FindAsync(attribute, record, "", "")).Where(static x => !x.StartsWith("LD1012", StringComparison.Ordinal)));

    private static async Task<IEnumerable<string>> FindAsync(string attribute, string record, string events, string more)
    {
        string code = Code.Replace("ATTRIBUTE", attribute, StringComparison.Ordinal).Replace("RECORD", record, StringComparison.Ordinal);
        SourceText template = SourceText.From(Template.Replace("EVENTS", events, StringComparison.Ordinal).Replace("MORE", more, StringComparison.Ordinal), Encoding.UTF8);
        List<Diagnostic> found = [.. await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), GeneratorHarness.Compile(code), template)];
        found.AddRange(await AnalyzerHarness.AnalyzeAsync(new DestinationAnalyzer(), GeneratorHarness.Compile(code), template));
        return found
            .Where(static x => x.Location.SourceTree is not null && x.Id.StartsWith("LD", StringComparison.Ordinal) && x.Id is not ("LD1012" or "LD5010" or "LD5011"))
            .Select(x => $"{x.Id} {x.GetMessage(CultureInfo.InvariantCulture)} @ {code.Substring(x.Location.SourceSpan.Start, x.Location.SourceSpan.Length)}");
    }
}
