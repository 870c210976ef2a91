using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Tests.Generator;
using LambdaDestinations.Templates.Manifest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary><c>[assembly: DestinationAlarms]</c>: what is read, what the manifest carries, and what is told where.</summary>
public sealed class AlarmTests
{
    internal const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          OpsTopicArn: {Type: String}
        Resources:
          OpsTopic: {Type: AWS::SNS::Topic}
          Queue: {Type: AWS::SQS::Queue}
          Worker:
            Type: AWS::Serverless::Function
            Properties: {Handler: 'App::App.Handlers::Run', Runtime: dotnet10}
        """;

    private const string Created = "[OnFailureDestination(DestinationType.Sqs)]";

    [Theory]
    [InlineData("\"@OpsTopic\"")]
    [InlineData("\"@OpsTopicArn\", \"arn:aws:sns:eu-west-1:111122223333:ops\", Failures = 5, Messages = 2, MessageAgeInSeconds = 60, PeriodInSeconds = 86400")]
    [InlineData("new[] { \"@OpsTopic\" }")]
    [InlineData("\"@WorkerOnFailureTopic\"")]
    [InlineData("\"@OpsTopik\"", "LD1075 code \"\"@OpsTopik\"\"")]
    [InlineData("\"@OpsTopic\", \"@Queue\"", "LD1075 code \"\"@Queue\"\"")]
    [InlineData("\"OpsTopic\"", "LD1075 code \"\"OpsTopic\"\"")]
    [InlineData("\"arn:aws:sns:eu-west-1:111122223333:ops:0f1e\"", "LD1075 code \"\"arn:aws:sns:eu-west-1:111122223333:ops:0f1e\"\"")]
    [InlineData("new[] { \"OpsTopic\" }", "LD1075 code \"DestinationAlarms(new[] { \"OpsTopic\" })\"")]
    [InlineData("\"@OpsTopic\", Failures = 0", "LD1076 code \"Failures = 0\"")]
    [InlineData("\"@OpsTopic\", PeriodInSeconds = 90, MessageAgeInSeconds = 1", "LD1076 code \"PeriodInSeconds = 90\"", "LD1076 code \"MessageAgeInSeconds = 1\"")]
    public async Task The_attribute_is_told_what_is_wrong_with_it(string arguments, params string[] expected)
    {
        string code = Code(arguments, Created);
        Assert.Equal(expected, AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(code, Template), Template));
    }

    [Fact]
    public async Task Without_a_topic_nobody_is_told()
    {
        string code = Code("", Created).Replace("DestinationAlarms()", "DestinationAlarms", StringComparison.Ordinal);
        Assert.Equal(["LD1075 code \"DestinationAlarms\""], AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(code, Template), Template));
    }

    [Theory]
    [InlineData("", "\"@OpsTopic\"", "LD1077 code \"DestinationAlarms(\"@OpsTopic\")\"")]
    [InlineData("[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]", "\"@OpsTopic\"")]
    [InlineData("[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]", "\"@OpsTopic\", Messages = 2, Failures = 2", "LD1077 code \"Messages = 2\"")]
    public async Task A_setting_that_watches_nothing_is_told(string destination, string arguments, params string[] expected) =>
        Assert.Equal(expected, AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(Code(arguments, destination), Template), Template));

    [Fact]
    public async Task Where_the_template_is_verified_each_missing_alarm_is_told()
    {
        string code = Code("\"@OpsTopic\"", "[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]");
        ImmutableArray<Diagnostic> found = await AnalyzerHarness.AnalyzeAsync(code, Template, "LambdaDestinationsTemplateMode=Verify");
        string[] told = [.. found.Where(static x => x.Id == "LD9010").Select(static x => x.GetMessage(CultureInfo.InvariantCulture))];
        Assert.Contains(told, static x => x.StartsWith("No alarm watches AsyncEventsDropped for function 'Worker'", StringComparison.Ordinal));
        Assert.Contains(told, static x => x.StartsWith("No alarm watches DestinationDeliveryFailures for function 'Worker'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[assembly: DestinationAlarms(\"@OpsTopic\", Failures = 2)]")]
    [InlineData("[assembly: LambdaDestinations.DestinationAlarmsAttribute(topics: new string[] { \"@OpsTopic\" }, Failures = 2)]")]
    [InlineData("[assembly: Ops(\"@OpsTopic\", Failures = 2)]")]
    public void The_manifest_carries_the_alarms(string attribute)
    {
        string code = "using LambdaDestinations;\nusing Ops = LambdaDestinations.DestinationAlarmsAttribute;\n" + attribute + "\nnamespace App { public class Handlers { [OnFailureDestination(DestinationType.Sqs)] public void Run(string x) { } } }";
        AlarmsModel expected = new(new("@OpsTopic"), Failures: 2);

        DestinationManifest manifest = ManifestJson.Parse(PartsOf(GeneratorHarness.Generate(code)));

        Assert.Equal(expected, manifest.Alarms);
        Assert.Equal("Run", Assert.Single(manifest.Handlers).Function.MethodName);
    }

    [Fact]
    public void Without_handlers_there_is_no_manifest() =>
        Assert.Empty(GeneratorHarness.Generate("[assembly: LambdaDestinations.DestinationAlarms(\"@OpsTopic\")]"));

    internal static string Code(string arguments, string destination) => $$"""
        using System.Threading.Tasks;
        using LambdaDestinations;
        [assembly: DestinationAlarms({{arguments}})]
        namespace App;
        public class Handlers
        {
            {{destination}}
            public Task Run(string order) => Task.CompletedTask;
        }
        """;

    /// <summary>The manifest's parts as a reader of the compiled assembly sees them.</summary>
    internal static IEnumerable<string> PartsOf(SortedDictionary<string, string> generated) =>
        from source in generated.Values
        from attribute in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<AttributeSyntax>()
        where attribute.Name.ToString().EndsWith("DestinationManifestAttribute", StringComparison.Ordinal)
        let texts = attribute.DescendantNodes().OfType<LiteralExpressionSyntax>().Where(static x => x.IsKind(SyntaxKind.StringLiteralExpression)).Select(static x => x.Token.ValueText)
        select attribute.DescendantNodes().OfType<ArrayCreationExpressionSyntax>().Any() ? ManifestJson.Join(texts) : Assert.Single(texts);
}
