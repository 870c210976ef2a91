using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Rules;
using Snapshooter.Xunit;

namespace LambdaDestinations.Tool.Tests;

public sealed class ExplainTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("LD9040")]
    [InlineData("ld9040")]
    [InlineData("9040")]
    public async Task A_rule_is_explained(string id)
    {
        Result result = await _tool.Run("explain", id);
        Assert.Equal(0, result.Code);
        Assert.StartsWith("LD9040: The flow map cannot be written\nerror; category LambdaDestinations.Template\nhttps://", result.Output, StringComparison.Ordinal);
        Assert.Contains("```xml\n<LambdaDestinationsMap>docs/flow.svg</LambdaDestinationsMap>\n```", result.Output, StringComparison.Ordinal);
    }

    /// <summary>The page alone says what the rule means: nothing around it may say something else.</summary>
    [Fact]
    public async Task Each_rule_is_explained_by_its_page()
    {
        foreach (Rule rule in RuleCatalog.All)
        {
            string[] page = (await File.ReadAllTextAsync(Path.Combine(ToolRun.Repository, "docs", "rules", rule.Id + ".md"))).ReplaceLineEndings("\n").Split('\n', 2);
            string severity = rule.Severity.ToString();
            Result result = await _tool.Run("explain", rule.Id);

            Assert.Equal($"{page[0]["# ".Length..]}\n{severity.ToLowerInvariant()}; category {rule.Category}\n{rule.HelpLink}\n\n{page[1].TrimStart('\n')}", result.Output);
            Assert.StartsWith($"**{severity}.**", page[1].TrimStart('\n'), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_rule_is_shown_on_a_terminal()
    {
        foreach (Rule rule in RuleCatalog.All)
        {
            Result result = await _tool.RunIn(".", ["explain", rule.Id], isRich: true);
            Assert.Equal(0, result.Code);
            Assert.Contains(rule.Title, result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Markdown_is_drawn_on_a_terminal()
    {
        Result result = await _tool.RunIn(".", ["explain", "LD9040"], isRich: true);
        Assert.DoesNotContain("```", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("**Right**", result.Output, StringComparison.Ordinal);
        Assert.Contains("<LambdaDestinationsMap>docs/flow.svg</LambdaDestinationsMap>", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_rules_are_listed()
    {
        Result result = await _tool.Run("explain");
        Assert.Equal(RuleCatalog.All.Select(static x => x.Id), result.Output.TrimEnd().Split('\n').Select(static x => x.Split(' ')[0]));
        Result rich = await _tool.RunIn(".", ["explain"], isRich: true);
        Assert.All(RuleCatalog.All, x => Assert.Contains(x.Id, rich.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("LD9999", true)]
    [InlineData("0", false)]
    [InlineData("nonsense", false)]
    public async Task An_unknown_rule_names_the_nearest(string id, bool isLast)
    {
        string nearest = RuleCatalog.All[isLast ? RuleCatalog.All.Count - 1 : 0].Id;
        Result result = await _tool.Run("explain", id);
        Assert.Equal(2, result.Code);
        Assert.StartsWith($"error: There is no rule '{id}'. Nearest: {nearest} (", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("apply", "--help")]
    [InlineData("check", "--help")]
    [InlineData("audit", "--help")]
    [InlineData("map", "--help")]
    [InlineData("explain", "--help")]
    public async Task Help_has_examples(params string[] arguments)
    {
        Result result = await _tool.Run(arguments);
        Assert.Equal(0, result.Code);
        Assert.Contains("Examples:\n  ", result.Output, StringComparison.Ordinal);

        // The test's own process has another name.
        Snapshot.Match(result.Output.Replace("  " + RootCommand.ExecutableName, "  lambda-destinations", StringComparison.Ordinal), string.Join('_', arguments.Select(static x => x.TrimStart('-'))));
    }

    [Theory]
    [InlineData("chek", "check")]
    [InlineData("check --formatt json x", "--format")]
    [InlineData("check --format xml", "'sarif'")]
    [InlineData("apply", "Required argument")]
    [InlineData("", "Required command")]
    public async Task Wrong_usage_is_told_and_has_a_code_of_its_own(string line, string message)
    {
        Result result = await _tool.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.ToString(), StringComparison.Ordinal);
    }
}
