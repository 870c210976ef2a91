using LambdaDestinations.Templates.Iam;
using static LambdaDestinations.Templates.Tests.Iam.Permissions;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>Which resources a statement is about, by one that matches and one that just does not.</summary>
public sealed class PermissionResourceTests
{
    private const PermissionDecision Granted = PermissionDecision.Granted;
    private const PermissionDecision Denied = PermissionDecision.Denied;
    private const PermissionDecision Unknown = PermissionDecision.Unknown;

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
    [InlineData("!Ref Q", "!GetAtt Q.Arn", Denied)]
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
}
