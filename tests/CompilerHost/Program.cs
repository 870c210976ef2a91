using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CompilerHost;

/// <summary>Compiles what a csc command line says: sources, references, generators, analyzers, outputs.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is ["--version"])
        {
            Console.WriteLine($"Roslyn {typeof(CSharpCompilation).Assembly.GetName().Version} on .NET {Environment.Version}");
            return 0;
        }

        string directory = Directory.GetCurrentDirectory();
        CSharpCommandLineArguments arguments = CSharpCommandLineParser.Default.Parse(args, directory, sdkDirectory: null);
        if (Report(arguments.Errors))
        {
            return 1;
        }

        CSharpCompilation compilation = CSharpCompilation.Create(
            arguments.CompilationName ?? Path.GetFileNameWithoutExtension(arguments.OutputFileName),
            arguments.SourceFiles.Select(file => ParseFile(file.Path, arguments)),
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(Path.Combine(directory, reference.Reference), reference.Properties)),
            arguments.CompilationOptions.WithSyntaxTreeOptionsProvider(null));

        AnalyzerLoader loader = new();
        ImmutableArray<DiagnosticAnalyzer>.Builder analyzers = ImmutableArray.CreateBuilder<DiagnosticAnalyzer>();
        List<ISourceGenerator> generators = [];
        bool loadFailed = false;
        foreach (CommandLineAnalyzerReference reference in arguments.AnalyzerReferences)
        {
            AnalyzerFileReference file = new(Path.Combine(directory, reference.FilePath), loader);
            file.AnalyzerLoadFailed += (_, failure) =>
            {
                // The SDK's own analyzers are built for a newer compiler; only ours must load here.
                bool ours = reference.FilePath.Contains("LambdaDestinations", StringComparison.Ordinal);
                loadFailed |= ours;
                Console.WriteLine($"{(ours ? "error" : "info")} HOST001: {reference.FilePath}: {failure.Message}");
            };
            if (!reference.FilePath.Contains("LambdaDestinations", StringComparison.Ordinal))
            {
                continue;
            }

            analyzers.AddRange(file.GetAnalyzers(LanguageNames.CSharp));
            generators.AddRange(file.GetGenerators(LanguageNames.CSharp));
        }

        ImmutableArray<AdditionalText> additional = [.. arguments.AdditionalFiles.Select(file => new DiskText(Path.Combine(directory, file.Path)))];
        AnalyzerConfigSet configs = AnalyzerConfigSet.Create(
            arguments.AnalyzerConfigPaths.Select(path => AnalyzerConfig.Parse(File.ReadAllText(path), path)).ToArray());
        ConfigOptionsProvider options = new(configs);

        GeneratorDriver driver = CSharpGeneratorDriver.Create(generators, additional, arguments.ParseOptions, options);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out ImmutableArray<Diagnostic> generatorDiagnostics);

        IEnumerable<Diagnostic> diagnostics = generatorDiagnostics;
        diagnostics = analyzers.Count == 0
            ? diagnostics.Concat(generated.GetDiagnostics())
            : diagnostics.Concat(generated.WithAnalyzers(analyzers.ToImmutable(), new AnalyzerOptions(additional, options))
                .GetAllDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult());

        if (Report(diagnostics) | loadFailed)
        {
            return 1;
        }

        Directory.CreateDirectory(arguments.OutputDirectory);
        using FileStream assembly = File.Create(Path.Combine(arguments.OutputDirectory, arguments.OutputFileName!));
        using FileStream? symbols = arguments.PdbPath is { } pdb ? File.Create(pdb) : null;
        EmitOptions emitOptions = arguments.EmitOptions.WithDebugInformationFormat(
            symbols is null ? DebugInformationFormat.Embedded : DebugInformationFormat.PortablePdb);
        EmitResult result = generated.Emit(assembly, symbols, options: emitOptions, manifestResources: arguments.ManifestResources);
        if (arguments.OutputRefFilePath is { } refPath)
        {
            using FileStream reference = File.Create(refPath);
            generated.Emit(reference, options: new EmitOptions(metadataOnly: true, includePrivateMembers: false));
        }

        if (arguments.GeneratedFilesOutputDirectory is { } folder)
        {
            foreach (GeneratedSourceResult source in driver.GetRunResult().Results.SelectMany(run => run.GeneratedSources))
            {
                Directory.CreateDirectory(folder);
                using StreamWriter writer = new(Path.Combine(folder, source.HintName), append: false, source.SourceText.Encoding!);
                source.SourceText.Write(writer);
            }
        }

        return Report(result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)) ? 1 : 0;
    }

    private static SyntaxTree ParseFile(string path, CSharpCommandLineArguments arguments)
    {
        using FileStream stream = File.OpenRead(path);
        return CSharpSyntaxTree.ParseText(SourceText.From(stream, canBeEmbedded: true), arguments.ParseOptions, path);
    }

    /// <summary>Prints what a build shows and tells whether there is an error.</summary>
    private static bool Report(IEnumerable<Diagnostic> diagnostics)
    {
        bool failed = false;
        foreach (Diagnostic diagnostic in diagnostics.Where(d => d.Severity > DiagnosticSeverity.Hidden && !d.IsSuppressed))
        {
            Console.WriteLine(diagnostic.ToString());
            failed |= diagnostic.Severity == DiagnosticSeverity.Error;
        }

        return failed;
    }

    private sealed class AnalyzerLoader : IAnalyzerAssemblyLoader
    {
        private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);

        public AnalyzerLoader() => AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name is { } simple && _paths.TryGetValue(simple, out string? path) ? context.LoadFromAssemblyPath(path) : null;

        public void AddDependencyLocation(string fullPath) => _paths[Path.GetFileNameWithoutExtension(fullPath)] = fullPath;

        public Assembly LoadFromPath(string fullPath)
        {
            // The build names each dll of the analyzer folder; one that is not named is found beside the first.
            foreach (string neighbour in Directory.EnumerateFiles(Path.GetDirectoryName(fullPath)!, "*.dll"))
            {
                _paths.TryAdd(Path.GetFileNameWithoutExtension(neighbour), neighbour);
            }

            return AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath);
        }
    }

    private sealed class DiskText(string path) : AdditionalText
    {
        private SourceText? _text;

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default)
        {
            if (_text is null)
            {
                using FileStream stream = File.OpenRead(path);
                _text = SourceText.From(stream);
            }

            return _text;
        }
    }

    private sealed class ConfigOptionsProvider(AnalyzerConfigSet configs) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new ConfigOptions(configs.GlobalConfigOptions.AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new ConfigOptions(configs.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new ConfigOptions(configs.GetOptionsForSourcePath(textFile.Path).AnalyzerOptions);
    }

    private sealed class ConfigOptions(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
