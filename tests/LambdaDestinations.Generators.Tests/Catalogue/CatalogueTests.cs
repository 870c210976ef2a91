using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Tests.Catalogue;

/// <summary>
/// Each rule has a page, a line in the index, a line of release tracking and a test. The index and the release lines follow from the
/// descriptors: LAMBDA_DESTINATIONS_WRITE=1 writes them.
/// </summary>
public sealed class CatalogueTests
{
    private static readonly string Repository = FindRepository();
    private static readonly string Index = Path.Combine(Repository, "docs", "rules", "README.md");
    private static readonly string Releases = Path.Combine(Repository, "src", "LambdaDestinations.Generators", "AnalyzerReleases.Unshipped.md");
    private static readonly bool Write = Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_WRITE") == "1";

    /// <summary>How tests name a rule: <c>TemplateRules.HandEdited</c>.</summary>
    private static readonly Dictionary<string, string> Fields = typeof(Rule).Assembly.GetTypes()
        .SelectMany(static x => x.GetFields().Where(static y => y.IsStatic && y.FieldType == typeof(Rule)))
        .ToDictionary(static x => ((Rule)x.GetValue(null)!).Id, static x => $"{x.DeclaringType!.Name}.{x.Name}", StringComparer.Ordinal);

    public static TheoryData<string> Ids => new([.. RuleCatalog.All.Select(static x => x.Id)]);

