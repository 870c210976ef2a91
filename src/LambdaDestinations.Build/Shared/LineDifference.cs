using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace LambdaDestinations.Build;

/// <summary>The difference of two texts by lines, as <c>diff -u</c> shows it: a changed line is one that goes and one that comes.</summary>
internal sealed class LineDifference
{
    /// <summary>How many changed lines a message shows.</summary>
    public const int Shown = 60;

    private const int Context = 3;

    /// <summary>Beyond so many lines that go and come, no shortest difference is looked for: all between the first and the last goes and comes.</summary>
    private const int Longest = 2_000;

    private readonly string[] _before;
    private readonly string[] _after;
    private readonly bool[] _goes;
    private readonly bool[] _comes;

    private LineDifference(string[] before, string[] after)
    {
        _before = before;
        _after = after;
        _goes = new bool[before.Length];
        _comes = new bool[after.Length];
        Compare();
        Slide(_before, _goes, _comes);
        Slide(_after, _comes, _goes);
    }

    /// <summary>How many lines go or come.</summary>
    public int ChangedLines => _goes.Count(static x => x) + _comes.Count(static x => x);

    /// <summary>Compares two texts.</summary>
    public static LineDifference Of(string before, string after) => new(Lines(before), Lines(after));

    /// <summary>The hunks as lines for a message, with at most so many changed lines, and how many more there are.</summary>
    /// <param name="limit">The most changed lines.</param>
    public IReadOnlyList<string> Describe(int limit)
    {
        List<string> lines = [];
        int left = limit;
        foreach (Hunk hunk in Hunks())
        {
            if (left <= 0)
            {
                break;
            }

            lines.Add(hunk.Header);
            foreach ((char sign, string line) in hunk.Lines)
            {
                if (sign != ' ' && left-- <= 0)
                {
                    break;
                }

                lines.Add(sign + line.TrimEnd('\n').TrimEnd('\r'));
            }
        }

        int more = ChangedLines - limit;
        if (more > 0)
        {
            lines.Add($"… and {more} more changed line{(more == 1 ? "" : "s")}");
        }

        return lines;
    }

