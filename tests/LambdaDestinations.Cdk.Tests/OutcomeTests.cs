using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK.Assertions;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.EventSources;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using LambdaDestinations.Templates.Syntax;
using AlarmsModel = LambdaDestinations.Templates.Manifest.AlarmsModel;
using DeliveryModel = LambdaDestinations.Templates.Manifest.DeliveryModel;

namespace LambdaDestinations.Cdk.Tests;

/// <summary>Event rules of durable functions, alarms, and the event sources of consumers.</summary>
[Collection(CdkProcess.Name)]
public sealed class OutcomeTests
{
    private static readonly AlarmsModel OnOps = new(new("@Ops"));
    private static readonly string[] Succeeded = ["SUCCEEDED"];

    /// <summary>Queue, topic, function and bus, each with what lets the rule reach it, and what the rule cannot deliver.</summary>
    [SkippableFact]
    public void A_durable_function_gets_a_rule_for_each_outcome()
    {
        using CdkApp app = new();
        DestinationManifest durable = CdkApp.Change(static x => x.Function.MethodName is "Place" or "Bill"
            ? x with { IsDurable = true, MaximumRetryAttempts = null, MaximumEventAgeInSeconds = null, Delivery = new DeliveryModel(5, 600, "@Late") }
            : x);
        Durable(app.Function("Place"));
        Durable(app.Function("Bill"));
        _ = new Queue(app.Stack, "Late");
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        _ = new EventBus(app.Stack, "Bus");
        app.Apply(manifest: durable);
        Assert.Equal([], app.Errors());
        TemplateValue resources = app.Template();
        Assert.Empty(resources.Configs());
        Dictionary<string, TemplateValue> rules = resources.OfType("AWS::Events::Rule").ToDictionary(static x => x.Id[..^8], static x => x.Properties);
        Assert.Equal(["BillOnFailureRule", "BillOnSuccessRule", "PlaceOnFailureRule", "PlaceOnSuccessRule"], rules.Keys.Order(StringComparer.Ordinal));
        TemplateValue pattern = rules["PlaceOnFailureRule"]["EventPattern"]!;
        Assert.Equal("[\"aws.lambda\"]", Flat(pattern["source"]!));
        Assert.Equal("[\"FAILED\",\"TIMED_OUT\",\"STOPPED\"]", Flat(pattern["detail"]!["status"]!));
        Assert.Matches(@"^\{""Fn::Join"":\["""",\[\{""Fn::GetAtt"":\[""Place[0-9A-F]{8}"",""Arn""\]\},"":""\]\]\}$", pattern["detail"]!["functionArn"]!.Items[0]["prefix"]!.ToString().Replace(" ", "", StringComparison.Ordinal));
        Assert.All(rules.Values, static x => Assert.Equal("{\"MaximumEventAgeInSeconds\":600,\"MaximumRetryAttempts\":5}", Sorted(x["Targets"]!.Items[0]["RetryPolicy"]!)));
        Assert.All(rules.Values, static x => Assert.StartsWith("Late", x["Targets"]!.Items[0]["DeadLetterConfig"]!["Arn"]!["Fn::GetAtt"]!.Items[0].Text, StringComparison.Ordinal));
        Assert.Contains(resources.OfType("AWS::SQS::QueuePolicy"), static x => x.Id.StartsWith("Placed", StringComparison.Ordinal));
        Assert.Contains(resources.OfType("AWS::SNS::TopicPolicy"), static x => x.Id.StartsWith("Alarms", StringComparison.Ordinal));
        Assert.Equal([], app.Told(durable));
    }

    /// <summary>They are about events that never start.</summary>
    [SkippableFact]
    public void The_numbers_of_a_durable_function_are_written()
    {
        using CdkApp app = new();
        DestinationManifest durable = CdkApp.Change(static x => x.Function.MethodName == "Place" ? x with { IsDurable = true } : x);
        Durable(app.Function("Place"));
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        app.Apply(manifest: durable);
        TemplateValue config = Assert.Single(app.Template().OfType("AWS::Lambda::EventInvokeConfig")).Properties;
        Assert.Equal(("1", "3600", null), (config["MaximumRetryAttempts"]!.Text, config["MaximumEventAgeInSeconds"]!.Text, config["DestinationConfig"]));
        Assert.DoesNotContain(app.Told(durable), static x => x.Contains("Error", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_rule_that_the_code_has_stays_alone()
    {
        using CdkApp app = new();
        DestinationManifest durable = CdkApp.Change(static x => x.Function.MethodName == "Place" ? x with { IsDurable = true, MaximumRetryAttempts = null, MaximumEventAgeInSeconds = null } : x);
        Function place = app.Function("Place");
        Durable(place);
        Queue placed = new(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        _ = new Rule(app.Stack, "Own", new RuleProps
        {
            EventPattern = new EventPattern
            {
                Source = ["aws.lambda"],
                DetailType = ["Durable Execution Status Change"],
                Detail = new Dictionary<string, object>
                {
                    ["status"] = Succeeded,
                    ["functionArn"] = new[] { new Dictionary<string, object> { ["prefix"] = place.FunctionArn + ":" } },
                },
            },
            Targets = [new Amazon.CDK.AWS.Events.Targets.SqsQueue(placed)],
        });
        app.Apply(manifest: durable);
        Assert.Equal(["Own", "PlaceOnFailureRule"], app.Template().OfType("AWS::Events::Rule").Select(static x => x.Id[..^8]).Order(StringComparer.Ordinal));
        Assert.Equal([], app.Told(durable));
    }

    [SkippableFact]
    public void A_bucket_gets_no_status_changes()
    {
        using CdkApp app = new();
        DestinationManifest durable = CdkApp.Change(static x => x.Function.MethodName == "Ship" ? x with { IsDurable = true } : x);
        Durable(app.Function("Ship"));
        app.Function("Bill");
        _ = new EventBus(app.Stack, "Bus");
        _ = new Amazon.CDK.AWS.S3.Bucket(app.Stack, "Archive");
        string error = Assert.Single(app.Apply(manifest: durable).Errors());
        Assert.StartsWith("Shop/Ship: LD109", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Alarms_watch_what_can_tell_of_a_failure()
    {
        using CdkApp app = new();
        DestinationManifest watched = CdkApp.Change(static x => x, OnOps);
        app.Function("Store");
        Function halt = app.Function("Halt");
        _ = new Topic(app.Stack, "Alarms");
        _ = new Topic(app.Stack, "Ops");

        // One by hand counts.
        _ = new Alarm(app.Stack, "Own", new AlarmProps
        {
            Metric = new Metric(new MetricProps { Namespace = "AWS/Lambda", MetricName = "AsyncEventsDropped", DimensionsMap = new Dictionary<string, string> { ["FunctionName"] = halt.FunctionName } }),
            EvaluationPeriods = 1,
            Threshold = 1,
        });
        app.Apply(manifest: watched);
        Assert.Equal([], app.Errors());
        string[] alarms = [.. app.Template().OfType("AWS::CloudWatch::Alarm").Select(static x => $"{x.Id[..^8]} {x.Properties["MetricName"]!.Text} {x.Properties["Period"]!.Text} {x.Properties["Threshold"]!.Text}").Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "HaltDeadLetterErrorsAlarm DeadLetterErrors 300 1",
                "Own AsyncEventsDropped 300 1",
                "StoreAsyncEventsDroppedAlarm AsyncEventsDropped 300 1",
                "StoreDestinationDeliveryFailuresAlarm DestinationDeliveryFailures 300 1",
                "StoreOnFailureQueueApproximateAgeOfOldestMessageAlarm ApproximateAgeOfOldestMessage 300 3600",
                "StoreOnFailureQueueNumberOfMessagesSentAlarm NumberOfMessagesSent 300 1",
            ],
            alarms);
        Assert.Equal([], app.Told(watched));
    }

    [SkippableFact]
    public void A_topic_with_a_policy_lets_alarms_publish()
    {
        using CdkApp app = new();
        DestinationManifest watched = CdkApp.Change(static x => x.Function.MethodName == "Place" ? x with { IsDurable = true, MaximumRetryAttempts = null, MaximumEventAgeInSeconds = null } : x, new AlarmsModel(new("@Alarms")));
        Durable(app.Function("Place"));
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        app.Apply(manifest: watched);
        Assert.Equal([], app.Errors());
        string policy = Assert.Single(app.Template().OfType("AWS::SNS::TopicPolicy")).Properties.ToString();
        Assert.Contains("events.amazonaws.com", policy, StringComparison.Ordinal);
        Assert.Contains("cloudwatch.amazonaws.com", policy, StringComparison.Ordinal);
        Assert.Contains(":alarm:*", policy, StringComparison.Ordinal);
        Assert.Equal([], app.Told(watched));
    }

    [SkippableFact]
    public void Alarms_without_their_topic_are_an_error()
    {
        using CdkApp app = new();
        app.Function("Store");
        Assert.Equal(["Shop: LD1004: No construct in the stage of function 'Shop/Store' has the id 'Ops'; correct the attribute, or name the construct by ApplyOptions.Resolve"], app.Apply(manifest: CdkApp.Change(static x => x, OnOps)).Errors());
    }

    [SkippableFact]
    public void Consumers_are_connected_with_what_holds_their_records()
    {
        using CdkApp app = new();
        app.Function("Store");
        app.Function("Bill");
        _ = new EventBus(app.Stack, "Bus");
        foreach (string consumer in new[] { "Stop", "Tell", "Book" })
        {
            Consumer(app, consumer);
        }

        app.Apply();
        Assert.Equal([], app.Errors());
        TemplateValue resources = app.Template();
        TemplateValue mapping = Assert.Single(resources.OfType("AWS::Lambda::EventSourceMapping")).Properties;
        Assert.StartsWith("StoreOnFailureQueue", mapping["EventSourceArn"]!["Fn::GetAtt"]!.Items[0].Text, StringComparison.Ordinal);
        Assert.Equal("[\"ReportBatchItemFailures\"]", Flat(mapping["FunctionResponseTypes"]!));
        Assert.Equal("180", Assert.Single(resources.OfType("AWS::SQS::Queue")).Properties["VisibilityTimeout"]!.Text);
        Assert.StartsWith("StoreOnSuccessTopic", Assert.Single(resources.OfType("AWS::SNS::Subscription")).Properties["TopicArn"]!["Ref"]!.Text, StringComparison.Ordinal);
        TemplateValue rule = Assert.Single(resources.OfType("AWS::Events::Rule")).Properties;
        Assert.StartsWith("Bus", rule["EventBusName"]!["Ref"]!.Text, StringComparison.Ordinal);
        Assert.Equal("[\"lambda\"]", Flat(rule["EventPattern"]!["source"]!));
        Assert.Contains("Bill", rule["EventPattern"]!["resources"]!.Items[0]["prefix"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal([], app.Told());
    }

    /// <summary>Each for itself, the consumer ahead of what it consumes.</summary>
    [SkippableFact]
    public void One_consumer_is_connected_alone()
    {
        using CdkApp app = new();
        app.Function("Store");
        Function consumer = Consumer(app, "Stop");
        consumer.AddDestinations(CdkApp.Manifest, "LambdaDestinations.Cdk.Tests::Shop.Consumers_Stop_Consumer::HandleAsync");
        Assert.Single(app.Template().OfType("AWS::Lambda::EventSourceMapping"));
        Assert.Empty(app.Template().Configs());

        using CdkApp both = new();
        Function store = both.Function("Store");
        Consumer(both, "Stop").AddDestinations(CdkApp.Manifest, "LambdaDestinations.Cdk.Tests::Shop.Consumers_Stop_Consumer::HandleAsync");
        store.AddDestinations(CdkApp.Manifest, CdkApp.Handler("Store"));
        Assert.Single(both.Template().OfType("AWS::SQS::Queue"));
        Assert.Equal([], both.Errors());
        Assert.Equal([], both.Told());
    }

    /// <summary>The checks of a template by itself: an error for what the attributes declare and the stack lacks.</summary>
    [SkippableFact]
    public void A_template_alone_is_checked()
    {
        using CdkApp app = new();
        app.Function("Store");
        string[] lacking = [.. DestinationFindings.Of(Template.FromStack(app.Stack), CdkApp.Manifest).Where(static x => x.RuleId != "LD1012").Select(static x => $"{x.Severity} {x.RuleId}")];
        Assert.Equal(["Error LD9010", "Error LD9010"], lacking);

        using CdkApp applied = new();
        applied.Function("Store");
        applied.Apply();
        Assert.DoesNotContain(DestinationFindings.Of(Template.FromStack(applied.Stack), CdkApp.Manifest), static x => x.RuleId != "LD1012" && x.Severity != DestinationFindingSeverity.Info);
        Assert.DoesNotContain(DestinationFindings.Of(applied.Stack, CdkApp.Manifest), static x => x.RuleId != "LD1012" && x.Severity != DestinationFindingSeverity.Info);
    }

    [SkippableFact]
    public void A_consumer_that_is_connected_stays_as_it_is()
    {
        using CdkApp app = new();
        Queue failed = new(app.Stack, "Failed");
        app.Function("Store");
        Consumer(app, "Stop").AddEventSource(new SqsEventSource(failed, new SqsEventSourceProps { BatchSize = 3, ReportBatchItemFailures = true }));
        DestinationManifest named = CdkApp.Change(static x => x.Function.MethodName == "Store"
            ? x with { Destinations = new(x.Destinations.Select(static y => y with { Target = y.TargetType == Templates.Aws.DestinationTargetType.Sqs ? "@Failed" : null })) }
            : x.Sources.Count > 0 ? x with { Sources = new(x.Sources.Select(static y => y with { From = "@Failed" })) } : x);
        app.Apply(manifest: named);
        Assert.Equal("3", Assert.Single(app.Template().OfType("AWS::Lambda::EventSourceMapping")).Properties["BatchSize"]!.Text);
    }

    private static Function Consumer(CdkApp app, string method)
    {
        FunctionProps props = app.Props(method);
        props.Handler = $"LambdaDestinations.Cdk.Tests::Shop.Consumers_{method}_Consumer::HandleAsync";
        props.Timeout = Amazon.CDK.Duration.Seconds(30);
        return new Function(app.Stack, method + "Consumer", props);
    }

    private static void Durable(Function function) =>
        ((CfnFunction)function.Node.DefaultChild!).AddPropertyOverride("DurableConfig", new Dictionary<string, object> { ["ExecutionTimeout"] = 86400 });

    private static string Sorted(TemplateValue map) => Flat(TemplateValue.Map(map.Entries.OrderBy(static x => x.Key, StringComparer.Ordinal)));

    private static string Flat(TemplateValue value) => value.ToString().Replace(" ", "", StringComparison.Ordinal);
}
