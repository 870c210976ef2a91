using System;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Map;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;

namespace LambdaDestinations.Templates.Tests.Model;

public sealed class FlowGraphTests
{
    [Theory]
    [MemberData(nameof(Notations.Both), MemberType = typeof(Notations))]
    public void A_SAM_template_shows_triggers_destinations_and_what_they_trigger(bool asJson)
    {
        FlowGraph flow = FlowGraph.Of(Notations.Model(Notations.Sam + """
            Resources:
              Queue: {Type: AWS::SQS::Queue, Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}}}
              Dead: {Type: AWS::SQS::Queue}
              Topic: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: sqs, Endpoint: !GetAtt Queue.Arn}]}}
              Uploads: {Type: AWS::S3::Bucket}
              Stream: {Type: AWS::Kinesis::Stream}
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Dead.Arn}
                  EventInvokeConfig:
                    DestinationConfig:
                      OnSuccess: {Type: EventBridge, Destination: !Sub 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default'}
                      OnFailure: {Type: SNS, Destination: !Ref Topic}
                  Events:
                    Upload: {Type: S3, Properties: {Bucket: !Ref Uploads, Events: s3:ObjectCreated:*}}
                    Web: {Type: HttpApi}
                    Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Dead.Arn}}}}
              Audit:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
                    Failed: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
                    Done: {Type: EventBridgeRule, Properties: {Pattern: {source: [lambda]}}}
            """, asJson));

        Assert.Equal(
            [
                "Audit/Done --Invokes Asynchronous--> Audit",
                "Queue --Invokes Polled--> Audit",
                "Queue --Redrive--> Dead",
                "Stream --Invokes Polled--> Worker",
                "Topic --Delivers--> Queue",
                "Uploads --Invokes Asynchronous--> Worker",
                "Worker --DeadLetter--> Dead",
                "Worker --MappingOnFailure--> Dead",
                "Worker --OnFailure--> Topic",
                "Worker --OnSuccess--> event-bus/default",
                "Worker/Web --Invokes Synchronous--> Worker",
                "event-bus/default --Delivers--> Audit/Done",
            ],
            Describe(flow));
    }

