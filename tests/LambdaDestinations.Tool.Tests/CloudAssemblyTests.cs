using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Tool.Tests;

/// <summary>What the CDK synthesizes (<c>tests/Corpus/cdk-app</c>), checked against attributes that name targets by the ids of their constructs.</summary>
public sealed class CloudAssemblyTests : IDisposable
{
    private const string Prod = "cdk.out/assembly-Prod/";

    private static readonly string Corpus = Path.Combine(Repository(), "tests", "Corpus", "cdk-app");

    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Each_stage_agrees_with_the_attributes_by_its_cloud_assembly_alone()
    {
        Copy("right");
        Assert.DoesNotContain("aws:cdk:path", _tool.Read(Prod + "ProdShop82526E42.template.json"), StringComparison.Ordinal);
        Result result = await Check("cdk.out");
        Assert.True(result.Code == 0, result.ToString());
        Assert.DoesNotContain("error", result.Output, StringComparison.Ordinal);
        Assert.Contains("6 templates checked", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("right", 2)]
    [InlineData("faulty", 3)]
    public async Task The_audit_of_a_whole_assembly_follows_nested_stacks_within_each_stage(string app, int losses)
    {
        Copy(app);
        Result result = await _tool.Run("audit", "cdk.out", "--format", "json");

        Assert.Equal(1, result.Code);
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement[] rows = [.. report.RootElement.GetProperty("rows").EnumerateArray()];
        Assert.Equal(10, rows.Length);
        JsonElement[] placed = [.. rows.Where(static x => x.GetProperty("function").GetString() == "OrdersPlace3787E9C4")];
        Assert.Equal(2, placed.Length);
        Assert.All(placed, static x => Assert.Contains("delivered to Failed178E83A2, kept 4 days, nothing in the template reads it", x.GetProperty("ends").GetProperty("failure").GetProperty("text").GetString(), StringComparison.Ordinal));

        // A nested stack gets the topic of another stack by a parameter of its parent; no stage sees the topic of the other.
        JsonElement[] notify = [.. rows.Where(static x => x.GetProperty("function").GetString() == "Notify29C25B1B")];
        Assert.Equal(2, notify.Length);
        Assert.All(notify, static x => Assert.Equal("after 2 retries: unknown because topic Alarms04B5A0BF is exported and may have other subscribers", x.GetProperty("ends").GetProperty("failure").GetProperty("text").GetString()));

        string table = (await _tool.Run("audit", "cdk.out")).Output;
        Assert.Contains($"10 functions, 10 ways in: {losses} with losses", table, StringComparison.Ordinal);

        // Once above its table, once above what is told of its rows: functions of two stages have one name.
        Assert.Equal(2, table.Split('\n').Count(static x => x == Prod + "ProdShop82526E42.template.json"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_planted_absence_a_planted_difference_and_a_planted_wrong_target_are_errors_in_their_stage(bool hasAssembly)
    {
        Copy("faulty");
        if (!hasAssembly)
        {
            foreach (string folder in new[] { "cdk.out", "cdk.out/assembly-Prod", "cdk.out/assembly-Staging" })
            {
                Array.ForEach([.. Directory.GetFiles(_tool.PathOf(folder)).Where(static x => !x.EndsWith(".template.json", StringComparison.Ordinal))], File.Delete);
            }
        }

        Result result = await Check("cdk.out");
        Assert.Equal(1, result.Code);
        string[] errors = [.. result.Output.Split('\n').Where(static x => x.Contains(": error ", StringComparison.Ordinal))];
        Assert.All(errors, static x => Assert.StartsWith(Prod + "ProdShop82526E42.template.json:", x, StringComparison.Ordinal));
        Assert.All(errors, static x => Assert.Contains("Set it in the CDK app, or correct the attribute", x, StringComparison.Ordinal));
        Assert.Equal(3, errors.Length);
        Assert.Contains(errors, static x => x.Contains("LD9004", StringComparison.Ordinal) && x.Contains("MaximumRetryAttempts of 'OrdersPlaceEventInvokeConfig2DA5214B' is 2 by the CDK app, but the attributes say 1", StringComparison.Ordinal) && x.EndsWith("(on Shop.Orders.Place) (at Prod/Shop/Orders/Place/EventInvokeConfig)", StringComparison.Ordinal));
        Assert.Contains(errors, static x => x.Contains("LD9004", StringComparison.Ordinal) && x.Contains("ArchivePlacedEBEDEFD0", StringComparison.Ordinal) && x.Contains("OrdersPlacedACB1ED82", StringComparison.Ordinal));
        Assert.Contains(errors, static x => x.Contains("LD9010", StringComparison.Ordinal) && x.Contains("DestinationConfig.OnFailure", StringComparison.Ordinal) && x.Contains("(on Shop.Orders.Ship) (at Prod/Shop/Orders/Ship/Aliaslive/EventInvokeConfig)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_stage_is_never_meant()
    {
        Copy("right");
        string metadata = Prod + "ProdData90A795AA.metadata.json";
        _tool.Write(metadata, _tool.Read(metadata).Replace("/Alarms/", "/Bells/", StringComparison.Ordinal));
        Result result = await Check("cdk.out");
        string[] errors = [.. result.Output.Split('\n').Where(static x => x.Contains(": error ", StringComparison.Ordinal))];
        Assert.Equal(2, errors.Length);
        Assert.All(errors, static x => Assert.StartsWith(Prod, x, StringComparison.Ordinal));
        Assert.All(errors, static x => Assert.Contains("error LD1004: The template has no resource and no parameter 'Alarms'", x, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_stack_that_is_given_alone_refers_to_the_others_of_its_stage()
    {
        Copy("right");
        Result result = await Check(Prod + "ProdShop82526E42.template.json");

        // The nested stack with the function of Notify is there for references, and not given.
        string error = Assert.Single(result.Output.Split('\n'), static x => x.Contains(": error ", StringComparison.Ordinal));
        Assert.Contains("LD1012", error, StringComparison.Ordinal);
        Assert.Contains("Notify", error, StringComparison.Ordinal);
        Assert.Contains("1 template checked", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_verify_and_the_machine_formats_know_the_constructs()
    {
        Copy("faulty");
        Result applied = await _tool.Run("apply", Assembly(), "--template", Prod + "ProdShop82526E42.template.json", "--verify");
        Assert.Equal(1, applied.Code);
        Assert.DoesNotContain("LD1004", applied.Output, StringComparison.Ordinal);
        Assert.Contains("(at Prod/Shop/Orders/Place/EventInvokeConfig)", applied.Output, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse((await Check("cdk.out", "--format", "json")).Output);
        Assert.Contains(json.RootElement.GetProperty("findings").EnumerateArray(), static x => x.TryGetProperty("construct", out JsonElement path) && path.GetString() == "Prod/Shop/Orders/Place/EventInvokeConfig");
        string sarif = (await Check("cdk.out", "--format", "sarif")).Output;
        Assert.Contains("\"fullyQualifiedName\": \"Prod/Shop/Orders/Place/EventInvokeConfig\"", sarif, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_map_names_the_constructs_of_the_cloud_assembly()
    {
        Copy("right");
        Result map = await _tool.Run("map", Prod + "ProdShop82526E42.template.json");
        Assert.Contains("Shop/Orders/Placed", map.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("OrdersPlacedACB1ED82\"", map.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest.json", "{ \"artifacts\": [")]
    [InlineData("ProdShop82526E42.metadata.json", "{ \"/Prod/Shop\": ")]
    [InlineData("ProdShop82526E42.metadata.json", null)]
    [InlineData("ProdData90A795AA.metadata.json", null)]
    public async Task A_cloud_assembly_that_cannot_be_read_is_told(string file, string? text)
    {
        Copy("right");
        if (text is null)
        {
            File.Delete(_tool.PathOf(Prod + file));
        }
        else
        {
            _tool.Write(Prod + file, text);
        }

        Result result = await Check("cdk.out");
        Assert.Equal(2, result.Code);
        Assert.Contains($"The CDK's '{file}' cannot be read", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("LD1004", result.Output, StringComparison.Ordinal);
    }

    private Task<Result> Check(params string[] arguments) => _tool.Run(["check", .. arguments, "--assembly", Assembly()]);

    private void Copy(string name)
    {
        string from = Path.Combine(Corpus, name);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            _tool.Write("cdk.out/" + Path.GetRelativePath(from, file).Replace('\\', '/'), File.ReadAllText(file));
        }
    }

    /// <summary>An assembly with the handlers of the app, as the generator's output compiles.</summary>
    private string Assembly()
    {
        static HandlerModel Handler(string method, int? retries, params DestinationModel[] destinations) => new(new FunctionReference("Shop", "Shop.Orders", method), null, null, new(destinations), retries);
        static DestinationModel To(DestinationOutcome outcome, DestinationTargetType type, string? target) => new(outcome, type, target);
        DestinationManifest manifest = new(new(
            Handler("Bill", null, new DestinationModel(DestinationOutcome.Success, DestinationTargetType.Lambda, null, new FunctionReference("Shop", "Shop.Orders", "Audit")), To(DestinationOutcome.Failure, DestinationTargetType.Sqs, null)),
            Handler("Notify", null, To(DestinationOutcome.Failure, DestinationTargetType.Sns, "@Alarms")),
            Handler("Place", 1, To(DestinationOutcome.Success, DestinationTargetType.Sqs, "@Placed"), To(DestinationOutcome.Failure, DestinationTargetType.Sqs, "@Failed")),
            Handler("Ship", null, To(DestinationOutcome.Success, DestinationTargetType.Sqs, "@Shipped"), To(DestinationOutcome.Failure, DestinationTargetType.Sns, "@Alarms"))));
        ConstructorInfo constructor = typeof(DestinationManifestAttribute).GetConstructor([typeof(int), typeof(string)])!;
        PersistedAssemblyBuilder builder = new(new AssemblyName("Shop"), typeof(object).Assembly, [new CustomAttributeBuilder(constructor, [DestinationManifest.SchemaVersion, ManifestJson.Write(manifest)])]);
        TypeBuilder type = builder.DefineDynamicModule("Shop").DefineType("Shop.Orders", TypeAttributes.Public);
        foreach (string method in new[] { "Audit", "Bill", "Notify", "Place", "Ship" })
        {
            type.DefineMethod(method, MethodAttributes.Public | MethodAttributes.Static, typeof(void), []).GetILGenerator().Emit(OpCodes.Ret);
        }

        type.CreateType();
        string path = _tool.PathOf("Shop.dll");
        builder.Save(path);
        return path;
    }

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LambdaDestinations.Generators.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
