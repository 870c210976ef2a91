using System;
using System.Globalization;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Patterns;

/// <summary>What a literal of a pattern is in JSON.</summary>
internal enum PatternLiteralKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
    Token,
}

/// <summary>A literal of a pattern. 200 is not "200", and null is not "null".</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The string, or what JSON writes without quotes.</param>
/// <param name="Number">The number; 0 for others.</param>
internal readonly record struct PatternLiteral(PatternLiteralKind Kind, string Text, double Number)
{
    /// <summary>Numbers beyond this are compared by their digits, as EventBridge does (Amazon EventBridge User Guide, "Numeric matching").</summary>
    private const double LargestNumber = 5_000_000_000;

    /// <summary>Reads one; <see langword="null"/> for what is computed and for maps and lists.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isJson">Whether it is JSON, where <c>1e3</c> is a number. In YAML it is a string.</param>
    public static PatternLiteral? Read(TemplateNode? node, bool isJson)
    {
        if (TemplateNodes.Follow(node) is not ScalarNode scalar || Intrinsics.LongName(scalar.Tag) is not null)
        {
            return null;
        }

        if (scalar.IsNull)
        {
            return new PatternLiteral(PatternLiteralKind.Token, "null", 0);
        }

        string text = scalar.Meaning;
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag == "!!str")
        {
            return new PatternLiteral(PatternLiteralKind.Text, text, 0);
        }

        return text is "true" or "false" ? new PatternLiteral(PatternLiteralKind.Token, text, 0)
            : (isJson || !scalar.IsString) && TryParse(text, out double number) ? new PatternLiteral(PatternLiteralKind.Number, text, number)
            : new PatternLiteral(PatternLiteralKind.Text, text, 0);
    }

    /// <summary>Whether a value is this one.</summary>
    public Truth Match(SampleValue value)
    {
        if (Kind == PatternLiteralKind.Number && value is { AtLeast: { } least, AtMost: { } most })
        {
            return Number < least || Number > most ? Truth.No
                : least < most ? Truth.Maybe
                : Math.Abs(Number) <= LargestNumber || Text == value.Literal ? Truth.Yes : Truth.No;
        }

        bool isOther = Kind switch
        {
            PatternLiteralKind.Text => value.IsNumber || value.IsToken,
            PatternLiteralKind.Number => value.IsToken || (value.Literal is not null && !value.IsNumber),
            _ => value.IsNumber || (value.Literal is not null && !value.IsToken),
        };
        return isOther || value.IsOther ? Truth.No
            : value.Literal is { } literal ? (literal == Text ? Truth.Yes : Truth.No)
            : value.Symbolic is { } symbolic ? SymbolicText.Of(Text).IsEqualTo(symbolic)
            : Truth.Maybe;
    }

    /// <summary>A number as JSON writes it.</summary>
    internal static bool TryParse(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
