using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Update;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>
/// For each rule templates that break it, and near misses that must be silent. Each case asserts every finding but those about
/// permissions, in YAML and in JSON.
/// </summary>
public sealed class TemplateRuleTests
{
    /// <summary>What the cases refer to. The role grants everything, so that no case is about permissions.</summary>
    private const string Common = """
        Parameters: {Given: {Type: String}, Number: {Type: Number}}
        Conditions: {IsProd: !Equals [!Ref Given, prod]}
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Queue2: {Type: AWS::SQS::Queue}
          Fifo: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
          FifoTopic: {Type: AWS::SNS::Topic, Properties: {FifoTopic: 'true'}}
          Topic: {Type: AWS::SNS::Topic}
          Bucket: {Type: AWS::S3::Bucket}
          Bus: {Type: AWS::Events::EventBus, Properties: {Name: orders}}
          Stream: {Type: AWS::Kinesis::Stream}
          Nested: {Type: AWS::CloudFormation::Stack}
          Stored: {Type: AWS::SSM::Parameter}
          Mod: {Type: My::Own::Queue::MODULE}
          Other: {Type: AWS::Lambda::Function, Properties: {FunctionName: other, Role: !GetAtt Role.Arn}}
          Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess']}}

        """;

    // On-failure of asynchronous invocations, of SAM.
    [Theory]
    [InlineData("Type: SQS, Destination: !GetAtt Queue.Arn", "")]
    [InlineData("Type: SQS", "")]
    [InlineData("Type: SNS, Destination: !If [IsProd, !Ref Topic, !Ref AWS::NoValue]", "")]
    [InlineData("Type: S3Bucket, Destination: !GetAtt Bucket.Arn", "")]
    [InlineData("Type: EventBridge, Destination: !GetAtt Bus.Arn", "")]
    [InlineData("Type: Lambda, Destination: !GetAtt Other.Arn", "")]
    [InlineData("Type: SQS, Destination: !Ref Given", "")]
    [InlineData("Type: SQS, Destination: !ImportValue Queue", "")]
    [InlineData("Type: SQS, Destination: !GetAtt Nested.Outputs.Queue", "")]
    [InlineData("Type: SQS, Destination: '{{resolve:ssm:/queue}}'", "")]
    [InlineData("Type: !Ref Given, Destination: !GetAtt Queue.Arn", "")]
    [InlineData("'Fn::Transform': {Name: 'AWS::Include'}", "")]
    [InlineData("Type: SQS, Destination: !GetAtt Fifo.Arn", "LD1002")]
    [InlineData("Type: SQS, Destination: 'arn:aws:sqs:eu-west-1:123456789012:failed.fifo'", "LD1002")]
    [InlineData("Type: SNS, Destination: !Ref FifoTopic", "LD1002")]
    [InlineData("Type: SQS, Destination: !If [IsProd, !GetAtt Fifo.Arn, !GetAtt Queue.Arn]", "LD1002")]
    [InlineData("Type: SQS, Destination: queue", "LD1003")]
    [InlineData("Type: SQS, Destination: 'arn:aws:sqs:nowhere:1:queue'", "LD1003")]
    [InlineData("Type: SQS, Destination: !GetAtt Nowhere.Arn", "LD1004")]
    [InlineData("Type: SQS, Destination: {'Fn::Sub': '${Nowhere.Arn}'}", "LD1004")]
    [InlineData("Type: SQS, Destination: !Ref Topic", "LD1005")]
    [InlineData("Type: SNS, Destination: 'arn:aws:sqs:eu-west-1:123456789012:queue'", "LD1005")]
    [InlineData("Type: Lambda, Destination: !GetAtt Worker.Arn", "LD1014")]
    [InlineData("Type: Lambda, Destination: {'Fn::GetAtt': [Worker, Arn]}", "LD1014")]
    [InlineData("Type: Lambda, Destination: !Sub '${Worker.Arn}:live'", "LD1014")]
    [InlineData("Type: Lambda, Destination: 'kafka://failed'", "LD1005")]
    [InlineData("Type: SQS, Destination: !Ref Queue", "LD1018")]
    [InlineData("Type: SQS, Destination: {Ref: Queue}", "LD1018")]
    [InlineData("Type: SQS, Destination: !Sub '${Queue}'", "LD1018")]
    [InlineData("Type: SQS, Destination: !GetAtt Queue.QueueName", "LD1018")]
    [InlineData("Type: S3Bucket, Destination: !Ref Bucket", "LD1018")]
    [InlineData("Type: EventBridge, Destination: !Ref Bus", "LD1018")]
    [InlineData("Type: Lambda, Destination: !Ref Other", "LD1018")]
    [InlineData("Type: SNS, Destination: !GetAtt Topic.TopicName", "LD1018")]
    [InlineData("Type: S3, Destination: !GetAtt Bucket.Arn", "LD1019")]
    [InlineData("Type: sqs, Destination: !GetAtt Queue.Arn", "LD1019")]
    [InlineData("Type: Queue, Destination: !GetAtt Queue.Arn", "LD1019")]
    [InlineData("Destination: !GetAtt Queue.Arn", "LD1020")]
    [InlineData("Destination: !Ref Given", "LD1020")]
    [InlineData("Type: Lambda", "LD1021")]
    [InlineData("Type: S3Bucket", "LD1021")]
    [InlineData("Type: SQS, Destination: !GetAtt Stream.Arn", "LD1025")]
    [InlineData("Type: SQS, Destination: 'arn:aws:states:eu-west-1:123456789012:stateMachine:x'", "LD1025")]
    public void Asynchronous_destinations_of_SAM(string onFailure, string expected) =>
        Check($"Worker: {{Type: AWS::Serverless::Function, Properties: {{Role: !GetAtt Role.Arn, EventInvokeConfig: {{DestinationConfig: {{OnFailure: {{{onFailure}}}}}}}}}}}", expected);

