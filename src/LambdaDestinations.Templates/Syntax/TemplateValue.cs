using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>
/// What a template says, without how it is written. Intrinsic functions have one form, so <c>!GetAtt Queue.Arn</c>,
/// <c>Fn::GetAtt: Queue.Arn</c> and <c>{"Fn::GetAtt": ["Queue", "Arn"]}</c> are equal. Scalars compare by their text, as
/// CloudFormation coerces <c>"2"</c> and <c>2</c>; the order of keys does not count.
/// </summary>
internal sealed class TemplateValue : IEquatable<TemplateValue>
{
    private TemplateValue(TemplateValueKind kind, string? text, bool isString, KeyValuePair<string, TemplateValue>[]? entries, TemplateValue[]? items)
    {
        Kind = kind;
        Text = text;
        IsString = isString;
        EntryArray = entries ?? [];
        ItemArray = items ?? [];
    }

    /// <summary>The kind of value.</summary>
    public TemplateValueKind Kind { get; }

    /// <summary>The text of a scalar; <see langword="null"/> for null, maps and lists.</summary>
    public string? Text { get; }

    /// <summary>The entries of a map, in the order in which they are written.</summary>
    public IReadOnlyList<KeyValuePair<string, TemplateValue>> Entries => EntryArray;

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<TemplateValue> Items => ItemArray;

    /// <summary>The entries, for what reads whole values.</summary>
    internal KeyValuePair<string, TemplateValue>[] EntryArray { get; }

    /// <summary>The items, for what reads whole values.</summary>
    internal TemplateValue[] ItemArray { get; }

    /// <summary>Whether a scalar is a string rather than a number or a boolean.</summary>
    internal bool IsString { get; }

    /// <summary>Whether YAML writes the value on the line of its key, if it fits. How a value is written is not part of it.</summary>
    internal bool IsOnOneLine { get; private init; }

    /// <summary>The same value, to be written on the line of its key where YAML and its length allow it.</summary>
    public TemplateValue OnOneLine() => new(Kind, Text, IsString, EntryArray, ItemArray) { IsOnOneLine = true };

    /// <summary>A null.</summary>
    public static TemplateValue Null { get; } = new(TemplateValueKind.Null, null, false, null, null);

