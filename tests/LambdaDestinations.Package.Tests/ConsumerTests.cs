using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>The package in the projects of a solution: the ways to reference it, and what stands beside it.</summary>
public sealed class ConsumerTests : IClassFixture<PackageFeed>
{
    private const string Reference = """<ItemGroup><PackageReference Include="LambdaDestinations.Generators" /></ItemGroup>""";
    private const string PrivateReference = """<ItemGroup><PackageReference Include="LambdaDestinations.Generators" PrivateAssets="all" /></ItemGroup>""";
    private const string ReferenceToShop = """<ItemGroup><ProjectReference Include="../Shop/Shop.csproj" /></ItemGroup>""";

    /// <summary>One solution, one build: each project of it is one promise.</summary>
    [Fact]
    public async Task A_solution_of_all_kinds_of_projects_builds_without_a_warning()
    {
        using UserSolution solution = new();

        // The producer, with central versions; beside our analyzers two that bring a YamlDotNet of their own each.
        solution.Write("Shop/Shop.csproj", Reference + """
            <ItemGroup>
              <ProjectReference Include="../YamlOld/YamlOld.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" />
              <ProjectReference Include="../YamlNew/YamlNew.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" />
            </ItemGroup>
            """);
        solution.Write("Shop/Orders.cs", UserSolution.Orders + "public static class Yaml { public static string Versions => YamlOld.Version + \" \" + YamlNew.Version; }\n");
        solution.Write("Shop/template.yaml", UserSolution.Template);
        WriteYamlAnalyzer(solution, "YamlOld", "13.1.1");
        WriteYamlAnalyzer(solution, "YamlNew", "16.3.0");

        // References the producer alone: gets the runtime library and the readers, no build step and no analyzers.
        solution.Write("Plain/Plain.csproj", "<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>" + ReferenceToShop);
        solution.Write("Plain/Program.cs", UserSolution.ReadOne + "Console.WriteLine($\"yaml {Yaml.Versions}\");\n");
        solution.Write("Plain/template.yaml", UserSolution.Template);

        // References both: its own handler goes into its own template. One analyzer with a YamlDotNet beside ours gets its own.
        solution.Write("Audit/Audit.csproj", "<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>" + PrivateReference + ReferenceToShop + """
            <ItemGroup><ProjectReference Include="../YamlOld/YamlOld.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" /></ItemGroup>
            """);
        solution.Write("Audit/Audit.cs", """
            using LambdaDestinations;

            namespace Audit;

            public static class Auditor
            {
                [OnFailureDestination(DestinationType.Sqs)]
                public static void Audit(Shop.Order order) => System.Console.WriteLine(order.Id);

                private static void Main() => System.Console.WriteLine($"yaml {YamlOld.Version}");
            }

            """);
        solution.Write("Audit/template.yaml", UserSolution.Template.Replace("Shop::Shop.Orders::Place", "Audit::Audit.Auditor::Audit", StringComparison.Ordinal));

        // The emulator and the package in one project: the runtime library once, the templates library beside it.
        solution.Write("Emulated/Emulated.csproj", "<PropertyGroup><OutputType>Exe</OutputType><LambdaDestinationsTemplateMode>None</LambdaDestinationsTemplateMode></PropertyGroup>" + Reference + """<ItemGroup><PackageReference Include="LambdaDestinations.Testing" /></ItemGroup>""" + ReferenceToShop);
        solution.Write("Emulated/Program.cs", """
            using System;
            using LambdaDestinations;
            using LambdaDestinations.Testing;
            using Shop;

            await using LambdaTestHost host = LambdaTestHost.Create();
            host.AddFunction("PlaceOrder", (order, _) => System.Threading.Tasks.Task.FromResult(new Orders().Place(order!)), ShopJson.Default.Order, ShopJson.Default.Receipt, new FunctionSettings { OnSuccess = host.Queue("placed") });
            await host.InvokeAsync("PlaceOrder", new Order("A-7", 2), ShopJson.Default.Order);
            await host.RunUntilIdleAsync();
            Console.WriteLine($"emulated {Orders_Place_Records.ReadSuccess(DestinationEnvelope.FromSqsBody(host.Queue("placed").Messages[0].Body)).ResponsePayload!.Id}");

            """);

        // Languages that our analyzers do not speak.
        solution.Write("Functional/Functional.fsproj", """<ItemGroup><Compile Include="Library.fs" /></ItemGroup>""" + Reference + ReferenceToShop);
        solution.Write("Functional/Library.fs", "module Functional\nlet total (receipt: Shop.Receipt) = receipt.Total\n");
        solution.Write("Functional/template.yaml", UserSolution.Template);
        solution.Write("Basic/Basic.vbproj", Reference + ReferenceToShop);
        solution.Write("Basic/Library.vb", "Public Module Basic\n  Public Function Total(receipt As Shop.Receipt) As Decimal\n    Return receipt.Total\n  End Function\nEnd Module\n");
        solution.Write("Basic/template.yaml", UserSolution.Template);

        solution.Write("All.slnx", """
            <Solution>
              <Project Path="Plain/Plain.csproj" />
              <Project Path="Audit/Audit.csproj" />
              <Project Path="Emulated/Emulated.csproj" />
              <Project Path="Functional/Functional.fsproj" />
              <Project Path="Basic/Basic.vbproj" />
              <Project Path="Shop/Shop.csproj" />
            </Solution>
            """);
        string output = await solution.Run("build", "All.slnx", "-v:n");

        // Two templates were written, and the build says so; nothing else is a warning.
        Assert.Equal(["LD9014"], Regex.Matches(output, "warning ([A-Z]+[0-9]+):").Select(static x => x.Groups[1].Value).Distinct());
        Assert.Contains("2 Warning(s)", output, StringComparison.Ordinal);

        Assert.Contains("PlaceOrderOnFailureTopic", solution.Read("Shop/template.yaml"), StringComparison.Ordinal);
        Assert.Contains("PlaceOrderOnFailureQueue", solution.Read("Audit/template.yaml"), StringComparison.Ordinal);
        foreach (string untouched in new[] { "Plain", "Functional", "Basic" })
        {
            Assert.Equal(UserSolution.Template, solution.Read(untouched + "/template.yaml"));
        }

        string plain = await solution.Run("run", "--no-build", "--project", "Plain");
        Assert.Contains("read A-1001: 28.5", plain, StringComparison.Ordinal);

        // The SDK hands the compiler one of two assemblies of one name, which is why we bring none: both analyzers ran all the same.
        Assert.Matches(@"yaml \d+\.0\.0\.0 16\.0\.0\.0", plain);
        Assert.Contains("yaml 13.0.0.0", await solution.Run("run", "--no-build", "--project", "Audit"), StringComparison.Ordinal);
        Assert.Contains("emulated A-7", await solution.Run("run", "--no-build", "--project", "Emulated"), StringComparison.Ordinal);
    }

