using System;
using LambdaDestinations.Templates.Iam;
using static LambdaDestinations.Templates.Tests.Iam.Permissions;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>Which policies a role has, and which role a function.</summary>
public sealed class RolePermissionTests
{
    private const PermissionDecision Granted = PermissionDecision.Granted;
    private const PermissionDecision Denied = PermissionDecision.Denied;
    private const PermissionDecision Unknown = PermissionDecision.Unknown;

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
    [InlineData("  Role: {Type: AWS::IAM::Role, Properties: {Path: /, <<: {Policies: []}}}", Denied)]
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
}
