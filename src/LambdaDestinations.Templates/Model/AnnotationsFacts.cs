using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Model;

/// <summary>
/// What Amazon.Lambda.Annotations does to a template that it owns functions of, in every build: a JSON template is written anew with each item of a list
/// on a line of its own, and some of its keys go to the end of their map.
/// </summary>
internal static class AnnotationsFacts
{
    /// <summary>The key of a resource's metadata that says who owns it. It keeps its place.</summary>
    public const string Tool = "Tool";

    private const string Name = "Amazon.Lambda.Annotations";

    /// <summary>Whether it owns a resource.</summary>
    public static bool Owns(TemplateResource resource) => TemplateNodes.Text(TemplateNodes.Child(resource.Body, "Metadata")?[Tool]) == Name;

    /// <summary>Whether it writes a template: a JSON one that has a function of it.</summary>
    public static bool WritesJson(TemplateModel template) => template.Document.Format == TemplateFormat.Json && template.Resources.Any(Owns);

    /// <summary>The resources beside its functions that it makes and may write again behind all others.</summary>
    public static IEnumerable<string> Resources(TemplateModel template) =>
        template.Resources.Where(Owns)
            .SelectMany(static x => (TemplateNodes.Follow(TemplateNodes.Child(x.Body, "Metadata")?["SyncedAlbResources"]) as SequenceNode)?.Items ?? [])
            .Select(TemplateNodes.Text).OfType<string>();

    /// <summary>Whether a map of a function that it owns holds keys of its own.</summary>
    /// <param name="path">From the function's body to the map.</param>
    public static bool WritesInto(IReadOnlyList<string> path) =>
        path is ["Properties"] || (path is ["Properties", "Events", _, "Properties"]);
}
