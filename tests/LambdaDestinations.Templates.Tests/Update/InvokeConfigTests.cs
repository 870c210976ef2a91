using System;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>Where the asynchronous settings stand: per qualifier, where the invocations go.</summary>
public sealed class InvokeConfigTests
{
    private const string Plain = """
        Resources:
          Failed:
            Type: AWS::SQS::Queue
          Role:
            Type: AWS::IAM::Role
            Properties: {AssumeRolePolicyDocument: {}}
          Worker:
            Type: AWS::Lambda::Function
            Properties:
              Handler: App::App.Handlers::Run
              Role: !GetAtt Role.Arn

        """;

    private const string Version = """
          Version:
            Type: AWS::Lambda::Version
            Properties: {FunctionName: !Ref Worker}

        """;

    private const string Live = """
          Live:
            Type: AWS::Lambda::Alias
            Properties: {FunctionName: !Ref Worker, FunctionVersion: !GetAtt Version.Version, Name: live}

        """;

    private const string Beta = """
          Beta:
            Type: AWS::Lambda::Alias
            Condition: IsBeta
            Properties: {FunctionName: !GetAtt Worker.Arn, FunctionVersion: $LATEST, Name: !Ref BetaName}

        """;

    private const string Sam = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Failed:
            Type: AWS::SQS::Queue
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Run

