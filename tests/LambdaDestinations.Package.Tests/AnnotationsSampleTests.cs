using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>samples/AnnotationsOrders, which stands outside the solution, with imitations of the packages that it needs.</summary>
public sealed partial class AnnotationsSampleTests : IClassFixture<PackageFeed>
{
    private const string Function = "AnnotationsOrdersOrderFunctionsPlaceGenerated";

    [Fact]
    public async Task The_sample_builds_and_both_write_its_template()
    {
        string sample = Path.Combine(PackageFeed.Repository, "samples", "AnnotationsOrders");
        using UserSolution solution = new();
        AmazonImitation.Write(solution);
        foreach (string file in Directory.EnumerateFiles(sample).Where(static x => Path.GetExtension(x) is ".cs" or ".template"))
        {
            solution.Write("Sample/" + Path.GetFileName(file), File.ReadAllText(file));
        }

        // The project as it is, except where its packages come from.
        string project = File.ReadAllText(Path.Combine(sample, "AnnotationsOrders.csproj"));
        Assert.Equal(["Amazon.Lambda.Annotations", "Amazon.Lambda.Core", "Amazon.Lambda.Serialization.SystemTextJson"], Package().Matches(project).Select(static x => x.Groups[1].Value));
        string properties = Package().Replace(project, "")
            .Replace("""<Project Sdk="Microsoft.NET.Sdk">""", "", StringComparison.Ordinal)
            .Replace("</Project>", "", StringComparison.Ordinal)
            .Replace("<UsesLambdaDestinations>true</UsesLambdaDestinations>", "", StringComparison.Ordinal);
        solution.Write("Sample/AnnotationsOrders.csproj", properties + AmazonImitation.References + $"""<ItemGroup><PackageReference Include="LambdaDestinations.Generators" Version="{PackageFeed.Version}" /></ItemGroup>""");

        await solution.Run("build", "Sample");
        JsonNode first = Template(solution);
        JsonNode function = first["Resources"]![Function]!;
        Assert.Equal("Amazon.Lambda.Annotations", function["Metadata"]!["Tool"]!.GetValue<string>());
        Assert.Equal("AnnotationsOrders::AnnotationsOrders.OrderFunctions_Place_Generated::Place", function["Properties"]!["Handler"]!.GetValue<string>());
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse($$$"""
                    {
                      "MaximumRetryAttempts": 1,
                      "DestinationConfig": {
                        "OnSuccess": {"Type": "SQS", "Destination": {"Fn::GetAtt": ["PlacedQueue", "Arn"]}},
                        "OnFailure": {"Type": "SQS", "Destination": {"Fn::GetAtt": ["{{{Function}}}OnFailureQueue", "Arn"]}}
                      }
                    }
                    """),
                function["Properties"]!["EventInvokeConfig"]),
            function.ToJsonString());
        Assert.Equal("AWS::SQS::Queue", first["Resources"]![Function + "OnFailureQueue"]!["Type"]!.GetValue<string>());
        Assert.Equal(3, first["Resources"]!.AsObject().Count);

        // Annotations writes the file anew in each compile; what is ours is still there and is not written twice.
        await solution.Run("build", "Sample", "--no-incremental", "--no-restore", "--no-dependencies");
        Assert.True(JsonNode.DeepEquals(first, Template(solution)), solution.Read("Sample/serverless.template"));
    }

    private static JsonNode Template(UserSolution solution) => JsonNode.Parse(solution.Read("Sample/serverless.template"))!;

    [GeneratedRegex("""<PackageReference Include="([^"]+)" Version="[^"]+" />""")]
    private static partial Regex Package();
}