    // The same of CloudFormation, which has no Type.
    [Theory]
    [InlineData("OnFailure: {Destination: !GetAtt Queue.Arn}", "")]
    [InlineData("OnFailure: {Destination: !If [IsProd, !GetAtt Queue.Arn, !Ref Topic]}", "")]
    [InlineData("OnFailure: {Destination: !GetAtt Bucket.Arn}", "")]
    [InlineData("OnFailure: {Destination: ''}", "")]
    [InlineData("OnSuccess: {Destination: !Ref Topic}, OnFailure: {Destination: !Ref Topic}", "")]
    [InlineData("OnSuccess: {Destination: !GetAtt Bucket.Arn}", "LD1001")]
    [InlineData("OnSuccess: {Destination: 'arn:aws:s3:::records'}", "LD1001")]
    [InlineData("OnSuccess: !If [IsProd, {Destination: !Sub 'arn:aws:s3:::${Bucket}'}, !Ref AWS::NoValue]", "LD1001")]
    [InlineData("OnFailure: {Destination: !GetAtt Fifo.Arn}", "LD1002")]
    [InlineData("OnFailure: {Destination: !Ref Nowhere}", "LD1004")]
    [InlineData("OnFailure: {Destination: 'arn:aws:sqs:eu-west-1:123456789012:a'}, OnSuccess: {Destination: 'arn:aws:sqs:eu-west-1:123456789012:b'}", "")]
    [InlineData("OnFailure: {Destination: 'arn:aws:sqs:eu-west-1:123456789012:a'}, OnSuccess: {Destination: !Sub 'arn:aws:sqs:${AWS::Region}:123456789012:b'}", "")]
    [InlineData("OnFailure: {Destination: 'arn:aws:sqs:eu-west-1:123456789012:a'}, OnSuccess: {Destination: 'arn:aws:sqs:us-east-1:123456789012:b'}", "LD1010")]
    [InlineData("OnFailure: {Destination: !If [IsProd, 'arn:aws:sqs:eu-west-1:123456789012:a', 'arn:aws:sqs:us-east-1:123456789012:a']}", "")]
    [InlineData("OnFailure: {Destination: !GetAtt Stored.Value}", "")]
    [InlineData("OnFailure: {Destination: !GetAtt ModQueue.Arn}", "")]
    [InlineData("OnFailure: {Destination: !GetAtt Worker.Arn}", "LD1014")]
    [InlineData("OnFailure: {Destination: !Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:worker'}", "LD1014")]
    [InlineData("OnFailure: {Destination: 'arn:aws:lambda:eu-west-1:210987654321:function:worker'}", "")]
    [InlineData("OnFailure: {Destination: 'kafka://failed'}", "LD1016")]
    [InlineData("OnFailure: {Destination: !Ref Queue}", "LD1018")]
    [InlineData("OnFailure: {}", "LD1021")]
    [InlineData("OnFailure: everything", "LD1021")]
    [InlineData("OnFailure: !Ref AWS::NoValue, OnSuccess: {Destination: !Ref Topic}", "")]
    [InlineData("OnFailure: {Destination: !GetAtt Stream.Arn}", "LD1025")]
    public void Asynchronous_destinations_of_CloudFormation(string config, string expected) =>
        Check("""
            Worker: {Type: AWS::Lambda::Function, Properties: {FunctionName: worker, Role: !GetAtt Role.Arn}}
              Config: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Worker, Qualifier: $LATEST, DestinationConfig: { <config> }}}
            """.Fill((nameof(config), config)), expected);

    [Theory]
    [InlineData("MaximumRetryAttempts: 0", "")]
    [InlineData("MaximumRetryAttempts: 2", "")]
    [InlineData("MaximumRetryAttempts: !Ref Number", "")]
    [InlineData("MaximumRetryAttempts: !If [IsProd, 2, 1]", "")]
    [InlineData("MaximumRetryAttempts: 3", "LD1006")]
    [InlineData("MaximumRetryAttempts: '3'", "LD1006")]
    [InlineData("MaximumRetryAttempts: -1", "LD1006")]
    [InlineData("MaximumRetryAttempts: !If [IsProd, 3, 1]", "LD1006")]
    [InlineData("MaximumEventAgeInSeconds: 21600", "")]
    [InlineData("MaximumEventAgeInSeconds: 21601", "LD1007")]
    [InlineData("MaximumEventAgeInSeconds: 59", "LD1007")]
    [InlineData("MaximumEventAgeInSeconds: 60", "LD1008")]
    [InlineData("MaximumEventAgeInSeconds: 61", "")]
    [InlineData("MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0", "")]
    [InlineData("MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 1", "LD1008")]
    [InlineData("MaximumEventAgeInSeconds: 180, MaximumRetryAttempts: 2", "LD1008")]
    [InlineData("MaximumEventAgeInSeconds: 181, MaximumRetryAttempts: 2", "")]
    [InlineData("MaximumEventAgeInSeconds: !If [IsProd, 60, 3600], MaximumRetryAttempts: !If [IsProd, 0, 2]", "")]
    [InlineData("MaximumEventAgeInSeconds: !If [IsProd, 60, 3600], MaximumRetryAttempts: !If [IsProd, 2, 0]", "LD1008")]
    [InlineData("DestinationConfig: {}", "LD1022")]
    [InlineData("DestinationConfig: !If [IsProd, {OnFailure: {Type: SQS}}, !Ref AWS::NoValue]", "LD1026")]
    [InlineData("DestinationConfig: {OnFailure: !If [IsProd, {Type: SQS}, !Ref AWS::NoValue]}", "LD1026")]
    [InlineData("DestinationConfig: {OnFailure: !GetAtt Queue.Arn}", "LD1026")]
    [InlineData("DestinationConfig: {OnFailure: {Type: SQS, Destination: !If [IsProd, !GetAtt Queue.Arn, !Ref AWS::NoValue]}}", "")]
    [InlineData("'Fn::Transform': {Name: 'AWS::Include'}", "")]
    public void Settings_of_asynchronous_invocations(string settings, string expected) =>
        Check($"Worker: {{Type: AWS::Serverless::Function, Properties: {{Role: !GetAtt Role.Arn, EventInvokeConfig: {{{settings}}}}}}}", expected);

