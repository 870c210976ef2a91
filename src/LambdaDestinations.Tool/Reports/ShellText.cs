using System;
using System.Linq;
using System.Text;

namespace LambdaDestinations.Tool.Reports;

/// <summary>
/// Text for a POSIX shell: in single quotes, where nothing has a meaning, and variables in double quotes between them (POSIX.1-2017, Shell Command
/// Language, 2.2 "Quoting").
/// </summary>
internal static class ShellText
{
    // Private use: no name of a resource and no ARN has these.
    private const char Begin = '\uE000';
    private const char End = '\uE001';

    /// <summary>A variable, to be put into a text that is quoted later.</summary>
    public static string Variable(string name) => $"{Begin}{name}{End}";

    /// <summary>The text as one word.</summary>
    public static string Quote(string text)
    {
        if (text.Length > 0 && text.All(static x => char.IsAsciiLetterOrDigit(x) || x is '-' or '_' or '.' or '/' or ':' or '@'))
        {
            return text;
        }

        StringBuilder quoted = new();
        int at = 0;
        while (at < text.Length)
        {
            int begin = text.IndexOf(Begin, at);
            int end = begin < 0 ? text.Length : begin;
            if (end > at)
            {
                quoted.Append('\'').Append(text[at..end].Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'');
            }

            if (begin < 0)
            {
                break;
            }

            int close = text.IndexOf(End, begin);
            quoted.Append("\"$").Append(text, begin + 1, close - begin - 1).Append('"');
            at = close + 1;
        }

        return quoted.Length == 0 ? "''" : quoted.ToString();
    }

    /// <summary>A text as the name of a variable: <c>place-order</c> is <c>PLACE_ORDER</c>.</summary>
    public static string ToVariable(string text)
    {
        StringBuilder name = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(text[i]) && char.IsAsciiLetterLower(text[i - 1]))
            {
                name.Append('_');
            }

            name.Append(char.IsAsciiLetterOrDigit(text[i]) ? char.ToUpperInvariant(text[i]) : '_');
        }

        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "_" + name : name.ToString();
    }
}
