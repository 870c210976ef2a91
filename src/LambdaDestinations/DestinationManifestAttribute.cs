using System;
using System.ComponentModel;

namespace LambdaDestinations;

/// <summary>
/// The destinations that an assembly declares, for the build task and for consumers in other assemblies. Written by the
/// generator; not meant for hand-written code.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DestinationManifestAttribute : Attribute
{
    /// <summary>Carries the manifest.</summary>
    /// <param name="schemaVersion">The version of the JSON's shape.</param>
    /// <param name="json">The manifest, ordinally sorted.</param>
    public DestinationManifestAttribute(int schemaVersion, string json)
    {
        SchemaVersion = schemaVersion;
        Json = json;
    }

    /// <summary>The version of the shape of <see cref="Json"/>.</summary>
    public int SchemaVersion { get; }

    /// <summary>The manifest.</summary>
    public string Json { get; }
}
