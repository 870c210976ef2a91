using System.Collections.Generic;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>The places of a template that a build wrote from attributes.</summary>
internal sealed class OwnedPlaces
{
    private readonly List<(SourceSpan Span, string Assembly)> _places = [];

    private OwnedPlaces(TemplateModel template)
    {
        foreach (TemplateResource resource in template.Resources)
        {
            if (OwnershipRecord.Read(resource) is not { } record)
            {
                continue;
            }

            if (record.Function is not null)
            {
                Add(resource.Entry, record.Assembly);
                continue;
            }

            foreach (SettingPath path in record.Settings.Keys)
            {
                MappingNode? parent = resource.Body;
                MappingEntry? entry = null;
                foreach (string name in path.Names)
                {
                    entry = parent?.Find(name);
                    parent = TemplateNodes.Follow(entry?.Value) as MappingNode;
                }

                if (entry is not null)
                {
                    Add(entry, record.Assembly);
                }
            }
        }
    }

    /// <summary>Reads the places.</summary>
    public static OwnedPlaces Of(TemplateModel template) => new(template);

    /// <summary>The assembly whose build wrote a place; <see langword="null"/> for what is written by hand.</summary>
    public string? OwnerOf(SourceSpan span)
    {
        foreach ((SourceSpan place, string assembly) in _places)
        {
            if (place.Contains(span))
            {
                return assembly;
            }
        }

        return null;
    }

    private void Add(MappingEntry entry, string assembly) => _places.Add((SourceSpan.FromBounds(entry.Key.FullSpan.Start, entry.Value.FullSpan.End), assembly));
}
