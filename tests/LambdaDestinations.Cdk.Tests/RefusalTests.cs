using System;
using System.IO;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;

namespace LambdaDestinations.Cdk.Tests;

/// <summary>What cannot be applied: one clear error each.</summary>
[Collection(CdkProcess.Name)]
public sealed class RefusalTests
{
    [Fact]
    public void An_assembly_without_a_manifest()
    {
        string path = typeof(Xunit.Assert).Assembly.Location;
        DestinationManifestException error = Assert.Throws<DestinationManifestException>(() => DestinationManifest.Load(path));
        Assert.Equal($"The assembly '{path}' has no destination manifest: it declares no destinations, or its project does not reference LambdaDestinations.Generators", error.Message);
    }

    [Fact]
    public void A_file_that_is_not_there() =>
        Assert.EndsWith("Nowhere.dll'; build its project first", Assert.Throws<DestinationManifestException>(static () => DestinationManifest.Load("Nowhere.dll")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_no_assembly()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "LambdaDestinations.Cdk.Tests.deps.json");
        Assert.Contains("cannot be read", Assert.Throws<DestinationManifestException>(() => DestinationManifest.Load(path)).Message, StringComparison.Ordinal);
    }

    /// <summary>The number of the schema stands in the attribute's blob, right behind its prolog.</summary>
    [Fact]
    public void A_manifest_of_a_newer_schema()
    {
        byte[] image = File.ReadAllBytes(typeof(RefusalTests).Assembly.Location);
        byte[] blob = [1, 0, 2, 0, 0, 0];
        string path = Path.Combine(Path.GetTempPath(), $"Newer-{Guid.NewGuid():N}.dll");
        int changed = 0;
        for (int i = image.AsSpan().IndexOf(blob); i >= 0; i = image.AsSpan(i + 6).IndexOf(blob) is var next and >= 0 ? i + 6 + next : -1)
        {
            image[i + 2] = 9;
            changed++;
        }

        Assert.True(changed > 0);
        File.WriteAllBytes(path, image);
        try
        {
            string message = Assert.Throws<DestinationManifestException>(() => DestinationManifest.Load(path)).Message;
            Assert.Equal($"The manifest of assembly '{path}' cannot be read: it is of version 9, and this package reads versions 1 and 2", message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [SkippableFact]
    public void A_handler_that_the_manifest_does_not_have()
    {
        using CdkApp app = new();
        Function place = app.Function("Place");
        ArgumentException error = Assert.Throws<ArgumentException>(() => place.AddDestinations(CdkApp.Manifest, CdkApp.Handler("Plcae")));
        Assert.Contains($"has no handler '{CdkApp.Handler("Plcae")}'; did you mean '{CdkApp.Handler("Place")}'?", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_handler_that_no_function_runs()
    {
        using CdkApp app = new();
        Destinations.Apply(app.Stack, CdkApp.Manifest);
        string[] errors = app.Errors();
        Assert.Equal(CdkApp.Manifest.Declared.Handlers.Count, errors.Length);
        Assert.Contains(
            $"Shop: LD1012: No function below 'Shop' runs '{CdkApp.Handler("Place")}', so its destinations would never be set; correct Handler of the function, or set ApplyOptions.AllowMissingFunctions (attributes of Shop.Orders.Place)",
            errors);
    }

    [SkippableFact]
    public void Two_functions_that_run_one_handler()
    {
        using CdkApp app = new();
        app.Function("Place");
        app.Function("Place", id: "Again");
        Assert.Equal(
            [$"Shop/Again/Resource: LD1013: Functions Shop/Place, Shop/Again all run '{CdkApp.Handler("Place")}'; name one with [DestinationFunction(\"LogicalId\")] (attributes of Shop.Orders.Place)"],
            app.Apply().Errors());
    }

    [SkippableFact]
    public void A_name_that_no_construct_has()
    {
        using CdkApp app = new();
        app.Function("Place");
        _ = new Queue(app.Stack, "Plced");
        _ = new Topic(app.Stack, "Alarms");
        Assert.Equal(
            ["Shop/Place: LD1004: No construct in the stage of function 'Shop/Place' has the id 'Placed'; did you mean 'Plced'? (attributes of Shop.Orders.Place)"],
            app.Apply().Errors());
    }

    [SkippableFact]
    public void A_construct_of_another_stage()
    {
        using CdkApp app = new();
        app.Function("Place");
        _ = new Queue(new Stack(new Stage(app.App, "Prod"), "Orders"), "Placed");
        _ = new Topic(app.Stack, "Alarms");
        Assert.StartsWith("Shop/Place: LD1004: No construct in the stage of function 'Shop/Place' has the id 'Placed'", Assert.Single(app.Apply().Errors()), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Two_constructs_that_are_equally_near()
    {
        using CdkApp app = new();
        app.Function("Place");
        _ = new Queue(new Constructs.Construct(app.Stack, "One"), "Placed");
        _ = new Queue(new Constructs.Construct(app.Stack, "Two"), "Placed");
        _ = new Topic(app.Stack, "Alarms");
        Assert.Contains("Several constructs 'Placed' are equally near to function 'Shop/Place': Shop/One/Placed, Shop/Two/Placed", Assert.Single(app.Apply().Errors()), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_target_of_another_kind()
    {
        using CdkApp app = new();
        app.Function("Place");
        _ = new Bucket(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        Assert.Equal(
            ["Shop/Place: LD1005: The destination is declared as Sqs, but 'Shop/Placed' is an S3 bucket (attributes of Shop.Orders.Place)"],
            app.Apply().Errors());
    }

    [SkippableFact]
    public void An_option_that_names_no_target()
    {
        using CdkApp app = new();
        app.Function("Place");
        _ = new Topic(app.Stack, "Alarms");
        Assert.Equal(
            ["Shop/Place: LD1005: The destination is declared as Sqs, but 'Shop' cannot be a destination (attributes of Shop.Orders.Place)"],
            app.Apply(new ApplyOptions().Resolve("Placed", app.Stack)).Errors());
    }

    [SkippableFact]
    public void A_FIFO_queue()
    {
        using CdkApp app = new();
        app.Function("Place");
        _ = new Queue(app.Stack, "Placed", new QueueProps { Fifo = true });
        _ = new Topic(app.Stack, "Alarms");
        Assert.Contains("LD1002: 'Shop/Placed' is a FIFO queue", Assert.Single(app.Apply().Errors()), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_target_in_another_region()
    {
        using CdkApp app = new();
        Stack here = new(app.App, "Here", new StackProps { Env = new Amazon.CDK.Environment { Account = "111111111111", Region = "eu-west-1" } });
        Stack there = new(app.App, "There", new StackProps { Env = new Amazon.CDK.Environment { Account = "111111111111", Region = "us-east-1" } });
        app.Function("Place", here);
        _ = new Queue(there, "Placed");
        _ = new Topic(here, "Alarms");
        app.Apply(scope: app.App);
        Assert.Equal(
            ["Here/Place: LD9061: 'There/Placed' is in environment 111111111111/us-east-1, but function 'Here/Place' is in 111111111111/eu-west-1; make a target in the environment of the function (attributes of Shop.Orders.Place)"],
            app.Errors());
    }

    [SkippableFact]
    public void An_imported_function_and_a_version()
    {
        using CdkApp app = new();
        IFunction imported = Amazon.CDK.AWS.Lambda.Function.FromFunctionArn(app.Stack, "Imported", "arn:aws:lambda:eu-west-1:111111111111:function:place");
        imported.AddDestinations(CdkApp.Manifest, CdkApp.Handler("Place"));
        Assert.Contains("LD9060: 'Shop/Imported' is an imported function", Assert.Single(app.Errors()), StringComparison.Ordinal);

        using CdkApp other = new();
        other.Function("Place").CurrentVersion.AddDestinations(CdkApp.Manifest, CdkApp.Handler("Place"));
        Assert.Contains("LD9060: 'Shop/Place/CurrentVersion' is a version", Assert.Single(other.Errors()), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_resource_without_a_construct_around_it()
    {
        using CdkApp app = new();
        _ = new CfnFunction(app.Stack, "Bare", new CfnFunctionProps
        {
            Handler = CdkApp.Handler("Place"),
            Runtime = "dotnet8",
            Role = "arn:aws:iam::111111111111:role/place",
            Code = new CfnFunction.CodeProperty { S3Bucket = "code", S3Key = "place.zip" },
        });
        Assert.Contains("LD9060: 'Shop/Bare' is a CfnFunction without a Function around it", Assert.Single(app.Apply().Errors()), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_role_that_takes_no_policy()
    {
        using CdkApp app = new();
        FunctionProps props = app.Props("Place");
        props.Role = Role.FromRoleArn(app.Stack, "Role", "arn:aws:iam::111111111111:role/place", new FromRoleArnOptions { Mutable = false });
        _ = new Function(app.Stack, "Place", props);
        _ = new Queue(app.Stack, "Placed");
        _ = new Topic(app.Stack, "Alarms");
        string[] errors = app.Apply().Errors();
        Assert.Equal(2, errors.Length);
        Assert.All(errors, static x => Assert.Contains("LD9060: The role of 'Shop/Place' is imported and not mutable, so nothing could be granted; it needs: {\"Effect\": \"Allow\"", x, StringComparison.Ordinal));
        Assert.Contains("sqs:SendMessage", errors[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Token[", string.Concat(errors), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_id_that_is_taken()
    {
        using CdkApp app = new();
        app.Function("Store");
        _ = new Bucket(app.Stack, "StoreOnFailureQueue");
        Assert.Equal(
            ["Shop/StoreOnFailureQueue: LD9005: A construct for a destination of type Sqs would be created as 'Shop/StoreOnFailureQueue', but there is another construct by that path; rename it, or give the destination a target (attributes of Shop.Orders.Store)"],
            app.Apply().Errors());
    }

    [SkippableFact]
    public void A_mapping_that_is_not_there()
    {
        using CdkApp app = new();
        app.Function("Read");
        _ = new Bucket(app.Stack, "Archive");
        Assert.Equal(
            ["Shop/Read: LD2007: Function 'Shop/Read' has no event and no event source mapping 'Clicks' (attributes of Shop.Orders.Read)"],
            app.Apply().Errors());
    }
}
