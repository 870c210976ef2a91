using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Rules;

/// <summary>Names that may be meant by another.</summary>
internal static class NearNames
{
    /// <summary>The names that differ in case, or in at most two letters, the nearest first.</summary>
    public static IEnumerable<string> Of(string name, IEnumerable<string> names) => Within(2, name, names);

    /// <summary>
    /// The name that a message asks for by <c>did you mean</c>: it differs in case, or in a third of its letters; <see langword="null"/> when none is near.
    /// Of a short name two letters are most of it, so less is allowed there.
    /// </summary>
    public static string? Nearest(string name, IEnumerable<string> names) => Within(
        name.Length switch
        {
            1 => 0,
            <= 3 => 1,
            _ => Math.Max(2, name.Length / 3),
        },
        name,
        names).FirstOrDefault();

    /// <summary>The only name that differs in case or in one letter; <see langword="null"/> when there is none or more than one.</summary>
    public static string? Only(string name, IEnumerable<string> names) => Within(1, name, names).Take(2).ToArray() is [var only] ? only : null;

    private static IEnumerable<string> Within(int most, string name, IEnumerable<string> names) =>
        names.Where(x => x != name && Math.Abs(x.Length - name.Length) <= most)
            .Select(x => (Name: x, Distance: string.Equals(x, name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, x)))
            .Where(x => x.Distance <= most)
            .OrderBy(static x => x.Distance)
            .ThenBy(static x => x.Name, StringComparer.Ordinal)
            .Select(static x => x.Name);

    /// <summary>How many letters have to be put in, taken out, changed or swapped with the next.</summary>
    private static int Distance(string one, string other)
    {
        int[,] distance = new int[one.Length + 1, other.Length + 1];
        for (int i = 0; i <= one.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                int change = one[i - 1] == other[j - 1] ? 0 : 1;
                distance[i, j] = Math.Min(Math.Min(distance[i - 1, j] + 1, distance[i, j - 1] + 1), distance[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[one.Length, other.Length];
    }
}
