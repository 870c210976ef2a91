using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;
using NJsonSchema;
using Snapshooter.Xunit;

namespace LambdaDestinations.Tool.Tests;

/// <summary><c>export</c>: what the attributes declare, for infrastructure in other languages.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_JSON_of_an_assembly()
    {
        Result result = await _tool.Run("export", ToolRun.Assembly, "--format", "json");
        Assert.Equal((0, ""), (result.Code, result.Error));
        await AssertValid(result.Output);
        Snapshot.Match(result.Output);

        Assert.Equal("", (await _tool.Run("export", ToolRun.Assembly, "-o", "destinations.json")).Output);
        Assert.Equal(result.Output, _tool.Read("destinations.json"));
    }

    /// <summary>Each form of a target, and each setting.</summary>
    [Fact]
    public async Task The_JSON_of_everything_that_can_be_declared()
    {
        string json = ExportJson.Write(Everything());
        await AssertValid(json);
        Snapshot.Match(json);
    }

    /// <summary>Each member that is written is in the schema, and each that the schema demands is looked at.</summary>
    [Theory]
    [InlineData("version")]
    [InlineData("assembly")]
    [InlineData("handlers")]
    [InlineData("handlers/0/type")]
    [InlineData("handlers/0/handlerStrings")]
    [InlineData("handlers/0/asynchronous")]
    [InlineData("handlers/0/destinations/0/outcome")]
    [InlineData("handlers/0/destinations/0/target/kind")]
    [InlineData("handlers/0/destinations/0/target/name")]
    [InlineData("handlers/0/destinations/0/permissions")]
    public async Task The_schema_refuses_what_lacks_a_member(string path)
    {
        JsonNode json = JsonNode.Parse(ExportJson.Write(Everything()))!;
        string[] names = path.Split('/');
        JsonNode owner = names[..^1].Aggregate(json, static (x, y) => (int.TryParse(y, out int index) ? x[index] : x[y])!);
        Assert.True(owner.AsObject().Remove(names[^1]));
        Assert.NotEmpty((await Schema()).Validate(json.ToJsonString()));
    }

    [Fact]
    public async Task The_schema_describes_every_member_that_is_written()
    {
        JsonSchema schema = await Schema();
        foreach (JsonSchema definition in schema.Definitions.Values.SelectMany(static x => x.OneOf.Append(x)).Append(schema).Where(static x => x.Properties.Count > 0))
        {
            definition.AllowAdditionalProperties = false;
        }

        // The kinds of targets share a member, which each of them describes.
        schema.Definitions["target"].AllowAdditionalProperties = true;
        JsonNode json = JsonNode.Parse(ExportJson.Write(Everything()))!;
        Assert.Empty(schema.Validate(json.ToJsonString()));
        json["handlers"]![0]!["more"] = 1;
        Assert.NotEmpty(schema.Validate(json.ToJsonString()));
    }

    [Fact]
    public async Task The_example_of_the_page_is_valid()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(ToolRun.Repository, "docs", "cdk.md"));
        string example = page.Split("```json\n")[1].Split("\n```")[0];
        await AssertValid(example);
        HandlerModel handler = new(
            new FunctionReference("Shop", "Shop.Orders", "Place"), null, null, new(new DestinationModel(DestinationOutcome.Success, DestinationTargetType.Sqs, "@Placed")), 1, 3600);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(example), JsonNode.Parse(ExportJson.Write(Input("Shop", handler)))));
    }

    [Fact]
    public async Task An_assembly_without_destinations_has_no_handlers_and_is_told()
    {
        Result result = await _tool.Run("export", typeof(DestinationType).Assembly.Location);
        Assert.Equal((0, "LambdaDestinations declares no destinations\n"), (result.Code, result.Error));
        Assert.Empty(JsonNode.Parse(result.Output)!["handlers"]!.AsArray());
        await AssertValid(result.Output);
    }

    private static AssemblyInput Everything() => Input(
        "Shop",
        new HandlerModel(
            new FunctionReference("Shop", "Shop.Orders", "Place", "PlaceOrder", AnnotationsLogicalId: "ShopOrdersPlace", AnnotationsHandler: "Shop::Shop.Orders_Place_Generated::Place"),
            "global::Shop.Order",
            null,
            new(
                new DestinationModel(DestinationOutcome.Success, DestinationTargetType.EventBridge, "@Events"),
                new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.S3, null),
                new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.Kafka, "kafka://failed", EventSource: "Kafka", MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: 60, BisectBatchOnFunctionError: false),
                new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.Sqs, "arn:aws:sqs:eu-west-1:123456789012:failed", EventSource: "Stream")),
            MaximumRetryAttempts: 0,
            MaximumEventAgeInSeconds: 60,
            Qualifier: "live",
            Mappings: new(
                new MappingModel("Stream", new(MappingFacts.All.Where(static x => x.Kind != MappingValueKind.Patterns).Select(static x => new MappingSetting(x.Name, x.Kind == MappingValueKind.Flag ? 1 : (int)x.Nearest(5, null))))),
                new MappingModel(null, new(new MappingSetting(MappingFacts.Filters, 0, new("{\"data\":{}}")), new MappingSetting(MappingFacts.Bisect, 0))))),
        new HandlerModel(
            new FunctionReference("Shop", "Shop.Orders", "Run", EntryPoint: "Shop::Shop.Orders_Run_Consumer::HandleAsync", ClassEntryPoint: "Shop::Shop.Orders_Consumers::HandleAsync"),
            null,
            null,
            new(
                new DestinationModel(DestinationOutcome.Success, DestinationTargetType.Lambda, null, new FunctionReference("Shop", "Shop.Billing", "Bill", "BillOrder")),
                new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.Sns, "@Alarms", Statuses: DurableStatuses.Failed | DurableStatuses.TimedOut)),
            IsDurable: true,
            Delivery: new DeliveryModel(3, 3600, "@Undeliverable")));

    private static AssemblyInput Input(string name, params HandlerModel[] handlers) => new(name, new DestinationManifest(new(handlers)), AssemblyHandlers.Read(ToolRun.Assembly));

    private static async Task AssertValid(string json) => Assert.Empty((await Schema()).Validate(json));

    private static Task<JsonSchema> Schema() => JsonSchema.FromFileAsync(Path.Combine(ToolRun.Repository, "docs", "schemas", "export-1.json"));
}
