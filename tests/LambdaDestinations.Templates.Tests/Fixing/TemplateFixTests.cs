using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Fixing;

public sealed class TemplateFixTests
{
    private const string Resources = """
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Dead: {Type: AWS::SQS::Queue}
          Topic: {Type: AWS::SNS::Topic}
          Bucket: {Type: AWS::S3::Bucket} # a comment stays
          Deleted: {Type: AWS::S3::Bucket, DeletionPolicy: Delete}
          Stream: {Type: AWS::Kinesis::Stream}
          Worker:
            Type: AWS::Serverless::Function
            Properties:

        """;

    [Theory]
    [InlineData("LD1001", "EventInvokeConfig: {MaximumRetryAttempts: 1, DestinationConfig: {OnSuccess: {Type: S3Bucket, Destination: !GetAtt Bucket.Arn}}}", "EventInvokeConfig: {MaximumRetryAttempts: 1}")]
    [InlineData("LD1005", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !Ref Topic}}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS, Destination: !Ref Topic}}}")]
    [InlineData("LD1006", "EventInvokeConfig: {MaximumRetryAttempts: 7}", "EventInvokeConfig: {MaximumRetryAttempts: 2}")]
    [InlineData("LD1007", "EventInvokeConfig: {MaximumEventAgeInSeconds: 86400}", "EventInvokeConfig: {MaximumEventAgeInSeconds: 21600}")]
    [InlineData("LD1008", "EventInvokeConfig: {MaximumEventAgeInSeconds: 60}", "EventInvokeConfig: {MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0}")]
    [InlineData("LD1018", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !Ref Queue}}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}")]
    [InlineData("LD1019", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: S3, Destination: !GetAtt Bucket.Arn}}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: S3Bucket, Destination: !GetAtt Bucket.Arn}}}")]
    [InlineData("LD1020", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn, Type: SQS}}}")]
    [InlineData("LD1020", "DeadLetterQueue: {TargetArn: !Ref Topic}", "DeadLetterQueue: {TargetArn: !Ref Topic, Type: SNS}")]
    [InlineData("LD1022", "Timeout: 3\n      EventInvokeConfig: {DestinationConfig: {}}", "Timeout: 3")]
    [InlineData("LD2001", "Events: {E: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, MaximumRetryAttempts: 1, BatchSize: 1, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}, OnSuccess: {Destination: !GetAtt Queue.Arn}}}}}", "Events: {E: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, MaximumRetryAttempts: 1, BatchSize: 1, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}}}")]
    [InlineData("LD2003", "Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Dead.Arn, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}}}", "Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Dead.Arn}}}")]
    [InlineData("LD2004", "Events: {E: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, BatchSize: 1, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}}}", "Events: {E: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, BatchSize: 1, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}, MaximumRetryAttempts: 3}}}")]
    [InlineData("LD2006", "Events: {E: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, BatchSize: 1, MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Bucket.Arn}}}}}", "Events: {E: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, BatchSize: 1, MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Destination: !GetAtt Bucket.Arn, Type: S3}}}}}")]
    [InlineData("LD2011", "Events: {E: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}}}", "Events: {E: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}, BisectBatchOnFunctionError: true}}}")]
    [InlineData("LD2009", "Events: {E: {Type: MSK, Properties: {Stream: !Ref C, Topics: [orders], DestinationConfig: {OnFailure: {Type: Kafka, Destination: kafka://failed}}}}}", "Events: {E: {Type: MSK, Properties: {Stream: !Ref C, Topics: [orders], DestinationConfig: {OnFailure: {Type: Kafka, Destination: kafka://failed}}, ProvisionedPollerConfig: {MinimumPollers: 1}}}}")]
    [InlineData("LD4001", "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Dead.Arn}\n      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}")]
    [InlineData("LD4002", "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Queue.Arn}\n      EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}")]
    [InlineData("LD4008", "Events: {E: {Type: EventBridgeRule, Properties: {Pattern: {source: [aws.lambda], detail-type: [Lambda Function Invocation Result - Failure]}}}}", "Events: {E: {Type: EventBridgeRule, Properties: {Pattern: {source: [lambda], detail-type: [Lambda Function Invocation Result - Failure]}}}}")]
    [InlineData("LD4010", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: S3Bucket, Destination: !GetAtt Deleted.Arn}}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: S3Bucket, Destination: !GetAtt Deleted.Arn}}}", "DeletionPolicy: Delete", "DeletionPolicy: Retain")]
    public void A_finding_is_corrected_and_gone_and_nothing_else_changes(string id, string wrong, string right, string alsoWrong = "", string alsoRight = "")
    {
        string before = Notations.Sam + Resources + "      " + wrong + "\n";
        string after = Notations.Sam + Resources + "      " + right + "\n";
        if (alsoWrong.Length > 0)
        {
            after = after.Replace(alsoWrong, alsoRight, StringComparison.Ordinal);
        }

        Assert.Equal(after, Fix(Notations.Model(before), id).Text);
        foreach (bool asJson in new[] { false, true })
        {
            TemplateDocument corrected = Fix(Notations.Model(before, asJson), id);
            Assert.Equal(TemplateValue.FromNode(Notations.Document(after).Root!), TemplateValue.FromNode(corrected.Root!));
            Assert.DoesNotContain(TemplateChecker.Check(TemplateModel.Read(corrected), []), x => x.Rule.Id == id);
        }
    }

    private const string Durable = "DurableConfig: {ExecutionTimeout: 60}";
    private const string OfDurable = "EventInvokeConfig: {MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}";
    private const string Delivered = "  WorkerOnFailureRule: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [aws.lambda], detail-type: [Durable Execution Status Change], detail: {status: [FAILED, TIMED_OUT, STOPPED], functionArn: [{prefix: !Sub '${Worker.Arn}:'}]}}, Targets: [{Id: OnFailure, Arn: !GetAtt Queue.Arn}]}}\n"
        + "  QueueEventRulePolicy: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Version: '2012-10-17', Statement: [{Sid: WorkerOnFailureRule, Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn, Condition: {ArnEquals: {aws:SourceArn: !GetAtt WorkerOnFailureRule.Arn}}}]}}}";
    private const string ToBucket = "EventInvokeConfig: {MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Type: S3Bucket, Destination: !GetAtt Bucket.Arn}}}";
    private const string Reader = "Timeout: 60\n      Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}}";
    private const string OfAlias = "  Config: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Worker, Qualifier: live, DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}}";
    private const string ToTopic = "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS, Destination: !Ref Topic}}}";
    private const string Subscribed = "  Subscribed: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue.Arn}}\n";
    private const string Encrypted = "  Open: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 'sqs:*', Resource: '*'}]}}}\n";
    private const string Key = "  Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: [{Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: 'kms:*', Resource: '*'}";
    private const string Notified = "Properties: {NotificationConfiguration: {LambdaConfigurations: [{Event: 's3:ObjectCreated:*', Function: !GetAtt Worker.Arn}]}}";
    private const string ToBus = "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: EventBridge, Destination: !GetAtt Bus.Arn}}}\n  Bus: {Type: AWS::Events::EventBus, Properties: {Name: bus}}\n";

    [Theory]
    [InlineData("LD1027", "Handler: a.b\n    EventInvokeConfig: {MaximumRetryAttempts: 1}", "Handler: a.b\n      EventInvokeConfig: {MaximumRetryAttempts: 1}")]
    [InlineData("LD1028", "EventInvokeConfig: {MaximumEventAge: 60, MaximumRetryAttempts: 0}", "EventInvokeConfig: {MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60}")]
    [InlineData("LD1028", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, DestinationArn: !GetAtt Queue.Arn}}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}}")]
    [InlineData("LD1029", "EventInvokeConfig: [{MaximumRetryAttempts: 1}]", "EventInvokeConfig: {MaximumRetryAttempts: 1}")]
    [InlineData("LD1029", "DeadLetterQueue: 'arn:aws:sqs:eu-west-1:123456789012:dead'", "DeadLetterQueue: {Type: SQS, TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:dead'}")]
    [InlineData("LD1040", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS, Destination: 'arn:aws:sns:eu-west-1:123456789012:t:0a1b'}}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS, Destination: 'arn:aws:sns:eu-west-1:123456789012:t'}}}")]
    [InlineData("LD1040", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: S3Bucket, Destination: 'arn:aws:s3:::b/failed'}}}", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: S3Bucket, Destination: 'arn:aws:s3:::b'}}}")]
    [InlineData("LD2012", Reader, Reader, "Queue: {Type: AWS::SQS::Queue}", "Queue: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 360}}")]
    [InlineData("LD3008", "Policies: [{Statement: [{Effect: Allow, Action: 'sqs:SendMessage', Resource: !Ref Queue}]}]", "Policies: [{Statement: [{Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn}]}]")]
    [InlineData("LD3008", "Policies: [{Statement: [{Effect: Allow, Action: 'sqs:SendMessage', Resource: ['${Queue.Arn}']}]}]", "Policies: [{Statement: [{Effect: Allow, Action: 'sqs:SendMessage', Resource: [!Sub '${Queue.Arn}']}]}]")]
    [InlineData("LD4017", "Events: {H: {Type: HttpApi}}\n      EventInvokeConfig: {MaximumRetryAttempts: 0}", "Events: {H: {Type: HttpApi}}")]
    [InlineData("LD4018", "Handler: a.b\n      AutoPublishAlias: live\n" + OfAlias + "}", "Handler: a.b\n      AutoPublishAlias: live\n" + OfAlias + ", DependsOn: WorkerAliaslive}")]
    [InlineData("LD4020", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {source: [shop], detail-type: [Lambda Function Invocation Result - Failure]}}}", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {source: [lambda], detail-type: [Lambda Function Invocation Result - Failure]}}}")]
    [InlineData("LD4020", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {detail-type: [Lambda Function Invocation Result - Failed]}}}", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {detail-type: [Lambda Function Invocation Result - Failure]}}}")]
    [InlineData("LD4020", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {detail: {requestContext: {condition: [RetryAttemptsExhausted, RecordAgeExceeded]}}}}}", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {detail: {requestContext: {condition: [RetriesExhausted, EventAgeExceeded]}}}}}")]
    [InlineData("LD4020", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {detail: {requestContext: {functionArn: [!GetAtt Worker.Arn]}}}}}", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {detail: {requestContext: {functionArn: [{prefix: !Sub '${Worker.Arn}:'}]}}}}}")]
    [InlineData("LD4020", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {source: [lambda], resources: [!GetAtt Worker.Arn]}}}", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {source: [lambda], resources: [{prefix: !Sub '${Worker.Arn}:'}]}}}")]
    [InlineData("LD4022", ToTopic + "\n" + Subscribed + Encrypted + Key + "]}}}", ToTopic + "\n" + Subscribed + Encrypted + Key + ", {Effect: Allow, Principal: {Service: sns.amazonaws.com}, Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: '*'}]}}}", "Queue: {Type: AWS::SQS::Queue}", "Queue: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref Key}}", "Queue: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref Key}}")]
    [InlineData("LD4071", "Handler: a.b\n", "Handler: a.b\n  WorkerPermissionForDeleted: {Type: AWS::Lambda::Permission, Properties: {Action: 'lambda:InvokeFunction', FunctionName: !GetAtt Worker.Arn, Principal: s3.amazonaws.com, SourceAccount: !Ref AWS::AccountId}}", "Deleted: {Type: AWS::S3::Bucket, DeletionPolicy: Delete}", "Deleted: {Type: AWS::S3::Bucket, " + Notified + ", DependsOn: WorkerPermissionForDeleted}", "Deleted: {Type: AWS::S3::Bucket, " + Notified + "}")]
    [InlineData("LD4021", Durable + "\n      " + OfDurable, Durable + "\n      EventInvokeConfig: {MaximumRetryAttempts: 1}\n" + Delivered)]
    [InlineData("LD4021", Durable + "\n      " + ToBucket, Durable + "\n      EventInvokeConfig: {MaximumRetryAttempts: 1}")]
    [InlineData("LD4022", ToTopic + "\n" + Subscribed, ToTopic + "\n" + Subscribed + "  QueuePolicy: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: sns.amazonaws.com}, Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn, Condition: {ArnEquals: {aws:SourceArn: !Ref Topic}}}]}}}")]
    [InlineData("LD4022", ToTopic + "\n" + Subscribed + Encrypted, ToTopic + "\n" + Subscribed + Encrypted, "Queue: {Type: AWS::SQS::Queue}", "Queue: {Type: AWS::SQS::Queue, Properties: {SqsManagedSseEnabled: true}}", "Queue: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: alias/aws/sqs}}")]
    public void A_finding_whose_cause_stands_elsewhere_is_corrected_and_gone(string id, string wrong, string right, string queue = "", string corrected = "", string? wrongQueue = null)
    {
        string before = Notations.Sam + Resources + "      " + wrong + "\n";
        string after = Notations.Sam + Resources + "      " + right + "\n";
        if (queue.Length > 0)
        {
            after = after.Replace(queue, corrected, StringComparison.Ordinal);
            before = before.Replace(queue, wrongQueue ?? queue, StringComparison.Ordinal);
        }

        foreach (bool asJson in new[] { false, true })
        {
            TemplateDocument document = Fix(Notations.Model(before, asJson), id);
            Assert.Equal(TemplateValue.FromNode(Notations.Document(after).Root!), TemplateValue.FromNode(document.Root!));
            Assert.DoesNotContain(TemplateChecker.Check(TemplateModel.Read(document), []), x => x.Rule.Id == id);
        }
    }

    [Fact]
    public void A_reference_to_what_functions_share_is_named_after_the_first()
    {
        string Text(string name) => Notations.Sam + """
            Globals: {Function: {EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS}}}}}
            Resources:
              First: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}
              Second: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}
            Outputs:
              Q: {Value: !Ref NAME.DestinationQueue}

            """.Replace("NAME", name, StringComparison.Ordinal);
        foreach (bool asJson in new[] { false, true })
        {
            TemplateDocument document = Fix(Notations.Model(Text("Second"), asJson), "LD4016");
            Assert.Equal(TemplateValue.FromNode(Notations.Document(Text("First")).Root!), TemplateValue.FromNode(document.Root!));
            Assert.DoesNotContain(TemplateChecker.Check(TemplateModel.Read(document), []), static x => x.Rule.Id == "LD4016");
        }
    }

    [Theory]
    [InlineData("LD1027", "EventInvokeConfig: {MaximumRetryAttempts: 0}\n    EventInvokeConfig: {MaximumRetryAttempts: 1}")]
    [InlineData("LD1027", "Handler: a.b\n    EventInvokeConfig: # of the night\n      MaximumRetryAttempts: 1")]
    [InlineData("LD1028", "EventInvokeConfig: {MaximumEventAge: 60, MaximumEventAgeInSeconds: 90}")]
    [InlineData("LD1028", "EventInvokeConfig: {Colour: red}")]
    [InlineData("LD1029", "EventInvokeConfig: soon")]
    [InlineData("LD1040", "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: EventBridge, Destination: 'arn:aws:events:eu-west-1:123456789012:event-bus/aws.partner/a.com/b'}}}")]
    [InlineData("LD3008", "Policies: [{Statement: [{Effect: Allow, Action: 'sqs:SendMessage', Resource: Queue}]}]")]
    [InlineData("LD4022", ToTopic + "\n" + Subscribed + "  Other: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: 'sqs:SendMessage', Resource: '*'}]}}}")]
    [InlineData("LD4020", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {source: [lambda], detail-type: [Lambda Function Invocation Result]}}}")]
    [InlineData("LD4020", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {detail: {requestContext: {condition: [Gone]}}}}}")]
    [InlineData("LD4020", ToBus + "  R: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {source: [lambda], detail: {source: [lambda]}}}}")]
    public void What_is_not_determinate_has_no_correction(string id, string wrong)
    {
        TemplateModel template = Notations.Model(Notations.Sam + Resources + "      " + wrong + "\n");
        Finding finding = TemplateChecker.Check(template, []).Single(x => x.Rule.Id == id);

        Assert.Null(TemplateFix.Find(template, finding.Rule, finding.TemplateSpan!.Value));
    }

    [Theory]
    [InlineData("  Rule: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn: !GetAtt Worker.Arn}]}}\n", "events.amazonaws.com", "Rule", "!GetAtt Rule.Arn")]
    [InlineData("  Subscribed: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Topic, Protocol: lambda, Endpoint: !GetAtt Worker.Arn}}\n", "sns.amazonaws.com", "Topic", "!Ref Topic")]
    public void A_permission_that_is_missing_is_added(string invoker, string principal, string source, string arn)
    {
        string before = Notations.Sam + Resources + "      Handler: a.b\n" + invoker;
        string after = before + $"  WorkerPermissionFor{source}: {{Type: AWS::Lambda::Permission, Properties: {{Action: 'lambda:InvokeFunction', FunctionName: !GetAtt Worker.Arn, Principal: {principal}, SourceArn: {arn}}}}}\n";
        foreach (bool asJson in new[] { false, true })
        {
            TemplateDocument corrected = Fix(Notations.Model(before, asJson), "LD4070");
            Assert.Equal(TemplateValue.FromNode(Notations.Document(after).Root!), TemplateValue.FromNode(corrected.Root!));
            Assert.DoesNotContain(TemplateChecker.Check(TemplateModel.Read(corrected), []), static x => x.Rule.Id == "LD4070");
        }
    }

    [Fact]
    public void Records_that_arrive_in_an_envelope_among_others_are_passed_on_alone()
    {
        string Text(string more) => Notations.Sam + Resources + """
                  Handler: a.b
                  EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}, OnSuccess: {Type: SNS, Destination: !Ref Topic}}}
              Open: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 'sqs:*', Resource: '*'}]}}}
              To: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue.Arn /* more */}}
              Reader: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, Events: {Q: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}}}}

            """.Replace(" /* more */", more, StringComparison.Ordinal);
        foreach (bool asJson in new[] { false, true })
        {
            TemplateDocument corrected = Fix(Notations.Model(Text(""), asJson), "LD4019");
            Assert.Equal(TemplateValue.FromNode(Notations.Document(Text(", RawMessageDelivery: true")).Root!), TemplateValue.FromNode(corrected.Root!));
            Assert.DoesNotContain(TemplateChecker.Check(TemplateModel.Read(corrected), []), static x => x.Rule.Id == "LD4019");
        }
    }

    [Fact]
    public void All_corrections_of_the_corpus_apply_together_or_are_refused_and_remove_what_they_correct()
    {
        int corrected = 0;
        foreach (string path in Corpus.Templates())
        {
            TemplateModel template = Notations.Model(File.ReadAllText(path));
            (Finding Finding, TemplateFix Fix)[] fixes = [.. FixesOf(template)];
            if (fixes.Length > 0 && TemplateFix.Apply(template.Document, fixes.Select(static x => x.Fix)) is { } document)
            {
                Finding[] left = [.. TemplateChecker.Check(TemplateModel.Read(document), [])];
                Assert.All(fixes, x => Assert.DoesNotContain(left, y => y.Rule.Id == x.Finding.Rule.Id));
                corrected += fixes.Length;
            }
        }

        Assert.InRange(corrected, 15, int.MaxValue);
    }

    [Theory]
    [InlineData("EventInvokeConfig: {MaximumRetryAttempts: !If [C, 7, 1]}")]
    [InlineData("EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !If [C, !Ref Queue, !GetAtt Queue.Arn]}}}")]
    public void Inside_a_condition_there_is_no_correction(string wrong)
    {
        TemplateModel template = Notations.Model(Notations.Sam + Resources + "      " + wrong + "\n");
        Finding finding = TemplateChecker.Check(template, []).Single(static x => x.Rule.Category == RuleCategory.Declaration);

        Assert.Null(TemplateFix.Find(template, finding.Rule, finding.TemplateSpan!.Value));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("DependsOn: Config", "", false)]
    [InlineData("DependsOn: [Queue, Config]", "", false)]
    [InlineData("Metadata: {Of: !Sub '${Config}'}", "", false)]
    [InlineData("Metadata: {Of: !GetAtt Config.Id}", "", false)]
    [InlineData("Metadata: {Of: Config}", "", true)]
    [InlineData("", "Outputs:\n  Of: {Value: !Ref Config}\n", false)]
    public void An_empty_config_is_removed_only_where_nothing_else_names_it(string ofOther, string more, bool isCorrected)
    {
        string text = $$"""
            Resources:
              Queue: {Type: AWS::SQS::Queue}
              Worker:
                Type: AWS::Lambda::Function
                Properties: {Handler: "App::App.Handlers::Run"}
              Config:
                Type: AWS::Lambda::EventInvokeConfig
                Properties: {FunctionName: !Ref Worker, Qualifier: $LATEST}
              Other:
                Type: AWS::SNS::Topic
                {{ofOther}}

            """ + more;
        foreach (bool asJson in new[] { false, true })
        {
            TemplateModel template = Notations.Model(text, asJson);
            Assert.Single(TemplateChecker.Check(template, []), static x => x.Rule.Id == "LD1022");
            TemplateFix[] fixes = [.. FixesOf(template).Where(static x => x.Item1.Rule.Id == "LD1022").Select(static x => x.Item2)];
            Assert.Equal(isCorrected ? 1 : 0, fixes.Length);
            Assert.Equal(isCorrected, TemplateModel.Read(TemplateFix.Apply(template.Document, fixes)!).Find("Config") is null);
        }
    }

    [Theory]
    [InlineData("LD1022", "EventInvokeConfig: {DestinationConfig: {}}")]
    [InlineData("LD1001", "EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: S3Bucket, Destination: !GetAtt Bucket.Arn}}}")]
    public void What_SAM_makes_of_settings_is_not_removed_where_something_names_it(string id, string settings)
    {
        TemplateModel Model(string function) => Notations.Model(Notations.Sam + Resources + $"      {settings}\n  Other: {{Type: AWS::SNS::Topic, DependsOn: {function}EventInvokeConfig}}\n");
        Assert.DoesNotContain(FixesOf(Model("Worker")), x => x.Item1.Rule.Id == id);
        Assert.Contains(FixesOf(Model("Another")), x => x.Item1.Rule.Id == id);
    }

    [Theory]
    [InlineData("Worker", 0)]
    [InlineData("Queue", 1)]
    public void Settings_of_all_functions_are_not_removed_where_something_names_what_SAM_makes_of_them(string named, int count)
    {
        TemplateModel template = Notations.Model($"{Notations.Sam}Globals: {{Function: {{Timeout: 3, EventInvokeConfig: {{DestinationConfig: {{}}}}}}}}\n{Resources}      Timeout: 3\n  Other: {{Type: AWS::SNS::Topic, DependsOn: {named}EventInvokeConfig}}\n");
        Assert.Equal(count, FixesOf(template).Count(static x => x.Item1.Rule.Id == "LD1022"));
    }

    private static IEnumerable<(Finding, TemplateFix)> FixesOf(TemplateModel template) =>
        TemplateChecker.Check(template, []).Where(static x => x.TemplateSpan is not null)
            .Select(x => (x, TemplateFix.Find(template, x.Rule, x.TemplateSpan!.Value))).Where(static x => x.Item2 is not null).Select(static x => (x.x, x.Item2!));

    private static TemplateDocument Fix(TemplateModel template, string id)
    {
        TemplateFix[] fixes = [.. FixesOf(template).Where(x => x.Item1.Rule.Id == id).Select(static x => x.Item2)];
        TemplateDocument? document = TemplateFix.Apply(template.Document, [Assert.Single(fixes)]);
        Assert.NotNull(document);
        return document;
    }
}
