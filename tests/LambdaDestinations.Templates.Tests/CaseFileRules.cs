using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace LambdaDestinations.Templates.Tests;

/// <summary>What must hold of the files of <c>Cases</c>, so that a case is found, read and run.</summary>
internal static partial class CaseFileRules
{
    /// <summary>Where cases stand that say what the product says today and should not.</summary>
    public const string KnownFaults = "known-faults";

    private const string Preambles = "preambles/";
    private const int Lines = 300;

    /// <param name="files">What each file says, by its path below <c>Cases</c>.</param>
    /// <param name="areas">The keys that each area's theory reads.</param>
    public static IEnumerable<string> Problems(IReadOnlyDictionary<string, string> files, ILookup<string, string> areas)
    {
        foreach (string path in files.Keys.Where(static x => !Path().IsMatch(x)))
        {
            yield return $"{path} is not area/topic/name{CaseFile.Extension} in small letters, digits and dashes";
        }

        foreach (string path in files.Where(static x => x.Value.Count(static y => y == '\n') > Lines).Select(static x => x.Key))
        {
            yield return $"{path} has more than {Lines} lines";
        }

        CaseFile[] cases =
        [
            .. files.Where(static x => !x.Key.StartsWith(Preambles, StringComparison.Ordinal))
                .Select(x => new CaseFile(x.Key.Split('.')[0], x.Value, preamble => files.GetValueOrDefault($"{Preambles}{preamble}{CaseFile.Extension}", ""))),
        ];
        foreach (string problem in cases.SelectMany(x => ProblemsOf(x, areas)).Concat(Twice(cases)).Concat(OfPreambles(files.Keys, cases)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> ProblemsOf(CaseFile file, ILookup<string, string> areas)
    {
        string[] names = file.Name.Split('/');
        if (!areas.Contains(names[0]))
        {
            yield return $"{file.Name} is run by no test: no theory has [Cases(\"{names[0]}\")]";
        }

        if (file.Title.Length == 0)
        {
            yield return $"{file.Name} has no title: its first line is to be a comment";
        }

        if (file.Expected is null)
        {
            yield return $"{file.Name} expects nothing: it has no line '{CaseFile.Divider}'";
        }

        foreach (string key in file.Header.Select(static x => x.Key).Where(x => x != CaseFile.Right && !areas[names[0]].Contains(x)).Distinct())
        {
            yield return $"{file.Name} says '{key}', which the tests of {names[0]} do not read";
        }

        if (Key().Match(file.Template.Split('\n')[0]) is { Success: true } match)
        {
            yield return $"{file.Name} says '{match.Value}' in its head, which is no key";
        }

        if (file.All(CaseFile.Right).Any() != (names[1] == KnownFaults))
        {
            yield return $"{file.Name}: a case of {KnownFaults} says what is right, and no other does";
        }
    }

    private static IEnumerable<string> Twice(CaseFile[] cases)
    {
        (string What, Func<CaseFile, string> Of)[] keys =
        [
            ("name", static x => x.Name.Split('/')[^1]),
            ("title", static x => x.Title),
            ("input", static x => string.Join('\n', [.. x.Header.Select(static y => $"{y.Key}: {y.Value}"), x.Template])),
        ];
        return
            from key in keys
            from same in cases.GroupBy(x => x.Name.Split('/')[0] + "/" + key.Of(x), StringComparer.Ordinal)
            where same.Count() > 1
            select $"{string.Join(" and ", same.Select(static x => x.Name))} have the same {key.What}";
    }

    private static IEnumerable<string> OfPreambles(IEnumerable<string> paths, CaseFile[] cases)
    {
        ILookup<string, string> uses = cases.SelectMany(static x => x.Preambles, static (x, preamble) => (x.Name, preamble)).ToLookup(static x => x.preamble, static x => x.Name);
        HashSet<string> preambles = [.. paths.Where(static x => x.StartsWith(Preambles, StringComparison.Ordinal)).Select(static x => x[Preambles.Length..].Split('.')[0])];
        return preambles.Where(x => uses[x].Distinct().Count() < 2).Select(static x => $"{Preambles}{x} is used by fewer than two cases")
            .Concat(uses.Where(x => !preambles.Contains(x.Key)).Select(static x => $"{x.First()} names the preamble '{x.Key}', which is not there"));
    }

    [GeneratedRegex(@"^(preambles|[a-z0-9-]+/[A-Za-z0-9-]+)/[a-z0-9]+(-[a-z0-9]+)*\.yaml$")]
    private static partial Regex Path();

    [GeneratedRegex(@"^# [a-z]+:(?= |$)")]
    private static partial Regex Key();
}
