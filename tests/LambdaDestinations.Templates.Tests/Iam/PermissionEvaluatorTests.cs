using System;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>Each rule of IAM, by a policy that obeys it and one that just does not.</summary>
public sealed class PermissionEvaluatorTests
{
    private const PermissionDecision Granted = PermissionDecision.Granted;
    private const PermissionDecision Denied = PermissionDecision.Denied;
    private const PermissionDecision Unknown = PermissionDecision.Unknown;

    private const string Targets = """
        AWSTemplateFormatVersion: '2010-09-09'
        Parameters:
          Arn: {Type: String}
          Name: {Type: String}
        Conditions:
          Prod: !Equals [!Ref Name, prod]
        Resources:
          Q: {Type: AWS::SQS::Queue}
          Other: {Type: AWS::SQS::Queue}
          Named: {Type: AWS::SQS::Queue, Properties: {QueueName: orders}}
          Stack: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '${AWS::StackName}-orders'}}
          ByParameter: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}
          T: {Type: AWS::SNS::Topic}
          NamedTopic: {Type: AWS::SNS::Topic, Properties: {TopicName: orders}}
          B: {Type: AWS::S3::Bucket}
          NamedBucket: {Type: AWS::S3::Bucket, Properties: {BucketName: orders}}
          Bus: {Type: AWS::Events::EventBus, Properties: {Name: orders}}
          Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Version: '2012-10-17', Statement: []}}}
          F: {Type: AWS::Lambda::Function, Properties: {FunctionName: target}}
          Alias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref F, FunctionVersion: '1', Name: live}}
          Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref F}}
          Worker: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}

        """;

    [Theory]
    // Action: case does not count, wildcards do.
    [InlineData("Action: sqs:SendMessage", Granted)]
    [InlineData("Action: SQS:sendmessage", Granted)]
    [InlineData("Action: [sqs:ReceiveMessage, sqs:SendMessage]", Granted)]
    [InlineData("Action: 'sqs:*'", Granted)]
    [InlineData("Action: 'sqs:Send*'", Granted)]
    [InlineData("Action: '*'", Granted)]
    [InlineData("Action: '*:SendMessage'", Granted)]
    [InlineData("Action: 'sqs:SendMessag?'", Granted)]
    [InlineData("Action: 'sqs:SendMessage*'", Granted)]
    [InlineData("Action: sqs:SendMessageBatch", Denied)]
    [InlineData("Action: 'sqs:SendMessage?'", Denied)]
    [InlineData("Action: sqs:ReceiveMessage", Denied)]
    [InlineData("Action: sns:SendMessage", Denied)]
    [InlineData("Action: []", Denied)]
    [InlineData("Action: !Ref Name", Unknown)]
    [InlineData("Action: !Sub 'sqs:Send${Name}'", Unknown)]
    [InlineData("Action: !Sub 'sqs:Receive${Name}'", Denied)]
    [InlineData("Action: !If [Prod, 'sqs:SendMessage', 'sqs:ReceiveMessage']", Unknown)]
    [InlineData("Action: !If [Prod, 'sqs:PurgeQueue', 'sqs:ReceiveMessage']", Denied)]
    [InlineData("NotAction: sqs:SendMessage", Denied)]
    [InlineData("NotAction: 'SQS:*'", Denied)]
    [InlineData("NotAction: 'iam:*'", Granted)]
    [InlineData("NotAction: ['iam:*', 'sqs:Send*']", Denied)]
    [InlineData("NotAction: !Ref Name", Unknown)]
    internal void Actions(string action, PermissionDecision expected) => Check($"{{Effect: Allow, {action}, Resource: '*'}}", "sqs:SendMessage", "!GetAtt Q.Arn", expected);

