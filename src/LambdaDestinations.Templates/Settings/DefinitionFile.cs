using System;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>The definition of a state machine in a file beside the template, where whoever reads the template read the file too.</summary>
internal static class DefinitionFile
{
    /// <summary>The file that a state machine names, as it is written; <see langword="null"/> when it names none, or an object of S3.</summary>
    public static string? PathOf(TemplateResource machine) =>
        StateMachineDefinition.IsStateMachine(machine)
        && StateMachineDefinition.Elsewhere.Select(x => TemplateNodes.Text(machine.Properties?[x])).FirstOrDefault(static x => x is not null) is { Length: > 0 } path
        && path.IndexOf("://", StringComparison.Ordinal) < 0 ? path : null;

    /// <summary>The definition; <see langword="null"/> when it is not known, or cannot be read.</summary>
    public static MappingNode? Of(TemplateModel template, TemplateResource machine) =>
        PathOf(machine) is not null
        && !TemplateBranch.MayHoldMore(machine.Properties!)
        && template.Source?.Definitions is { } definitions && definitions.TryGetValue(machine.LogicalId, out TemplateDocument? document)
        && document.Errors.Count == 0
        && document.Root is MappingNode root && TemplateNodes.Child(root, "States") is not null ? root : null;

    /// <summary>Whether all that a state machine does is known, by the template or by the file.</summary>
    public static bool IsKnown(TemplateModel template, TemplateResource resource) => StateMachineDefinition.IsShown(resource) || Of(template, resource) is not null;
}
