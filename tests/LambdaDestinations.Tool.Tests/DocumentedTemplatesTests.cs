using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace LambdaDestinations.Tool.Tests;

/// <summary>What we show, <c>audit</c> has nothing to object to, or the text beside it says what is lost and why.</summary>
public sealed partial class DocumentedTemplatesTests : IDisposable
{
    private static readonly string[] WithTemplates = ["README.md", "README.zh-CN.md", "docs/getting-started.md"];

    private static readonly string[] TemplateNames = ["template.yaml", "serverless.template"];

    private readonly ToolRun _tool = new();

    public static TheoryData<string> Pages => new(
    [
        "README.md", "README.zh-CN.md",
        .. Directory.EnumerateFiles(Path.Combine(ToolRun.Repository, "docs"), "*.md").Select(static x => "docs/" + Path.GetFileName(x)).Order(StringComparer.Ordinal),
    ]);

    public static TheoryData<string> Samples => new(
    [
        .. Directory.EnumerateDirectories(Path.Combine(ToolRun.Repository, "samples"))
            .Where(static x => Templates(x).Any()).Select(static x => Path.GetFileName(x)!).Order(StringComparer.Ordinal),
    ]);

    public void Dispose() => _tool.Dispose();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Templates_of_a_page_lose_nothing(string page)
    {
        foreach (string template in BlocksOf(await File.ReadAllTextAsync(Path.Combine(ToolRun.Repository, page))))
        {
            await LosesNothing(template, page);
        }
    }

    /// <summary>So that the test above cannot pass for want of templates.</summary>
    [Fact]
    public void The_pages_have_templates() => Assert.True(WithTemplates.Sum(static x => BlocksOf(File.ReadAllText(Path.Combine(ToolRun.Repository, x))).Count()) >= 4);

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_loses_nothing_or_says_what(string sample)
    {
        string folder = Path.Combine(ToolRun.Repository, "samples", sample);
        string about = await File.ReadAllTextAsync(Path.Combine(folder, "README.md"));
        foreach (string template in Templates(folder))
        {
            Result result = await _tool.Run("audit", template);
            Assert.Equal(result.Code == 1, about.Contains("`lambda-destinations audit` exits with 1 here", StringComparison.Ordinal));
            Assert.NotEqual(2, result.Code);
        }
    }

    [Theory]
    [InlineData("UseSqs")]
    [InlineData("UseSns")]
    [InlineData("UseEventBridge")]
    public async Task The_project_template_loses_nothing_or_says_what(string carrier)
    {
        string template = Expand(await File.ReadAllLinesAsync(Path.Combine(ToolRun.Repository, "templates", "content", "lambda-destinations", "template.yaml")), carrier);
        if (template.Contains("`lambda-destinations audit` says", StringComparison.Ordinal))
        {
            Assert.Equal(1, (await _tool.Write("template.yaml", template).Run("audit", "template.yaml")).Code);
        }
        else
        {
            await LosesNothing(template, carrier);
        }
    }

    private async Task LosesNothing(string template, string where)
    {
        Result result = await _tool.Write("template.yaml", template).Run("audit", "template.yaml");
        Assert.True(result.Code == 0, $"{where}: {result}");
    }

    private static IEnumerable<string> Templates(string folder) =>
        TemplateNames.Select(x => Path.Combine(folder, x)).Where(File.Exists);

    private static IEnumerable<string> BlocksOf(string page) =>
        Block().Matches(page.ReplaceLineEndings("\n")).Select(static x => x.Groups[1].Value).Where(static x => Resources().IsMatch(x));

    /// <summary>What <c>dotnet new</c> makes of the conditions.</summary>
    private static string Expand(string[] lines, string carrier)
    {
        bool isIn = true;
        List<string> kept = [];
        foreach (string line in lines)
        {
            if (line.StartsWith('#') && line.Contains("if", StringComparison.Ordinal))
            {
                isIn = line == "#endif" || line.Contains(carrier, StringComparison.Ordinal);
            }
            else if (isIn)
            {
                kept.Add(line);
            }
        }

        return string.Join('\n', kept);
    }

    [GeneratedRegex("```(?:ya?ml|json)\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^Resources:|^  \"Resources\"", RegexOptions.Multiline)]
    private static partial Regex Resources();
}
