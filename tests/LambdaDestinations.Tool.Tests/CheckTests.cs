using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Snapshooter.Xunit;

namespace LambdaDestinations.Tool.Tests;

public sealed class CheckTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_clean_template_is_found_by_its_usual_name()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Template).Run("check");
        Assert.Equal("1 template checked: nothing found\n", result.Output);
        Assert.Equal(0, result.Code);
    }

    [Fact]
    public async Task Findings_show_their_place_and_fail_the_run()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Incomplete).Run("check", "--assembly", ToolRun.Assembly);
        Assert.Equal(1, result.Code);
        Snapshot.Match(result.ToString());
    }

    [Theory]
    [InlineData("Resources:\n", "template.yaml:1:1: error LD9050: Resources has no value")]
    [InlineData("Resources: [x]\n", "template.yaml:1:1: error LD9050: Resources is a list")]
    [InlineData("Conditions: none\nResources:\n  F: 3\n  Q: {Type: AWS::SQS::Queue}\n", "template.yaml:3:3: error LD9050: Resources.F is a single value")]
    [InlineData("Resources:\n  F: {Type: [1]}\n", "template.yaml:2:7: error LD9050: Type of 'F' is not a valid resource type")]
    [InlineData("Resources:\n  F: {Type: AWS::Serverless::Function, Properties: [x]}\n", "template.yaml:2:40: error LD9050: Resources.F.Properties is a list")]
    public async Task What_CloudFormation_cannot_read_is_told_by_every_command(string template, string expected)
    {
        _tool.Write("template.yaml", template);
        Result check = await _tool.Run("check");
        Assert.Contains(expected, check.Output, StringComparison.Ordinal);
        Assert.Equal(1, check.Code);

        foreach (string command in new[] { "audit", "map" })
        {
            Result result = await _tool.Run(command);
            Assert.Contains(expected, result.Error, StringComparison.Ordinal);
            Assert.Equal(1, result.Code);
            Result applied = await _tool.Run(command, "--assembly", ToolRun.Assembly);
            Assert.Equal(1, applied.Error.Split(expected).Length - 1);
        }

        Result apply = await _tool.Run("apply", ToolRun.Assembly);
        Assert.Contains(expected, apply.Output, StringComparison.Ordinal);
        Assert.Equal(1, apply.Code);
        Assert.Equal(template, _tool.Read("template.yaml"));
    }

    [Fact]
    public async Task A_key_that_stands_twice_is_told_by_apply_as_by_check()
    {
        _tool.Write("template.yaml", ToolRun.Template.Replace("      Runtime: dotnet10\n      Events:\n        Upload", "    Properties:\n      Runtime: dotnet10\n      Events:\n        Upload", StringComparison.Ordinal));
        foreach (Result result in new[] { await _tool.Run("check"), await _tool.Run("apply", ToolRun.Assembly) })
        {
            Assert.Equal(2, result.Output.Split("template.yaml:10:5: warning LD9020: The key 'Properties' stands twice").Length);
        }
    }

    [Fact]
    public async Task A_rule_can_be_left_out()
    {
        _tool.Write("template.yaml", ToolRun.Incomplete);
        Assert.Equal(0, (await _tool.Run("check", "-a", ToolRun.Assembly, "--suppress", "ld1004", "--suppress", "LD9010")).Code);
        Assert.Equal(0, (await _tool.Run("check", "-a", ToolRun.Assembly, "--suppress", "LD2008,LD1004,LD9010")).Code);
        Assert.Equal(1, (await _tool.Run("check", "-a", ToolRun.Assembly, "--suppress", "LD1004")).Code);
        Result unknown = await _tool.Run("check", "--suppress", "LD1999");
        Assert.Equal(2, unknown.Code);
        Assert.StartsWith("error: There is no rule 'LD1999'. Nearest: LD", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error", 0)]
    [InlineData("warning", 1)]
    [InlineData("info", 1)]
    public async Task The_threshold_decides_on_the_exit_code(string threshold, int code)
    {
        // The attributes are applied, and then the template gets a second place for the same failures: a warning.
        _tool.Write("template.yaml", ToolRun.Template);
        await _tool.Run("apply", ToolRun.Assembly);
        string applied = _tool.Read("template.yaml");
        string edited = applied
            .Replace("  Alarms: {", "  Dead: { Type: AWS::SQS::Queue }\n  Alarms: {", StringComparison.Ordinal)
            .Replace("      Events:\n        Nightly", "      DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt Dead.Arn }\n      Events:\n        Nightly", StringComparison.Ordinal);
        Assert.NotEqual(applied, edited);
        Result result = await _tool.Write("template.yaml", edited).Run("check", "-a", ToolRun.Assembly, "--severity", threshold);
        Assert.True(result.Code == code, result.ToString());
        Assert.Contains(": warning LD", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_template_lacks_is_an_error_at_its_function()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Template).Run("check", "-a", ToolRun.Assembly);
        Assert.Equal(1, result.Code);
        Assert.Contains("template.yaml:6:3: error LD9010: 'Worker' has no EventInvokeConfig.DestinationConfig.OnSuccess", result.Output, StringComparison.Ordinal);
        Assert.Contains("(on App.Handlers.PlaceOrder)", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 template checked: 3 errors\nWhat a rule means: lambda-destinations explain LD9010\n", result.Output, StringComparison.Ordinal);

        await _tool.Run("apply", ToolRun.Assembly);
        Assert.Equal("1 template checked: nothing found\n", (await _tool.Run("check", "-a", ToolRun.Assembly)).Output);
    }

    [Fact]
    public async Task What_somebody_wrote_otherwise_is_an_error_unless_it_is_accepted()
    {
        _tool.Write("template.yaml", ToolRun.Template);
        await _tool.Run("apply", ToolRun.Assembly);
        string edited = _tool.Read("template.yaml").Replace("Destination: !GetAtt SuccessQueue.Arn", "Destination: !GetAtt WorkerOnFailureQueue.Arn", StringComparison.Ordinal);
        Result told = await _tool.Write("template.yaml", edited).Run("check", "-a", ToolRun.Assembly, "--verbose");
        Assert.Contains("error LD9003: EventInvokeConfig.DestinationConfig.OnSuccess of 'Worker'", told.Output, StringComparison.Ordinal);
        Assert.Equal(1, told.Code);

        string accepted = edited.Replace("          OnSuccess:\n", "          OnSuccess:\n            # ld:ignore LD9003\n", StringComparison.Ordinal);
        Assert.NotEqual(edited, accepted);
        _tool.Write("template.yaml", accepted);
        Assert.Equal("1 template checked: nothing found\n", (await _tool.Run("check", "-a", ToolRun.Assembly)).Output);

        Result listed = await _tool.Run("check", "-a", ToolRun.Assembly, "--verbose");
        Assert.StartsWith("accepted: template.yaml:17:13: error LD9003", listed.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 template checked, 1 deviation accepted: nothing found\n", listed.Output, StringComparison.Ordinal);
        Assert.Equal(0, listed.Code);

        using JsonDocument json = JsonDocument.Parse((await _tool.Run("check", "-a", ToolRun.Assembly, "--verbose", "-f", "json")).Output);
        Assert.Empty(json.RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal("LD9003", json.RootElement.GetProperty("accepted").EnumerateArray().Single().GetProperty("ruleId").GetString());
    }

    [Fact]
    public async Task What_is_missing_beside_a_handler_without_a_function_is_told()
    {
        string renamed = ToolRun.Template.Replace("App.Handlers::PlaceOrder", "App.Handlers::Renamed", StringComparison.Ordinal);
        Result result = await _tool.Write("template.yaml", renamed).Run("check", "-a", ToolRun.Assembly);
        Assert.Contains("error LD1012", result.Output, StringComparison.Ordinal);
        Assert.Contains("error LD9010: 'Shipper' has no EventInvokeConfig.DestinationConfig.OnFailure", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LambdaDestinations.Tool.Tests::App.Handlers::PlaceOrders", "LambdaDestinations.Tool.Tests::App.Handlers::PlaceOrder")]
    [InlineData("LambdaDestinations.Tool.Tests::App.Handler::PlaceOrder", "LambdaDestinations.Tool.Tests::App.Handlers::PlaceOrder")]
    [InlineData("LambdaDestinations.Tool.Tests::Elsewhere.Altogether.VeryDifferent::Nothing", "")]
    [InlineData("LambdaDestinations.Tool.Tests::LambdaDestinations.Tool.Tests.Derived+Inner::Inherited", "LambdaDestinations.Tool.Tests::LambdaDestinations.Tool.Tests.Derived+Inner::Own")]
    [InlineData("LambdaDestinations.Tool.Tests::LambdaDestinations.Tool.Tests.Derived::Inherited", null)]
    [InlineData("LambdaDestinations.Tool.Tests::LambdaDestinations.Tool.Tests.Derived+Inner::Own", null)]
    [InlineData("LambdaDestinations.Tool.Tests::LambdaDestinations.Tool.Tests.Derived::ToString", null)]
    [InlineData("LambdaDestinations.Tool.Tests::LambdaDestinations.Tool.Tests.OfFramework::Whatever", null)]
    [InlineData("LambdaDestinations.Tool.Tests::LambdaDestinations.Tool.Tests.OfOtherAssembly::ToJson", null)]
    [InlineData("LambdaDestinations.Tool.Tests::LambdaDestinations.Tool.Tests.OfOtherAssembly::ToYamlOrElse", "")]
    [InlineData("LambdaDestinations.Tool.Tests", null)]
    [InlineData("Other::App.Handlers::PlaceOrders", null)]
    public async Task A_handler_string_that_names_no_method_of_the_assembly_is_told(string handler, string? nearest)
    {
        // What another function runs already is not suggested.
        string others = nearest is { Length: > 0 } ? ToolRun.Template.Replace($"Handler: {nearest}\n", "Handler: Other::App.Handlers::Run\n", StringComparison.Ordinal) : ToolRun.Template;
        string template = others + $"  Stale:\n    Type: AWS::Serverless::Function\n    Properties: {{ Handler: '{handler}', Runtime: dotnet10 }}\n";
        Result result = await _tool.Write("template.yaml", template).Run("check", "-a", ToolRun.Assembly);
        Assert.Equal(nearest is not null, result.Output.Contains($"warning LD1060: Handler of 'Stale' is '{handler}'", StringComparison.Ordinal));
        Assert.Equal(nearest is { Length: > 0 }, result.Output.Contains($"did you mean '{nearest}'?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("App.Handlers::PlaceOrders", "correct the handler string")]
    [InlineData("App.handlers::placeOrder", "did you mean 'LambdaDestinations.Tool.Tests::App.Handlers::PlaceOrder'?")]
    public async Task A_near_handler_that_another_function_runs_is_suggested_only_in_another_case(string handler, string expected)
    {
        string template = ToolRun.Template + $"  Stale:\n    Type: AWS::Serverless::Function\n    Properties: {{ Handler: 'LambdaDestinations.Tool.Tests::{handler}', Runtime: dotnet10 }}\n";
        Result result = await _tool.Write("template.yaml", template).Run("check", "-a", ToolRun.Assembly);
        Assert.Contains($"so every invocation fails; {expected}", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "template.json:1:2: error LD9001: The JSON ends where a member name in double quotes is expected")]
    [InlineData("{\n  // the queue\n  \"Resources\": {}}", "template.json:2:3: error LD9001: JSON has no comments; remove it, or write the template as YAML (.yaml), which has comments behind #")]
    [InlineData("{\"Resources\": {},\n}", "template.json:1:17: error LD9001: JSON has no comma ahead of }; remove it, or write the template as YAML (.yaml), which may have one there")]
    public async Task What_people_take_for_JSON_is_named(string text, string expected)
    {
        Result result = await _tool.Write("template.json", text).Run("check", "template.json");
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_without_a_function_points_to_the_stale_one()
    {
        string renamed = ToolRun.Template.Replace("App.Handlers::PlaceOrder", "App.Handlers::PlaceOrders", StringComparison.Ordinal);
        Result result = await _tool.Write("template.yaml", renamed).Run("check", "-a", ToolRun.Assembly);
        Assert.Contains("template.yaml:9:16: error LD1012", result.Output, StringComparison.Ordinal);
        Assert.Contains("'Worker' runs 'LambdaDestinations.Tool.Tests::App.Handlers::PlaceOrders', which does not exist", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_output_of_the_CDK_lacks_what_the_app_does_not_set()
    {
        string synthesized = ToolRun.Template.Replace("    Type: AWS::Serverless::Function\n", "    Type: AWS::Serverless::Function\n    Metadata: { 'aws:cdk:path': Stack/Function/Resource }\n", StringComparison.Ordinal);
        Result result = await _tool.Write("template.yaml", synthesized).Run("check", "-a", ToolRun.Assembly);
        Assert.Contains("Set it in the CDK app, or correct the attribute", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("lambda-destinations apply", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_in_the_template_leaves_a_finding_out()
    {
        const string Fifo = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Queue: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: App
                  Runtime: dotnet10
                  EventInvokeConfig:
                    DestinationConfig:
                      OnFailure: { Type: SQS, Destination: !GetAtt Queue.Arn }

            """;
        Result found = await _tool.Write("template.yaml", Fifo).Run("check");
        Assert.StartsWith("template.yaml:11:", found.Output, StringComparison.Ordinal);
        Assert.Contains("error LD1002", found.Output, StringComparison.Ordinal);
        Assert.Equal(1, found.Code);
        Result marked = await _tool.Write("template.yaml", Fifo.Replace("Queue.Arn }", "Queue.Arn } # ld:ignore LD1002", StringComparison.Ordinal)).Run("check");
        Assert.DoesNotContain("LD1002", marked.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Resources:\n  A: [1, 2\n  B: 3\n", "template.yaml:3:")]
    [InlineData("{\n  \"Resources\": { \"A\": ] }\n}", "template.yaml:2:")]
    [InlineData("Resources:\n\tA: 1\n", "template.yaml:2:1")]
    public async Task A_malformed_template_gives_its_position(string text, string place)
    {
        Result result = await _tool.Write("template.yaml", text).Run("check");
        Assert.Equal(2, result.Code);
        Assert.Contains(place, result.Output, StringComparison.Ordinal);
        Assert.Contains("error LD9001", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_and_the_rest_is_checked()
    {
        _tool.Write("good.yaml", ToolRun.Template).Write("notes.yaml", "a: 1\n");
        File.WriteAllBytes(_tool.PathOf("latin.yaml"), [.. "Resources: "u8, 0xE9]);
        Result result = await _tool.Run("check", "good.yaml", "notes.yaml", "latin.yaml");
        Assert.Equal(2, result.Code);
        Snapshot.Match(result.ToString());
    }

    [Fact]
    public async Task Patterns_and_folders_find_templates_and_pass_over_other_files()
    {
        _tool.Write("stacks/a/one.yaml", ToolRun.Template).Write("stacks/b/c/two.yaml", ToolRun.Template).Write("stacks/notes.yaml", "a: 1\n").Write("other/template.yml", ToolRun.Template);
        Assert.Equal("2 templates checked, 1 other file skipped: nothing found\n", (await _tool.Run("check", "stacks/**/*.yaml")).Output);
        Assert.Equal("1 template checked: nothing found\n", (await _tool.Run("check", "other")).Output);
        Assert.Equal("3 templates checked: nothing found\n", (await _tool.Run("check", "stacks/*/*.yaml", "stacks/b/c/two.yaml", "stacks/b/**", "other")).Output);
        Assert.Equal("error: No file matches 'nowhere/*.yaml'\n", (await _tool.Run("check", "nowhere/*.yaml")).Error);
        Assert.Equal("error: There is no file or folder 'nowhere.yaml'\n", (await _tool.Run("check", "nowhere.yaml")).Error);
        Assert.Equal("error: No file among the 1 found is a CloudFormation template: stacks/notes.yaml\n", (await _tool.Run("map", "stacks/*.yaml")).Error);
        Result none = await _tool.Run("check");
        Assert.StartsWith("error: There is no template in '.'", none.Error, StringComparison.Ordinal);
        Assert.Equal(2, none.Code);
    }

    /// <summary>To read a pipe may have no end: one that is named is refused, and one that only has the name of a template is none.</summary>
    [SkippableFact]
    public async Task A_pipe_is_not_read()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The kind of a file is asked for on Linux.");
        foreach (string name in new[] { "template.yaml", "fifo.yaml" })
        {
            System.Diagnostics.Process.Start("mkfifo", _tool.PathOf(name)).WaitForExit();
        }

        Assert.StartsWith("error: There is no template in '.'", (await _tool.Run("check")).Error, StringComparison.Ordinal);
        foreach (string command in new[] { "check", "map", "audit" })
        {
            Result named = await _tool.Run(command, "fifo.yaml");
            Assert.Equal(2, named.Code);
            Assert.Contains("is not a regular file", named.Output + named.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_output_of_the_CDK_is_checked_with_its_stages()
    {
        const string Json = """{ "Resources": { "Q": { "Type": "AWS::SQS::Queue" } } }""";
        _tool.Write("cdk.out/App.template.json", Json).Write("cdk.out/assembly-Prod/Prod.template.json", Json).Write("cdk.out/manifest.json", "{}");
        Assert.Equal("2 templates checked: nothing found\n", (await _tool.Run("check")).Output);
        Assert.Equal("2 templates checked: nothing found\n", (await _tool.Run("check", "cdk.out")).Output);
    }

    [Fact]
    public async Task The_template_that_Amazons_tools_are_told_of_is_found()
    {
        _tool.Write("infra/stack.yaml", ToolRun.Template).Write("aws-lambda-tools-defaults.json", """{ "template": "infra/stack.yaml" }""");
        Assert.Equal("1 template checked: nothing found\n", (await _tool.Run("check")).Output);
    }

    [Fact]
    public async Task A_handler_is_checked_in_the_template_that_has_its_function()
    {
        _tool.Write("a.yaml", "Resources:\n  Other: { Type: AWS::SNS::Topic }\n").Write("b.yaml", ToolRun.Template);
        Result result = await _tool.Run("check", "a.yaml", "b.yaml", "-a", ToolRun.Assembly);
        Assert.DoesNotContain("a.yaml", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("LD1012", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 templates checked: 3 errors\nWhat a rule means: lambda-destinations explain LD9010\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_no_template_has_is_missing_once_and_not_while_one_cannot_be_read()
    {
        string one = ToolRun.Template.Replace("Handlers::Ship", "Handlers::Other", StringComparison.Ordinal);
        _tool.Write("a.yaml", one).Write("b.yaml", "Resources:\n  Other: { Type: AWS::SNS::Topic }\n");
        Result result = await _tool.Run("check", "a.yaml", "b.yaml", "-a", ToolRun.Assembly);
        Assert.Single(result.Output.Split('\n'), static x => x.Contains("LD1012", StringComparison.Ordinal));
        Assert.Contains("'Shipper' runs 'LambdaDestinations.Tool.Tests::App.Handlers::Other', which does not exist", result.Output, StringComparison.Ordinal);

        Result third = await _tool.Write("c.yaml", "Resources: [\n").Run("check", "a.yaml", "b.yaml", "c.yaml", "-a", ToolRun.Assembly);
        Assert.DoesNotContain("LD1012", third.Output, StringComparison.Ordinal);
        Assert.Equal(2, third.Code);
    }

    [Fact]
    public async Task JSON_tells_the_same()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Incomplete).Run("check", "-a", ToolRun.Assembly, "--format", "json");
        Assert.Equal(1, result.Code);
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.Equal(["LD9010", "LD9010", "LD1004"], json.RootElement.GetProperty("findings").EnumerateArray().Select(static x => x.GetProperty("ruleId").GetString()));
        Snapshot.Match(result.Output);
    }

    [Fact]
    public async Task A_report_goes_to_a_file_whole_and_the_log_still_tells_people()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Incomplete).Run("check", "-a", ToolRun.Assembly, "-f", "json", "-o", "out/report.json");
        Assert.Contains("error LD1004", result.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(_tool.Read("out/report.json"));
        Assert.Equal(3, json.RootElement.GetProperty("summary").GetProperty("errors").GetInt32());
        Assert.Equal(["report.json"], Directory.GetFiles(_tool.PathOf("out")).Select(Path.GetFileName));

        Result human = await _tool.Run("check", "-a", ToolRun.Assembly, "-o", "report.txt");
        Assert.Equal(human.Output, _tool.Read("report.txt"));
    }

    [Fact]
    public async Task Columns_count_UTF16_code_units_and_carets_stand_below_wide_text()
    {
        const string Text = "Resources:\n  \"日本😀\": [ 1, ]]\n";
        Result result = await _tool.Write("template.yaml", Text).Run("check");
        int column = Text.Split('\n')[1].LastIndexOf(']') + 1;
        Assert.Contains($"template.yaml:2:{column}: error LD9001", result.Output, StringComparison.Ordinal);
        string[] lines = result.Output.Split('\n');

        // Three signs of two cells each, one of which is two code units.
        Assert.Equal("    2 |   \"日本😀\": [ 1, ]]", lines[1]);
        Assert.Equal("      | " + new string(' ', column - 1 + 2) + "^", lines[2]);
    }

    [Fact]
    public async Task A_template_on_one_line_shows_the_neighbourhood_only()
    {
        string text = "{\"Resources\":{" + string.Join(",", Enumerable.Range(0, 500).Select(static x => $"\"Q{x}\":{{\"Type\":\"AWS::SQS::Queue\"}}")) + ",,\"Z\":1}}";
        Result result = await _tool.Write("template.json", text).Run("check");
        Assert.All(result.Output.Split('\n').Skip(1), static x => Assert.True(x.Length < 140, x));
        Assert.Contains("…", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signs_that_steer_a_terminal_are_not_passed_on()
    {
        Result result = await _tool.Write("template.yaml", "Resources: [ \"\u001b[31mred\" ]]\n").Run("check");
        Assert.DoesNotContain("\u001b", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_gets_colors_and_the_same_words()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Incomplete).RunIn(".", ["check", "-a", ToolRun.Assembly], isRich: true);
        Assert.Contains("\u001b[", result.Output, StringComparison.Ordinal);
        Assert.Contains("error LD1004", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, result.Code);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_run()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        Result result = await _tool.Write("template.yaml", ToolRun.Template).RunIn(".", ["check"], cancellationToken: cancelled.Token);
        Assert.Equal("cancelled\n", result.Error);
        Assert.Equal(130, result.Code);
    }

    [Fact]
    public async Task A_thousand_functions_are_checked_and_drawn()
    {
        string text = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Dlq: { Type: AWS::SQS::Queue }\n" + string.Concat(Enumerable.Range(0, 1000).Select(static x =>
            $$"""
              Fn{{x}}:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: Big::Big.H::M{{x}}
                  Runtime: dotnet10
                  EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Dlq.Arn } } }

            """));
        Result check = await _tool.Write("template.yaml", text).Run("check");
        Assert.True(check.Code == 0, check.ToString());
        Result map = await _tool.Run("map", "--format", "svg");
        Assert.Equal(1000, map.Output.Split("<g class=\"function\">").Length - 1);
    }
}
