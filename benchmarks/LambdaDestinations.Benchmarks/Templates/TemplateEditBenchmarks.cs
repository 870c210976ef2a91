using System;
using BenchmarkDotNet.Attributes;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Update;

namespace LambdaDestinations.Benchmarks.Templates;

/// <summary>
/// Two destinations for each function of a YAML template: our edit (read, resolve, grant, splice, read again, compare) against a
/// round trip through YamlDotNet.
/// </summary>
[MemoryDiagnoser]
public class YamlEditBenchmarks
{
    private byte[] _template = [];
    private DestinationManifest _manifest = new(default);

    [Params(10, 100, 500)]
    public int Functions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _template = SampleTemplate.Write(Functions, TemplateFormat.Yaml);
        _manifest = SampleTemplate.Manifest(Functions);
    }

    [Benchmark(Baseline = true)]
    public byte[] YamlDotNet() => RoundTrips.YamlDotNet(_template, _manifest);

    [Benchmark]
    public byte[] Edit() => Edits.Apply(_template, _manifest);
}

/// <summary>The same of a JSON template, against round trips through System.Text.Json and Newtonsoft.Json.</summary>
[MemoryDiagnoser]
public class JsonEditBenchmarks
{
    private byte[] _template = [];
    private DestinationManifest _manifest = new(default);

    [Params(10, 100, 500)]
    public int Functions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _template = SampleTemplate.Write(Functions, TemplateFormat.Json);
        _manifest = SampleTemplate.Manifest(Functions);
    }

    [Benchmark(Baseline = true)]
    public byte[] SystemTextJson() => RoundTrips.SystemTextJson(_template, _manifest);

    [Benchmark]
    public byte[] Newtonsoft() => RoundTrips.Newtonsoft(_template, _manifest);

    [Benchmark]
    public byte[] Edit() => Edits.Apply(_template, _manifest);
}

/// <summary>What the build does with the bytes of a template.</summary>
internal static class Edits
{
    public static byte[] Apply(byte[] template, DestinationManifest manifest)
    {
        TemplateUpdate update = TemplateUpdater.Update(TemplateFile.Parse(template), manifest, "App");
        return update.HasErrors || update.Document.Text.Length <= template.Length ? throw new InvalidOperationException("The template was not edited.") : TemplateFile.ToBytes(update.Document);
    }
}
