using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace LambdaDestinations.Tool.Tests;

public sealed class AuditTests : IDisposable
{
    /// <summary>One function that loses events, and one whose records a queue keeps.</summary>
    public const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Dead: { Type: AWS::SQS::Queue }
          Work: { Type: AWS::Serverless::Function, Properties: { Handler: index.main, Events: { T: { Type: Schedule, Properties: { Schedule: rate(1 day) } } } } }
          Kept:
            Type: AWS::Serverless::Function
            Properties:
              Handler: index.kept
              EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Dead.Arn } } }
              Events: { "a|<b>": { Type: Schedule, Properties: { Schedule: rate(1 day) } } }

        """;

    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    /// <summary>A loop is neither a loss nor an end: it has a line of its own in each form.</summary>
    [Theory]
    [InlineData("Ping", true)]
    [InlineData("Other", false)]
    public async Task A_loop_is_told(string target, bool isLoop)
    {
        string template = $$"""
            Resources:
              Ping: { Type: AWS::Lambda::Function, Properties: { Handler: A::B::C, Runtime: dotnet10, Role: arn:aws:iam::123456789012:role/r } }
              Pong: { Type: AWS::Lambda::Function, Properties: { Handler: A::B::D, Runtime: dotnet10, Role: arn:aws:iam::123456789012:role/r } }
              Other: { Type: AWS::Lambda::Function, Properties: { Handler: A::B::E, Runtime: dotnet10, Role: arn:aws:iam::123456789012:role/r } }
              FromPing:
                Type: AWS::Lambda::EventInvokeConfig
                Properties: { FunctionName: !Ref Ping, Qualifier: $LATEST, DestinationConfig: { OnSuccess: { Destination: !GetAtt Pong.Arn } } }
              FromPong:
                Type: AWS::Lambda::EventInvokeConfig
                Properties: { FunctionName: !Ref Pong, Qualifier: $LATEST, DestinationConfig: { OnSuccess: { Destination: !GetAtt {{target}}.Arn } } }

            """;
        Result table = await _tool.Write("template.yaml", template).Run("audit");
        Result json = await _tool.Run("audit", "--format", "json");
        Result markdown = await _tool.Run("audit", "--format", "markdown");

        Assert.Equal(isLoop, table.Output.Contains("\nloop: The record of function 'Ping' comes back to it (", StringComparison.Ordinal));
        Assert.Equal(isLoop ? 2 : 0, JsonNode.Parse(json.Output)!["loops"]!.AsArray().Count(static x => x!["ruleId"]!.ToString() == "LD4006"));
        Assert.Equal(isLoop, markdown.Output.Contains("## Loops", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_loss_fails_the_run_and_is_told_in_whole_sentences()
    {
        Result result = await _tool.Write("template.yaml", Template).Run("audit");

        Assert.Equal(1, result.Code);
        string[] lines = result.Output.Split('\n');
        Assert.Equal("template.yaml", lines[0]);
        Assert.StartsWith("FUNCTION  EVENT", lines[1], StringComparison.Ordinal);
        Assert.Equal(["Work", "Schedule T (asynchronous)", "handled", "LOST", "LOST", "LOST", "LOST", "-", "LOST"], Columns(lines[2]));
        Assert.Equal(["Kept", "Schedule a|<b> (asynchronous)", "handled", "→ Dead", "→ Dead", "→ Dead", "→ Dead", "LOST", "LOST"], Columns(lines[3]));
        Assert.Equal(
            [
                "handled  the function has done its work",
                "→        a record, or the event itself, arrives there",
                "LOST     nothing is left, or nobody gets it; under SIZE and DELIVERY that is told only, and fails no run",
                "-        cannot happen here",
            ],
            lines[5..9]);
        Assert.Contains("  failure, timeout: after 2 retries: lost, no on-failure destination and no dead-letter queue", lines);
        Assert.DoesNotContain(lines, static x => x.StartsWith("Kept < ", StringComparison.Ordinal));
        Assert.Contains("2 functions, 2 ways in: 1 with losses", lines);
    }

    [Theory]
    [InlineData(0, "Work:*")]
    [InlineData(0, "*:*")]
    [InlineData(0, "Work:failure,Work:timeout", "*:throttled", "Work:age")]
    [InlineData(1, "Work:failure")]
    [InlineData(1, "Kept:*")]
    [InlineData(2, "Nobody:*")]
    [InlineData(2, "Work:sometimes")]
    [InlineData(2, "Work")]
    [InlineData(2, "")]
    [InlineData(2, ",")]
    public async Task Losses_that_are_meant_are_allowed_by_function_and_cause(int code, params string[] allowances)
    {
        Result result = await _tool.Write("template.yaml", Template).Run(["audit", .. allowances.SelectMany(static x => new[] { "--allow", x })]);

        Assert.Equal(code, result.Code);
        Assert.Equal(code == 2, result.Error.StartsWith("error: ", StringComparison.Ordinal));
    }

    private const string Machine = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Machine:
            Type: AWS::Serverless::StateMachine
            Properties:
              DefinitionUri: flows/machine.asl.json
              DefinitionSubstitutions: { Waits: !GetAtt Waits.Arn, Fires: !GetAtt Fires.Arn, Chooses: !GetAtt Chooses.Arn, Passes: !GetAtt Passes.Arn }
          Waits: { Type: AWS::Serverless::Function, Properties: { Handler: a.b, EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS } } } } }
          Fires: { Type: AWS::Serverless::Function, Properties: { Handler: a.b, EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS } } } } }
          Chooses: { Type: AWS::Serverless::Function, Properties: { Handler: a.b, EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS } } } } }
          Passes: { Type: AWS::Serverless::Function, Properties: { Handler: a.b, EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS } } } } }

        """;

    private const string Definition = """
        {
          "StartAt": "A",
          "States": {
            "A": {"Type": "Task", "Resource": "${Waits}", "Retry": [{"ErrorEquals": ["States.ALL"]}], "Next": "B"},
            "B": {"Type": "Parallel", "Next": "C", "Branches": [{"StartAt": "D", "States": {
              "D": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "${Waits}", "Payload.$": "$"}, "Retry": [], "End": true}}}]},
            "C": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "${Fires}", "InvocationType": "Event"}, "Next": "E"},
            "E": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "${Chooses}", "InvocationType.$": "$.how"}, "Next": "F"},
            "F": {"Type": "Pass", "Result": "${Passes}", "End": true}
          }
        }
        """;

    [Fact]
    public async Task A_definition_beside_the_template_tells_how_its_state_machine_calls()
    {
        _tool.Write("template.yaml", Machine).Write("flows/machine.asl.json", Definition);
        Result audit = await _tool.Run("audit", "--format", "json");
        Result check = await _tool.Run("check");

        JsonNode[] rows = [.. JsonNode.Parse(audit.Output)!["rows"]!.AsArray().Select(static x => x!)];
        Assert.Equal(
            ["Waits synchronous", "Fires asynchronous", "Chooses unknown", "Passes unknown"],
            rows.Select(static x => $"{x["function"]} {x["mode"]}"));
        Assert.Contains("the state is retried by its Retry, then the execution fails", audit.Output, StringComparison.Ordinal);
        string found = Assert.Single(check.Output.Split('\n'), static x => x.Contains("warning LD4003", StringComparison.Ordinal));
        Assert.Contains("'Waits'", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"StartAt\": \"A\", \"States\": {")]
    [InlineData("[]")]
    [InlineData("{\"StartAt\": \"A\"}")]
    public async Task A_definition_that_cannot_be_read_makes_no_caller_synchronous(string? definition)
    {
        _tool.Write("template.yaml", Machine);
        if (definition is not null)
        {
            _tool.Write("flows/machine.asl.json", definition);
        }

        Result audit = await _tool.Run("audit", "--format", "json");
        Result check = await _tool.Run("check");

        Assert.DoesNotContain("\"synchronous\"", audit.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("LD4003", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_target_gets_is_not_lost_because_another_gets_nothing()
    {
        string both = Template.Replace("Handler: index.main", "Handler: index.main, DeadLetterQueue: { Type: SNS, TargetArn: !Ref Nobody }, EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Dead.Arn } } }", StringComparison.Ordinal)
            .Replace("Resources:\n", "Resources:\n  Nobody: { Type: AWS::SNS::Topic }\n", StringComparison.Ordinal);
        Result result = await _tool.Write("template.yaml", both).Run("audit");

        Assert.Equal(0, result.Code);
        Assert.Contains("→ Dead + LOST", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_allowance_that_allows_nothing_is_told()
    {
        Result result = await _tool.Write("template.yaml", Template).Run("audit", "--allow", "Kept:age,Work:*");

        Assert.Equal("--allow Kept:age: nothing of it is lost\n", result.Error);
        Assert.Contains("  allowed: failure, timeout, throttled, age\n", result.Output, StringComparison.Ordinal);

        // What is allowed is not shown as lost, and what it means is told.
        string[] lines = result.Output.Split('\n');
        Assert.Equal(["Work", "Schedule T (asynchronous)", "handled", "allowed", "allowed", "allowed", "allowed", "-", "LOST"], Columns(lines[2]));
        Assert.Contains("allowed  lost, as --allow accepts", lines);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("check")]
    [InlineData("map")]
    public async Task A_folder_without_a_template_is_told_with_the_command(string command)
    {
        Result result = await _tool.Run(command);

        Assert.Equal(2, result.Code);
        Assert.EndsWith($"Name the files: lambda-destinations {command} stacks/**/*.yaml\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${Network}-alarms", "", "after 2 retries: delivered to Alarms, read by Page")]
    [InlineData("prod-alarms", "", "after 2 retries: delivered to Alarms, read by Page")]
    [InlineData("${Network}-other", "", "after 2 retries: unknown because topic import ${Network}-other stands outside of the template")]
    [InlineData("${Network}", "", "after 2 retries: unknown because topic import ${Network} stands outside of the template")]
    [InlineData("${AWS::StackName}-alarms", "", "after 2 retries: unknown because topic import ${AWS::StackName}-alarms stands outside of the template")]
    [InlineData("${Network}-alarms", "second.yaml", "after 2 retries: unknown because topic import ${Network}-alarms stands outside of the template")]
    public async Task An_export_that_is_named_after_its_stack_is_found_where_one_may_be_meant(string import, string second, string expected)
    {
        const string Receiver = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Alarms: { Type: AWS::SNS::Topic }
              Page: { Type: AWS::Serverless::Function, Properties: { Handler: index.page, Events: { A: { Type: SNS, Properties: { Topic: !Ref Alarms } } } } }
            Outputs:
              Alarms: { Value: !Ref Alarms, Export: { Name: !Sub "${AWS::StackName}-alarms" } }

            """;
        string sender = $$"""
            Transform: AWS::Serverless-2016-10-31
            Parameters: { Network: { Type: String } }
            Resources:
              Work:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: index.main
                  EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SNS, Destination: { "Fn::ImportValue": !Sub "{{import}}" } } } }
                  Events: { T: { Type: Schedule, Properties: { Schedule: rate(1 day) } } }

            """;
        _tool.Write("sender.yaml", sender).Write("receiver.yaml", Receiver).Write("second.yaml", Receiver);

        Assert.Equal(expected, await TextOf("sender.yaml", "failure", [.. new[] { "sender.yaml", "receiver.yaml", second }.Where(static x => x.Length > 0)]));
    }

    [Fact]
    public async Task JSON_tells_each_end_with_its_kind()
    {
        Result result = await _tool.Write("template.yaml", Template).Run("audit", "--format", "json", "--allow", "Work:age");

        JsonNode report = JsonNode.Parse(result.Output)!;
        Assert.Equal(1, report["summary"]!["exitCode"]!.GetValue<int>());
        JsonArray rows = report["rows"]!.AsArray();
        Assert.Equal(["Work", "Kept"], rows.Select(static x => x!["function"]!.GetValue<string>()));
        JsonNode work = rows[0]!;
        Assert.Equal("index.main", work["handler"]!.GetValue<string>());
        Assert.Equal("asynchronous", work["mode"]!.GetValue<string>());
        Assert.Equal(4, work["startLine"]!.GetValue<int>());
        Assert.Equal(["success", "failure", "timeout", "throttled", "age", "size", "delivery"], work["ends"]!.AsObject().Select(static x => x.Key));
        Assert.Equal("lost", work["ends"]!["failure"]!["answers"]![0]!["kind"]!.GetValue<string>());
        Assert.True(work["ends"]!["failure"]!["loss"]!.GetValue<bool>());
        Assert.True(work["ends"]!["age"]!["allowed"]!.GetValue<bool>());
        Assert.False(work["ends"]!["delivery"]!["loss"]!.GetValue<bool>());
        JsonNode kept = rows[1]!["ends"]!["timeout"]!["answers"]![0]!;
        Assert.Equal("delivered", kept["kind"]!.GetValue<string>());
        Assert.Equal("Dead", kept["targets"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Markdown_is_a_table_in_which_names_are_only_names()
    {
        Result result = await _tool.Write("template.yaml", Template).Run("audit", "--format", "markdown");

        string[] rows = [.. result.Output.Split('\n').Where(static x => x.StartsWith("| ", StringComparison.Ordinal))];
        Assert.Equal(3, rows.Length);
        Assert.All(rows, static x => Assert.Equal(10, x.Replace("\\|", "", StringComparison.Ordinal).Count(static y => y == '|')));
        Assert.Contains("Schedule a\\|\\<b\\> (asynchronous)", rows[2], StringComparison.Ordinal);
        Assert.Contains(" | **after 2 retries: lost, no on-failure destination and no dead-letter queue** | ", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_in_a_file_leaves_the_losses_in_the_log()
    {
        Result result = await _tool.Write("template.yaml", Template).Run("audit", "--format", "json", "--output", "audit.json");

        Assert.Equal(1, result.Code);
        Assert.NotNull(JsonNode.Parse(_tool.Read("audit.json")));
        Assert.Contains("template.yaml:4:3: warning LD4026: An event that enters function 'Work' by Schedule T (asynchronous) is lost (failure, timeout): after 2 retries: lost", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_templates_are_one_system()
    {
        const string Sender = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Work:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: index.main
                  EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SNS, Destination: !ImportValue alarms }, OnSuccess: { Type: SQS, Destination: !Sub "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:done" } } }
                  Events: { T: { Type: Schedule, Properties: { Schedule: rate(1 day) } } }

            """;
        const string Receiver = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Alarms: { Type: AWS::SNS::Topic }
              Done: { Type: AWS::SQS::Queue, Properties: { QueueName: done } }
              Page: { Type: AWS::Serverless::Function, Properties: { Handler: index.page, Events: { A: { Type: SNS, Properties: { Topic: !Ref Alarms } } } } }
            Outputs:
              Alarms: { Value: !Ref Alarms, Export: { Name: alarms } }

            """;
        _tool.Write("sender.yaml", Sender).Write("receiver.yaml", Receiver);

        string alone = await TextOf("sender.yaml", "failure", "sender.yaml");
        Assert.Equal("after 2 retries: unknown because topic import alarms stands outside of the template", alone);
        Assert.Equal("after 2 retries: delivered to Alarms, read by Page", await TextOf("sender.yaml", "failure", "sender.yaml", "receiver.yaml"));
        Assert.Equal("delivered to Done, kept 4 days, nothing in the template reads it", await TextOf("sender.yaml", "success", "sender.yaml", "receiver.yaml"));

        JsonNode page = (await Rows("sender.yaml", "receiver.yaml")).Single(static x => x["function"]!.GetValue<string>() == "Page");
        Assert.Equal("function Work on failure > topic Alarms", page["event"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_nested_stack_gets_the_resources_of_its_parent_and_gives_its_own()
    {
        const string Parent = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Failed: { Type: AWS::SQS::Queue }
              Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./nested/child.yaml, Parameters: { Target: !GetAtt Failed.Arn } } }
              Own:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: index.main
                  EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Child.Outputs.Arn } } }
                  Events: { T: { Type: Schedule, Properties: { Schedule: rate(1 day) } } }

            """;
        const string Child = """
            Transform: AWS::Serverless-2016-10-31
            Parameters: { Target: { Type: String } }
            Resources:
              Inner: { Type: AWS::SQS::Queue }
              Work:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: index.main
                  EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS, Destination: !Ref Target } } }
                  Events: { T: { Type: Schedule, Properties: { Schedule: rate(1 day) } } }
            Outputs:
              Arn: { Value: !GetAtt Inner.Arn }

            """;
        _tool.Write("parent.yaml", Parent).Write("nested/child.yaml", Child);

        Assert.Equal("after 2 retries: delivered to Failed, kept 4 days, nothing in the template reads it", await TextOf("nested/child.yaml", "failure", "parent.yaml", "nested/child.yaml"));
        Assert.Equal("after 2 retries: delivered to Inner, kept 4 days, nothing in the template reads it", await TextOf("parent.yaml", "failure", "parent.yaml", "nested/child.yaml"));
    }

    [Fact]
    public async Task Attributes_are_audited_as_if_they_had_been_applied_and_readers_named_by_their_methods()
    {
        JsonNode[] rows = [.. (await Rows(_tool.Write("template.yaml", ToolRun.Template), "template.yaml", "-a", ToolRun.Assembly))];

        JsonNode worker = rows.First(static x => x["function"]!.GetValue<string>() == "Worker");
        Assert.StartsWith("delivered to SuccessQueue", worker["ends"]!["success"]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_parsed_is_told_and_the_rest_is_audited()
    {
        Result result = await _tool.Write("good.yaml", Template).Write("bad.yaml", "Resources: [ 1\n").Run("audit", "good.yaml", "bad.yaml");

        Assert.Equal(2, result.Code);
        Assert.Contains("bad.yaml:", result.Error, StringComparison.Ordinal);
        Assert.Contains("Work < Schedule T (asynchronous)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_opt_in_rule_reports_where_it_is_enabled_only()
    {
        Assert.DoesNotContain("LD4026", (await _tool.Write("template.yaml", Template).Run("check")).Output, StringComparison.Ordinal);
        Result result = await _tool.Run("check", "--enable", "LD4026");
        Assert.Equal(1, result.Code);
        Assert.Contains("template.yaml:4:3: warning LD4026: Function 'Work' is invoked asynchronously (T: Schedule)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_the_map_has_the_same_table()
    {
        Result result = await _tool.Write("template.yaml", Template).Run("map", "--format", "html");

        Assert.Contains("<caption>Where events end</caption>", result.Output, StringComparison.Ordinal);
        Assert.Contains("<td>Schedule a|&lt;b&gt; (asynchronous)</td>", result.Output, StringComparison.Ordinal);
        Assert.Contains("<td>after 2 retries: lost, no on-failure destination and no dead-letter queue</td>", result.Output, StringComparison.Ordinal);
    }

    private static string[] Columns(string line) => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private async Task<string> TextOf(string file, string cause, params string[] paths) =>
        (await Rows(paths)).First(x => x["file"]!.GetValue<string>() == file)["ends"]![cause]!["text"]!.GetValue<string>();

    private Task<JsonNode[]> Rows(params string[] arguments) => Rows(_tool, arguments);

    private static async Task<JsonNode[]> Rows(ToolRun tool, params string[] arguments) =>
        [.. JsonNode.Parse((await tool.Run(["audit", .. arguments, "--format", "json"])).Output)!["rows"]!.AsArray().Select(static x => x!)];
}
