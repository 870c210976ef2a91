using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Build.Framework;

namespace LambdaDestinations.Build.Tests;

/// <summary>Which of our assemblies a build loads.</summary>
public sealed class LoadingTests : IDisposable
{
    private const string Drawing = "LambdaDestinations.Drawing";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-loading-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_draws_is_loaded_when_a_map_is_asked_for_and_not_before()
    {
        string template = Path.Combine(_folder.FullName, "template.yaml");
        string map = Path.Combine(_folder.FullName, "flow.svg");
        File.WriteAllText(template, Manifest.Template(["App"]));
        string assembly = Manifest.Write(_folder.FullName, "App", Manifest.Failing("App", "Run"));
        Dictionary<string, string> properties = new() { ["AssemblyPath"] = assembly, ["AssemblyName"] = "App", ["Template"] = template };
        OwnContext context = new();

        // MSBuild looks through all public types for the one that a UsingTask names.
        Type[] tasks = context.LoadFromAssemblyPath(OwnContext.PathOf("LambdaDestinations.Build")).GetExportedTypes();
        Run(tasks, nameof(UpdateDestinationTemplate), new(properties) { ["Mode"] = "Update" });
        Assert.Contains("Fn0OnFailureQueue", File.ReadAllText(template), StringComparison.Ordinal);
        Assert.Contains("LambdaDestinations.Templates", context.Loaded);
        Assert.DoesNotContain(Drawing, context.Loaded);

        Run(tasks, nameof(WriteDestinationMap), new(properties) { ["Map"] = map });
        Assert.StartsWith("<svg", File.ReadAllText(map), StringComparison.Ordinal);
        Assert.Contains(Drawing, context.Loaded);
    }

    private static void Run(Type[] tasks, string name, Dictionary<string, string> properties)
    {
        Type type = tasks.Single(x => x.Name == name);
        ITask task = (ITask)Activator.CreateInstance(type)!;
        task.BuildEngine = new RecordingEngine();
        foreach ((string property, string value) in properties)
        {
            type.GetProperty(property)!.SetValue(task, value);
        }

        Assert.True(task.Execute());
        ((IDisposable)task).Dispose();
    }

    /// <summary>Loads our assemblies anew, as a build does that has none of them yet; MSBuild's are the process's.</summary>
    private sealed class OwnContext() : AssemblyLoadContext("build")
    {
        public IEnumerable<string?> Loaded => Assemblies.Select(static x => x.GetName().Name);

        public static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string name = assemblyName.Name!;
            return name.StartsWith("LambdaDestinations.", StringComparison.Ordinal) ? LoadFromAssemblyPath(PathOf(name)) : null;
        }
    }
}
