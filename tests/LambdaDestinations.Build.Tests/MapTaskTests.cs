using System;
using System.IO;
using LambdaDestinations.Templates.Manifest;
using Microsoft.Build.Framework;

namespace LambdaDestinations.Build.Tests;

/// <summary>The task that draws the flow map.</summary>
public sealed class MapTaskTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-map-");
    private readonly RecordingEngine _engine = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_attributes_are_drawn_into_a_template_that_stays()
    {
        using WriteDestinationMap task = Task();
        string before = File.ReadAllText(task.Template);
        Assert.True(task.Execute());
        Assert.Contains("Fn0OnFailureQueue", File.ReadAllText(task.Map), StringComparison.Ordinal);
        Assert.Equal([$"LambdaDestinations: wrote the flow map {task.Map}"], _engine.Messages);
        DateTime written = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(task.Map, written);
        Assert.True(task.Execute());
        Assert.Equal(written, File.GetLastWriteTimeUtc(task.Map));
        Assert.Equal(before, File.ReadAllText(task.Template));
    }

    [Fact]
    public void Attributes_that_the_template_cannot_take_are_left_out_and_named()
    {
        using WriteDestinationMap task = Task("@Nowhere");
        Assert.True(task.Execute());
        Assert.StartsWith("LambdaDestinations: the flow map is drawn without the attributes: LD1004: ", _engine.Messages[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Nowhere", File.ReadAllText(task.Map), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Resources:\n  Fn0: [\n", 2, 8)]
    [InlineData("Resources: \u00e9\n", 0, 0)]
    public void A_template_that_cannot_be_read_is_one_error(string template, int line, int column)
    {
        using WriteDestinationMap task = Task();
        File.WriteAllText(task.Template, template, System.Text.Encoding.Latin1);
        Assert.False(task.Execute());
        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.Equal(("LD9001", line, column, task.Template), (error.Code, error.LineNumber, error.ColumnNumber, error.File));
        Assert.False(File.Exists(task.Map));
    }

    [Fact]
    public void What_is_missing_or_cannot_be_written_is_an_error()
    {
        using WriteDestinationMap task = Task();
        string map = task.Map;
        task.Map = _folder.FullName + "/flow.png";
        Assert.False(task.Execute());
        task.Map = Path.Combine(task.Template, "flow.md");
        Assert.False(task.Execute());
        task.Map = map;
        task.AssemblyPath += ".gone";
        Assert.False(task.Execute());
        task.AssemblyPath = Manifest.Write(_folder.FullName, "Broken", DestinationManifest.SchemaVersion, "{");
        Assert.False(task.Execute());
        task.AssemblyPath = Manifest.Write(_folder.FullName, "Nothing");
        File.Delete(task.Template);
        Assert.False(task.Execute());
        Assert.Equal(["LD9040", "LD9040", "LD9033", "LD9033", "LD9040"], _engine.Errors.ConvertAll(static x => x.Code));
        Assert.False(File.Exists(map));
    }

    private WriteDestinationMap Task(string? target = null)
    {
        string template = Path.Combine(_folder.FullName, "template.yaml");
        File.WriteAllText(template, Manifest.Template(["App"]));
        return new WriteDestinationMap
        {
            BuildEngine = _engine,
            AssemblyPath = Manifest.Write(_folder.FullName, "App", Manifest.Failing("App", "Run", target)),
            AssemblyName = "App",
            Template = template,
            Map = Path.Combine(_folder.FullName, "flow.md"),
        };
    }
}
