namespace LambdaDestinations.Templates.Syntax;

/// <summary>The characters that a text may hold at all.</summary>
internal static class Characters
{
    /// <summary>Looks at every character of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="format">The notation. JSON allows all but halves of a pair, which only an escape can say (RFC 8259, 8.2); its parser sees those below space. YAML allows those that it calls
    /// printable (YAML 1.1, 5.1 "Character Set").</param>
    /// <exception cref="TemplateSyntaxException">One of them is not allowed.</exception>
    public static void Expect(char[] text, int length, TemplateFormat format)
    {
        for (int i = 0; i < length; i++)
        {
            char c = text[i];
            if (c is >= ' ' and <= '~')
            {
                continue;
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
    }

    private static bool IsPrintable(char c) => c is '\t' or '\n' or '\r' or '\u0085' or (>= '\u00A0' and < '\uFFFE');
}
