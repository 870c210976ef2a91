using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using System.Xml.Linq;
using Snapshooter.Xunit;

namespace LambdaDestinations.Tool.Tests;

public sealed class MapTests : IDisposable
{
    private const string Flow = """
        Transform: AWS::Serverless-2016-10-31
        Conditions: { IsProd: !Equals [ !Ref AWS::Region, us-east-1 ] }
        Resources:
          Uploads: { Type: AWS::S3::Bucket }
          Table: { Type: AWS::DynamoDB::Table, Properties: { StreamSpecification: { StreamViewType: NEW_IMAGE } } }
          Done: { Type: AWS::SQS::Queue }
          Failed: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Poison.Arn, maxReceiveCount: 3 } } }
          Poison: { Type: AWS::SQS::Queue }
          Alarms: { Type: AWS::SNS::Topic }
          PlaceOrder:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::PlaceOrder
              Runtime: dotnet10
              AutoPublishAlias: live
              Events:
                Upload: { Type: S3, Properties: { Bucket: !Ref Uploads, Events: s3:ObjectCreated:* } }
                Api: { Type: Api, Properties: { Path: /, Method: post } }
              EventInvokeConfig:
                DestinationConfig:
                  OnSuccess: { Type: SQS, Destination: !GetAtt Done.Arn }
                  OnFailure: { Type: SQS, Destination: !If [ IsProd, !GetAtt Failed.Arn, !GetAtt Poison.Arn ] }
              DeadLetterQueue: { Type: SNS, TargetArn: !Ref Alarms }
          Ship:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Ship
              Runtime: dotnet10
              Events:
                FromQueue: { Type: SQS, Properties: { Queue: !GetAtt Done.Arn } }
                Changes:
                  Type: DynamoDB
                  Properties:
                    Stream: !GetAtt Table.StreamArn
                    StartingPosition: LATEST
                    DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Failed.Arn } }
              EventInvokeConfig:
                DestinationConfig:
                  OnSuccess: { Type: Lambda, Destination: !GetAtt PlaceOrder.Arn }
                  OnFailure: { Type: Lambda, Destination: !GetAtt Ship.Arn }
          Lonely: { Type: AWS::Serverless::Function, Properties: { Handler: App::App.Handlers::Lonely, Runtime: dotnet10 } }

        """;

    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("mermaid")]
    [InlineData("svg")]
    [InlineData("html")]
    [InlineData("json")]
    public async Task A_flow_is_drawn(string format)
    {
        Result result = await _tool.Write("template.yaml", Flow).Run("map", "--format", format);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.Code);
        Snapshot.Match(result.Output, "Map_" + format);
    }

    [Theory]
    [InlineData("flow.mmd", "flowchart LR\n")]
    [InlineData("docs/flow.md", "# Flow map\n\n```mermaid\nflowchart LR\n")]
    [InlineData("flow.svg", "<svg xmlns")]
    [InlineData("flow.html", "<!DOCTYPE html>")]
    [InlineData("flow.json", "{\n  \"version\": 1")]
    public async Task The_ending_of_the_file_says_as_what(string file, string start)
    {
        Result result = await _tool.Write("template.yaml", Flow).Run("map", "-o", file);
        Assert.Equal($"wrote {file}\n", result.Output);
        Assert.StartsWith(start, _tool.Read(file), StringComparison.Ordinal);
        Result unknown = await _tool.Run("map", "-o", "flow.png");
        Assert.Equal(2, unknown.Code);
        Assert.StartsWith("error: 'flow.png' ends with none of", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attributes_are_drawn_as_if_applied()
    {
        _tool.Write("template.yaml", ToolRun.Template);
        Result before = await _tool.Run("map");
        Result with = await _tool.Run("map", "--assembly", ToolRun.Assembly);
        Assert.DoesNotContain("SuccessQueue", before.Output, StringComparison.Ordinal);
        Assert.Equal(ToolRun.Template, _tool.Read("template.yaml"));
        await _tool.Run("apply", ToolRun.Assembly);
        Assert.Equal((await _tool.Run("map")).Output, with.Output);
        Assert.Contains("WorkerOnFailureQueue", with.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attributes_that_cannot_be_applied_are_told()
    {
        Result result = await _tool.Write("template.yaml", ToolRun.Incomplete).Run("map", "--assembly", ToolRun.Assembly);
        Assert.Equal(1, result.Code);
        Assert.Contains("error LD1004", result.Error, StringComparison.Ordinal);
        Assert.Contains("template.yaml is drawn without the attributes of LambdaDestinations.Tool.Tests", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("flowchart LR", result.Output, StringComparison.Ordinal);
    }

    /// <summary>What one stack imports is the other's queue, and an event rule of one way in and out is the name of the way.</summary>
    [Fact]
    public async Task Templates_that_belong_together_are_drawn_together()
    {
        _tool.Write("stacks/data.yaml", """
            Resources:
              Failed: { Type: AWS::SQS::Queue }
            Outputs:
              Failed: { Value: !GetAtt Failed.Arn, Export: { Name: failed } }

            """).Write("stacks/shop.yaml", """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Orders: { Type: AWS::Events::EventBus, Properties: { Name: orders } }
              Place:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: index.handler
                  Runtime: nodejs22.x
                  EventInvokeConfig:
                    DestinationConfig:
                      OnSuccess: { Type: EventBridge, Destination: !GetAtt Orders.Arn }
                      OnFailure: { Type: SQS, Destination: !ImportValue failed }
              Ship:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: index.handler
                  Runtime: nodejs22.x
                  Events:
                    Placed: { Type: EventBridgeRule, Properties: { EventBusName: !Ref Orders, Pattern: { source: [lambda] } } }

            """);

        Result result = await _tool.Run("map", "stacks/*.yaml");

        Assert.StartsWith(
            """
            flowchart LR
                n0["Place<br/>Lambda function"]:::function
                n1["Ship<br/>Lambda function"]:::function
                n2{{"Orders<br/>EventBridge event bus"}}:::bus
                n3[["Failed<br/>SQS queue"]]:::queue
                n0 -->|"on success"| n2
                n0 -->|"on failure"| n3
                n2 -->|"rule Placed"| n1
                classDef
            """.ReplaceLineEndings("\n"),
            result.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_to_draw_is_said()
    {
        _tool.Write("template.yaml", "Resources:\n  Queue: { Type: AWS::SQS::Queue }\n");

        foreach (string format in new[] { "mermaid", "svg", "html" })
        {
            Result result = await _tool.Run("map", "--format", format);
            Assert.Equal(0, result.Code);
            Assert.Contains("No function here has a trigger, a destination or a dead-letter queue.", result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Several_templates_are_drawn_apart()
    {
        _tool.Write("a.yaml", ToolRun.Template).Write("b.yaml", Flow).Write("broken.yaml", "Resources: [ 1\n");
        Result result = await _tool.Run("map", "a.yaml", "b.yaml", "broken.yaml");
        Assert.Equal(2, result.Code);
        Assert.Contains("broken.yaml:", result.Error, StringComparison.Ordinal);
        Assert.Contains("    subgraph t0[\"a.yaml\"]\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("    subgraph t1[\"b.yaml\"]\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_cannot_break_out_of_the_drawing()
    {
        const string Evil = "arn:aws:sqs:us-east-1:123456789012:\\\"]<script>alert(1)&`#quot;\\u0001";
        _tool.Write("template.json", $$"""
            {
              "Resources": {
                "Fn": { "Type": "AWS::Lambda::Function", "Properties": { "Handler": "App", "DeadLetterConfig": { "TargetArn": "{{Evil}}" } } }
              }
            }
            """);
        string mermaid = (await _tool.Run("map")).Output;
        Assert.DoesNotContain("<script", mermaid, StringComparison.Ordinal);
        string line = mermaid.Split('\n').Single(static x => x.Contains("script", StringComparison.Ordinal));
        Assert.Equal(2, line.Count(static x => x == '"'));
        Assert.DoesNotContain('`', line);

        XDocument svg = XDocument.Parse((await _tool.Run("map", "-f", "svg")).Output);
        Assert.DoesNotContain(svg.Descendants(), static x => x.Name.LocalName == "script");
        Assert.Contains(svg.Descendants(), static x => x.Name.LocalName == "title" && x.Value.Contains("<script>alert(1)&`#quot;", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", (await _tool.Run("map", "-f", "html")).Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse((await _tool.Run("map", "-f", "json")).Output);
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Resources_of_the_CDK_have_the_names_of_their_constructs()
    {
        _tool.Write("cdk.out/App.template.json", """
            {
              "Resources": {
                "Orders7A6A35E8": {
                  "Type": "AWS::Lambda::Function",
                  "Properties": { "DeadLetterConfig": { "TargetArn": { "Fn::GetAtt": [ "OrdersDead795F0B6F", "Arn" ] } } },
                  "Metadata": { "aws:cdk:path": "Stack/Orders/Resource" }
                },
                "OrdersDead795F0B6F": { "Type": "AWS::SQS::Queue", "Metadata": { "aws:cdk:path": "Stack/Orders/Dead/Resource" } }
              }
            }
            """).Write("cdk.out/Empty.template.json", """{ "Resources": { "Q": { "Type": "AWS::SQS::Queue" } } }""");
        string map = (await _tool.Run("map")).Output;
        Assert.Contains("n0[\"Orders<br/>Lambda function\"]", map, StringComparison.Ordinal);
        Assert.Contains("n1[[\"Orders/Dead<br/>SQS queue\"]]", map, StringComparison.Ordinal);
        Assert.DoesNotContain("Empty", map, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_stands_alone()
    {
        string html = (await _tool.Write("template.yaml", Flow).Run("map", "-f", "html")).Output;
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">PlaceOrder</th><td>on success · live</td><td>Done</td>", html, StringComparison.Ordinal);
    }
}
