using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Model;

/// <summary>A template, and what is known of it beside its text.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Document">Its text and tree.</param>
internal sealed record TemplateSource(string Path, TemplateDocument Document)
{
    /// <summary>Whether handlers are looked for in it; else it is there for the references of others.</summary>
    public bool IsGiven { get; init; } = true;

    /// <summary>The paths of its constructs by logical id, where a cloud assembly of the CDK lists them; else the template says them itself.</summary>
    public IReadOnlyDictionary<string, string>? Constructs { get; init; }

    /// <summary>
    /// The definitions of its state machines that stand in files beside it, by the logical ids of the machines; <see langword="null"/> when nobody has looked for
    /// them. A file that cannot be read is not among them.
    /// </summary>
    public IReadOnlyDictionary<string, TemplateDocument>? Definitions { get; init; }

    /// <summary>Whether it stands in a cloud assembly, be that readable or not.</summary>
    public bool IsOfAssembly { get; init; }

    /// <summary>The path of its stack, where a cloud assembly says it.</summary>
    public string? StackPath { get; init; }

    /// <summary>The stage: the CDK writes the stacks of one stage into one folder.</summary>
    public string Stage => System.IO.Path.GetDirectoryName(Path) ?? "";
}

/// <summary>Templates that are read together: a handler is looked for in all of them.</summary>
internal sealed class TemplateGroup
{
    private readonly TemplateSource[] _sources;
    private readonly Dictionary<string, TemplateModel[]> _stages;

    private TemplateGroup(TemplateSource[] sources, bool isPartial)
    {
        _sources = sources;
        IsPartial = isPartial;
        All = Array.ConvertAll(sources, x => TemplateModel.Read(x, this));
        Given = [.. All.Where(static x => x.Source!.IsGiven)];
        _stages = All.GroupBy(static x => x.Source!.Stage, StringComparer.Ordinal).ToDictionary(static x => x.Key, static x => x.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>All templates.</summary>
    public IReadOnlyList<TemplateModel> All { get; }

    /// <summary>The templates in which handlers are looked for, in the order in which they are given.</summary>
    public IReadOnlyList<TemplateModel> Given { get; }

    /// <summary>Whether a template that is given could not be read, so that a handler may be in it.</summary>
    public bool IsPartial { get; }

    /// <summary>The templates of a template's stage: one list for all of them.</summary>
    public IReadOnlyList<TemplateModel> StageOf(TemplateModel template) => _stages[template.Source!.Stage];

    /// <summary>Reads templates.</summary>
    /// <param name="sources">The templates.</param>
    /// <param name="isPartial">Whether another template could not be read.</param>
    public static TemplateGroup Read(IEnumerable<TemplateSource> sources, bool isPartial = false) => new([.. sources], isPartial);

    /// <summary>The name of a template for messages: its file, with as many folders as tell it from the others.</summary>
    public static string NameOf(TemplateModel template)
    {
        string[] parts = PartsOf(template);
        int shown = 1;
        while (shown < parts.Length && template.Given.Any(x => !ReferenceEquals(x, template) && EndIsSame(PartsOf(x), parts, shown)))
        {
            shown++;
        }

        return string.Join("/", parts, parts.Length - shown, shown);
    }

    /// <summary>A template of the group with another text; one that the group does not have yet joins it.</summary>
    public TemplateModel With(string path, TemplateDocument document)
    {
        int index = Array.FindIndex(_sources, x => x.Path == path);
        TemplateSource[] sources = index >= 0 ? [.. _sources] : [.. _sources, new TemplateSource(path, document)];
        index = index >= 0 ? index : sources.Length - 1;
        sources[index] = sources[index] with { Document = document };
        return new TemplateGroup(sources, IsPartial).All[index];
    }

    /// <summary>The group as whoever sees it that reads no definition in a file; <see langword="null"/> when none was read.</summary>
    public TemplateGroup? WithoutDefinitions() =>
        Array.Exists(_sources, static x => x.Definitions is not null) ? new TemplateGroup(Array.ConvertAll(_sources, static x => x with { Definitions = null }), IsPartial) : null;

    private static string[] PartsOf(TemplateModel template) => template.Source?.Path.Split('/', '\\') ?? [""];

    private static bool EndIsSame(string[] one, string[] other, int count) =>
        one.Length >= count && one.Skip(one.Length - count).SequenceEqual(other.Skip(other.Length - count), StringComparer.Ordinal);
}
