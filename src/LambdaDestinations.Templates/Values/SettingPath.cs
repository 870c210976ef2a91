using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace LambdaDestinations.Templates.Values;

/// <summary>
/// The names that lead from a resource's body to a setting. A name may hold dots: SAM allows an event called <c>My.Stream</c>. Paths are ordered
/// as their text is, ordinally.
/// </summary>
internal sealed class SettingPath : IEquatable<SettingPath>, IComparable<SettingPath>
{
    private const char Quote = '"';

    private readonly string[] _names;
    private string? _text;
    private SettingPath? _withoutFirst;

    private SettingPath(string[] names) => _names = names;

    /// <summary>The body itself.</summary>
    public static SettingPath Empty { get; } = new([]);

    /// <summary>The names, outermost first.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The path of these names.</summary>
    public static SettingPath Of(params string[] names) => new(names);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The names joined by dots.</param>
    /// <param name="above">Names that stand ahead of them.</param>
    public static SettingPath Parse(string text, params string[] above)
    {
        List<string> names = [.. above];
        for (int at = 0; at <= text.Length; at++)
        {
            names.Add(ReadQuoted(text, ref at) ?? ReadPlain(text, ref at));
        }

        return new SettingPath([.. names]);
    }

    /// <summary>The path with more names.</summary>
    public SettingPath Append(params string[] names) => new([.. _names, .. names]);

    /// <summary>The path of the first names.</summary>
    public SettingPath Take(int count) => new([.. _names.Take(count)]);

    /// <summary>The path without its first name.</summary>
    public SettingPath WithoutFirst => _withoutFirst ??= new([.. _names.Skip(1)]);

    /// <summary>Whether the path is another one or stands below it.</summary>
    public bool StartsWith(SettingPath other)
    {
        int common = 0;
        while (common < _names.Length && common < other._names.Length && string.Equals(_names[common], other._names[common], StringComparison.Ordinal))
        {
            common++;
        }

        return common == other._names.Length;
    }

    /// <inheritdoc/>
    public bool Equals(SettingPath? other) => other is not null && _names.Length == other._names.Length && StartsWith(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SettingPath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = _names.Length;
        foreach (string name in _names)
        {
            hash = unchecked((hash * 31) + StringComparer.Ordinal.GetHashCode(name));
        }

        return hash;
    }

    /// <inheritdoc/>
    public int CompareTo(SettingPath? other) => other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>The names joined by dots. One that has a dot itself, or begins with a quote, stands in double quotes, its own quotes doubled.</summary>
    public override string ToString() => _text ??= string.Join(".", Array.Exists(_names, NeedsQuotes) ? Array.ConvertAll(_names, Written) : _names);

    private static bool NeedsQuotes(string name) => name.IndexOf('.') >= 0 || (name.Length > 0 && name[0] == Quote);

    private static string Written(string name) => !NeedsQuotes(name) ? name : Quote + name.Replace("\"", "\"\"") + Quote;

    /// <summary>A name in quotes, up to the dot behind it; <see langword="null"/> for one without.</summary>
    private static string? ReadQuoted(string text, ref int at)
    {
        if (at == text.Length || text[at] != Quote)
        {
            return null;
        }

        StringBuilder name = new();
        for (int i = at + 1; i < text.Length; i++)
        {
            if (text[i] != Quote)
            {
                name.Append(text[i]);
            }
            else if (i + 1 == text.Length || text[i + 1] == '.')
            {
                at = i + 1;
                return name.ToString();
            }
            else if (text[i + 1] == Quote)
            {
                name.Append(text[i++]);
            }
            else
            {
                return null;
            }
        }

        return null;
    }

    private static string ReadPlain(string text, ref int at)
    {
        int start = at;
        int dot = text.IndexOf('.', start);
        at = dot < 0 ? text.Length : dot;
        return text.Substring(start, at - start);
    }
}