    [Theory]
    [InlineData("App::App.Handlers::Run", "dotnet10", "")]
    [InlineData("App", "dotnet8", "")]
    [InlineData("bootstrap", "provided.al2023", "")]
    [InlineData("index::handler", "nodejs22.x", "")]
    [InlineData("App::App.Handlers", "dotnet10", "LD1023")]
    [InlineData("App::App.Handlers::Run::Now", "dotnet10", "LD1023")]
    [InlineData("App:App.Handlers:Run", "dotnet10", "LD1023")]
    [InlineData("App::App.Handlers::Run()", "dotnet10", "LD1023")]
    [InlineData("App ::App.Handlers::Run", "dotnet10", "LD1023")]
    public void Handler_strings(string handler, string runtime, string expected)
    {
        Check($"Worker: {{Type: AWS::Lambda::Function, Properties: {{Handler: '{handler}', Runtime: {runtime}}}}}", expected);
        Check($"Worker: {{Type: AWS::Serverless::Function, Properties: {{Handler: '{handler}'}}}}", expected, globals: $"Runtime: {runtime}");
    }

    [Theory]
    [InlineData("Qualifier: $LATEST", "Qualifier: $LATEST", "LD1024")]
    [InlineData("Qualifier: $LATEST", "Qualifier: live", "")]
    [InlineData("Qualifier: !Ref Given", "Qualifier: live", "")]
    public void Two_settings_of_one_function(string first, string second, string expected) =>
        Check("""
            Worker: {Type: AWS::Lambda::Function}
              One: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Worker, <first>, MaximumRetryAttempts: 0}}
              Two: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !GetAtt Worker.Arn, <second>, MaximumRetryAttempts: 1}}
            """.Fill((nameof(first), first), (nameof(second), second)), expected);

    // A Kinesis mapping, in SAM and in CloudFormation.
    [Theory]
    [InlineData("MaximumRetryAttempts: 3, BisectBatchOnFunctionError: true, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}", "")]
    [InlineData("MaximumRecordAgeInSeconds: 3600, FunctionResponseTypes: [ReportBatchItemFailures], DestinationConfig: {OnFailure: {Destination: !GetAtt Bucket.Arn}}", "")]
    [InlineData("MaximumRetryAttempts: !Ref Number, BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !Ref Topic}}", "")]
    [InlineData("MaximumRetryAttempts: 3, BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}, OnSuccess: {Destination: !GetAtt Queue.Arn}}", "LD2001")]
    [InlineData("MaximumRetryAttempts: 3, BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Other.Arn}}", "LD2002")]
    [InlineData("MaximumRetryAttempts: 3, BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Bus.Arn}}", "LD2002")]
    [InlineData("MaximumRetryAttempts: 3, BatchSize: 1, DestinationConfig: {OnFailure: {Destination: 'kafka://failed'}}", "LD2002")]
    [InlineData("MaximumRetryAttempts: 3, BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Stream.Arn}}", "LD2002")]
    [InlineData("MaximumRetryAttempts: 3, BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Fifo.Arn}}", "LD1002")]
    [InlineData("MaximumRetryAttempts: 3, BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !Ref Queue}}", "LD1018")]
    [InlineData("MaximumRetryAttempts: 10001, BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}", "LD1006")]
    [InlineData("MaximumRecordAgeInSeconds: 30, BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}", "LD1007")]
    [InlineData("BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}", "LD2004")]
    [InlineData("MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1, BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}", "LD2004")]
    [InlineData("MaximumRetryAttempts: !If [IsProd, 3, -1], BatchSize: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}", "")]
    [InlineData("MaximumRetryAttempts: 3", "LD2005")]
    [InlineData("MaximumRecordAgeInSeconds: 3600", "LD2005")]
    [InlineData("MaximumRetryAttempts: -1", "")]
    [InlineData("BatchSize: 10", "")]
    [InlineData("MaximumRetryAttempts: 3, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}", "LD2011")]
    [InlineData("MaximumRetryAttempts: 3, BisectBatchOnFunctionError: !Ref Given, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}", "")]
    [InlineData("MaximumRetryAttempts: 3, BatchSize: 1, DestinationConfig: {OnFailure: {}}", "LD1021")]
    public void A_mapping_of_a_stream(string settings, string expected)
    {
        Check("""
            Worker: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
              Source: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Worker, EventSourceArn: !GetAtt Stream.Arn, StartingPosition: LATEST, <settings>}}
            """.Fill((nameof(settings), settings)), expected);
        Check("""
            Worker: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn, Events: {Source: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, StartingPosition: LATEST, <settings>}}}}}
            """.Fill((nameof(settings), settings)), expected);
    }

    [Theory]
    [InlineData("DynamoDB", "Stream: !Ref Given", "")]
    [InlineData("SelfManagedKafka", "Topics: [orders]", "")]
    [InlineData("SQS", "Queue: !GetAtt Queue2.Arn", "LD2003")]
    [InlineData("MQ", "Broker: !Ref Given", "LD2003")]
    [InlineData("DocumentDB", "Cluster: !Ref Given", "LD2003")]
    public void Sources_of_SAM_events(string type, string source, string expected) =>
        Check($"Worker: {{Type: AWS::Serverless::Function, Properties: {{Role: !GetAtt Role.Arn, Events: {{Source: {{Type: {type}, Properties: {{{source}, MaximumRetryAttempts: 1, BatchSize: 1, DestinationConfig: {{OnFailure: {{Destination: !GetAtt Queue.Arn}}}}}}}}}}}}}}", expected);

    [Theory]
    [InlineData("'arn:aws:sqs:eu-west-1:123456789012:q'", "LD2003")]
    [InlineData("!Sub 'arn:${AWS::Partition}:mq:eu-west-1:123456789012:broker:b'", "LD2003")]
    [InlineData("!ImportValue Stream", "")]
    [InlineData("!Ref Given", "")]
    public void Sources_of_mappings(string source, string expected) =>
        Check("""
            Worker: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
              Source: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Worker, EventSourceArn: <source>, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}}}
            """.Fill((nameof(source), source)), expected);

