using System;
using System.Collections.Generic;
using System.Threading;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>A node of a template's syntax tree. Spans count UTF-16 code units of <see cref="TemplateDocument.Text"/>.</summary>
internal abstract class TemplateNode
{
    private NodeProperties? _properties;

    private protected TemplateNode(SourceSpan span) => Span = span;

    /// <summary>The value itself, without its tag and anchor. A block scalar's span includes its header.</summary>
    public SourceSpan Span { get; }

    /// <summary>The tag as written (<c>!Ref</c>, <c>!!str</c>), or <see langword="null"/>. Always null in JSON.</summary>
    public string? Tag => _properties?.Tag;

    /// <summary>The anchor's name without <c>&amp;</c>, or <see langword="null"/>.</summary>
    public string? Anchor => _properties?.Anchor;

    /// <summary>The span from the tag or anchor (whichever stands first) to the end of the value.</summary>
    public SourceSpan FullSpan => _properties is { } properties ? SourceSpan.FromBounds(properties.Start, Math.Max(properties.Start, Span.End)) : Span;

    /// <summary>A node is equal to itself only; its place is a hash that costs nothing.</summary>
    public sealed override int GetHashCode() => unchecked((Span.Start * 397) ^ Span.Length);

    /// <inheritdoc />
    public sealed override bool Equals(object? obj) => ReferenceEquals(this, obj);

    internal void SetProperties(int start, string? tag, string? anchor) => _properties = new NodeProperties(start, tag, anchor);

    /// <summary>What few nodes have: a tag, an anchor, or both, and where the first of them begins.</summary>
    private sealed record NodeProperties(int Start, string? Tag, string? Anchor);
}

/// <summary>How a scalar is written.</summary>
internal enum ScalarStyle
{
    /// <summary>YAML without quotes. In JSON: a number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    Plain,

    /// <summary><c>'…'</c>.</summary>
    SingleQuoted,

    /// <summary><c>"…"</c>; every JSON string.</summary>
    DoubleQuoted,

    /// <summary><c>|</c>.</summary>
    Literal,

    /// <summary><c>&gt;</c>.</summary>
    Folded,
}

/// <summary>A string, number, boolean or null.</summary>
internal sealed class ScalarNode : TemplateNode
{
    internal ScalarNode(SourceSpan span, string value, ScalarStyle style)
        : base(span)
    {
        Value = value;
        Style = style;
    }

    /// <summary>The text after unescaping and folding. The empty string for an absent YAML value.</summary>
    public string Value { get; }

    /// <summary>How the scalar is written.</summary>
    public ScalarStyle Style { get; }

    /// <summary>
    /// What CloudFormation and SAM read: of plain YAML the boolean or whole number that YAML 1.1 makes of it, as JSON writes it (<c>yes</c> is
    /// <c>true</c>, <c>0x10</c> is <c>16</c>), else <see cref="Value"/>.
    /// </summary>
    public string Meaning => Style == ScalarStyle.Plain && Tag is null or "!!int" or "!!bool" ? PlainScalar.Resolve(Value) ?? Value : Value;

    /// <summary>Whether this is surely a string: quoted, a block scalar, or plain text that is neither a number nor a boolean.</summary>
    internal bool IsString => Style != ScalarStyle.Plain || Tag == "!!str" || (PlainScalar.Resolve(Value) is null && !PlainScalar.IsFraction(Value));

    /// <summary>Whether this is null: plain and empty, <c>~</c>, <c>null</c>, <c>Null</c> or <c>NULL</c>, without tag.</summary>
    public bool IsNull => Style == ScalarStyle.Plain && Tag is null && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Whether nothing at all is written here, not even an anchor: an edit that is taken back leaves the same.</summary>
    internal bool IsBlank => IsNull && Value.Length == 0 && Anchor is null;
}

/// <summary>A key with its value.</summary>
internal sealed class MappingEntry
{
    /// <summary>The key's node, or its text until somebody asks for the node: most read the text only, and a template is half keys.</summary>
    private object _key;

    internal MappingEntry(TemplateNode key, TemplateNode value)
    {
        _key = key;
        KeyStart = key.FullSpan.Start;
        KeyLength = key.Span.Length;
        Value = value;
    }

    /// <summary>An entry whose key is plain, or else in double quotes and not plain; it has neither tag nor anchor.</summary>
    internal MappingEntry(string name, SourceSpan keySpan, TemplateNode value)
    {
        _key = name;
        KeyStart = keySpan.Start;
        KeyLength = keySpan.Length;
        Value = value;
    }

    /// <summary>The key. Not a scalar only in YAML that no CloudFormation service accepts.</summary>
    public TemplateNode Key => _key is string name ? MakeKey(name) : (TemplateNode)_key;

    /// <summary>The value; a null scalar of length 0 where YAML gives none.</summary>
    public TemplateNode Value { get; }

    /// <summary>The key's text, or <see langword="null"/> when the key is not a scalar. An alias is what it repeats.</summary>
    public string? Name => _key as string ?? KeyScalar?.Value;

    /// <summary>Whether it merges another map into its own: the plain key <c>&lt;&lt;</c>. In quotes, as in JSON, that is a key like any other.</summary>
    internal bool IsMerge => _key is not string && KeyScalar is { Style: ScalarStyle.Plain, Tag: null, Value: "<<" } or { Tag: "!!merge" };

