using System;
using System.Collections.Generic;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Compares the tree of an edited text with the original tree and the edits, without building either value.</summary>
internal sealed class EditVerifier
{
    private readonly Dictionary<TemplateNode, CollectionEdit> _edits;
    private readonly int _originalLength;
    private readonly int _editedLength;
    private int _seen;

    /// <param name="edits">What is to change.</param>
    /// <param name="originalLength">The length of the text before the edits.</param>
    /// <param name="editedLength">The length of the text after them.</param>
    public EditVerifier(Dictionary<TemplateNode, CollectionEdit> edits, int originalLength, int editedLength)
    {
        _edits = edits;
        _originalLength = originalLength;
        _editedLength = editedLength;
    }

    /// <summary>Whether a tree is the original with the edits and nothing else changed.</summary>
    /// <param name="original">The root before the edits.</param>
    /// <param name="edited">The root after them; nodes of the original in it are unchanged.</param>
    public bool IsIntended(TemplateNode original, TemplateNode? edited)
    {
        _seen = 0;

        // An edit that was not met stands in a part that did not change, hence was not made.
        return IsSame(original, edited) && _seen == _edits.Count;
    }

    private bool IsSame(TemplateNode original, TemplateNode? edited)
    {
        if (ReferenceEquals(original, edited))
        {
            return true;
        }

        if (original is ScalarNode scalar)
        {
            return edited is ScalarNode same && same.Tag == scalar.Tag && same.Anchor == scalar.Anchor && IsSame(scalar, same);
        }

        bool isEdited = _edits.TryGetValue(original, out CollectionEdit? edit);
        _seen += isEdited ? 1 : 0;
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

    private bool IsSame(ScalarNode original, ScalarNode edited)
    {
        if (original.Style != edited.Style)
        {
            return false;
        }

        // A block scalar that ends with the file, without a line break, lacks the one that its header promises. It gets it when
        // something follows, and loses it when that goes again.
        return string.Equals(original.Value, edited.Value, StringComparison.Ordinal)
            || (original.Style is ScalarStyle.Literal or ScalarStyle.Folded
                && ((original.Span.End == _originalLength && string.Equals(original.Value + "\n", edited.Value, StringComparison.Ordinal))
                    || (edited.Span.End == _editedLength && string.Equals(original.Value, edited.Value + "\n", StringComparison.Ordinal))));
    }

    private static bool IsEmptied(TemplateNode node, CollectionEdit edit) =>
        edit.Added.Count == 0 && edit.Inserted.Count == 0 && edit.Removed.Count == ((node as MappingNode)?.Written.Length ?? (node as SequenceNode)?.Items.Count ?? -1);

    private bool IsIntended(MappingNode original, MappingNode edited, CollectionEdit? edit)
    {
        if (!IsSameRepeated(original, edited))
        {
            return false;
        }

        MappingEntry[] before = original.Written;
        MappingEntry[] after = edited.Written;
        int position = 0;
        int inserted = 0;
        for (int i = 0; i < before.Length; i++)
        {
            for (; edit is not null && inserted < edit.Inserted.Count && edit.Inserted[inserted].Index == i; inserted++, position++)
            {
                if (position == after.Length || after[position].Name != edit.Inserted[inserted].Key || !Says(after[position].Value, edit.Inserted[inserted].Value))
                {
                    return false;
                }
            }

            if (edit is not null && edit.Removed.Contains(i))
            {
                continue;
            }

            if (position == after.Length || (!ReferenceEquals(before[i], after[position]) && !(IsSameKey(before[i], after[position]) && IsIntendedValue(before[i].Value, after[position].Value, edit, i))))
            {
                return false;
            }

            position++;
        }

        for (int i = 0; edit is not null && i < edit.Added.Count; i++, position++)
        {
            if (position == after.Length || after[position].Name != edit.Added[i].Key || !Says(after[position].Value, edit.Added[i].Value))
            {
                return false;
            }
        }

        return position == after.Length;
    }

    /// <summary>Whether the entries that nobody reads are still there. No edit touches them.</summary>
    private bool IsSameRepeated(MappingNode original, MappingNode edited)
    {
        if (original.Repeated.Count != edited.Repeated.Count)
        {
            return false;
        }

        for (int i = 0; i < original.Repeated.Count; i++)
        {
            MappingEntry before = original.Repeated[i];
            MappingEntry after = edited.Repeated[i];
            if (!ReferenceEquals(before, after) && !(IsSameKey(before, after) && IsSame(before.Value, after.Value)))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsSameKey(MappingEntry original, MappingEntry edited) =>
        original.PlainName is { } name && edited.PlainName is { } same ? string.Equals(name, same, StringComparison.Ordinal) : IsSame(original.Key, edited.Key);

    private bool IsIntendedValue(TemplateNode original, TemplateNode edited, CollectionEdit? edit, int index)
    {
        if (edit is null)
        {
            return IsSame(original, edited);
        }

        if (edit.Replaced.TryGetValue(index, out TemplateValue? replaced))
        {
            return Says(edited, replaced);
        }

        if (edit.Wrapped.TryGetValue(index, out TemplateValue? item))
        {
            return edited is SequenceNode { Items: [ScalarNode first, var second], Tag: null } && IsSame(original, first) && Says(second, item);
        }

        return edit.Unwrapped.Contains(index)
            ? original is SequenceNode { Items: [ScalarNode kept, ..] } && IsSame(kept, edited)
            : IsSame(original, edited);
    }

    /// <summary>Whether a node says a value, without making a value of it where it is written plainly.</summary>
    private static bool Says(TemplateNode node, TemplateValue value)
    {
        string? tag = node.Tag;
        if (tag is not null)
        {
            return tag == "!GetAtt" && node is ScalarNode path && value.EntryArray is [{ Key: "Fn::GetAtt", Value.ItemArray: [{ Text: { } id }, { Text: { } attribute }] }]
                ? IsPath(path.Value, id, attribute)
                : value.Equals(TemplateValue.FromNode(node));
        }

        if (node is ScalarNode { IsNull: false } scalar)
        {
            return value.Kind == TemplateValueKind.Scalar && string.Equals(scalar.Value, value.Text, StringComparison.Ordinal);
        }

        if (node is not MappingNode { Array: { Length: > 0 } entries } || value.Kind != TemplateValueKind.Map || entries[0].Name is null or "Fn::GetAtt")
        {
            return value.Equals(TemplateValue.FromNode(node));
        }

        KeyValuePair<string, TemplateValue>[] expected = value.EntryArray;
        if (entries.Length != expected.Length)
        {
            return false;
        }

        for (int i = 0; i < entries.Length; i++)
        {
            // We write entries in the order in which we were given them.
            if (!string.Equals(entries[i].Name, expected[i].Key, StringComparison.Ordinal) || !Says(entries[i].Value, expected[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether <c>id.attribute</c> is read as these two: the id ends at the first dot.</summary>
    private static bool IsPath(string path, string id, string attribute) =>
        path.IndexOf('.') == id.Length
        && path.Length == id.Length + 1 + attribute.Length
        && path.StartsWith(id, StringComparison.Ordinal)
        && path.EndsWith(attribute, StringComparison.Ordinal);

    private bool IsIntended(SequenceNode original, SequenceNode edited, CollectionEdit? edit)
    {
        int position = 0;
        for (int i = 0; i < original.Array.Length; i++)
        {
            if (edit is not null && edit.Removed.Contains(i))
            {
                continue;
            }

            if (position == edited.Array.Length || !IsSame(original.Array[i], edited.Array[position]))
            {
                return false;
            }

            position++;
        }

        for (int i = 0; edit is not null && i < edit.Added.Count; i++, position++)
        {
            if (position == edited.Array.Length || !Says(edited.Array[position], edit.Added[i].Value))
            {
                return false;
            }
        }

        return position == edited.Array.Length;
    }
}
