using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>What makes an edit unsafe.</summary>
internal enum EditObstacle
{
    /// <summary>An alias repeats the part that is to be edited.</summary>
    Alias,

    /// <summary>A merge key stands beside the edit.</summary>
    MergeKey,

    /// <summary>The key that is to be edited stands twice.</summary>
    RepeatedKey,

    /// <summary>The edited text does not read as intended.</summary>
    Notation,
}

/// <summary>Why an edit was refused, with the place that stands in its way.</summary>
/// <param name="Obstacle">The reason.</param>
/// <param name="Span">The place in the original text.</param>
internal sealed record TemplateEditRefusal(EditObstacle Obstacle, SourceSpan Span);

/// <summary>The outcome of <see cref="TemplateEditor.Apply"/>.</summary>
/// <param name="Document">The edited document; <see langword="null"/> when the edit was refused.</param>
/// <param name="Refusal">Why it was refused; <see langword="null"/> when it was done.</param>
internal sealed record TemplateEditResult(TemplateDocument? Document, TemplateEditRefusal? Refusal);

/// <summary>
/// Edits a template by splices: what is queued is written in the document's own style, and every byte outside stays. The result
/// is parsed again and compared with the intended tree; an edit that would not read back is refused as a whole.
/// </summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
internal sealed class TemplateEditor
{
    /// <summary>How many edits are tried one by one to find the one to blame, each with a parse of the whole template.</summary>
    private const int MaximumBlame = 50;

    private readonly TemplateDocument _document;
    private TemplateStyle _style;
    private readonly Dictionary<TemplateNode, CollectionEdit> _edits = [];

    /// <summary>Begins an edit.</summary>
    /// <param name="document">A document without errors.</param>
    /// <exception cref="ArgumentException">The document has errors.</exception>
    public TemplateEditor(TemplateDocument document)
    {
        if (document.Errors.Count > 0)
        {
            throw new ArgumentException("A document with errors cannot be edited.", nameof(document));
        }

        _document = document;
        _style = TemplateStyle.Detect(document);
    }

    /// <summary>Whether anything is queued.</summary>
    public bool HasEdits => _edits.Count > 0;

    /// <summary>Gives each item of a JSON list a line of its own, whatever the document does elsewhere.</summary>
    public void SpreadLists() => _style = _style with { SpreadsLists = true };

    /// <summary>
    /// Queues an entry: a new one is added behind the last, an existing one gets the new value. The same value again is not an edit.
    /// </summary>
    /// <param name="parent">A mapping of the document.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public void SetEntry(MappingNode parent, string key, TemplateValue value)
    {
        MappingEntry? existing = parent.Find(key);
        if (existing is not null && TemplateValue.FromNode(existing.Value).Equals(value))
        {
            return;
        }

        CollectionEdit edit = GetEdit(parent);
        if (existing is not null)
        {
            edit.Replace(IndexOf(parent, existing), value);
            return;
        }

        edit.Add(key, value);
    }

    /// <summary>
    /// Queues a new entry at a place of a JSON object, ahead of an entry that is there. In YAML, and in an object without entries, it goes behind the last.
    /// </summary>
    /// <param name="parent">A mapping of the document.</param>
    /// <param name="index">The index of the entry that is to follow.</param>
    /// <param name="key">A key that is not there, or that is removed.</param>
    /// <param name="value">The value.</param>
    public void InsertEntry(MappingNode parent, int index, string key, TemplateValue value)
    {
        if (_document.Format == TemplateFormat.Json && index < parent.Entries.Count)
        {
            GetEdit(parent).Insert(index, key, value);
        }
        else
        {
            GetEdit(parent).Add(key, value);
        }
    }

    /// <summary>Whether a comment stands in an entry, or what looks like one: to write the entry anew would lose it.</summary>
    /// <param name="parent">A mapping of the document.</param>
    /// <param name="key">A key that is there.</param>
    public bool MayHoldComment(MappingNode parent, string key) =>
        _document.Format != TemplateFormat.Json && parent.Find(key) is { } entry && _document.Text.IndexOf('#', entry.KeyStart, entry.End - entry.KeyStart) >= 0;

    /// <summary>Queues that an entry is written anew, in the style of today, also when it says the same already; a comment in it keeps it as it is.</summary>
    /// <param name="parent">A mapping of the document.</param>
    /// <param name="key">A key that is there.</param>
    /// <param name="value">The value.</param>
    public void RewriteEntry(MappingNode parent, string key, TemplateValue value)
    {
        if (!MayHoldComment(parent, key))
        {
            CollectionEdit edit = GetEdit(parent);
            edit.Replace(IndexOf(parent, parent.Find(key)!), value);
            edit.IsLayout = true;
        }
    }

