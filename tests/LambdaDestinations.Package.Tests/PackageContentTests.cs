using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>What is in the packages: every file, and nothing that a user did not ask for.</summary>
public sealed class PackageContentTests : IClassFixture<PackageFeed>
{
    private const string Drawing = "LambdaDestinations.Drawing";
    private const string Generators = "LambdaDestinations.Generators";
    private const string Testing = "LambdaDestinations.Testing";
    private const string Cdk = "LambdaDestinations.Cdk";
    private const string Tool = "LambdaDestinations.Tool";

    /// <summary>The CDK comes as a dependency, the library of templates inside.</summary>
    [Fact]
    public void The_package_for_the_CDK_holds_what_it_should_and_nothing_else()
    {
        PackageFile package = new(PackageFeed.Path, Cdk);
        Assert.Equal(
            [
                "LambdaDestinations.Cdk.nuspec",
                "README.md",
                "icon.png",
                "lib/net8.0/LambdaDestinations.Cdk.dll",
                "lib/net8.0/LambdaDestinations.Cdk.xml",
                "lib/net8.0/LambdaDestinations.Templates.dll",
                "lib/net8.0/LambdaDestinations.Templates.xml",
            ],
            package.Files);
        Assert.Equal(["Amazon.CDK.Lib", "Constructs"], package.Dependencies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_main_package_holds_what_it_should_and_nothing_else()
    {
        PackageFile package = new(PackageFeed.Path, Generators);
        Assert.Equal(
            [
                "LambdaDestinations.Generators.nuspec",
                "README.md",
                "analyzers/dotnet/cs/LambdaDestinations.CodeFixes.dll",
                "analyzers/dotnet/cs/LambdaDestinations.Generators.dll",
                "analyzers/dotnet/cs/LambdaDestinations.Templates.dll",
                "build/LambdaDestinations.Generators.props",
                "build/LambdaDestinations.Generators.targets",
                "buildMultiTargeting/LambdaDestinations.Generators.props",
                "buildMultiTargeting/LambdaDestinations.Generators.targets",
                "icon.png",
                "lib/net8.0/LambdaDestinations.dll",
                "lib/net8.0/LambdaDestinations.xml",
                "tasks/netstandard2.0/LambdaDestinations.Build.dll",
                "tasks/netstandard2.0/LambdaDestinations.Drawing.dll",
                "tasks/netstandard2.0/LambdaDestinations.Templates.dll",
            ],
            package.Files);
        Assert.Equal(["LambdaDestinations.Generators.nuspec", "lib/net8.0/LambdaDestinations.pdb"], new PackageFile(PackageFeed.Path, Generators, "snupkg").Files);
        Assert.Empty(package.Dependencies);
    }

    /// <summary>The compiler draws nothing: what draws is for the task and the tool.</summary>
    [Fact]
    public void What_draws_is_not_beside_the_compiler()
    {
        PackageFile package = new(PackageFeed.Path, Generators);
        string[] beside = [.. package.Files.Where(static x => x.StartsWith("analyzers/", StringComparison.Ordinal) && x.EndsWith(".dll", StringComparison.Ordinal))];
        Assert.NotEmpty(beside);
        Assert.DoesNotContain(Drawing + ".dll", beside.Select(Path.GetFileName));
        Assert.All(beside, x => Assert.DoesNotContain(Drawing, package.ReferencesOf(x)));
        Assert.Contains(Drawing, package.ReferencesOf("tasks/netstandard2.0/LambdaDestinations.Build.dll"));
        Assert.Contains(Drawing, new PackageFile(PackageFeed.Path, Tool).ReferencesOf("tools/net8.0/any/lambda-destinations.dll"));
        Assert.DoesNotContain(Drawing, new PackageFile(PackageFeed.Path, Testing).ReferencesOf("lib/net8.0/LambdaDestinations.Testing.dll"));
    }

    [Fact]
    public void The_testing_package_holds_what_it_should_and_nothing_else()
    {
        PackageFile package = new(PackageFeed.Path, Testing);
        Assert.Equal(
            [
                "LambdaDestinations.Testing.nuspec",
                "README.md",
                "icon.png",
                "lib/net8.0/LambdaDestinations.Templates.dll",
                "lib/net8.0/LambdaDestinations.Templates.xml",
                "lib/net8.0/LambdaDestinations.Testing.dll",
                "lib/net8.0/LambdaDestinations.Testing.xml",
            ],
            package.Files);
        Assert.Equal(["LambdaDestinations.Testing.nuspec", "lib/net8.0/LambdaDestinations.Testing.pdb"], new PackageFile(PackageFeed.Path, Testing, "snupkg").Files);
        Assert.Equal([Generators], package.Dependencies);

        // The runtime library comes along; the build step and the analyzers are for the project with the handlers.
        Assert.Equal("Build,Analyzers", package.Specification.Descendants().Single(static x => x.Name.LocalName == "dependency").Attribute("exclude")!.Value);
    }

    [Fact]
    public void The_tool_holds_what_it_should_and_nothing_else()
    {
        PackageFile package = new(PackageFeed.Path, Tool);
        Assert.Equal(
            [
                "LambdaDestinations.Tool.nuspec",
                "README.md",
                "icon.png",
                "tools/net8.0/any/AWSSDK.Core.dll",
                "tools/net8.0/any/AWSSDK.S3.dll",
                "tools/net8.0/any/AWSSDK.SQS.dll",
                "tools/net8.0/any/DotnetToolSettings.xml",
                "tools/net8.0/any/LambdaDestinations.Drawing.dll",
                "tools/net8.0/any/LambdaDestinations.Drawing.xml",
                "tools/net8.0/any/LambdaDestinations.Templates.dll",
                "tools/net8.0/any/LambdaDestinations.Templates.xml",
                "tools/net8.0/any/LambdaDestinations.dll",
                "tools/net8.0/any/LambdaDestinations.pdb",
                "tools/net8.0/any/LambdaDestinations.xml",
                "tools/net8.0/any/Microsoft.Extensions.FileSystemGlobbing.dll",
                "tools/net8.0/any/Spectre.Console.Ansi.dll",
                "tools/net8.0/any/Spectre.Console.dll",
                "tools/net8.0/any/System.CommandLine.dll",
                "tools/net8.0/any/lambda-destinations.deps.json",
                "tools/net8.0/any/lambda-destinations.dll",
                "tools/net8.0/any/lambda-destinations.pdb",
                "tools/net8.0/any/lambda-destinations.runtimeconfig.json",
                "tools/net8.0/any/lambda-destinations.xml",
            ],
            package.Files);
        Assert.Empty(package.Dependencies);
        Assert.Equal("DotnetTool", package.Specification.Descendants().Single(static x => x.Name.LocalName == "packageType").Attribute("name")!.Value);
    }

    [Theory]
    [InlineData(Generators)]
    [InlineData(Testing)]
    [InlineData(Cdk)]
    [InlineData(Tool)]
    public void A_package_says_whose_it_is_and_where_it_comes_from(string id)
    {
        PackageFile package = new(PackageFeed.Path, id);
        Assert.Equal("MIT", package.Get("license"));
        Assert.Equal("icon.png", package.Get("icon"));
        Assert.Equal("README.md", package.Get("readme"));
        Assert.Equal("https://github.com/lambda-destinations/lambda-destinations", package.Get("projectUrl"));
        Assert.False(string.IsNullOrWhiteSpace(package.Get("description")));
        Assert.False(string.IsNullOrWhiteSpace(package.Get("tags")));
        Dictionary<string, string> repository = package.Specification.Elements().Single(static x => x.Name.LocalName == "repository").Attributes().ToDictionary(static x => x.Name.LocalName, static x => x.Value);
        Assert.Equal("https://github.com/lambda-destinations/lambda-destinations.git", repository["url"]);
        Assert.Equal(40, repository["commit"].Length);

        // nuget.org resolves no relative links.
        string readme = Encoding.UTF8.GetString(package["README.md"]);
        Assert.NotEmpty(readme);
        string[] links = [.. Regex.Matches(readme, @"\]\(([^)#][^)]*)\)").Select(static x => x.Groups[1].Value)];
        string files = $"https://github.com/lambda-destinations/lambda-destinations/blob/{repository["commit"]}/";
        Assert.All(links, static x => Assert.StartsWith("https://", x, StringComparison.Ordinal));
        Assert.All(links.Where(x => x.StartsWith(files, StringComparison.Ordinal)), x => Assert.True(File.Exists(Path.Combine(PackageFeed.Repository, x[files.Length..].Split('#')[0])), x));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], package["icon.png"][..4]);
    }

