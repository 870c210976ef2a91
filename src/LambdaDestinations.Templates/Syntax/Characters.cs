using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>The characters that a text may hold at all.</summary>
internal static class Characters
{
    /// <summary>Looks at every character of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="format">The notation. JSON allows all but halves of a pair, which only an escape can say (RFC 8259, 8.2); its parser sees those below space. YAML allows those that it calls
    /// printable (YAML 1.1, 5.1 "Character Set").</param>
    /// <returns>Where the first character stands that ends a line in YAML 1.1 alone; -1 when there is none.</returns>
    /// <exception cref="TemplateSyntaxException">One of them is not allowed.</exception>
    public static int Expect(char[] text, int length, TemplateFormat format)
    {
        int lineEnd = -1;
        for (int i = 0; i < length; i++)
        {
            char c = text[i];
            if (c is >= ' ' and <= '~')
            {
                continue;
            }

            if (IsOtherBreak(c) && lineEnd < 0)
            {
                lineEnd = i;
            }

            if (char.IsSurrogate(c))
            {
                if (char.IsLowSurrogate(c) || i + 1 == length || !char.IsLowSurrogate(text[i + 1]))
                {
                    throw new TemplateSyntaxException("Half of a surrogate pair is not a character", new SourceSpan(i, 1));
                }

                i++;
            }
            else if (format == TemplateFormat.Yaml && !IsPrintable(c))
            {
                throw new TemplateSyntaxException("YAML does not allow control characters; write it as an escape in double quotes", new SourceSpan(i, 1));
            }
        }

        return lineEnd;
    }

    /// <summary>
    /// Looks at each character that ends a line in YAML 1.1 (5.4), which PyYAML and SnakeYAML read and so SAM and CloudFormation, and not in YAML 1.2. It is not seen on a screen, and
    /// no more is an entry behind it; so it may only stand in quotes, and there where both read the same.
    /// </summary>
    /// <param name="root">What was read.</param>
    /// <param name="text">The text.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="first">Where the first such character stands.</param>
    /// <exception cref="TemplateSyntaxException">One of them is somewhere else.</exception>
    public static void ExpectOtherBreaksInQuotes(TemplateNode? root, char[] text, int length, int first)
    {
        List<SourceSpan> quoted = [];
        AddQuoted(root, quoted);
        quoted.Sort(static (x, y) => x.Start.CompareTo(y.Start));
        int next = 0;
        for (int i = first; i < length; i++)
        {
            if (!IsOtherBreak(text[i]))
            {
                continue;
            }

            while (next < quoted.Count && quoted[next].End <= i)
            {
                next++;
            }

            bool isInQuotes = next < quoted.Count && quoted[next].Start < i;
            if (!isInQuotes || text[i] == '\u0085' || IsSpace(text[i - 1]) || IsSpace(text[i + 1]))
            {
                string name = ((int)text[i]).ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
                throw new TemplateSyntaxException($"U+{name} ends a line for CloudFormation and SAM, and cannot be seen; remove it, or write it as an escape in double quotes", new SourceSpan(i, 1));
            }
        }

        static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n' || IsOtherBreak(c);
    }

    /// <summary>Notes where the quoted scalars stand that are values: a key ends with its line.</summary>
    private static void AddQuoted(TemplateNode? node, List<SourceSpan> quoted)
    {
        switch (node)
        {
            case ScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted }:
                quoted.Add(node.Span);
                break;
            case SequenceNode list:
                foreach (TemplateNode item in list.Items)
                {
                    AddQuoted(item, quoted);
                }

                break;
            case MappingNode map:
                foreach (MappingEntry entry in map.Written.Concat(map.Repeated))
                {
                    AddQuoted(entry.Value, quoted);
                }

                break;
        }
    }

    private static bool IsOtherBreak(char c) => c is '\u0085' or '\u2028' or '\u2029';

    private static bool IsPrintable(char c) => c is '\t' or '\n' or '\r' or '\u0085' or (>= '\u00A0' and < '\uFFFE');
}