    /// <summary>The whole difference as a file that <c>git apply</c> and <c>patch</c> take.</summary>
    /// <param name="name">The name of the text in the head.</param>
    public string Whole(string name)
    {
        StringBuilder text = new();
        text.Append("--- a/").Append(name).Append("\n+++ b/").Append(name).Append('\n');
        foreach (Hunk hunk in Hunks())
        {
            text.Append(hunk.Header).Append('\n');
            foreach ((char sign, string line) in hunk.Lines)
            {
                text.Append(sign).Append(line);
                if (line[line.Length - 1] != '\n')
                {
                    text.Append("\n\\ No newline at end of file\n");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Lines with their ends.</summary>
    private static string[] Lines(string text)
    {
        List<string> lines = [];
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text.Substring(start, end - start));
            start = end;
        }

        return [.. lines];
    }

    /// <summary>Marks what goes and what comes: the shortest way by Myers ("An O(ND) Difference Algorithm", 1986) between the common ends.</summary>
    private void Compare()
    {
        int head = 0;
        while (head < _before.Length && head < _after.Length && _before[head] == _after[head])
        {
            head++;
        }

        int oldEnd = _before.Length;
        int newEnd = _after.Length;
        while (oldEnd > head && newEnd > head && _before[oldEnd - 1] == _after[newEnd - 1])
        {
            oldEnd--;
            newEnd--;
        }

        if (FindWay(head, oldEnd, newEnd) is not { } steps)
        {
            Mark(_goes, head, oldEnd);
            Mark(_comes, head, newEnd);
            return;
        }

        int i = oldEnd - head;
        int j = newEnd - head;
        for (int distance = steps.Count - 1; distance > 0; distance--)
        {
            int diagonal = i - j;
            bool isAdded = IsAdded(steps[distance - 1], diagonal, distance);
            int before = isAdded ? diagonal + 1 : diagonal - 1;
            i = steps[distance - 1][before + distance];
            j = i - before;
            if (isAdded)
            {
                _comes[head + j] = true;
            }
            else
            {
                _goes[head + i] = true;
            }
        }
    }

    /// <summary>How far each diagonal comes with 0, 1, 2, … changes; <see langword="null"/> when there are too many.</summary>
    private List<int[]>? FindWay(int head, int oldEnd, int newEnd)
    {
        int olds = oldEnd - head;
        int news = newEnd - head;
        List<int[]> steps = [];
        for (int distance = 0; distance <= Longest; distance++)
        {
            // The entry of a diagonal stands one further than in the step before, so that each step keeps no more than it needs.
            int[] reached = new int[(2 * distance) + 3];
            for (int diagonal = -distance; diagonal <= distance; diagonal += 2)
            {
                int i = distance == 0 ? 0
                    : IsAdded(steps[distance - 1], diagonal, distance) ? steps[distance - 1][diagonal + 1 + distance]
                    : steps[distance - 1][diagonal - 1 + distance] + 1;
                while (i < olds && i - diagonal < news && _before[head + i] == _after[head + i - diagonal])
                {
                    i++;
                }

                reached[diagonal + distance + 1] = i;
                if (i >= olds && i - diagonal >= news)
                {
                    steps.Add(reached);
                    return steps;
                }
            }

            steps.Add(reached);
        }

        return null;
    }

    /// <summary>Whether the way to a diagonal adds a line last, or else removes one.</summary>
    private static bool IsAdded(int[] step, int diagonal, int distance) =>
        diagonal == -distance || (diagonal != distance && step[diagonal - 1 + distance] < step[diagonal + 1 + distance]);

    private static void Mark(bool[] lines, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            lines[i] = true;
        }
    }

    /// <summary>
    /// Where a block may as well begin some lines earlier or later, as lines repeat, it begins with the line that is the least indented: a resource
    /// comes as a whole, not as the end of one and the beginning of the next. A block in whose place another goes or comes stays with it.
    /// </summary>
    private static void Slide(string[] lines, bool[] changed, bool[] others)
    {
        HashSet<int> paired = Places(others);
        int same = 0;
        for (int start = 0; start < lines.Length; start++)
        {
            if (!changed[start])
            {
                same++;
                continue;
            }

            int end = start;
            while (end < lines.Length && changed[end])
            {
                end++;
            }

            if (paired.Contains(same))
            {
                start = end - 1;
                continue;
            }

            int first = start;
            while (first > 0 && !changed[first - 1] && lines[first - 1] == lines[end - 1 - (start - first)])
            {
                first--;
            }

            int last = start;
            while (end + (last - start) < lines.Length && !changed[end + (last - start)] && lines[last] == lines[end + (last - start)])
            {
                last++;
            }

            int best = start;
            for (int i = first; i <= last; i++)
            {
                // Of equal ones the last: the block follows what was there.
                best = Indentation(lines[i]) <= Indentation(lines[best]) ? i : best;
            }

            int length = end - start;
            Array.Clear(changed, start, length);
            Mark(changed, best, best + length);
            same += best - start;
            start = best + length - 1;
        }
    }

    /// <summary>Behind how many unchanged lines something is changed.</summary>
    private static HashSet<int> Places(bool[] changed)
    {
        HashSet<int> places = [];
        int same = 0;
        foreach (bool isChanged in changed)
        {
            if (isChanged)
            {
                places.Add(same);
            }
            else
            {
                same++;
            }
        }

        return places;
    }

    private static int Indentation(string line)
    {
        int spaces = line.Length - line.TrimStart(' ', '\t').Length;
        return line.Trim().Length == 0 ? int.MaxValue : spaces;
    }

    private IEnumerable<Hunk> Hunks()
    {
        Hunk? hunk = null;
        int same = 0;
        List<string> behind = [];
        for (int i = 0, j = 0; i < _before.Length || j < _after.Length;)
        {
            bool goes = i < _before.Length && _goes[i];
            bool comes = !goes && j < _after.Length && _comes[j];
            if (!goes && !comes)
            {
                same++;
                behind.Add(_before[i]);
                if (hunk is not null && same > 2 * Context)
                {
                    hunk.Keep(behind.Take(Context));
                    yield return hunk;
                    hunk = null;
                }

                i++;
                j++;
                continue;
            }

            if (hunk is null)
            {
                string[] ahead = [.. behind.Skip(Math.Max(0, behind.Count - Context))];
                hunk = new Hunk(i - ahead.Length, j - ahead.Length);
                behind = [.. ahead];
            }

            hunk.Keep(behind);
            behind.Clear();
            same = 0;
            if (goes)
            {
                hunk.Remove(_before[i++]);
            }
            else
            {
                hunk.Add(_after[j++]);
            }
        }

        if (hunk is not null)
        {
            hunk.Keep(behind.Take(Context));
            yield return hunk;
        }
    }

    private sealed class Hunk(int before, int after)
    {
        private int _olds;
        private int _news;

        public List<(char Sign, string Line)> Lines { get; } = [];

        /// <summary>Where it stands in both; an empty side names the line before.</summary>
        public string Header => $"@@ -{Range(before, _olds)} +{Range(after, _news)} @@";

        public void Keep(IEnumerable<string> lines)
        {
            foreach (string line in lines)
            {
                Lines.Add((' ', line));
                _olds++;
                _news++;
            }
        }

        public void Remove(string line)
        {
            Lines.Add(('-', line));
            _olds++;
        }

        public void Add(string line)
        {
            Lines.Add(('+', line));
            _news++;
        }

        private static string Range(int start, int count) => count == 1 ? $"{start + 1}" : $"{(count == 0 ? start : start + 1)},{count}";
    }
}