    /// <summary>Queues the blank line above an entry that a new one would have there; none where there is one, or a comment.</summary>
    /// <param name="parent">A mapping of the document.</param>
    /// <param name="key">A key that is there.</param>
    public void SpaceEntry(MappingNode parent, string key) => GetEdit(parent).Space(IndexOf(parent, parent.Find(key)!));

    /// <summary>Queues the removal of an entry. A key that is not there is no edit.</summary>
    /// <param name="parent">A mapping of the document.</param>
    /// <param name="key">The key.</param>
    public void RemoveEntry(MappingNode parent, string key)
    {
        if (parent.Find(key) is { } existing)
        {
            GetEdit(parent).Remove(IndexOf(parent, existing));
        }
    }

    /// <summary>Queues that a scalar value becomes a list of itself and an item: <c>key: a</c> → <c>key: [a, b]</c>.</summary>
    /// <param name="parent">A mapping of the document.</param>
    /// <param name="key">A key whose value is a scalar.</param>
    /// <param name="item">The second item.</param>
    public void WrapEntry(MappingNode parent, string key, TemplateValue item) =>
        GetEdit(parent).Wrap(IndexOf(parent, parent.Find(key)!), item);

    /// <summary>Queues that a list in brackets becomes its first item: what <see cref="WrapEntry"/> did is undone.</summary>
    /// <param name="parent">A mapping of the document.</param>
    /// <param name="key">A key whose value is a list in brackets with a scalar first.</param>
    public void UnwrapEntry(MappingNode parent, string key) => GetEdit(parent).Unwrap(IndexOf(parent, parent.Find(key)!));

    /// <summary>Queues a new last item.</summary>
    /// <param name="parent">A sequence of the document.</param>
    /// <param name="item">The item.</param>
    public void AddItem(SequenceNode parent, TemplateValue item) =>
        GetEdit(parent).AddItem(item);

    /// <summary>Queues the removal of an item.</summary>
    /// <param name="parent">A sequence of the document.</param>
    /// <param name="index">The item's index in the document.</param>
    public void RemoveItem(SequenceNode parent, int index) => GetEdit(parent).Remove(index);

    /// <summary>Writes what is queued.</summary>
    /// <param name="cancellationToken">Stops between steps.</param>
    public TemplateEditResult Apply(CancellationToken cancellationToken = default)
    {
        if (_edits.Count == 0)
        {
            return new TemplateEditResult(_document, null);
        }

        if (FindObstacle() is { } obstacle)
        {
            return new TemplateEditResult(null, obstacle);
        }

        List<Splice> splices = new(_edits.Count);
        StringBuilder scratch = new();
        HashSet<TemplateNode>? idle = null;
        foreach (KeyValuePair<TemplateNode, CollectionEdit> edit in _edits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int before = splices.Count;
            new CollectionSplicer(_document, _style, edit.Key, edit.Value, splices, scratch).Write();
            if (edit.Value.IsLayout && RemoveIdle(splices, before))
            {
                (idle ??= []).Add(edit.Key);
            }
        }

        foreach (TemplateNode node in idle ?? [])
        {
            _edits.Remove(node);
        }

        if (splices.Count == 0)
        {
            return new TemplateEditResult(_document, null);
        }

        if (SplicedText.Join(_document, splices) is { } text && IsIntended(text, _edits, cancellationToken))
        {
            return new TemplateEditResult(TemplateDocument.Verified(text), null);
        }

        return new TemplateEditResult(null, new TemplateEditRefusal(EditObstacle.Notation, FirstLine(FindUnsafe(cancellationToken).Span)));
    }

    /// <summary>Removes the splices of one edit that change nothing, as what is written anew may be written so already.</summary>
    /// <returns>Whether none is left.</returns>
    private bool RemoveIdle(List<Splice> splices, int from)
    {
        for (int i = splices.Count - 1; i >= from; i--)
        {
            Splice splice = splices[i];
            if (splice.Text.Length == splice.Span.Length && string.CompareOrdinal(_document.Text, splice.Span.Start, splice.Text, 0, splice.Text.Length) == 0)
            {
                splices.RemoveAt(i);
            }
        }

        return splices.Count == from;
    }

    /// <summary>Reads an edited text again and compares. What the edits leave untouched is read no further than its first key.</summary>
    private bool IsIntended(SplicedText text, Dictionary<TemplateNode, CollectionEdit> edits, CancellationToken cancellationToken)
    {
        (TemplateNode? root, IReadOnlyList<TemplateSyntaxError> errors) = TemplateParser.Reparse(text, cancellationToken);
        return errors.Count == 0 && new EditVerifier(edits, _document.Text.Length, text.Length).IsIntended(_document.Root!, root);
    }

