using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

public sealed class TemplateUpdaterTests
{
    private const string Yaml = """
        Transform: AWS::Serverless-2016-10-31
        # the queues of the team
        Resources:
          SuccessQueue: { Type: AWS::SQS::Queue }   # success-sqs
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: s3://artifacts/app.zip
              Handler: App::App.Handlers::Run   # the handler
              Runtime: dotnet10

          # afterwards
          Topic:
            Type: AWS::SNS::Topic

        """;

    [Fact]
    public void A_sam_function_gets_its_config_and_the_queue_that_is_asked_for()
    {
        HandlerModel handler = Handler(OnSuccess(DestinationTargetType.Sqs, "@SuccessQueue"), OnFailure(DestinationTargetType.Sqs)) with { MaximumRetryAttempts = 1 };
        string updated = Update(Yaml, handler);
        Assert.Equal(
            """
            Transform: AWS::Serverless-2016-10-31
            # the queues of the team
            Resources:
              SuccessQueue: { Type: AWS::SQS::Queue }   # success-sqs
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: s3://artifacts/app.zip
                  Handler: App::App.Handlers::Run   # the handler
                  Runtime: dotnet10
                  EventInvokeConfig:
                    MaximumRetryAttempts: 1
                    DestinationConfig:
                      OnSuccess:
                        Type: SQS
                        Destination: !GetAtt SuccessQueue.Arn
                      OnFailure:
                        Type: SQS
                        Destination: !GetAtt WorkerOnFailureQueue.Arn
                Metadata:
                  LambdaDestinations:
                    Assembly: App
                    Owns: {OnFailure: SQS WorkerOnFailureQueue.Arn, OnSuccess: SQS SuccessQueue.Arn, MaximumRetryAttempts: 1}

              # afterwards
              Topic:
                Type: AWS::SNS::Topic

              WorkerOnFailureQueue:
                Type: AWS::SQS::Queue
                Properties:
                  MessageRetentionPeriod: 1209600
                Metadata:
                  LambdaDestinations: {Assembly: App, Function: Worker, Digest: x9b1144fe}

            """,
            updated);
        Assert.Equal(updated, Update(updated, handler));
        Assert.Equal(Yaml, Update(updated));
    }

    [Fact]
    public void Removing_one_attribute_leaves_the_other()
    {
        string both = Update(Yaml, Handler(OnSuccess(DestinationTargetType.Sqs, "@SuccessQueue"), OnFailure(DestinationTargetType.Sns, "@Topic")));
        string one = Update(both, Handler(OnFailure(DestinationTargetType.Sns, "@Topic")));
        Assert.Contains("Destination: !Ref Topic", one, System.StringComparison.Ordinal);
        Assert.DoesNotContain("OnSuccess", one, System.StringComparison.Ordinal);
        Assert.Equal(Yaml, Update(one));
    }

    [Fact]
    public void A_changed_attribute_changes_what_we_wrote()
    {
        string before = Update(Yaml, Handler(OnFailure(DestinationTargetType.Sqs, "@SuccessQueue")));
        string after = Update(before, Handler(OnFailure(DestinationTargetType.Sns, "@Topic")));
        Assert.Equal(Update(Yaml, Handler(OnFailure(DestinationTargetType.Sns, "@Topic"))), after);
    }

    [Fact]
    public void A_hand_edit_of_ours_is_told_and_left_alone()
    {
        HandlerModel handler = Handler(OnFailure(DestinationTargetType.Sqs, "@SuccessQueue"));
        string edited = Update(Yaml, handler).Replace("!GetAtt SuccessQueue.Arn", "!GetAtt OtherQueue.Arn", System.StringComparison.Ordinal);
        TemplateUpdate result = TemplateUpdater.Update(TemplateParser.Parse(edited, TemplateFormat.Yaml), ManifestOf(handler), Assembly);
        Assert.Equal(edited, result.Document.Text);
        Finding finding = Assert.Single(result.Findings);
        Assert.Same(TemplateRules.HandEdited, finding.Rule);
        Assert.Equal("Type", edited.Substring(finding.TemplateSpan!.Value.Start, 4));
    }

