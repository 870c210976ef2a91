using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>The newcomer's path: install the template, make a function, build it, run its tests.</summary>
[Collection(nameof(Feed))]
public sealed class TemplateTests(PackageFeed feed)
{
    [Fact]
    public void The_template_package_holds_what_it_should_and_nothing_else()
    {
        PackageFile package = new(feed.Path, "LambdaDestinations.ProjectTemplates");
        Assert.Equal(
            [
                "LambdaDestinations.ProjectTemplates.nuspec",
                "README.md",
                "content/lambda-destinations/.gitignore",
                "content/lambda-destinations/.template.config/template.json",
                "content/lambda-destinations/My-Function.sln",
                "content/lambda-destinations/src/My-Function/Function.cs",
                "content/lambda-destinations/src/My-Function/My-Function.csproj",
                "content/lambda-destinations/template.yaml",
                "content/lambda-destinations/test/My-Function.Tests/FunctionTests.cs",
                "content/lambda-destinations/test/My-Function.Tests/My-Function.Tests.csproj",
                "icon.png",
            ],
            package.Files);
        Assert.Empty(package.Dependencies);
        Assert.Equal("Template", package.Specification.Descendants().Single(static x => x.Name.LocalName == "packageType").Attribute("name")!.Value);
    }

    [Fact]
    public async Task A_new_function_builds_updates_its_template_and_passes_its_tests()
    {
        using UserSolution folder = new(feed);
        File.Delete(folder.PathOf("Directory.Packages.props"));
        await AddAmazonStubs(folder, feed.Path);

        // A home of its own: the user's templates are not touched.
        ImmutableDictionary<string, string> home = ImmutableDictionary<string, string>.Empty.Add("DOTNET_CLI_HOME", folder.PathOf("home"));
        await folder.Run(home, "new", "install", Directory.GetFiles(feed.Path, "LambdaDestinations.ProjectTemplates.*.nupkg").Single());
        foreach ((string carrier, string name, string[] expected) in new[]
        {
            ("sqs", "Shop", new[] { "  ShopFunction:", "Handler: Shop::Shop.Function::Handle", "ShopFunctionOnSuccessQueue:", "Destination: !GetAtt ShopFunctionOnFailureQueue.Arn" }),
            ("sns", "acme-orders", ["  acmeordersFunction:", "Handler: acme-orders::acme_orders.Function::Handle", "acmeordersFunctionOnSuccessTopic:", "Destination: !Ref acmeordersFunctionOnFailureTopic"]),
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

    /// <summary>Amazon's packages are not on every machine's sources: the names that the template needs of them, and no more.</summary>
    private static async Task AddAmazonStubs(UserSolution folder, string target)
    {
        folder.Write("amazon/Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net8.0</TargetFramework><LangVersion>latest</LangVersion></PropertyGroup></Project>");
        folder.Write("amazon/Core/Amazon.Lambda.Core.csproj", "<PropertyGroup><Version>2.5.0</Version></PropertyGroup>");
        folder.Write("amazon/Core/Core.cs", """
            namespace Amazon.Lambda.Core
            {
                [System.AttributeUsage(System.AttributeTargets.Assembly | System.AttributeTargets.Method)]
                public sealed class LambdaSerializerAttribute(System.Type serializerType) : System.Attribute
                {
                    public System.Type SerializerType { get; } = serializerType;
                }
            }

            """);
        folder.Write("amazon/Json/Amazon.Lambda.Serialization.SystemTextJson.csproj", """
            <PropertyGroup><Version>2.4.4</Version></PropertyGroup>
            <ItemGroup><ProjectReference Include="../Core/Amazon.Lambda.Core.csproj" /></ItemGroup>
            """);
        folder.Write("amazon/Json/Json.cs", """
            namespace Amazon.Lambda.Serialization.SystemTextJson
            {
                public class SourceGeneratorLambdaJsonSerializer<T> where T : System.Text.Json.Serialization.JsonSerializerContext { }
            }

            """);
        folder.Write("amazon/All.slnx", """<Solution><Project Path="Core/Amazon.Lambda.Core.csproj" /><Project Path="Json/Amazon.Lambda.Serialization.SystemTextJson.csproj" /></Solution>""");
        await folder.Run("pack", "amazon/All.slnx", "-o", target);
    }
}