    [Theory]
    [MemberData(nameof(Notations.Both), MemberType = typeof(Notations))]
    public void What_the_CDK_writes_is_followed(bool asJson)
    {
        FlowGraph flow = FlowGraph.Of(Notations.Model("""
            Resources:
              WorkerA1B2C3D4: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::App.Handlers::Run', Runtime: dotnet8}}
              WorkerEventInvokeConfig5A6B: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: {Ref: WorkerA1B2C3D4}, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: {'Fn::GetAtt': [Failed99AA, Arn]}}, OnSuccess: {Destination: {'Fn::Join': ['', ['arn:', {Ref: 'AWS::Partition'}, ':events:', {Ref: 'AWS::Region'}, ':', {Ref: 'AWS::AccountId'}, ':event-bus/default']]}}}}}
              Failed99AA: {Type: AWS::SQS::Queue}
              Uploads11BB: {Type: AWS::S3::Bucket}
              UploadsNotifications22CC: {Type: 'Custom::S3BucketNotifications', Properties: {ServiceToken: {'Fn::GetAtt': [BucketNotificationsHandler33, Arn]}, BucketName: {Ref: Uploads11BB}, NotificationConfiguration: {LambdaFunctionConfigurations: [{Events: ['s3:ObjectCreated:*'], LambdaFunctionArn: {'Fn::GetAtt': [WorkerA1B2C3D4, Arn]}}]}}}
              UploadsAllow44: {Type: AWS::Lambda::Permission, Properties: {Action: lambda:InvokeFunction, FunctionName: {'Fn::GetAtt': [WorkerA1B2C3D4, Arn]}, Principal: s3.amazonaws.com, SourceArn: {'Fn::GetAtt': [Uploads11BB, Arn]}}}
              BucketNotificationsHandler33: {Type: AWS::Lambda::Function, Properties: {Handler: index.handler, Runtime: python3.13}}
              Rule55: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [lambda]}, Targets: [{Arn: {'Fn::GetAtt': [WorkerA1B2C3D4, Arn]}, Id: Target0}, {Arn: {'Fn::GetAtt': [Failed99AA, Arn]}, Id: Target1}]}}
              Topic66: {Type: AWS::SNS::Topic}
              Subscription77: {Type: AWS::SNS::Subscription, Properties: {Protocol: lambda, TopicArn: {Ref: Topic66}, Endpoint: {'Fn::GetAtt': [WorkerA1B2C3D4, Arn]}}}
              Source88: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: {Ref: WorkerA1B2C3D4}, EventSourceArn: {'Fn::GetAtt': [Failed99AA, Arn]}}}
              Pool: {Type: AWS::Cognito::UserPool, Properties: {LambdaConfig: {PreSignUp: {'Fn::GetAtt': [WorkerA1B2C3D4, Arn]}}}}
            """, asJson));

        Assert.Equal(
            [
                "Failed99AA --Invokes Polled--> WorkerA1B2C3D4",
                "Pool --Invokes Synchronous--> WorkerA1B2C3D4",
                "Rule55 --Delivers--> Failed99AA",
                "Rule55 --Invokes Asynchronous--> WorkerA1B2C3D4",
                "Topic66 --Invokes Asynchronous--> WorkerA1B2C3D4",
                "Uploads11BB --Invokes Asynchronous--> WorkerA1B2C3D4",
                "UploadsNotifications22CC --Invokes Asynchronous--> BucketNotificationsHandler33",
                "WorkerA1B2C3D4 --OnFailure--> Failed99AA",
                "WorkerA1B2C3D4 --OnSuccess--> event-bus/default",
                "event-bus/default --Delivers--> Rule55",
            ],
            Describe(flow));
    }

    [Theory]
    [InlineData("MSK", "arn:aws:kafka:eu-west-1:123456789012:cluster/orders/7c1f1e0e-0000-4000-8000-000000000000-1", "orders")]
    [InlineData("DynamoDB", "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-02T03:04:05.678", "orders")]
    [InlineData("Kinesis", "arn:aws:kinesis:eu-west-1:123456789012:stream/orders", "orders")]
    [InlineData("Kinesis", "arn:aws:kinesis:eu-west-1:123456789012:stream/orders/consumer/fast:1700000000", "orders")]
    [InlineData("MQ", "arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1234a5b6-78cd-901e-2fgh-3i45j6k178l9", "orders")]
    [InlineData("SQS", "arn:aws:sqs:eu-west-1:123456789012:orders", "orders")]
    [InlineData("SQS", "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${AWS::StackName}-orders", "${AWS::StackName}-orders")]
    public void A_source_outside_the_template_has_the_name_in_its_ARN(string type, string arn, string name)
    {
        string property = type switch { "SQS" => "Queue", "MQ" => "Broker", _ => "Stream" };
        FlowGraph flow = FlowGraph.Of(Notations.Model(Notations.Sam + """
            Resources:
              Worker: {Type: AWS::Serverless::Function, Properties: {Events: {In: {Type: <type>, Properties: {<property>: !Sub '<arn>'}}}}}
            """.Fill(("type", type), ("property", property), ("arn", arn))));
        Assert.Equal(name, Assert.Single(flow.To("Worker")).From.Name);
    }

