using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace LambdaDestinations.Build.Tests;

/// <summary>Properties of the package on a command line: what the targets make of them, by an evaluation without a build.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-line-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A semicolon begins the next property there, so it is escaped; quotes that reach MSBuild do as well.</summary>
    [Theory]
    [InlineData("a.yaml%3Bstacks/b.yaml")]
    [InlineData("a.yaml%3bstacks/b.yaml")]
    [InlineData("\"a.yaml;stacks/b.yaml\"")]
    public async Task Several_templates_are_named(string property)
    {
        (int exitCode, string output) = await Evaluate(property);

        Assert.True(exitCode == 0, output);
        using JsonDocument items = JsonDocument.Parse(output);
        Assert.Equal(["a.yaml", "stacks/b.yaml"], items.RootElement.GetProperty("Items").GetProperty("LambdaDestinationsTemplate").EnumerateArray().Select(static x => x.GetProperty("Identity").GetString()!.Replace('\\', '/')));
    }

    [Fact]
    public async Task A_plain_semicolon_is_refused_by_MSBuild()
    {
        (int exitCode, string output) = await Evaluate("a.yaml;stacks/b.yaml");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("MSB1006", output, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output)> Evaluate(string property)
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "LambdaDestinations.Generators.sln")))
        {
            root = root.Parent;
        }

        string targets = Path.Combine(root.FullName, "src", "LambdaDestinations.Build", "build", "LambdaDestinations.Generators.targets");
        File.WriteAllText(Path.Combine(_folder.FullName, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <Import Project="{targets}" />
            </Project>
            """);
        return Dotnet.Run(_folder.FullName, "msbuild", "App.csproj", "-nologo", "-getItem:LambdaDestinationsTemplate", "-p:LambdaDestinationsTemplate=" + property);
    }
}