    [Theory]
    [InlineData("ProvisionedPollerConfig: {MinimumPollers: 1}, BatchSize: 1, DestinationConfig: {OnFailure: {Type: Kafka, Destination: 'kafka://failed'}}", "")]
    [InlineData("DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}", "")]
    [InlineData("BatchSize: 1, DestinationConfig: {OnFailure: {Type: Kafka, Destination: 'kafka://failed'}}", "LD2009")]
    [InlineData("ProvisionedPollerConfig: {MinimumPollers: 1}, BatchSize: 1, DestinationConfig: {OnFailure: {Type: Kafka, Destination: 'kafka://orders'}}", "LD2010")]
    [InlineData("ProvisionedPollerConfig: {MinimumPollers: 1}, DestinationConfig: {OnFailure: {Type: S3, Destination: !GetAtt Bucket.Arn}}", "LD2011")]
    [InlineData("DestinationConfig: {OnFailure: {Type: S3Bucket, Destination: !GetAtt Bucket.Arn}}", "LD1019")]
    [InlineData("DestinationConfig: {OnFailure: {Type: Lambda, Destination: !Ref Given}}", "LD2002")]
    [InlineData("DestinationConfig: {OnFailure: {Type: SQS}}", "LD1021")]
    [InlineData("DestinationConfig: !If [IsProd, {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}, !Ref AWS::NoValue]", "LD1026")]
    [InlineData("DestinationConfig: {OnFailure: !If [IsProd, {Type: SQS, Destination: !GetAtt Queue.Arn}, !Ref AWS::NoValue]}", "LD1026")]
    public void A_mapping_of_Kafka(string settings, string expected) =>
        Check($"Worker: {{Type: AWS::Serverless::Function, Properties: {{Role: !GetAtt Role.Arn, Events: {{Source: {{Type: MSK, Properties: {{Stream: !Ref Given, Topics: [orders], {settings}}}}}}}}}}}", expected);

    [Theory]
    [InlineData("", "LD2006")]
    [InlineData(", Policies: [{SQSSendMessagePolicy: {QueueName: !GetAtt Queue.QueueName}}]", "")]
    [InlineData(", Role: !Ref Given", "")]
    public void A_SAM_event_without_Type(string properties, string expected) =>
        Check($"Worker: {{Type: AWS::Serverless::Function, Properties: {{Events: {{Source: {{Type: Kinesis, Properties: {{Stream: !GetAtt Stream.Arn, MaximumRetryAttempts: 1, BatchSize: 1, DestinationConfig: {{OnFailure: {{Destination: !GetAtt Queue.Arn}}}}}}}}}}{properties}}}}}", expected);

    [Theory]
    [InlineData("DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue2.Arn}", "LD4001")]
    [InlineData("DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue.Arn}", "LD4002")]
    [InlineData("DeadLetterQueue: {Type: SQS, TargetArn: {'Fn::Sub': '${Queue.Arn}'}}", "LD4002")]
    [InlineData("DeadLetterQueue: !If [IsProd, {Type: SQS, TargetArn: !GetAtt Queue.Arn}, !Ref AWS::NoValue]", "LD1026,LD4002")]
    [InlineData("DeadLetterQueue: !Ref AWS::NoValue", "LD1026")]
    [InlineData("DeadLetterQueue: {TargetArn: !GetAtt Queue2.Arn}", "LD1020,LD4001")]
    [InlineData("DeadLetterQueue: {Type: SQS}", "LD1021,LD4001")]
    [InlineData("DeadLetterQueue: {Type: sns, TargetArn: !Ref Topic}", "LD1019,LD4001")]
    [InlineData("DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Bucket.Arn}", "LD1025,LD4001")]
    [InlineData("DeadLetterQueue: {Type: SQS, TargetArn: !Ref Queue2}", "LD1018,LD4001")]
    public void A_dead_letter_queue_beside_a_destination(string deadLetter, string expected) =>
        Check($"Worker: {{Type: AWS::Serverless::Function, Properties: {{Role: !GetAtt Role.Arn, {deadLetter}, EventInvokeConfig: {{DestinationConfig: {{OnFailure: {{Type: SQS, Destination: !GetAtt Queue.Arn}}}}}}}}}}", expected);

    [Theory]
    [InlineData("!If [IsProd, {TargetArn: !GetAtt Queue.Arn}, !Ref AWS::NoValue]", "!If [IsProd, !Ref AWS::NoValue, {OnFailure: {Destination: !GetAtt Queue.Arn}}]", "")]
    [InlineData("!If [IsProd, {TargetArn: !GetAtt Queue.Arn}, !Ref AWS::NoValue]", "!If [IsProd, {OnFailure: {Destination: !GetAtt Queue.Arn}}, !Ref AWS::NoValue]", "LD4002")]
    public void Conditions_that_exclude_each_other_never_overlap(string deadLetter, string config, string expected) =>
        Check("""
            Worker: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn, DeadLetterConfig: <deadLetter>}}
              Config: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Worker, Qualifier: $LATEST, DestinationConfig: <config>}}
            """.Fill((nameof(deadLetter), deadLetter), (nameof(config), config)), expected);

    [Theory]
    [InlineData("Events: {Web: {Type: HttpApi}}", "LD4003")]
    [InlineData("Events: {Web: {Type: Api}}, FunctionUrlConfig: {AuthType: NONE}", "LD4003")]
    [InlineData("FunctionUrlConfig: {AuthType: NONE}", "LD4003")]
    [InlineData("Events: {Poll: {Type: SQS, Properties: {Queue: !GetAtt Queue2.Arn}}}", "LD4004")]
    [InlineData("Events: {Poll: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn}}, Web: {Type: HttpApi}}", "LD4004")]
    [InlineData("Events: {Web: {Type: HttpApi}, Tick: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}", "")]
    [InlineData("Events: {Some: {Type: SNS, Properties: {Topic: !Ref Topic}}}", "")]
    [InlineData("Events: {Some: {Type: SNS, Properties: {Topic: !Ref Topic, SqsSubscription: true}}}", "LD4004")]
    [InlineData("Events: {New: {Type: BrandNew}}", "")]
    [InlineData("Timeout: 30", "")]
    public void Triggers_that_never_fire_a_destination(string properties, string expected) =>
        Check($"Worker: {{Type: AWS::Serverless::Function, Properties: {{Role: !GetAtt Role.Arn, {properties}, EventInvokeConfig: {{DestinationConfig: {{OnFailure: {{Type: SQS, Destination: !GetAtt Queue.Arn}}}}}}}}}}", expected);

