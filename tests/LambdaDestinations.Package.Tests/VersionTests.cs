using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>The version of a release build and where its help links lead, by the tags of the clone that is built.</summary>
public sealed class VersionTests
{
    [Fact]
    public async Task The_version_is_that_of_the_tag_and_never_below_the_floor()
    {
        using Clone clone = new();
        Assert.Equal(("0.1.0-alpha.0", "main"), await clone.Version());

        await clone.Git("init", "--quiet");
        await clone.Commit();
        await clone.Commit();
        Assert.Equal(("0.1.0-alpha.0.1", "main"), await clone.Version());

        await clone.Git("tag", "v1.2.3-rc.1");
        Assert.Equal(("1.2.3-rc.1", "v1.2.3-rc.1"), await clone.Version());

        await clone.Commit();
        Assert.Equal(("1.2.3-rc.1.1", "main"), await clone.Version());

        await clone.Git("tag", "v1.2.3");
        Assert.Equal(("1.2.3", "v1.2.3"), await clone.Version());
        Assert.Contains("\"1.2.3\"", await clone.TemplateConfiguration(), StringComparison.Ordinal);

        await clone.Commit();
        Assert.Equal(("1.2.4-alpha.0.1", "main"), await clone.Version());

        // A shallow clone does not see the tags behind its depth.
        using Clone shallow = clone.Shallow();
        await shallow.Git("clone", "--quiet", "--depth", "1", "--no-tags", new Uri(clone.Folder).AbsoluteUri, ".");
        Assert.Equal(("0.1.0-alpha.0", "main"), await shallow.Version());
    }

    /// <summary>As much of the repository as decides the version.</summary>
    private sealed class Clone : IDisposable
    {
        private const string Project = "src/LambdaDestinations.Templates/LambdaDestinations.Templates.csproj";

        private const string Templates = "templates/LambdaDestinations.ProjectTemplates.csproj";
        private const string Configuration = "templates/content/lambda-destinations/.template.config/template.json";

        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-version-");

        public Clone()
            : this(isEmpty: false)
        {
        }

        private Clone(bool isEmpty)
        {
            string[] files = isEmpty ? [] : ["global.json", "nuget.config", "Directory.Build.props", "Directory.Packages.props", "src/Directory.Build.targets", Project, Templates, Configuration];
            foreach (string file in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, file))!);
                File.Copy(Path.Combine(PackageFeed.Repository, file), Path.Combine(Folder, file));
            }
        }

        public string Folder => _folder.FullName;

        public Clone Shallow() => new(isEmpty: true);

        public async Task Git(params string[] arguments)
        {
            (int exitCode, string output) = await Dotnet.RunGit(Folder, ["-c", "user.name=A", "-c", "user.email=a@b", .. arguments]);
            Assert.True(exitCode == 0, output);
        }

        public async Task Commit()
        {
            await Git("add", Project, "*.props", "*.targets", "*.json", "*.config");
            await Git("commit", "--quiet", "--allow-empty", "-m", "A");
        }

        /// <summary>What <c>dotnet new</c> reads of the packed template: it refers to the packages of its own version.</summary>
        public async Task<string> TemplateConfiguration()
        {
            (int exitCode, string output) = await Dotnet.Run(Folder, "msbuild", Templates, "-restore", "-p:Configuration=Release", "-t:_PackContent", "-nologo");
            Assert.True(exitCode == 0, output);
            return await File.ReadAllTextAsync(Directory.EnumerateFiles(Path.Combine(Folder, "artifacts"), "template.json", SearchOption.AllDirectories).Single());
        }

        public async Task<(string Version, string DocumentationRevision)> Version()
        {
            (int exitCode, string output) = await Dotnet.Run(
                Folder, "msbuild", Project, "-restore", "-p:Configuration=Release", "-t:_NameDocumentationRevision", "-getProperty:PackageVersion,DocumentationRevision", "-nologo");
            Assert.True(exitCode == 0, output);
            JsonNode properties = JsonNode.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)])!["Properties"]!;
            return (properties["PackageVersion"]!.GetValue<string>(), properties["DocumentationRevision"]!.GetValue<string>());
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
