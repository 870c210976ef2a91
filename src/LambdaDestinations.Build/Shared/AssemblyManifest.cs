using System;
using System.Collections.Generic;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Build;

/// <summary>The manifest of an assembly, not parsed yet: a build that is up to date compares its text only.</summary>
/// <param name="AssemblyName">The assembly's simple name.</param>
/// <param name="Parts">The manifest's parts; none for an assembly without one, which declares no destinations.</param>
internal sealed record AssemblyManifest(string AssemblyName, IReadOnlyList<string> Parts)
{
    /// <summary>All parts; <see langword="null"/> when there are none.</summary>
    public string? Text => Parts.Count == 0 ? null : string.Join("\n", Parts);

    /// <summary>The methods with destination attributes that no manifest tells of, since no generator has read them; empty where there is a manifest.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>What the assembly's attributes declare.</summary>
    /// <exception cref="UnreadableManifestException">The manifest is broken.</exception>
    public DestinationManifest Parse()
    {
        try
        {
            return ManifestJson.Parse(Parts);
        }
        catch (FormatException error)
        {
            throw new UnreadableManifestException(error.Message, error);
        }
    }
}
