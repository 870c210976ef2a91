using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using static LambdaDestinations.Templates.Tests.Update.Handlers;
using static LambdaDestinations.Templates.Tests.Update.InvokeConfigs;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>Where the asynchronous settings stand: per qualifier, where the invocations go.</summary>
public sealed class InvokeConfigTests
{
    [Fact]
    public void Without_alias_the_config_is_of_LATEST_and_waits_for_the_policy()
    {
        TemplateModel template = Updates.Apply(PlainWorker, ToFailed);
        Assert.Equal("\"WorkerDestinationsPolicy\"", template.Says("WorkerEventInvokeConfig", "DependsOn"));
        Assert.Equal(
            """{"FunctionName": {"Ref": "Worker"}, "Qualifier": "$LATEST", "MaximumRetryAttempts": 1, "DestinationConfig": """ + Destination + "}",
            template.Says("WorkerEventInvokeConfig"));
    }

    [Fact]
    public void Each_alias_gets_a_config_that_waits_for_it()
    {
        TemplateModel template = Updates.Apply(PlainWorker + PublishedVersion + LiveAlias + BetaAlias, ToFailed);
        Assert.Equal("\"live\"", template.Says("LiveEventInvokeConfig", "Properties.Qualifier"));
        Assert.Equal("""["WorkerDestinationsPolicy", "Live"]""", template.Says("LiveEventInvokeConfig", "DependsOn"));
        Assert.Equal("""{"Ref": "BetaName"}""", template.Says("BetaEventInvokeConfig", "Properties.Qualifier"));
        Assert.Equal("\"IsBeta\"", template.Says("BetaEventInvokeConfig", "Condition"));
        Assert.Null(template.Find("WorkerEventInvokeConfig"));
        Assert.Null(template.Find("VersionEventInvokeConfig"));
    }

    [Fact]
    public void A_function_that_is_a_destination_itself_is_invoked_without_qualifier()
    {
        HandlerModel other = new(Function(method: "Other"), null, null, new(OnSuccess(DestinationTargetType.Lambda, "@Worker")));
        string sender = "  Sender:\n    Type: AWS::Lambda::Function\n    Properties: {Handler: 'App::App.Handlers::Other', Role: !GetAtt Role.Arn}\n";
        TemplateModel template = Updates.Apply(PlainWorker + PublishedVersion + LiveAlias + sender, ToFailed, other);
        Assert.NotNull(template.Find("LiveEventInvokeConfig"));
        Assert.NotNull(template.Find("WorkerEventInvokeConfig"));
        Assert.NotNull(template.Find("SenderEventInvokeConfig"));
    }

    [Fact]
    public void A_version_that_is_invoked_gets_a_config()
    {
        TemplateModel template = Updates.Apply(PlainWorker + PublishedVersion + "  Rule:\n    Type: AWS::Events::Rule\n    Properties: {Targets: [{Id: t, Arn: !Ref Version}]}\n", ToFailed);
        Assert.Equal("""{"Fn::GetAtt": ["Version", "Version"]}""", template.Says("VersionEventInvokeConfig", "Properties.Qualifier"));
        Assert.Null(template.Find("WorkerEventInvokeConfig"));
    }

    [Fact]
    public void A_given_qualifier_is_the_only_one()
    {
        TemplateModel template = Updates.Apply(PlainWorker + PublishedVersion + LiveAlias, ToFailed with { Qualifier = "live" });
        Assert.Equal("""["WorkerDestinationsPolicy", "Live"]""", template.Says("LiveEventInvokeConfig", "DependsOn"));
        template = Updates.Apply(PlainWorker + PublishedVersion + LiveAlias, ToFailed with { Qualifier = "7" });
        Assert.Equal("\"7\"", template.Says("Worker7EventInvokeConfig", "Properties.Qualifier"));
        Assert.Null(template.Find("LiveEventInvokeConfig"));
    }

    [Fact]
    public void A_conditional_functions_resources_share_its_condition()
    {
        TemplateModel template = Updates.Apply(PlainWorker.In("Type: AWS::Lambda::Function\n", "    Condition: IsProd\n"), Handler(OnFailure(DestinationTargetType.Sqs)));
        foreach (string id in new[] { "WorkerEventInvokeConfig", "WorkerDestinationsPolicy", "WorkerOnFailureQueue" })
        {
            Assert.Equal("\"IsProd\"", template.Says(id, "Condition"));
        }
    }

    [Fact]
    public void Order_in_JSON_comes_and_goes_too()
    {
        const string Json = """
            {"Resources": {
              "Failed": {"Type": "AWS::SQS::Queue"},
              "Role": {"Type": "AWS::IAM::Role"},
              "Worker": {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "App::App.Handlers::Run", "Role": {"Fn::GetAtt": "Role.Arn"}}},
              "Config": {
                "Type": "AWS::Lambda::EventInvokeConfig",
                "DependsOn": "Failed",
                "Properties": {"FunctionName": {"Ref": "Worker"}, "Qualifier": "$LATEST"}
              }
            }}
            """;
        Assert.Equal("""["Failed", "WorkerDestinationsPolicy"]""", Updates.Apply(Json, ToFailed).Says("Config", "DependsOn"));
    }

    [Fact]
    public void A_config_of_a_qualifier_that_the_user_wrote_is_where_the_invocations_go()
    {
        string written = "  Config:\n    Type: AWS::Lambda::EventInvokeConfig\n    Properties: {FunctionName: !Ref Worker, Qualifier: !Ref Stage}\n";
        TemplateModel template = Updates.Apply(PlainWorker + written, ToFailed);
        Assert.Null(template.Find("WorkerEventInvokeConfig"));
        Assert.Equal(Destination, template.Says("Config", "Properties.DestinationConfig"));
    }
}