    [Theory]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:next", "next")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:next:live", "next:live")]
    public void A_function_elsewhere_has_its_name_and_qualifier(string arn, string name)
    {
        FlowGraph flow = FlowGraph.Of(Notations.Model(Notations.Sam + """
            Resources:
              Worker: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: Lambda, Destination: '<arn>'}}}}}
            """.Fill(("arn", arn))));
        Assert.Equal(name, Assert.Single(flow.From("Worker")).To.Name);
    }

    /// <summary>SAM makes one queue, for the first function, of what all have from Globals (run with the translator, 1.110).</summary>
    [Fact]
    public void Functions_with_a_destination_of_Globals_share_the_queue_that_SAM_makes_for_the_first()
    {
        TemplateModel model = Notations.Model("""
            Transform: AWS::Serverless-2016-10-31
            Globals: {Function: {EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS}}}}}
            Resources:
              Own: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS}}}}}
              First: {Type: AWS::Serverless::Function}
              Second: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SNS}}}}}
              Audit: {Type: AWS::Lambda::Function}
              Mapping: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Audit, EventSourceArn: !GetAtt First.DestinationQueue.Arn}}
            """);
        FlowGraph flow = FlowGraph.Of(model); ;

        Assert.Equal(
            [
                "First --OnFailure--> FirstEventInvokeConfigOnFailureQueue",
                "FirstEventInvokeConfigOnFailureQueue --Invokes Polled--> Audit",
                "Own --OnFailure--> OwnEventInvokeConfigOnFailureQueue",
                "Second --OnFailure--> FirstEventInvokeConfigOnFailureQueue",
                "Second --OnSuccess--> SecondEventInvokeConfigOnSuccessTopic",
            ],
            Describe(flow));
        Assert.Equal(
            ["First on Failure, SQS queue", "Own on Failure, SQS queue", "Second on Success, SNS topic"],
            FlowMap.Of([new AuditTemplate("template.yaml", model)], [])[0].Nodes.Where(static x => x.Kind != FlowNodeKind.Function).Select(static x => $"{x.Name}, {x.Caption}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Dimensions: [{Name: FunctionName, Value: !Ref Worker}]}}", false)]
    [InlineData("Log: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub '/aws/lambda/${Worker}'}}", false)]
    [InlineData("Machine: {Type: AWS::StepFunctions::StateMachine, Properties: {DefinitionSubstitutions: {Worker: !GetAtt Worker.Arn}}}", true)]
    [InlineData("Caller: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {WORKER: !Ref Worker}}}}", true)]
    [InlineData("Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: {Effect: Allow, Action: lambda:InvokeFunction, Resource: !Sub '${Worker.Arn}:*'}}}]}}", true)]
    [InlineData("Url: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !Ref Worker, AuthType: NONE}}", false)]
    public void A_mention_that_may_invoke_is_known_as_such(string other, bool isOtherwiseUsed)
    {
        TemplateModel template = Notations.Model("""
            Resources:
              Worker: {Type: AWS::Lambda::Function, Properties: {Handler: a}}
              OTHER
            """.Replace("OTHER", other, StringComparison.Ordinal));

        Assert.Equal(isOtherwiseUsed, FlowGraph.Of(template).IsOtherwiseUsed(template.Find("Worker")!));
    }

    [Fact]
    public void Every_template_of_the_corpus_has_a_graph_whose_edges_join_its_nodes()
    {
        int edges = 0;
        foreach (string path in Corpus.Templates())
        {
            FlowGraph flow = FlowGraph.Of(Notations.Model(System.IO.File.ReadAllText(path)));
            Assert.Equal(flow.Nodes.Count, flow.Nodes.Select(static x => x.Id).Distinct(StringComparer.Ordinal).Count());
            Assert.All(flow.Edges, x => Assert.Contains(x.From, flow.Nodes));
            Assert.All(flow.Edges, x => Assert.Contains(x.To, flow.Nodes));
            edges += flow.Edges.Count;
        }

        Assert.InRange(edges, 60, int.MaxValue);
    }

    private static string[] Describe(FlowGraph flow) =>
        [.. flow.Edges.Select(static x => $"{x.From.Id} --{x.Kind}{(x.Kind == FlowEdgeKind.Invokes ? " " + x.Invocation : "")}--> {x.To.Id}").Order(StringComparer.Ordinal)];
}
