using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>LD3xxx over templates that are wrong, and templates that are nearly so.</summary>
public sealed class PermissionChecksTests
{
    private const string Sam = """
        Transform: AWS::Serverless-2016-10-31
        Parameters: {Arn: {Type: String}}
        Conditions: {Prod: !Equals [!Ref Arn, prod]}
        Resources:
          Q: {Type: AWS::SQS::Queue}
          Other: {Type: AWS::SQS::Queue}
          T: {Type: AWS::SNS::Topic}
          B: {Type: AWS::S3::Bucket}
          Stream: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
          Target: {Type: AWS::Serverless::Function, Properties: {AutoPublishAlias: live}}

        """;

    private const string Plain = """
        Resources:
          Q: {Type: AWS::SQS::Queue}
          Worker: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
          Config: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Worker, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: !GetAtt Q.Arn}}}}

        """;

    private const string BareRole = "  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']}}\n";
    private const string ToQueue = "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}}}";
    private const string ToBucket = "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: S3Bucket, Destination: !GetAtt B.Arn}}}";

    [Theory]
    [InlineData("Role: !GetAtt Role.Arn, " + ToQueue, "LD3001")]
    [InlineData(ToQueue)]
    [InlineData("Role: !Ref AWS::NoValue, " + ToQueue)]
    [InlineData("Role: !Ref Arn, " + ToQueue, "LD3005")]
    [InlineData("Role: arn:aws:iam::123456789012:role/elsewhere, " + ToQueue, "LD3005")]
    [InlineData("Role: !If [Prod, !Ref Arn, !Ref AWS::NoValue], " + ToQueue)]
    [InlineData("Role: !If [Prod, !GetAtt Role.Arn, !Ref AWS::NoValue], " + ToQueue)]
    // Policies of a function with a role of its own mean nothing.
    [InlineData("Role: !GetAtt Role.Arn, Policies: [{SQSSendMessagePolicy: {QueueName: !GetAtt Q.QueueName}}], " + ToQueue, "LD3001")]
    [InlineData("Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS}}}")]
    [InlineData("Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !Ref Arn}}}", "LD3001")]
    [InlineData("Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SNS, Destination: !Ref T}}}", "LD3001")]
    [InlineData("Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: Lambda, Destination: !GetAtt Target.Arn}}}", "LD3001")]
    [InlineData("Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: EventBridge, Destination: !Sub 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default'}}}", "LD3001")]
    [InlineData("Role: !GetAtt Role.Arn, EventInvokeConfig: {MaximumRetryAttempts: 1}")]
    // Two destinations, one finding each.
    [InlineData("Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SNS, Destination: !Ref T}, OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}}}", "LD3001", "LD3001")]
    [InlineData("Role: !GetAtt Role.Arn, DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Q.Arn}", "LD3001")]
    [InlineData("DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Q.Arn}")]
    [InlineData("Role: !GetAtt Role.Arn, Events: {S: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}}}}}", "LD3001")]
    [InlineData("Events: {S: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}}}}}")]
    [InlineData("Events: {S: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Type: S3, Destination: !GetAtt B.Arn}}}}}")]
    // Without Type SAM grants nothing; something else may.
    [InlineData("Events: {S: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Destination: !GetAtt Q.Arn}}}}}", "LD2006")]
    [InlineData("Policies: [AmazonSQSReadOnlyAccess], Events: {S: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Destination: !GetAtt Q.Arn}}}}}", "LD2006")]
    [InlineData("Policies: [AmazonSQSFullAccess], Events: {S: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Destination: !GetAtt Q.Arn}}}}}")]
    [InlineData("Policies: [{SQSSendMessagePolicy: {QueueName: !GetAtt Q.QueueName}}], Events: {S: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Destination: !GetAtt Q.Arn}}}}}")]
    [InlineData("Role: !GetAtt Role.Arn, Events: {S: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Destination: !GetAtt Q.Arn}}}}}", "LD3001")]
    // What other rules report.
    [InlineData("Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !Ref Q}}}")]
    [InlineData("EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !Ref T}}}")]
    [InlineData("Events: {S: {Type: Kinesis, Properties: {DestinationConfig: {OnFailure: {Destination: !GetAtt Target.Arn}}}}}")]
    // A bucket needs two actions.
    [InlineData("Role: !GetAtt Role.Arn, " + ToBucket, "LD3001")]
    [InlineData("Role: !GetAtt Writer.Arn, " + ToBucket, "LD3002")]
    [InlineData("Role: !GetAtt Everything.Arn, " + ToBucket)]
    [InlineData("Role: !GetAtt Executer.Arn, " + ToBucket, "LD3002")]
    [InlineData("Role: !GetAtt Executer.Arn, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: Lambda, Destination: !GetAtt Target.Arn}}}", "LD3007")]
    // Denied outright.
    [InlineData("Role: !GetAtt Denier.Arn, " + ToQueue, "LD3003")]
    [InlineData("Role: !GetAtt Denier.Arn, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS, Destination: !Ref T}}}")]
    // Policies with a promising name.
    [InlineData("Role: !GetAtt Poller.Arn, " + ToQueue, "LD3007")]
    [InlineData("Role: !GetAtt Withdrawn.Arn, " + ToQueue, "LD3007")]
    [InlineData("Role: !GetAtt Poller.Arn, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS, Destination: !Ref T}}}", "LD3001")]
    public void Sam_functions(string properties, params string[] expected)
    {
        string template = Sam + $"  Worker: {{Type: AWS::Serverless::Function, Properties: {{{properties}}}}}\n" + BareRole + """
              Everything: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess']}}
              Executer: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSLambdaExecute']}}
              Poller: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole']}}
              Withdrawn: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSLambdaFullAccess']}}
              Writer: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyName: p, PolicyDocument: {Statement: {Effect: Allow, Action: 's3:PutObject', Resource: !Sub '${B.Arn}/*'}}}]}}
              Denier: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: 'sqs:*', Resource: '*'}]}}]}}

            """;
        AssertFindings(template, expected);
    }

