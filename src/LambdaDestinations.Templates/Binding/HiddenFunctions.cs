using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Binding;

/// <summary>What of a template may make functions that it does not show.</summary>
internal static class HiddenFunctions
{
    /// <summary>
    /// What may make the function of a handler: the loop or macro that names the handler ahead of others. <see langword="null"/> where the template
    /// shows all of its functions.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="name">The handler string, or the logical id, of the function.</param>
    /// <returns>What it is, how the template calls it, and where it stands.</returns>
    public static (HidingPlace Place, string Name, TemplateNode Node)? Of(TemplateModel template, string name)
    {
        if (!template.HasHiddenResources)
        {
            return null;
        }

        (HidingPlace Place, string Name, TemplateNode Node, TemplateNode Body)[] all = [.. In(template)];
        int best = Array.FindIndex(all, x => TemplateValue.FromNode(x.Body).ToString().Contains(name));
        (HidingPlace place, string called, TemplateNode node, _) = all[Math.Max(best, 0)];
        return (place, called, node);
    }

    private static IEnumerable<(HidingPlace Place, string Name, TemplateNode Node, TemplateNode Body)> In(TemplateModel template)
    {
        foreach (MappingEntry entry in template.ResourcesNode?.Entries.Where(static x => Intrinsics.IsFn(x.Name)) ?? [])
        {
            yield return entry.Name!.StartsWith(Intrinsics.ForEach, StringComparison.Ordinal)
                ? (HidingPlace.Loop, entry.Name, entry.Key, entry.Value)
                : Transform(TemplateNodes.Text((TemplateNodes.Follow(entry.Value) as MappingNode)?["Name"]) ?? entry.Name, entry.Key, entry.Value);
        }

        TemplateNode? transform = TemplateNodes.Follow(template.Root?["Transform"]);
        bool isList = transform is not null && TemplateValue.FromNode(transform).Kind == TemplateValueKind.List;
        foreach (TemplateNode item in isList ? ((SequenceNode)transform!).Items : transform is null ? [] : [transform])
        {
            if (TemplateModel.IsUnknownTransform(TemplateValue.FromNode(item)))
            {
                yield return Transform(TemplateNodes.Text(item) ?? TemplateNodes.Text((TemplateNodes.Follow(item) as MappingNode)?["Name"]) ?? Intrinsics.Transform, item, item);
            }
        }
    }

    private static (HidingPlace Place, string Name, TemplateNode Node, TemplateNode Body) Transform(string name, TemplateNode node, TemplateNode body) =>
        (name == "AWS::Include" ? HidingPlace.Include : HidingPlace.Macro, name, node, body);
}
