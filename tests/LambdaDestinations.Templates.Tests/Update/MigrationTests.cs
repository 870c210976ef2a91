using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>What <c>apply --migrate</c> makes of templates that earlier versions wrote, for the cases of <c>Cases/upgrading</c>.</summary>
public sealed class MigrationTests
{
    private const string WithConsumer = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Run
          Alarm:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Alarms::Raise
              Timeout: 30
              Events:
                Failed: {Type: SQS, Properties: {Queue: !GetAtt WorkerOnFailureQueue.Arn}}

        """;

    /// <summary>A template as version 0.1.0 wrote it.</summary>
    private const string Former = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Run
              EventInvokeConfig:
                DestinationConfig:
                  OnFailure:
                    Type: SQS
                    Destination: !GetAtt WorkerOnFailureQueue.Arn
            Metadata:
              LambdaDestinations:
                Assembly: App
                Owns:
                  EventInvokeConfig.DestinationConfig.OnFailure: SQS WorkerOnFailureQueue.Arn

          Topic:
            Type: AWS::SNS::Topic
          WorkerOnFailureQueue:
            Type: AWS::SQS::Queue
            Metadata:
              LambdaDestinations:
                Assembly: App
                Function: Worker

        """;

    private static readonly HandlerModel Failing = Handler(OnFailure(DestinationTargetType.Sqs));

    public static IEnumerable<object[]> Cases() => CaseFile.Names("upgrading").Select(static x => new object[] { x });

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_migration_is_made_once_and_goes_with_the_attributes(string name)
    {
        CaseFile file = CaseFile.Read(name);
        DestinationManifest manifest = ManifestOf([.. file.All("handler").Select(HandlerText.Read)]);
        TemplateDocument before = TemplateFile.Parse(file.Template + "\n");
        TemplateUpdate migrated = TemplateUpdater.Migrate(before, TemplateModel.Read, manifest, Assembly);

        // What is told is what an update tells.
        Assert.Equal(TemplateUpdater.Update(before, manifest, Assembly).Findings.Select(static x => x.Message), migrated.Findings.Select(static x => x.Message));
        Assert.Equal(migrated.Document.Text, TemplateUpdater.Migrate(Read(migrated.Document), TemplateModel.Read, manifest, Assembly).Document.Text);
        Assert.Equal(migrated.Document.Text, TemplateUpdater.Update(Read(migrated.Document), manifest, Assembly).Document.Text);

        // Without the attributes the same is left.
        TemplateValue left = TemplateValue.FromNode(TemplateUpdater.Update(before, ManifestOf(), Assembly).Document.Root!);
        Assert.Equal(left, TemplateValue.FromNode(TemplateUpdater.Update(Read(migrated.Document), ManifestOf(), Assembly).Document.Root!));
    }

