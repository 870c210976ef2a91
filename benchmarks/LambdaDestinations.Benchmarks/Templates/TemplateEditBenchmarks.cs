using System;
using BenchmarkDotNet.Attributes;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Benchmarks.Templates;

/// <summary>
/// Two destinations for each function of a YAML template. The same change, by our editor (read, splice, read again, compare) and by
/// a round trip through YamlDotNet; and what the build does, which finds out the change, the permissions and who owns what as well.
/// </summary>
[MemoryDiagnoser]
public class YamlEditBenchmarks
{
    private byte[] _template = [];
    private byte[] _updated = [];
    private DestinationManifest _manifest = new(default);

    [Params(10, 100, 500)]
    public int Functions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _template = SampleTemplate.Write(Functions, TemplateFormat.Yaml);
        _manifest = SampleTemplate.Manifest(Functions);
        _updated = Edits.Update(_template, _manifest);
    }

    [Benchmark(Baseline = true)]
    public byte[] YamlDotNet() => RoundTrips.YamlDotNet(_template, _manifest);

    [Benchmark]
    public byte[] Editor() => Edits.Edit(_template, _manifest);

    [Benchmark]
    public byte[] Update() => Edits.Update(_template, _manifest);

    /// <summary>The template says already what it is to say.</summary>
    [Benchmark]
    public byte[] UpdateAgain() => Edits.Update(_updated, _manifest);
}

/// <summary>The same of a JSON template, against round trips through System.Text.Json and Newtonsoft.Json.</summary>
[MemoryDiagnoser]
public class JsonEditBenchmarks
{
    private byte[] _template = [];
    private byte[] _updated = [];
    private DestinationManifest _manifest = new(default);

    [Params(10, 100, 500)]
    public int Functions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _template = SampleTemplate.Write(Functions, TemplateFormat.Json);
        _manifest = SampleTemplate.Manifest(Functions);
        _updated = Edits.Update(_template, _manifest);
    }

    [Benchmark(Baseline = true)]
    public byte[] SystemTextJson() => RoundTrips.SystemTextJson(_template, _manifest);

    [Benchmark]
    public byte[] Newtonsoft() => RoundTrips.Newtonsoft(_template, _manifest);

    [Benchmark]
    public byte[] Editor() => Edits.Edit(_template, _manifest);

    [Benchmark]
    public byte[] Update() => Edits.Update(_template, _manifest);

    /// <summary>The template says already what it is to say.</summary>
    [Benchmark]
    public byte[] UpdateAgain() => Edits.Update(_updated, _manifest);
}

internal static class Edits
{
    /// <summary>What the build does with the bytes of a template.</summary>
    public static byte[] Update(byte[] template, DestinationManifest manifest)
    {
        TemplateUpdate update = TemplateUpdater.Update(TemplateFile.Parse(template), manifest, "App");
        return update.HasErrors || update.Document.Text.Length < template.Length ? throw new InvalidOperationException("The template was not edited.") : TemplateFile.ToBytes(update.Document);
    }

    /// <summary>The change that <see cref="RoundTrips"/> make.</summary>
    public static byte[] Edit(byte[] template, DestinationManifest manifest)
    {
        TemplateDocument document = TemplateFile.Parse(template);
        TemplateEditor editor = new(document);
        MappingNode resources = (MappingNode)((MappingNode)document.Root!)["Resources"]!;
        foreach (HandlerModel handler in manifest.Handlers)
        {
            string id = "Worker" + handler.Function.MethodName["Run".Length..];
            MappingNode function = (MappingNode)resources[id]!;
            editor.SetEntry((MappingNode)function["Properties"]!, "EventInvokeConfig", TemplateValue.Map(
                ("MaximumRetryAttempts", TemplateValue.Number(1)),
                ("DestinationConfig", TemplateValue.Map(
                    ("OnSuccess", TemplateValue.Map(("Type", TemplateValue.String("SQS")), ("Destination", TemplateValue.GetAtt(handler.Destinations[0].Target![1..], "Arn")))),
                    ("OnFailure", TemplateValue.Map(("Type", TemplateValue.String("SQS")), ("Destination", TemplateValue.GetAtt(id + "OnFailureQueue", "Arn"))))))));
            editor.SetEntry(function, "Metadata", TemplateValue.Map(("Owned", TemplateValue.String("EventInvokeConfig"))));
            editor.SetEntry(resources, id + "OnFailureQueue", TemplateValue.Map(
                ("Type", TemplateValue.String("AWS::SQS::Queue")),
                ("Metadata", TemplateValue.Map(("Function", TemplateValue.String(id))))));
        }

        return TemplateFile.ToBytes(editor.Apply().Document ?? throw new InvalidOperationException("The template was not edited."));
    }
}