    [Theory]
    [InlineData("Url: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !Ref Worker, AuthType: NONE}}", "LD4003")]
    [InlineData("Allow: {Type: AWS::Lambda::Permission, Properties: {Action: lambda:InvokeFunction, FunctionName: !Ref Worker, Principal: apigateway.amazonaws.com}}", "LD4003")]
    [InlineData("Allow: {Type: AWS::Lambda::Permission, Properties: {Action: lambda:InvokeFunction, FunctionName: !Ref Worker, Principal: '123456789012'}}", "")]
    [InlineData("Allow: {Type: AWS::Lambda::Permission, Properties: {Action: lambda:InvokeFunction, FunctionName: !Ref Worker, Principal: events.amazonaws.com}}", "")]
    [InlineData("Url: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !Ref Worker, AuthType: NONE}}\n  Caller: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {W: !Ref Worker}}}}", "")]
    [InlineData("Url: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !Ref Worker, AuthType: NONE}}\n  Method: {Type: AWS::ApiGateway::Method, Properties: {Integration: {Type: AWS, Uri: !Sub '${Worker.Arn}/invocations', RequestParameters: {integration.request.header.X-Amz-Invocation-Type: \"'Event'\"}}}}", "")]
    public void Triggers_of_CloudFormation(string resource, string expected) =>
        Check("""
            Worker: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
              Config: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Worker, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}}}
              <resource>
            """.Fill((nameof(resource), resource)), expected);

    [Theory]
    [InlineData("$LATEST", "!Ref Alias", "LD4005")]
    [InlineData("live", "!GetAtt Worker.Arn", "LD4005")]
    [InlineData("live", "!Ref Alias", "")]
    [InlineData("$LATEST", "!GetAtt Worker.Arn", "")]
    [InlineData("!Ref Given", "!GetAtt Worker.Arn", "")]
    [InlineData("$LATEST", "!Ref Given", "")]
    public void The_qualifier_that_callers_use(string qualifier, string target, string expected) =>
        Check("""
            Worker: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
              Alias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Worker, FunctionVersion: '1', Name: live}}
              Config: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Worker, Qualifier: <qualifier>, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}}}
              Rule: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn: <target>}]}}
            """.Fill((nameof(qualifier), qualifier), (nameof(target), target)), expected);

    [Theory]
    [InlineData("OnSuccess: {Type: SNS, Destination: !Ref Topic}", "Events: {Some: {Type: SNS, Properties: {Topic: !Ref Topic}}}", "LD4006")]
    [InlineData("OnFailure: {Type: SNS, Destination: !Ref Topic}", "Events: {Some: {Type: SNS, Properties: {Topic: !Ref Topic, FilterPolicy: {a: [b]}}}}", "LD4015")]
    [InlineData("OnFailure: {Type: S3Bucket, Destination: !GetAtt Bucket.Arn}", "Events: {Some: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: 's3:ObjectCreated:*'}}}", "LD4007")]
    [InlineData("OnFailure: {Type: S3Bucket, Destination: !GetAtt Bucket.Arn}", "Events: {Some: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: 's3:ObjectCreated:*', Filter: {S3Key: {Rules: [{Name: prefix, Value: uploads/}]}}}}}", "")]
    [InlineData("OnFailure: {Type: S3Bucket, Destination: !GetAtt Bucket.Arn}", "Events: {Some: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: 's3:ObjectCreated:*', Filter: {S3Key: {Rules: [{Name: prefix, Value: aws/}]}}}}}", "LD4007")]
    [InlineData("OnFailure: {Type: S3Bucket, Destination: !GetAtt Bucket.Arn}", "Events: {Some: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: 's3:ObjectCreated:*', Filter: {S3Key: {Rules: [{Name: suffix, Value: .jpg}]}}}}}", "")]
    [InlineData("OnFailure: {Type: S3Bucket, Destination: !GetAtt Bucket.Arn}", "Events: {Some: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: 's3:ObjectRemoved:*'}}}", "")]
    [InlineData("OnSuccess: {Type: EventBridge, Destination: !GetAtt Bus.Arn}", "Events: {Done: {Type: EventBridgeRule, Properties: {EventBusName: !Ref Bus, Pattern: {source: [lambda]}}}}", "LD4006")]
    [InlineData("OnSuccess: {Type: EventBridge, Destination: !GetAtt Bus.Arn}", "Events: {Done: {Type: EventBridgeRule, Properties: {EventBusName: !Ref Bus, Pattern: {source: [lambda], detail-type: [Lambda Function Invocation Result - Failure]}}}}", "")]
    [InlineData("OnSuccess: {Type: EventBridge, Destination: !GetAtt Bus.Arn}", "Events: {Done: {Type: EventBridgeRule, Properties: {EventBusName: !Ref Bus, Pattern: {source: [shop]}}}}", "")]
    [InlineData("OnSuccess: {Type: EventBridge, Destination: !Sub 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default'}", "Events: {Done: {Type: EventBridgeRule, Properties: {Pattern: {source: [lambda]}}}}", "LD4006")]
    [InlineData("OnSuccess: {Type: SQS, Destination: !GetAtt Queue.Arn}", "Events: {Poll: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}, Tick: {Type: Schedule}}", "LD4012")]
    public void Records_that_come_back(string destination, string properties, string expected) =>
        Check($"Worker: {{Type: AWS::Serverless::Function, Properties: {{Role: !GetAtt Role.Arn, {properties}, EventInvokeConfig: {{DestinationConfig: {{{destination}}}}}}}}}", expected);