    private ScalarNode? KeyScalar => _key as ScalarNode ?? (_key as AliasNode)?.Target as ScalarNode;

    /// <summary>The key's text, when it is all that there is to the key and nobody has asked for its node yet.</summary>
    internal string? PlainName => _key as string;

    /// <summary>Where the key begins, with its tag and anchor.</summary>
    internal int KeyStart { get; }

    /// <summary>The length of the key without tag and anchor.</summary>
    internal int KeyLength { get; }

    /// <summary>The end of the entry, which is the key's where the value is absent.</summary>
    internal int End => Math.Max(Value.FullSpan.End, _key is TemplateNode key ? key.FullSpan.End : KeyStart + KeyLength);

    /// <summary>Whether the key is a scalar that stands on one line as a key does.</summary>
    internal bool IsSimple => _key is string or ScalarNode { Style: ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted };

    private TemplateNode MakeKey(string name)
    {
        // Quotes are part of the span, so only a plain key is as long as its text.
        ScalarNode key = new(new SourceSpan(KeyStart, KeyLength), name, name.Length == KeyLength ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted);

        // A node is equal to itself only: all who ask must get the same.
        return Interlocked.CompareExchange(ref _key, key, name) as TemplateNode ?? key;
    }
}

/// <summary>
/// An object (JSON) or mapping (YAML), in source order. Its entries are what it says, with what merge keys (<c>&lt;&lt;</c>) bring; <see cref="Written"/> are those
/// that stand in its place of the text, the merge keys among them.
/// </summary>
internal sealed class MappingNode : TemplateNode
{
    /// <summary>Up to so many, a search is faster than a table and its making.</summary>
    private const int FewEntries = 12;

    private Dictionary<string, int>? _byName;

    internal MappingNode(SourceSpan span, MappingEntry[] written, bool isFlow, MappingEntry[]? repeated = null)
        : base(span)
    {
        Written = written;
        Array = MergeKeys.Resolve(written);
        IsFlow = isFlow;
        Repeated = repeated ?? [];
    }

    /// <summary>The entries in source order, those of merge keys behind; of a key that stands several times, the last.</summary>
    public IReadOnlyList<MappingEntry> Entries => Array;

    /// <summary>Entries that nobody reads, since their key stands again further below.</summary>
    public IReadOnlyList<MappingEntry> Repeated { get; }

    /// <summary>The entries, for what reads whole trees.</summary>
    internal MappingEntry[] Array { get; }

    /// <summary>The entries as they are written: with merge keys, without what they bring.</summary>
    internal MappingEntry[] Written { get; }

    /// <summary>The first merge key; <see langword="null"/> in nearly every mapping.</summary>
    internal MappingEntry? Merge => ReferenceEquals(Written, Array) ? null : System.Array.Find(Written, static x => x.IsMerge);

    /// <summary>Whether it is written in braces. Always true in JSON.</summary>
    public bool IsFlow { get; }

    /// <summary>The first entry of that name (ordinal), or <see langword="null"/>.</summary>
    public MappingEntry? Find(string name) => IndexOf(name) is >= 0 and int index ? Array[index] : null;

    /// <summary>The index of the first entry of that name (ordinal) in what the mapping says, or -1. Without a merge key it is the index in the text.</summary>
    internal int IndexOf(string name)
    {
        if (Array.Length <= FewEntries)
        {
            for (int i = 0; i < Array.Length; i++)
            {
                if (string.Equals(Array[i].Name, name, StringComparison.Ordinal))
                {
                    return i;
                }
            }

            return -1;
        }

        return (_byName ??= IndexNames()).TryGetValue(name, out int index) ? index : -1;
    }

    private Dictionary<string, int> IndexNames()
    {
        Dictionary<string, int> byName = new(StringComparer.Ordinal);
        for (int i = 0; i < Array.Length; i++)
        {
            if (Array[i].Name is { } key && !byName.ContainsKey(key))
            {
                byName.Add(key, i);
            }
        }

        return byName;
    }

    /// <summary>The value of the first entry of that name, or <see langword="null"/>.</summary>
    public TemplateNode? this[string name] => Find(name)?.Value;
}

/// <summary>An array (JSON) or sequence (YAML).</summary>
internal sealed class SequenceNode : TemplateNode
{
    internal SequenceNode(SourceSpan span, TemplateNode[] items, bool isFlow)
        : base(span)
    {
        Array = items;
        IsFlow = isFlow;
    }

    /// <summary>The items in source order.</summary>
    public IReadOnlyList<TemplateNode> Items => Array;

    /// <summary>The items, for what reads whole trees.</summary>
    internal TemplateNode[] Array { get; }

    /// <summary>Whether it is written in brackets. Always true in JSON.</summary>
    public bool IsFlow { get; }
}

/// <summary>A YAML alias (<c>*name</c>). CloudFormation accepts it; an edit below it would change two places.</summary>
internal sealed class AliasNode : TemplateNode
{
    internal AliasNode(SourceSpan span, string name, TemplateNode? target)
        : base(span)
    {
        Name = name;
        Target = target;
    }

    /// <summary>The anchor's name.</summary>
    public string Name { get; }

    /// <summary>The anchored node; <see langword="null"/> when the anchor does not exist (then the document has an error).</summary>
    public TemplateNode? Target { get; }
}