    [Fact]
    public void What_the_template_already_says_stays_the_users_own()
    {
        string template = Yaml.Replace("      Runtime: dotnet10\n", "      Runtime: dotnet10\n      EventInvokeConfig:\n        MaximumRetryAttempts: 0\n        DestinationConfig:\n          OnFailure: {Type: SNS, Destination: !Ref Topic}\n", System.StringComparison.Ordinal);
        Assert.Equal(template, Update(template, Handler(OnFailure(DestinationTargetType.Sns, "@Topic"))));
        TemplateUpdate conflict = TemplateUpdater.Update(TemplateParser.Parse(template, TemplateFormat.Yaml), ManifestOf(Handler(OnFailure(DestinationTargetType.Sqs, "@SuccessQueue"))), Assembly);
        Assert.Equal(template, conflict.Document.Text);
        Assert.Equal(
            """EventInvokeConfig.DestinationConfig.OnFailure of 'Worker' is {"Type": "SNS", "Destination": {"Ref": "Topic"}}, but the attributes say {"Type": "SQS", "Destination": {"Fn::GetAtt": ["SuccessQueue", "Arn"]}}; the template is left alone. Remove it from the template, or correct the attribute""",
            Assert.Single(conflict.Findings).Message);
    }

    [Fact]
    public void Another_assemblys_settings_are_not_taken_back()
    {
        string ours = Update(Yaml, Handler(OnFailure(DestinationTargetType.Sqs)));
        TemplateUpdate result = TemplateUpdater.Update(TemplateParser.Parse(ours, TemplateFormat.Yaml), ManifestOf(), "Other");
        Assert.Equal(ours, result.Document.Text);
    }

    [Fact]
    public void A_created_queue_that_is_used_elsewhere_stays()
    {
        string template = Update(Yaml, Handler(OnFailure(DestinationTargetType.Sqs))) + "Outputs:\n  Url:\n    Value: !Ref WorkerOnFailureQueue\n";
        TemplateUpdate result = TemplateUpdater.Update(TemplateParser.Parse(template, TemplateFormat.Yaml), ManifestOf(), Assembly);
        Assert.Contains("  WorkerOnFailureQueue:\n", result.Document.Text, System.StringComparison.Ordinal);
        Assert.Same(TemplateRules.StillReferenced, Assert.Single(result.Findings).Rule);
    }

    [Fact]
    public void A_created_queue_may_be_given_settings_by_hand()
    {
        HandlerModel handler = Handler(OnFailure(DestinationTargetType.Sqs));
        string template = Update(Yaml, handler).Replace("      MessageRetentionPeriod: 1209600\n", "      MessageRetentionPeriod: 60\n      VisibilityTimeout: 90\n", System.StringComparison.Ordinal);
        Assert.Equal(template, Update(template, handler));
    }

    [Theory]
    [InlineData("@Nowhere", "LD1004")]
    [InlineData("@Topic", "LD1005")]
    [InlineData("@Worker", "LD1005")]
    [InlineData("nonsense", "LD1003")]
    [InlineData("arn:aws:sns:us-east-1:123456789012:t", "LD1005")]
    [InlineData("arn:aws:sqs:us-east-1:123456789012:q.fifo", "LD1002")]
    [InlineData("@Fifo", "LD1002")]
    public void A_wrong_target_is_one_finding_and_the_template_stays(string target, string id)
    {
        string template = Yaml + "  Fifo:\n    Type: AWS::SQS::Queue\n    Properties: {FifoQueue: true}\n";
        TemplateUpdate result = TemplateUpdater.Update(TemplateParser.Parse(template, TemplateFormat.Yaml), ManifestOf(Handler(OnFailure(DestinationTargetType.Sqs, target))), Assembly);
        Assert.Equal(id, Assert.Single(result.Findings).Rule.Id);
        Assert.Equal(template, result.Document.Text);
    }

