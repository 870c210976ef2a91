using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Manifest;

/// <summary>One <c>[EventSourceMapping]</c>.</summary>
/// <param name="EventSource">The SAM event or the mapping, or the queue of an event that the build writes; <see langword="null"/> for the only one.</param>
/// <param name="Settings">Its settings, in the order in which they are written.</param>
internal sealed record MappingModel(string? EventSource, EquatableArray<MappingSetting> Settings)
{
    /// <summary>What a setting says as a number; <see langword="null"/> where it is not set.</summary>
    /// <param name="name">Its name.</param>
    public int? Number(string name) => Settings.FirstOrDefault(x => x.Facts.Name == name)?.Number;

    /// <summary>What a setting says as a switch; <see langword="null"/> where it is not set.</summary>
    /// <param name="name">Its name.</param>
    public bool? Flag(string name) => Number(name) is { } number ? number != 0 : null;
}

/// <summary>A setting of a mapping.</summary>
/// <param name="Name">Its name, one of <see cref="MappingFacts.All"/>.</param>
/// <param name="Number">Its number; of a switch 1 or 0.</param>
/// <param name="Patterns">The patterns of filters.</param>
internal sealed record MappingSetting(string Name, int Number, EquatableArray<string> Patterns = default)
{
    /// <summary>What is known of it.</summary>
    public MappingFacts Facts => MappingFacts.Find(Name) ?? throw new InvalidOperationException(Name);

    /// <summary>Its value as a template has it.</summary>
    public TemplateValue Value => Facts.Kind switch
    {
        MappingValueKind.Number => TemplateValue.Number(Number),
        MappingValueKind.Patterns => TemplateValue.List([.. Patterns.Select(static x => TemplateValue.Map(("Pattern", TemplateValue.String(x))))]),
        _ when Name != MappingFacts.ReportFailures => TemplateValue.Boolean(Number != 0),
        _ => Number == 0 ? TemplateValue.List() : ReportFailures,
    };

    /// <summary>
    /// What a mapping must ask for, so that the records alone come again that failed (AWS Lambda Developer Guide, "Implementing partial batch responses").
    /// </summary>
    public static TemplateValue ReportFailures { get; } = TemplateValue.List(TemplateValue.String(MappingFacts.ReportFailures));
}
