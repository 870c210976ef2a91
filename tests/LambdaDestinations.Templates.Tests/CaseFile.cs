using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace LambdaDestinations.Templates.Tests;

/// <summary>
/// Cases with long texts, in a file: <c>=== title</c>, the input, <c>---</c>, and what must come out. To change what is expected:
/// LAMBDA_DESTINATIONS_WRITE=1, then review the difference.
/// </summary>
internal static class CaseFile
{
    private const string Title = "=== ";
    private const string Divider = "\n---\n";

    /// <summary>The titles of a file, for <c>[MemberData]</c>.</summary>
    /// <param name="path">Below the test project's folder.</param>
    public static TheoryData<string> Titles(string path) => new(Read(path).Select(static x => x.Title));

    /// <summary>Compares what a case gives with what the file expects.</summary>
    public static void Check(string path, string title, Func<string, string> run)
    {
        List<(string Title, string Input, string Expected)> cases = Read(path);
        int index = cases.FindIndex(x => x.Title == title);
        string actual = run(cases[index].Input).TrimEnd('\n');
        if (Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_WRITE") == "1")
        {
            cases[index] = (title, cases[index].Input, actual);
            File.WriteAllText(FullPath(path), string.Join("\n\n", cases.Select(static x => Title + x.Title + "\n" + x.Input + Divider.TrimEnd('\n') + (x.Expected.Length == 0 ? "" : "\n" + x.Expected))) + "\n");
            return;
        }

        Assert.Equal(cases[index].Expected, actual);
    }

    private static List<(string Title, string Input, string Expected)> Read(string path)
    {
        List<(string, string, string)> cases = [];
        foreach (string text in ("\n" + File.ReadAllText(FullPath(path), Encoding.UTF8)).Split("\n" + Title)[1..])
        {
            int end = text.IndexOf('\n', StringComparison.Ordinal);
            int divider = (text + "\n").IndexOf(Divider, StringComparison.Ordinal);
            cases.Add((text[..end], text[(end + 1)..divider], (text + "\n")[(divider + Divider.Length)..].Trim('\n')));
        }

        Assert.Equal(cases.Count, cases.Select(static x => x.Item1).Distinct(StringComparer.Ordinal).Count());
        return cases;
    }

    private static string FullPath(string path) => Path.Combine(Corpus.Repository, "tests", "LambdaDestinations.Templates.Tests", path);
}
