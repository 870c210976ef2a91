using System;
using System.Collections.Generic;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>Finds a name that stands twice: by comparison while there are few, by a set once there are many.</summary>
internal struct DuplicateNames
{
    private const int Few = 8;
    private HashSet<string>? _names;

    /// <summary>Notes <paramref name="name"/>, which is about to follow the entries from <paramref name="start"/> on.</summary>
    /// <returns><see langword="false"/> when it is there already.</returns>
    public bool Add(string name, NodeStack<MappingEntry> entries, int start)
    {
        if (_names is not null)
        {
            return _names.Add(name);
        }

        for (int i = start; i < entries.Count; i++)
        {
            if (string.Equals(entries[i].Name, name, StringComparison.Ordinal))
            {
                return false;
            }
        }

        if (entries.Count - start == Few)
        {
            _names = new HashSet<string>(StringComparer.Ordinal) { name };
            for (int i = start; i < entries.Count; i++)
            {
                if (entries[i].Name is { } known)
                {
                    _names.Add(known);
                }
            }
        }

        return true;
    }
}

/// <summary>Reads the digits of an escape.</summary>
internal static class HexDigits
{
    /// <summary>Reads <paramref name="count"/> hexadecimal digits.</summary>
    /// <returns><see langword="false"/> when there are fewer.</returns>
    public static bool TryRead(char[] text, int length, int start, int count, out int value)
    {
        value = 0;
        if (start + count > length)
        {
            return false;
        }

        for (int i = start; i < start + count; i++)
        {
            int digit = text[i] switch
            {
                >= '0' and <= '9' => text[i] - '0',
                >= 'a' and <= 'f' => text[i] - 'a' + 10,
                >= 'A' and <= 'F' => text[i] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                return false;
            }

            value = unchecked((value << 4) | digit);
        }

        return true;
    }
}
