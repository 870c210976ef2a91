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
    private readonly TemplateStyle _style;
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

    /// <summary>
    /// Queues an entry: a new one is added behind the last, an existing one gets the new value. The same value again is no edit.
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
        foreach (KeyValuePair<TemplateNode, CollectionEdit> edit in _edits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            new CollectionSplicer(_document, _style, edit.Key, edit.Value, splices, scratch).Write();
        }

        if (SplicedText.Join(_document, splices) is { } text && IsIntended(text, _edits, cancellationToken))
        {
            return new TemplateEditResult(TemplateDocument.Verified(text), null);
        }

        return new TemplateEditResult(null, new TemplateEditRefusal(EditObstacle.Notation, FirstLine(FindUnsafe(cancellationToken).Span)));
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

            if (node is MappingNode { IsFlow: true, Array: [var first, ..] } && first.KeyStart <= node.Span.Start)
            {
                // The single pair of a mapping without braces: [a: b].
                return new TemplateEditRefusal(EditObstacle.Notation, FirstLine(node.Span));
            }

            if (node is MappingNode mapping && mapping.Find("<<") is { } merge)
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
            Visit(key.Mapping.Array[index].Value, x => isTouched |= _edits.ContainsKey(x));
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
                foreach (MappingEntry entry in mapping.Entries)
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

    private readonly List<KeyValuePair<string, TemplateValue>> _added = new(1);
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
