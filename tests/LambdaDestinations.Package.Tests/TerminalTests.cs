using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>What a person sees of a build: in a terminal, with the log that the SDK chooses there, which shows warnings and no messages.</summary>
public sealed partial class TerminalTests : IClassFixture<PackageFeed>
{
    private const string Reference = """<ItemGroup><PackageReference Include="LambdaDestinations.Generators" /></ItemGroup>""";

    private const string Outside = "      Role: arn:aws:iam::123456789012:role/elsewhere\n";

    /// <summary>Every warning is an error here, by the compiler's property, by MSBuild's and by the command line.</summary>
    [SkippableFact]
    public async Task A_person_sees_what_the_build_does_once_and_of_nothing_new_nothing()
    {
        Skip.IfNot(Dotnet.HasTerminal, "There is no terminal to run in.");
        using UserSolution solution = new();
        solution.Write("Shop/Shop.csproj", "<PropertyGroup><WarningsNotAsErrors>CS0168</WarningsNotAsErrors></PropertyGroup>" + Reference);
        solution.Write("Shop/Orders.cs", UserSolution.Orders);
        solution.Write("Shop/template.yaml", UserSolution.Template);
        await solution.Run("restore", "Shop");

        string first = await See(solution);
        Assert.Equal(["LD9014"], Warnings(first));
        Assert.Contains("'PlaceOrder' changed, 'PlaceOrderOnSuccessQueue' created, 'PlaceOrderOnFailureTopic' created", first, StringComparison.Ordinal);
        Assert.Empty(Warnings(await See(solution)));
        Assert.Empty(Warnings(await See(solution)));

        // A role that comes to stand elsewhere, with the statement that it needs, and a topic that stays after its attribute: each is told by one build.
        string template = solution.Read("Shop/template.yaml").Replace("      Runtime: dotnet10\n", "      Runtime: dotnet10\n" + Outside, StringComparison.Ordinal);
        solution.Write("Shop/template.yaml", template + "Outputs: {Topic: {Value: !Ref PlaceOrderOnFailureTopic}}\n");
        Assert.Equal(["LD3005"], Warnings(await See(solution)));
        solution.Write("Shop/Orders.cs", UserSolution.Orders.Replace("    [OnFailureDestination(DestinationType.Sns)]\n", "", StringComparison.Ordinal));
        Assert.Equal(["LD3005", "LD9006", "LD9014"], Warnings(await See(solution)));
        Assert.Empty(Warnings(await See(solution)));

        // A function that is renamed gets a queue of its new name.
        solution.Write("Shop/template.yaml", solution.Read("Shop/template.yaml").Replace("  PlaceOrder: ", "  PutOrder: ", StringComparison.Ordinal));
        string renamed = await See(solution);
        Assert.Equal(["LD3005", "LD9014", "LD9015"], Warnings(renamed));
        Assert.Contains("No attribute makes 'PlaceOrderOnSuccessQueue' any longer", renamed, StringComparison.Ordinal);

        // A fresh clone of what was committed has nothing to tell.
        Directory.Delete(solution.PathOf("Shop/obj/Debug"), recursive: true);
        Assert.Empty(Warnings(await See(solution)));

        // Whoever verifies sees the difference as one error.
        solution.Write("Shop/template.yaml", UserSolution.Template);
        (int exitCode, string verified) = await Dotnet.RunInTerminal(solution.PathOf("."), "build", "Shop", "--no-restore", "-p:LambdaDestinationsTemplateMode=Verify", "'-p:NoWarn=LD9010'");
        Assert.NotEqual(0, exitCode);
        Assert.Single(Regex.Matches(verified, "error LD9031"));
        Assert.Matches(@"@@ -5,\d+ \+5,\d+ @@", verified);
        Assert.Matches(@"\+      EventInvokeConfig:", verified);
    }

    [SkippableFact]
    public async Task A_function_for_which_nothing_was_written_is_seen_and_stops_no_build()
    {
        Skip.IfNot(Dotnet.HasTerminal, "There is no terminal to run in.");
        using UserSolution solution = new();
        const string Loop = "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\nResources:\n  # the loop\n  Fn::ForEach::Workers: [Name, [A], {'${Name}': {Type: AWS::Serverless::Function, Properties: {Handler: 'Shop::Shop.Orders::Place'}}}]\n";
        solution.Write("Shop/Shop.csproj", Reference);
        solution.Write("Shop/Orders.cs", UserSolution.Orders);
        solution.Write("Shop/template.yaml", Loop);
        await solution.Run("restore", "Shop");
        Assert.Equal(["LD9007"], Warnings(await See(solution)));
        Assert.Empty(Warnings(await See(solution)));
        solution.Write("Shop/template.yaml", Loop.Replace("# the loop", "# ld:ignore LD9007", StringComparison.Ordinal));
        Assert.Empty(Warnings(await See(solution)));
        Assert.Equal(Loop.Replace("# the loop", "# ld:ignore LD9007", StringComparison.Ordinal), solution.Read("Shop/template.yaml"));
    }

    private static async Task<string> See(UserSolution solution)
    {
        (int exitCode, string output) = await Dotnet.RunInTerminal(solution.PathOf("."), "build", "Shop", "--no-restore", "-warnaserror");
        Assert.True(exitCode == 0, output);
        Assert.Contains("Build succeeded", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Time Elapsed", output, StringComparison.Ordinal);
        return output;
    }

    private static IEnumerable<string> Warnings(string output) => Warning().Matches(output).Select(static x => x.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("(?:warning|error) ([A-Z]+[0-9]+)")]
    private static partial Regex Warning();
}
