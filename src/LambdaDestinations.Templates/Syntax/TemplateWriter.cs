using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Writes new values in the style of a document.</summary>
internal static class TemplateWriter
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", "~", "<<", "=",
    };

    private const int LongestWord = 5;

    /// <summary>How long a line may become that holds a map which can also stand on several.</summary>
    private const int LongestLine = 120;

    /// <summary>The value as JSON on one line.</summary>
    public static string ToJson(TemplateValue value)
    {
        StringBuilder text = new();
        WriteJson(text, value, style: null, indent: "");
        return text.ToString();
    }

    /// <summary>The value as YAML on one line.</summary>
    public static string ToFlow(TemplateValue value)
    {
        StringBuilder text = new();
        WriteFlow(text, value, inFlow: false);
        return text.ToString();
    }

    /// <summary>Writes a value behind <c>key:</c> of a YAML block mapping, with the space or line break before it.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="value">The value.</param>
    /// <param name="style">The document's style.</param>
    /// <param name="column">The column of the key.</param>
    public static void WriteBlockValue(StringBuilder text, TemplateValue value, TemplateStyle style, int column)
    {
        if (value.Kind == TemplateValueKind.Null)
        {
            return;
        }

        if (value.IsOnOneLine && TryWriteLine(text, value, column))
        {
            return;
        }

        if (value.EntryArray.Length > 0 && !IsShortFunction(value))
        {
            text.Append(style.NewLine);
            WriteBlockMap(text, value, style, column + style.IndentUnit.Length, indentFirst: true);
        }
        else if (Array.Exists(value.ItemArray, static x => !IsInline(x)))
        {
            text.Append(style.NewLine);
            WriteBlockList(text, value, style, style.IndentSequences ? column + style.IndentUnit.Length : column);
        }
        else
        {
            text.Append(' ');
            WriteFlow(text, value, inFlow: false);
        }
    }

    /// <summary>Writes an item of a YAML block sequence behind its dash.</summary>
    public static void WriteBlockItem(StringBuilder text, TemplateValue item, TemplateStyle style, int column)
    {
        text.Append("- ");
        if (item.EntryArray.Length > 0 && !IsShortFunction(item))
        {
            WriteBlockMap(text, item, style, column + 2, indentFirst: false);
        }
        else
        {
            WriteFlow(text, item, inFlow: false);
        }
    }

    /// <summary>Writes a value on one line, as YAML flow style.</summary>
    public static void WriteFlow(StringBuilder text, TemplateValue value, bool inFlow)
    {
        switch (value.Kind)
        {
            case TemplateValueKind.Null:
                text.Append("null");
                break;
            case TemplateValueKind.Scalar:
                text.Append(value.IsString ? Scalar(value.Text!, inFlow) : value.Text);
                break;
            case TemplateValueKind.List:
                text.Append('[');
                WriteSeparated(text, value.ItemArray, static (to, item) => WriteFlow(to, item, inFlow: true));
                text.Append(']');
                break;
            default:
                WriteFlowMap(text, value, inFlow);
                break;
        }
    }

    /// <summary>Writes a value as JSON: over several lines in a document that is, else on one.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="value">The value.</param>
    /// <param name="style">The document's style, or <see langword="null"/> for one line.</param>
    /// <param name="indent">The indentation of the line that the value stands on.</param>
    public static void WriteJson(StringBuilder text, TemplateValue value, TemplateStyle? style, string indent)
    {
        switch (value.Kind)
        {
            case TemplateValueKind.Null:
                text.Append("null");
                break;
            case TemplateValueKind.Scalar when !value.IsString && IsJsonLiteral(value.Text!):
                text.Append(value.Text);
                break;
            case TemplateValueKind.Scalar:
                Quote(text, value.Text!, escapeNonJson: false);
                break;
            case TemplateValueKind.List:
                bool listInline = style is not { SpreadsLists: true } && Array.TrueForAll(value.ItemArray, static x => x.Kind is TemplateValueKind.Scalar or TemplateValueKind.Null);
                WriteJsonItems(text, '[', ']', value.ItemArray, listInline ? null : style, indent, style, static (to, item, s, i) => WriteJson(to, item, s, i));
                break;
            default:
                WriteJsonItems(text, '{', '}', value.EntryArray, style, indent, style, static (to, entry, s, i) => WriteJsonEntry(to, entry.Key, entry.Value, s, i));
                break;
        }
    }

    /// <summary>Writes a JSON member.</summary>
    public static void WriteJsonEntry(StringBuilder text, string key, TemplateValue value, TemplateStyle? style, string indent)
    {
        Quote(text, key, escapeNonJson: false);
        // On one line nothing stands on the next.
        text.Append(style is null || (!style.IsMultiline && style.Colon.IndexOf('\n') >= 0) ? ": " : style.Colon);
        WriteJson(text, value, style, indent);
    }

    /// <summary>A YAML scalar: plain where that reads back as the same string, else quoted.</summary>
    public static string Scalar(string value, bool inFlow)
    {
        if (IsPlainSafe(value, inFlow))
        {
            return value;
        }

        if (value.All(static c => c is >= ' ' and not ('\u007F' or '\u0085' or '\u00A0' or '\u2028' or '\u2029' or '\uFEFF')))
        {
            return "'" + value.Replace("'", "''") + "'";
        }

        StringBuilder text = new();
        Quote(text, value, escapeNonJson: true);
        return text.ToString();
    }

    /// <summary>Writes a map in braces behind its key, unless the line would be too long.</summary>
    private static bool TryWriteLine(StringBuilder text, TemplateValue value, int column)
    {
        int length = text.Length;
        int lineStart = length;
        while (lineStart > 0 && text[lineStart - 1] is not ('\n' or '\r'))
        {
            lineStart--;
        }

        WriteFlow(text.Append(' '), value, inFlow: false);
        if (text.Length - lineStart + (lineStart == 0 ? column : 0) <= LongestLine)
        {
            return true;
        }

        text.Length = length;
        return false;
    }

    private static void WriteBlockMap(StringBuilder text, TemplateValue map, TemplateStyle style, int column, bool indentFirst)
    {
        bool first = true;
        foreach (KeyValuePair<string, TemplateValue> entry in map.EntryArray)
        {
            if (!first)
            {
                text.Append(style.NewLine);
            }

            if (!first || indentFirst)
            {
                text.Append(' ', column);
            }

            text.Append(Scalar(entry.Key, inFlow: false)).Append(':');
            WriteBlockValue(text, entry.Value, style, column);
            first = false;
        }
    }

    private static void WriteBlockList(StringBuilder text, TemplateValue list, TemplateStyle style, int column)
    {
        for (int i = 0; i < list.Items.Count; i++)
        {
            if (i > 0)
            {
                text.Append(style.NewLine);
            }

            text.Append(' ', column);
            WriteBlockItem(text, list.Items[i], style, column);
        }
    }

    private static void WriteFlowMap(StringBuilder text, TemplateValue map, bool inFlow)
    {
        if (IsShortFunction(map))
        {
            KeyValuePair<string, TemplateValue> function = map.Entries[0];
            text.Append(Intrinsics.Tag(function.Key)).Append(' ');
            if (function.Key == "Fn::GetAtt")
            {
                text.Append(string.Join(".", Array.ConvertAll(function.Value.ItemArray, static x => x.Text)));
            }
            else
            {
                WriteFlow(text, function.Value, inFlow);
            }

            return;
        }

        text.Append('{');
        WriteSeparated(text, map.EntryArray, static (to, entry) =>
        {
            to.Append(Scalar(entry.Key, inFlow: true)).Append(": ");
            WriteFlow(to, entry.Value, inFlow: true);
        });
        text.Append('}');
    }

    private static void WriteSeparated<T>(StringBuilder text, T[] items, Action<StringBuilder, T> write)
    {
        for (int i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            write(text, items[i]);
        }
    }

    private static void WriteJsonItems<T>(
        StringBuilder text, char open, char close, T[] items, TemplateStyle? lines, string indent, TemplateStyle? style, Action<StringBuilder, T, TemplateStyle?, string> write)
    {
        bool multiline = lines is { IsMultiline: true } && items.Length > 0;
        string inner = multiline ? indent + lines!.IndentUnit : indent;
        text.Append(open);
        for (int i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                text.Append(multiline ? "," : style is { IsMultiline: false, Colon: ":" } ? "," : ", ");
            }

            if (multiline)
            {
                text.Append(lines!.NewLine).Append(inner);
            }

            write(text, items[i], style, inner);
        }

        if (multiline)
        {
            text.Append(lines!.NewLine).Append(indent);
        }

        text.Append(close);
    }

    /// <summary>Whether a map is a function that a YAML tag can say on one line.</summary>
    private static bool IsShortFunction(TemplateValue value)
    {
        if (value.EntryArray is not [var only] || Intrinsics.Tag(only.Key) is null)
        {
            return false;
        }

        TemplateValue argument = only.Value;
        return only.Key switch
        {
            "Fn::GetAtt" => argument.ItemArray.Length > 0 && Array.TrueForAll(argument.ItemArray, static x => x.Text is { } text && IsPlainSafe(text, inFlow: true)),
            "Fn::Transform" or "Condition" => false,
            _ => argument.Kind is TemplateValueKind.Scalar or TemplateValueKind.List,
        };
    }

    private static bool IsInline(TemplateValue value) => value.Kind is TemplateValueKind.Scalar or TemplateValueKind.Null;

    private static bool IsPlainSafe(string value, bool inFlow)
    {
        if (value.Length == 0 || (value.Length <= LongestWord && Words.Contains(value)) || !(char.IsLetter(value[0]) || value[0] is '_' or '/' or '$' or '(') || value[value.Length - 1] is ' ' or ':')
        {
            // Whatever begins with a digit, a sign or a dot might be a number or a date.
            return false;
        }

        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            bool breaks = c switch
            {
                < ' ' or >= '\u007F' => true,
                ':' => value[i + 1] is ' ' || (inFlow && value[i + 1] is ',' or '[' or ']' or '{' or '}'),
                '#' => value[i - 1] == ' ',
                ',' or '[' or ']' or '{' or '}' => inFlow,
                _ => false,
            };
            if (breaks)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsJsonLiteral(string text) =>
        text is "true" or "false" || (text.Length > 0 && text.All(static c => c is >= '0' and <= '9' or '-') && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        || IsJsonFraction(text);

    /// <summary>Whether JSON writes a fraction so: digits on both sides of the point, and none ahead of a zero (RFC 8259, section 6).</summary>
    private static bool IsJsonFraction(string text) =>
        PlainScalar.IsFraction(text)
        && text.TrimStart('-') is [>= '0' and <= '9', ..] digits
        && (digits[0] != '0' || digits[1] == '.')
        && digits.IndexOf('.') is var point && point + 1 < digits.Length && digits[point + 1] is >= '0' and <= '9';

    private static void Quote(StringBuilder text, string value, bool escapeNonJson)
    {
        text.Append('"');
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            switch (c)
            {
                case '"' or '\\':
                    text.Append('\\').Append(c);
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case < ' ':
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                case '\u007F' or '\u0085' or '\u00A0' or '\u2028' or '\u2029' or '\uFEFF' when escapeNonJson:
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                case >= '\uD800' and <= '\uDFFF' when char.IsSurrogatePair(value, i):
                    text.Append(c).Append(value[++i]);
                    break;
                case >= '\uD800' and <= '\uDFFF':
                    // JSON can say half of a pair, and no encoding can.
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }
}
