using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Testing.Tests;

/// <summary>What an event rule does when its target takes nothing (Amazon EventBridge User Guide, "Retry policy" and "Using dead-letter queues").</summary>
public sealed class EventRuleTests
{
    private const string Pattern = """{"source":["shop"]}""";

    [Fact]
    public async Task An_event_waits_for_a_target_that_is_unavailable()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestQueue queue = host.Queue("orders");
        host.Bus("default").AddRule(Pattern, queue);
        queue.IsUnavailable = true;
        host.Bus("default").PutEvent("shop", "t", """{"n":1}""");
        await host.RunForAsync(TimeSpan.FromMinutes(1));
        queue.ShouldBeEmpty();

        // The retries stand at 1, 3, 7, 15, 31, 63 s.
        queue.IsUnavailable = false;
        await host.RunUntilIdleAsync();
        CapturedMessage message = queue.ShouldHaveReceivedOne();
        Assert.Equal(63, (message.Time - host.Bus("default").Messages[0].Time).TotalSeconds);
        Assert.Equal(host.Bus("default").Messages[0].Body, message.Body);
        Assert.Equal((0, 0), (host.Metrics.EventRuleFailures, host.Metrics.EventRuleDeadLetterErrors));
        Assert.Equal(6, host.Timeline.Entries.Count(static x => x.Kind == TimelineEntryKind.DeliveryFailed && x.Text == "ERROR_FROM_TARGET, Service Unavailable"));
    }

    [Theory]
    [InlineData(0, 86_400, 0, 0, "MaximumRetryAttempts")]
    [InlineData(2, 86_400, 2, 3, "MaximumRetryAttempts")]
    [InlineData(185, 60, 5, 31, "MaximumEventAgeInSeconds")]
    [InlineData(185, 86_400, 185, 84_991, "MaximumRetryAttempts")]
    public async Task An_event_that_is_given_up_reaches_the_dead_letter_queue(int retries, int age, int expected, int seconds, string condition)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestTopic topic = host.Topic("orders");
        topic.IsUnavailable = true;
        TestQueue undelivered = host.Queue("undelivered");
        TestEventBus bus = host.Bus("shop");
        bus.AddRule(Pattern, topic, "$.detail.n", new() { Name = "orders", MaximumRetryAttempts = retries, MaximumEventAgeInSeconds = age, DeadLetterQueue = undelivered });
        bus.PutEvent("shop", "t", """{"n":1}""");
        await host.RunUntilIdleAsync();

        topic.ShouldBeEmpty();
        CapturedMessage message = undelivered.ShouldHaveReceivedOne();
        Assert.Equal((bus.Messages[0].Body, DeliveryKind.DeadLetter), (message.Body, message.Kind));
        Assert.Equal(seconds, (message.Time - bus.Messages[0].Time).TotalSeconds);
        Assert.Equal(
            [
                "ERROR_CODE=ERROR_FROM_TARGET", "ERROR_MESSAGE=Service Unavailable", $"EXHAUSTED_RETRY_CONDITION={condition}", $"RETRY_ATTEMPTS={expected}",
                "RULE_ARN=arn:aws:events:us-east-1:123456789012:rule/shop/orders", "TARGET_ARN=arn:aws:sns:us-east-1:123456789012:orders",
            ],
            Texts(message));
        Assert.Equal((1, 0), (host.Metrics.EventRuleFailures, host.Metrics.EventRuleDeadLetterErrors));
    }

    /// <summary>What a target refuses for good is not tried again.</summary>
    [Theory]
    [InlineData("fifo queue", "INVALID_PARAMETER", "The request must contain the parameter MessageGroupId.")]
    [InlineData("small queue", "INVALID_PARAMETER", "; the target takes 1024.")]
    [InlineData("fifo topic", "INVALID_PARAMETER", "Invalid parameter: The MessageGroupId parameter is required for FIFO topics")]
    [InlineData("alias", "NO_RESOURCE", "Function not found: arn:aws:lambda:us-east-1:123456789012:function:f:gone")]
    public async Task An_event_that_is_refused_reaches_it_at_once(string target, string code, string words)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TestEventBus bus = host.Bus("default");
        EventRuleSettings settings = new() { DeadLetterQueue = host.Queue("undelivered") };
        host.Topic("t").Fifo = target == "fifo topic";
        host.Queue("q").Settings = new() { Fifo = target == "fifo queue", MaximumMessageSize = 1024 };
        host.AddFunction("f", static (_, _) => Task.FromResult<System.IO.Stream>(new System.IO.MemoryStream()));
        switch (target)
        {
            case "alias":
                bus.AddRule(Pattern, "f:gone", settings: settings);
                break;
            case "fifo topic":
                bus.AddRule(Pattern, host.Topic("t"), settings: settings);
                break;
            default:
                bus.AddRule(Pattern, host.Queue("q"), settings: settings);
                break;
        }

        bus.PutEvent("shop", "t", $$"""{"text":"{{new string('x', 1024)}}"}""");
        CapturedMessage message = host.Queue("undelivered").ShouldHaveReceivedOne();
        Dictionary<string, MessageAttributeValue> attributes = new(message.Attributes, StringComparer.Ordinal);
        Assert.Equal((code, "0", false), (attributes["ERROR_CODE"].Value, attributes["RETRY_ATTEMPTS"].Value, attributes.ContainsKey("EXHAUSTED_RETRY_CONDITION")));
        Assert.EndsWith(words, attributes["ERROR_MESSAGE"].Value, StringComparison.Ordinal);
        Assert.Equal("arn:aws:events:us-east-1:123456789012:rule/rule-1", attributes["RULE_ARN"].Value);
        await host.RunUntilIdleAsync();
        Assert.Equal((1, 0), (host.Metrics.EventRuleFailures, host.Queue("q").MessageCount));
    }

    [Fact]
    public async Task A_queue_in_order_takes_an_event_with_a_group()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.Queue("q.fifo").Settings = new() { Fifo = true };
        host.Bus("default").AddRule(Pattern, host.Queue("q.fifo"), settings: new() { MessageGroupId = "g" });
        host.Bus("default").PutEvent("shop", "t", "{}");
        host.Queue("q.fifo").ShouldHaveReceivedOne();
    }

    [Fact]
    public async Task Without_a_dead_letter_queue_that_takes_it_the_event_is_lost_and_counted()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.Bus("other").IsUnavailable = true;
        host.Queue("q").IsUnavailable = true;
        host.Queue("undelivered").IsUnavailable = true;
        host.Bus("default").AddRule(Pattern, host.Queue("q"), settings: new() { MaximumRetryAttempts = 0 });
        host.Bus("default").AddRule(Pattern, host.Queue("q"), settings: new() { MaximumRetryAttempts = 0, DeadLetterQueue = host.Queue("undelivered") });
        host.Bus("default").PutEvent("shop", "t", "{}");
        await host.RunUntilIdleAsync();
        Assert.Equal((2, 1), (host.Metrics.EventRuleFailures, host.Metrics.EventRuleDeadLetterErrors));
        host.Queue("q").ShouldBeEmpty();
        host.Queue("undelivered").ShouldBeEmpty();
    }

    [Fact]
    public async Task Lambda_delivers_a_record_once()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.Queue("q").IsUnavailable = true;
        host.AddFunction("f", Handlers.Returns("1"), new() { OnSuccess = host.Queue("q") });
        await host.InvokeAsync("f", "{}");
        await host.RunUntilIdleAsync();
        host.Queue("q").ShouldBeEmpty();
        Assert.Equal(1, host.Metrics.DestinationDeliveryFailures);
    }

    [Theory]
    [InlineData(-1, 60, false, "MaximumRetryAttempts of an event rule must lie between 0 and 185.")]
    [InlineData(186, 60, false, "MaximumRetryAttempts of an event rule must lie between 0 and 185.")]
    [InlineData(0, 59, false, "MaximumEventAgeInSeconds of an event rule must lie between 60 and 86400.")]
    [InlineData(0, 86_401, false, "MaximumEventAgeInSeconds of an event rule must lie between 60 and 86400.")]
    [InlineData(0, 60, true, "The dead-letter queue 'd' of an event rule must be a standard queue.")]
    public async Task Settings_that_EventBridge_refuses_are_refused(int retries, int age, bool isFifo, string message)
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.Queue("d").Settings = new() { Fifo = isFifo };
        EventRuleSettings settings = new() { MaximumRetryAttempts = retries, MaximumEventAgeInSeconds = age, DeadLetterQueue = host.Queue("d") };
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => host.Bus("default").AddRule(Pattern, host.Queue("q"), settings: settings)).Message);
    }

    /// <summary>The rule of a template, also that of a SAM event, whose dead-letter queue SAM may make.</summary>
    [Fact]
    public async Task A_template_says_retries_and_dead_letter_queue()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseTemplateText("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Orders: {Type: AWS::SQS::Queue}
              Other: {Type: AWS::Events::EventBus, Properties: {Name: other}}
              Undelivered: {Type: AWS::SQS::Queue, Properties: {QueueName: undelivered}}
              Rule:
                Type: AWS::Events::Rule
                Properties:
                  EventPattern: {source: [shop]}
                  Targets:
                    - {Id: Q, Arn: !GetAtt Orders.Arn, RetryPolicy: {MaximumRetryAttempts: 1}, DeadLetterConfig: {Arn: !GetAtt Undelivered.Arn}}
                    - {Id: B, Arn: !GetAtt Other.Arn, RetryPolicy: {MaximumEventAgeInSeconds: 60}, DeadLetterConfig: {Arn: !GetAtt Undelivered.Arn}}
              Reader:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: x
                  Events:
                    Shop: {Type: EventBridgeRule, Properties: {Pattern: {source: [shop]}, Target: {Id: T}, DeadLetterConfig: {Type: SQS}}}
                    Named: {Type: EventBridgeRule, Properties: {Pattern: {source: [shop]}, DeadLetterConfig: {Type: SQS, QueueLogicalId: Lost}, RetryPolicy: {MaximumRetryAttempts: 0}}}
            """).Build();
        host.AddFunction("Reader", static (_, _) => throw new LambdaInvokeException("gone") { ErrorCode = "ResourceNotFoundException" });
        host.Queue("Orders").IsUnavailable = true;
        host.Bus("other").IsUnavailable = true;
        host.Bus("default").PutEvent("shop", "t", "{}");
        await host.RunUntilIdleAsync();

        Assert.Equal(
            ["MaximumRetryAttempts 1 arn:aws:sqs:us-east-1:123456789012:Orders", "MaximumEventAgeInSeconds 5 arn:aws:events:us-east-1:123456789012:event-bus/other"],
            host.Queue("Undelivered").Messages.Select(static x => $"{Text(x, "EXHAUSTED_RETRY_CONDITION")} {Text(x, "RETRY_ATTEMPTS")} {Text(x, "TARGET_ARN")}"));
        Assert.All(host.Queue("Undelivered").Messages, static x => Assert.Equal("arn:aws:events:us-east-1:123456789012:rule/Rule", Text(x, "RULE_ARN")));

        // A function that fails has taken the event: the queues of its rules get nothing. Both are known.
        host.Queue("ReaderShopQueue").ShouldBeEmpty();
        host.Queue("Lost").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{MaximumRetryAttempts: 186}", "MaximumRetryAttempts of an event rule must lie between 0 and 185.")]
    [InlineData("{MaximumEventAgeInSeconds: soon}", "MaximumEventAgeInSeconds is not an integer: soon")]
    public void A_retry_policy_that_is_refused_is_a_reason(string policy, string message)
    {
        LambdaTestHostBuilder builder = new LambdaTestHostBuilder().UseTemplateText($$$"""
            Resources:
              Orders: {Type: AWS::SQS::Queue}
              Rule: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop]}, Targets: [{Id: Q, Arn: !GetAtt Orders.Arn, RetryPolicy: {{{policy}}}}]}}
            """);
        Assert.Equal(message, Assert.Single(Assert.Throws<LambdaTemplateException>(() => builder.Build()).Notes).Message);
    }

    /// <summary><c>[DurableDelivery]</c> without a template.</summary>
    [Fact]
    public async Task Attributes_say_it_of_durable_functions()
    {
        HandlerModel handler = new(
            new FunctionReference("App", "App.Orders", "Place"), "global::Order", null,
            new EquatableArray<DestinationModel>(new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.Sqs, "@Failed")))
        {
            IsDurable = true,
            Delivery = new DeliveryModel(3, null, "@Undelivered"),
        };
        await using LambdaTestHost host = new LambdaTestHostBuilder().UseManifest(new DestinationManifest(new EquatableArray<HandlerModel>(handler))).Build();
        host.Queue("Failed").IsUnavailable = true;
        host.StartDurableExecution("Place").Fail();
        await host.RunUntilIdleAsync();

        CapturedMessage message = host.Queue("Undelivered").ShouldHaveReceivedOne();
        Assert.Equal(("MaximumRetryAttempts", "3"), (Text(message, "EXHAUSTED_RETRY_CONDITION"), Text(message, "RETRY_ATTEMPTS")));
        Assert.Equal("arn:aws:events:us-east-1:123456789012:rule/PlaceOnFailureRule", Text(message, "RULE_ARN"));
        DestinationMessage read = DestinationEnvelope.FromSqsBody(message.Body);
        Assert.Equal(DurableExecutionStatus.Failed, DestinationRecordReader.ReadDurableExecution(read.Record).Status);
    }

    private static string Text(CapturedMessage message, string name) => message.Attributes[name].Value;

    private static string[] Texts(CapturedMessage message)
    {
        Assert.All(message.Attributes.Values, static x => Assert.Equal("String", x.DataType));
        return [.. message.Attributes.Select(static x => string.Create(CultureInfo.InvariantCulture, $"{x.Key}={x.Value.Value}")).Order(StringComparer.Ordinal)];
    }
}
