using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ParserRunner.Conformance;

/// <summary>The deviations that were reviewed: a case's name, two spaces or a tab, and the reason, one a line.</summary>
internal sealed class Deviations
{
    private readonly SortedDictionary<string, string> _reasons = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _found = new(StringComparer.Ordinal);

    public static Deviations Read(string path)
    {
        Deviations deviations = new();
        foreach (string line in File.ReadLines(path).Where(static x => x.Length > 0 && x[0] != '#'))
        {
            int end = line.IndexOfAny([' ', '\t']);
            deviations._reasons.Add(line[..end], line[end..].Trim());
        }

        return deviations;
    }

    /// <summary>Notes what a parser makes of a case.</summary>
    /// <param name="name">The case, with what reads it: <c>json:n_object_x</c>.</param>
    /// <param name="what">What is not as the suite says.</param>
    public void Add(string name, string what) => _found[name] = what;

    /// <summary>Prints every deviation with its reason. Not 0 where one has no reason, or a reason has no deviation any more.</summary>
    public int Print()
    {
        foreach ((string name, string what) in _found)
        {
            Console.WriteLine($"  {name}: {what}");
            Console.WriteLine($"      {_reasons.GetValueOrDefault(name, "NOT REVIEWED")}");
        }

        string[] stale = [.. _reasons.Keys.Where(x => !_found.ContainsKey(x))];
        foreach (string name in stale)
        {
            Console.WriteLine($"  {name}: is reviewed as a deviation, and is none");
        }

        int unreviewed = _found.Keys.Count(x => !_reasons.ContainsKey(x));
        Console.WriteLine($"{_found.Count} deviations, {unreviewed} not reviewed, {stale.Length} reviewed that are none");
        return unreviewed + stale.Length == 0 ? 0 : 1;
    }
}
