using LambdaDestinations.Templates.Iam;
using static LambdaDestinations.Templates.Tests.Iam.Permissions;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>Each rule of IAM about statements, by a policy that obeys it and one that just does not.</summary>
public sealed class PermissionEvaluatorTests
{
    private const PermissionDecision Granted = PermissionDecision.Granted;
    private const PermissionDecision Denied = PermissionDecision.Denied;
    private const PermissionDecision Unknown = PermissionDecision.Unknown;

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
}
