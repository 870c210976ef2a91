using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>The definition of a state machine, as far as the template shows it.</summary>
internal static class StateMachineDefinition
{
    private static readonly string[] Shown = ["Definition", "DefinitionString"];

    // Where the definition stands elsewhere, what it does with a function is not known.
    private static readonly string[] Elsewhere = ["DefinitionUri", "DefinitionS3Location"];

    /// <summary>Whether a resource is a state machine.</summary>
    public static bool IsStateMachine(TemplateResource resource) => resource.Type is ResourceTypes.ServerlessStateMachine or ResourceTypes.StateMachine;

    /// <summary>Whether a resource is a state machine of which the template shows all.</summary>
    public static bool IsShown(TemplateResource resource) =>
        IsStateMachine(resource)
        && resource.Properties is { } properties
        && Shown.Any(x => properties[x] is not null)
        && !Elsewhere.Any(x => properties[x] is not null)
        && !TemplateBranch.MayHoldMore(properties);

    /// <summary>The definition, and what is put into it.</summary>
    public static IEnumerable<TemplateNode> PartsOf(TemplateResource machine) => Shown.Append("DefinitionSubstitutions").Select(x => machine.Properties?[x]).OfType<TemplateNode>();
}
