using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>The workflows of GitHub, which run elsewhere: what can be told of them here.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string[] Files =
    [
        Path.Combine(PackageFeed.Repository, "action.yml"),
        .. Directory.GetFiles(Path.Combine(PackageFeed.Repository, ".github", "workflows"), "*.yml").Order(StringComparer.Ordinal),
    ];

    /// <summary>A tag can be moved to other code; a commit cannot.</summary>
    [Fact]
    public void Every_action_is_pinned_to_a_commit_and_says_its_version()
    {
        string[] uses = [.. Files.SelectMany(File.ReadLines).Where(static x => x.Contains("uses:", StringComparison.Ordinal))];

        Assert.True(uses.Length > 10);
        Assert.All(uses, static x => Assert.Matches(Pinned(), x));
        Assert.All(uses.Select(static x => Pinned().Match(x)).GroupBy(static x => x.Groups["action"].Value), static x => Assert.Single(x.Select(static y => y.Groups["pin"].Value).Distinct()));
    }

    [Fact]
    public void Commands_name_files_that_exist()
    {
        string[] names = [.. Files.SelectMany(File.ReadLines).SelectMany(static x => Names().Matches(x)).Select(static x => x.Value).Distinct(StringComparer.Ordinal)];

        Assert.Contains(".ci/run", names);
        Assert.Contains("LambdaDestinations.Packages.slnf", names);
        Assert.Contains("tests/oracles/requirements.txt", names);
        Assert.All(names, static x => Assert.True(File.Exists(Path.Combine(PackageFeed.Repository, x)), x));
    }

    [GeneratedRegex(@"^\s*-? ?uses: (?<action>[\w.-]+/[\w./-]+)@(?<pin>[0-9a-f]{40} # v\d+\.\d+\.\d+)$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"\.ci/run|LambdaDestinations\.\w+\.slnf?\b|LambdaDestinations\.Generators\.sln|tests/[\w./-]+")]
    private static partial Regex Names();
}