    [Theory]
    [InlineData("{SQSSendMessagePolicy: {QueueName: !GetAtt Q.QueueName}}")]
    [InlineData("{SQSSendMessagePolicy: {QueueName: !GetAtt Other.QueueName}}", "LD3007")]
    [InlineData("{SQSPollerPolicy: {QueueName: !GetAtt Q.QueueName}}", "LD3007")]
    [InlineData("{SNSPublishMessagePolicy: {TopicName: !GetAtt T.TopicName}}", "LD3001")]
    [InlineData("AmazonSQSFullAccess")]
    [InlineData("AmazonSQSReadOnlyAccess", "LD3007")]
    [InlineData("SomethingOfOurs")]
    [InlineData("{UnknownPolicy: {QueueName: !GetAtt Q.QueueName}}")]
    [InlineData("{Statement: [{Effect: Allow, Action: 'sqs:*', Resource: !GetAtt Q.Arn}]}")]
    [InlineData("{Statement: [{Effect: Allow, Action: 'sqs:*', Resource: !GetAtt Other.Arn}]}", "LD3001")]
    public void Policies_of_a_sam_function_stand_in_for_the_grant(string policy, params string[] expected)
    {
        // A mapping of its own: SAM grants nothing for it.
        string template = Sam + $"  Worker: {{Type: AWS::Serverless::Function, Properties: {{Policies: [{policy}]}}}}\n"
            + "  Mapping: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Worker, EventSourceArn: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Destination: !GetAtt Q.Arn}}}}\n";
        AssertFindings(template, expected);
    }

    [Theory]
    [InlineData("BucketName: !Ref B", "S3WritePolicy", "LD3002")]
    [InlineData("BucketName: !Ref B", "S3ReadPolicy", "LD3007")]
    [InlineData("BucketName: !Ref B", "S3CrudPolicy")]
    [InlineData("BucketName: !Ref B", "S3FullAccessPolicy")]
    [InlineData("BucketName: other", "S3CrudPolicy", "LD3007")]
    public void Policy_templates_of_buckets_have_traps(string parameter, string name, params string[] expected)
    {
        string template = Sam + $"  Worker: {{Type: AWS::Serverless::Function, Properties: {{Policies: [{{{name}: {{{parameter}}}}}]}}}}\n"
            + "  Mapping: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Worker, EventSourceArn: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Destination: !GetAtt B.Arn}}}}\n";
        AssertFindings(template, expected);
    }

    [Theory]
    [InlineData("{Type: AWS::Serverless::Connector, Properties: {Source: {Id: Worker}, Destination: {Id: Q}, Permissions: [Write]}}")]
    [InlineData("{Type: AWS::Serverless::Connector, Properties: {Source: {Id: Worker}, Destination: [{Id: T}, {Id: Q}], Permissions: [Read, Write]}}")]
    [InlineData("{Type: AWS::Serverless::Connector, Properties: {Source: {Id: Worker}, Destination: {Id: Q}, Permissions: [Read]}}", "LD3001")]
    [InlineData("{Type: AWS::Serverless::Connector, Properties: {Source: {Id: Worker}, Destination: {Id: Other}, Permissions: [Write]}}", "LD3001")]
    [InlineData("{Type: AWS::Serverless::Connector, Properties: {Source: {Id: Target}, Destination: {Id: Q}, Permissions: [Write]}}", "LD3001")]
    public void Connectors_grant(string connector, params string[] expected)
    {
        string template = Sam + "  Worker: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn, " + ToQueue + "}}\n" + BareRole + $"  Connector: {connector}\n";
        AssertFindings(template, expected);
    }

