using System;
using System.Collections.Generic;
using System.ComponentModel;

namespace LambdaDestinations;

/// <summary>
/// The destinations that an assembly declares, for the build task and for consumers in other assemblies. Written by the
/// generator; not meant for hand-written code.
/// </summary>
/// <remarks>
/// They stand on the class <c>LambdaDestinations.Generated.Manifest</c>, one for each file of the generator, and hold a short text for each handler. The
/// compiler binds the attributes of an assembly at every edit and those of a class that nobody names never, and it remembers every text that it has read.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DestinationManifestAttribute : Attribute
{
    private readonly string? _json;
    private readonly string[] _handlers = [];

    /// <summary>Carries the manifest in one text, on the assembly, as versions before 0.2 wrote it.</summary>
    /// <param name="schemaVersion">The version of the JSON's shape.</param>
    /// <param name="json">The manifest, ordinally sorted.</param>
    public DestinationManifestAttribute(int schemaVersion, string json)
    {
        SchemaVersion = schemaVersion;
        _json = json;
    }

    /// <summary>Carries a part of the manifest.</summary>
    /// <param name="schemaVersion">The version of the JSON's shape.</param>
    /// <param name="handlers">Some of the assembly's handlers, each as a JSON object.</param>
    public DestinationManifestAttribute(int schemaVersion, string[] handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        SchemaVersion = schemaVersion;
        _handlers = [.. handlers];
    }

    /// <summary>The version of the shape of <see cref="Json"/>.</summary>
    public int SchemaVersion { get; }

    /// <summary>The handlers of this part, each as a JSON object; empty where the manifest is one text.</summary>
    public IReadOnlyList<string> Handlers => _handlers;

    /// <summary>The manifest, or this part of it.</summary>
    public string Json => _json ?? $"{{\"handlers\":[{string.Join(',', _handlers)}]}}";
}
