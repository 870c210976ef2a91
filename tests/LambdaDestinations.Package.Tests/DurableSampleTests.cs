using System;
using System.IO;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>samples/DurableOrders with the package in place of the repository's projects.</summary>
public sealed class DurableSampleTests : IClassFixture<PackageFeed>
{
    [Fact]
    public async Task The_build_writes_the_event_rules_of_the_samples_template()
    {
        string sample = Path.Combine(PackageFeed.Repository, "samples", "DurableOrders");
        string written = File.ReadAllText(Path.Combine(sample, "template.yaml")).ReplaceLineEndings("\n");
        int rules = written.IndexOf("\n  PlaceOrderOnSuccessRule:", StringComparison.Ordinal);
        Assert.True(rules > 0);
        using UserSolution solution = new();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(sample, "Functions"), "*.cs"))
        {
            solution.Write("Functions/" + Path.GetFileName(file), File.ReadAllText(file));
        }

        solution.Write("Functions/DurableOrders.csproj", """
            <PropertyGroup><LambdaDestinationsTemplate>../template.yaml</LambdaDestinationsTemplate></PropertyGroup>
            <ItemGroup><PackageReference Include="LambdaDestinations.Generators" /></ItemGroup>
            """);
        solution.Write("template.yaml", written[..rules].TrimEnd('\n') + "\n");

        await solution.Run("build", "Functions");
        Assert.Equal(written, solution.Read("template.yaml"));

        // Nothing is new: the second build changes no byte.
        await solution.Run("build", "Functions", "--no-incremental", "--no-restore");
        Assert.Equal(written, solution.Read("template.yaml"));
    }
}