    [Theory]
    // One target in every spelling.
    [InlineData("!GetAtt Q.Arn", "!GetAtt Q.Arn", Granted)]
    [InlineData("!Sub '${Q.Arn}'", "!GetAtt Q.Arn", Granted)]
    [InlineData("{'Fn::GetAtt': Q.Arn}", "{'Fn::GetAtt': [Q, Arn]}", Granted)]
    [InlineData("!Join ['', [!GetAtt Q.Arn]]", "!GetAtt Q.Arn", Granted)]
    [InlineData("!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Q.QueueName}'", "!GetAtt Q.Arn", Granted)]
    [InlineData("!Join [':', [arn, !Ref AWS::Partition, sqs, !Ref AWS::Region, !Ref AWS::AccountId, !GetAtt Q.QueueName]]", "!GetAtt Q.Arn", Granted)]
    [InlineData("!Sub ['arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${q}', {q: !GetAtt Q.QueueName}]", "!GetAtt Q.Arn", Granted)]
    [InlineData("[!GetAtt Other.Arn, !GetAtt Q.Arn]", "!GetAtt Q.Arn", Granted)]
    [InlineData("!GetAtt Other.Arn", "!GetAtt Q.Arn", Denied)]
    [InlineData("!GetAtt Q.QueueName", "!GetAtt Q.Arn", Denied)]
    [InlineData("!Ref Q", "!GetAtt Q.Arn", Unknown)]
    [InlineData("!Ref Arn", "!GetAtt Q.Arn", Unknown)]
    [InlineData("!Ref Arn", "!Ref Arn", Granted)]
    [InlineData("!ImportValue queue", "!ImportValue queue", Granted)]
    [InlineData("!ImportValue queue", "!ImportValue other", Unknown)]
    [InlineData("!ImportValue queue", "!GetAtt Q.Arn", Unknown)]
    [InlineData("!If [Prod, !GetAtt Q.Arn, !GetAtt Other.Arn]", "!GetAtt Q.Arn", Unknown)]
    [InlineData("!If [Prod, !GetAtt Q.Arn, !GetAtt Other.Arn]", "!If [Prod, !GetAtt Q.Arn, !GetAtt Other.Arn]", Granted)]
    [InlineData("!If [Prod, !GetAtt Other.Arn, !GetAtt Q.Arn]", "!If [Prod, !GetAtt Q.Arn, !GetAtt Other.Arn]", Denied)]
    [InlineData("[!GetAtt Q.Arn, !If [Prod, !GetAtt Other.Arn, !Ref AWS::NoValue]]", "!GetAtt Q.Arn", Granted)]
    // Wildcards.
    [InlineData("'*'", "!GetAtt Q.Arn", Granted)]
    [InlineData("'arn:*:sqs:*:*:*'", "!GetAtt Q.Arn", Granted)]
    [InlineData("'arn:aws:sqs:*:*:*'", "!GetAtt Q.Arn", Unknown)]
    [InlineData("'arn:*:sns:*:*:*'", "!GetAtt Q.Arn", Denied)]
    [InlineData("!Sub 'arn:${AWS::Partition}:sqs:*:*:*'", "!GetAtt Q.Arn", Granted)]
    [InlineData("!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${AWS::StackName}-*'", "!GetAtt Q.Arn", Unknown)]
    [InlineData("!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${AWS::StackName}-*'", "!GetAtt Stack.Arn", Granted)]
    [InlineData("'arn:*'", "!GetAtt Q.Arn", Unknown)]
    [InlineData("'arn:*:sqs:*'", "!GetAtt Q.Arn", Unknown)]
    // Names that the template chooses.
    [InlineData("!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:orders'", "!GetAtt Named.Arn", Granted)]
    [InlineData("'arn:*:sqs:*:*:orders'", "!GetAtt Named.Arn", Granted)]
    [InlineData("'arn:*:sqs:*:*:order?'", "!GetAtt Named.Arn", Granted)]
    [InlineData("'arn:*:sqs:*:*:Orders'", "!GetAtt Named.Arn", Denied)]
    [InlineData("'arn:*:sqs:*:*:orders-dlq'", "!GetAtt Named.Arn", Denied)]
    [InlineData("'arn:aws:sqs:eu-west-1:123456789012:orders'", "!GetAtt Named.Arn", Unknown)]
    [InlineData("'arn:aws:sqs:eu-west-1:12345678901:orders'", "!GetAtt Named.Arn", Denied)]
    [InlineData("'arn:aws:sqs:eu-west-1:123456789012:payments'", "!GetAtt Named.Arn", Denied)]
    [InlineData("'arn:aws:sqs:eu-west-1:123456789012:orders'", "!GetAtt Q.Arn", Denied)]
    [InlineData("'arn:aws:sqs:eu-west-1:123456789012:shop-Q-1A2B3C4D5E6F'", "!GetAtt Q.Arn", Unknown)]
    [InlineData("!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Name}'", "!GetAtt ByParameter.Arn", Granted)]
    [InlineData("!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:orders'", "!GetAtt ByParameter.Arn", Unknown)]
    // Literal targets.
    [InlineData("'arn:aws:sqs:eu-west-1:123456789012:orders'", "arn:aws:sqs:eu-west-1:123456789012:orders", Granted)]
    [InlineData("'arn:aws:sqs:*:123456789012:orders'", "arn:aws:sqs:eu-west-1:123456789012:orders", Granted)]
    [InlineData("'arn:aws:sqs:us-*:123456789012:orders'", "arn:aws:sqs:eu-west-1:123456789012:orders", Denied)]
    [InlineData("!GetAtt Named.Arn", "arn:aws:sqs:eu-west-1:123456789012:orders", Unknown)]
    [InlineData("!GetAtt Q.Arn", "arn:aws:sqs:eu-west-1:123456789012:orders", Denied)]
    // Variables of IAM.
    [InlineData("'arn:*:sqs:*:*:${aws:PrincipalTag/team}'", "!GetAtt Named.Arn", Unknown)]
    [InlineData("!Sub 'arn:*:sqs:*:*:${!aws:PrincipalTag/team}'", "!GetAtt Named.Arn", Unknown)]
    [InlineData("'arn:*:sns:*:*:${aws:PrincipalTag/team}'", "!GetAtt Named.Arn", Denied)]
    internal void Resources(string resource, string target, PermissionDecision expected) => Check($"{{Effect: Allow, Action: 'sqs:SendMessage', Resource: {resource}}}", "sqs:SendMessage", target, expected);

