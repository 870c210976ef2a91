using System;
using System.Collections.Generic;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>
/// What YAML's merge keys (<c>&lt;&lt;</c>, yaml.org "Merge Key Language-Independent Type for YAML 1.1") bring into a map, as PyYAML (SAM, cfn-lint) and SnakeYAML read them:
/// the map's own entries stand over what is merged, of several merge keys the last stands over those before, and of a list the first map over those behind.
/// </summary>
internal static class MergeKeys
{
    /// <summary>The entries that a map says; <paramref name="written"/> itself where nothing is merged.</summary>
    /// <param name="written">The entries of the text, each key once but for merge keys.</param>
    /// <exception cref="TemplateSyntaxException">A merge key has a value that is not a map or a list of maps.</exception>
    public static MappingEntry[] Resolve(MappingEntry[] written)
    {
        // Nearly every map has none, and a template is half keys.
        int first = 0;
        while (first < written.Length && !written[first].IsMerge)
        {
            first++;
        }

        if (first == written.Length)
        {
            return written;
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        List<MappingEntry> entries = [];
        Add(Array.FindAll(written, static x => !x.IsMerge), names, entries);
        for (int i = written.Length - 1; i >= first; i--)
        {
            if (written[i].IsMerge)
            {
                foreach (MappingNode source in SourcesOf(written[i]))
                {
                    Add(source.Array, names, entries);
                }
            }
        }

        return [.. entries];
    }

    private static MappingNode[] SourcesOf(MappingEntry merge) => Follow(merge.Value) switch
    {
        MappingNode map => [map],
        SequenceNode list => Array.ConvertAll(list.Array, x => Follow(x) as MappingNode ?? throw Refusal(x)),
        _ => throw Refusal(merge.Value),
    };

    private static TemplateSyntaxException Refusal(TemplateNode value) =>
        new("A merge key takes a map, a list of maps, or an alias of one", value.FullSpan);

    private static TemplateNode Follow(TemplateNode node) => node is AliasNode { Target: { } target } ? target : node;

    private static void Add(MappingEntry[] source, HashSet<string> names, List<MappingEntry> entries)
    {
        foreach (MappingEntry entry in source)
        {
            if (entry.Name is not { } name || names.Add(name))
            {
                entries.Add(entry);
            }
        }
    }
}