    [Theory]
    [InlineData("OnFailure", "OnFailure", "LD4006,LD4006")]
    [InlineData("OnSuccess", "OnFailure", "LD4006,LD4006")]
    public void Two_functions_that_send_to_each_other(string first, string second, string expected) =>
        Check("""
            Ping: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: { <first>: {Type: Lambda, Destination: !GetAtt Pong.Arn}}}}}
              Pong: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: { <second>: {Type: Lambda, Destination: !GetAtt Ping.Arn}}}}}
            """.Fill((nameof(first), first), (nameof(second), second)), expected);

    [Fact]
    public void A_chain_through_a_polled_function_is_no_loop() =>
        Check("""
            Ping: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}}}
              Pong: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn, Events: {Poll: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}, Tick: {Type: Schedule}}, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: Lambda, Destination: !GetAtt Ping.Arn}}}}}
            """, "");

    [Theory]
    [InlineData("{source: [aws.lambda], detail-type: [Lambda Function Invocation Result - Failure]}", "LD4008")]
    [InlineData("{source: [lambda], detail-type: [Lambda Function Invocation Result - Failure]}", "")]
    [InlineData("{source: [aws.lambda, lambda], detail-type: [Lambda Function Invocation Result - Failure]}", "")]
    [InlineData("{source: [aws.lambda], detail-type: [AWS API Call via CloudTrail]}", "")]
    [InlineData("{source: [aws.lambda]}", "")]
    public void The_source_of_a_rule(string pattern, string expected)
    {
        Check($"Rule: {{Type: AWS::Events::Rule, Properties: {{EventPattern: {pattern}, Targets: [{{Id: a, Arn: !GetAtt Queue.Arn}}]}}}}", expected);
        Check($"Worker: {{Type: AWS::Serverless::Function, Properties: {{Events: {{Done: {{Type: EventBridgeRule, Properties: {{Pattern: {pattern}}}}}}}}}}}", expected);
    }

    [Theory]
    [InlineData("Worker: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn, Events: {Tick: {Type: Schedule, Properties: {Schedule: rate(1 day), DeadLetterConfig: {Arn: !GetAtt Queue.Arn}}}}}}", "LD4009")]
    [InlineData("Worker: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn, DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue2.Arn}, Events: {Tick: {Type: Schedule, Properties: {Schedule: rate(1 day), DeadLetterConfig: {Arn: !GetAtt Queue.Arn}}}}}}", "")]
    [InlineData("Worker: {Type: AWS::Lambda::Function}\n  Rule: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn: !GetAtt Worker.Arn, DeadLetterConfig: {Arn: !GetAtt Queue.Arn}}]}}", "LD4009")]
    [InlineData("Worker: {Type: AWS::Lambda::Function}\n  Tick: {Type: AWS::Scheduler::Schedule, Properties: {Target: {Arn: !GetAtt Worker.Arn, DeadLetterConfig: {Arn: !GetAtt Queue.Arn}}}}", "LD4009")]
    [InlineData("Worker: {Type: AWS::Lambda::Function}\n  Rule: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn: !GetAtt Worker.Arn}]}}", "")]
    public void A_dead_letter_queue_of_the_trigger(string resources, string expected) => Check(resources, expected);

    // Filter policies of subscribers of the topic that gets the records.
    [Theory]
    [InlineData("FilterPolicy: {kind: [order]}", "LD4015")]
    [InlineData("FilterPolicy: {kind: [{prefix: a}, {'anything-but': b}]}", "LD4015")]
    [InlineData("FilterPolicyScope: MessageAttributes, FilterPolicy: {any: [{exists: false}], kind: [{exists: true}, order]}", "")]
    [InlineData("FilterPolicyScope: MessageAttributes, FilterPolicy: {any: [{exists: false}], kind: [order]}", "LD4015")]
    [InlineData("FilterPolicy: {kind: [{exists: false}, order]}", "")]
    [InlineData("FilterPolicy: {kind: []}", "")]
    [InlineData("FilterPolicy: {kind: [!Ref Given]}", "")]
    [InlineData("FilterPolicy: {kind: [{'Fn::If': [IsProd, a, b]}]}", "")]
    [InlineData("FilterPolicy: {kind: !If [IsProd, [a], [b]]}", "")]
    [InlineData("FilterPolicy: !If [IsProd, {kind: [a]}, !Ref AWS::NoValue]", "")]
    [InlineData("FilterPolicy: {$or: [{kind: [a]}, {other: [b]}]}", "")]
    [InlineData("FilterPolicyScope: MessageBody, FilterPolicy: {requestContext: {condition: [RetriesExhausted]}}", "")]
    [InlineData("FilterPolicyScope: !Ref Given, FilterPolicy: {kind: [order]}", "")]
    [InlineData("RawMessageDelivery: true", "")]
    public void A_filter_policy_of_the_topic(string filter, string expected) =>
        Check("""
            Worker:
                Type: AWS::Serverless::Function
                Properties: {Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS, Destination: !Ref Topic}}}}
              Some: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue.Arn, <filter>}}
            """.Fill((nameof(filter), filter)), expected);

    [Theory]
    [InlineData("Alarms: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: sqs, Endpoint: !GetAtt Queue.Arn, FilterPolicy: {kind: [order]}}]}}", "Alarms", "LD4015")]
    [InlineData("Reader: {Type: AWS::Serverless::Function, Properties: {Events: {Some: {Type: SNS, Properties: {Topic: !Ref Topic, FilterPolicy: {kind: [order]}}}}}}", "Topic", "LD4015")]
    [InlineData("Reader: {Type: AWS::Serverless::Function, Properties: {Events: {Some: {Type: SNS, Properties: {Topic: !Ref Topic, FilterPolicy: {kind: [order]}}}}}}", "Given", "")]
    public void A_filter_policy_in_another_place(string subscriber, string topic, string expected) =>
        Check("""
            Worker: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
              Read: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Worker, EventSourceArn: !GetAtt Stream.Arn, StartingPosition: LATEST, BatchSize: 1, MaximumRetryAttempts: 3, DestinationConfig: {OnFailure: {Destination: !Ref <topic>}}}}
              <subscriber>
            """.Fill((nameof(subscriber), subscriber), (nameof(topic), topic)), expected);

