using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>What a template lacks, or has otherwise, is told on the attribute where no build is about to write it.</summary>
public sealed class AgreementTests
{
    private const string Verify = "LambdaDestinationsTemplateMode=Verify";

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Failed: {Type: AWS::SQS::Queue}
          Done: {Type: AWS::SQS::Queue}
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Run
              Runtime: dotnet10
              EventInvokeConfig:
                MaximumRetryAttempts: 2
                DestinationConfig:
                  OnSuccess: {Type: SQS, Destination: !GetAtt Done.Arn}
        """;

    private const string Code = AnalyzerHarness.Usings + """
        public class Handlers
        {
            [OnSuccessDestination(DestinationType.Sqs, "@Done")]
            [OnFailureDestination(DestinationType.Sqs, "@Failed")]
            [AsyncInvocation(MaximumRetryAttempts = 1)]
            public Task Run(string order) => Task.CompletedTask;

            [OnFailureDestination(DestinationType.Sqs, "@Failed")]
            public Task Gone(string order) => Task.CompletedTask;
        }
        """;

    [Theory]
    [InlineData(Verify)]
    [InlineData("LambdaDestinationsTemplateMode=None", "LambdaDestinationsCheckTemplate=true")]
    [InlineData("LambdaDestinationsTemplateMode=none", "LambdaDestinationsCheckTemplate=True")]
    public async Task Who_verifies_is_told_of_each_setting_on_its_attribute(params string[] properties)
    {
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerHarness.AnalyzeAsync(Code, Template, properties);

        Assert.Equal(
            [
                "LD1012 code \"Gone\"",
                "LD9004 code \"AsyncInvocation(MaximumRetryAttempts = 1)\" + template \"2\"",
                "LD9010 code \"OnFailureDestination(DestinationType.Sqs, \"@Failed\")\" + template \"Worker\"",
            ],
            AnalyzerHarness.Describe(diagnostics, Template).Order(StringComparer.Ordinal));
        Assert.All(diagnostics, static x => Assert.Equal(DiagnosticSeverity.Error, x.Severity));
    }

    [Theory]
    [InlineData("LambdaDestinationsTemplateMode=Update")]
    [InlineData("LambdaDestinationsTemplateMode=Update", "LambdaDestinationsCheckTemplate=true")]
    [InlineData("LambdaDestinationsTemplateMode=Generate")]
    [InlineData("LambdaDestinationsTemplateMode=None")]
    [InlineData]
    public async Task What_the_build_is_about_to_write_is_not_missing(params string[] properties) =>
        Assert.Equal(["LD1012"], (await AnalyzerHarness.AnalyzeAsync(Code, Template, properties)).Select(static x => x.Id));

    [Fact]
    public async Task What_the_template_accepts_is_not_told()
    {
        string accepted = Template
            .Replace("  Worker:", "  Worker: # ld:ignore EventInvokeConfig.DestinationConfig.OnFailure", StringComparison.Ordinal)
            .Replace("MaximumRetryAttempts: 2", "MaximumRetryAttempts: 2 # ld:ignore LD9004", StringComparison.Ordinal);

        Assert.Equal(["LD1012"], (await AnalyzerHarness.AnalyzeAsync(Code, accepted, Verify)).Select(static x => x.Id));
    }

    [Fact]
    public async Task A_pragma_and_NoWarn_silence_it()
    {
        string code = Code.Replace("    [OnFailureDestination(DestinationType.Sqs, \"@Failed\")]\n    [Async", "#pragma warning disable LD9010\n    [OnFailureDestination(DestinationType.Sqs, \"@Failed\")]\n    [Async", StringComparison.Ordinal);
        Assert.NotEqual(Code, code);
        Assert.DoesNotContain(await AnalyzerHarness.AnalyzeAsync(code, Template, Verify), static x => x.Id == "LD9010");

        CSharpCompilation compilation = GeneratorHarness.Compile(Code);
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(new Dictionary<string, ReportDiagnostic> { ["LD9004"] = ReportDiagnostic.Suppress }.ToImmutableDictionary()));
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerHarness.AnalyzeAsync(new DestinationAnalyzer(), compilation, SourceText.From(Template), Verify);
        Assert.Equal(["LD1012", "LD9010"], diagnostics.Select(static x => x.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_nothing_in_the_code_asks_for_stands_in_the_template()
    {
        string edited = Template.Replace(
            "  Worker:\n    Type: AWS::Serverless::Function\n",
            "  Worker:\n    Type: AWS::Serverless::Function\n    Metadata: {LambdaDestinations: {Assembly: App, Owns: {EventInvokeConfig.MaximumEventAgeInSeconds: 60}}}\n",
            StringComparison.Ordinal)
            .Replace("        MaximumRetryAttempts: 2\n", "        MaximumRetryAttempts: 2\n        MaximumEventAgeInSeconds: 90\n", StringComparison.Ordinal);

        Assert.Contains("LD9003 template \"90\"", AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(Code, edited, Verify), edited));
    }

    /// <summary>Without a template the triggers that the attributes say are all that is known.</summary>
    [Theory]
    [InlineData("HttpApi(\"/\")", "OnFailureDestination(DestinationType.Sqs, \"@Failed\")", "LD4003")]
    [InlineData("SQSEvent(\"@Source\")", "OnFailureDestination(DestinationType.Sqs, \"@Failed\")", "LD4004")]
    [InlineData("DynamoDBEvent(\"@Source\")", "OnSuccessDestination(DestinationType.Sqs, \"@Done\")", "LD4004")]
    [InlineData("DynamoDBEvent(\"@Source\")", "OnFailureDestination(DestinationType.Sqs, \"@Failed\")", null)]
    [InlineData("SNSEvent(\"@Source\")", "OnFailureDestination(DestinationType.Sqs, \"@Failed\")", null)]
    [InlineData("SQSEvent(\"@Source\"), SNSEvent(\"@Other\")", "OnFailureDestination(DestinationType.Sqs, \"@Failed\")", null)]
    public async Task Without_a_template_the_attributes_say_that_a_destination_never_fires(string trigger, string destination, string? expected)
    {
        string code = AnalyzerHarness.Usings.Replace("namespace App;", "using Amazon.Lambda.Annotations;\nusing Amazon.Lambda.Annotations.APIGateway;\nusing Amazon.Lambda.Annotations.SQS;\nusing Amazon.Lambda.Annotations.SNS;\nusing Amazon.Lambda.Annotations.DynamoDB;\nnamespace App;", StringComparison.Ordinal) + $$"""
            public class Handlers
            {
                [LambdaFunction]
                [{{trigger}}]
                [{{destination}}]
                public Task Run(string order) => Task.CompletedTask;
            }
            """;

        Assert.Equal(expected is null ? [] : [expected], (await AnalyzerHarness.AnalyzeAsync(GeneratorHarness.Compile(code, Stubs.Core), null)).Select(static x => x.Id));
    }
}