    [Fact]
    public void Ids_are_unique_and_in_the_thousand_of_their_category()
    {
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(static x => x.Id).Distinct(StringComparer.Ordinal).Count());
        Dictionary<string, char> thousands = new(StringComparer.Ordinal)
        {
            [RuleCategory.Declaration] = '1',
            [RuleCategory.EventSourceMapping] = '2',
            [RuleCategory.Permission] = '3',
            [RuleCategory.Configuration] = '4',
            [RuleCategory.Contract] = '5',
            [RuleCategory.Template] = '9',
        };
        Assert.All(RuleCatalog.All, x => Assert.Matches($"^LD{thousands[x.Category]}[0-9]{{3}}$", x.Id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_rule_has_a_page_that_says_what_the_descriptor_says(string id)
    {
        Rule rule = RuleCatalog.All.Single(x => x.Id == id);
        string path = Path.Combine(Repository, "docs", "rules", id + ".md");
        Assert.True(File.Exists(path), $"docs/rules/{id}.md is missing");
        string page = File.ReadAllText(path);

        Assert.StartsWith($"# {id}: {rule.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains($"\n**{rule.Severity}.**", page, StringComparison.Ordinal);
        Assert.Matches("(?i)suppress", page);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_rule_has_a_test_that_names_it(string id)
    {
        string field = Fields[id];
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(Repository, "tests"), "*.*", SearchOption.AllDirectories)
            .Where(static x => (x.EndsWith(".cs", StringComparison.Ordinal) || x.EndsWith("findings.tsv", StringComparison.Ordinal) || x.EndsWith(".yaml", StringComparison.Ordinal)) && !x.EndsWith("CatalogueTests.cs", StringComparison.Ordinal))
            .Where(x => File.ReadAllText(x) is var text && (text.Contains(id, StringComparison.Ordinal) || text.Contains(field, StringComparison.Ordinal)))];

        Assert.True(sources.Length > 0, $"No test names {id}");
    }

    [Fact]
    public void No_page_is_of_a_rule_that_does_not_exist()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(Path.Combine(Repository, "docs", "rules"), "LD*.md").Select(static x => Path.GetFileNameWithoutExtension(x));

        Assert.Empty(pages.Except(RuleCatalog.All.Select(static x => x.Id), StringComparer.Ordinal));
    }

    [Fact]
    public void The_index_follows_from_the_descriptors()
    {
        string text = File.ReadAllText(Index);
        Match table = Regex.Match(text, "(?<=<!-- rules -->\n).*?(?=<!-- /rules -->)", RegexOptions.Singleline);
        Assert.True(table.Success, "The index has no place for the rules");
        string expected = Table();
        if (Write)
        {
            text = text[..table.Index] + expected + text[(table.Index + table.Length)..];
            File.WriteAllText(Index, text);
        }

        Assert.Equal(expected, Regex.Match(text, "(?<=<!-- rules -->\n).*?(?=<!-- /rules -->)", RegexOptions.Singleline).Value);
    }

    [Fact]
    public void Each_rule_has_its_release_line()
    {
        const string Header = "### New Rules\n\nRule ID | Category | Severity | Notes\n--------|----------|----------|-------\n";
        string[] expected = [.. RuleCatalog.All.Select(static x => $"{x.Id} | {x.Category} | {(x.IsOptIn ? "Disabled" : x.Severity.ToString())} | [{x.Title}](../../docs/rules/{x.Id}.md)")];
        if (Write)
        {
            File.WriteAllText(Releases, Header + string.Concat(expected.Select(static x => x + "\n")));
        }

        string[] lines = [.. File.ReadAllLines(Releases).Where(static x => x.StartsWith("LD", StringComparison.Ordinal))];
        Assert.Equal(expected, lines.Order(StringComparer.Ordinal));
    }

    /// <summary>CONTRIBUTING.md gives each issue ids of its own, in the thousand of the column.</summary>
    [Fact]
    public void Blocks_of_ids_do_not_collide()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository, "CONTRIBUTING.md"));
        string[] table = [.. lines.SkipWhile(static x => !x.StartsWith("| issue |", StringComparison.Ordinal)).TakeWhile(static x => x.StartsWith('|'))];

        Assert.True(table.Length > 8, "CONTRIBUTING.md has no table of blocks");
        Assert.Empty(Collisions(table));
    }

    [Theory]
    [InlineData("| a | 1030–1039 |", "| b | 1039–1041 |", "1039")]
    [InlineData("| a | 1030–1031 |", "| b | 2030 |", "2030")]
    [InlineData("| a | 1030, 1032 |", "| b | 1031 |", null)]
    public void A_collision_is_seen(string one, string other, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Collisions(["| issue | LD1xxx |", "|---|---|", one, other]));

    /// <summary>The ids that two blocks of a table hold, or that stand in another thousand's column.</summary>
    private static IEnumerable<string> Collisions(string[] table)
    {
        string[] heads = table[0].Split('|');
        HashSet<int> seen = [];
        foreach (string[] cells in table.Skip(2).Select(static x => x.Split('|')))
        {
            for (int i = 2; i < cells.Length - 1; i++)
            {
                foreach (Match block in Regex.Matches(cells[i], @"(\d{4})(?:–(\d{4}))?"))
                {
                    int first = int.Parse(block.Groups[1].Value, CultureInfo.InvariantCulture);
                    int last = block.Groups[2].Success ? int.Parse(block.Groups[2].Value, CultureInfo.InvariantCulture) : first;
                    foreach (int id in Enumerable.Range(first, last - first + 1).Where(x => !heads[i].Contains($"LD{x / 1000}xxx", StringComparison.Ordinal) || !seen.Add(x)))
                    {
                        yield return id.ToString(CultureInfo.InvariantCulture);
                    }
                }
            }
        }
    }

    [Fact]
    public void Descriptors_are_the_rules()
    {
        Assert.All(RuleCatalog.All, static x =>
        {
            DiagnosticDescriptor descriptor = Descriptors.Of(x);
            Assert.Same(descriptor, Descriptors.Of(x));
            Assert.Equal(x.Title, descriptor.Title.ToString(CultureInfo.InvariantCulture));
            Assert.EndsWith($"docs/rules/{x.Id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
            Assert.Equal(x.Description, descriptor.Description.ToString(CultureInfo.InvariantCulture));
            Assert.Equal("{0}", descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture));
        });
    }

    /// <summary>The compiler asks each analyzer for its rules, and an editor runs those whose rules it wants: one analyzer, and it alone, has a rule.</summary>
    [Fact]
    public void Each_rule_is_declared_by_one_analyzer()
    {
        string[] declared =
        [
            .. typeof(DestinationAnalyzer).Assembly.GetTypes()
                .Where(static x => !x.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(x))
                .SelectMany(static x => ((DiagnosticAnalyzer)Activator.CreateInstance(x)!).SupportedDiagnostics)
                .Select(static x => x.Id)
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(RuleCatalog.OfAnalyzer.Select(static x => x.Id), declared);
    }

    private static string Table()
    {
        StringBuilder text = new();
        foreach (IGrouping<string, Rule> category in RuleCatalog.All.GroupBy(static x => x.Category))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {Heading(category.Key)}\n\n| id | severity | rule |\n|---|---|---|\n");
            foreach (Rule rule in category)
            {
                text.Append(CultureInfo.InvariantCulture, $"| [{rule.Id}]({rule.Id}.md) | {rule.Severity} | {rule.Title} |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Heading(string category) => category switch
    {
        RuleCategory.Declaration => "LD1xxx: destinations and handlers",
        RuleCategory.EventSourceMapping => "LD2xxx: event source mappings",
        RuleCategory.Permission => "LD3xxx: permissions",
        RuleCategory.Configuration => "LD4xxx: overlapping, dead or looping configuration",
        RuleCategory.Contract => "LD5xxx: contracts and serialization",
        _ => "LD9xxx: the template and the build",
    };

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LambdaDestinations.Generators.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The solution is not above the test's folder.");
    }
}
