using System.Threading.Tasks;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>A target that another attribute creates, which no build has written yet.</summary>
public sealed class SharedTargetTests
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Worker:
            Type: AWS::Serverless::Function
            Properties: {Handler: 'App::App.Handlers::Run', Runtime: dotnet10}
          Other:
            Type: AWS::Serverless::Function
            Properties: {Handler: 'App::App.Handlers::Ship', Runtime: dotnet10}
        """;

    [Theory]
    [InlineData("@WorkerOnFailureQueue")]
    [InlineData("@WorkerOnSuccessQueue", "LD1004 code \"\"@WorkerOnSuccessQueue\"\"")]
    [InlineData("@WorkerQueue", "LD1004 code \"\"@WorkerQueue\"\"")]
    public async Task What_another_attribute_creates_is_not_missing(string target, params string[] expected)
    {
        string code = AnalyzerHarness.Usings + $$"""
            public class Handlers
            {
                [OnFailureDestination(DestinationType.Sqs)]
                public Task Run(string order) => Task.CompletedTask;

                [OnFailureDestination(DestinationType.Sqs, "{{target}}")]
                public Task Ship(string order) => Task.CompletedTask;
            }
            """;
        Assert.Equal(expected, AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(code, Template), Template));
    }
}
