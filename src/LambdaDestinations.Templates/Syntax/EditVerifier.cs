using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Compares the tree of an edited text with the original tree and the edits, without building either value.</summary>
internal sealed class EditVerifier
{
    private readonly TemplateDocument _original;
    private readonly TemplateDocument _edited;
    private readonly Dictionary<TemplateNode, CollectionEdit> _edits;
    private readonly int[] _starts;

    public EditVerifier(TemplateDocument original, TemplateDocument edited, Dictionary<TemplateNode, CollectionEdit> edits)
    {
        _original = original;
        _edited = edited;
        _edits = edits;
        _starts = [.. edits.Keys.Select(static x => x.Span.Start).OrderBy(static x => x)];
    }

    /// <summary>Whether the edited document is the original with the edits and nothing else changed.</summary>
    public bool IsIntended() => IsIntended(_original.Root!, _edited.Root);

    private bool IsIntended(TemplateNode original, TemplateNode? edited)
    {
        if (original is ScalarNode scalar)
        {
            return edited is ScalarNode same && same.Tag == scalar.Tag && same.Anchor == scalar.Anchor && IsSame(scalar, same);
        }

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
        MappingEntry[] before = original.Array;
        MappingEntry[] after = edited.Array;
        int position = 0;
        for (int i = 0; i < before.Length; i++)
        {
            if (edit is not null && edit.Removed.Contains(i))
            {
                continue;
            }

            if (position == after.Length
                || !IsIntended(before[i].Key, after[position].Key)
                || !(edit is null ? IsSameText(before, i, after, position) || IsIntended(before[i].Value, after[position].Value) : IsIntendedValue(before[i].Value, after[position].Value, edit, i)))
            {
                return false;
            }

            position++;
        }

        foreach (KeyValuePair<string, TemplateValue> added in edit?.Added ?? [])
        {
            if (position == after.Length || after[position].Name != added.Key || !Says(after[position].Value, added.Value))
            {
                return false;
            }

            position++;
        }

        return position == after.Length;
    }

    private bool IsIntendedValue(TemplateNode original, TemplateNode edited, CollectionEdit edit, int index)
    {
        if (edit.Replaced.TryGetValue(index, out TemplateValue? replaced))
        {
            return Says(edited, replaced);
        }

        if (edit.Wrapped.TryGetValue(index, out TemplateValue? item))
        {
            return edited is SequenceNode { Items: [ScalarNode first, var second], Tag: null } && IsIntended(original, first) && Says(second, item);
        }

        return edit.Unwrapped.Contains(index)
            ? original is SequenceNode { Items: [ScalarNode kept, ..] } && IsIntended(kept, edited)
            : IsIntended(original, edited);
    }

    /// <summary>
    /// Whether a value without edits is written with the same characters in the same column, up to the next key. What a parser makes
    /// of it depends on nothing else, so the trees need no comparison. The last entry is left out: what ends it stands outside.
    /// </summary>
    private bool IsSameText(MappingEntry[] before, int index, MappingEntry[] after, int position)
    {
        if (before[index].Value is ScalarNode or AliasNode || index + 1 == before.Length || position + 1 == after.Length)
        {
            return false;
        }

        int start = before[index].Key.FullSpan.Start;
        int length = before[index + 1].Key.FullSpan.Start - start;
        int newStart = after[position].Key.FullSpan.Start;
        return after[position + 1].Key.FullSpan.Start - newStart == length
            && !HasEdit(start, length)
            && string.CompareOrdinal(_original.Text, start, _edited.Text, newStart, length) == 0
            && (_original.Format == TemplateFormat.Json || _original.Column(start) == _edited.Column(newStart));
    }

    /// <summary>Whether a node says a value, without making a value of it where it is written plainly.</summary>
    private static bool Says(TemplateNode node, TemplateValue value)
    {
        if (node.Tag is null && node is ScalarNode { IsNull: false } scalar)
        {
            return value.Kind == TemplateValueKind.Scalar && string.Equals(scalar.Value, value.Text, StringComparison.Ordinal);
        }

        if (node.Tag is not null || node is not MappingNode { Array: { Length: > 0 } entries } || value.Kind != TemplateValueKind.Map || entries[0].Name is null or "Fn::GetAtt")
        {
            return value.Equals(TemplateValue.FromNode(node));
        }

        if (entries.Length != value.Entries.Count)
        {
            return false;
        }

        for (int i = 0; i < entries.Length; i++)
        {
            // We write entries in the order in which we were given them.
            KeyValuePair<string, TemplateValue> expected = value.Entries[i];
            if (!string.Equals(entries[i].Name, expected.Key, StringComparison.Ordinal) || !Says(entries[i].Value, expected.Value))
            {
                return false;
            }
        }

        return true;
    }

    private bool HasEdit(int start, int length)
    {
        int index = System.Array.BinarySearch(_starts, start);
        index = index < 0 ? ~index : index;
        return index < _starts.Length && _starts[index] < start + length;
    }

    private bool IsIntended(SequenceNode original, SequenceNode edited, CollectionEdit? edit)
    {
        int position = 0;
        for (int i = 0; i < original.Array.Length; i++)
        {
            if (edit is not null && edit.Removed.Contains(i))
            {
                continue;
            }

            if (position == edited.Array.Length || !IsIntended(original.Array[i], edited.Array[position]))
            {
                return false;
            }

            position++;
        }

        foreach (KeyValuePair<string, TemplateValue> added in edit?.Added ?? [])
        {
            if (position == edited.Array.Length || !Says(edited.Array[position], added.Value))
            {
                return false;
            }

            position++;
        }

        return position == edited.Array.Length;
    }
}
