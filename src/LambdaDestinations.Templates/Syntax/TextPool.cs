using System;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>
/// Short texts of one document, each made once: templates repeat their keys and types by the thousand. Threads may share it: at
/// worst a text is made twice.
/// </summary>
internal sealed class TextPool
{
    private const int MaximumLength = 48;
    private const int Size = 1024;

    private readonly string?[] _texts = new string?[Size];

    /// <summary>The text of a range.</summary>
    public string Get(char[] source, int start, int length)
    {
        if (length == 0)
        {
            return "";
        }

        if (length > MaximumLength)
        {
            return new string(source, start, length);
        }

        // Texts of a template differ at the end more often than anywhere else: Queue1, Queue2.
        int end = start + length;
        uint hash = unchecked(((uint)length * 31) + source[start]);
        hash = unchecked((hash * 31) + source[start + (length >> 2)]);
        hash = unchecked((hash * 31) + source[start + (length >> 1)]);
        for (int i = Math.Max(start, end - 4); i < end; i++)
        {
            hash = unchecked((hash * 31) + source[i]);
        }

        ref string? slot = ref _texts[(hash ^ (hash >> 10)) & (Size - 1)];
        if (slot is { } text && text.Length == length && IsSame(text, source, start))
        {
            return text;
        }

        return slot = new string(source, start, length);
    }

    private static bool IsSame(string text, char[] source, int start)
    {
        // From the end, where those that share a slot differ.
        for (int i = text.Length - 1; i >= 0; i--)
        {
            if (text[i] != source[start + i])
            {
                return false;
            }
        }

        return true;
    }
}
