using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>Both parts of a partial method have its attributes: whatever there is to say is said once.</summary>
public sealed class PartialMethodTests
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Worker: {Type: AWS::Serverless::Function, Properties: {Handler: "App::App.H::Run", Runtime: dotnet10, DeadLetterQueue: {Type: SQS, TargetArn: "arn:aws:sqs:eu-west-1:123456789012:dead"}}}
        """;

    private const string Definition = """
        namespace App;
        using LambdaDestinations;
        [DestinationSerializer(typeof(int))]
        public partial class H
        {
            ATTRIBUTES
            public partial System.Threading.Tasks.Task<System.Action> Run(string order);

            [DestinationConsumer(typeof(H), "Rum")]
            public partial void Take(FailureRecord<System.Action> record);
        }
        """;

    private const string Implementation = """
        namespace App;
        using LambdaDestinations;
        public partial class H
        {
            ATTRIBUTES
            public async partial System.Threading.Tasks.Task<System.Action> Run(string order)
            {
                System.Threading.Tasks.Task.Run(() => 1);
                await System.Threading.Tasks.Task.Yield();
                return () => { };
            }

            public partial void Take(FailureRecord<System.Action> record) { }
        }
        """;

    private const string Attributes = "[OnFailureDestination(DestinationType.Sqs, \"@Missing\"), AsyncInvocation(MaximumRetryAttempts = 5)]";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_finding_is_told_once(bool isOnDefinition)
    {
        string definition = Definition.Replace("ATTRIBUTES", isOnDefinition ? Attributes : "", System.StringComparison.Ordinal);
        string implementation = Implementation.Replace("ATTRIBUTES", isOnDefinition ? "" : Attributes, System.StringComparison.Ordinal);
        CSharpCompilation compilation = GeneratorHarness.Compile(definition, implementation);
        List<string> found = [];
        foreach (DiagnosticAnalyzer analyzer in new DiagnosticAnalyzer[] { new DestinationAnalyzer(), new ConsumerAnalyzer(), new HandlerBodyAnalyzer(), new PayloadAnalyzer() })
        {
            ImmutableArray<Diagnostic> diagnostics = await AnalyzerHarness.AnalyzeAsync(analyzer, compilation, SourceText.From(Template, Encoding.UTF8));
            found.AddRange(diagnostics.Where(static x => x.Location.IsInSource).Select(static x => x.Id));
        }

        Assert.Equal("LD1004 LD1006 LD1061 LD5002 LD5011 LD5023 LD5060 LD5080 LD5080", string.Join(' ', found.Order(System.StringComparer.Ordinal)));
    }
}
