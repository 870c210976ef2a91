using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

public sealed class DurableExecutionTests
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Place:
            Type: AWS::Serverless::Function
            Properties:
              Handler: Shop::Shop.Orders::Place
              FunctionName: place
              DurableConfig: {ExecutionTimeout: 86400}
              EventInvokeConfig: {MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Ignored.Arn}}}
          Ignored: {Type: AWS::SQS::Queue}
          Failed: {Type: AWS::SQS::Queue}
          Alarms: {Type: AWS::SNS::Topic}
          Other: {Type: AWS::Events::EventBus, Properties: {Name: other}}
          Done: {Type: AWS::Lambda::Function, Properties: {Handler: x}}
          FailedRule:
            Type: AWS::Events::Rule
            Properties:
              EventPattern: {source: [aws.lambda], detail-type: [Durable Execution Status Change], detail: {status: [FAILED, TIMED_OUT, STOPPED], functionArn: [{prefix: !Sub "${Place.Arn}:"}]}}
              Targets: [{Id: Q, Arn: !GetAtt Failed.Arn}, {Id: T, Arn: !Ref Alarms}, {Id: B, Arn: !GetAtt Other.Arn, RoleArn: "arn:aws:iam::123456789012:role/r"}]
          DoneRule:
            Type: AWS::Events::Rule
            Properties:
              EventPattern: {source: [aws.lambda], detail-type: [Durable Execution Status Change], detail: {status: [SUCCEEDED], functionArn: [{prefix: !Sub "${Place.Arn}:"}]}}
              Targets: [{Id: F, Arn: !GetAtt Done.Arn}]
        """;

    [Theory]
    [InlineData("Fail", "FAILED", DurableExecutionStatus.Failed)]
    [InlineData("TimeOut", "TIMED_OUT", DurableExecutionStatus.TimedOut)]
    [InlineData("Stop", "STOPPED", DurableExecutionStatus.Stopped)]
    public async Task A_failure_goes_where_the_rules_of_the_template_lead(string end, string text, DurableExecutionStatus status)
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().WithSeed(1).UseTemplateText(Template).Build();
        TestDurableExecution execution = host.StartDurableExecution("Place:7", "order-1");
        Assert.Equal(DurableExecutionStatus.Running, execution.Status);
        await host.RunForAsync(TimeSpan.FromHours(3));
        End(execution, end);
        await host.RunUntilIdleAsync();

        Assert.Equal(status, execution.Status);
        Assert.Equal(["RUNNING", text], host.Bus("default").Messages.Select(static x => StatusOf(x.Body)));
        DestinationMessage message = DestinationEnvelope.FromSqsBody(host.Queue("Failed").ShouldHaveReceivedOne().Body);
        Assert.Equal(DestinationCarrier.EventBridge, message.Carrier);
        DurableExecutionRecord record = DestinationRecordReader.ReadDurableExecution(message.Record);
        Assert.Equal(("order-1", status, execution.Arn, execution.FunctionArn), (record.DurableExecutionName, record.Status, record.DurableExecutionArn, record.FunctionArn));
        Assert.EndsWith(":function:place:7", record.FunctionArn, StringComparison.Ordinal);
        Assert.StartsWith(record.FunctionArn + "/durable-execution/order-1/", record.DurableExecutionArn, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromHours(3), record.EndTimestamp - record.StartTimestamp);
        Assert.Equal(text, StatusOf(host.Topic("Alarms").ShouldHaveReceivedOne().Body));
        Assert.Equal(text, StatusOf(host.Bus("other").ShouldHaveReceivedOne().Body));
        Assert.Empty(host.Queue("Ignored").Messages);

        using JsonDocument sent = JsonDocument.Parse(host.Bus("default").Messages[^1].Body);
        Assert.Equal(("aws.lambda", "Durable Execution Status Change", 0), (sent.RootElement.GetProperty("source").GetString(), sent.RootElement.GetProperty("detail-type").GetString(), sent.RootElement.GetProperty("resources").GetArrayLength()));
    }

    [Fact]
    public async Task A_success_invokes_the_function_of_its_rule()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().WithSeed(1).UseTemplateText(Template).Build();
        List<string> taken = [];
        host.AddFunction("Done", async (input, _) => await DestinationConsumer.InvokeAsync(input, message =>
        {
            taken.Add(DestinationRecordReader.ReadDurableExecution(message.Record).StatusText);
            return default;
        }));
        TestDurableExecution execution = host.StartDurableExecution("Place");
        execution.Succeed();
        await host.RunUntilIdleAsync();
        Assert.Equal(["SUCCEEDED"], taken);
        Assert.Empty(host.Queue("Failed").Messages);
        Assert.Contains("Succeeded", Assert.Throws<InvalidOperationException>(execution.Fail).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_played_is_said()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText(Template).Build();
        string[] notes = [.. host.TemplateNotes.Where(static x => x.LogicalId == "Place").Select(static x => x.Message)];
        Assert.Contains(notes, static x => x.StartsWith("Lambda sends no records of durable functions", StringComparison.Ordinal));
        Assert.Contains(notes, static x => x.StartsWith("It is durable: steps, waits and replay are not emulated", StringComparison.Ordinal));
        Assert.Equal("function", Assert.Throws<ArgumentException>(() => host.StartDurableExecution("Place:live")).ParamName);
    }

    /// <summary>An alarm on lost events is named, one on anything else is no concern of a host.</summary>
    [Fact]
    public async Task An_alarm_is_not_played()
    {
        const string Alarm = "Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/Lambda, Dimensions: [{Name: FunctionName, Value: !Ref Place}]";
        string template = Template + $"\n  Dropped: {{{Alarm}, MetricName: AsyncEventsDropped}}}}\n  Slow: {{{Alarm}, MetricName: Duration}}}}\n";
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText(template).Build();
        TemplateNote note = Assert.Single(host.TemplateNotes, static x => x.LogicalId is "Dropped" or "Slow");
        Assert.Equal(("Dropped", false), (note.LogicalId, note.ChangesResults));
    }

    [Theory]
    [InlineData("Plase", "did you mean 'Place'?")]
    [InlineData("Done", "there are 'Place', 'place'.")]
    public async Task A_function_that_is_not_durable_is_refused(string function, string hint)
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText(Template).Build();
        ArgumentException refused = Assert.Throws<ArgumentException>(() => host.StartDurableExecution(function));
        Assert.Equal("function", refused.ParamName);
        Assert.Contains($"'{function}' is not a durable function of the template or the attributes: {hint}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_wired_by_hand_takes_the_word_of_the_test()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().Build();
        host.StartDurableExecution("anything").Succeed();
        await host.RunUntilIdleAsync();
        Assert.Equal(2, host.Bus("default").Messages.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("order 1")]
    [InlineData("order.1")]
    [InlineData("bestellung-größe")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_name_that_Lambda_would_refuse_is_refused(string name)
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText(Template).Build();
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => host.StartDurableExecution("Place", name)).ParamName);
        Assert.Equal(new string('a', 64), host.StartDurableExecution("Place", new string('a', 64)).Name);
    }

    [Fact]
    public async Task A_name_starts_one_execution()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText(Template).Build();
        TestDurableExecution execution = host.StartDurableExecution("Place", "order-1");
        Assert.Same(execution, host.StartDurableExecution("place", "order-1"));
        Assert.NotSame(execution, host.StartDurableExecution("Place", "order-2"));
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => host.StartDurableExecution("Place:7", "order-1")).ParamName);
        execution.Stop();
        Assert.Contains("Stopped", Assert.Throws<ArgumentException>(() => host.StartDurableExecution("Place", "order-1")).Message, StringComparison.Ordinal);
        await host.RunUntilIdleAsync();
        Assert.Equal(["RUNNING", "RUNNING", "STOPPED"], host.Bus("default").Messages.Select(static x => StatusOf(x.Body)));
    }

    private static void End(TestDurableExecution execution, string how)
    {
        switch (how)
        {
            case "Fail":
                execution.Fail();
                break;
            case "TimeOut":
                execution.TimeOut();
                break;
            default:
                execution.Stop();
                break;
        }
    }

    private static string StatusOf(string json) => JsonDocument.Parse(json).RootElement.GetProperty("detail").GetProperty("status").GetString()!;
}
