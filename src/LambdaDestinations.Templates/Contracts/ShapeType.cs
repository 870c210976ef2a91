using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Contracts;

/// <summary>What a JSON value looks like on the wire.</summary>
internal enum ShapeKind
{
    /// <summary>Nothing is known: <c>object</c>, <c>JsonElement</c>, a type with its own converter.</summary>
    Any,

    /// <summary>A JSON string, with a format in <see cref="ShapeType.Name"/> where one is known.</summary>
    String,

    /// <summary>A JSON number without a fraction.</summary>
    Integer,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>One of the strings in <see cref="ShapeType.Name"/>, parted by <c>|</c>, ordinally sorted.</summary>
    Enumeration,

    /// <summary>An array of <see cref="ShapeType.Element"/>.</summary>
    Array,

    /// <summary>An object with arbitrary member names and values of <see cref="ShapeType.Element"/>.</summary>
    Map,

    /// <summary>An object of the type named in <see cref="ShapeType.Name"/>.</summary>
    Object,
}

/// <summary>
/// The JSON type of a value. Its text is what stands in the baseline: <c>string</c>, <c>string&lt;date-time&gt;</c>,
/// <c>integer?</c>, <c>enum&lt;Failed|Paid&gt;</c>, <c>Orders.Line[]</c>, <c>map&lt;integer&gt;</c>, <c>any</c>.
/// </summary>
/// <param name="Kind">The kind of value.</param>
/// <param name="IsNullable">Whether <c>null</c> is a value too.</param>
/// <param name="Name">A type's name, a string's format, or an enumeration's values.</param>
/// <param name="Element">The type of the items or values.</param>
internal sealed record ShapeType(ShapeKind Kind, bool IsNullable, string? Name = null, ShapeType? Element = null)
{
    /// <summary>How many arrays, maps and question marks may stand in each other: a file can hold any number, and the stack has an end.</summary>
    private const int MaximumDepth = 200;

    private static readonly Dictionary<string, ShapeKind> Words = new(StringComparer.Ordinal)
    {
        ["any"] = ShapeKind.Any,
        ["string"] = ShapeKind.String,
        ["integer"] = ShapeKind.Integer,
        ["number"] = ShapeKind.Number,
        ["boolean"] = ShapeKind.Boolean,
    };

    /// <summary>The text of the baseline.</summary>
    public override string ToString()
    {
        string text = Kind switch
        {
            ShapeKind.Any => "any",
            ShapeKind.String => Name is null ? "string" : $"string<{Name}>",
            ShapeKind.Integer => "integer",
            ShapeKind.Number => "number",
            ShapeKind.Boolean => "boolean",
            ShapeKind.Enumeration => $"enum<{Name}>",
            ShapeKind.Array => $"{Element}[]",
            ShapeKind.Map => $"map<{Element}>",
            _ => Name ?? "any",
        };
        return IsNullable ? text + "?" : text;
    }

    /// <summary>Reads the text of the baseline.</summary>
    /// <returns><see langword="null"/> when <paramref name="text"/> is not a type, or one of more than <see cref="MaximumDepth"/> arrays and maps in each other.</returns>
    public static ShapeType? Parse(string text) => Parse(text, MaximumDepth);

    private static ShapeType? Parse(string text, int depth)
    {
        if (depth < 0)
        {
            return null;
        }

        if (text.EndsWith("?", StringComparison.Ordinal))
        {
            return Parse(text.Substring(0, text.Length - 1), depth - 1) is { IsNullable: false } inner ? inner with { IsNullable = true } : null;
        }

        if (text.EndsWith("[]", StringComparison.Ordinal))
        {
            return Parse(text.Substring(0, text.Length - 2), depth - 1) is { } item ? new ShapeType(ShapeKind.Array, false, Element: item) : null;
        }

        if (Words.TryGetValue(text, out ShapeKind kind))
        {
            return new ShapeType(kind, false);
        }

        if (Inner(text, "string<") is { } format)
        {
            return new ShapeType(ShapeKind.String, false, format);
        }

        if (Inner(text, "enum<") is { } values)
        {
            return new ShapeType(ShapeKind.Enumeration, false, values);
        }

        if (Inner(text, "map<") is { } element)
        {
            return Parse(element, depth - 1) is { } value ? new ShapeType(ShapeKind.Map, false, Element: value) : null;
        }

        return IsTypeName(text) ? new ShapeType(ShapeKind.Object, false, text) : null;
    }

    private static string? Inner(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && text.EndsWith(">", StringComparison.Ordinal)
            ? text.Substring(prefix.Length, text.Length - prefix.Length - 1)
            : null;

    private static bool IsTypeName(string text) =>
        text.Length > 0 && !char.IsDigit(text[0]) && text.All(static c => char.IsLetterOrDigit(c) || c is '.' or '_' or '+' or '`' or '<' or '>' or ',' or ' ' or '?' or '[' or ']');
}

/// <summary>A member of a JSON object.</summary>
/// <param name="Name">The JSON name.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="IsRequired">Whether reading fails without it (<c>required</c>, <c>[JsonRequired]</c>).</param>
internal sealed record ShapeMember(string Name, ShapeType Type, bool IsRequired)
{
    private const string RequiredPrefix = "required ";

    /// <summary>The text of the baseline.</summary>
    public string TypeText => IsRequired ? RequiredPrefix + Type : Type.ToString();

    /// <summary>Reads a member of the baseline.</summary>
    /// <returns><see langword="null"/> when <paramref name="typeText"/> is not a type.</returns>
    public static ShapeMember? Parse(string name, string typeText)
    {
        bool required = typeText.StartsWith(RequiredPrefix, StringComparison.Ordinal);
        return ShapeType.Parse(required ? typeText.Substring(RequiredPrefix.Length) : typeText) is { } type
            ? new ShapeMember(name, type, required)
            : null;
    }
}

/// <summary>The members of a type that stands in a contract.</summary>
/// <param name="Name">The type's name, as C# displays it without <c>global::</c>.</param>
/// <param name="Members">Ordinally sorted by name.</param>
/// <param name="IsOpen">Whether the JSON may have other members: extension data, or those of a derived type. A baseline does not tell.</param>
internal sealed record ShapeDefinition(string Name, EquatableArray<ShapeMember> Members, bool IsOpen = false);

/// <summary>The JSON that a handler takes and gives.</summary>
/// <param name="Handler">Type and method: <c>Orders.Functions.PlaceOrder</c>.</param>
/// <param name="Request">The request; null when the handler takes none.</param>
/// <param name="Response">The response; null when the handler returns nothing.</param>
/// <param name="Definitions">Every object type that the two reach, ordinally sorted.</param>
internal sealed record ContractShape(string Handler, ShapeType? Request, ShapeType? Response, EquatableArray<ShapeDefinition> Definitions);