    /// <summary>The first collection whose edit does not read back; the first of all when only their sum does not.</summary>
    private TemplateNode FindUnsafe(CancellationToken cancellationToken)
    {
        TemplateNode[] parents = [.. _edits.Keys.OrderBy(static x => x.Span.Start)];
        foreach (TemplateNode parent in parents.Take(MaximumBlame))
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<Splice> splices = [];
            new CollectionSplicer(_document, _style, parent, _edits[parent], splices, new StringBuilder()).Write();
            Dictionary<TemplateNode, CollectionEdit> alone = new() { [parent] = _edits[parent] };
            if (SplicedText.Join(_document, splices) is not { } text || !IsIntended(text, alone, cancellationToken))
            {
                return parent;
            }
        }

        return parents[0];
    }

    private CollectionEdit GetEdit(TemplateNode parent)
    {
        if (!_edits.TryGetValue(parent, out CollectionEdit? edit))
        {
            edit = new CollectionEdit();
            _edits.Add(parent, edit);
        }

        return edit;
    }

    private static int IndexOf(MappingNode parent, MappingEntry entry) => parent.IndexOf(entry.Name!);

    /// <summary>What makes an edit unsafe although it might read back: the place means more than it shows.</summary>
    private TemplateEditRefusal? FindObstacle()
    {
        Dictionary<TemplateNode, AliasNode>? shared = _document.HasAliases ? FindShared(_document.Root!) : null;
        foreach (KeyValuePair<TemplateNode, CollectionEdit> edit in _edits)
        {
            TemplateNode node = edit.Key;
            if (shared is not null && shared.TryGetValue(node, out AliasNode? alias))
            {
                return new TemplateEditRefusal(EditObstacle.Alias, alias.Span);
            }

            if (node is MappingNode { IsFlow: true, Written: [var first, ..] } && first.KeyStart <= node.Span.Start)
            {
                // The single pair of a mapping without braces: [a: b].
                return new TemplateEditRefusal(EditObstacle.Notation, FirstLine(node.Span));
            }

            if (node is MappingNode mapping && mapping.Merge is { } merge)
            {
                return new TemplateEditRefusal(EditObstacle.MergeKey, merge.Key.Span);
            }
        }

        return RepeatedKeys.Find(_document).Where(IsEdited).Select(static x => new TemplateEditRefusal(EditObstacle.RepeatedKey, x.Span)).FirstOrDefault();
    }

    /// <summary>Whether an edit touches a key that stands twice, or something in its value.</summary>
    private bool IsEdited(RepeatedKey key)
    {
        int index = key.Mapping.IndexOf(key.Name);
        bool isTouched = _edits.TryGetValue(key.Mapping, out CollectionEdit? edit) && edit.Touches(index);
        if (!isTouched)
        {
            Visit(key.Mapping.Written[index].Value, x => isTouched |= _edits.ContainsKey(x));
        }

        return isTouched;
    }

    /// <summary>Every node below an anchor that an alias names, with the first such alias.</summary>
    private static Dictionary<TemplateNode, AliasNode>? FindShared(TemplateNode root)
    {
        Dictionary<TemplateNode, AliasNode> targets = [];
        Visit(root, node =>
        {
            if (node is AliasNode { Target: { } target } alias && !targets.ContainsKey(target))
            {
                targets.Add(target, alias);
            }
        });
        if (targets.Count == 0)
        {
            return null;
        }

        Dictionary<TemplateNode, AliasNode> shared = [];
        foreach (KeyValuePair<TemplateNode, AliasNode> target in targets)
        {
            Visit(target.Key, node => shared[node] = shared.TryGetValue(node, out AliasNode? first) ? first : target.Value);
        }

        return shared;
    }

    private static void Visit(TemplateNode node, Action<TemplateNode> action)
    {
        action(node);
        switch (node)
        {
            case MappingNode mapping:
                foreach (MappingEntry entry in mapping.Written)
                {
                    Visit(entry.Value, action);
                }

                break;
            case SequenceNode sequence:
                foreach (TemplateNode item in sequence.Items)
                {
                    Visit(item, action);
                }

                break;
        }
    }

    private SourceSpan FirstLine(SourceSpan span) =>
        SourceSpan.FromBounds(span.Start, Math.Min(span.End, _document.LineEnd(span.Start)));
}

/// <summary>What is queued for one mapping or sequence.</summary>
internal sealed class CollectionEdit
{
    /// <summary>Up to so many, a search is faster than a table and its making.</summary>
    private const int Few = 8;

