using System;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Updating;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>On-failure destinations of event source mappings, in SAM events and as resources.</summary>
public sealed class MappingTests
{
    private const string Sam = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Failed:
            Type: AWS::SQS::Queue
          Alarms:
            Type: AWS::SNS::Topic
          Archive:
            Type: AWS::S3::Bucket
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Run
              Events:

        """;

    private const string Kinesis = "        Clicks:\n          Type: Kinesis\n          Properties: {Stream: !GetAtt Stream.Arn, StartingPosition: LATEST}\n";
    private const string DynamoDb = "        Changes:\n          Type: DynamoDB\n          Properties:\n            Stream: !GetAtt Table.StreamArn   # the stream\n            StartingPosition: LATEST\n";
    private const string Msk = "        Topic:\n          Type: MSK\n          Properties: {Stream: !Ref ClusterArn, Topics: [t], StartingPosition: LATEST}\n";
    private const string SelfManaged = "        Own:\n          Type: SelfManagedKafka\n          Properties: {KafkaBootstrapServers: [b], Topics: [t], SourceAccessConfigurations: []}\n";
    private const string S3 = "        Uploaded:\n          Type: S3\n          Properties: {Bucket: !Ref Archive, Events: 's3:ObjectCreated:*'}\n";

    private const string Plain = """
        Resources:
          Failed:
            Type: AWS::SQS::Queue
          Stream:
            Type: AWS::Kinesis::Stream
            Properties: {ShardCount: 1}
          Role:
            Type: AWS::IAM::Role
            Properties: {AssumeRolePolicyDocument: {}}
          Worker:
            Type: AWS::Lambda::Function
            Properties:
              FunctionName: worker
              Handler: App::App.Handlers::Run
              Role: !GetAtt Role.Arn
          Live:
            Type: AWS::Lambda::Alias
            Properties: {FunctionName: !Ref Worker, FunctionVersion: '1', Name: live}

