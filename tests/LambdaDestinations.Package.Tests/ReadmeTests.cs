using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>README.md, typed as it is written.</summary>
public sealed partial class ReadmeTests : IClassFixture<PackageFeed>
{
    private static readonly string Page = File.ReadAllText(Path.Combine(PackageFeed.Repository, "README.md"));

    /// <summary>From an empty folder to a passing test: the three commands, with nothing set up before but the folder of the packages.</summary>
    [Fact]
    public async Task Three_commands_lead_from_an_empty_folder_to_a_passing_test()
    {
        using UserSolution folder = new();
        await AmazonPackages.Pack(folder, PackageFeed.Path);
        foreach (string file in Directory.GetFiles(folder.PathOf(".")))
        {
            File.Delete(file);
        }

        Directory.Delete(folder.PathOf("amazon"), recursive: true);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.PathOf(".")));

        // A home and a cache of their own; what others publish is found where the user's restores have left it.
        ImmutableDictionary<string, string> home = ImmutableDictionary<string, string>.Empty
            .Add("DOTNET_CLI_HOME", PackageFeed.Packages + "-home")
            .Add("NUGET_PACKAGES", PackageFeed.Packages + "-readme")
            .Add("RestoreFallbackFolders", PackageFeed.UserPackages);
        string[] commands = [.. Section("Three commands").Split('\n').Where(static x => x.StartsWith("    dotnet ", StringComparison.Ordinal)).Select(static x => x.Trim())];
        Assert.Equal(3, commands.Length);
        string output = "";
        foreach (string command in commands)
        {
            string[] words = command.Replace("~/feed", PackageFeed.Path, StringComparison.Ordinal).Split(' ');
            output = await folder.Run(home, words[1..]);
        }

        Assert.Contains("Passed:     2", output, StringComparison.Ordinal);
        Assert.Contains("EventInvokeConfig:", folder.Read("Shop/template.yaml"), StringComparison.Ordinal);
        Assert.Contains(PackageFeed.Path, folder.Read("Shop/nuget.config"), StringComparison.Ordinal);
    }

    /// <summary>Each block of C# is a file, the YAML is the template, and the test of the page runs.</summary>
    [Fact]
    public async Task Every_snippet_compiles_and_runs()
    {
        string[] code = Blocks("csharp");
        Assert.Equal(4, code.Length);
        using UserSolution solution = new();
        File.Delete(solution.PathOf("Directory.Packages.props"));
        solution.Write("Shop/Shop.csproj", $"""<ItemGroup><PackageReference Include="LambdaDestinations.Generators" Version="{PackageFeed.Version}" /></ItemGroup>""");
        for (int i = 0; i < code.Length; i++)
        {
            solution.Write(code[i].Contains("[Fact]", StringComparison.Ordinal) ? "Tests/OrdersTests.cs" : $"Shop/Snippet{i}.cs", code[i]);
        }

        solution.Write("Shop/template.yaml", Assert.Single(Blocks("yaml")));
        solution.Write("Tests/Tests.csproj", $"""
            <ItemGroup>
              <ProjectReference Include="../Shop/Shop.csproj" />
              <PackageReference Include="LambdaDestinations.Testing" Version="{PackageFeed.Version}" />
              <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />
              <PackageReference Include="xunit" Version="2.9.3" />
              <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
            </ItemGroup>
            """);

        Assert.Contains("Passed:     1", await solution.Run("test", "Tests"), StringComparison.Ordinal);
        Assert.Contains("PlaceOrderOnSuccessQueue:", solution.Read("Shop/template.yaml"), StringComparison.Ordinal);
    }

    private static string Section(string heading) => Page.Split("\n## ").Single(x => x.StartsWith(heading + "\n", StringComparison.Ordinal));

    private static string[] Blocks(string language) => [.. Fence().Matches(Page).Where(x => x.Groups[1].Value == language).Select(static x => x.Groups[2].Value)];

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
