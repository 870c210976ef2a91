using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Snapshooter.Xunit;

namespace LambdaDestinations.Tool.Tests;

public sealed class ApplyTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_attributes_go_into_the_template_once()
    {
        Result first = await _tool.Write("template.yaml", ToolRun.Template).Run("apply", ToolRun.Assembly);
        Assert.Equal("updated template.yaml from LambdaDestinations.Tool.Tests (2 handlers, 3 destinations)\n", first.Output);
        Assert.Equal(0, first.Code);
        string applied = _tool.Read("template.yaml");
        Assert.Contains("Destination: !GetAtt SuccessQueue.Arn", applied, StringComparison.Ordinal);
        Assert.Contains("WorkerOnFailureQueue:", applied, StringComparison.Ordinal);
        Assert.Contains("# orders", applied, StringComparison.Ordinal);

        Result second = await _tool.Run("apply", ToolRun.Assembly);
        Assert.Equal("template.yaml is up to date with LambdaDestinations.Tool.Tests (2 handlers, 3 destinations)\n", second.Output);
        Assert.Equal(applied, _tool.Read("template.yaml"));
        Assert.Equal(["template.yaml"], Directory.GetFiles(_tool.PathOf(".")).Select(Path.GetFileName));
    }

    /// <summary>What <c>check</c> says of the attributes, <c>apply</c> says too; nothing else that <c>check</c> finds.</summary>
    [Theory]
    [InlineData("      Runtime: dotnet10\n      Events:\n        Nightly", "      Runtime: dotnet10\n      DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt SuccessQueue.Arn }\n      Events:\n        Nightly", "LD4001")]
    [InlineData("{ Type: Schedule, Properties: { Schedule: rate(1 day) } }", "{ Type: Api, Properties: { Path: /, Method: get } }", "LD4003")]
    [InlineData("{ Type: Schedule, Properties: { Schedule: rate(1 day) } }", "{ Type: SQS, Properties: { Queue: !GetAtt SuccessQueue.Arn } }", "LD4004")]
    [InlineData("{ Type: Schedule, Properties: { Schedule: rate(1 day) } }", "{ Type: Schedule, Properties: { Schedule: rate(2 days) } }", null)]
    public async Task What_concerns_the_attributes_is_told(string old, string text, string? rule)
    {
        string template = ToolRun.Template.Replace(old, text, StringComparison.Ordinal);
        Assert.NotEqual(ToolRun.Template, template);
        foreach (string option in new[] { "--dry-run", "--output=other.yaml", "--show-grants" })
        {
            Result result = await _tool.Write("template.yaml", template).Run("apply", ToolRun.Assembly, option);
            Assert.Equal(0, result.Code);
            Assert.Equal(rule is null ? [] : [rule], result.Output.Split('\n').Where(static x => x.StartsWith("template.yaml:", StringComparison.Ordinal)).Select(static x => x.Split(' ')[2].TrimEnd(':')));
        }

        // Now the template says what the attributes say, and it is told all the same.
        Result again = await _tool.Run("apply", ToolRun.Assembly);
        Assert.Equal(rule is not null, again.Output.Contains(": warning ", StringComparison.Ordinal));
        Assert.Equal(0, again.Code);
        Assert.Equal(0, (await _tool.Run("apply", ToolRun.Assembly, "--verify")).Code);
    }

    /// <summary>Each handler is looked for in all of them, as in a build.</summary>
    [Fact]
    public async Task Several_templates_are_applied_to_as_one_system()
    {
        int shipper = ToolRun.Template.IndexOf("  Shipper:", StringComparison.Ordinal);
        string orders = ToolRun.Template[..shipper];
        string shipping = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Alarms: { Type: AWS::SNS::Topic }\n" + ToolRun.Template[shipper..];
        _tool.Write("stacks/orders.yaml", orders).Write("stacks/shipping.yaml", shipping);

        Result alone = await _tool.Run("apply", ToolRun.Assembly, "--template", "stacks/orders.yaml");
        Assert.Equal(1, alone.Code);
        Assert.Contains("LD1012", alone.Output, StringComparison.Ordinal);

        Result verified = await _tool.Run("apply", ToolRun.Assembly, "--template", "stacks/orders.yaml", "--template", "stacks/shipping.yaml", "--verify");
        Assert.Equal(1, verified.Code);
        Assert.DoesNotContain("LD1012", verified.Output, StringComparison.Ordinal);
        Assert.Contains("stacks/orders.yaml is out of date", verified.Output, StringComparison.Ordinal);
        Assert.Contains("stacks/shipping.yaml is out of date", verified.Output, StringComparison.Ordinal);

        Result applied = await _tool.Run("apply", ToolRun.Assembly, "--template", "stacks/*.yaml");
        Assert.Equal(0, applied.Code);
        Assert.Contains("PlaceOrder", _tool.Read("stacks/orders.yaml"), StringComparison.Ordinal);
        Assert.Contains("EventInvokeConfig:", _tool.Read("stacks/orders.yaml"), StringComparison.Ordinal);
        Assert.Contains("Destination: !Ref Alarms", _tool.Read("stacks/shipping.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, (await _tool.Run("apply", ToolRun.Assembly, "-t", "stacks/orders.yaml", "-t", "stacks/shipping.yaml", "--verify")).Code);
        Assert.Equal(2, (await _tool.Run("apply", ToolRun.Assembly, "--template", "stacks/*.yaml", "--output", "-")).Code);
        Assert.Equal(2, (await _tool.Run("apply", ToolRun.Assembly, "-t", "stacks/orders.yaml", "-t", "stacks/none.yaml")).Code);
    }

    [Fact]
    public async Task Folders_of_the_output_are_created()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Template).Run("apply", ToolRun.Assembly, "--output", "a/b/template.yaml");
        Assert.Equal(0, result.Code);
        Assert.Contains("EventInvokeConfig", _tool.Read("a/b/template.yaml"), StringComparison.Ordinal);
        Assert.Equal(ToolRun.Template, _tool.Read("template.yaml"));
    }

    [Fact]
    public async Task A_dry_run_shows_the_changes_and_writes_nothing()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Template).Run("apply", ToolRun.Assembly, "--dry-run");
        Assert.Equal(0, result.Code);
        Assert.Equal(ToolRun.Template, _tool.Read("template.yaml"));
        Assert.Equal(result, await _tool.Run("apply", ToolRun.Assembly, "--diff"));
        Snapshot.Match(result.ToString());
    }

    [Fact]
    public async Task Of_many_changes_sixty_are_shown_and_all_on_request()
    {
        // A queue that was made, with comments, goes.
        string template = ToolRun.Template + "  Made:\n    Type: AWS::SQS::Queue\n" + string.Concat(Enumerable.Range(0, 80).Select(static x => $"    # line {x}\n"))
            + "    Metadata: {LambdaDestinations: {Assembly: LambdaDestinations.Tool.Tests, Function: Gone}}\n";
        Result result = await _tool.Write("template.yaml", template).Run("apply", ToolRun.Assembly, "--dry-run");
        string[] lines = result.Output.Split('\n');
        Assert.Equal(60, lines.Count(static x => x is ['+' or '-', ..] && !x.StartsWith("--", StringComparison.Ordinal) && !x.StartsWith("++", StringComparison.Ordinal)));
        Assert.Contains(lines, static x => x.StartsWith("… and ", StringComparison.Ordinal));
        Assert.Contains("--full shows all of them", lines);

        string[] all = (await _tool.Run("apply", ToolRun.Assembly, "--verify", "--full")).Output.Split('\n');
        Assert.Contains("-    # line 79", all);
        Assert.DoesNotContain(all, static x => x.StartsWith("… and ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_grants_are_shown_on_request()
    {
        string without = (await _tool.Write("template.yaml", ToolRun.Template).Run("apply", ToolRun.Assembly, "--dry-run")).Output;
        string with = (await _tool.Run("apply", ToolRun.Assembly, "--dry-run", "--show-grants")).Output;
        Assert.EndsWith(without, with, StringComparison.Ordinal);
        Assert.Equal(["Worker OnSuccess", "Worker OnFailure", "Shipper OnFailure"], with[..^without.Length].TrimEnd().Split('\n').Select(static x => x.Split(':')[0]));
    }

    [Fact]
    public async Task Verify_fails_until_the_template_is_up_to_date()
    {
        _tool.Write("infra/stack.yaml", ToolRun.Template);
        Result result = await _tool.Run("apply", ToolRun.Assembly, "-t", "infra/stack.yaml", "--verify");
        Assert.Equal(1, result.Code);
        Assert.Equal(3, result.Output.Split("error LD9010: ").Length - 1);
        Assert.Contains("infra/stack.yaml is out of date", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _tool.Run("apply", ToolRun.Assembly, "-t", "infra/stack.yaml")).Code);
        Assert.Equal(0, (await _tool.Run("apply", ToolRun.Assembly, "-t", "infra/stack.yaml", "--verify")).Code);
    }

    [Fact]
    public async Task Verify_fails_where_somebody_wrote_something_else()
    {
        _tool.Write("template.yaml", ToolRun.Template);
        await _tool.Run("apply", ToolRun.Assembly);
        string edited = _tool.Read("template.yaml").Replace("Destination: !GetAtt SuccessQueue.Arn", "Destination: !GetAtt WorkerOnFailureQueue.Arn", StringComparison.Ordinal);
        _tool.Write("template.yaml", edited);

        Result writing = await _tool.Run("apply", ToolRun.Assembly);
        Assert.Contains("warning LD9003", writing.Output, StringComparison.Ordinal);
        Assert.Equal(0, writing.Code);

        Result verifying = await _tool.Run("apply", ToolRun.Assembly, "--verify");
        Assert.Contains("error LD9003", verifying.Output, StringComparison.Ordinal);
        Assert.Equal(1, verifying.Code);

        _tool.Write("template.yaml", edited.Replace("          OnSuccess:\n", "          OnSuccess:\n            # ld:ignore EventInvokeConfig.DestinationConfig.OnSuccess\n", StringComparison.Ordinal));
        Result accepted = await _tool.Run("apply", ToolRun.Assembly, "--verify");
        Assert.DoesNotContain("LD9003", accepted.Output, StringComparison.Ordinal);
        Assert.Equal(0, accepted.Code);
    }

    [Fact]
    public async Task A_template_whose_loop_makes_the_functions_is_not_called_up_to_date()
    {
        const string Loop = """
            Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
            Resources:
              SuccessQueue: { Type: AWS::SQS::Queue }
              # the loop
              Fn::ForEach::Workers:
                - Name
                - [PlaceOrder, Ship]
                - ${Name}Worker:
                    Type: AWS::Serverless::Function
                    Properties: { Handler: !Sub "LambdaDestinations.Tool.Tests::App.Handlers::${Name}", Runtime: dotnet10 }

            """;
        Result result = await _tool.Write("template.yaml", Loop).Run("apply", ToolRun.Assembly);
        Assert.Equal(2, result.Output.Split("template.yaml:5:3: warning LD9007: Nothing was written for").Length - 1);
        Assert.DoesNotContain("up to date", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("nothing was written for 2 handlers whose function the template does not show\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.Code);
        Assert.Equal(Loop, _tool.Read("template.yaml"));

        Result accepted = await _tool.Write("template.yaml", Loop.Replace("# the loop", "# ld:ignore LD9007", StringComparison.Ordinal)).Run("apply", ToolRun.Assembly, "--verify");
        Assert.StartsWith("template.yaml is up to date", accepted.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await _tool.Write("template.yaml", Loop).Run("check", "-a", ToolRun.Assembly)).Code);
    }

    [Fact]
    public async Task Output_leaves_the_template_alone()
    {
        _tool.Write("template.yaml", ToolRun.Template);
        Assert.Equal("wrote out/merged.yaml\n", (await _tool.Run("apply", ToolRun.Assembly, "-o", "out/merged.yaml")).Output);
        Result toStandard = await _tool.Run("apply", ToolRun.Assembly, "-o", "-", "--show-grants");
        Assert.Equal(_tool.Read("out/merged.yaml"), toStandard.Output);
        Assert.Equal(ToolRun.Template, _tool.Read("template.yaml"));
        Assert.Contains("WorkerOnFailureQueue", toStandard.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await _tool.Run("apply", ToolRun.Assembly, "-o", "x", "--verify")).Code);
    }

    [Fact]
    public async Task An_error_leaves_the_template_and_fails()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Incomplete).Run("apply", ToolRun.Assembly);
        Assert.Equal(1, result.Code);
        Assert.Contains("error LD1004", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("template.yaml was left as it is\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(ToolRun.Incomplete, _tool.Read("template.yaml"));
    }

    [Fact]
    public async Task A_template_without_end_of_line_keeps_its_byte_order_mark_and_line_ends()
    {
        File.WriteAllBytes(_tool.PathOf("template.yaml"), [.. "\uFEFF"u8, .. System.Text.Encoding.UTF8.GetBytes(ToolRun.Template.TrimEnd().Replace("\n", "\r\n", StringComparison.Ordinal))]);
        await _tool.Run("apply", ToolRun.Assembly);
        byte[] bytes = File.ReadAllBytes(_tool.PathOf("template.yaml"));
        Assert.Equal("\uFEFF"u8.ToArray(), bytes[..3]);
        Assert.Equal(bytes.Count(static x => x == '\n'), bytes.Count(static x => x == '\r'));
        Assert.Contains("WorkerOnFailureQueue", _tool.Read("template.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.dll", "error: There is no assembly 'missing.dll'; build the project first\n")]
    [InlineData("text.dll", "error: The assembly 'text.dll' cannot be read: ")]
    [InlineData("bad\0path.dll", "error: 'bad\uFFFDpath.dll' is not a valid path: ")]
    public async Task What_is_no_assembly_is_told(string assembly, string message)
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Template).Write("text.dll", "no assembly").Run("apply", assembly);
        Assert.Equal(2, result.Code);
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_or_broken_template_is_told()
    {
        Assert.StartsWith("error: There is no template here: looked for serverless.template", (await _tool.Run("apply", ToolRun.Assembly)).Error, StringComparison.Ordinal);
        Assert.Equal("error: There is no template 'nowhere.yaml'\n", (await _tool.Run("apply", ToolRun.Assembly, "-t", "nowhere.yaml")).Error);
        Result broken = await _tool.Write("template.yaml", "Resources: [ 1\n").Run("apply", ToolRun.Assembly);
        Assert.Equal(2, broken.Code);
        Assert.Contains("error LD9001", broken.Output, StringComparison.Ordinal);
        File.WriteAllBytes(_tool.PathOf("template.yaml"), [.. "Resources: "u8, 0xE9]);
        Assert.Equal("error: 'template.yaml' is not UTF-8\n", (await _tool.Run("apply", ToolRun.Assembly)).Error);
    }
}
