using System;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Updating;
using static LambdaDestinations.Templates.Tests.Update.Handlers;
using static LambdaDestinations.Templates.Tests.Update.InvokeConfigs;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>Where SAM takes the asynchronous settings, and where it needs another resource for them.</summary>
public sealed class SamInvokeConfigTests
{
    [Fact]
    public void SAM_puts_its_own_config_on_the_alias_that_it_publishes()
    {
        TemplateModel template = Updates.Apply(SamWorker + "      AutoPublishAlias: live\n", ToFailed);
        Assert.NotNull(template.Says("Worker", "Properties.EventInvokeConfig"));
        Assert.Equal(2, template.Resources.Count);
        template = Updates.Apply("Globals:\n  Function:\n    AutoPublishAlias: live\n" + SamWorker, ToFailed with { Qualifier = "live" });
        Assert.NotNull(template.Says("Worker", "Properties.EventInvokeConfig"));
    }

    [Fact]
    public void Another_qualifier_of_a_SAM_function_gets_a_config_of_its_own_and_the_grant_that_SAM_does_not_give()
    {
        TemplateModel template = Updates.Apply(SamWorker + "      AutoPublishAlias: live\n", ToFailed with { Qualifier = "$LATEST" });
        Assert.Null(template.Says("Worker", "Properties.EventInvokeConfig"));
        Assert.Equal("\"$LATEST\"", template.Says("WorkerLATESTEventInvokeConfig", "Properties.Qualifier"));
        Assert.Equal("""[{"Ref": "WorkerRole"}]""", template.Says("WorkerDestinationsPolicy", "Properties.Roles"));
    }

    [Fact]
    public void An_alias_by_hand_of_a_SAM_function_gets_a_config_beside_the_functions_own()
    {
        string alias = "  Live:\n    Type: AWS::Lambda::Alias\n    Properties: {FunctionName: !Ref Worker, FunctionVersion: '1', Name: live}\n";
        TemplateModel template = Updates.Apply(SamWorker + alias, ToFailed);
        Assert.Null(template.Says("Worker", "Properties.EventInvokeConfig"));
        Assert.NotNull(template.Find("LiveEventInvokeConfig"));
        template = Updates.Apply(SamWorker + "      Events: {Uploaded: {Type: S3, Properties: {Bucket: !Ref Uploads, Events: 's3:ObjectCreated:*'}}}\n" + alias, ToFailed);
        Assert.NotNull(template.Says("Worker", "Properties.EventInvokeConfig"));
        Assert.NotNull(template.Find("LiveEventInvokeConfig"));
    }

    [Fact]
    public void A_config_by_hand_of_a_SAM_function_is_completed_instead_of_a_second_one()
    {
        string written = "  Config:\n    Type: AWS::Lambda::EventInvokeConfig\n    Properties:\n      FunctionName: !Ref Worker\n      Qualifier: $LATEST\n";
        TemplateModel template = Updates.Apply(SamWorker + written, ToFailed);
        Assert.Null(template.Says("Worker", "Properties.EventInvokeConfig"));
        Assert.Equal(Destination, template.Says("Config", "Properties.DestinationConfig"));
    }

    [Fact]
    public void A_SAM_function_with_a_role_waits_for_its_policy_unless_the_policy_would_wait_for_it()
    {
        const string Role = "  Role:\n    Type: AWS::IAM::Role\n    Properties: {AssumeRolePolicyDocument: {}}\n";
        string template = SamWorker + "      Role: !GetAtt Role.Arn\n" + Role;
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
        Assert.Equal(Global + SamWorker, Updates.Text(Global + SamWorker, ToFailed));
        TemplateModel template = Updates.Apply(Global + SamWorker, ToFailed with { MaximumRetryAttempts = 0 });
        Assert.Equal("""{"MaximumRetryAttempts": 0}""", template.Says("Worker", "Properties.EventInvokeConfig"));
    }

    [Fact]
    public void Globals_that_SAM_would_drop_are_refused_with_their_place()
    {
        string template = "Globals:\n  Function:\n    EventInvokeConfig: !If [Prod, {MaximumRetryAttempts: 1}, !Ref AWS::NoValue]\n" + SamWorker;
        // A function's map replaces a computed one: sequences are not maps, so the tag alone decides.
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
        Assert.NotNull(Updates.Apply(SamWorker, one, two).Says("Worker", "Properties.EventInvokeConfig"));
        Finding finding = Updates.Refused(SamWorker, one with { MaximumRetryAttempts = 1 }, two with { MaximumRetryAttempts = 2 });
        Assert.Same(TemplateRules.HandlersDisagree, finding.Rule);
        Assert.Equal("Worker", SamWorker.Substring(finding.TemplateSpan!.Value.Start, 6));
    }

    [Fact]
    public void A_conflict_creates_and_grants_nothing_for_the_destination_and_leaves_the_others()
    {
        string template = SamWorker + "      Role: !GetAtt Role.Arn\n      EventInvokeConfig:\n        DestinationConfig:\n          OnFailure: {Type: SNS, Destination: !Ref Topic}\n  Role:\n    Type: AWS::IAM::Role\n  Topic:\n    Type: AWS::SNS::Topic\n";
        TemplateUpdate update = Updates.Run(template, Handler(OnSuccess(DestinationTargetType.Sqs, "@Failed"), OnFailure(DestinationTargetType.Sqs)));
        Assert.Same(TemplateRules.Conflict, Assert.Single(update.Findings).Rule);
        TemplateModel updated = TemplateModel.Read(update.Document);
        Assert.Null(updated.Find("WorkerOnFailureQueue"));
        Assert.DoesNotContain("OnFailureQueue", updated.Says("WorkerDestinationsPolicy"), StringComparison.Ordinal);
        Assert.NotNull(updated.Says("Worker", "Properties.EventInvokeConfig.DestinationConfig.OnSuccess"));
        Assert.Equal(template, Updates.Text(update.Document.Text));
    }
}
