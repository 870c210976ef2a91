using System;
using System.Collections.Generic;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Build;

/// <summary>The manifest of an assembly, not parsed yet: a build that is up to date compares its text only.</summary>
/// <param name="AssemblyName">The assembly's simple name.</param>
/// <param name="Text">The manifest; <see langword="null"/> for an assembly without one, which declares no destinations.</param>
internal sealed record AssemblyManifest(string AssemblyName, string? Text)
{
    /// <summary>The methods with destination attributes that no manifest tells of, since no generator has read them; empty where there is a manifest.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>What the assembly's attributes declare.</summary>
    /// <exception cref="UnreadableManifestException">The manifest is broken.</exception>
    public DestinationManifest Parse()
    {
        try
        {
            return Text is null ? new DestinationManifest(default) : ManifestJson.Parse(Text);
        }
        catch (FormatException error)
        {
            throw new UnreadableManifestException(error.Message, error);
        }
    }
}
