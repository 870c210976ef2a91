using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>docs/getting-started.md, followed to the letter.</summary>
public sealed partial class GettingStartedTests : IClassFixture<PackageFeed>
{
    private const string Reference = """<ItemGroup><PackageReference Include="LambdaDestinations.Generators" /></ItemGroup>""";

    /// <summary>All sections in one solution, one build: each block of code and each property is used as it stands.</summary>
    [Fact]
    public async Task A_reader_of_the_guide_gets_what_it_shows()
    {
        string page = File.ReadAllText(Path.Combine(PackageFeed.Repository, "docs", "getting-started.md"));
        string[] code = Blocks(Section(page, "SAM"), "csharp");
        Assert.Equal(3, code.Length);
        using UserSolution solution = new();
        AmazonImitation.Write(solution);
        (string Folder, string[] Templates)[] written = [("Sam", Blocks(Section(page, "SAM"), "yaml")), ("CloudFormation", Blocks(Section(page, "Plain CloudFormation"), "yaml"))];
        foreach ((string folder, string[] templates) in written)
        {
            WriteShop(folder, "");
            solution.Write(folder + "/template.yaml", templates[0]);
        }

        // The template is somewhere else.
        WriteShop("Shops/Elsewhere", Assert.Single(Blocks(Section(page, "SAM"), "xml")));
        solution.Write("infra/template.yaml", written[0].Templates[0]);

        // The function has another name for the handler.
        WriteShop("Named", "", code[2]);
        solution.Write("Named/template.yaml", written[0].Templates[0].Replace("Handler: Shop::Shop.Orders::Place", "Handler: Shop", StringComparison.Ordinal));

        string annotated = Assert.Single(Blocks(Section(page, "Amazon.Lambda.Annotations"), "csharp"));
        solution.Write("Annotated/Annotated.csproj", AmazonImitation.References + Reference);
        solution.Write("Annotated/Importer.cs", $$"""
            using System.Threading.Tasks;
            using Amazon.Lambda.Annotations;
            using Amazon.Lambda.Annotations.S3;
            using Amazon.Lambda.S3Events;
            using LambdaDestinations;

            [assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer))]

            namespace Shop;

            public sealed class Importer
            {
            {{annotated.Replace("…", "Task.CompletedTask;", StringComparison.Ordinal)}}
            }
            """);
        solution.Write("Annotated/serverless.template", """{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Uploads": {"Type": "AWS::S3::Bucket"}}}""");

        // The CDK owns the template: the build looks at none, even where one lies that knows nothing of the handlers.
        WriteShop("Cdk", Assert.Single(Blocks(Section(page, "CDK"), "xml")));
        solution.Write("Cdk/template.yaml", "Resources: {}\n");

        solution.Write("All.slnx", """
            <Solution>
              <Project Path="Sam/Sam.csproj" />
              <Project Path="CloudFormation/CloudFormation.csproj" />
              <Project Path="Shops/Elsewhere/Elsewhere.csproj" />
              <Project Path="Named/Named.csproj" />
              <Project Path="Cdk/Cdk.csproj" />
              <Project Path="Annotated/Annotated.csproj" />
            </Solution>
            """);
        await solution.Run("build", "All.slnx");

        foreach ((string folder, string[] templates) in written)
        {
            string updated = solution.Read(folder + "/template.yaml");
            Assert.StartsWith(templates[0].TrimEnd(), updated, StringComparison.Ordinal);
            Assert.NotEmpty(templates[1..]);
            Assert.All(templates[1..], x => Assert.Contains(x, updated, StringComparison.Ordinal));
        }

        Assert.Equal(solution.Read("Sam/template.yaml"), solution.Read("infra/template.yaml"));
        Assert.Contains(written[0].Templates[1], solution.Read("Named/template.yaml"), StringComparison.Ordinal);
        JsonNode imported = JsonNode.Parse(solution.Read("Annotated/serverless.template"))!["Resources"]!["ShopImporterImportGenerated"]!["Properties"]!;
        Assert.Equal("ShopImporterImportGeneratedOnFailureQueue", imported["EventInvokeConfig"]!["DestinationConfig"]!["OnFailure"]!["Destination"]!["Fn::GetAtt"]![0]!.GetValue<string>());
        Assert.Equal("Resources: {}\n", solution.Read("Cdk/template.yaml"));

        void WriteShop(string folder, string property, string attribute = "")
        {
            solution.Write($"{folder}/{Path.GetFileName(folder)}.csproj", $"<PropertyGroup><AssemblyName>Shop</AssemblyName>{property}</PropertyGroup>" + Reference);
            solution.Write(folder + "/Orders.cs", code[0].Replace("    [AsyncInvocation", "    " + attribute + "[AsyncInvocation", StringComparison.Ordinal));
            solution.Write(folder + "/Mailer.cs", code[1]);
        }
    }

    /// <summary>The items of docs/templates.md as they stand: each handler goes into the template that has its function.</summary>
    [Fact]
    public async Task A_project_with_several_templates_writes_each_handler_where_its_function_is()
    {
        string page = File.ReadAllText(Path.Combine(PackageFeed.Repository, "docs", "templates.md"));
        using UserSolution solution = new();
        solution.Write("Shop/Shop.csproj", Assert.Single(Blocks(Section(page, "Which template"), "xml")) + Reference);
        solution.Write("Shop/Orders.cs", UserSolution.Orders);
        solution.Write("Shop/Shipping.cs", "namespace Shop; public static class Shipping { [LambdaDestinations.OnFailureDestination(LambdaDestinations.DestinationType.Sqs)] public static void Ship(Order order) { } }\n");
        solution.Write("Shop/stacks/orders.yaml", UserSolution.Template);
        solution.Write("Shop/stacks/shipping.yaml", UserSolution.Template.Replace("PlaceOrder", "Ship", StringComparison.Ordinal).Replace("Shop.Orders::Place", "Shop.Shipping::Ship", StringComparison.Ordinal));
        await solution.Run("build", "Shop");
        Assert.Contains("  PlaceOrderOnSuccessQueue:\n", solution.Read("Shop/stacks/orders.yaml"), StringComparison.Ordinal);
        Assert.Contains("  ShipOnFailureQueue:\n", solution.Read("Shop/stacks/shipping.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("ShipOnFailureQueue", solution.Read("Shop/stacks/orders.yaml"), StringComparison.Ordinal);
        await solution.Run("build", "Shop", "-p:LambdaDestinationsTemplateMode=Verify");
    }

    /// <summary>What stands under a heading of the second level.</summary>
    private static string Section(string page, string heading) => page.Split("\n## ").Single(x => x.StartsWith(heading + "\n", StringComparison.Ordinal));

    private static string[] Blocks(string section, string language) => [.. Fence().Matches(section).Where(x => x.Groups[1].Value == language).Select(static x => x.Groups[2].Value)];

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