        """;

    private const string Destination = """{"OnFailure": {"Destination": {"Fn::GetAtt": ["Failed", "Arn"]}}}""";

    private static readonly HandlerModel ToFailed = Handler(OnFailure(DestinationTargetType.Sqs, "@Failed")) with { MaximumRetryAttempts = 1 };

    [Fact]
    public void Without_alias_the_config_is_of_LATEST_and_waits_for_the_policy()
    {
        TemplateModel template = Updates.Apply(Plain, ToFailed);
        Assert.Equal("\"WorkerDestinationsPolicy\"", template.Says("WorkerEventInvokeConfig", "DependsOn"));
        Assert.Equal(
            """{"FunctionName": {"Ref": "Worker"}, "Qualifier": "$LATEST", "MaximumRetryAttempts": 1, "DestinationConfig": """ + Destination + "}",
            template.Says("WorkerEventInvokeConfig"));
    }

    [Fact]
    public void Each_alias_gets_a_config_that_waits_for_it()
    {
        TemplateModel template = Updates.Apply(Plain + Version + Live + Beta, ToFailed);
        Assert.Equal("\"live\"", template.Says("LiveEventInvokeConfig", "Properties.Qualifier"));
        Assert.Equal("""["WorkerDestinationsPolicy", "Live"]""", template.Says("LiveEventInvokeConfig", "DependsOn"));
        Assert.Equal("""{"Ref": "BetaName"}""", template.Says("BetaEventInvokeConfig", "Properties.Qualifier"));
        Assert.Equal("\"IsBeta\"", template.Says("BetaEventInvokeConfig", "Condition"));
        Assert.Null(template.Find("WorkerEventInvokeConfig"));
        Assert.Null(template.Find("VersionEventInvokeConfig"));
    }

    [Theory]
    [InlineData("AWS::Events::Rule", "Targets: [{Id: t, Arn: !GetAtt Worker.Arn}]")]
    [InlineData("AWS::SNS::Subscription", "TopicArn: !Ref Alarms\n      Protocol: lambda\n      Endpoint: !Sub '${Worker.Arn}'")]
    [InlineData("AWS::S3::Bucket", "NotificationConfiguration: {LambdaConfigurations: [{Event: 's3:ObjectCreated:*', Function: !GetAtt Worker.Arn}]}")]
    public void An_invoker_of_the_function_itself_wants_LATEST_beside_the_alias(string type, string properties)
    {
        TemplateModel template = Updates.Apply(Plain + Version + Live + $"  Invoker:\n    Type: {type}\n    Properties:\n      {properties}\n", ToFailed);
        Assert.NotNull(template.Find("LiveEventInvokeConfig"));
        Assert.Equal("\"$LATEST\"", template.Says("WorkerEventInvokeConfig", "Properties.Qualifier"));
    }

    [Fact]
    public void A_function_that_is_a_destination_itself_is_invoked_without_qualifier()
    {
        HandlerModel other = new(Function(method: "Other"), null, null, new(OnSuccess(DestinationTargetType.Lambda, "@Worker")));
        string sender = "  Sender:\n    Type: AWS::Lambda::Function\n    Properties: {Handler: 'App::App.Handlers::Other', Role: !GetAtt Role.Arn}\n";
        TemplateModel template = Updates.Apply(Plain + Version + Live + sender, ToFailed, other);
        Assert.NotNull(template.Find("LiveEventInvokeConfig"));
        Assert.NotNull(template.Find("WorkerEventInvokeConfig"));
        Assert.NotNull(template.Find("SenderEventInvokeConfig"));
    }

    [Fact]
    public void A_version_that_is_invoked_gets_a_config()
    {
        TemplateModel template = Updates.Apply(Plain + Version + "  Rule:\n    Type: AWS::Events::Rule\n    Properties: {Targets: [{Id: t, Arn: !Ref Version}]}\n", ToFailed);
        Assert.Equal("""{"Fn::GetAtt": ["Version", "Version"]}""", template.Says("VersionEventInvokeConfig", "Properties.Qualifier"));
        Assert.Null(template.Find("WorkerEventInvokeConfig"));
    }

    [Fact]
    public void A_given_qualifier_is_the_only_one()
    {
        TemplateModel template = Updates.Apply(Plain + Version + Live, ToFailed with { Qualifier = "live" });
        Assert.Equal("""["WorkerDestinationsPolicy", "Live"]""", template.Says("LiveEventInvokeConfig", "DependsOn"));
        template = Updates.Apply(Plain + Version + Live, ToFailed with { Qualifier = "7" });
        Assert.Equal("\"7\"", template.Says("Worker7EventInvokeConfig", "Properties.Qualifier"));
        Assert.Null(template.Find("LiveEventInvokeConfig"));
    }

    [Fact]
    public void A_conditional_functions_resources_share_its_condition()
    {
        TemplateModel template = Updates.Apply(Plain.In("Type: AWS::Lambda::Function\n", "    Condition: IsProd\n"), Handler(OnFailure(DestinationTargetType.Sqs)));
        foreach (string id in new[] { "WorkerEventInvokeConfig", "WorkerDestinationsPolicy", "WorkerOnFailureQueue" })
        {
            Assert.Equal("\"IsProd\"", template.Says(id, "Condition"));
        }
    }

    [Theory]
    [InlineData("", "\"WorkerDestinationsPolicy\"")]
    [InlineData("    DependsOn: Failed   # first the queue\n", """["Failed", "WorkerDestinationsPolicy"]""")]
    [InlineData("    DependsOn:\n      'Failed'\n", """["Failed", "WorkerDestinationsPolicy"]""")]
    [InlineData("    DependsOn: [Failed, Role]\n", """["Failed", "Role", "WorkerDestinationsPolicy"]""")]
    [InlineData("    DependsOn:\n    - Failed # the queue\n    - Role\n    # more\n", """["Failed", "Role", "WorkerDestinationsPolicy"]""")]
    [InlineData("    DependsOn:\n", "\"WorkerDestinationsPolicy\"")]
    public void A_config_that_the_user_wrote_is_completed_and_ordered(string dependsOn, string expected)
    {
        string written = "  Config:\n    Type: AWS::Lambda::EventInvokeConfig\n" + dependsOn + "    Properties:\n      FunctionName: !Ref Worker\n      Qualifier: $LATEST\n      MaximumEventAgeInSeconds: 600\n";
        TemplateModel template = Updates.Apply(Plain + written, ToFailed);
        Assert.Null(template.Find("WorkerEventInvokeConfig"));
        Assert.Equal(expected, template.Says("Config", "DependsOn"));
        Assert.Equal(Destination, template.Says("Config", "Properties.DestinationConfig"));
        Assert.Equal("600", template.Says("Config", "Properties.MaximumEventAgeInSeconds"));
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
        TemplateModel template = Updates.Apply(Plain + written, ToFailed);
        Assert.Null(template.Find("WorkerEventInvokeConfig"));
        Assert.Equal(Destination, template.Says("Config", "Properties.DestinationConfig"));
    }

    [Fact]
    public void SAM_puts_its_own_config_on_the_alias_that_it_publishes()
    {
        TemplateModel template = Updates.Apply(Sam + "      AutoPublishAlias: live\n", ToFailed);
        Assert.NotNull(template.Says("Worker", "Properties.EventInvokeConfig"));
        Assert.Equal(2, template.Resources.Count);
        template = Updates.Apply("Globals:\n  Function:\n    AutoPublishAlias: live\n" + Sam, ToFailed with { Qualifier = "live" });
        Assert.NotNull(template.Says("Worker", "Properties.EventInvokeConfig"));
    }

    [Fact]
    public void Another_qualifier_of_a_SAM_function_gets_a_config_of_its_own_and_the_grant_that_SAM_does_not_give()
    {
        TemplateModel template = Updates.Apply(Sam + "      AutoPublishAlias: live\n", ToFailed with { Qualifier = "$LATEST" });
        Assert.Null(template.Says("Worker", "Properties.EventInvokeConfig"));
        Assert.Equal("\"$LATEST\"", template.Says("WorkerLATESTEventInvokeConfig", "Properties.Qualifier"));
        Assert.Equal("""[{"Ref": "WorkerRole"}]""", template.Says("WorkerDestinationsPolicy", "Properties.Roles"));
    }

    [Fact]
    public void An_alias_by_hand_of_a_SAM_function_gets_a_config_beside_the_functions_own()
    {
        string alias = "  Live:\n    Type: AWS::Lambda::Alias\n    Properties: {FunctionName: !Ref Worker, FunctionVersion: '1', Name: live}\n";
        TemplateModel template = Updates.Apply(Sam + alias, ToFailed);
        Assert.Null(template.Says("Worker", "Properties.EventInvokeConfig"));
        Assert.NotNull(template.Find("LiveEventInvokeConfig"));
        template = Updates.Apply(Sam + "      Events: {Uploaded: {Type: S3, Properties: {Bucket: !Ref Uploads, Events: 's3:ObjectCreated:*'}}}\n" + alias, ToFailed);
        Assert.NotNull(template.Says("Worker", "Properties.EventInvokeConfig"));
        Assert.NotNull(template.Find("LiveEventInvokeConfig"));
    }

    [Fact]
    public void A_config_by_hand_of_a_SAM_function_is_completed_instead_of_a_second_one()
    {
        string written = "  Config:\n    Type: AWS::Lambda::EventInvokeConfig\n    Properties:\n      FunctionName: !Ref Worker\n      Qualifier: $LATEST\n";
        TemplateModel template = Updates.Apply(Sam + written, ToFailed);
        Assert.Null(template.Says("Worker", "Properties.EventInvokeConfig"));
        Assert.Equal(Destination, template.Says("Config", "Properties.DestinationConfig"));
    }

    [Fact]
    public void A_SAM_function_with_a_role_waits_for_its_policy_unless_the_policy_would_wait_for_it()
    {
        const string Role = "  Role:\n    Type: AWS::IAM::Role\n    Properties: {AssumeRolePolicyDocument: {}}\n";
        string template = Sam + "      Role: !GetAtt Role.Arn\n" + Role;
        Assert.Equal("\"WorkerDestinationsPolicy\"", Updates.Apply(template, ToFailed).Says("Worker", "DependsOn"));

        string circle = template + "  Next:\n    Type: AWS::Serverless::Function\n    Properties: {Handler: 'App::App.Handlers::Next', Environment: {Variables: {Previous: !Ref Worker}}}\n";
        TemplateModel updated = Updates.Apply(circle, Handler(OnSuccess(DestinationTargetType.Lambda, "@Next")));
        Assert.NotNull(updated.Find("WorkerDestinationsPolicy"));
        Assert.Null(updated.Says("Worker", "DependsOn"));
    }

    [Fact]
    public void What_Globals_say_is_not_said_again()
    {
        const string Global = "Globals:\n  Function:\n    EventInvokeConfig:\n      MaximumRetryAttempts: 1\n      DestinationConfig: {OnFailure: {Type: SQS, Destination: !Sub '${Failed.Arn}'}}\n";
        Assert.Equal(Global + Sam, Updates.Text(Global + Sam, ToFailed));
        TemplateModel template = Updates.Apply(Global + Sam, ToFailed with { MaximumRetryAttempts = 0 });
        Assert.Equal("""{"MaximumRetryAttempts": 0}""", template.Says("Worker", "Properties.EventInvokeConfig"));
    }

    [Fact]
    public void Globals_that_SAM_would_drop_are_refused_with_their_place()
    {
        string template = "Globals:\n  Function:\n    EventInvokeConfig: !If [Prod, {MaximumRetryAttempts: 1}, !Ref AWS::NoValue]\n" + Sam;
        // A function's map replaces a computed one: sequences are no maps, so the tag alone decides.
        Finding finding = Updates.Refused(template.Replace("!If [Prod, {MaximumRetryAttempts: 1}, !Ref AWS::NoValue]", "{'Fn::If': [Prod, {MaximumRetryAttempts: 1}, !Ref 'AWS::NoValue']}", StringComparison.Ordinal), ToFailed with { MaximumRetryAttempts = null });
        Assert.Same(TemplateRules.NotEditable, finding.Rule);
        Assert.Contains("Globals.Function.EventInvokeConfig is computed", finding.Message, StringComparison.Ordinal);
        Assert.Same(TemplateRules.NotEditable, Updates.Refused(template, ToFailed with { MaximumRetryAttempts = null }).Rule);
    }

    [Fact]
    public void Two_handlers_of_one_function_must_agree()
    {
        HandlerModel one = Handler(OnFailure(DestinationTargetType.Sqs, "@Failed")) with { Function = Function(method: "One", logicalId: "Worker") };
        HandlerModel two = one with { Function = Function(method: "Two", logicalId: "Worker") };
        Assert.NotNull(Updates.Apply(Sam, one, two).Says("Worker", "Properties.EventInvokeConfig"));
        Finding finding = Updates.Refused(Sam, one with { MaximumRetryAttempts = 1 }, two with { MaximumRetryAttempts = 2 });
        Assert.Same(TemplateRules.HandlersDisagree, finding.Rule);
        Assert.Equal("Worker", Sam.Substring(finding.TemplateSpan!.Value.Start, 6));
    }

    [Fact]
    public void A_conflict_creates_and_grants_nothing_for_the_destination_and_leaves_the_others()
    {
        string template = Sam + "      Role: !GetAtt Role.Arn\n      EventInvokeConfig:\n        DestinationConfig:\n          OnFailure: {Type: SNS, Destination: !Ref Topic}\n  Role:\n    Type: AWS::IAM::Role\n  Topic:\n    Type: AWS::SNS::Topic\n";
        TemplateUpdate update = Updates.Run(template, Handler(OnSuccess(DestinationTargetType.Sqs, "@Failed"), OnFailure(DestinationTargetType.Sqs)));
        Assert.Same(TemplateRules.Conflict, Assert.Single(update.Findings).Rule);
        TemplateModel updated = TemplateModel.Read(update.Document);
        Assert.Null(updated.Find("WorkerOnFailureQueue"));
        Assert.DoesNotContain("OnFailureQueue", updated.Says("WorkerDestinationsPolicy"), StringComparison.Ordinal);
        Assert.NotNull(updated.Says("Worker", "Properties.EventInvokeConfig.DestinationConfig.OnSuccess"));
        Assert.Equal(template, Updates.Text(update.Document.Text));
    }

    [Fact]
    public void A_renamed_function_takes_its_settings_along_and_its_resources_anew()
    {
        string before = Updates.Text(Sam, Handler(OnFailure(DestinationTargetType.Sqs)));
        string renamed = before.Replace("  Worker:\n", "  Importer:\n", StringComparison.Ordinal);
        TemplateModel template = TemplateModel.Read(Updates.Run(renamed, Handler(OnFailure(DestinationTargetType.Sqs))).Document);
        Assert.Equal("""{"Type": "SQS", "Destination": {"Fn::GetAtt": ["ImporterOnFailureQueue", "Arn"]}}""", template.Says("Importer", "Properties.EventInvokeConfig.DestinationConfig.OnFailure"));
        Assert.NotNull(template.Find("ImporterOnFailureQueue"));
        Assert.Null(template.Find("WorkerOnFailureQueue"));
        Assert.Equal(Sam.Replace("  Worker:\n", "  Importer:\n", StringComparison.Ordinal), Updates.Text(template.Document.Text));
    }

    [Fact]
    public void A_renamed_resource_is_followed_when_its_name_is_replaced_everywhere()
    {
        string before = Updates.Text(Sam, ToFailed);
        string after = before.Replace("Failed", "FailedOrders", StringComparison.Ordinal);
        Assert.Equal(after, Updates.Text(after, Handler(OnFailure(DestinationTargetType.Sqs, "@FailedOrders")) with { MaximumRetryAttempts = 1 }));
    }

    [Fact]
    public void A_renamed_assembly_takes_over_what_it_wrote_under_its_old_name()
    {
        string before = Updates.Text(Plain, Handler(OnFailure(DestinationTargetType.Sqs))).Replace("Handler: App::", "Handler: New::", StringComparison.Ordinal);
        HandlerModel handler = Handler(OnFailure(DestinationTargetType.Sqs)) with { Function = new("New", "App.Handlers", "Run") };
        TemplateUpdate update = TemplateUpdater.Update(TemplateFile.Parse(before), ManifestOf(handler), "New");
        Assert.Empty(update.Findings);
        Assert.DoesNotContain("Assembly: App", update.Document.Text, StringComparison.Ordinal);
        Assert.Equal(before.Replace("Assembly: App", "Assembly: New", StringComparison.Ordinal), update.Document.Text);
    }

    [Fact]
    public void A_created_resource_without_our_record_is_the_users()
    {
        string created = Updates.Text(Sam, Handler(OnFailure(DestinationTargetType.Sqs)));
        string taken = created.Replace("    Metadata:\n      LambdaDestinations:\n        Assembly: App\n        Function: Worker\n", "", StringComparison.Ordinal);
        Assert.NotEqual(created, taken);
        Assert.Equal(taken, Updates.Text(taken, Handler(OnFailure(DestinationTargetType.Sqs))));
        Assert.Contains("  WorkerOnFailureQueue:\n", Updates.Text(taken), StringComparison.Ordinal);
    }
}
