using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>Runs the analyzer of destinations over code and a template, as the compiler does; an exception of the analyzer fails the test.</summary>
internal static class AnalyzerHarness
{
    public const string TemplatePath = "/project/template.yaml";

    public const string Usings = "using System.Threading.Tasks;\nusing LambdaDestinations;\nnamespace App;\n";

    public static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string source, string? template = null) =>
        AnalyzeAsync(GeneratorHarness.Compile(source), template is null ? null : SourceText.From(template, Encoding.UTF8));

    public static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation, SourceText? template) => AnalyzeAsync(new DestinationAnalyzer(), compilation, template);

    /// <summary>As a build in a mode runs it; its properties as <c>LambdaDestinationsTemplateMode=Verify</c>.</summary>
    public static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string source, string template, params string[] properties) =>
        AnalyzeAsync(new DestinationAnalyzer(), GeneratorHarness.Compile(source), SourceText.From(template, Encoding.UTF8), properties);

    public static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(DiagnosticAnalyzer analyzer, Compilation compilation, SourceText? template, params string[] properties) =>
        AnalyzeAsync(analyzer, compilation, template is null ? [] : [new TemplateFileText(template)], properties);

    /// <summary>A project with several templates.</summary>
    public static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(DiagnosticAnalyzer analyzer, string source, (string Path, string Text)[] templates, params string[] properties) =>
        AnalyzeAsync(analyzer, GeneratorHarness.Compile(source), [.. templates.Select(static x => new TemplateFileText(SourceText.From(x.Text, Encoding.UTF8), x.Path))], properties);

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(DiagnosticAnalyzer analyzer, Compilation compilation, ImmutableArray<AdditionalText> templates, string[] properties)
    {
        AnalyzerOptions options = new(templates, new TemplateOptions(properties));
        CompilationWithAnalyzers analysis = new(
            compilation,
            [analyzer],
            new CompilationWithAnalyzersOptions(options, static (error, _, diagnostic) => throw new InvalidOperationException(diagnostic.ToString(), error), concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        ImmutableArray<Diagnostic> diagnostics = await analysis.GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(diagnostics, static x => x.Id == "AD0001");
        return [.. diagnostics.Where(static x => !x.IsSuppressed).OrderBy(static x => x.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(static x => x.Location.SourceSpan.Start).ThenBy(static x => x.Id, StringComparer.Ordinal)];
    }

    /// <summary>Each diagnostic as <c>LD4001 template.yaml "text" + "text of the additional location"</c>.</summary>
    public static string[] Describe(IEnumerable<Diagnostic> diagnostics, string template) =>
        [.. diagnostics.Select(x => $"{x.Id} {Place(x.Location, template)}{string.Concat(x.AdditionalLocations.Select(y => " + " + Place(y, template)))}")];

    private static string Place(Location location, string template) => location.IsInSource
        ? $"code \"{location.SourceTree!.ToString().Substring(location.SourceSpan.Start, location.SourceSpan.Length)}\""
        : $"template \"{template.Substring(location.SourceSpan.Start, location.SourceSpan.Length)}\"";

    internal sealed class TemplateFileText(SourceText text, string path = TemplatePath) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => text;
    }

    internal sealed class TemplateOptions(params string[] properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Options([.. properties.Select(static x => "build_property." + x)]);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options([]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Options(textFile is TemplateFileText ? ["build_metadata.AdditionalFiles.LambdaDestinationsTemplate=true"] : []);

        private sealed class Options(string[] lines) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                string? line = Array.Find(lines, x => x.StartsWith(key + "=", StringComparison.Ordinal));
                value = line?[(key.Length + 1)..] ?? "";
                return line is not null;
            }
        }
    }
}
