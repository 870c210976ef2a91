using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Benchmarks.Editing;

/// <summary>A generator and its analyzers, loaded from the output of a build, so that two versions can be measured in one process.</summary>
internal sealed class Toolset
{
    private Toolset(string name, Assembly generators, MetadataReference library)
    {
        Name = name;
        Library = library;
        Generator = Create<IIncrementalGenerator>(generators).Single().AsSourceGenerator();
        Analyzers = Create<DiagnosticAnalyzer>(generators);
    }

    /// <summary>What the tables call it.</summary>
    public string Name { get; }

    /// <summary>The library that a project references.</summary>
    public MetadataReference Library { get; }

    /// <summary>The generator.</summary>
    public ISourceGenerator Generator { get; }

    /// <summary>All analyzers.</summary>
    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; }

    /// <summary>Loads the output of a build.</summary>
    /// <param name="name">What the tables call it.</param>
    /// <param name="artifacts">The folder <c>artifacts</c> of the sources, built as <c>release</c>.</param>
    public static Toolset Load(string name, string artifacts)
    {
        string folder = Path.Combine(Path.GetFullPath(artifacts), "bin", "LambdaDestinations.Generators", "release");
        string library = Path.Combine(Path.GetFullPath(artifacts), "bin", "LambdaDestinations", "release", "LambdaDestinations.dll");
        AssemblyLoadContext context = new(name);

        // The compiler is shared, everything of ours is not.
        context.Resolving += (x, assembly) => Path.Combine(folder, assembly.Name + ".dll") is var path && File.Exists(path) ? x.LoadFromAssemblyPath(path) : null;
        Assembly generators = context.LoadFromAssemblyPath(Path.Combine(folder, "LambdaDestinations.Generators.dll"));
        context.LoadFromAssemblyPath(Path.Combine(folder, "LambdaDestinations.Templates.dll"));
        return new Toolset(name, generators, MetadataReference.CreateFromFile(library));
    }

    private static ImmutableArray<T> Create<T>(Assembly assembly) =>
        [.. assembly.GetTypes().Where(static x => !x.IsAbstract && typeof(T).IsAssignableFrom(x)).OrderBy(static x => x.Name, StringComparer.Ordinal).Select(static x => (T)Activator.CreateInstance(x)!)];
}
