using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit.Abstractions;

namespace LambdaDestinations.Templates.Tests;

/// <summary>Every file of <c>Cases</c> is a case that a test runs, or a preamble that cases share.</summary>
public sealed class CaseFileTests(ITestOutputHelper output)
{
    private const string Good = "# A case\n# handler: OnFailure Sqs @Queue\nResources: {}\n--- # expected\n# nothing\n";

    private static readonly ILookup<string, string> Areas = typeof(CaseFileTests).Assembly.GetTypes()
        .SelectMany(static x => x.GetMethods()).SelectMany(static x => x.GetCustomAttributes<CasesAttribute>())
        .SelectMany(static x => x.Keys.Append(CaseFile.Right), static (x, key) => (x.Area, key))
        .ToLookup(static x => x.Area, static x => x.key);

    [Fact]
    public void Every_file_is_a_case_that_a_test_runs() => Assert.Empty(CaseFileRules.Problems(Files(), Areas));

    [Theory]
    [InlineData("checking/LD1001/good.yaml", Good, "")]
    [InlineData("checking/good.yaml", Good, "checking/good.yaml is not area/topic/name.yaml in small letters, digits and dashes")]
    [InlineData("checking/LD1001/Bad_name.yaml", Good, "checking/LD1001/Bad_name.yaml is not area/topic/name.yaml in small letters, digits and dashes")]
    [InlineData("checking/LD1001/good.txt", Good, "checking/LD1001/good.txt is not area/topic/name.yaml in small letters, digits and dashes")]
    [InlineData("nowhere/LD1001/good.yaml", "# A case\nResources: {}\n--- # expected\n# nothing\n", "nowhere/LD1001/good is run by no test: no theory has [Cases(\"nowhere\")]")]
    [InlineData("checking/LD1001/good.yaml", "Resources: {}\n--- # expected\n# nothing\n", "checking/LD1001/good has no title: its first line is to be a comment")]
    [InlineData("checking/LD1001/good.yaml", "# A case\nResources: {}\n", "checking/LD1001/good expects nothing: it has no line '--- # expected'")]
    [InlineData("checking/LD1001/good.yaml", "# A case\n# edit: remove A B\nResources: {}\n--- # expected\n# nothing\n", "checking/LD1001/good says 'edit', which the tests of checking do not read")]
    [InlineData("checking/LD1001/good.yaml", "# A case\n# hander: OnFailure Sqs\nResources: {}\n--- # expected\n# nothing\n", "checking/LD1001/good says '# hander:' in its head, which is no key")]
    [InlineData("checking/LD1001/good.yaml", "# A case\n# right: LD1001\nResources: {}\n--- # expected\n# nothing\n", "checking/LD1001/good: a case of known-faults says what is right, and no other does")]
    [InlineData("checking/known-faults/good.yaml", Good, "checking/known-faults/good: a case of known-faults says what is right, and no other does")]
    [InlineData("checking/LD1001/good.yaml", "# A case\nResources:\n  # preamble: nothing\n--- # expected\n# nothing\n", "checking/LD1001/good names the preamble 'nothing', which is not there")]
    public void A_file_that_is_no_case_is_told(string path, string text, string expected) =>
        Assert.Equal(expected, string.Join(", ", CaseFileRules.Problems(new Dictionary<string, string> { [path] = text }, Areas)));

    [Fact]
    public void Cases_that_are_the_same_long_ones_and_preambles_of_nobody_are_told()
    {
        Dictionary<string, string> files = new()
        {
            ["checking/LD1001/one.yaml"] = Good,
            ["checking/LD1002/one.yaml"] = Good,
            ["checking/LD1003/long.yaml"] = "# Long\n" + new string('\n', 300) + "Resources:\n  # preamble: shared\n--- # expected\n# nothing\n",
            ["preambles/shared.yaml"] = "  A: {}\n",
        };

        Assert.Equal(
            [
                "checking/LD1003/long.yaml has more than 300 lines",
                "checking/LD1001/one and checking/LD1002/one have the same name",
                "checking/LD1001/one and checking/LD1002/one have the same title",
                "checking/LD1001/one and checking/LD1002/one have the same input",
                "preambles/shared is used by fewer than two cases",
            ],
            CaseFileRules.Problems(files, Areas));
    }

    [Fact]
    public void A_place_is_a_line_of_the_file_or_of_its_preamble()
    {
        CaseFile file = new("a/b/c", "# A case\n# handler: OnSuccess Sqs\nResources:\n  # preamble: shared\n  C: {}\n--- # expected\n# nothing\n", static _ => "# Shared.\n  A: {}\n  B: {}\n");

        Assert.Equal("Resources:\n  A: {}\n  B: {}\n  C: {}", file.Template);
        Assert.Equal(["3", "shared:2", "shared:3", "5"], Enumerable.Range(0, 4).Select(file.Line));
        Assert.Equal("# nothing", file.Expected);
    }

    /// <summary>Prints them; the count below is to become smaller.</summary>
    [Fact]
    public void Known_faults_say_what_is_right()
    {
        (CaseFile File, string Right)[] faults = [.. Areas.SelectMany(static x => CaseFile.Names(x.Key)).Select(CaseFile.Read).SelectMany(static x => x.All(CaseFile.Right), static (x, right) => (x, right))];
        foreach ((CaseFile file, string right) in faults)
        {
            output.WriteLine($"{file.Name}\n  today: {file.Expected!.Split('\n')[0]}\n  right: {right}");
        }

        output.WriteLine($"{faults.Length} known faults");
        Assert.All(faults, static x => Assert.NotEqual("", x.Right));
    }

    private static Dictionary<string, string> Files() =>
        Directory.EnumerateFiles(CaseFile.Folder, "*", SearchOption.AllDirectories)
            .ToDictionary(static x => Path.GetRelativePath(CaseFile.Folder, x).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllText, StringComparer.Ordinal);
}
