using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Iam;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>The embedded table against the facts it was made from.</summary>
public sealed class ManagedPoliciesTests
{
    private static readonly string[] Embedded = [.. ReadEmbedded()];

    [Fact]
    public void The_table_says_what_the_facts_say()
    {
        IEnumerable<string> expected = File.ReadLines(Path.Combine(Corpus.Root, "managed-policy-grants.tsv")).Skip(1)
            .Select(static x => x.Split('\t'))
            .GroupBy(static x => x[0], StringComparer.Ordinal)
            .Select(static x => string.Join(" ", x.Select(Grant).Distinct(StringComparer.Ordinal).Prepend(x.Key)))
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, Embedded.Where(static x => x.Contains(' ', StringComparison.Ordinal)));
    }

    [Fact]
    public void The_table_is_ordered_and_names_no_policy_twice()
    {
        string[] names = [.. Embedded.Select(static x => x.Split(' ')[0])];
        Assert.Equal(names.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal), names);
        Assert.Equal(names, ManagedPolicies.Names.Order(StringComparer.Ordinal));
    }

    private static string Grant(string[] row)
    {
        const int Cut = 160;
        string[] resources = row[5].Split(' ');
        string list = string.Join(",", row[5].Length >= Cut ? resources.SkipLast(1).Append("…") : resources);
        return row[2] + (row[4] == "True" ? "?" : "=") + list;
    }

    private static IEnumerable<string> ReadEmbedded()
    {
        using StreamReader reader = new(typeof(ManagedPolicies).Assembly.GetManifestResourceStream("ManagedPolicies.txt")!);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
