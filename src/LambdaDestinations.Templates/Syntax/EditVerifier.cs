using System;
using System.Collections.Generic;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Compares the tree of an edited text with the original tree and the edits, without building either value.</summary>
internal sealed class EditVerifier
{
    private readonly Dictionary<TemplateNode, CollectionEdit> _edits;

    public EditVerifier(Dictionary<TemplateNode, CollectionEdit> edits) => _edits = edits;

    /// <summary>Whether <paramref name="edited"/> is <paramref name="original"/> with the edits and nothing else changed.</summary>
    public bool IsIntended(TemplateNode original, TemplateNode? edited)
    {
        bool isEdited = _edits.TryGetValue(original, out CollectionEdit? edit);
        if (edited is null or ScalarNode { IsNull: true } && isEdited && IsEmptied(original, edit!))
        {
            // A block mapping without entries is written as nothing at all.
            return true;
        }

        if (edited is null || edited.GetType() != original.GetType() || edited.Tag != original.Tag || edited.Anchor != original.Anchor)
        {
            return false;
        }

        return original switch
        {
            ScalarNode scalar => IsSame(scalar, (ScalarNode)edited),
            AliasNode alias => string.Equals(alias.Name, ((AliasNode)edited).Name, StringComparison.Ordinal),
            MappingNode mapping => IsIntended(mapping, (MappingNode)edited, edit),
            SequenceNode sequence => IsIntended(sequence, (SequenceNode)edited, edit),
            _ => false,
        };
    }

    private static bool IsSame(ScalarNode original, ScalarNode edited)
    {
        if (original.Style != edited.Style)
        {
            return false;
        }

        // A block scalar that ends with the file, without a line break, lacks the one that its header promises. It gets it when
        // something follows, and loses it when that goes again.
        return string.Equals(original.Value, edited.Value, StringComparison.Ordinal)
            || (original.Style is ScalarStyle.Literal or ScalarStyle.Folded
                && (string.Equals(original.Value + "\n", edited.Value, StringComparison.Ordinal) || string.Equals(original.Value, edited.Value + "\n", StringComparison.Ordinal)));
    }

    private static bool IsEmptied(TemplateNode node, CollectionEdit edit) =>
        edit.Added.Count == 0 && edit.Removed.Count == ((node as MappingNode)?.Entries.Count ?? (node as SequenceNode)?.Items.Count ?? -1);

    private bool IsIntended(MappingNode original, MappingNode edited, CollectionEdit? edit)
    {
        int position = 0;
        for (int i = 0; i < original.Entries.Count; i++)
        {
            if (edit is not null && edit.Removed.Contains(i))
            {
                continue;
            }

            if (position == edited.Entries.Count || !IsIntended(original.Entries[i].Key, edited.Entries[position].Key))
            {
                return false;
            }

            if (!IsIntendedValue(original.Entries[i].Value, edited.Entries[position].Value, edit, i))
            {
                return false;
            }

            position++;
        }

        foreach (KeyValuePair<string, TemplateValue> added in edit?.Added ?? [])
        {
            if (position == edited.Entries.Count || edited.Entries[position].Name != added.Key || !added.Value.Equals(TemplateValue.FromNode(edited.Entries[position].Value)))
            {
                return false;
            }

            position++;
        }

        return position == edited.Entries.Count;
    }

    private bool IsIntendedValue(TemplateNode original, TemplateNode edited, CollectionEdit? edit, int index)
    {
        if (edit is not null && edit.Replaced.TryGetValue(index, out TemplateValue? replaced))
        {
            return replaced.Equals(TemplateValue.FromNode(edited));
        }

        if (edit is not null && edit.Wrapped.TryGetValue(index, out TemplateValue? item))
        {
            return edited is SequenceNode { Items: [ScalarNode first, var second], Tag: null } && IsIntended(original, first) && item.Equals(TemplateValue.FromNode(second));
        }

        return edit is not null && edit.Unwrapped.Contains(index)
            ? original is SequenceNode { Items: [ScalarNode kept, ..] } && IsIntended(kept, edited)
            : IsIntended(original, edited);
    }

    private bool IsIntended(SequenceNode original, SequenceNode edited, CollectionEdit? edit)
    {
        int position = 0;
        for (int i = 0; i < original.Items.Count; i++)
        {
            if (edit is not null && edit.Removed.Contains(i))
            {
                continue;
            }

            if (position == edited.Items.Count || !IsIntended(original.Items[i], edited.Items[position]))
            {
                return false;
            }

            position++;
        }

        foreach (KeyValuePair<string, TemplateValue> added in edit?.Added ?? [])
        {
            if (position == edited.Items.Count || !added.Value.Equals(TemplateValue.FromNode(edited.Items[position])))
            {
                return false;
            }

            position++;
        }

        return position == edited.Items.Count;
    }
}
