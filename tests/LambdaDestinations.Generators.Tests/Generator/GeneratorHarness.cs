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

    public static CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "App",
        sources.Select((x, i) => CSharpSyntaxTree.ParseText(x, ParseOptions, $"File{i}.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
            .WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Suppress), new("CS1701", ReportDiagnostic.Suppress)]));

    public static GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(
        [new DestinationGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The generated files by name. Fails when the outcome has as much as a warning.</summary>
    public static SortedDictionary<string, string> Generate(params string[] sources)
    {
        GeneratorDriver driver = CreateDriver().RunGeneratorsAndUpdateCompilation(Compile(sources), out Compilation outcome, out ImmutableArray<Diagnostic> reported);
        Assert.Empty(reported);
        Assert.Empty(outcome.GetDiagnostics().Where(static x => x.Severity >= DiagnosticSeverity.Warning).Select(static x => x.ToString()));
        return new(driver.GetRunResult().Results.Single().GeneratedSources.ToDictionary(static x => x.HintName, static x => x.SourceText.ToString()), StringComparer.Ordinal);
    }
}