    // A destination that waits for its function, whose generated role waits for it.
    [Theory]
    [InlineData("Environment: {Variables: {Caller: !Ref Worker}}", "LD4014")]
    [InlineData("Environment: {Variables: {Caller: !Sub '${Worker.Arn}'}}", "LD4014")]
    [InlineData("Policies: [{LambdaInvokePolicy: {FunctionName: !Ref Worker}}]", "LD4014")]
    [InlineData("Policies: [{LambdaInvokePolicy: {FunctionName: !Ref Worker}}], Role: !GetAtt Role.Arn", "")]
    [InlineData("VpcConfig: {SecurityGroupIds: !If [IsProd, [!Ref Worker], !Ref AWS::NoValue]}", "")]
    [InlineData("Environment: {Variables: {Caller: !If [IsProd, !Ref Worker, none]}}", "")]
    [InlineData("Environment: {Variables: {Url: !Sub 'https://${ServerlessHttpApi}.example'}}", "LD4014")]
    [InlineData("Environment: {Variables: {Url: !Sub 'https://${ServerlessRestApi}.example'}}", "")]
    [InlineData("Environment: {Variables: {Inbox: !Ref Inbox}}", "LD4014")]
    [InlineData("Environment: {Variables: {Url: !Ref Api}}", "LD4014")]
    [InlineData("Environment: {Variables: {Url: !Ref Written}}", "")]
    [InlineData("Environment: {Variables: {Role: !GetAtt WorkerRole.Arn}}", "")]
    [InlineData("Environment: {Variables: {Steps: !Ref Steps}}", "LD4014")]
    [InlineData("Environment: {Variables: {Steps: !Ref ByApi}}", "")]
    [InlineData("Events: {Failed: {Type: SQS, Properties: {Queue: !GetAtt Sent.Arn}}}", "")]
    [InlineData("EventInvokeConfig: {MaximumRetryAttempts: 1}, Tags: {Caller: worker}", "")]
    public void Function_and_destination_wait_for_each_other(string after, string expected) =>
        Check("""
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: Lambda, Destination: !GetAtt After.Arn}}}
                  Events:
                    Http: {Type: HttpApi}
                    Api: {Type: Api, Properties: {RestApiId: !Ref Api}}
                    Written: {Type: Api, Properties: {RestApiId: !Ref Written}}
                    Put: {Type: S3, Properties: {Bucket: !Ref Inbox}}
              After:
                Type: AWS::Serverless::Function
                Properties: {<after>}
              Sent: {Type: AWS::SQS::Queue, Properties: {Tags: [{Key: caller, Value: !Ref Worker}]}}
              Inbox: {Type: AWS::S3::Bucket}
              Api: {Type: AWS::Serverless::Api}
              Written: {Type: AWS::Serverless::Api, Properties: {DefinitionUri: s3://artifacts/api.yaml}}
              Steps: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: s3://artifacts/steps.json, Policies: [{LambdaInvokePolicy: {FunctionName: !Ref Worker}}]}}
              ByApi: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: s3://artifacts/steps.json, Events: {Start: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /, Method: post}}}}}
            """.Fill((nameof(after), after)), expected);

    // The function waits for its destination in other ways than by a generated role, or not at all.
    [Theory]
    [InlineData("AWS::Serverless::Function", "Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: Lambda, Destination: !GetAtt After.Arn}}}", "")]
    [InlineData("AWS::Serverless::Function", "Role: !GetAtt Role.Arn, Environment: {Variables: {Next: !Ref After}}, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: Lambda, Destination: !GetAtt After.Arn}}}", "")]
    [InlineData("AWS::Serverless::Function", "Role: !GetAtt Role.Arn, Events: {S: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, MaximumRetryAttempts: 3, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Sent.Arn}}}}}", "LD2011")]
    [InlineData("AWS::Serverless::Function", "Events: {S: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, MaximumRetryAttempts: 3, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Sent.Arn}}}}}", "LD2011,LD4014")]
    [InlineData("AWS::Lambda::Function", "Role: !GetAtt Role.Arn, Environment: {Variables: {Next: !Ref After}}", "")]
    public void Function_waits_for_its_destination(string type, string properties, string expected) =>
        Check("""
              Worker:
                Type: <type>
                Properties: {<properties>}
              After: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn, Environment: {Variables: {Caller: !Ref Worker}}}}
              Sent: {Type: AWS::SQS::Queue, Properties: {Tags: [{Key: caller, Value: !Ref Worker}]}}
            """.Fill((nameof(type), type), (nameof(properties), properties)), expected);

    [Theory]
    [InlineData("AWS::IAM::Policy", "!GetAtt After.Arn", "LD4014")]
    [InlineData("AWS::IAM::ManagedPolicy", "!GetAtt After.Arn", "LD4014")]
    [InlineData("AWS::IAM::Policy", "'*'", "")]
    [InlineData("AWS::SSM::Parameter", "!GetAtt After.Arn", "")]
    public void Function_waits_for_a_policy_about_its_destination(string type, string resource, string expected) =>
        Check("""
              Worker:
                Type: AWS::Serverless::Function
                DependsOn: Waited
                Properties: {Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: Lambda, Destination: !GetAtt After.Arn}}}}
              Waited: {Type: <type>, Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: 'lambda:InvokeFunction', Resource: <resource>}]}, Roles: [!Ref Role]}}
              After: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn, Environment: {Variables: {Caller: !Ref Worker}}}}
            """.Fill((nameof(type), type), (nameof(resource), resource)), expected);

    // What exists under a condition only is not said to be a circle.
    [Theory]
    [InlineData("", "", "LD4014")]
    [InlineData("Condition: IsProd, ", "", "")]
    [InlineData("", "Condition: IsProd, ", "")]
    public void A_circle_under_a_condition(string worker, string after, string expected) =>
        Check("""
              Worker: {<worker>Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: Lambda, Destination: !GetAtt After.Arn}}}}}
              After: {<after>Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn, Environment: {Variables: {Caller: !Ref Worker}}}}
            """.Fill((nameof(worker), worker), (nameof(after), after)), expected);