    [Fact]
    public void Records_queues_and_blank_lines_are_as_they_are_written_today()
    {
        Assert.Equal(Former, Updates.Text(Former, Failing));
        Assert.Equal(
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: App::App.Handlers::Run
                  EventInvokeConfig:
                    DestinationConfig:
                      OnFailure:
                        Type: SQS
                        Destination: !GetAtt WorkerOnFailureQueue.Arn
                Metadata:
                  LambdaDestinations: {Assembly: App, Owns: {OnFailure: SQS WorkerOnFailureQueue.Arn}}

              Topic:
                Type: AWS::SNS::Topic

              WorkerOnFailureQueue:
                Type: AWS::SQS::Queue
                Properties:
                  MessageRetentionPeriod: 1209600
                Metadata:
                  LambdaDestinations: {Assembly: App, Function: Worker, Digest: x9b1144fe}

            """,
            Migrate(Former, Failing));
    }

    [Fact]
    public void A_record_is_written_as_today_with_its_functions_next_change()
    {
        string changed = Updates.Text(Former, Failing with { MaximumRetryAttempts = 1 });
        Assert.Contains("      LambdaDestinations: {Assembly: App, Owns: {OnFailure: SQS WorkerOnFailureQueue.Arn, MaximumRetryAttempts: 1}}\n", changed, StringComparison.Ordinal);

        // The queue is not of today for that.
        Assert.DoesNotContain("MessageRetentionPeriod", changed, StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_commented_or_changed_keeps_its_layout()
    {
        string commented = Former.Replace("    Type: AWS::SQS::Queue\n", "    # watched by operations\n    Type: AWS::SQS::Queue\n", StringComparison.Ordinal)
            .Replace("        Assembly: App\n        Owns:", "        Assembly: App   # ours\n        Owns:", StringComparison.Ordinal);
        Assert.Equal(commented.Replace("  WorkerOnFailureQueue:\n", "\n  WorkerOnFailureQueue:\n", StringComparison.Ordinal), Migrate(commented, Failing));
        string changed = Former.Replace("    Type: AWS::SQS::Queue\n", "    Type: AWS::SQS::Queue\n    Properties: {DelaySeconds: 5}\n", StringComparison.Ordinal);
        Assert.Contains("    Properties: {DelaySeconds: 5}\n", Migrate(changed, Failing), StringComparison.Ordinal);
        Assert.DoesNotContain("MessageRetentionPeriod", Migrate(changed, Failing), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 180)]
    [InlineData(180, 180)]
    [InlineData(181, 1086)]
    [InlineData(900, 5400)]
    public void A_visibility_timeout_is_recomputed_only_when_it_falls_below_the_consumers_timeout(int timeout, int visibility)
    {
        string written = Updates.Text(WithConsumer, Failing);
        Assert.Contains("VisibilityTimeout: 180\n", written, StringComparison.Ordinal);
        string changed = written.Replace("      Timeout: 30\n", $"      Timeout: {timeout}\n", StringComparison.Ordinal);
        Assert.Equal(changed.Replace("VisibilityTimeout: 180\n", $"VisibilityTimeout: {visibility}\n", StringComparison.Ordinal) == changed, Updates.Text(changed, Failing) == changed);
        Assert.Contains($"VisibilityTimeout: {visibility}\n", Updates.Text(changed, Failing), StringComparison.Ordinal);
        Assert.Contains($"VisibilityTimeout: {visibility}\n", Migrate(changed, Failing), StringComparison.Ordinal);
    }

    [Fact]
    public void A_consumer_that_comes_later_gets_its_visibility_timeout_where_it_needs_one()
    {
        string written = Updates.Text(WithConsumer.Replace("Queue: !GetAtt WorkerOnFailureQueue.Arn", "Queue: !ImportValue Other", StringComparison.Ordinal), Failing);
        Assert.DoesNotContain("VisibilityTimeout", written, StringComparison.Ordinal);
        string read = written.Replace("Queue: !ImportValue Other", "Queue: !GetAtt WorkerOnFailureQueue.Arn", StringComparison.Ordinal);
        Assert.Equal(read, Updates.Text(read, Failing));
        Assert.Contains("VisibilityTimeout: 186\n", Updates.Text(read.Replace("Timeout: 30", "Timeout: 31", StringComparison.Ordinal), Failing), StringComparison.Ordinal);
    }

    [Fact]
    public void A_consumer_that_goes_leaves_the_visibility_timeout()
    {
        string written = Updates.Text(WithConsumer, Failing).Replace("Queue: !GetAtt WorkerOnFailureQueue.Arn", "Queue: !ImportValue Other", StringComparison.Ordinal);
        Assert.Equal(written, Updates.Text(written, Failing));
    }

    private static string Migrate(string template, params HandlerModel[] handlers) => TemplateUpdater.Migrate(TemplateFile.Parse(template), TemplateModel.Read, ManifestOf(handlers), Assembly).Document.Text;

    private static TemplateDocument Read(TemplateDocument document) => TemplateFile.Parse(document.Text);
}
