using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace LambdaDestinations.Tool.Tests;

/// <summary>Names of files and text of templates that would steer a terminal, turn a line around or begin one, in everything that the tool writes.</summary>
public sealed class SteeringTests : IDisposable
{
    private const string Evil = "\u001B[31m\u009B2J\u202E\u2066\u200F\u2028";

    /// <summary>What steers, as escapes of JSON and of double quotes in YAML.</summary>
    private const string Escaped = "\\u001b[31m\\u009b2J\\u202e\\u2066\\u200f\\u2028\\nerror: evil";

    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [SkippableTheory]
    [InlineData("yaml", "check")]
    [InlineData("json", "check")]
    [InlineData("yaml", "check", "--format", "json")]
    [InlineData("json", "check", "--format", "json")]
    [InlineData("yaml", "check", "--format", "sarif")]
    [InlineData("json", "check", "--format", "sarif")]
    [InlineData("yaml", "check", "-a", "assembly")]
    [InlineData("yaml", "audit")]
    [InlineData("json", "audit")]
    [InlineData("yaml", "audit", "--format", "markdown")]
    [InlineData("yaml", "audit", "--format", "json")]
    [InlineData("yaml", "map")]
    [InlineData("json", "map")]
    [InlineData("yaml", "map", "--format", "markdown")]
    [InlineData("yaml", "map", "--format", "svg")]
    [InlineData("json", "map", "--format", "svg")]
    [InlineData("yaml", "map", "--format", "html")]
    [InlineData("json", "map", "--format", "html")]
    [InlineData("yaml", "map", "--format", "json")]
    [InlineData("json", "map", "--format", "json")]
    [InlineData("yaml", "map", "-a", "assembly")]
    public async Task Nothing_steers(string notation, params string[] arguments)
    {
        Skip.If(OperatingSystem.IsWindows(), "No such name is one on Windows.");
        string name = $"{Evil}\nerror: evil.{notation}";
        string template = Json();
        if (notation == "yaml")
        {
            template = "# YAML\n" + template;
        }

        Result result = await _tool.Write(name, template).Run([arguments[0], name, .. arguments.Skip(1).Select(static x => x == "assembly" ? ToolRun.Assembly : x)]);

        string all = result.Output + result.Error;
        Assert.Contains("evil", all, StringComparison.Ordinal);
        Assert.DoesNotContain(all, static x => (char.IsControl(x) && x is not '\n' and not '\t') || x is '\u2028' or '\u202E' or '\u2066' or '\u200F');
        Assert.DoesNotContain(all.Split('\n'), static x => x.TrimStart().StartsWith("error: evil", StringComparison.Ordinal));
        if (arguments.Contains("json") || arguments.Contains("sarif"))
        {
            // An escape says what it was.
            using JsonDocument report = JsonDocument.Parse(result.Output);
            Assert.Contains("\\u202", result.Output, StringComparison.OrdinalIgnoreCase);
        }
    }

    [SkippableFact]
    public async Task Names_in_messages_of_the_command_line_do_not_steer()
    {
        Skip.If(OperatingSystem.IsWindows(), "No such name is one on Windows.");
        string name = $"{Evil}\nerror: evil.yaml";
        foreach (Result result in new[]
        {
            await _tool.Run("check", name),
            await _tool.Run("apply", name),
            await _tool.Run("apply", ToolRun.Assembly, "--template", name),
            await _tool.Write(name, ToolRun.Template).Run("apply", ToolRun.Assembly, "--template", name, "--dry-run"),
            await _tool.Run("apply", ToolRun.Assembly, "--template", name),
            await _tool.Run("apply", ToolRun.Assembly, "--template", name),
            await _tool.Run("map", name, "--output", name + ".svg"),
        })
        {
            string all = result.Output + result.Error;
            Assert.Contains("evil", all, StringComparison.Ordinal);
            Assert.DoesNotContain(all, static x => (char.IsControl(x) && x is not '\n' and not '\t') || x is '\u2028' or '\u202E' or '\u2066' or '\u200F');
            Assert.DoesNotContain(all.Split('\n'), static x => x.StartsWith("error: evil", StringComparison.Ordinal));
        }
    }

    private static string Json() => """
        {"Resources": {
          "A~": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q~", "FifoQueue": true}},
          "F~": {"Type": "AWS::Serverless::Function", "Properties": {"Handler": "h~", "FunctionName": "f~",
            "EventInvokeConfig": {"MaximumRetryAttempts": 9, "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": {"Fn::GetAtt": ["A~", "Arn"]}}, "OnSuccess": {"Type": "SNS~", "Destination": {"Ref": "None~"}}}}}}
        }}
        """.Replace("~", Escaped, StringComparison.Ordinal);
}
