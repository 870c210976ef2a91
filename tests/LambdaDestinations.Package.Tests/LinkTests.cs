using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>The pages lead where they say.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file_and_a_heading()
    {
        List<string> broken = [];
        string[] pages =
        [
            .. Directory.GetFiles(PackageFeed.Repository, "*.md"),
            .. Directory.GetFiles(Path.Combine(PackageFeed.Repository, "docs"), "*.md", SearchOption.AllDirectories),
            .. Directory.GetFiles(Path.Combine(PackageFeed.Repository, "samples"), "*.md", SearchOption.AllDirectories),
        ];
        int links = 0;
        foreach (string page in pages)
        {
            foreach (string link in Link().Matches(File.ReadAllText(page)).Select(static x => x.Groups[1].Value).Where(static x => !x.Contains("://", StringComparison.Ordinal)))
            {
                links++;
                string[] parts = link.Split('#');
                string target = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
                if (!Path.Exists(target) || (parts.Length > 1 && !Anchors(target).Contains(parts[1])))
                {
                    broken.Add($"{Path.GetRelativePath(PackageFeed.Repository, page)}: {link}");
                }
            }
        }

        Assert.True(links > 20);
        Assert.True(broken.Count == 0, string.Join("\n", broken));
    }

    /// <summary>A translation may differ in words: not in code, not in commands, not in where it leads.</summary>
    [Fact]
    public void The_Chinese_readme_has_the_code_and_the_links_of_the_English_one()
    {
        string english = File.ReadAllText(Path.Combine(PackageFeed.Repository, "README.md"));
        string chinese = File.ReadAllText(Path.Combine(PackageFeed.Repository, "README.zh-CN.md"));
        Assert.Equal(Code().Matches(english).Select(static x => x.Value), Code().Matches(chinese).Select(static x => x.Value));
        Assert.Equal(
            Links(english).Except(["README.zh-CN.md"]).Order(StringComparer.Ordinal),
            Links(chinese).Except(["README.md"]).Order(StringComparer.Ordinal));
        Assert.Equal(english.Split("\n## ").Length, chinese.Split("\n## ").Length);

        static IEnumerable<string> Links(string page) => Link().Matches(page).Select(static x => x.Groups[1].Value);
    }

    /// <summary>The anchors that a code host makes of headings: lower case, no punctuation, hyphens for blanks.</summary>
    private static IEnumerable<string> Anchors(string page) => File.ReadAllLines(page)
        .Where(static x => x.StartsWith('#'))
        .Select(static x => NoAnchor().Replace(x.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    /// <summary>Fenced blocks, and lines that are commands by their indentation.</summary>
    [GeneratedRegex(@"^ *```[\s\S]*?^ *```|^    \S.*$", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]")]
    private static partial Regex NoAnchor();
}
