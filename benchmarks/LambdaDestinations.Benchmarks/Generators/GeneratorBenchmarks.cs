using System;
using System.Linq;
using BenchmarkDotNet.Attributes;
using LambdaDestinations.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.Benchmarks.Generators;

/// <summary>What the generator costs in an IDE: the first run, and the run after each kind of edit.</summary>
/// <remarks>A driver and a compilation never change, so each invocation starts where the one before it started.</remarks>
[MemoryDiagnoser]
[HideColumns("Job", "Error", "RatioSD", "Gen0", "Gen1", "Gen2", "Alloc Ratio")]
public class GeneratorBenchmarks
{
    private CSharpCompilation _compilation = null!;
    private SyntaxTree _unrelated = null!;
    private SyntaxTree _unrelatedEdited = null!;
    private SyntaxTree _handlers = null!;
    private SyntaxTree _bodyEdited = null!;
    private SyntaxTree _attributeEdited = null!;
    private AdditionalText _template = null!;
    private AdditionalText _templateEdited = null!;
    private GeneratorDriver _warm = null!;

    [Params(10, 100, 1_000, 5_000)]
    public int Handlers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _compilation = GeneratedHandlers.Compile(Handlers);
        _handlers = _compilation.SyntaxTrees[0];
        _unrelated = _compilation.SyntaxTrees[^1];
        string text = _handlers.GetText().ToString();
        _unrelatedEdited = GeneratedHandlers.Parse(GeneratedHandlers.Unrelated.Replace("x * 2", "x + x", StringComparison.Ordinal), _unrelated.FilePath);
        _bodyEdited = GeneratedHandlers.Parse(text.Replace("?? 1m", "?? 2m", StringComparison.Ordinal), _handlers.FilePath);
        _attributeEdited = GeneratedHandlers.Parse(text.Replace("\"@Queue0\"", "\"@Other\"", StringComparison.Ordinal), _handlers.FilePath);
        _template = GeneratedHandlers.Template(Handlers, "before");
        _templateEdited = GeneratedHandlers.Template(Handlers, "after");
        _warm = Create().RunGenerators(_compilation);

        // A benchmark of nothing would be fast.
        int readers = _warm.GetRunResult().GeneratedTrees.Sum(static x => x.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().Count());
        if (readers < Handlers || _warm.GetRunResult().Results.Any(static x => x.Exception is not null))
        {
            throw new InvalidOperationException($"{readers} classes were generated for {Handlers} handlers.");
        }
    }

    /// <summary>The project is opened, or compiled: its files are parsed, and nothing is known of them.</summary>
    [Benchmark(Baseline = true)]
    public object Cold() => Create().RunGenerators(GeneratedHandlers.Compile(Handlers));

    /// <summary>An edit in a file without handlers.</summary>
    [Benchmark]
    public object UnrelatedEdit() => _warm.RunGenerators(_compilation.ReplaceSyntaxTree(_unrelated, _unrelatedEdited));

    /// <summary>An edit inside of a handler's body: nothing that the generator says changes.</summary>
    [Benchmark]
    public object BodyEdit() => _warm.RunGenerators(_compilation.ReplaceSyntaxTree(_handlers, _bodyEdited));

    /// <summary>An edit of a handler's attribute.</summary>
    [Benchmark]
    public object RelatedEdit() => _warm.RunGenerators(_compilation.ReplaceSyntaxTree(_handlers, _attributeEdited));

    /// <summary>An edit of the template, which the analyzers read and the generator does not.</summary>
    [Benchmark]
    public object TemplateEdit() => _warm.ReplaceAdditionalText(_template, _templateEdited).RunGenerators(_compilation);

    private CSharpGeneratorDriver Create() => CSharpGeneratorDriver.Create(
        [new DestinationGenerator().AsSourceGenerator()],
        additionalTexts: [_template],
        parseOptions: GeneratedHandlers.ParseOptions);
}
