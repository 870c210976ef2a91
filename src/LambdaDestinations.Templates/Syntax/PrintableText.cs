using System.Globalization;
using System.Text;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Text of templates and names of files as people may see it: it steers no terminal, turns no line around and begins none.</summary>
internal static class PrintableText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with U+FFFD for what steers: control characters other than tabs, line ends, bidirectional controls, halves of a surrogate pair.</summary>
    public static string Of(string text) => Of(text, keepsLines: false);

    /// <summary>The same of several lines, which stay.</summary>
    public static string OfLines(string text) => Of(text, keepsLines: true);

    /// <summary>JSON whose strings say what steers by an escape, so that they mean the same.</summary>
    public static string EscapeJson(string json)
    {
        StringBuilder? escaped = null;
        for (int i = 0; i < json.Length; i++)
        {
            // Line ends and tabs stand between the values only, and a pair of surrogates is not a control character.
            if (json[i] is '\n' or '\r' or '\t' || char.IsSurrogate(json[i]) || !Steers(json, i))
            {
                escaped?.Append(json[i]);
                continue;
            }

            escaped ??= new StringBuilder(json, 0, i, json.Length + 16);
            escaped.Append("\\u").Append(((int)json[i]).ToString("x4", CultureInfo.InvariantCulture));
        }

        return escaped?.ToString() ?? json;
    }

    private static string Of(string text, bool keepsLines)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (Steers(text, i))
            {
                return Replace(text, keepsLines);
            }
        }

        return text;
    }

    private static string Replace(string text, bool keepsLines)
    {
        StringBuilder printable = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            printable.Append(Steers(text, i) && !(keepsLines && text[i] == '\n') ? Replacement : text[i]);
        }

        return printable.ToString();
    }

    /// <summary>Controls (Unicode's Cc, but tabs), separators of lines (Zl, Zp), and the property Bidi_Control (Unicode Standard Annex #9).</summary>
    private static bool Steers(string text, int index)
    {
        char c = text[index];
        return c is < ' ' and not '\t'
            or (>= '\u007F' and <= '\u009F')
            or '\u061C' or '\u200E' or '\u200F'
            or (>= '\u2028' and <= '\u202E')
            or (>= '\u2066' and <= '\u2069')
            || (char.IsSurrogate(c) && !(index + 1 < text.Length && char.IsSurrogatePair(text, index)) && !(index > 0 && char.IsSurrogatePair(text, index - 1)));
    }
}
