using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.Destinations;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using LambdaDestinations.Build;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Cdk.Tests;

/// <summary>What the attributes make of the constructs of a stack.</summary>
[Collection(CdkProcess.Name)]
public sealed class ApplyTests
{
    /// <summary>The same stack without the package, updated as a template, has the same settings and the same grants.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stack_says_what_the_template_update_writes(bool isEncrypted)
    {
        using CdkApp bare = new();
        MakeShop(bare, isEncrypted);
        string path = Path.Combine(bare.Synth(), "Shop.template.json");
        TemplateSource before = new(path, TemplateParser.Parse(File.ReadAllText(path), TemplateFormat.Json));
        TemplateUpdate update = TemplateUpdater.Update(CloudAssembly.Complete([before], isPartial: false, default).Group.All[0], CdkApp.Manifest.Declared with { Handlers = new(CdkApp.Manifest.Declared.Handlers.Where(static x => x.Function.MethodName is "Place" or "Ship" or "Bill")) }, "LambdaDestinations.Cdk.Tests");
        Assert.DoesNotContain(update.Findings, static x => x.Severity == Templates.Rules.RuleSeverity.Error);
        TemplateValue written = TemplateValue.FromNode(update.Document.Root!)["Resources"]!;

        using CdkApp app = new();
        MakeShop(app, isEncrypted);
        app.Apply();
        TemplateValue synthesized = app.Template();
        Assert.Equal([], app.Errors());
        string[] ofTemplate = [.. written.Grants().Order(StringComparer.Ordinal)];
        Assert.Equal(isEncrypted ? 10 : 7, ofTemplate.Length);
        Assert.Equal(ofTemplate, synthesized.Grants().Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(3, written.Configs().Length);
        Assert.Equal(written.Configs(), synthesized.Configs());
        Assert.Equal([], app.Told());
    }

    /// <summary>The logical ids are those of the CDK's own configs, so who goes over to attributes replaces nothing.</summary>
    [SkippableFact]
    public void A_config_has_the_logical_id_that_the_CDK_would_give_it()
    {
        using CdkApp own = new();
        own.Function("Place").ConfigureAsyncInvoke(new EventInvokeConfigOptions { OnSuccess = new SqsDestination(new Queue(own.Stack, "Placed")) });
        using CdkApp app = new();
        app.Function("Place");
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        app.Apply();
        Assert.Equal(
            own.Template().OfType("AWS::Lambda::EventInvokeConfig").Select(static x => x.Id),
            app.Template().OfType("AWS::Lambda::EventInvokeConfig").Select(static x => x.Id));
    }

    [SkippableFact]
    public void Targets_are_created_beside_the_function_and_may_be_named_by_others()
    {
        using CdkApp app = new();
        app.Function("Store");
        app.Function("Stop");
        app.Function("Halt");
        _ = new Topic(app.Stack, "Alarms");
        app.Apply();
        TemplateValue resources = app.Template();
        Assert.Equal([], app.Errors());
        (string queue, TemplateValue properties) = Assert.Single(resources.OfType("AWS::SQS::Queue"));
        Assert.StartsWith("StoreOnFailureQueue", queue, StringComparison.Ordinal);
        Assert.Equal("1209600", properties["MessageRetentionPeriod"]!.Text);
        Assert.Contains(resources.OfType("AWS::SNS::Topic"), static x => x.Id.StartsWith("StoreOnSuccessTopic", StringComparison.Ordinal));
        Assert.Equal(2, resources.Configs().Count(x => x.Contains($"\"Destination\": {{\"Fn::GetAtt\": [\"{queue}\", \"Arn\"]}}", StringComparison.Ordinal)));
        TemplateValue halt = resources.OfType("AWS::Lambda::Function").Single(static x => x.Id.StartsWith("Halt", StringComparison.Ordinal)).Properties;
        Assert.StartsWith("Alarms", halt["DeadLetterConfig"]!["TargetArn"]!["Ref"]!.Text, StringComparison.Ordinal);
        Assert.Equal([], app.Told());

        // Once more changes nothing.
        string once = File.ReadAllText(Path.Combine(app.Synth(), "Shop.template.json"));
        using CdkApp twice = new();
        twice.Function("Store");
        twice.Function("Stop");
        twice.Function("Halt");
        _ = new Topic(twice.Stack, "Alarms");
        twice.Apply().Apply();
        Assert.Equal(once, File.ReadAllText(Path.Combine(twice.Synth(), "Shop.template.json")));
    }

    [SkippableFact]
    public void An_alias_gets_the_settings_of_its_invocations()
    {
        using CdkApp app = new();
        Alias alias = app.Function("Place").AddAlias("live");
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        app.Apply();
        (string id, TemplateValue config) = Assert.Single(app.Template().OfType("AWS::Lambda::EventInvokeConfig"));
        Assert.StartsWith("PlaceAliaslive", id, StringComparison.Ordinal);
        Assert.Equal("7", config["Qualifier"]!["Fn::Select"]!.Items[0].Text);
        Assert.Equal([], app.Errors());
        Assert.Equal([], app.Told());
        Assert.NotNull(alias);
    }

    [SkippableFact]
    public void An_alias_alone_is_configured_where_the_code_says_so()
    {
        using CdkApp app = new();
        Function place = app.Function("Place");
        Alias live = place.AddAlias("live");
        place.AddAlias("test");
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        live.AddDestinations(CdkApp.Manifest, CdkApp.Handler("Place"));
        Assert.StartsWith("PlaceAliaslive", Assert.Single(app.Template().OfType("AWS::Lambda::EventInvokeConfig")).Id, StringComparison.Ordinal);
        Assert.Equal([], app.Errors());
    }

    [SkippableFact]
    public void An_image_is_found_by_its_command()
    {
        using CdkApp app = new();
        Function function = app.Function("Place", id: "Image");
        CfnFunction resource = (CfnFunction)function.Node.DefaultChild!;
        resource.Handler = null;
        resource.ImageConfig = new CfnFunction.ImageConfigProperty { Command = [CdkApp.Handler("Place")] };
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        app.Apply();
        Assert.Single(app.Template().Configs());
    }

    /// <summary>Amazon.Lambda.Annotations tells the handlers of an executable apart by a variable.</summary>
    [SkippableFact]
    public void A_handler_of_an_executable_is_found_by_its_variable()
    {
        using CdkApp app = new();
        FunctionProps props = app.Props("Place");
        props.Handler = "LambdaDestinations.Cdk.Tests";
        props.Environment = new Dictionary<string, string> { ["ANNOTATIONS_HANDLER"] = "Place" };
        _ = new Function(app.Stack, "Executable", props);
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        app.Apply();
        Assert.Equal([], app.Errors());
        Assert.Contains("3600", Assert.Single(app.Template().Configs()), StringComparison.Ordinal);
        Assert.Equal([], app.Told());
    }

    /// <summary>A topic of Kafka is written as it is, and the cluster guards it.</summary>
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_topic_of_Kafka_gets_the_failures_of_a_mapping_of_Kafka_only(bool isKafka)
    {
        using CdkApp app = new();
        DestinationManifest kafka = CdkApp.Change(static x => x.Function.MethodName == "Read"
            ? x with { Destinations = new(x.Destinations.Select(static y => y with { TargetType = Templates.Aws.DestinationTargetType.Kafka, Target = "kafka://failures", BisectBatchOnFunctionError = null })) }
            : x);
        app.Function("Read").AddEventSourceMapping("Clicks", new EventSourceMappingOptions
        {
            EventSourceArn = isKafka ? "arn:aws:kafka:eu-west-1:111111111111:cluster/clicks/1" : "arn:aws:kinesis:eu-west-1:111111111111:stream/clicks",
            KafkaTopic = isKafka ? "clicks" : null,
            StartingPosition = StartingPosition.LATEST,
        });
        app.Apply(manifest: kafka);
        if (isKafka)
        {
            Assert.Equal([], app.Errors());
            TemplateValue mapping = Assert.Single(app.Template().OfType("AWS::Lambda::EventSourceMapping")).Properties;
            Assert.Equal("kafka://failures", mapping["DestinationConfig"]!["OnFailure"]!["Destination"]!.Text);
            Assert.Empty(app.Template().Grants());
        }
        else
        {
            Assert.Contains("An event source mapping of stream cannot send failure records to a Kafka topic", Assert.Single(app.Errors()), StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public void What_the_code_sets_equally_stays_and_what_it_lacks_is_added()
    {
        using CdkApp app = new();
        Queue placed = new(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        app.Function("Place").ConfigureAsyncInvoke(new EventInvokeConfigOptions { OnSuccess = new SqsDestination(placed), RetryAttempts = 1 });
        app.Apply();
        TemplateValue config = Assert.Single(app.Template().OfType("AWS::Lambda::EventInvokeConfig")).Properties;
        Assert.NotNull(config["DestinationConfig"]!["OnSuccess"]);
        Assert.StartsWith("Alarms", config["DestinationConfig"]!["OnFailure"]!["Destination"]!["Ref"]!.Text, StringComparison.Ordinal);
        Assert.Equal(("1", "3600"), (config["MaximumRetryAttempts"]!.Text, config["MaximumEventAgeInSeconds"]!.Text));
        Assert.Equal([], app.Errors());
        Assert.Equal([], app.Told());
    }

    [SkippableFact]
    public void A_contradiction_is_an_error_with_both_places()
    {
        using CdkApp app = new();
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        app.Function("Place").ConfigureAsyncInvoke(new EventInvokeConfigOptions { OnSuccess = new SqsDestination(new Queue(app.Stack, "Other")), RetryAttempts = 2 });
        app.Apply();
        string[] errors = app.Errors();
        Assert.Equal(2, errors.Length);
        Assert.Matches(@"^Shop/Place/EventInvokeConfig/Resource: LD9004: DestinationConfig\.OnSuccess\.Destination of 'Shop/Place/EventInvokeConfig/Resource' is \{.*Other.*\} by the CDK app, but the attributes say \{.*Placed.*\}.* \(attributes of Shop\.Orders\.Place\)$", errors[0]);
        Assert.Contains("MaximumRetryAttempts of 'Shop/Place/EventInvokeConfig/Resource' is 2 by the CDK app, but the attributes say 1", errors[1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_mapping_gets_its_destination_and_settings()
    {
        using CdkApp app = new();
        Function read = app.Function("Read");
        Bucket archive = new(app.Stack, "Archive");
        Amazon.CDK.AWS.Kinesis.Stream stream = new(app.Stack, "Stream");
        read.AddEventSourceMapping("Clicks", new EventSourceMappingOptions { EventSourceArn = stream.StreamArn, StartingPosition = StartingPosition.LATEST });
        stream.GrantRead(read);
        app.Apply();
        TemplateValue mapping = Assert.Single(app.Template().OfType("AWS::Lambda::EventSourceMapping")).Properties;
        Assert.StartsWith("Archive", mapping["DestinationConfig"]!["OnFailure"]!["Destination"]!["Fn::GetAtt"]!.Items[0].Text, StringComparison.Ordinal);
        Assert.Equal(("3", "600", "true"), (mapping["MaximumRetryAttempts"]!.Text, mapping["MaximumRecordAgeInSeconds"]!.Text, mapping["BisectBatchOnFunctionError"]!.Text));
        Assert.Equal([], app.Errors());
        Assert.Equal([], app.Told());
        Assert.NotNull(archive);
    }

    [SkippableFact]
    public void The_nearest_construct_of_the_stage_is_meant()
    {
        using CdkApp app = new();
        Constructs.Construct near = new(app.Stack, "Near");
        app.Function("Place", near);
        _ = new Queue(near, "Placed");
        _ = new Queue(new Constructs.Construct(app.Stack, "Far"), "Placed");
        _ = new Topic(app.Stack, "Alarms");
        app.Apply();
        Assert.Equal([], app.Errors());
        Assert.Contains("NearPlaced", Assert.Single(app.Template().Configs()), StringComparison.Ordinal);
        Assert.Equal([], app.Told());
    }

    /// <summary>As the checks take a name, too; and a resource without a construct around it.</summary>
    [SkippableFact]
    public void A_logical_id_and_a_bare_resource_can_be_named()
    {
        using CdkApp app = new();
        app.Function("Place");
        Queue queue = new(new Constructs.Construct(app.Stack, "Some"), "Other");
        ((CfnQueue)queue.Node.DefaultChild!).OverrideLogicalId("Placed");
        _ = new CfnTopic(app.Stack, "Alarms");
        app.Apply();
        Assert.Equal([], app.Errors());
        string config = Assert.Single(app.Template().Configs());
        Assert.Contains("{\"Fn::GetAtt\": [\"Placed\", \"Arn\"]}", config, StringComparison.Ordinal);
        Assert.Contains("{\"Ref\": \"Alarms\"}", config, StringComparison.Ordinal);
        Assert.Equal([], app.Told());
    }

    /// <summary>The function that gets records by its own ARN is invoked by no alias.</summary>
    [SkippableFact]
    public void A_function_that_others_send_to_is_configured_beside_its_alias()
    {
        using CdkApp app = new();
        app.Function("Ship");
        app.Function("Bill").AddAlias("live");
        _ = new Bucket(app.Stack, "Archive");
        _ = new EventBus(app.Stack, "Bus");
        app.Apply();
        Assert.Equal(["BillAliasliveEventInvokeConfig", "BillEventInvokeConfig", "ShipEventInvokeConfig"],
            app.Template().OfType("AWS::Lambda::EventInvokeConfig").Select(static x => x.Id[..^8]).Order(StringComparer.Ordinal));
        Assert.Equal([], app.Told());
    }

    [SkippableFact]
    public void A_target_in_another_stack_of_the_stage_is_referred_to()
    {
        using CdkApp app = new();
        Stack data = new(app.App, "Data");
        _ = new Queue(data, "Placed");
        _ = new Topic(data, "Alarms");
        app.Function("Place");
        app.Apply(scope: app.App);
        Assert.Contains("Fn::ImportValue", Assert.Single(app.Template().Configs()), StringComparison.Ordinal);
        Assert.Equal([], app.Errors());
        Assert.Equal([], app.Told());
    }

    [SkippableFact]
    public void Each_stage_has_its_own_constructs()
    {
        using CdkApp app = new();
        foreach (string name in new[] { "Beta", "Prod" })
        {
            Stack stack = new(new Stage(app.App, name), "Orders");
            app.Function("Place", stack);
            _ = new Queue(stack, "Placed");
            _ = new Topic(stack, "Alarms");
        }

        app.Apply(scope: app.App);
        string folder = app.Synth();
        Assert.Equal([], app.Errors());
        Assert.Equal([], DestinationFindings.Of(folder, CdkApp.Manifest).Where(static x => x.Severity > DestinationFindingSeverity.Info && x.RuleId != "LD1012").Select(static x => x.ToString()));
        Assert.Equal(2, Directory.GetFiles(folder, "*.template.json", SearchOption.AllDirectories).Count(static x => File.ReadAllText(x).Contains("AWS::Lambda::EventInvokeConfig", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public void Options_name_the_construct_that_is_meant()
    {
        using CdkApp app = new();
        app.Function("Place");
        IQueue imported = Queue.FromQueueArn(app.Stack, "Imported", "arn:aws:sqs:eu-west-1:111111111111:orders");
        app.Apply(new ApplyOptions().Resolve("Placed", imported).Resolve("@Alarms", new Topic(app.Stack, "Other")));
        Assert.Equal([], app.Errors());
        Assert.Contains("arn:aws:sqs:eu-west-1:111111111111:orders", Assert.Single(app.Template().Configs()), StringComparison.Ordinal);
        Assert.Contains(app.Template().Grants(), static x => x.EndsWith("sqs:SendMessage \"arn:aws:sqs:eu-west-1:111111111111:orders\"", StringComparison.Ordinal));
    }

    private static void MakeShop(CdkApp app, bool isEncrypted)
    {
        foreach (string method in new[] { "Place", "Ship", "Bill" })
        {
            app.Function(method);
        }

        Amazon.CDK.AWS.KMS.Key? key = isEncrypted ? new Amazon.CDK.AWS.KMS.Key(app.Stack, "Key") : null;
        _ = new Queue(app.Stack, "Placed", new QueueProps { EncryptionMasterKey = key });
        _ = new Topic(app.Stack, "Alarms", new TopicProps { MasterKey = key });
        _ = new Bucket(app.Stack, "Archive", new BucketProps { EncryptionKey = key });
        _ = new EventBus(app.Stack, "Bus");
    }
}
