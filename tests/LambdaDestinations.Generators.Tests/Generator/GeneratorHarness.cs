using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Tests.Generator;

/// <summary>Runs the generator over sources, with every diagnostic of the outcome.</summary>
internal static class GeneratorHarness
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static x => Path.GetFileName(x).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(x) is "netstandard.dll" or "mscorlib.dll" or "Microsoft.CSharp.dll")
            .Select(static x => MetadataReference.CreateFromFile(x)),
        MetadataReference.CreateFromFile(typeof(OnFailureDestinationAttribute).Assembly.Location),
    ];

    /// <summary>Microsoft.Extensions.DependencyInjection and its abstractions, for code that registers services.</summary>
    public static readonly ImmutableArray<MetadataReference> Services =
    [
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.DependencyInjection.ServiceCollection).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.DependencyInjection.ServiceCollectionContainerBuilderExtensions).Assembly.Location),
    ];

    public static CSharpCompilation Compile(params string[] sources) => Compile(ParseOptions, sources);

    public static CSharpCompilation Compile(CSharpParseOptions parseOptions, params string[] sources) => CSharpCompilation.Create(
        "App",
        sources.Select((x, i) => CSharpSyntaxTree.ParseText(x, parseOptions, $"File{i}.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
            .WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Suppress), new("CS1701", ReportDiagnostic.Suppress)]));

    public static GeneratorDriver CreateDriver(CSharpParseOptions? parseOptions = null) => CSharpGeneratorDriver.Create(
        [new DestinationGenerator().AsSourceGenerator()],
        parseOptions: parseOptions ?? ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The generated files by name. Fails when the outcome has as much as a warning.</summary>
    public static SortedDictionary<string, string> Generate(params string[] sources) => Generate(Compile(sources));

    /// <summary>The generated files by name. Fails when the outcome has as much as a warning.</summary>
    public static SortedDictionary<string, string> Generate(CSharpCompilation compilation)
    {
        CSharpParseOptions? options = (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options;
        GeneratorDriver driver = CreateDriver(options).RunGeneratorsAndUpdateCompilation(compilation, out Compilation outcome, out ImmutableArray<Diagnostic> reported);
        Assert.Empty(reported);
        string findings = string.Join('\n', outcome.GetDiagnostics().Where(static x => x.Severity >= DiagnosticSeverity.Warning));
        Assert.True(findings.Length == 0, findings);
        return new(driver.GetRunResult().Results.Single().GeneratedSources.ToDictionary(static x => x.HintName, static x => x.SourceText.ToString()), StringComparer.Ordinal);
    }
}
