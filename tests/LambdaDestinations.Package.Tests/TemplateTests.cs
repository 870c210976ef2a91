using System;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>The newcomer's path: install the template, make a function, build it, run its tests.</summary>
public sealed class TemplateTests : IClassFixture<PackageFeed>
{
    [Fact]
    public void The_template_package_holds_what_it_should_and_nothing_else()
    {
        PackageFile package = new(PackageFeed.Path, "LambdaDestinations.ProjectTemplates");
        Assert.Equal(
            [
                "LambdaDestinations.ProjectTemplates.nuspec",
                "README.md",
                "content/lambda-destinations/.gitignore",
                "content/lambda-destinations/.template.config/template.json",
                "content/lambda-destinations/My-Function.sln",
                "content/lambda-destinations/cdk.json",
                "content/lambda-destinations/infra/My-Function.Infra/FunctionStack.cs",
                "content/lambda-destinations/infra/My-Function.Infra/My-Function.Infra.csproj",
                "content/lambda-destinations/infra/My-Function.Infra/Program.cs",
                "content/lambda-destinations/nuget.config",
                "content/lambda-destinations/src/My-Function/Failures.cs",
                "content/lambda-destinations/src/My-Function/Function.cs",
                "content/lambda-destinations/src/My-Function/My-Function.csproj",
                "content/lambda-destinations/template.yaml",
                "content/lambda-destinations/test/My-Function.Tests/FunctionTests.cs",
                "content/lambda-destinations/test/My-Function.Tests/My-Function.Tests.csproj",
                "content/lambda-destinations/test/My-Function.Tests/StackTests.cs",
                "icon.png",
            ],
            package.Files);
        Assert.Empty(package.Dependencies);
        Assert.Equal("Template", package.Specification.Descendants().Single(static x => x.Name.LocalName == "packageType").Attribute("name")!.Value);
    }

    [Fact]
    public async Task A_new_function_builds_updates_its_template_and_passes_its_tests()
    {
        using UserSolution folder = new();
        File.Delete(folder.PathOf("Directory.Packages.props"));
        await AmazonPackages.Pack(folder, PackageFeed.Path);

        // A home of its own: the user's templates are not touched.
        ImmutableDictionary<string, string> home = ImmutableDictionary<string, string>.Empty.Add("DOTNET_CLI_HOME", folder.PathOf("home"));
        await folder.Run(home, "new", "install", Directory.GetFiles(PackageFeed.Path, "LambdaDestinations.ProjectTemplates.*.nupkg").Single());
        foreach ((string carrier, string name, string[] expected) in new[]
        {
            ("sqs", "Shop", new[] { "  ShopFunction:", "Handler: Shop::Shop.Function::Handle", "  ShopFailures:", "ShopFunctionOnSuccessQueue:", "Destination: !GetAtt FailedQueue.Arn" }),
            ("sns", "acme-orders", ["  acmeordersFunction:", "Handler: acme-orders::acme_orders.Function::Handle", "Handler: acme-orders::acme_orders.Failures_Report_Consumer::HandleAsync", "acmeordersFunctionOnSuccessTopic:", "Destination: !Ref FailedTopic"]),
            ("eventbridge", "My.Records", ["  MyRecordsFunction:", "  RecordBus:", "Type: EventBridge", "Destination: !GetAtt RecordBus.Arn"]),
        })
        {
            await folder.Run(home, "new", "lambda-destinations", "-n", name, "--carrier", carrier, "-o", name);
            string test = await folder.Run("test", $"{name}/{name}.sln");
            Assert.Contains("Passed:     2", test, StringComparison.Ordinal);
            string template = folder.Read(name + "/template.yaml");
            Assert.All(expected, x => Assert.Contains(x, template, StringComparison.Ordinal));
            Assert.DoesNotContain("#if", template, StringComparison.Ordinal);
            Assert.Contains("MaximumRetryAttempts: 1", template, StringComparison.Ordinal);
        }
    }

    /// <summary>The same as a CDK app: the tests synthesize the stack and play it.</summary>
    [SkippableFact]
    public async Task A_new_CDK_app_builds_and_passes_its_tests()
    {
        using UserSolution folder = new();
        Skip.If(!HasNode() && Environment.GetEnvironmentVariable("CI") != "true", "Node.js is not here");
        File.Delete(folder.PathOf("Directory.Packages.props"));
        await AmazonPackages.Pack(folder, PackageFeed.Path);
        ImmutableDictionary<string, string> home = ImmutableDictionary<string, string>.Empty.Add("DOTNET_CLI_HOME", folder.PathOf("home"));
        await folder.Run(home, "new", "install", Directory.GetFiles(PackageFeed.Path, "LambdaDestinations.ProjectTemplates.*.nupkg").Single());
        foreach ((string carrier, string name) in new[] { ("sqs", "Shop"), ("sns", "acme-orders"), ("eventbridge", "My.Records") })
        {
            await folder.Run(home, "new", "lambda-destinations", "-n", name, "--carrier", carrier, "--iac", "cdk", "-o", name);
            string test = await folder.Run("test", $"{name}/{name}.sln");
            Assert.Contains("Passed:     3", test, StringComparison.Ordinal);
            Assert.False(File.Exists(folder.PathOf(name + "/template.yaml")));
            string stack = folder.Read($"{name}/infra/{name}.Infra/FunctionStack.cs");
            Assert.DoesNotContain("#if", stack, StringComparison.Ordinal);
        }
    }

    private static bool HasNode()
    {
        try
        {
            using Process node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
            node.WaitForExit();
            return node.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
