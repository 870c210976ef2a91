using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Build;

/// <summary>The input of <see cref="UpdateJob"/>.</summary>
/// <param name="TemplatePath">The template.</param>
/// <param name="Mode">What is done with the updated template.</param>
/// <param name="AssemblyName">The simple name of the assembly, under which the template's entries are recorded.</param>
/// <param name="Manifest">What the assembly's attributes declare.</param>
internal sealed record UpdateRequest(string TemplatePath, UpdateMode Mode, string AssemblyName, DestinationManifest Manifest)
{
    /// <summary>The template's name in messages.</summary>
    public string TemplateName { get; init; } = TemplatePath;

    /// <summary>The file that <see cref="UpdateMode.Generate"/> writes.</summary>
    public string OutputPath { get; init; } = "";
}