    [Theory]
    [InlineData("sns:Publish", "!Ref T", "!Ref T", Granted)]
    [InlineData("sns:Publish", "!Sub '${T}'", "!Ref T", Granted)]
    [InlineData("sns:Publish", "!GetAtt T.TopicArn", "!Ref T", Granted)]
    [InlineData("sns:Publish", "!Sub 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${T.TopicName}'", "!Ref T", Granted)]
    [InlineData("sns:Publish", "!Sub 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:orders'", "!Ref NamedTopic", Granted)]
    [InlineData("sns:Publish", "!Ref NamedTopic", "!Ref T", Denied)]
    [InlineData("events:PutEvents", "!GetAtt Bus.Arn", "!GetAtt Bus.Arn", Granted)]
    [InlineData("events:PutEvents", "!Sub 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/orders'", "!GetAtt Bus.Arn", Granted)]
    [InlineData("events:PutEvents", "!Sub 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default'", "!GetAtt Bus.Arn", Denied)]
    [InlineData("events:PutEvents", "!Sub 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${Bus}'", "!GetAtt Bus.Arn", Granted)]
    [InlineData("kms:Decrypt", "!GetAtt Key.Arn", "!GetAtt Key.Arn", Granted)]
    [InlineData("kms:Decrypt", "!Sub 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${Key}'", "!GetAtt Key.Arn", Granted)]
    [InlineData("kms:Decrypt", "!Sub 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/orders'", "!GetAtt Key.Arn", Denied)]
    // A qualified ARN is another resource than the function's own.
    [InlineData("lambda:InvokeFunction", "!GetAtt F.Arn", "!GetAtt F.Arn", Granted)]
    [InlineData("lambda:InvokeFunction", "!GetAtt F.Arn", "!Ref Alias", Denied)]
    [InlineData("lambda:InvokeFunction", "!GetAtt F.Arn", "!Ref Version", Denied)]
    [InlineData("lambda:InvokeFunction", "!Ref Alias", "!Ref Alias", Granted)]
    [InlineData("lambda:InvokeFunction", "!Ref Alias", "!GetAtt F.Arn", Denied)]
    [InlineData("lambda:InvokeFunction", "!Sub '${F.Arn}:*'", "!Ref Alias", Granted)]
    [InlineData("lambda:InvokeFunction", "!Sub '${F.Arn}:*'", "!Ref Version", Granted)]
    [InlineData("lambda:InvokeFunction", "!Sub '${F.Arn}:*'", "!GetAtt F.Arn", Denied)]
    [InlineData("lambda:InvokeFunction", "!Sub '${F.Arn}*'", "!GetAtt F.Arn", Granted)]
    [InlineData("lambda:InvokeFunction", "!Sub '${F.Arn}:live'", "!Ref Alias", Granted)]
    [InlineData("lambda:InvokeFunction", "!Sub '${F.Arn}:live'", "!Sub '${F.Arn}:live'", Granted)]
    [InlineData("lambda:InvokeFunction", "!Sub '${F.Arn}:live'", "!Ref Version", Denied)]
    [InlineData("lambda:InvokeFunction", "!Sub '${F.Arn}:1'", "!Ref Version", Unknown)]
    [InlineData("lambda:InvokeFunction", "'arn:aws:lambda:eu-west-1:123456789012:function:target'", "arn:aws:lambda:eu-west-1:123456789012:function:target:live", Denied)]
    [InlineData("lambda:InvokeFunction", "'arn:aws:lambda:eu-west-1:123456789012:function:target:*'", "arn:aws:lambda:eu-west-1:123456789012:function:target:live", Granted)]
    internal void Targets_of_every_kind(string action, string resource, string target, PermissionDecision expected) =>
        Check($"{{Effect: Allow, Action: '{action}', Resource: {resource}}}", action, target, expected);

