using System;
using System.IO;
using System.Linq;
using System.Reflection;
using LambdaDestinations.Build;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Cdk;

/// <summary>What the destination attributes of an assembly declare. The assembly is read from its file and is not loaded.</summary>
public sealed class DestinationManifest
{
    private readonly string _path;
    private readonly Lazy<AssemblyHandlers> _handlers;

    private DestinationManifest(string path, string assemblyName, Templates.Manifest.DestinationManifest declared)
    {
        _path = path;
        AssemblyName = assemblyName;
        Declared = declared;
        _handlers = new(() => AssemblyHandlers.Read(path));
    }

    /// <summary>The simple name of the assembly.</summary>
    public string AssemblyName { get; }

    /// <summary>The handlers and alarms.</summary>
    internal Templates.Manifest.DestinationManifest Declared { get; }

    /// <summary>The methods of the assembly. Read at the first use.</summary>
    internal AssemblyHandlers Handlers => _handlers.Value;

    /// <summary>The same assembly with other declarations, for tests.</summary>
    internal DestinationManifest With(Templates.Manifest.DestinationManifest declared) => new(_path, AssemblyName, declared);

    /// <summary>Reads the manifest of a compiled assembly.</summary>
    /// <param name="assemblyPath">The path of the assembly, such as <c>../Shop/bin/Release/net8.0/Shop.dll</c>.</param>
    /// <exception cref="DestinationManifestException">There is no such file, it is not an assembly, or it has no manifest that this version reads.</exception>
    public static DestinationManifest Load(string assemblyPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(assemblyPath);
        try
        {
            AssemblyManifest manifest = ManifestFile.Read(assemblyPath);
            return manifest switch
            {
                { Parts.Count: > 0 } => new DestinationManifest(Path.GetFullPath(assemblyPath), manifest.AssemblyName, manifest.Parse()),
                { Unread.Count: > 0 } => throw new DestinationManifestException(
                    $"The assembly '{assemblyPath}' has destination attributes "
                    + $"({string.Join(", ", manifest.Unread.Take(TemplateRules.ShownMethods))}) but no manifest. "
                    + "The generator of LambdaDestinations.Generators writes it, in C# projects only"),
                _ => throw new DestinationManifestException(
                    $"The assembly '{assemblyPath}' has no destination manifest: it declares no destinations, "
                    + "or its project does not reference LambdaDestinations.Generators"),
            };
        }
        catch (UnreadableManifestException error) when (error.InnerException is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DestinationManifestException($"There is no assembly '{Path.GetFullPath(assemblyPath)}'; build its project first", error);
        }
        catch (UnreadableManifestException error)
        {
            throw new DestinationManifestException($"The manifest of assembly '{assemblyPath}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads the manifest of an assembly that the CDK app references.</summary>
    /// <param name="assembly">The assembly, such as <c>typeof(Shop.Orders).Assembly</c>.</param>
    /// <exception cref="DestinationManifestException">The assembly has no file, or no manifest that this version reads.</exception>
    public static DestinationManifest Load(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return assembly.Location.Length > 0
            ? Load(assembly.Location)
            : throw new DestinationManifestException($"The assembly '{assembly.GetName().Name}' was not loaded from a file; give the path of its file");
    }
}
