using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace LambdaDestinations.Build.Tests;

/// <summary>Real builds in which there are several of something: templates, frameworks, projects, builds at the same time. They run beside <see cref="PackageBuildTests"/>.</summary>
public sealed class SeveralBuildsTests : IClassFixture<PackageFeed>
{
    /// <summary>The property holds several, by semicolons, or items name them; each is an input of the target, checked by the analyzers and drawn.</summary>
    [Theory]
    [InlineData("<PropertyGroup><LambdaDestinationsTemplate>template.yaml; infra/ship.yaml</LambdaDestinationsTemplate></PropertyGroup>")]
    [InlineData("<ItemGroup><LambdaDestinationsTemplate Include=\"template.yaml;infra/*.yaml\" /></ItemGroup>")]
    public async Task A_project_with_several_templates_finds_each_handler_in_one_of_them(string templates)
    {
        using ConsumerProject project = new();
        string code = ConsumerProject.Code[..ConsumerProject.Code.LastIndexOf('}')];
        project.Write("Handlers.cs", code + "    [OnFailureDestination(DestinationType.Sqs)] public void Ship(Order order) { }\n}\n");
        project.Write("App.csproj", project.Read("App.csproj").Replace("</Project>", templates + "</Project>", StringComparison.Ordinal));
        Directory.CreateDirectory(project.PathOf("infra"));
        project.Write("infra/ship.yaml", ConsumerProject.Template.Replace("Worker", "Shipper", StringComparison.Ordinal).Replace("Handlers::Run", "Handlers::Ship", StringComparison.Ordinal));

        await project.Build("-p:LambdaDestinationsMap=obj/flow.md");
        string[] updated = [project.Read(), project.Read("infra/ship.yaml")];
        Assert.Contains("  WorkerOnFailureQueue:\n", updated[0], StringComparison.Ordinal);
        Assert.Contains("  ShipperOnFailureQueue:\n", updated[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Shipper", updated[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Worker", updated[1], StringComparison.Ordinal);
        Assert.All(["template.yaml", "ship.yaml"], x => Assert.Contains(x, project.Read("obj/flow.md"), StringComparison.Ordinal));
        await project.Build();
        Assert.Contains(PackageBuildTests.Skipped, await project.Build("-v:detailed"), StringComparison.Ordinal);

        // Each of them is an input, and checked.
        project.Write("infra/ship.yaml", ConsumerProject.Template.Replace("Worker", "Shipper", StringComparison.Ordinal).Replace("Handlers::Run", "Handlers::Ship", StringComparison.Ordinal));
        string verified = await project.BuildFails("-p:LambdaDestinationsTemplateMode=Verify");
        Assert.Matches(@"Handlers\.cs\(\d+,\d+\): error LD9010: 'Shipper' has no .*\(in ship\.yaml\)", verified);
        Assert.DoesNotContain("error LD1012", verified, StringComparison.Ordinal);
        Assert.DoesNotContain("'Worker'", verified, StringComparison.Ordinal);
        await project.Build();
        Assert.Equal((updated[0], updated[1]), (project.Read(), project.Read("infra/ship.yaml")));

        await project.Build("-p:LambdaDestinationsTemplateMode=Generate");
        Assert.True(project.Exists("bin/Debug/net10.0/template.yaml") && project.Exists("bin/Debug/net10.0/ship.yaml"));
        (int exitCode, string output) = await project.Run("clean", "-p:LambdaDestinationsTemplateMode=Generate");
        Assert.True(exitCode == 0, output);
        Assert.False(project.Exists("bin/Debug/net10.0/template.yaml") || project.Exists("bin/Debug/net10.0/ship.yaml"));

        // A handler that none of them runs is one error.
        project.Write("infra/ship.yaml", "Resources: {}\n");
        string missing = await project.BuildFails();
        Assert.Matches(@"Handlers\.cs\(\d+,\d+\): error LD1012: No function of the templates template\.yaml, ship\.yaml runs 'App::App\.Handlers::Ship'", missing);
    }

    [Fact]
    public async Task Two_builds_at_once_in_one_folder_write_what_one_writes()
    {
        using ConsumerProject project = new();
        await project.Build();
        string alone = project.Read();
        project.Write("template.yaml", ConsumerProject.Template);
        (int ExitCode, string Output)[] builds = await Task.WhenAll(project.Run("build", "--no-incremental"), project.Run("build", "--no-incremental"));

        // The compilers of two builds may be in each other's way in obj; the template is not.
        Assert.Contains(builds, static x => x.ExitCode == 0);
        Assert.All(builds, static x => Assert.DoesNotContain("error LD", x.Output, StringComparison.Ordinal));
        Assert.Equal(alone, project.Read());
        Assert.Empty(Directory.GetFiles(project.PathOf("."), ".template.yaml.*.tmp"));
    }

    [Fact]
    public async Task Two_projects_that_are_built_at_once_with_one_template_lose_nothing_and_neither_does_who_saves_it()
    {
        using ConsumerProject one = new();
        using ConsumerProject two = new(properties: $"<AssemblyName>Other</AssemblyName><LambdaDestinationsTemplate>{one.PathOf("template.yaml")}</LambdaDestinationsTemplate>");
        await two.Run("restore");
        await one.Run("restore");
        string before = ConsumerProject.Template + "  Second:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: Other::App.Handlers::Run\n      Runtime: dotnet10\n";
        one.Write("template.yaml", before);
        two.Write("template.yaml", "Resources: {}\n");
        bool isDone = false;

        // Somebody appends a line whenever the template has changed, and saves as editors do.
        Task<int> editor = Task.Run(() =>
        {
            int saves = 0;
            string seen = "";
            while (!System.Threading.Volatile.Read(ref isDone))
            {
                string text = one.Read();
                if (text != seen)
                {
                    seen = text + $"# save {++saves}\n";
                    one.Write("saved", seen);
                    File.Move(one.PathOf("saved"), one.PathOf("template.yaml"), overwrite: true);
                }

                System.Threading.Thread.Sleep(5);
            }

            return saves;
        });
        (int ExitCode, string Output)[] builds = await Task.WhenAll(one.Run("build"), two.Run("build"));
        System.Threading.Volatile.Write(ref isDone, true);
        int saved = await editor;

        Assert.All(builds, static x => Assert.True(x.ExitCode == 0, x.Output));
        string after = one.Read();
        Assert.Contains("Destination: !GetAtt WorkerOnFailureQueue.Arn", after, StringComparison.Ordinal);
        Assert.Contains("Destination: !GetAtt SecondOnFailureQueue.Arn", after, StringComparison.Ordinal);
        Assert.Contains($"# save {saved}\n", after, StringComparison.Ordinal);
        Assert.Equal("Resources: {}\n", two.Read());
        Assert.Empty(Directory.GetFiles(one.PathOf("."), ".template.yaml.*.tmp"));
    }

    [Fact]
    public async Task A_multi_targeted_project_updates_the_template_once()
    {
        using ConsumerProject project = new(";net10.0; net8.0");
        string output = await project.Build();
        Assert.Single(Regex.Matches(output, Regex.Escape(PackageBuildTests.Updated) + ".*").Select(static x => x.Value).Distinct());
        Assert.Contains("WorkerOnFailureQueue", project.Read(), StringComparison.Ordinal);
        (int exitCode, string cleaned) = await project.Run("clean");
        Assert.True(exitCode == 0, cleaned);
    }
}