    // Most edits add an entry or two and do nothing else: what they do not need is not made.
    private static readonly Dictionary<int, TemplateValue> NoValues = [];
    private static readonly HashSet<int> NoIndices = [];

    private static readonly List<(int Index, string Key, TemplateValue Value)> NoInsertions = [];

    private readonly List<KeyValuePair<string, TemplateValue>> _added = new(1);
    private List<(int Index, string Key, TemplateValue Value)>? _inserted;
    private HashSet<int>? _spaced;
    private Dictionary<string, int>? _addedIndex;
    private Dictionary<int, TemplateValue>? _replaced;
    private Dictionary<int, TemplateValue>? _wrapped;
    private HashSet<int>? _unwrapped;
    private HashSet<int>? _removed;

    /// <summary>New values by the entry's index; for reading.</summary>
    public Dictionary<int, TemplateValue> Replaced => _replaced ?? NoValues;

    /// <summary>Second items by the index of the entry whose scalar becomes a list; for reading.</summary>
    public Dictionary<int, TemplateValue> Wrapped => _wrapped ?? NoValues;

    /// <summary>Indices of entries whose list becomes its first item; for reading.</summary>
    public HashSet<int> Unwrapped => _unwrapped ?? NoIndices;

    /// <summary>Indices of entries or items that go; for reading.</summary>
    public HashSet<int> Removed => _removed ?? NoIndices;

    /// <summary>New entries with the index of the entry that each stands ahead of, in the order of these; for reading.</summary>
    public List<(int Index, string Key, TemplateValue Value)> Inserted => _inserted ?? NoInsertions;

    /// <summary>Whether some of it may change nothing.</summary>
    public bool IsLayout { get; set; }

    /// <summary>Indices of entries that get a blank line above; for reading.</summary>
    public HashSet<int> Spaced => _spaced ?? NoIndices;

    /// <summary>New entries in order; of a sequence, with empty keys.</summary>
    public List<KeyValuePair<string, TemplateValue>> Added => _added;

    /// <summary>Whether anything is queued for an entry or item that is there.</summary>
    public bool Touches(int index) => Replaced.ContainsKey(index) || Wrapped.ContainsKey(index) || Unwrapped.Contains(index) || Removed.Contains(index);

    /// <summary>Queues a new value of an entry.</summary>
    public void Replace(int index, TemplateValue value) => (_replaced ??= [])[index] = value;

    /// <summary>Queues that a scalar becomes a list with a second item.</summary>
    public void Wrap(int index, TemplateValue item) => (_wrapped ??= [])[index] = item;

    /// <summary>Queues that a list becomes its first item.</summary>
    public void Unwrap(int index) => (_unwrapped ??= []).Add(index);

    /// <summary>Queues that an entry or item goes.</summary>
    public void Remove(int index) => (_removed ??= []).Add(index);

    /// <summary>Queues an entry ahead of one that is there, behind those that are queued for the same place.</summary>
    public void Insert(int index, string key, TemplateValue value)
    {
        _inserted ??= [];
        int at = _inserted.FindIndex(x => x.Index > index);
        _inserted.Insert(at < 0 ? _inserted.Count : at, (index, key, value));
    }

    /// <summary>Queues a blank line above an entry.</summary>
    public void Space(int index)
    {
        (_spaced ??= []).Add(index);
        IsLayout = true;
    }

    /// <summary>Queues an entry behind the last, or changes one that is queued.</summary>
    public void Add(string key, TemplateValue value)
    {
        int index = IndexOfAdded(key);
        if (index >= 0)
        {
            _added[index] = new(key, value);
            return;
        }

        _addedIndex?.Add(key, _added.Count);
        _added.Add(new(key, value));
    }

    private int IndexOfAdded(string key)
    {
        if (_addedIndex is null && _added.Count > Few)
        {
            _addedIndex = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < _added.Count; i++)
            {
                _addedIndex.Add(_added[i].Key, i);
            }
        }

        if (_addedIndex is not null)
        {
            return _addedIndex.TryGetValue(key, out int known) ? known : -1;
        }

        int index = _added.Count - 1;
        while (index >= 0 && !string.Equals(_added[index].Key, key, StringComparison.Ordinal))
        {
            index--;
        }

        return index;
    }

    /// <summary>Queues an item behind the last.</summary>
    public void AddItem(TemplateValue item) => _added.Add(new("", item));
}

/// <summary>A range of the original text and what takes its place.</summary>
/// <param name="Span">The range; empty for an insertion.</param>
/// <param name="Text">The new text.</param>
/// <param name="Owner">Where the edited collection begins: the inner of two begins later.</param>
internal sealed record Splice(SourceSpan Span, string Text, int Owner);