    [Fact]
    public void A_function_that_is_not_there_is_one_finding_and_the_template_stays()
    {
        HandlerModel handler = Handler(OnFailure(DestinationTargetType.Sqs)) with { Function = Function(method: "Gone") };
        TemplateUpdate result = TemplateUpdater.Update(TemplateParser.Parse(Yaml, TemplateFormat.Yaml), ManifestOf(handler), Assembly);
        Finding finding = Assert.Single(result.Findings);
        Assert.Same(DeclarationRules.FunctionNotInTemplate, finding.Rule);
        Assert.Equal(new AttributeAnchor("App.Handlers", "Gone", -1), finding.Attribute);
        Assert.Equal(Yaml, result.Document.Text);
    }

    [Theory]
    [InlineData("Resources: [")]
    [InlineData("Resources:\n\tWorker: {}")]
    [InlineData("# nothing")]
    public void A_broken_template_is_one_finding_with_its_place(string template)
    {
        TemplateUpdate result = TemplateUpdater.Update(TemplateParser.Parse(template, TemplateFormat.Yaml), ManifestOf(Handler(OnFailure(DestinationTargetType.Sqs))), Assembly);
        Finding finding = Assert.Single(result.Findings);
        Assert.Same(TemplateRules.Unreadable, finding.Rule);
        Assert.NotNull(finding.TemplateSpan);
        Assert.Equal(template, result.Document.Text);
    }

    [Theory]
    [InlineData("EventInvokeConfig: !If [Prod, {MaximumRetryAttempts: 1}, !Ref AWS::NoValue]")]
    [InlineData("EventInvokeConfig: {'Fn::If': [Prod, {MaximumRetryAttempts: 1}, !Ref AWS::NoValue]}")]
    [InlineData("EventInvokeConfig: *shared")]
    public void A_computed_config_is_refused(string config)
    {
        string template = "Shared: &shared {MaximumRetryAttempts: 1}\n" + Yaml.Replace("      Runtime: dotnet10\n", "      Runtime: dotnet10\n      " + config + "\n", System.StringComparison.Ordinal);
        TemplateUpdate result = TemplateUpdater.Update(TemplateParser.Parse(template, TemplateFormat.Yaml), ManifestOf(Handler(OnFailure(DestinationTargetType.Sqs))), Assembly);
        Assert.Same(TemplateRules.NotEditable, Assert.Single(result.Findings).Rule);
        Assert.Equal(template, result.Document.Text);
    }

    [Fact]
    public void The_manifest_survives_its_json()
    {
        DestinationManifest manifest = ManifestOf(
            Handler(OnSuccess(DestinationTargetType.EventBridge, "@Bus"), OnFailure(DestinationTargetType.Kafka, "kafka://t\"\\\u2028", "Stream") with { MaximumRetryAttempts = -1, BisectBatchOnFunctionError = true }) with
            {
                MaximumEventAgeInSeconds = 60,
                Qualifier = "live",
                Triggers = new(new TriggerModel("S3Event", InvocationKind.Asynchronous)),
            },
            new HandlerModel(new FunctionReference("A", "B+C", "D", "Id", "Gen", "H", true, "E", "F"), null, null, new(OnSuccess(DestinationTargetType.Lambda) with { TargetFunction = Function(logicalId: "X") })));
        string json = ManifestJson.Write(manifest);
        Assert.Equal(manifest, ManifestJson.Parse(json));
        Assert.Throws<System.FormatException>(() => ManifestJson.Parse("{\"handlers\":[{}]}"));
        Assert.Throws<System.FormatException>(() => ManifestJson.Parse("["));
    }

    private static string Update(string template, params HandlerModel[] handlers)
    {
        TemplateUpdate result = TemplateUpdater.Update(TemplateParser.Parse(template, TemplateFormat.Yaml), ManifestOf(handlers), Assembly);
        Assert.Empty(result.Findings.Where(static x => x.Rule != TemplateRules.CreatedResourceGoes).Select(static x => x.Message));
        return result.Document.Text;
    }
}