    [Theory]
    [InlineData("Write", "Q")]
    [InlineData("Read", "Q", "LD3001")]
    [InlineData("Write", "Other", "LD3001")]
    public void Embedded_connectors_grant(string permission, string destination, params string[] expected)
    {
        string template = Sam + $"  Worker: {{Type: AWS::Serverless::Function, Connectors: {{C: {{Properties: {{Destination: {{Id: {destination}}}, Permissions: [{permission}]}}}}}}, Properties: {{Role: !GetAtt Role.Arn, " + ToQueue + "}}\n" + BareRole;
        AssertFindings(template, expected);
    }

    private const string Grant = "PolicyName: p, PolicyDocument: {Statement: {Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Q.Arn}}";

    [Theory]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n", "LD3001")]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {Policies: [{" + Grant + "}]}}\n")]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], " + Grant + "}}\n", "LD3006")]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::RolePolicy, Properties: {RoleName: !Ref Role, " + Grant + "}}\n", "LD3006")]
    // Also granted in the role, which is there first.
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {Policies: [{" + Grant + "}]}}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], " + Grant + "}}\n")]
    // The role names the policy, so it waits for it.
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [!Ref P]}}\n  P: {Type: AWS::IAM::ManagedPolicy, Properties: {" + Grant + "}}\n")]
    public void Plain_functions(string resources, params string[] expected) => AssertFindings(Plain + resources, expected);

    [Theory]
    [InlineData("Config: {DependsOn: P, ")]
    [InlineData("Config: {DependsOn: [Q, P], ")]
    [InlineData("Worker: {DependsOn: P, ")]
    [InlineData("Q: {DependsOn: P, ")]
    [InlineData("Config: {DependsOn: Q, ", "LD3006")]
    public void DependsOn_orders(string start, params string[] expected)
    {
        string template = Plain + "  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], " + Grant + "}}\n";
        AssertFindings(template.Replace(start.Split('{')[0] + "{", start, StringComparison.Ordinal), expected);
    }

    /// <summary>The queue refers to the function, so the policy waits for the function, which cannot wait for the policy.</summary>
    [Theory]
    [InlineData("Q: {Type: AWS::SQS::Queue}", "write DependsOn: P")]
    [InlineData("Q: {Type: AWS::SQS::Queue, Properties: {Tags: [{Key: k, Value: !Ref Worker}]}}", "'P' itself waits for 'Worker', so neither can wait for the other: name the target in the policy by its ARN without a reference")]
    public void What_the_policy_waits_for_is_not_told_to_wait_for_it(string queue, string advice)
    {
        string template = Sam.Replace("Q: {Type: AWS::SQS::Queue}", queue, StringComparison.Ordinal)
            + $"  Worker: {{Type: AWS::Serverless::Function, Properties: {{Role: !GetAtt Role.Arn, {ToQueue}}}}}\n"
            + "  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], " + Grant + "}}\n";

        Finding finding = Assert.Single(TemplateChecker.CheckTemplate(TemplateModel.Read(TemplateParser.Parse(template, TemplateFormat.Yaml))), static x => x.Rule.Id == "LD3006");

        Assert.EndsWith(advice, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KmsMasterKeyId: !Ref Key", "", "LD3004")]
    [InlineData("KmsMasterKeyId: !GetAtt Key.Arn", "", "LD3004")]
    [InlineData("KmsMasterKeyId: !Ref KeyAlias", "", "LD3004")]
    [InlineData("KmsMasterKeyId: alias/orders", "", "LD3004")]
    [InlineData("KmsMasterKeyId: alias/aws/sqs", "")]
    [InlineData("KmsMasterKeyId: !Ref Arn", "")]
    [InlineData("SqsManagedSseEnabled: true", "")]
    [InlineData("KmsMasterKeyId: !Ref Key", "Policies: [{Statement: {Effect: Allow, Action: 'kms:*', Resource: !GetAtt Key.Arn}}], ")]
    [InlineData("KmsMasterKeyId: !Ref Key", "Policies: [{KMSEncryptPolicy_v2: {KeyId: !Ref Key}}], ", "LD3004")]
    [InlineData("KmsMasterKeyId: !Ref Key", "Policies: [{KMSEncryptPolicy_v2: {KeyId: !Ref Key}}, {KMSDecryptPolicy: {KeyId: !Ref Key}}], ")]
    [InlineData("KmsMasterKeyId: !Ref Granting", "")]
    public void Keys(string encryption, string policies, params string[] expected)
    {
        string template = Sam.Replace("Q: {Type: AWS::SQS::Queue}", $"Q: {{Type: AWS::SQS::Queue, Properties: {{{encryption}}}}}", StringComparison.Ordinal)
            + "  Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: [{Effect: Allow, Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}, Action: 'kms:*', Resource: '*'}]}}}\n"
            + "  KeyAlias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/orders, TargetKeyId: !Ref Key}}\n"
            + "  Granting: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: [{Effect: Allow, Principal: {AWS: !GetAtt WorkerRole.Arn}, Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: '*'}]}}}\n"
            + $"  Worker: {{Type: AWS::Serverless::Function, Properties: {{{policies}{ToQueue}}}}}\n";
        AssertFindings(template, expected);
    }

    [Theory]
    [InlineData("KMSMasterKeyID: !GetAtt Key.Arn, SSEAlgorithm: 'aws:kms'", "LD3004")]
    [InlineData("SSEAlgorithm: 'aws:kms'")]
    [InlineData("SSEAlgorithm: AES256")]
    public void Keys_of_buckets(string encryption, params string[] expected)
    {
        string template = Sam.Replace("B: {Type: AWS::S3::Bucket}", $"B: {{Type: AWS::S3::Bucket, Properties: {{BucketEncryption: {{ServerSideEncryptionConfiguration: [{{ServerSideEncryptionByDefault: {{{encryption}}}}}]}}}}}}", StringComparison.Ordinal)
            + "  Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: []}}}\n"
            + $"  Worker: {{Type: AWS::Serverless::Function, Properties: {{{ToBucket}}}}}\n";
        AssertFindings(template, expected);
    }

    [Fact]
    public void Messages_say_what_to_do()
    {
        string template = Plain + "  Role: {Type: AWS::IAM::Role}\n";
        Finding finding = Assert.Single(CheckAll(Notations.Model(template)));
        Assert.Equal(
            """The role of function 'Worker' does not allow sqs:SendMessage on 'Q', so Lambda refuses its OnFailure destination; give role 'Role' the statement {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": {"Fn::GetAtt": ["Q", "Arn"]}}""",
            finding.Message);
        Assert.Equal("!GetAtt Q.Arn", template.Substring(finding.TemplateSpan!.Value.Start, "!GetAtt Q.Arn".Length));
    }

    public static TheoryData<string> GoodTemplates => new(Corpus.Templates().Where(static x => Path.GetDirectoryName(x) == Path.Combine(Corpus.Root, "templates")).Select(static x => Path.GetFileName(x)!));

    [Theory]
    [MemberData(nameof(GoodTemplates))]
    public void Good_templates_are_silent(string file)
    {
        TemplateDocument document = TemplateFile.Parse(File.ReadAllBytes(Path.Combine(Corpus.Root, "templates", file)));
        Assert.Empty(CheckAll(TemplateModel.Read(document)).Select(static x => x.Message));
    }

    /// <summary>What SAM accepts and AWS refuses for lack of permission; in the translation the cause no longer shows, and it is the permission that is missing.</summary>
    [Theory]
    [InlineData("async-explicit-role-no-grant.yaml", "LD3001")]
    [InlineData("async-explicit-role-no-grant.translated.json", "LD3001")]
    [InlineData("async-type-target-mismatch.translated.json", "LD3001")]
    [InlineData("esm-notype-no-grant.translated.json", "LD3001")]
    public void Templates_that_AWS_refuses_are_told(string file, string expected)
    {
        TemplateDocument document = TemplateFile.Parse(File.ReadAllBytes(Path.Combine(Corpus.Root, "templates", "sam-accepts-aws-rejects", file)));
        Assert.Equal([expected], CheckAll(TemplateModel.Read(document)).Select(static x => x.Rule.Id));
    }

    private static void AssertFindings(string template, IEnumerable<string> expected)
    {
        foreach (bool asJson in new[] { false, true })
        {
            Finding[] findings = [.. CheckAll(Notations.Model(template, asJson))];
            Assert.Equal(string.Join(", ", expected), string.Join(", ", findings.Select(static x => x.Rule.Id)));
        }
    }

    internal static IEnumerable<Finding> CheckAll(TemplateModel template)
    {
        PermissionChecks checks = new(template);
        return DestinationConfiguration.Of(template).Functions.SelectMany(checks.Check);
    }
}
