using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>Asks what the role of a function <c>Worker</c> allows.</summary>
internal static class Permissions
{
    /// <summary>What the role's policies may name; the role itself is still to come.</summary>
    public const string Targets = """
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

    /// <summary>A document that lets a role send to the queue <c>Q</c>.</summary>
    public const string Allow = "PolicyDocument: {Version: '2012-10-17', Statement: {Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Q.Arn}}";

    /// <summary>A role with these statements.</summary>
    public static string Role(string statements) =>
        $"  Role: {{Type: AWS::IAM::Role, Properties: {{Policies: [{{PolicyName: p, PolicyDocument: {{Version: '2012-10-17', Statement: [{statements}]}}}}]}}}}";

    /// <summary>Evaluates a role with these statements, in both notations.</summary>
    public static void Check(string statements, string action, string target, PermissionDecision expected)
    {
        Assert.Equal(expected, Evaluate(Role(statements), action, target).Decision);
        Assert.Equal(expected, Evaluate(Role(statements), action, target, asJson: true).Decision);
    }

    public static PermissionAnswer Evaluate(string resources, string action, string target, bool asJson = false) => Evaluate(Notations.Model(Targets + resources, asJson), action, target);

    public static PermissionAnswer Evaluate(TemplateModel template, string action, string target)
    {
        TemplateValue arn = TemplateValue.FromNode(TemplateFile.Parse("X: " + target).Root!)["X"]!;
        return new PermissionEvaluator(template).Evaluate(template.Find("Worker")!, new RequiredGrant(action, arn, IsOnObjects: action == "s3:PutObject"));
    }
}