    /// <summary>The value of a map's key, or <see langword="null"/>.</summary>
    public TemplateValue? this[string key]
    {
        get
        {
            foreach (KeyValuePair<string, TemplateValue> entry in EntryArray)
            {
                if (string.Equals(entry.Key, key, StringComparison.Ordinal))
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }

    /// <summary>A string.</summary>
    public static TemplateValue String(string text) => new(TemplateValueKind.Scalar, text, true, null, null);

    /// <summary>A number.</summary>
    public static TemplateValue Number(long number) => new(TemplateValueKind.Scalar, number.ToString(CultureInfo.InvariantCulture), false, null, null);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static TemplateValue Boolean(bool value) => new(TemplateValueKind.Scalar, value ? "true" : "false", false, null, null);

    /// <summary>A map, written in the order given.</summary>
    public static TemplateValue Map(params (string Key, TemplateValue Value)[] entries) =>
        Normalize(Array.ConvertAll(entries, static x => new KeyValuePair<string, TemplateValue>(x.Key, x.Value)));

    /// <summary>A map, written in the order given.</summary>
    public static TemplateValue Map(IEnumerable<KeyValuePair<string, TemplateValue>> entries) => Normalize([.. entries]);

    /// <summary>A list.</summary>
    public static TemplateValue List(params TemplateValue[] items) => new(TemplateValueKind.List, null, false, null, items);

    /// <summary><c>!Ref</c>.</summary>
    public static TemplateValue Ref(string logicalId) => Map((Intrinsics.Ref, String(logicalId)));

    /// <summary><c>!GetAtt</c>.</summary>
    public static TemplateValue GetAtt(string logicalId, string attribute) => Map((Intrinsics.GetAtt, List(String(logicalId), String(attribute))));

    /// <summary><c>!Sub</c>.</summary>
    public static TemplateValue Sub(string text) => Map((Intrinsics.Sub, String(text)));

    /// <summary><c>!Join</c>.</summary>
    public static TemplateValue Join(string separator, params TemplateValue[] items) => Map((Intrinsics.Join, List(String(separator), List(items))));

    /// <summary>The value of a node; aliases are followed.</summary>
    public static TemplateValue FromNode(TemplateNode node)
    {
        TemplateValue value = node switch
        {
            AliasNode { Target: { } target } => FromNode(target),
            ScalarNode { IsNull: true } => Null,
            ScalarNode scalar => new TemplateValue(TemplateValueKind.Scalar, scalar.Meaning, scalar.IsString, null, null),
            SequenceNode sequence => List(Array.ConvertAll(sequence.Array, FromNode)),
            MappingNode mapping => Normalize(Array.ConvertAll(mapping.Array, static x => new KeyValuePair<string, TemplateValue>(x.Name ?? "", FromNode(x.Value)))),
            _ => Null,
        };
        return Intrinsics.LongName(node.Tag) is { } name
            ? Map((name, value.Kind == TemplateValueKind.Null ? String("") : value))
            : value;
    }

    /// <inheritdoc />
    public bool Equals(TemplateValue? other)
    {
        if (other is null || Kind != other.Kind)
        {
            return false;
        }

        return Kind switch
        {
            TemplateValueKind.Scalar => string.Equals(Text, other.Text, StringComparison.Ordinal),
            TemplateValueKind.List => HasEqualItems(other),
            TemplateValueKind.Map => HasEqualEntries(other),
            _ => true,
        };
    }

    private bool HasEqualItems(TemplateValue other)
    {
        int i = 0;
        while (i < ItemArray.Length && i < other.ItemArray.Length && ItemArray[i].Equals(other.ItemArray[i]))
        {
            i++;
        }

        return i == ItemArray.Length && i == other.ItemArray.Length;
    }

    private bool HasEqualEntries(TemplateValue other)
    {
        if (EntryArray.Length != other.EntryArray.Length)
        {
            return false;
        }

        for (int i = 0; i < EntryArray.Length; i++)
        {
            // Mostly both are in the same order.
            KeyValuePair<string, TemplateValue> entry = EntryArray[i];
            KeyValuePair<string, TemplateValue> same = other.EntryArray[i];
            if (!entry.Value.Equals(string.Equals(entry.Key, same.Key, StringComparison.Ordinal) ? same.Value : other[entry.Key]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TemplateValue);

    /// <inheritdoc />
    public override int GetHashCode() => Kind switch
    {
        TemplateValueKind.Scalar => StringComparer.Ordinal.GetHashCode(Text!),
        TemplateValueKind.List => Items.Aggregate(17, static (hash, item) => unchecked((hash * 31) + item.GetHashCode())),
        _ => Entries.Aggregate(Entries.Count, static (hash, entry) => unchecked(hash + (StringComparer.Ordinal.GetHashCode(entry.Key) ^ entry.Value.GetHashCode()))),
    };

    /// <summary>The value as JSON on one line, with short separators; for messages.</summary>
    public override string ToString() => TemplateWriter.ToJson(this);

    private static TemplateValue Normalize(KeyValuePair<string, TemplateValue>[] entries)
    {
        // One form for GetAtt: a list of the logical id and the attribute.
        if (entries is [{ Key: Intrinsics.GetAtt, Value: { Kind: TemplateValueKind.Scalar, Text: { } path } }] && path.IndexOf('.') is > 0 and int dot)
        {
            entries = [new(Intrinsics.GetAtt, List(String(path.Substring(0, dot)), String(path.Substring(dot + 1))))];
        }

        return new TemplateValue(TemplateValueKind.Map, null, false, entries, null);
    }
}

/// <summary>The kind of a <see cref="TemplateValue"/>.</summary>
internal enum TemplateValueKind
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>A string, a number or a boolean.</summary>
    Scalar,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map, or an intrinsic function: a map with one key.</summary>
    Map,
}
