using System;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Cdk.Tests;

/// <summary>Constructs of one id in several stacks, and what constructs alone know: keys, aliases, imports, tokens.</summary>
[Collection(CdkProcess.Name)]
public sealed class StacksTests
{
    /// <summary>The same ids give the same logical ids, and each stack is like alone.</summary>
    [SkippableTheory]
    [InlineData(null, null)]
    [InlineData("eu-west-1", "us-east-1")]
    public void Two_stacks_of_one_class_are_each_like_alone(string? first, string? second)
    {
        using CdkApp app = new();
        DestinationManifest manifest = CdkApp.Change(static x => x, new Templates.Manifest.AlarmsModel(new("@Alarms")));
        foreach ((string id, string? region) in new[] { ("Dev", first), ("Prod", second) })
        {
            Stack stack = new(app.App, id, new StackProps { Env = region is null ? null : new Amazon.CDK.Environment { Region = region } });
            app.Function("Place", stack);
            app.Function("Store", stack);
            _ = new Function(stack, "Warn", Consumer(app, "Stop"));
            _ = new Queue(stack, "Placed");
            _ = new Topic(stack, "Alarms");
            app.Apply(scope: stack, manifest: manifest);
        }

        Assert.Equal([], app.Errors());
        TemplateValue dev = app.Template("Dev");
        TemplateValue prod = app.Template("Prod");
        Assert.Equal(2, dev.Configs().Length);
        Assert.Single(dev.OfType("AWS::Lambda::EventSourceMapping"));
        Assert.NotEmpty(dev.OfType("AWS::CloudWatch::Alarm"));
        Assert.Equal(dev.Entries.Select(static x => x.Key), prod.Entries.Select(static x => x.Key));
        Assert.Equal(dev.Configs(), prod.Configs());
        Assert.Equal(dev.Grants(), prod.Grants());
        Assert.Equal([], app.Told(manifest));
    }

