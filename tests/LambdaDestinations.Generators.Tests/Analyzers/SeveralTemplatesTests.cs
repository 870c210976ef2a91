using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using LambdaDestinations.Templates.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>A project with several templates: each handler and consumer is looked for in all of them.</summary>
public sealed class SeveralTemplatesTests
{
    private const string Code = AnalyzerHarness.Usings + """
        public class Handlers
        {
            [OnFailureDestination(DestinationType.Sqs, "@Failed")]
            public Task Run(string order) => Task.CompletedTask;

            [OnFailureDestination(DestinationType.Sqs, "@Failed")]
            public Task Ship(string order) => Task.CompletedTask;
        }

        public static class Audit
        {
            [DestinationConsumer(typeof(Handlers), nameof(Handlers.Run))]
            public static Task Failed(FailureRecord<string> record) => Task.CompletedTask;
        }
        """;

    private const string Consumer = "App::App.Audit_Failed_Consumer::HandleAsync";

    [Fact]
    public async Task A_handler_is_missing_when_none_of_them_has_it_and_a_finding_names_its_template()
    {
        ImmutableArray<Diagnostic> verified = await Analyze("LambdaDestinationsTemplateMode=Verify", ("/p/infra/a.yaml", Template("App::App.Handlers::Run")), ("/p/b.yaml", Template("App::App.Handlers::Ship")));
        Assert.Equal(["LD9010", "LD9010"], verified.Select(static x => x.Id));
        Assert.Equal(["a.yaml", "b.yaml"], verified.Select(static x => x.GetMessage(null).Split("(in ")[1].TrimEnd(')')));
        Assert.Equal(["/p/infra/a.yaml", "/p/b.yaml"], verified.Select(static x => Assert.Single(x.AdditionalLocations).GetLineSpan().Path));

        Diagnostic missing = Assert.Single(await Analyze("LambdaDestinationsTemplateMode=Update", ("/p/infra/a.yaml", Template("App::App.Handlers::Run")), ("/p/a.yaml", Template("Other::A::B"))));
        Assert.Equal("LD1012", missing.Id);
        Assert.StartsWith("No function of the templates infra/a.yaml, p/a.yaml runs 'App::App.Handlers::Ship'", missing.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_of_both_is_checked_in_each_and_what_stands_in_code_alone_is_told_once()
    {
        ImmutableArray<Diagnostic> all = await AnalyzerHarness.AnalyzeAsync(
            new DestinationAnalyzer(),
            Code.Replace("\"@Failed\"", "\"@No way\"", StringComparison.Ordinal),
            [("/p/a.yaml", Template("App::App.Handlers::Run", "App::App.Handlers::Ship")), ("/p/b.yaml", Template("App::App.Handlers::Run"))]);
        Assert.Equal(["LD1003", "LD1003"], all.Select(static x => x.Id));

        ImmutableArray<Diagnostic> absent = await AnalyzerHarness.AnalyzeAsync(
            new DestinationAnalyzer(),
            Code,
            [("/p/a.yaml", Template("App::App.Handlers::Run", "App::App.Handlers::Ship")), ("/p/b.yaml", Template("App::App.Handlers::Run"))],
            "LambdaDestinationsTemplateMode=Verify");
        Assert.Equal(3, absent.Count(static x => x.Id == "LD9010"));
    }

    [Fact]
    public async Task A_consumer_that_another_template_runs_is_not_idle()
    {
        (string, string) handlers = ("/p/a.yaml", Template("App::App.Handlers::Run"));
        Assert.Equal(["LD1061"], (await Consumers(handlers, ("/p/b.yaml", Template("Other::A::B")))).Select(static x => x.Id));
        Assert.Empty(await Consumers(handlers, ("/p/b.yaml", Template(Consumer))));
        Assert.Empty(await Consumers(handlers, ("/p/b.yaml", "Resources: [")));
    }

    /// <summary>What templates mean beside each other is worked out once, and not at each edit of the code: else nothing that follows from it could be known.</summary>
    [Fact]
    public async Task Templates_are_read_together_once()
    {
        SourceText[] texts = [SourceText.From(Template("App::App.Handlers::Run")), SourceText.From(Template("App::App.Handlers::Ship")), SourceText.From(Template("Other::A::B"))];
        async Task<IReadOnlyList<TemplateModel>> Read(SourceText first, SourceText second)
        {
            Collector collector = new();
            AnalyzerOptions options = new(
                [new AnalyzerHarness.TemplateFileText(first, "/p/a.yaml"), new AnalyzerHarness.TemplateFileText(second, "/p/b.yaml")], new AnalyzerHarness.TemplateOptions());
            await GeneratorHarness.Compile(Code).WithAnalyzers([collector], options).GetAnalyzerDiagnosticsAsync();
            return collector.Models;
        }

        IReadOnlyList<TemplateModel> models = await Read(texts[0], texts[1]);
        Assert.Equal(models, await Read(texts[0], texts[1]), ReferenceEqualityComparer.Instance);
        IReadOnlyList<TemplateModel> others = await Read(texts[0], texts[2]);
        Assert.NotSame(models[0], others[0]);
        Assert.Equal([texts[0].ToString(), texts[2].ToString()], others.Select(static x => x.Document.Text));
        Assert.Equal(others, others[0].Given, ReferenceEqualityComparer.Instance);
    }

    private static async Task<ImmutableArray<Diagnostic>> Analyze(string mode, params (string, string)[] templates) =>
        [.. (await AnalyzerHarness.AnalyzeAsync(new DestinationAnalyzer(), Code, templates, mode)).Where(static x => x.Severity >= DiagnosticSeverity.Warning)];

    private static async Task<ImmutableArray<Diagnostic>> Consumers(params (string, string)[] templates) =>
        [.. (await AnalyzerHarness.AnalyzeAsync(new ConsumerAnalyzer(), Code, templates)).Where(static x => x.Id == "LD1061")];

    private static string Template(params string[] handlers) => "Transform: AWS::Serverless-2016-10-31\nResources:\n  Failed: {Type: AWS::SQS::Queue}\n" + string.Concat(handlers.Select(static (x, i) =>
        $"  Fn{i}:\n    Type: AWS::Serverless::Function\n    Properties: {{Handler: '{x}', Runtime: dotnet10}}\n"));

#pragma warning disable RS1012, RS1036, RS1038, RS1041, RS2008 // It is for a test, and has no releases.
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Collector : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [new("NONE", "Nothing", "Nothing", "Nothing", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

        public IReadOnlyList<TemplateModel> Models { get; private set; } = [];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterCompilationStartAction(x => Models = [.. ProjectTemplate.FindAll(x.Options, x.TryGetValue, x.CancellationToken).Select(static y => y.Model)]);
        }
    }
}