    /// <summary>Source generators run in C# only: attributes elsewhere are read by nobody, and the build says so, each time.</summary>
    [Fact]
    public async Task Attributes_in_another_language_are_warned_of()
    {
        using UserSolution solution = new();
        solution.Write("Functional/Functional.fsproj", """<PropertyGroup><TreatWarningsAsErrors>false</TreatWarningsAsErrors></PropertyGroup><ItemGroup><Compile Include="Library.fs" /></ItemGroup>""" + Reference);
        solution.Write("Functional/Library.fs", "namespace Functional\n\nopen LambdaDestinations\n\ntype Orders() =\n    [<OnFailureDestination(DestinationType.Sqs)>]\n    member _.Place(order: string) = order\n");
        solution.Write("Functional/template.yaml", UserSolution.Template);
        solution.Write("Basic/Basic.vbproj", "<PropertyGroup><TreatWarningsAsErrors>false</TreatWarningsAsErrors></PropertyGroup>" + Reference);
        solution.Write("Basic/Library.vb", "Imports LambdaDestinations\n\nPublic Class Orders\n  <OnSuccessDestination(DestinationType.Sqs, \"@Placed\")>\n  Public Function Place(order As String) As String\n    Return order\n  End Function\nEnd Class\n");
        solution.Write("Basic/template.yaml", UserSolution.Template);
        solution.Write("All.slnx", """<Solution><Project Path="Functional/Functional.fsproj" /><Project Path="Basic/Basic.vbproj" /></Solution>""");

        for (int i = 0; i < 2; i++)
        {
            string output = await solution.Run("build", "All.slnx", "-p:MSBuildTreatWarningsAsErrors=false");
            Assert.Matches(@"Functional\.fsproj : warning LD9041: The destination attributes of Functional\.Orders\.Place do nothing: source generators run in C# projects, and this one is in F#", output);
            Assert.Matches(@"Basic\.vbproj : warning LD9041: The destination attributes of Basic\.Orders\.Place do nothing: source generators run in C# projects, and this one is in Visual Basic", output);
        }

        Assert.Equal(UserSolution.Template, solution.Read("Functional/template.yaml"));
        Assert.Equal(UserSolution.Template, solution.Read("Basic/template.yaml"));
    }