        """;

    [Theory]
    [InlineData(Kinesis, "Clicks", DestinationTargetType.Sqs, "@Failed", """{"Type": "SQS", "Destination": {"Fn::GetAtt": ["Failed", "Arn"]}}""")]
    [InlineData(DynamoDb, "Changes", DestinationTargetType.Sns, "@Alarms", """{"Type": "SNS", "Destination": {"Ref": "Alarms"}}""")]
    [InlineData(Msk, "Topic", DestinationTargetType.S3, "@Archive", """{"Type": "S3", "Destination": {"Fn::GetAtt": ["Archive", "Arn"]}}""")]
    [InlineData(SelfManaged, "Own", DestinationTargetType.Kafka, "kafka://failed", """{"Type": "Kafka", "Destination": "kafka://failed"}""")]
    internal void A_SAM_event_gets_its_destination_by_name_or_as_the_only_one(string source, string name, DestinationTargetType type, string target, string expected)
    {
        foreach (string? eventSource in new[] { name, null })
        {
            TemplateModel template = Updates.Apply(Sam + source, Handler(OnFailure(type, target, eventSource)));
            Assert.Equal(expected, template.Says("Worker", $"Properties.Events.{name}.Properties.DestinationConfig.OnFailure"));
            Assert.Null(template.Says("Worker", "Properties.EventInvokeConfig"));
        }
    }

    [Fact]
    public void The_mappings_settings_go_with_it()
    {
        DestinationModel failure = OnFailure(DestinationTargetType.Sqs, null, "Clicks") with { MaximumRetryAttempts = 3, MaximumRecordAgeInSeconds = 3600, BisectBatchOnFunctionError = true };
        TemplateModel template = Updates.Apply(Sam + DynamoDb + Kinesis, Handler(failure));
        Assert.Equal(
            """{"Stream": {"Fn::GetAtt": ["Stream", "Arn"]}, "StartingPosition": "LATEST", "MaximumRetryAttempts": 3, "MaximumRecordAgeInSeconds": 3600, "BisectBatchOnFunctionError": true, "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": {"Fn::GetAtt": ["WorkerClicksOnFailureQueue", "Arn"]}}}}""",
            template.Says("Worker", "Properties.Events.Clicks.Properties"));
        Assert.Equal(
            """{"Clicks.BisectBatchOnFunctionError": true, "Clicks.OnFailure": "SQS WorkerClicksOnFailureQueue.Arn", "Clicks.MaximumRecordAgeInSeconds": 3600, "Clicks.MaximumRetryAttempts": 3}""",
            template.Says("Worker", "Metadata.LambdaDestinations.Owns"));
    }

    [Fact]
    public void A_mapping_and_the_asynchronous_invocation_have_destinations_of_their_own()
    {
        TemplateModel template = Updates.Apply(Sam + Kinesis + S3, Handler(OnFailure(DestinationTargetType.Sqs, "@Failed", "Clicks"), OnSuccess(DestinationTargetType.Sns, "@Alarms")));
        Assert.NotNull(template.Says("Worker", "Properties.Events.Clicks.Properties.DestinationConfig.OnFailure"));
        Assert.Equal("""{"OnSuccess": {"Type": "SNS", "Destination": {"Ref": "Alarms"}}}""", template.Says("Worker", "Properties.EventInvokeConfig.DestinationConfig"));
    }

    [Fact]
    public void Which_of_two_streams_is_meant_must_be_said() =>
        Assert.Same(EventSourceMappingRules.AmbiguousEventSource, Updates.Refused(Sam + Kinesis + DynamoDb, Handler(OnFailure(DestinationTargetType.Sqs, "@Failed"))).Rule);

    [Fact]
    public void With_a_stream_beside_an_asynchronous_trigger_the_asynchronous_invocation_is_taken_and_the_build_asks()
    {
        TemplateUpdate update = Updates.Run(Sam + Kinesis + S3, Handler(OnFailure(DestinationTargetType.Sqs, "@Failed")));
        Assert.Same(EventSourceMappingRules.AmbiguousEventSource, Assert.Single(update.Findings).Rule);
        TemplateModel template = TemplateModel.Read(update.Document);
        Assert.NotNull(template.Says("Worker", "Properties.EventInvokeConfig.DestinationConfig.OnFailure"));
        Assert.Null(template.Says("Worker", "Properties.Events.Clicks.Properties.DestinationConfig"));
    }

    [Fact]
    public void An_event_without_properties_gets_them_and_loses_them_again()
    {
        TemplateModel template = Updates.Apply(Sam + "        Clicks:\n          Type: Kinesis\n          Properties:   # later\n", Handler(OnFailure(DestinationTargetType.Sqs, "@Failed")));
        Assert.NotNull(template.Says("Worker", "Properties.Events.Clicks.Properties.DestinationConfig"));
        Assert.Equal("""["Events.Clicks.Properties"]""", template.Says("Worker", "Metadata.LambdaDestinations.Kept"));
        Updates.Apply(Sam + "        Clicks:\n          Type: Kinesis\n", Handler(OnFailure(DestinationTargetType.Sqs, "@Failed")));
    }

    [Theory]
    [InlineData("!Ref Worker")]
    [InlineData("!GetAtt Worker.Arn")]
    [InlineData("!Ref Live")]
    [InlineData("worker")]
    [InlineData("worker:live")]
    [InlineData("!Sub '${Worker.Arn}:live'")]
    [InlineData("!Join [':', [!Ref Worker, live]]")]
    [InlineData("!Sub 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:worker'")]
    public void A_mapping_of_CloudFormation_is_found_by_every_way_to_name_the_function(string functionName)
    {
        string mapping = $"  Mapping:\n    Type: AWS::Lambda::EventSourceMapping\n    DependsOn: Failed\n    Properties:\n      FunctionName: {functionName}\n      EventSourceArn: !GetAtt Stream.Arn\n      StartingPosition: LATEST\n";
        foreach (string? eventSource in new[] { "Mapping", null })
        {
            TemplateModel template = Updates.Apply(Plain + mapping, Handler(OnFailure(DestinationTargetType.Sqs, "@Failed", eventSource) with { MaximumRetryAttempts = 0 }));
            Assert.Equal("""{"OnFailure": {"Destination": {"Fn::GetAtt": ["Failed", "Arn"]}}}""", template.Says("Mapping", "Properties.DestinationConfig"));
            Assert.Equal("""["Failed", "WorkerDestinationsPolicy"]""", template.Says("Mapping", "DependsOn"));
            Assert.Equal("0", template.Says("Mapping", "Properties.MaximumRetryAttempts"));
            Assert.Null(template.Find("WorkerEventInvokeConfig"));
        }
    }

    [Fact]
    public void A_mapping_of_CloudFormation_beside_a_SAM_function_gets_the_grant_that_SAM_does_not_give()
    {
        string template = Sam.Replace("      Events:\n", "", StringComparison.Ordinal)
            + "  Mapping:\n    Type: AWS::Lambda::EventSourceMapping\n    Properties: {FunctionName: !Ref Worker, EventSourceArn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/s', StartingPosition: LATEST}\n";
        TemplateModel updated = Updates.Apply(template, Handler(OnFailure(DestinationTargetType.Sqs, "@Failed", "Mapping")));
        Assert.Equal("\"WorkerDestinationsPolicy\"", updated.Says("Mapping", "DependsOn"));
        Assert.Equal("""[{"Ref": "WorkerRole"}]""", updated.Says("WorkerDestinationsPolicy", "Properties.Roles"));
    }

    [Fact]
    public void A_queue_has_no_such_destination()
    {
        string sqs = "        Jobs:\n          Type: SQS\n          Properties: {Queue: !GetAtt Failed.Arn}\n";
        Assert.Same(EventSourceMappingRules.UnsupportedSource, Updates.Refused(Sam + sqs, Handler(OnFailure(DestinationTargetType.Sns, "@Alarms", "Jobs"))).Rule);
        Assert.Same(EventSourceMappingRules.UnknownEventSource, Updates.Refused(Sam + sqs, Handler(OnFailure(DestinationTargetType.Sns, "@Alarms", "Nothing"))).Rule);
    }
}