    [Theory]
    [InlineData("s3:PutObject", "!Sub '${B.Arn}/*'", Granted)]
    [InlineData("s3:PutObject", "!Join ['/', [!GetAtt B.Arn, '*']]", Granted)]
    [InlineData("s3:PutObject", "!Join ['', [!GetAtt B.Arn, '/*']]", Granted)]
    [InlineData("s3:PutObject", "!Sub 'arn:${AWS::Partition}:s3:::${B}/*'", Granted)]
    [InlineData("s3:PutObject", "!Sub '${B.Arn}/aws/lambda/*'", Granted)]
    [InlineData("s3:PutObject", "!Sub '${B.Arn}/aws/lambda/async/*'", Unknown)]
    [InlineData("s3:PutObject", "!Sub '${B.Arn}*'", Granted)]
    [InlineData("s3:PutObject", "!Sub '${B.Arn}/uploads/*'", Denied)]
    [InlineData("s3:PutObject", "!GetAtt B.Arn", Denied)]
    [InlineData("s3:PutObject", "!Sub '${NamedBucket.Arn}/*'", Denied)]
    [InlineData("s3:ListBucket", "!GetAtt B.Arn", Granted)]
    [InlineData("s3:ListBucket", "!Sub 'arn:${AWS::Partition}:s3:::${B}'", Granted)]
    [InlineData("s3:ListBucket", "!Sub '${B.Arn}/*'", Denied)]
    [InlineData("s3:ListBucket", "!Ref B", Denied)]
    internal void Objects_lie_in_the_bucket(string action, string resource, PermissionDecision expected) =>
        Check($"{{Effect: Allow, Action: '{action}', Resource: {resource}}}", action, "!GetAtt B.Arn", expected);

    [Theory]
    [InlineData("{StringEquals: {'s3:ResourceAccount': !Ref AWS::AccountId}}", "!GetAtt B.Arn", Granted)]
    [InlineData("{StringEquals: {'aws:ResourceAccount': [!Sub '${AWS::AccountId}']}}", "!GetAtt B.Arn", Granted)]
    [InlineData("{StringEquals: {'s3:ResourceAccount': '123456789012'}}", "!GetAtt B.Arn", Unknown)]
    [InlineData("{StringEquals: {'s3:ResourceAccount': !Ref AWS::AccountId, 'aws:PrincipalTag/team': a}}", "!GetAtt B.Arn", Unknown)]
    [InlineData("{StringNotEquals: {'s3:ResourceAccount': !Ref AWS::AccountId}}", "!GetAtt B.Arn", Unknown)]
    [InlineData("{StringEquals: {'s3:ResourceAccount': !Ref AWS::AccountId}}", "arn:aws:s3:::elsewhere", Unknown)]
    internal void The_recommended_condition_of_buckets_is_followed(string condition, string target, PermissionDecision expected) =>
        Check($"{{Effect: Allow, Action: 's3:ListBucket', Resource: '*', Condition: {condition}}}", "s3:ListBucket", target, expected);

