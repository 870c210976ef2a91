using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>A key that stands in its mapping already.</summary>
/// <param name="Name">The key's text.</param>
/// <param name="Span">The place of the key: the second of two, the second and the third of three.</param>
/// <param name="Mapping">The mapping.</param>
/// <param name="IsSection">Whether it is a section of the template.</param>
internal sealed record RepeatedKey(string Name, SourceSpan Span, MappingNode Mapping, bool IsSection);

/// <summary>
/// Keys that stand twice in one mapping. YAML forbids them and RFC 8259 leaves them open; PyYAML (SAM), SnakeYAML, System.Text.Json and Jackson
/// read the last value. So do we, and say so.
/// </summary>
internal static class RepeatedKeys
{
    /// <summary>A mapping of entries of which some stand several times: the last of each is the entry, the others are its <see cref="MappingNode.Repeated"/>.</summary>
    public static MappingNode Split(SourceSpan span, MappingEntry[] all, bool isFlow)
    {
        HashSet<string> later = new(StringComparer.Ordinal);
        Stack<MappingEntry> entries = new();
        Stack<MappingEntry> repeated = new();
        for (int i = all.Length - 1; i >= 0; i--)
        {
            bool isLast = all[i].Name is not { } name || all[i].IsMerge || later.Add(name);
            (isLast ? entries : repeated).Push(all[i]);
        }

        return new MappingNode(span, [.. entries], isFlow, [.. repeated]);
    }

    /// <summary>The keys of a document that stand twice, with the places at which they stand again, in the order of the text.</summary>
    public static IReadOnlyList<RepeatedKey> Find(TemplateDocument document)
    {
        List<RepeatedKey> found = [];
        if (document.HasRepeatedKeys && document.Root is { } root)
        {
            Find(root, root, found);
        }

        return [.. found.OrderBy(static x => x.Span.Start)];
    }

    private static void Find(TemplateNode node, TemplateNode root, List<RepeatedKey> found)
    {
        if (node is MappingNode mapping)
        {
            foreach (IGrouping<string, MappingEntry> same in mapping.Repeated.GroupBy(static x => x.Name!, StringComparer.Ordinal))
            {
                found.AddRange(same.Skip(1).Concat([mapping.Find(same.Key)!]).Select(x => new RepeatedKey(same.Key, x.Key.Span, mapping, ReferenceEquals(mapping, root))));
            }

            foreach (MappingEntry entry in mapping.Written)
            {
                Find(entry.Value, root, found);
            }
        }
        else if (node is SequenceNode sequence)
        {
            foreach (TemplateNode item in sequence.Array)
            {
                Find(item, root, found);
            }
        }
    }
}
