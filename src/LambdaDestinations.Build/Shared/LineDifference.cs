using System.Collections.Generic;
using System.Text;

namespace LambdaDestinations.Build;

/// <summary>The lines in which two texts differ, for a message.</summary>
internal static class LineDifference
{
    /// <summary>One line per difference: number, sign, text. Shows at most <paramref name="limit"/> lines.</summary>
    public static string Describe(string before, string after, int limit)
    {
        string[] old = before.Split('\n');
        string[] next = after.Split('\n');
        List<string> lines = [];
        int i = 0;
        int j = 0;
        while (i < old.Length || j < next.Length)
        {
            if (i < old.Length && j < next.Length && old[i] == next[j])
            {
                i++;
                j++;
                continue;
            }

            // The nearer of the two ways to meet again decides what was added and what removed.
            int distance = 1;
            while (true)
            {
                if ((j + distance >= next.Length && i + distance >= old.Length) || Meets(old, i, next, j + distance) || Meets(old, i + distance, next, j))
                {
                    break;
                }

                distance++;
            }

            if (i + distance <= old.Length && Meets(old, i + distance, next, j))
            {
                Take(lines, '-', old, ref i, distance);
            }
            else if (j + distance <= next.Length && Meets(old, i, next, j + distance))
            {
                Take(lines, '+', next, ref j, distance);
            }
            else
            {
                Take(lines, '-', old, ref i, old.Length - i);
                Take(lines, '+', next, ref j, next.Length - j);
            }
        }

        StringBuilder text = new();
        for (int line = 0; line < lines.Count && line < limit; line++)
        {
            text.Append('\n').Append(lines[line]);
        }

        return lines.Count <= limit ? text.ToString() : text.Append("\n  … and ").Append(lines.Count - limit).Append(" more lines").ToString();
    }

    private static bool Meets(string[] old, int i, string[] next, int j) =>
        (i == old.Length && j == next.Length) || (i < old.Length && j < next.Length && old[i] == next[j]);

    private static void Take(List<string> lines, char sign, string[] from, ref int index, int count)
    {
        for (int end = index + count; index < end; index++)
        {
            lines.Add($"  {index + 1,4} {sign} {from[index].TrimEnd('\r')}");
        }
    }
}
