using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Build.Tests;

/// <summary>The difference of two texts, by what a person expects and by what it promises.</summary>
public sealed class LineDifferenceTests
{
    [Fact]
    public void A_changed_line_goes_and_comes_between_lines_that_stay()
    {
        LineDifference difference = LineDifference.Of("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nD\ne\nf\ng\n");
        Assert.Equal(["@@ -1,7 +1,7 @@", " a", " b", " c", "-d", "+D", " e", " f", " g"], difference.Describe(60));
        Assert.Equal(2, difference.ChangedLines);
    }

    [Fact]
    public void Changes_that_are_far_apart_are_hunks_of_their_own()
    {
        string[] lines = [.. Enumerable.Range(1, 20).Select(static x => $"line {x}\n")];
        string[] after = [.. lines];
        after[1] = "second\n";
        after[9] = "";
        Assert.Equal(
            ["@@ -1,5 +1,5 @@", " line 1", "-line 2", "+second", " line 3", " line 4", " line 5", "@@ -7,7 +7,6 @@", " line 7", " line 8", " line 9", "-line 10", " line 11", " line 12", " line 13"],
            LineDifference.Of(string.Concat(lines), string.Concat(after)).Describe(60));
    }

    [Fact]
    public void A_resource_comes_as_a_whole()
    {
        const string Before = "Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n      X: 1\n  Z:\n    Type: AWS::SQS::Queue\n";
        string after = Before.Replace("  Z:\n", "  B:\n    Type: AWS::SQS::Queue\n    Properties:\n      X: 1\n  Z:\n", StringComparison.Ordinal);
        Assert.Equal(["+  B:", "+    Type: AWS::SQS::Queue", "+    Properties:", "+      X: 1"], LineDifference.Of(Before, after).Describe(60).Where(static x => x[0] == '+'));
        Assert.Equal(["-  B:", "-    Type: AWS::SQS::Queue", "-    Properties:", "-      X: 1"], LineDifference.Of(after, Before).Describe(60).Where(static x => x[0] == '-'));
    }

    [Fact]
    public void The_end_of_a_file_and_its_line_ends_are_told()
    {
        Assert.Equal("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n", LineDifference.Of("a", "a\n").Whole("x"));
        Assert.Equal("--- a/x\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\r\n+b\n\\ No newline at end of file\n", LineDifference.Of("", "a\r\nb").Whole("x"));
        Assert.Equal(["@@ -1 +0,0 @@", "-a"], LineDifference.Of("a\r\n", "").Describe(60));
        Assert.Equal(0, LineDifference.Of("a\n", "a\n").ChangedLines);
    }

    [Fact]
    public void More_lines_than_the_limit_are_counted()
    {
        string after = string.Concat(Enumerable.Range(0, 100).Select(static x => $"line {x}\n"));
        IReadOnlyList<string> lines = LineDifference.Of("", after).Describe(60);
        Assert.Equal(("@@ -0,0 +1,100 @@", "+line 59", "… and 40 more changed lines"), (lines[0], lines[60], lines[61]));
        Assert.Equal(62, lines.Count);
        Assert.Equal("… and 1 more changed line", LineDifference.Of("", after).Describe(99)[^1]);
        Assert.Equal("+line 99", LineDifference.Of("", after).Describe(100)[^1]);
    }

    /// <summary>Texts of few different lines, where blocks repeat and slide: what the whole says turns the one into the other, and changes no more lines than needed.</summary>
    [Fact]
    public void What_it_says_turns_one_text_into_the_other()
    {
        Random random = new(20);
        for (int round = 0; round < 2_000; round++)
        {
            string before = Text(random);
            string after = Text(random);
            LineDifference difference = LineDifference.Of(before, after);
            Assert.Equal(after, Patch(before, difference.Whole("x")));
            Assert.Equal(before, Patch(after, LineDifference.Of(after, before).Whole("x")));
            Assert.Equal(Shortest(Split(before), Split(after)), difference.ChangedLines);
        }
    }

    [Fact]
    public void Texts_without_a_common_line_are_compared_in_no_time()
    {
        string before = string.Concat(Enumerable.Range(0, 20_000).Select(static x => $"a {x}\n"));
        string after = string.Concat(Enumerable.Range(0, 20_000).Select(static x => $"b {x}\n"));
        Assert.Equal(40_000, LineDifference.Of("head\n" + before + "foot\n", "head\n" + after + "foot\n").ChangedLines);
    }

    private static string Text(Random random)
    {
        string[] lines = ["a\n", "b\n", "  c\n", "  d\n", "\n"];
        string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => lines[random.Next(lines.Length)]));
        return text + (random.Next(4) == 0 ? "end" : "");
    }

    /// <summary>What <c>patch</c> does, without looking for a hunk elsewhere than it says.</summary>
    private static string Patch(string text, string difference)
    {
        List<string> result = [];
        string[] before = Split(text);
        int next = 0;
        string[] lines = difference.Replace("\n\\ No newline at end of file\n", "\0", StringComparison.Ordinal).Split('\n')[2..];
        foreach (string line in lines.SelectMany(static x => Separate(x)))
        {
            if (line.StartsWith("@@", StringComparison.Ordinal))
            {
                string[] range = line.Split(' ')[1][1..].Split(',');
                int start = int.Parse(range[0], System.Globalization.CultureInfo.InvariantCulture) - (range is [_, "0"] ? 0 : 1);
                result.AddRange(before[next..start]);
                next = start;
            }
            else if (line[0] == '+')
            {
                result.Add(line[1..]);
            }
            else
            {
                Assert.Equal(before[next++], line[1..]);
                result.AddRange(line[0] == ' ' ? [line[1..]] : []);
            }
        }

        result.AddRange(before[next..]);
        return string.Concat(result);

        static IEnumerable<string> Separate(string line)
        {
            string[] parts = line.Split('\0');
            for (int i = 0; i < parts.Length; i++)
            {
                if (parts[i].Length > 0)
                {
                    yield return parts[i].StartsWith("@@", StringComparison.Ordinal) || i < parts.Length - 1 ? parts[i] : parts[i] + "\n";
                }
            }
        }
    }

    private static string[] Split(string text) => [.. text.Split('\n').Select((x, i) => (x, i)).Select(x => x.i < text.Split('\n').Length - 1 ? x.x + "\n" : x.x).Where(static x => x.Length > 0)];

    /// <summary>By the table of the longest common subsequence.</summary>
    private static int Shortest(string[] before, string[] after)
    {
        int[,] common = new int[before.Length + 1, after.Length + 1];
        for (int i = before.Length - 1; i >= 0; i--)
        {
            for (int j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return before.Length + after.Length - (2 * common[0, 0]);
    }
}
