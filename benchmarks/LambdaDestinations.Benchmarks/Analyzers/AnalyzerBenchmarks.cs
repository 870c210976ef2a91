using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;
using LambdaDestinations.Generators;
using LambdaDestinations.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Benchmarks.Analyzers;

/// <summary>
/// The analyzer of destinations and the generator over a project with a template of 5,000 lines and more: cold, after an edit of the code
/// that has nothing to do with it, and after an edit of the template. The costs of binding the code are part of each.
/// </summary>
[MemoryDiagnoser]
public class AnalyzerBenchmarks
{
    private const int TemplateLines = 5000;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp12);

    private CSharpCompilation _compilation = null!;
    private GeneratorDriver _driver = null!;
    private SourceText _template = null!;
    private string _templateText = null!;
    private int _edit;

    /// <summary>How many handlers have destinations.</summary>
    [Params(10, 100, 1000, 5000)]
    public int Handlers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        StringBuilder code = new("using System.Threading.Tasks;\nusing LambdaDestinations;\nnamespace App;\n");
        StringBuilder template = new("AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\nResources:\n");
        for (int i = 0; i < Handlers; i++)
        {
            code.Append(CultureInfo.InvariantCulture, $$"""
                public class Handlers{{i}}
                {
                    [OnFailureDestination(DestinationType.Sqs, "@Queue{{i}}")]
                    public Task<string> Run(Order{{i}} order) => Task.FromResult(order.Id);
                }
                public sealed record Order{{i}}(string Id, int Count);

                """);
            template.Append(CultureInfo.InvariantCulture, $"  Queue{i}:\n    Type: AWS::SQS::Queue\n  Worker{i}:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: App::App.Handlers{i}::Run\n      Runtime: dotnet10\n      MemorySize: 512\n");
        }

        for (int i = 0, lines = Handlers * 8; lines < TemplateLines; i++, lines += 5)
        {
            template.Append(CultureInfo.InvariantCulture, $"  Table{i}:\n    Type: AWS::DynamoDB::Table\n    # orders of a year\n    Properties:\n      BillingMode: PAY_PER_REQUEST\n");
        }

        _templateText = template.ToString();
        _template = SourceText.From(_templateText, Encoding.UTF8);
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static x => Path.GetFileName(x).StartsWith("System.", StringComparison.Ordinal))
            .Select(static x => MetadataReference.CreateFromFile(x))
            .Append(MetadataReference.CreateFromFile(typeof(OnFailureDestinationAttribute).Assembly.Location));
        _compilation = CSharpCompilation.Create(
            "App",
            [CSharpSyntaxTree.ParseText(code.ToString(), ParseOptions, "Handlers.cs"), CSharpSyntaxTree.ParseText("class Unrelated { }", ParseOptions, "Unrelated.cs")],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = CreateDriver().RunGenerators(_compilation);
        int found = Analyze(_compilation, _template).GetAwaiter().GetResult();
        if (found != 0)
        {
            throw new InvalidOperationException($"{found} findings in what is meant to be right.");
        }
    }

    /// <summary>Nothing is known from before: a build.</summary>
    [Benchmark]
    public async Task<int> Cold()
    {
        CSharpCompilation compilation = Edited();
        _ = CreateDriver().RunGenerators(compilation);
        return await Analyze(compilation, SourceText.From(_templateText, Encoding.UTF8));
    }

    /// <summary>A keystroke elsewhere: the template is not read again.</summary>
    [Benchmark]
    public async Task<int> UnrelatedEdit()
    {
        CSharpCompilation compilation = Edited();
        _driver = _driver.RunGenerators(compilation);
        return await Analyze(compilation, _template);
    }

    /// <summary>A keystroke in the template: the generator has nothing to do.</summary>
    [Benchmark]
    public async Task<int> TemplateEdit()
    {
        _edit++;
        return await Analyze(_compilation, SourceText.From($"{_templateText}# {_edit}\n", Encoding.UTF8));
    }

    private static CSharpGeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create([new DestinationGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    private CSharpCompilation Edited()
    {
        _edit++;
        SyntaxTree old = _compilation.SyntaxTrees[1];
        return _compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText($"class Unrelated {{ int _x = {_edit}; }}", ParseOptions, "Unrelated.cs"));
    }

    private static async Task<int> Analyze(CSharpCompilation compilation, SourceText template)
    {
        AnalyzerOptions options = new([new TemplateFileText(template)], new TemplateOptions());
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers([new DestinationAnalyzer()], options);
        ImmutableArray<Diagnostic> diagnostics = await analysis.GetAnalyzerDiagnosticsAsync();
        return diagnostics.Length;
    }

    private sealed class TemplateFileText(SourceText text) : AdditionalText
    {
        public override string Path => "/project/template.yaml";

        public override SourceText GetText(CancellationToken cancellationToken = default) => text;
    }

    private sealed class TemplateOptions : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Options(false);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options(false);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(true);

        private sealed class Options(bool isTemplate) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = "true";
                return isTemplate && key == "build_metadata.AdditionalFiles.LambdaDestinationsTemplate";
            }
        }
    }
}
