using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using NJsonSchema;
using Snapshooter.Xunit;

namespace LambdaDestinations.Tool.Tests;

public sealed class SarifTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Findings_are_valid_SARIF()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Incomplete).Run("check", "-a", ToolRun.Assembly, "--format", "sarif");
        Assert.Equal(1, result.Code);
        await AssertValid(result.Output);
        JsonNode log = JsonNode.Parse(result.Output)!;

        // The pages of the rules are long, and have tests of their own.
        foreach (JsonNode? rule in log["runs"]![0]!["tool"]!["driver"]!["rules"]!.AsArray())
        {
            rule!["help"]!.AsObject().Remove("markdown");
        }

        Snapshot.Match(log.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }));
    }

    [Fact]
    public async Task What_the_template_accepts_is_a_suppressed_result()
    {
        string accepted = ToolRun.Template.Replace("  Worker:", "  # ld:ignore LD9010\n  Worker:", StringComparison.Ordinal);
        Result result = await _tool.Write("template.yaml", accepted).Run("check", "-a", ToolRun.Assembly, "--format", "sarif", "--verbose");
        await AssertValid(result.Output);
        JsonArray results = JsonNode.Parse(result.Output)!["runs"]![0]!["results"]!.AsArray();
        Assert.Equal([null, "inSource", "inSource"], results.Select(static x => x!["suppressions"]?[0]!["kind"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Losses_of_an_audit_are_valid_SARIF()
    {
        Result result = await _tool.Write("template.yaml", AuditTests.Template).Run("audit", "--format", "sarif");
        Assert.Equal(1, result.Code);
        await AssertValid(result.Output);
        JsonNode run = JsonNode.Parse(result.Output)!["runs"]![0]!;
        JsonNode[] results = [.. run["results"]!.AsArray().Select(static x => x!)];
        Assert.Equal(["LD4026", "LD4026"], results.Select(static x => x["ruleId"]!.GetValue<string>()));
        Assert.All(results, static x => Assert.Equal(4, x["locations"]![0]!["physicalLocation"]!["region"]!["startLine"]!.GetValue<int>()));
        Assert.Equal(1, run["invocations"]![0]!["exitCode"]!.GetValue<int>());

        Result allowed = await _tool.Run("audit", "--format", "sarif", "--allow", "Work:*");
        Assert.Equal(0, allowed.Code);
        await AssertValid(allowed.Output);
        Assert.Empty(JsonNode.Parse(allowed.Output)!["runs"]![0]!["results"]!.AsArray());
    }

    [Fact]
    public async Task A_run_without_findings_is_valid_SARIF()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Template).Run("check", "--format", "sarif");
        Assert.Equal(0, result.Code);
        await AssertValid(result.Output);
        Assert.True(JsonNode.Parse(result.Output)!["runs"]![0]!["invocations"]![0]!["executionSuccessful"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Unreadable_input_is_a_notification_and_a_failed_execution()
    {
        _tool.Write("template.yaml", "Resources: [ 1\n");
        File.WriteAllBytes(_tool.PathOf("latin.yaml"), [.. "Resources: "u8, 0xE9]);
        Result result = await _tool.Run("check", "template.yaml", "latin.yaml", "--format", "sarif");
        Assert.Equal(2, result.Code);
        await AssertValid(result.Output);
        JsonNode run = JsonNode.Parse(result.Output)!["runs"]![0]!;
        Assert.False(run["invocations"]![0]!["executionSuccessful"]!.GetValue<bool>());
        Assert.Equal("latin.yaml", run["invocations"]![0]!["toolExecutionNotifications"]![0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]!.GetValue<string>());
        Assert.Equal("LD9001", run["results"]![0]!["ruleId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Paths_are_relative_to_the_repository_and_escaped()
    {
        _tool.Write(".git/HEAD", "").Write("services/orders service/template.yaml", "Resources: [ 1\n");
        Result result = await _tool.RunIn("services/orders service", ["check", "--format", "sarif"]);
        await AssertValid(result.Output);
        JsonNode location = JsonNode.Parse(result.Output)!["runs"]![0]!["results"]![0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!;
        Assert.Equal("services/orders%20service/template.yaml", location["uri"]!.GetValue<string>());
        Assert.Equal("SRCROOT", location["uriBaseId"]!.GetValue<string>());
        Assert.DoesNotContain("{folder}", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fingerprint_survives_moved_lines_and_tells_equal_findings_apart()
    {
        string[] before = await Fingerprints(ToolRun.Incomplete);
        string[] after = await Fingerprints("# a comment\n" + ToolRun.Incomplete);
        Assert.Equal(before, after);
        Assert.Equal(before.Length, before.Distinct().Count());
    }

    [Fact]
    public async Task The_schema_refuses_what_is_no_SARIF()
    {
        JsonSchema schema = await Schema();
        Assert.NotEmpty(schema.Validate("""{ "version": "2.1.0", "runs": [ { "tool": { "driver": {} } } ] }"""));
        Assert.NotEmpty(schema.Validate("""{ "version": "2.1.0", "runs": [ { "tool": { "driver": { "name": "x" } }, "results": [ { "message": { "text": "x" }, "level": "fatal" } ] } ] }"""));
    }

    private async Task<string[]> Fingerprints(string template)
    {
        Result result = await _tool.Write("template.yaml", template).Run("check", "-a", ToolRun.Assembly, "--format", "sarif");
        return [.. JsonNode.Parse(result.Output)!["runs"]![0]!["results"]!.AsArray().Select(static x => x!["partialFingerprints"]!["lambdaDestinations/v1"]!.GetValue<string>())];
    }

    private static async Task AssertValid(string sarif)
    {
        // The version of the tool is scrubbed, which the schema does not mind.
        Assert.Empty((await Schema()).Validate(sarif));
    }

    private static Task<JsonSchema> Schema() => JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "Schemas", "sarif-2.1.0-rtm.5.json"));
}
