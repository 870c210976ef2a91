using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>What an update made of the resources of a template, for whoever is told.</summary>
internal static class ResourceFates
{
    /// <summary>The resources that an update changed, in the order of the template, then those that it removed; without those where the template accepts it.</summary>
    /// <param name="before">The template before the update.</param>
    /// <param name="after">The template after it.</param>
    /// <returns>The resources, and the place of the first that is still there.</returns>
    public static (IReadOnlyList<ResourceFate> Fates, SourceSpan? First) Between(TemplateModel before, TemplateModel after)
    {
        List<ResourceFate> fates = [];
        SourceSpan? first = null;
        foreach (TemplateResource resource in after.Resources)
        {
            TemplateResource? old = before.Find(resource.LogicalId);
            if ((old is null || TextOf(before, old) != TextOf(after, resource)) && !IsAccepted(after, resource))
            {
                first ??= resource.Entry.Key.Span;
                fates.Add(new ResourceFate(resource.LogicalId, old is null ? Fate.Created : Fate.Changed));
            }
        }

        fates.AddRange(before.Resources.Where(x => after.Find(x.LogicalId) is null && !IsAccepted(before, x)).Select(static x => new ResourceFate(x.LogicalId, Fate.Removed)));
        return (fates, first);
    }

    private static string TextOf(TemplateModel template, TemplateResource resource) => template.Document.Text.Substring(resource.Entry.Value.Span.Start, resource.Entry.Value.Span.Length);

    /// <summary>Whether the template accepts, at the resource or at the function that it was created for, that a build changes it.</summary>
    private static bool IsAccepted(TemplateModel template, TemplateResource resource)
    {
        IgnoreMarkers markers = IgnoreMarkers.Of(template);
        bool Ignores(TemplateResource at) => markers.Ignores(at.Entry.Key.Span, TemplateRules.ChangedByBuild, null);
        return Ignores(resource) || (OwnershipRecord.Read(resource)?.Function is { } function && template.Find(function) is { } owner && Ignores(owner));
    }
}
