using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.Analyzers;

public sealed class DestinationAnalyzerTests
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Failed: {Type: AWS::SQS::Queue}
          Dead: {Type: AWS::SQS::Queue}
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Run
              Runtime: dotnet10
              DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Dead.Arn}
          Other:
            Type: AWS::Serverless::Function
            Properties:
              Handler: Other::Other.Handlers::Run
              Runtime: dotnet10
              EventInvokeConfig: {MaximumRetryAttempts: 5}
        """;

    private const string Code = AnalyzerHarness.Usings + """
        public class Handlers
        {
            [OnFailureDestination(DestinationType.Sqs, "@Failed")]
            public Task Run(string order) => Task.CompletedTask;
        }
        """;

    private const string OnAttribute = "LD4001 code \"OnFailureDestination(DestinationType.Sqs, \"@Failed\")\" + template \"DeadLetterQueue\"";

    private const string InTemplate = "LD1006 template \"5\"";

    [Fact]
    public async Task A_finding_stands_on_the_attribute_or_in_the_template()
    {
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerHarness.AnalyzeAsync(Code, Template);

        Assert.Equal([InTemplate, OnAttribute], AnalyzerHarness.Describe(diagnostics, Template).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_the_runtime_library_nothing_is_reported()
    {
        Compilation compilation = GeneratorHarness.Compile("public class Nothing { }");
        compilation = compilation.RemoveReferences(compilation.References.Where(static x => x.Display!.EndsWith("LambdaDestinations.dll", StringComparison.Ordinal)));

        Assert.Empty(await AnalyzerHarness.AnalyzeAsync(compilation, SourceText.From(Template)));
    }

    [Fact]
    public async Task An_unreadable_template_is_one_finding_at_its_place()
    {
        const string Broken = "Resources: {A: [}";

        Assert.Equal(["LD9001 template \"}\""], AnalyzerHarness.Describe((await AnalyzerHarness.AnalyzeAsync(Code, Broken)).Where(static x => x.Id == "LD9001"), Broken));
    }

    [Fact]
    public async Task What_this_projects_build_wrote_is_reported_on_the_attribute_alone()
    {
        string template = Template.Replace(
            "      DeadLetterQueue:",
            "      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Failed.Arn}}}\n      DeadLetterQueue:",
            StringComparison.Ordinal);
        string owned = template.Replace(
            "  Worker:\n    Type: AWS::Serverless::Function\n",
            "  Worker:\n    Type: AWS::Serverless::Function\n    Metadata: {LambdaDestinations: {Assembly: App, Owns: {EventInvokeConfig.DestinationConfig.OnFailure: x, EventInvokeConfig.DestinationConfig: x}}}\n",
            StringComparison.Ordinal);

        Assert.Equal(2, (await AnalyzerHarness.AnalyzeAsync(Code, template)).Count(static x => x.Id == "LD4001"));
        Assert.Equal([InTemplate, OnAttribute], AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(Code, owned), owned).Where(static x => !x.Contains("LD9", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_pragma_silences_the_attribute()
    {
        string code = Code.Replace("    [OnFailure", "#pragma warning disable LD4001\n    [OnFailure", StringComparison.Ordinal);

        Assert.Equal([InTemplate], AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(code, Template), Template));
    }

    [Theory]
    [InlineData("LD4001", InTemplate)]
    [InlineData("LD1006", OnAttribute)]
    public async Task NoWarn_silences_attribute_and_template(string id, string left)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(Code);
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(compilation.Options.SpecificDiagnosticOptions.SetItem(id, ReportDiagnostic.Suppress)));

        Assert.Equal([left], AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(compilation, SourceText.From(Template)), Template));
    }

    [Theory]
    [InlineData("LD4001", true, InTemplate)]
    [InlineData("LD1006", true, OnAttribute)]
    [InlineData("LD4001", false, InTemplate)]
    [InlineData("LD1006", false, InTemplate + "\n" + OnAttribute)]
    public async Task A_globalconfig_silences_both_an_editorconfig_the_attribute(string id, bool isGlobal, string left)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(Code);
        compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new Severities(id, isGlobal)));

        Assert.Equal(left.Split('\n'), AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(compilation, SourceText.From(Template)), Template).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("EventInvokeConfig: {MaximumRetryAttempts: 5}", "EventInvokeConfig: {MaximumRetryAttempts: 5} # ld:ignore LD1006")]
    [InlineData("EventInvokeConfig: {MaximumRetryAttempts: 5}", "# ld:ignore LD1022, LD1006\n      EventInvokeConfig: {MaximumRetryAttempts: 5}")]
    [InlineData("  Other:\n", "  Other:\n    Metadata: {LambdaDestinations: {Ignore: [LD1006]}}\n")]
    [InlineData("  Other:\n", "  Other:\n    Metadata: {LambdaDestinations: {Ignore: LD1006}}\n")]
    public async Task A_marker_silences_its_place_in_the_template(string place, string marked)
    {
        string template = Template.Replace(place, marked, StringComparison.Ordinal);

        Assert.Equal([OnAttribute], AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(Code, template), template));
    }

    [Theory]
    [InlineData("EventInvokeConfig: {MaximumRetryAttempts: 5}", "EventInvokeConfig: {MaximumRetryAttempts: 5} # ld:ignore LD1007")]
    [InlineData("      Runtime: dotnet10\n      EventInvokeConfig", "      Runtime: dotnet10 # ld:ignore LD1006\n      EventInvokeConfig")]
    [InlineData("  Worker:\n", "  Worker:\n    Metadata: {LambdaDestinations: {Ignore: [LD1006]}}\n")]
    public async Task A_marker_of_another_rule_or_place_silences_nothing(string place, string marked)
    {
        string template = Template.Replace(place, marked, StringComparison.Ordinal);

        Assert.Contains(InTemplate, AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(Code, template), template));
    }

    [Fact]
    public async Task What_the_template_lacks_is_known_once_all_attributes_are()
    {
        const string Streams = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Failed: {Type: AWS::SQS::Queue}
              Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run', Runtime: dotnet10, Events: {Lines: {Type: Kinesis, Properties: {Stream: 'arn:aws:kinesis:eu-west-1:123456789012:stream/a', StartingPosition: LATEST, BatchSize: 1, MaximumRetryAttempts: 2}}}}}
            """;

        Assert.Equal(["LD2005 template \"2\""], AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync("namespace App; public class Handlers { public void Run(string order) { } }", Streams), Streams));
        Assert.Empty(AnalyzerHarness.Describe(await AnalyzerHarness.AnalyzeAsync(Code, Streams), Streams));
    }

    [Fact]
    public async Task An_unrelated_edit_parses_no_template_again()
    {
        CountingText template = new(Template);
        CSharpCompilation compilation = GeneratorHarness.Compile(Code);
        Assert.Equal(2, (await AnalyzerHarness.AnalyzeAsync(compilation, template)).Length);
        int once = template.Reads;
        for (int i = 0; i < 3; i++)
        {
            compilation = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText($"class C{i} {{ }}", GeneratorHarness.ParseOptions, $"Added{i}.cs"));
            Assert.Equal(2, (await AnalyzerHarness.AnalyzeAsync(compilation, template)).Length);
        }

        Assert.Equal(1, once);
        Assert.Equal(1, template.Reads);
    }

    [Fact]
    public async Task No_template_of_the_corpus_crashes_the_analyzer()
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(Code);
        string folder = Path.Combine(Repository(), "tests", "Corpus", "templates");
        foreach (string path in Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Where(static x => x.EndsWith(".yaml", StringComparison.Ordinal) || x.EndsWith(".json", StringComparison.Ordinal)))
        {
            string text = await File.ReadAllTextAsync(path);
            await AnalyzerHarness.AnalyzeAsync(compilation, SourceText.From(text, Encoding.UTF8));

            // Half a template, and one without its middle: what an editor shows while someone types.
            await AnalyzerHarness.AnalyzeAsync(compilation, SourceText.From(text[..(text.Length / 2)], Encoding.UTF8));
            await AnalyzerHarness.AnalyzeAsync(compilation, SourceText.From(text.Remove(text.Length / 3, text.Length / 3), Encoding.UTF8));
        }
    }

    private static string Repository()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LambdaDestinations.Generators.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    private sealed class Severities(string id, bool isGlobal) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Suppress;
            return !isGlobal && diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Suppress;
            return isGlobal && diagnosticId == id;
        }
    }

    /// <summary>A text that counts how often it is read as a whole: once for each parse.</summary>
    private sealed class CountingText(string text) : SourceText
    {
        private int _reads;

        public int Reads => _reads;

        public override Encoding Encoding => Encoding.UTF8;

        public override int Length => text.Length;

        public override char this[int position] => text[position];

        public override void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count) => text.CopyTo(sourceIndex, destination, destinationIndex, count);

        public override string ToString(TextSpan span)
        {
            if (span.Length == text.Length)
            {
                Interlocked.Increment(ref _reads);
            }

            return text.Substring(span.Start, span.Length);
        }
    }
}