    /// <summary>A function that is deployed without a template: the build says at the project that nothing will be set, and the tool prints what sets it.</summary>
    [Fact]
    public async Task Without_a_template_the_tool_prints_the_commands()
    {
        using UserSolution solution = new();
        solution.Write("Shop/Shop.csproj", "<PropertyGroup><TreatWarningsAsErrors>false</TreatWarningsAsErrors></PropertyGroup>" + Reference);
        solution.Write("Shop/Orders.cs", UserSolution.Orders);
        solution.Write("Shop/aws-lambda-tools-defaults.json", """{ "region": "eu-west-1", "function-name": "place-order", "function-handler": "Shop::Shop.Orders::Place" }""");
        Assert.Matches(@"Shop\.csproj : warning LD9030: The project declares destinations but has no template .*, so no destination will be set", await solution.Run("build", "Shop", "-p:MSBuildTreatWarningsAsErrors=false"));

        await solution.Run("tool", "install", "LambdaDestinations.Tool", "--tool-path", "tools", "--version", PackageFeed.Version);
        await solution.Run("exec", FindTool(solution), "commands", "Shop/bin/Debug/net10.0/Shop.dll", "--function-name", "place-order", "--output", "destinations.sh");
        string script = solution.Read("destinations.sh");
        Assert.StartsWith("#!/bin/sh\n", script, StringComparison.Ordinal);
        Assert.Contains("ORDERS_PLACE_FUNCTION=place-order\n", script, StringComparison.Ordinal);
        Assert.Contains("aws lambda put-function-event-invoke-config --function-name \"$ORDERS_PLACE_FUNCTION\"", script, StringComparison.Ordinal);
    }

    private static string FindTool(UserSolution solution) =>
        System.IO.Directory.GetFiles(solution.PathOf("tools"), "lambda-destinations.dll", System.IO.SearchOption.AllDirectories)[0];

    /// <summary>The same program three ways: framework dependent, one trimmed file, native.</summary>
    [Fact]
    public async Task An_application_publishes_trimmed_in_one_file_and_ahead_of_time_without_a_warning()
    {
        using UserSolution solution = new();
        solution.Write("App/App.csproj", """
            <PropertyGroup>
              <OutputType>Exe</OutputType>
              <AssemblyName>Shop</AssemblyName>
              <InvariantGlobalization>true</InvariantGlobalization>
              <TrimmerSingleWarn>false</TrimmerSingleWarn>
              <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
            </PropertyGroup>
            """ + Reference);
        solution.Write("App/Orders.cs", UserSolution.Orders);
        solution.Write("App/Program.cs", UserSolution.ReadOne);
        solution.Write("App/template.yaml", UserSolution.Template);
        await solution.Run("build", "App", "-p:UseCurrentRuntimeIdentifier=false");
        string updated = solution.Read("App/template.yaml");
        Assert.Contains("PlaceOrderOnFailureTopic", updated, StringComparison.Ordinal);

        foreach ((string name, string[] properties) in new[]
        {
            ("plain", Array.Empty<string>()),
            ("single", ["-p:PublishSingleFile=true", "-p:SelfContained=true", "-p:PublishTrimmed=true"]),
            ("native", ["-p:PublishAot=true"]),
        })
        {
            string output = await solution.Run(["publish", "App", "-o", solution.PathOf(name), .. properties]);
            Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
            string program = solution.PathOf(name + "/Shop" + (OperatingSystem.IsWindows() ? ".exe" : ""));
            Assert.Contains("read A-1001: 28.5", await Programs.Run(program), StringComparison.Ordinal);
            Assert.Equal(updated, solution.Read("App/template.yaml"));
        }
    }

    /// <summary>A generator that needs its YamlDotNet while it runs, as Amazon.Lambda.Annotations does.</summary>
    private static void WriteYamlAnalyzer(UserSolution solution, string name, string version)
    {
        solution.Write($"{name}/{name}.csproj", $"""
            <PropertyGroup>
              <TargetFramework>netstandard2.0</TargetFramework>
              <LangVersion>latest</LangVersion>
              <EnforceExtendedAnalyzerRules>true</EnforceExtendedAnalyzerRules>
              <CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies>
              <GetTargetPathDependsOn>$(GetTargetPathDependsOn);BringYaml</GetTargetPathDependsOn>
            </PropertyGroup>
            <ItemGroup>
              <PackageReference Include="Microsoft.CodeAnalysis.CSharp" PrivateAssets="all" />
              <PackageReference Include="YamlDotNet" VersionOverride="{version}" PrivateAssets="all" />
            </ItemGroup>
            <Target Name="BringYaml">
              <ItemGroup>
                <TargetPathWithTargetPlatformMoniker Include="$(MSBuildProjectDirectory)/$(OutputPath)YamlDotNet.dll" IncludeRuntimeDependency="false" />
              </ItemGroup>
            </Target>
            """);
        solution.Write($"{name}/{name}.cs", $$"""
            using Microsoft.CodeAnalysis;

            [Generator]
            public sealed class {{name}} : IIncrementalGenerator
            {
                public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(static output =>
                {
                    YamlDotNet.Core.Parser parser = new(new System.IO.StringReader("a: 1"));
                    parser.MoveNext();
                    output.AddSource("{{name}}.g.cs", "internal static class {{name}} { public const string Version = \"" + parser.GetType().Assembly.GetName().Version + "\"; }");
                });
            }

            """);
    }
}
