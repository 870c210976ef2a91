namespace LambdaDestinations.Templates.Patterns;

/// <summary>
/// The operator <c>wildcard</c>: <c>*</c> is any number of characters, <c>\*</c> and <c>\\</c> are the characters themselves (Amazon EventBridge User Guide,
/// "Matching using wildcards").
/// </summary>
internal static class Wildcard
{
    /// <summary>Whether a text matches.</summary>
    public static bool Matches(string pattern, string text)
    {
        int at = 0;
        int position = 0;
        (int Pattern, int Text)? star = null;
        while (position < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = (++at, position);
            }
            else if (at < pattern.Length && pattern[LiteralAt(pattern, at)] == text[position])
            {
                at = LiteralAt(pattern, at) + 1;
                position++;
            }
            else if (star is { } last)
            {
                // The last star takes one character more.
                star = (last.Pattern, last.Text + 1);
                (at, position) = (last.Pattern, last.Text + 1);
            }
            else
            {
                return false;
            }
        }

        while (at < pattern.Length && pattern[at] == '*')
        {
            at++;
        }

        return at == pattern.Length;
    }

    /// <summary>What AWS refuses of a pattern, in its words; <see langword="null"/> when nothing.</summary>
    public static string? Fault(string pattern)
    {
        // The service counts bytes of UTF-8, and the quote before them.
        int position = 1;
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '*' && i + 1 < pattern.Length && pattern[i + 1] == '*')
            {
                return $"Consecutive wildcard characters at pos {position}";
            }

            if (pattern[i] == '\\')
            {
                if (i + 1 == pattern.Length || pattern[i + 1] is not ('*' or '\\'))
                {
                    return $"Invalid escape character at pos {position}";
                }

                i++;
                position++;
            }

            position += pattern[i] < 0x80 ? 1 : pattern[i] < 0x800 || char.IsSurrogate(pattern[i]) ? 2 : 3;
        }

        return IsTooComplex(pattern)
            ? "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character"
            : null;
    }

    /// <summary>Where the character stands that a place of the pattern means: behind its escape.</summary>
    private static int LiteralAt(string pattern, int at) => pattern[at] == '\\' && at + 1 < pattern.Length ? at + 1 : at;

    /// <summary>
    /// Five wildcards with the same character behind each: what AWS was recorded to refuse. Its limit is not documented, so patterns with fewer pass.
    /// </summary>
    private static bool IsTooComplex(string pattern)
    {
        for (int i = 0; i + 1 < pattern.Length; i++)
        {
            int same = 0;
            for (int k = 0; pattern[i] == '*' && k + 1 < pattern.Length; k++)
            {
                same += pattern[k] == '*' && pattern[k + 1] == pattern[i + 1] && (k == 0 || pattern[k - 1] != '\\') ? 1 : 0;
            }

            if (same >= 5)
            {
                return true;
            }
        }

        return false;
    }
}
