namespace LambdaDestinations.Drawing;

/// <summary>How wide text is in the usual sans-serif fonts, rather too wide than too narrow.</summary>
internal static class TextWidth
{
    /// <summary>The width in pixels at a font size in pixels.</summary>
    public static double Of(string text, double size)
    {
        double width = 0;
        foreach (char character in text)
        {
            width += character switch
            {
                'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' => 0.32,
                'f' or 't' or 'r' or '-' or '(' or ')' or '[' or ']' or '/' or ' ' or '·' => 0.4,
                'm' or 'w' => 0.9,
                'M' or 'W' or '@' or '%' => 1,
                >= 'A' and <= 'Z' => 0.74,
                // Scripts of square characters.
                >= '\u1100' => 1.05,
                _ => 0.62,
            };
        }

        return width * size;
    }

    /// <summary>The text, or its beginning and end around an ellipsis when it is wider than that.</summary>
    public static string Fit(string text, double size, double width)
    {
        if (Of(text, size) <= width)
        {
            return text;
        }

        // The end of a name tells it from its neighbours as much as the beginning.
        int head = text.Length / 2;
        int tail = text.Length - head;
        string fitted = text;
        while (head + tail > 2 && Of(fitted, size) > width)
        {
            if (head >= tail)
            {
                head--;
            }
            else
            {
                tail--;
            }

            int start = head > 0 && char.IsHighSurrogate(text[head - 1]) ? head - 1 : head;
            int end = text.Length - tail;
            end += end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
            fitted = text.Substring(0, start) + "…" + text.Substring(end);
        }

        return fitted;
    }
}