    [Theory]
    [InlineData("Store: {Type: AWS::S3::Bucket, DeletionPolicy: Delete}", "!GetAtt Store.Arn", "LD4010")]
    [InlineData("Store: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}", "!GetAtt Store.Arn", "")]
    [InlineData("Store: {Type: AWS::SQS::Queue, Properties: {MaximumMessageSize: 65536}}", "!GetAtt Store.Arn", "LD4013")]
    [InlineData("Store: {Type: AWS::SQS::Queue, Properties: {MaximumMessageSize: 262144}}", "!GetAtt Store.Arn", "")]
    public void What_the_target_keeps(string store, string target, string expected) =>
        Check("""
            <store>
              Worker: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
              Config: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Worker, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: <target>}}}}
            """.Fill((nameof(store), store), (nameof(target), target)), expected);

    [Theory]
    [InlineData("DestinationConfig: {OnSuccess: {Type: S3Bucket, Destination: !GetAtt Bucket.Arn}}", "", "LD1001")]
    [InlineData("MaximumRetryAttempts: 3", "EventInvokeConfig: {MaximumRetryAttempts: 2}", "")]
    [InlineData("MaximumEventAgeInSeconds: 60", "EventInvokeConfig: {MaximumRetryAttempts: 0}", "")]
    [InlineData("MaximumEventAgeInSeconds: 60", "EventInvokeConfig: {MaximumRetryAttempts: 1}", "LD1008")]
    [InlineData("DestinationConfig: {OnFailure: {Type: SQS}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}}", "")]
    [InlineData("DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS}}}", "LD1005")]
    public void Globals_are_merged(string globals, string properties, string expected) =>
        Check($"Worker: {{Type: AWS::Serverless::Function, Properties: {{Role: !GetAtt Role.Arn, {properties}}}}}", expected, $"EventInvokeConfig: {{{globals}}}");

    [Theory]
    [InlineData("Transform: [AWS::Serverless-2016-10-31, MyMacro]", "Destination: !GetAtt Nowhere.Arn", "")]
    [InlineData("Transform: AWS::Serverless-2016-10-31", "Destination: !GetAtt Nowhere.Arn", "LD1004")]
    [InlineData("Transform: AWS::Serverless-2016-10-31", "Destination: !Ref Worker.DestinationQueue", "")]
    [InlineData("Transform: AWS::Serverless-2016-10-31", "Destination: !GetAtt WorkerEventInvokeConfigOnFailureQueue.Arn", "")]
    public void What_a_transform_may_make_is_not_missing(string transform, string destination, string expected)
    {
        foreach (bool asJson in new[] { false, true })
        {
            TemplateModel template = Notations.Model("""
                <transform>
                Resources:
                  Worker: {Type: AWS::Serverless::Function, Properties: {Policies: [AdministratorAccess]}}
                  Config: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Worker, Qualifier: $LATEST, DestinationConfig: {OnFailure: { <destination> }}}}
                """.Fill((nameof(transform), transform), (nameof(destination), destination)), asJson);
            Assert.Equal(expected, Ids(template));
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(32, 32)]
    [InlineData(33, 0)]
    public void A_ring_of_functions_is_followed_for_32_steps(int functions, int expected)
    {
        TemplateModel template = Notations.Model(Notations.Sam + "Resources:\n" + string.Concat(Enumerable.Range(0, functions).Select(x =>
            $"  F{x}: {{Type: AWS::Serverless::Function, Properties: {{EventInvokeConfig: {{DestinationConfig: {{OnSuccess: {{Type: Lambda, Destination: !GetAtt F{(x + 1) % functions}.Arn}}}}}}}}}}\n")));

        Assert.Equal(expected, TemplateChecker.Check(template, []).Count(static x => x.Rule == ConfigurationRules.Loop));
    }

    [Theory]
    [InlineData("Outputs: {}")]
    [InlineData("Resources: []")]
    [InlineData("Resources:\n  A: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {MaximumRetryAttempts: 3}}}\n  A: {Type: AWS::SQS::Queue}\n")]
    [InlineData("Resources:\n  A: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {MaximumRetryAttempts: 3}}}\n B: [\n")]
    [InlineData("")]
    public void A_template_that_cannot_be_read_has_no_findings_of_its_own(string text)
    {
        TemplateModel template = TemplateModel.Read(TemplateFile.Parse(text));
        HandlerModel handler = Handlers.Handler(Handlers.OnFailure(DestinationTargetType.Sqs, "Queue"));

        Assert.Empty(TemplateChecker.CheckTemplate(template));
        Assert.Empty(TemplateChecker.CheckAbsences(template, [handler]));
        Assert.Equal("LD1003", Assert.Single(TemplateChecker.Check(template, [handler])).Rule.Id);
        Assert.Equal("LD1003", Assert.Single(TemplateChecker.CheckHandler(null, handler)).Rule.Id);
    }

    [Fact]
    [Trait("Category", "Large")]
    public void Cost_grows_with_the_size_of_the_template()
    {
        long few = Allocated(100);
        long many = Allocated(1000);

        Assert.InRange(many, few, few * 12);

        static long Allocated(int functions)
        {
            TemplateModel template = Notations.Model(Notations.Sam + "Resources:\n" + string.Concat(Enumerable.Range(0, functions).Select(static x =>
                $"  Queue{x}: {{Type: AWS::SQS::Queue}}\n  Worker{x}: {{Type: AWS::Serverless::Function, Properties: {{EventInvokeConfig: {{DestinationConfig: {{OnFailure: {{Type: SQS, Destination: !GetAtt Queue{x}.Arn}}}}}}}}}}\n")));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Empty(TemplateChecker.Check(template, []));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static void Check(string resources, string expected, string? globals = null)
    {
        string text = Notations.Sam + (globals is null ? "" : $"Globals: {{Function: {{{globals}}}}}\n") + Common + "  " + resources.Trim() + "\n";
        foreach (bool asJson in new[] { false, true })
        {
            Assert.Equal(expected, Ids(Notations.Model(text, asJson)));
        }
    }

    private static string Ids(TemplateModel template) =>
        string.Join(",", TemplateChecker.Check(template, []).Where(static x => x.Rule.Category != RuleCategory.Permission).Select(static x => x.Rule.Id).Order(StringComparer.Ordinal));
}
