using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>docs/getting-started.md, followed to the letter.</summary>
[Collection(nameof(Feed))]
public sealed partial class GettingStartedTests(PackageFeed feed)
{
    [Fact]
    public async Task A_reader_of_the_guide_gets_what_it_shows()
    {
        string page = File.ReadAllText(Path.Combine(PackageFeed.Repository, "docs", "getting-started.md"));
        string[] code = Blocks(Section(page, "SAM"), "csharp");
        using UserSolution solution = new(feed);
        foreach (string name in new[] { "SAM", "Plain CloudFormation" })
        {
            string folder = name.Split(' ')[^1];
            string[] templates = Blocks(Section(page, name), "yaml");
            solution.Write(folder + "/Shop.csproj", """<ItemGroup><PackageReference Include="LambdaDestinations.Generators" /></ItemGroup>""");
            solution.Write(folder + "/Orders.cs", code[0]);
            solution.Write(folder + "/Mailer.cs", code[1]);
            solution.Write(folder + "/template.yaml", templates[0]);
            await solution.Run("build", folder);
            string updated = solution.Read(folder + "/template.yaml");
            Assert.StartsWith(templates[0].TrimEnd(), updated, StringComparison.Ordinal);
            Assert.NotEmpty(templates[1..]);
            Assert.All(templates[1..], x => Assert.Contains(x, updated, StringComparison.Ordinal));
        }
    }

    /// <summary>What stands under a heading of the second level.</summary>
    private static string Section(string page, string heading) => page.Split("\n## ").Single(x => x.StartsWith(heading + "\n", StringComparison.Ordinal));

    private static string[] Blocks(string section, string language) => [.. Fence().Matches(section).Where(x => x.Groups[1].Value == language).Select(static x => x.Groups[2].Value)];

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
