using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>A clone without <c>serverless.template</c>, which Amazon.Lambda.Annotations makes while the compiler runs.</summary>
public sealed class FreshCloneTests : IClassFixture<PackageFeed>
{
    private const string Stray = "Resources:\n  Bucket: {Type: AWS::S3::Bucket}\n";

    private const string Function = "AppOrdersPlaceGenerated";

    [Fact]
    public async Task The_first_build_writes_the_destinations_and_mistakes_no_other_template()
    {
        using UserSolution solution = new();
        AmazonImitation.Write(solution);
        foreach (string name in new[] { "Built", "Published", "Verified" })
        {
            solution.Write($"{name}/{name}.csproj", AmazonImitation.References + """<ItemGroup><PackageReference Include="LambdaDestinations.Generators" /></ItemGroup>""");
            solution.Write($"{name}/Orders.cs", """
                using LambdaDestinations;

                [assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer))]

                namespace App;

                public sealed record Order(string Id);

                public sealed class Orders
                {
                    [Amazon.Lambda.Annotations.LambdaFunction]
                    [OnFailureDestination(DestinationType.Sqs)]
                    public string Place(Order order) => order.Id;
                }

                """);
            solution.Write($"{name}/template.yaml", Stray);
        }

        await solution.Run("build", "Built");
        AssertWritten(solution, "Built");

        // A deploy command may have looked for the template before: the publish warns.
        string published = await solution.Run("publish", "Published", "-p:TreatWarningsAsErrors=false", "-p:MSBuildTreatWarningsAsErrors=false");
        Assert.Contains("warning LD9032", published, StringComparison.Ordinal);
        AssertWritten(solution, "Published");

        (int exitCode, string verified) = await Dotnet.Run(solution.PathOf("."), "build", "Verified", "-p:ContinuousIntegrationBuild=true");
        Assert.True(exitCode != 0, verified);
        Assert.Contains("error LD9031", verified, StringComparison.Ordinal);
        Assert.DoesNotContain("EventInvokeConfig", solution.Read("Verified/serverless.template"), StringComparison.Ordinal);
        Assert.Equal(Stray, solution.Read("Verified/template.yaml"));
    }

    private static void AssertWritten(UserSolution solution, string name)
    {
        JsonNode resources = JsonNode.Parse(solution.Read(name + "/serverless.template"))!["Resources"]!;
        Assert.Equal(Function + "OnFailureQueue", resources[Function]!["Properties"]!["EventInvokeConfig"]!["DestinationConfig"]!["OnFailure"]!["Destination"]!["Fn::GetAtt"]![0]!.GetValue<string>());
        Assert.Equal("AWS::SQS::Queue", resources[Function + "OnFailureQueue"]!["Type"]!.GetValue<string>());
        Assert.Equal(Stray, solution.Read(name + "/template.yaml"));
    }
}