    [Theory]
    [InlineData("{Effect: Allow, Action: '*', NotResource: !GetAtt Q.Arn}", Denied)]
    [InlineData("{Effect: Allow, Action: '*', NotResource: !GetAtt Other.Arn}", Granted)]
    [InlineData("{Effect: Allow, Action: '*', NotResource: ['arn:*:s3:::*', 'arn:*:sqs:*:*:*']}", Denied)]
    [InlineData("{Effect: Allow, Action: '*', NotResource: !Ref Arn}", Unknown)]
    // A condition is known at run time; one that can never count is not even unknown.
    [InlineData("{Effect: Allow, Action: '*', Resource: '*', Condition: {StringEquals: {'aws:RequestedRegion': eu-west-1}}}", Unknown)]
    [InlineData("{Effect: Allow, Action: 'sns:*', Resource: '*', Condition: {StringEquals: {'aws:RequestedRegion': eu-west-1}}}", Denied)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*', Condition: {}}", Granted)]
    // A principal has no meaning in a role's policy.
    [InlineData("{Effect: Allow, Principal: '*', Action: '*', Resource: '*'}", Granted)]
    [InlineData("{Effect: !Ref Name, Action: '*', Resource: '*'}", Unknown)]
    [InlineData("{Effect: Allow, Action: '*'}", Unknown)]
    [InlineData("{Effect: Allow, Resource: '*'}", Unknown)]
    [InlineData("!If [Prod, {Effect: Allow, Action: '*', Resource: '*'}, !Ref AWS::NoValue]", Unknown)]
    [InlineData("!If [Prod, {Effect: Allow, Action: 'sns:*', Resource: '*'}, !Ref AWS::NoValue]", Denied)]
    [InlineData("!Ref Name", Unknown)]
    // An explicit deny wins, wherever it stands.
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: 'sqs:*', Resource: '*'}", Denied)]
    [InlineData("{Effect: Deny, Action: 'sqs:*', Resource: '*'}, {Effect: Allow, Action: '*', Resource: '*'}", Denied)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: 'sns:*', Resource: '*'}", Granted)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: '*', Resource: !GetAtt Other.Arn}", Granted)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, NotAction: 'sqs:*', Resource: '*'}", Granted)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: '*', NotResource: !GetAtt Q.Arn}", Granted)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: '*', Resource: '*', Condition: {Bool: {'aws:SecureTransport': false}}}", Unknown)]
    [InlineData("{Effect: Deny, Action: '*', Resource: '*', Condition: {Bool: {'aws:SecureTransport': false}}}", Denied)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: '*', Resource: !Ref Arn}", Unknown)]
    internal void Statements(string statements, PermissionDecision expected) => Check(statements, "sqs:SendMessage", "!GetAtt Q.Arn", expected);

    [Fact]
    public void A_deny_is_told_from_a_grant_that_is_not_there()
    {
        Assert.True(Evaluate(Role("{Effect: Deny, Action: 'sqs:*', Resource: '*'}"), "sqs:SendMessage", "!GetAtt Q.Arn").IsExplicitlyDenied);
        Assert.False(Evaluate(Role("{Effect: Allow, Action: 'sns:*', Resource: '*'}"), "sqs:SendMessage", "!GetAtt Q.Arn").IsExplicitlyDenied);
    }

    [Fact]
    public void An_answer_says_which_statement()
    {
        PermissionAnswer answer = Evaluate(Role("{Effect: Allow, Action: 'sns:*', Resource: '*'}, {Effect: Allow, Action: 'sqs:*', Resource: '*'}"), "sqs:SendMessage", "!GetAtt Q.Arn");
        StatementPlace place = Assert.Single(answer.Statements).Place;
        Assert.Equal("Resources.Role.Properties.Policies[0].PolicyDocument.Statement[1]", place.Path);
        Assert.Equal("Role", place.Owner.LogicalId);
    }

    private const string Allow = "PolicyDocument: {Version: '2012-10-17', Statement: {Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Q.Arn}}";

    [Theory]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyName: p, " + Allow + "}]}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {Policies: [!If [Prod, {PolicyName: p, " + Allow + "}, !Ref AWS::NoValue]]}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {Policies: !If [Prod, [{PolicyName: p, " + Allow + "}], []]}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {Policies: [{'Fn::Transform': {Name: AWS::Include}}]}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyName: p, PolicyDocument: !Ref Name}]}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {PermissionsBoundary: !Ref Arn, Policies: [{PolicyName: p, " + Allow + "}]}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {PermissionsBoundary: !Ref AWS::NoValue, Policies: [{PolicyName: p, " + Allow + "}]}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {PermissionsBoundary: !Ref Arn}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: s3://b/k}}}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {Path: /, '<<': {Policies: []}}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyName: p, PolicyDocument: {Version: '2012-10-17', 'Fn::Transform': {Name: AWS::Include}}}]}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, 'Fn::Transform': {Name: AWS::Include}}]}}]}}", Unknown)]
    // Policies that are resources of their own.
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], " + Allow + "}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Sub '${Role}'], " + Allow + "}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::ManagedPolicy, Properties: {Roles: [!Ref Role], " + Allow + "}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::RolePolicy, Properties: {RoleName: !Ref Role, " + Allow + "}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::GroupPolicy, Properties: {RoleName: !Ref Role, " + Allow + "}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  Second: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Second], " + Allow + "}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  Second: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Second, !Ref Role], " + Allow + "}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!If [Prod, !Ref Role, !Ref AWS::NoValue]], " + Allow + "}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::Policy, Condition: Prod, Properties: {Roles: [!Ref Role], " + Allow + "}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Name], " + Allow + "}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::Policy, Properties: {Users: [!Ref Role], " + Allow + "}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {RoleName: worker}}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [worker], " + Allow + "}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {RoleName: worker}}\n  P: {Type: AWS::IAM::Policy, Properties: {Roles: [workers], " + Allow + "}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [!Ref P]}}\n  P: {Type: AWS::IAM::ManagedPolicy, Properties: {" + Allow + "}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  P: {Type: AWS::IAM::ManagedPolicy, Properties: {" + Allow + "}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [!If [Prod, !Ref P, !Ref AWS::NoValue]]}}\n  P: {Type: AWS::IAM::ManagedPolicy, Properties: {" + Allow + "}}", Unknown)]
    // Policies of AWS and of the account.
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSFullAccess']}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/AmazonSQSFullAccess']}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [!Join ['', ['arn:', !Ref AWS::Partition, ':iam::aws:policy/AmazonSQSFullAccess']]]}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess']}}", Granted)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSNSFullAccess']}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess']}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole']}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/SomethingNew']}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::123456789012:policy/AmazonSQSReadOnlyAccess']}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [!Ref Arn]}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: !Ref Arn}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [!ImportValue policy]}}", Unknown)]
    // The queue's own policy can grant in the role's place.
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  QP: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Q], PolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: !GetAtt Role.Arn}, Action: 'sqs:SendMessage', Resource: '*'}]}}}", Unknown)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  QP: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Other], PolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: !GetAtt Role.Arn}, Action: 'sqs:SendMessage', Resource: '*'}]}}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  QP: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Q], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: sns.amazonaws.com}, Action: 'sqs:SendMessage', Resource: '*'}]}}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  QP: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Q], PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 'sqs:ReceiveMessage', Resource: '*'}]}}}", Denied)]
    [InlineData("  Role: {Type: AWS::IAM::Role}\n  QP: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Q], PolicyDocument: {Statement: [{Effect: Deny, Principal: '*', Action: 'sqs:SendMessage', Resource: '*'}]}}}", Denied)]
    internal void Policies_of_a_role(string resources, PermissionDecision expected)
    {
        Assert.Equal(expected, Evaluate(resources, "sqs:SendMessage", "!GetAtt Q.Arn").Decision);
        Assert.Equal(expected, Evaluate(resources, "sqs:SendMessage", "!GetAtt Q.Arn", asJson: true).Decision);
    }

    [Theory]
    [InlineData("Role: !GetAtt Role.Arn", Granted)]
    [InlineData("Role: {'Fn::GetAtt': [Role, Arn]}", Granted)]
    [InlineData("Role: !Sub '${Role.Arn}'", Granted)]
    [InlineData("Role: !GetAtt Bare.Arn", Denied)]
    [InlineData("Role: !Ref Arn", Unknown)]
    [InlineData("Role: arn:aws:iam::123456789012:role/elsewhere", Unknown)]
    [InlineData("Role: arn:aws:iam::123456789012:role/path/attached", Granted)]
    [InlineData("Role: !ImportValue role", Unknown)]
    [InlineData("Role: !If [Prod, !GetAtt Role.Arn, !GetAtt Bare.Arn]", Unknown)]
    [InlineData("Role: !If [Prod, !GetAtt Role.Arn, !GetAtt Role.Arn]", Granted)]
    [InlineData("Role: !If [Prod, !GetAtt Bare.Arn, !GetAtt Bare.Arn]", Denied)]
    [InlineData("Timeout: 3", Unknown)]
    internal void Roles_of_a_function(string role, PermissionDecision expected)
    {
        string resources = "  Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyName: p, " + Allow + "}]}}\n"
            + "  Bare: {Type: AWS::IAM::Role}\n"
            + "  P: {Type: AWS::IAM::Policy, Properties: {Roles: [attached], " + Allow + "}}";
        string template = (Targets + resources).Replace("Role: !GetAtt Role.Arn}}\n", role + "}}\n", StringComparison.Ordinal);
        Assert.Equal(expected, Evaluate(Notations.Model(template), "sqs:SendMessage", "!GetAtt Q.Arn").Decision);
    }

    [Fact]
    public void A_macro_may_add_policies()
    {
        string resources = "  Role: {Type: AWS::IAM::Role}\n";
        Assert.Equal(Denied, Evaluate(resources, "sqs:SendMessage", "!GetAtt Q.Arn").Decision);
        Assert.Equal(Unknown, Evaluate(resources + "Transform: OurMacro\n", "sqs:SendMessage", "!GetAtt Q.Arn").Decision);
    }

    [Theory]
    [InlineData("Condition: Prod, ", "Condition: Prod, ", Granted)]
    [InlineData("", "Condition: Prod, ", Unknown)]
    [InlineData("Condition: Prod, ", "", Granted)]
    internal void A_policy_under_the_functions_own_condition_is_there_with_it(string ofFunction, string ofPolicy, PermissionDecision expected)
    {
        string template = Targets.Replace("Worker: {", "Worker: {" + ofFunction, StringComparison.Ordinal)
            + "  Role: {Type: AWS::IAM::Role}\n  P: {" + ofPolicy + "Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], " + Allow + "}}";
        Assert.Equal(expected, Evaluate(Notations.Model(template), "sqs:SendMessage", "!GetAtt Q.Arn").Decision);
    }

    private static string Role(string statements) =>
        $"  Role: {{Type: AWS::IAM::Role, Properties: {{Policies: [{{PolicyName: p, PolicyDocument: {{Version: '2012-10-17', Statement: [{statements}]}}}}]}}}}";

    private static void Check(string statements, string action, string target, PermissionDecision expected)
    {
        Assert.Equal(expected, Evaluate(Role(statements), action, target).Decision);
        Assert.Equal(expected, Evaluate(Role(statements), action, target, asJson: true).Decision);
    }

    private static PermissionAnswer Evaluate(string resources, string action, string target, bool asJson = false) => Evaluate(Notations.Model(Targets + resources, asJson), action, target);

    private static PermissionAnswer Evaluate(TemplateModel template, string action, string target)
    {
        TemplateValue arn = TemplateValue.FromNode(TemplateFile.Parse("X: " + target).Root!)["X"]!;
        return new PermissionEvaluator(template).Evaluate(template.Find("Worker")!, new RequiredGrant(action, arn, IsOnObjects: action == "s3:PutObject"));
    }
}
