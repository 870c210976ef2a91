using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>A finding about one argument stands on that argument, wherever it is written; one about several, or about none, on the attribute.</summary>
public sealed class FindingPlacesTests
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Topic: {Type: AWS::SNS::Topic}
          Bucket: {Type: AWS::S3::Bucket}
          Stream: {Type: AWS::Kinesis::Stream}
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Run
              Runtime: dotnet10
              Events:
                Up: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: s3:ObjectCreated:*}}
                Items: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, StartingPosition: LATEST}}
        """;

    private const string Failure = "OnFailureDestination(DestinationType.Sqs, \"@Queue\")";

    [Theory]
    [InlineData("LD1001", "OnSuccessDestination(«DestinationType.S3», \"@Bucket\")")]
    [InlineData("LD1001", "OnSuccessDestination(target: \"@Bucket\", «type: DestinationType.S3»)")]
    [InlineData("LD1003", "OnFailureDestination(DestinationType.Sqs, «\"Queue\"»)")]
    [InlineData("LD1004", "OnFailureDestination(DestinationType.Sqs, «\"@Missing\"»)")]
    [InlineData("LD1004", "OnFailureDestination(«target: \"@Missing\"», type: DestinationType.Sqs)")]
    [InlineData("LD1005", "OnFailureDestination(«DestinationType.Sqs», \"@Topic\")")]
    [InlineData("LD1006", "AsyncInvocation(MaximumEventAgeInSeconds = 3600, «MaximumRetryAttempts = 5»), " + Failure)]
    [InlineData("LD1007", "AsyncInvocation(«MaximumEventAgeInSeconds = 86400», MaximumRetryAttempts = 1), " + Failure)]
    [InlineData("LD1008", "AsyncInvocation(MaximumRetryAttempts = 1, «MaximumEventAgeInSeconds = 60»), " + Failure)]
    [InlineData("LD1009", Failure + ", «OnFailureDestination(DestinationType.Sns, \"@Topic\")»")]
    [InlineData("LD1010", "OnSuccessDestination(DestinationType.Sqs, \"arn:aws:sqs:eu-west-1:123456789012:a\"), OnFailureDestination(DestinationType.Sqs, «\"arn:aws:sqs:us-east-1:123456789012:b\"»)")]
    [InlineData("LD1012", "DestinationFunction(«\"Gone\"»), " + Failure)]
    [InlineData("LD1057", "OnFailureDestination<Handlers>(«\"Gone\"»)")]
    [InlineData("LD1057", "OnFailureDestination<Handlers>(«methodName: \"Gone\"»)")]
    [InlineData("LD1058", "«AsyncInvocation(MaximumRetryAttempts = 1)»")]
    [InlineData("LD2004", "«OnFailureDestination(DestinationType.Sqs, \"@Queue\", EventSource = \"Items\")»")]
    [InlineData("LD2004", "OnFailureDestination(DestinationType.Sqs, \"@Queue\", EventSource = \"Items\", «MaximumRetryAttempts = -1»)")]
    [InlineData("LD2007", "OnFailureDestination(DestinationType.Sqs, \"@Queue\", «EventSource = \"Gone\"», MaximumRetryAttempts = 1)")]
    public async Task A_finding_stands_on_what_it_is_about(string id, string marked)
    {
        string[] parts = marked.Split('«', '»');
        string code = AnalyzerHarness.Usings + $"public class Handlers\n{{\n    [{string.Concat(parts)}]\n    public Task Run(string order) => Task.CompletedTask;\n}}\n";
        IEnumerable<Diagnostic> found = (await AnalyzerHarness.AnalyzeAsync(code, Template)).Where(x => x.Id == id && x.Location.IsInSource);

        Diagnostic finding = Assert.Single(found);
        int start = code.IndexOf('[', StringComparison.Ordinal) + 1 + parts[0].Length;
        Assert.Equal(parts[1], code.Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length));
        Assert.Equal(start, finding.Location.SourceSpan.Start);
    }

    [Theory]
    [InlineData("AsyncInvocation(MaximumRetryAttempts = 1), " + Failure, "EventInvokeConfig: {MaximumRetryAttempts: 2}", "LD9004 code \"AsyncInvocation(MaximumRetryAttempts = 1)\" + template \"2\"")]
    [InlineData(Failure, "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Dead.Arn}", "LD4001 code \"" + Failure + "\" + template \"DeadLetterQueue\"")]
    public async Task The_place_in_the_template_is_an_additional_one(string attributes, string setting, string expected)
    {
        string template = Template.Replace("Runtime: dotnet10", "Runtime: dotnet10\n      " + setting, StringComparison.Ordinal) + "\n  Dead: {Type: AWS::SQS::Queue}\n";
        string code = AnalyzerHarness.Usings + $"public class Handlers\n{{\n    [{attributes}]\n    public Task Run(string order) => Task.CompletedTask;\n}}\n";

        Assert.Contains(expected, AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(code, template, "LambdaDestinationsTemplateMode=Verify"), template));
    }
}