    [SkippableFact]
    public void A_foreign_function_of_the_same_id_in_another_stack_stays_alone()
    {
        using CdkApp app = new();
        Stack other = new(app.App, "Other");
        _ = new Function(other, "Place", new FunctionProps
        {
            Runtime = Runtime.DOTNET_8,
            Handler = "x::y::z",
            Code = Amazon.CDK.AWS.Lambda.Code.FromAsset(app.Code),
            RetryAttempts = 2,
        });
        app.Function("Place");
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        app.Apply(scope: app.App);
        Assert.Equal([], app.Errors());
        Assert.Contains("\"MaximumRetryAttempts\": 1", Assert.Single(app.Template().Configs()), StringComparison.Ordinal);
        Assert.DoesNotContain("DestinationConfig", Assert.Single(app.Template("Other").Configs()), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Applied_twice_a_rule_of_a_consumer_is_there_once()
    {
        using CdkApp app = new();
        app.Function("Bill");
        _ = new Function(app.Stack, "Book", Consumer(app, "Book"));
        _ = new EventBus(app.Stack, "Bus");
        app.Apply().Apply();
        Assert.Equal([], app.Errors());
        Assert.Single(app.Template().OfType("AWS::Events::Rule"));
    }

    [SkippableFact]
    public void A_number_of_a_parameter_is_not_compared()
    {
        using CdkApp app = new();
        Function place = app.Function("Place");
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        CfnParameter retries = new(app.Stack, "Retries", new CfnParameterProps { Type = "Number", Default = 1 });
        _ = new CfnEventInvokeConfig(app.Stack, "Own", new CfnEventInvokeConfigProps
        {
            FunctionName = place.FunctionName,
            Qualifier = "$LATEST",
            MaximumRetryAttempts = retries.ValueAsNumber,
        });
        app.Apply();
        Assert.Equal([], app.Errors());
        TemplateValue config = Assert.Single(app.Template().OfType("AWS::Lambda::EventInvokeConfig")).Properties;
        Assert.Equal("Retries", config["MaximumRetryAttempts"]!["Ref"]!.Text);
        Assert.Equal("3600", config["MaximumEventAgeInSeconds"]!.Text);
    }

    /// <summary>Keys of the app, as resources without a construct around them name them.</summary>
    [SkippableFact]
    public void A_key_that_a_resource_names_may_be_used()
    {
        using CdkApp app = new();
        app.Function("Place");
        app.Function("Ship");
        app.Function("Bill");
        _ = new EventBus(app.Stack, "Bus");
        Key key = new(app.Stack, "Key");
        _ = new CfnQueue(app.Stack, "Placed", new CfnQueueProps { KmsMasterKeyId = key.KeyId });
        _ = new CfnTopic(app.Stack, "Alarms", new CfnTopicProps { KmsMasterKeyId = key.KeyId });
        _ = new CfnBucket(app.Stack, "Archive", new CfnBucketProps
        {
            BucketEncryption = new CfnBucket.BucketEncryptionProperty
            {
                ServerSideEncryptionConfiguration = new[]
                {
                    new CfnBucket.ServerSideEncryptionRuleProperty
                    {
                        ServerSideEncryptionByDefault = new CfnBucket.ServerSideEncryptionByDefaultProperty { SseAlgorithm = "aws:kms", KmsMasterKeyId = key.KeyArn },
                    },
                },
            },
        });
        app.Apply();
        Assert.Equal([], app.Errors());
        string[] granted = [.. app.Template().Grants().Where(static x => x.Contains("kms:", StringComparison.Ordinal))];
        Assert.Equal(2, granted.Count(static x => x.Contains("kms:GenerateDataKey", StringComparison.Ordinal)));
        Assert.All(granted, static x => Assert.Matches(@"\{""Fn::GetAtt"": \[""Key[0-9A-F]{8}"", ""Arn""\]\}$", x));
        Assert.DoesNotContain(app.Told(), static x => x.Contains("LD3004", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_name_may_be_an_alias()
    {
        using CdkApp app = new();
        app.Function("Stop");
        _ = new Amazon.CDK.AWS.Lambda.Alias(app.Stack, "Next", new Amazon.CDK.AWS.Lambda.AliasProps { AliasName = "live", Version = app.Function("Halt").CurrentVersion });
        _ = new Topic(app.Stack, "Alarms");
        DestinationManifest manifest = CdkApp.Change(static x => x.Function.MethodName == "Stop"
            ? x with { Destinations = new(x.Destinations.Select(static y => y with { TargetType = Templates.Aws.DestinationTargetType.Lambda, Target = "@Next" })) }
            : x);
        app.Apply(manifest: manifest);
        Assert.Equal([], app.Errors());
        Assert.Contains("{\"Ref\": \"Next", Assert.Single(app.Template().Configs()), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_target_of_another_region_is_told(bool isImported)
    {
        using CdkApp app = new();
        Stack stack = new(app.App, "Here", new StackProps { Env = new Amazon.CDK.Environment { Region = "us-east-1" } });
        app.Function(isImported ? "Stop" : "Bill", stack);
        ApplyOptions options = isImported
            ? new ApplyOptions().Resolve("StoreOnFailureQueue", Queue.FromQueueArn(stack, "Imported", "arn:aws:sqs:eu-west-1:111111111111:x"))
            : new ApplyOptions().Resolve("Bus", new EventBus(stack, "Bus"));
        app.Apply(options, stack);
        string error = Assert.Single(app.Errors());
        Assert.Contains("LD9061: ", error, StringComparison.Ordinal);
        Assert.Contains("111111111111/eu-west-1, but function 'Here/", error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Functions_that_send_to_each_other_are_told(bool isTwoStacks)
    {
        using CdkApp app = new();
        Stack other = isTwoStacks ? new Stack(app.App, "Other") : app.Stack;
        app.Function("Ship");
        app.Function("Bill", other);
        _ = new Bucket(app.Stack, "Archive");
        Templates.Manifest.HandlerModel ship = CdkApp.Manifest.Declared.Handlers.Single(static x => x.Function.MethodName == "Ship");
        DestinationManifest manifest = CdkApp.Change(x => x.Function.MethodName == "Bill"
            ? x with { Destinations = new(x.Destinations.Take(1).Select(y => y with { TargetType = Templates.Aws.DestinationTargetType.Lambda, Target = null, TargetFunction = ship.Function })) }
            : x);
        app.Apply(scope: app.App, manifest: manifest);
        string bill = isTwoStacks ? "Other/Bill" : "Shop/Bill";
        string error = Assert.Single(app.Errors());
        Assert.StartsWith($"Shop/Ship: LD4014: Function 'Shop/Ship' and its destination '{bill}' wait for each other (", error, StringComparison.Ordinal);
    }

    private static FunctionProps Consumer(CdkApp app, string method) => new()
    {
        Runtime = Runtime.DOTNET_8,
        Handler = $"LambdaDestinations.Cdk.Tests::Shop.Consumers_{method}_Consumer::HandleAsync",
        Code = Amazon.CDK.AWS.Lambda.Code.FromAsset(app.Code),
    };
}