    [Theory]
    [InlineData(Generators)]
    [InlineData(Testing)]
    [InlineData(Cdk)]
    public void Every_assembly_is_deterministic_and_its_symbols_lead_to_the_public_sources(string id)
    {
        PackageFile package = new(PackageFeed.Path, id);
        PackageFile symbolPackage = new(PackageFeed.Path, id, "snupkg");
        string commit = package.Specification.Elements().Single(static x => x.Name.LocalName == "repository").Attribute("commit")!.Value;
        foreach (string assembly in package.Files.Where(static x => x.EndsWith(".dll", StringComparison.Ordinal)))
        {
            Symbols symbols = package.SymbolsOf(assembly);
            Assert.True(symbols.IsDeterministic, assembly);
            if (symbols.SourceLink is null)
            {
                Symbols separate = symbolPackage.ReadSymbols(Path.ChangeExtension(assembly, ".pdb"));
                Assert.Equal(symbols.Id, separate.Id);
                symbols = separate;
            }

            Assert.Contains($"https://raw.githubusercontent.com/lambda-destinations/lambda-destinations/{commit}/*", symbols.SourceLink, StringComparison.Ordinal);
        }
    }

    /// <summary>The same commit gives the same files, wherever the clone stands.</summary>
    [Fact]
    public async Task Another_build_in_another_folder_gives_the_same_bytes()
    {
        DirectoryInfo clone = Directory.CreateTempSubdirectory("lambda-destinations-clone-");
        try
        {
            foreach (string file in Directory.GetFiles(PackageFeed.Repository).Where(static x => Path.GetFileName(x) != ".git"))
            {
                File.Copy(file, Path.Combine(clone.FullName, Path.GetFileName(file)));
            }

            foreach (string folder in new[] { "src", "templates", "docs" })
            {
                Copy(new DirectoryInfo(Path.Combine(PackageFeed.Repository, folder)), clone.CreateSubdirectory(folder));
            }

            string git = Path.Combine(PackageFeed.Repository, ".git");
            File.WriteAllText(Path.Combine(clone.FullName, ".git"), File.Exists(git) ? File.ReadAllText(git) : $"gitdir: {git}\n");

            string again = Path.Combine(clone.FullName, "feed");
            (int exitCode, string output) = await Dotnet.Run(clone.FullName, "pack", "LambdaDestinations.Packages.slnf", "-c", "Release", "-o", again, "--artifacts-path", Path.Combine(clone.FullName, "artifacts", "packages"), "-p:CI=true", $"-p:PackageVersion={PackageFeed.Version}", "--nologo", "-v:m");
            Assert.True(exitCode == 0, output);
            foreach ((string id, string extension) in new[] { (Generators, "nupkg"), (Generators, "snupkg"), (Testing, "nupkg"), (Testing, "snupkg"), (Cdk, "nupkg"), (Cdk, "snupkg"), (Tool, "nupkg"), ("LambdaDestinations.ProjectTemplates", "nupkg") })
            {
                Assert.Equal(new PackageFile(PackageFeed.Path, id, extension).Hashes(), new PackageFile(again, id, extension).Hashes());
            }
        }
        finally
        {
            clone.Delete(recursive: true);
        }
    }

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (FileInfo file in from.GetFiles())
        {
            file.CopyTo(Path.Combine(to.FullName, file.Name));
        }

        foreach (DirectoryInfo folder in from.GetDirectories().Where(static x => x.Name is not ("bin" or "obj")))
        {
            Copy(folder, to.CreateSubdirectory(folder.Name));
        }
    }
}
