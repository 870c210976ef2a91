using System;
using System.IO;
using System.Threading.Tasks;

namespace LambdaDestinations.Build.Tests;

/// <summary>A user's project in a folder of its own, with the package from the feed.</summary>
internal sealed class ConsumerProject : IDisposable
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

    public ConsumerProject(PackageFeed feed, string frameworks = "net10.0")
    {
        string framework = frameworks.Contains(';', StringComparison.Ordinal) ? "TargetFrameworks" : "TargetFramework";
        Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <{framework}>{frameworks}</{framework}>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="LambdaDestinations.Generators" Version="{feed.Version}" />
              </ItemGroup>
            </Project>
            """);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{feed.Packages}" /></config>
              <packageSources>
                <add key="feed" value="{feed.Path}" />
              </packageSources>
            </configuration>
            """);
        Write("Handlers.cs", Code);
        Write("template.yaml", Template);
    }

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    public string Read(string file = "template.yaml") => File.ReadAllText(PathOf(file));

    public bool Exists(string file) => File.Exists(PathOf(file));

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    public async Task<string> Build(params string[] arguments)
    {
        (int exitCode, string output) = await Run(["build", "-v:n", .. arguments]);
        Assert.True(exitCode == 0, output);
        return output;
    }

    public async Task<string> BuildFails(params string[] arguments)
    {
        (int exitCode, string output) = await Run(["build", "-v:n", .. arguments]);
        Assert.True(exitCode != 0, output);
        return output;
    }

    public Task<(int ExitCode, string Output)> Run(params string[] arguments) => Dotnet.Run(_folder.FullName, arguments);

    public void Dispose() => _folder.Delete(recursive: true);
}
