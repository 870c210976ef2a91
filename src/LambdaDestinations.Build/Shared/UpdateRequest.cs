using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

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

    /// <summary>Whether what earlier versions wrote is to be written as it is written today.</summary>
    public bool Migrates { get; init; }

    /// <summary>The file that <see cref="UpdateMode.Generate"/> writes.</summary>
    public string OutputPath { get; init; } = "";

    /// <summary>The templates that are read together with it; <see langword="null"/> when it is alone.</summary>
    public TemplateGroup? Group { get; init; }

    /// <summary>What a text of the template means, beside the others.</summary>
    public TemplateModel ModelOf(TemplateDocument document) => Group?.With(TemplatePath, document) ?? TemplateModel.Read(document);
}
