using System;
using System.IO;
using System.Threading.Tasks;

namespace LambdaDestinations.Build.Tests;

/// <summary>A user's project in a folder of its own, with the package from the feed.</summary>
public sealed class ConsumerProject : IDisposable
{
    public const string Code = """
        using LambdaDestinations;

        namespace App;

        public record Order(string Id);

        public class Handlers
        {
            // Kept through every build.
            [OnSuccessDestination(DestinationType.Sqs, "@SuccessQueue")]
            [OnFailureDestination(DestinationType.Sqs)]
            public Order Run(Order order) => order;
        }

        """;

    public const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          SuccessQueue: { Type: AWS::SQS::Queue }   # success-sqs
          Worker:   # the worker
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Run
              Runtime: dotnet10

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-app-");
    private readonly string _project;
    private bool _isRestored;

    public ConsumerProject(string frameworks = "net10.0", string properties = "")
    {
        string framework = frameworks.Contains(';', StringComparison.Ordinal) ? "TargetFrameworks" : "TargetFramework";
        _project = $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <{framework}>{frameworks}</{framework}>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="LambdaDestinations.Generators" Version="{PackageFeed.Version}" />
              </ItemGroup>
            </Project>
            """;
        Write("App.csproj", _project);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{PackageFeed.Packages}" /></config>
              <packageSources>
                <add key="feed" value="{PackageFeed.Path}" />
              </packageSources>
            </configuration>
            """);
        Reset();
    }

    /// <summary>A project as it was before its first build; only the restore is kept.</summary>
    public ConsumerProject Reset()
    {
        foreach (string folder in new[] { "bin", "obj/Debug", "obj/Release", "infra", "docs" })
        {
            if (Directory.Exists(PathOf(folder)))
            {
                Directory.Delete(PathOf(folder), recursive: true);
            }
        }

        File.Delete(PathOf("aws-lambda-tools-defaults.json"));
        Write("Handlers.cs", Code);
        Write("template.yaml", Template);
        return this;
    }

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    public string Read(string file = "template.yaml") => File.ReadAllText(PathOf(file));

    public bool Exists(string file) => File.Exists(PathOf(file));

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    public async Task<string> Build(params string[] arguments)
    {
        (int exitCode, string output) = await Run(["build", .. arguments]);
        Assert.True(exitCode == 0, output);
        return output;
    }

    public async Task<string> BuildFails(params string[] arguments)
    {
        (int exitCode, string output) = await Run(["build", .. arguments]);
        Assert.True(exitCode != 0, output);
        return output;
    }

    public async Task<(int ExitCode, string Output)> Run(params string[] arguments)
    {
        string[] restore = _isRestored && arguments[0] != "clean" ? ["--no-restore"] : [];
        (int exitCode, string output) = await Dotnet.Run(_folder.FullName, [arguments[0], "-v:n", "-m:1", .. arguments[1..], .. restore]);
        _isRestored |= exitCode == 0;
        return (exitCode, output);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>One project for many builds, restored once.</summary>
public sealed class SharedProject : IAsyncLifetime, IDisposable
{
    private readonly PackageFeed _feed = new();
    private ConsumerProject? _project;

    /// <summary>The project, reset.</summary>
    public ConsumerProject Fresh() => _project!.Reset();

    public async Task InitializeAsync()
    {
        await _feed.InitializeAsync();
        _project = new ConsumerProject();
    }

    public Task DisposeAsync() => _feed.DisposeAsync();

    public void Dispose() => _project?.Dispose();
}
