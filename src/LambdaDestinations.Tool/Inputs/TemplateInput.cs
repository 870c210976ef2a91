using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using LambdaDestinations.Build;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Tool.Inputs;

/// <summary>A file that could not be read, for the report.</summary>
/// <param name="Path">As shown.</param>
/// <param name="Message">Why, in one sentence.</param>
internal sealed record InputProblem(string Path, string Message);

/// <summary>The templates of a run: read, and those that could not be.</summary>
/// <param name="Templates">In the order of their paths.</param>
/// <param name="Problems">Files that could not be read.</param>
/// <param name="Skipped">Files that a pattern matched and that are not templates.</param>
internal sealed record TemplateInputs(IReadOnlyList<TemplateInput> Templates, IReadOnlyList<InputProblem> Problems, IReadOnlyList<string> Skipped)
{
    /// <summary>The templates as one group, with the other stacks of their stages.</summary>
    public required TemplateGroup Group { get; init; }

    /// <summary>Reads the files.</summary>
    public static TemplateInputs Read(IReadOnlyList<TemplatePath> paths, CancellationToken cancellationToken)
    {
        List<TemplateInput> templates = [];
        List<InputProblem> problems = [];
        List<string> skipped = [];
        foreach (TemplatePath path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                TemplateInput template = TemplateInput.Read(path, cancellationToken);
                if (template.LooksLikeTemplate || (template.IsBroken && path.IsNamed))
                {
                    templates.Add(template);
                }
                else if (path.IsNamed)
                {
                    problems.Add(new InputProblem(path.DisplayPath, TemplateInput.NoTemplate));
                }
                else
                {
                    skipped.Add(path.DisplayPath);
                }
            }
            catch (DecoderFallbackException)
            {
                problems.Add(new InputProblem(path.DisplayPath, "It is not UTF-8"));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                problems.Add(new InputProblem(path.DisplayPath, error.Message));
            }
        }

        return Together(templates, problems, skipped, cancellationToken);
    }

    /// <summary>The templates as one group, with what the CDK writes beside them: a handler is looked for in all of them.</summary>
    private static TemplateInputs Together(List<TemplateInput> templates, List<InputProblem> problems, List<string> skipped, CancellationToken cancellationToken)
    {
        (TemplateGroup group, IReadOnlyList<CloudAssemblyProblem> ofAssembly) = CloudAssembly.Complete(
            [.. templates.Select(static x => new TemplateSource(x.Path.FullPath, x.Document))], problems.Count > 0, cancellationToken);
        return new TemplateInputs(
            [.. templates.Select((x, i) => x with { Model = group.All[i] })],
            [.. problems, .. ofAssembly.Select(x => new InputProblem(Shown(x.Path), TemplateRules.AssemblyIsUnreadable(Path.GetFileName(x.Path), x.Message).Text))],
            skipped)
        {
            Group = group,
        };

        // As the templates beside it are shown.
        string Shown(string path) => templates.Find(x => Path.GetDirectoryName(x.Path.FullPath) == Path.GetDirectoryName(path)) is { } neighbour
            ? Path.Combine(Path.GetDirectoryName(neighbour.Path.DisplayPath) ?? "", Path.GetFileName(path)).Replace('\\', '/')
            : path;
    }
}

/// <summary>A template that was read.</summary>
/// <param name="Path">Which file.</param>
/// <param name="Document">Its text and tree.</param>
/// <param name="Model">What it means.</param>
internal sealed record TemplateInput(TemplatePath Path, TemplateDocument Document, TemplateModel Model)
{
    /// <summary>What every command says of a file that is not meant as a template.</summary>
    public const string NoTemplate = "It is not a CloudFormation template: it has no Resources";

    private static readonly string[] Sections = ["Resources", "AWSTemplateFormatVersion", "Transform"];

    /// <summary>Whether it could not be parsed.</summary>
    public bool IsBroken => Document.Errors.Count > 0;

    /// <summary>What is wrong with its notation, each with its place.</summary>
    public IEnumerable<Finding> SyntaxFindings => Document.Errors.Select(static x => new Finding(TemplateRules.IsMalformed(x), x.Span));

    /// <summary>Whether it is meant as a template. What cannot be parsed is one when it speaks of resources.</summary>
    public bool LooksLikeTemplate => IsBroken
        ? Document.Text.Contains("Resources", StringComparison.Ordinal)
        : Model.Root is { } root && Sections.Any(x => root.Find(x) is not null);

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="DecoderFallbackException">It is not UTF-8.</exception>
    public static TemplateInput Read(TemplatePath path, CancellationToken cancellationToken)
    {
        TemplateDocument document = TemplateFile.Parse(path.FullPath, TemplateStore.Read(path.FullPath), cancellationToken);
        return Of(path, document);
    }

    /// <summary>A template that was read already.</summary>
    public static TemplateInput Of(TemplatePath path, TemplateDocument document) => new(path, document, TemplateModel.Read(document));
}

/// <summary>An assembly's manifest.</summary>
/// <param name="Name">The assembly's simple name.</param>
/// <param name="Manifest">What its attributes declare.</param>
/// <param name="Handlers">The methods that a handler string may name.</param>
internal sealed record AssemblyInput(string Name, DestinationManifest Manifest, AssemblyHandlers Handlers)
{
    /// <summary>Reads an assembly without loading it.</summary>
    /// <exception cref="ToolException">There is none, or its manifest is of another version.</exception>
    public static AssemblyInput Read(string folder, string argument)
    {
        string path = TemplatePaths.Full(folder, argument);
        try
        {
            AssemblyManifest manifest = ManifestFile.Read(path);
            if (manifest.Unread.Count > 0)
            {
                throw new ToolException(
                    $"The assembly '{argument}' carries destination attributes ({string.Join(", ", manifest.Unread.Take(TemplateRules.ShownMethods))}) but no manifest, so they do nothing. "
                    + "The generator of LambdaDestinations.Generators writes it, in C# projects only");
            }

            return new AssemblyInput(manifest.AssemblyName, manifest.Parse(), AssemblyHandlers.Read(path));
        }
        catch (UnreadableManifestException error) when (error.InnerException is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException($"There is no assembly '{argument}'; build the project first");
        }
        catch (UnreadableManifestException error)
        {
            throw new ToolException($"The assembly '{argument}' cannot be read: {error.Message}");
        }
    }
}
