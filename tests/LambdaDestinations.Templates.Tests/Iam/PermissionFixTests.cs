using System;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>What the code fix writes into a template, and that nothing of LD3xxx is left after it.</summary>
public sealed class PermissionFixTests
{
    private const string Plain = """
        Resources:
          Q: {Type: AWS::SQS::Queue}
          Role:
            Type: AWS::IAM::Role   # bare
          Worker:
            Type: AWS::Lambda::Function
            Properties: {Role: !GetAtt Role.Arn}
          Config:
            Type: AWS::Lambda::EventInvokeConfig
            Properties: {FunctionName: !Ref Worker, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: !GetAtt Q.Arn}}}

        """;

    [Fact]
    public void The_statement_is_added_and_the_config_waits()
    {
        Assert.Equal(
            """
            Resources:
              Q: {Type: AWS::SQS::Queue}
              Role:
                Type: AWS::IAM::Role   # bare
              Worker:
                Type: AWS::Lambda::Function
                Properties: {Role: !GetAtt Role.Arn}
              Config:
                Type: AWS::Lambda::EventInvokeConfig
                Properties: {FunctionName: !Ref Worker, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: !GetAtt Q.Arn}}}
                DependsOn: WorkerPermissions
              WorkerPermissions:
                Type: AWS::IAM::Policy
                Properties:
                  PolicyName: WorkerPermissions
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Action: [sqs:SendMessage]
                        Resource: !GetAtt Q.Arn
                  Roles:
                    - !Ref Role

            """,
            Fix(Plain, "LD3001", out string title));
        Assert.Equal("Grant it to role Role by policy WorkerPermissions", title);
    }

    [Theory]
    [InlineData("DependsOn: Q", "DependsOn: [Q, WorkerPermissions]")]
    [InlineData("DependsOn: [Q]", "DependsOn: [Q, WorkerPermissions]")]
    public void DependsOn_is_extended(string before, string after) =>
        Assert.Contains(after, Fix(Plain.Replace("  Config:\n", $"  Config:\n    {before}\n", StringComparison.Ordinal), "LD3001", out _), StringComparison.Ordinal);

    [Fact]
    public void A_taken_name_is_left_alone() =>
        Assert.Contains("WorkerPermissions2:", Fix(Plain + "  WorkerPermissions: {Type: AWS::SQS::Queue}\n", "LD3001", out _), StringComparison.Ordinal);

    [Theory]
    [InlineData("Policies: [{PolicyName: p, PolicyDocument: {Statement: {Effect: Allow, Action: 's3:PutObject', Resource: !Sub '${B.Arn}/*'}}}]", "LD3002", "!GetAtt B.Arn", "S3Bucket")]
    [InlineData("ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess']", "LD3007", "!GetAtt Q.Arn", "SQS")]
    [InlineData("Policies: [{PolicyName: p, PolicyDocument: {Statement: {Effect: Allow, Action: 'sqs:*', Resource: '*'}}}]", "LD3004", "!GetAtt Encrypted.Arn", "SQS")]
    [InlineData("Path: /", "LD3001", "!GetAtt Encrypted.Arn", "SQS")]
    [InlineData("Path: /", "LD3001", "!Ref T", "SNS")]
    public void Sam_functions_are_corrected_too(string role, string rule, string target, string type)
    {
        string template = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Q: {Type: AWS::SQS::Queue}
              B: {Type: AWS::S3::Bucket}
              T: {Type: AWS::SNS::Topic}
              Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: []}}}
              Encrypted: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref Key}}
              Role: {Type: AWS::IAM::Role, Properties: {<role>}}
              Worker: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: <type>, Destination: <target>}}}}}

            """;
        template = template.Replace("<role>", role, StringComparison.Ordinal).Replace("<type>", type, StringComparison.Ordinal).Replace("<target>", target, StringComparison.Ordinal);
        Fix(template, rule, out _);
    }

    [Fact]
    public void The_policy_that_is_there_is_waited_for()
    {
        string template = Plain + "  P: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], PolicyDocument: {Statement: {Effect: Allow, Action: 'sqs:*', Resource: '*'}}}}\n";
        Assert.Contains("    DependsOn: P\n", Fix(template, "LD3006", out string title), StringComparison.Ordinal);
        Assert.Equal("Write DependsOn: P to Config", title);
    }

    [Theory]
    [InlineData("arn:aws:iam::123456789012:role/elsewhere")]
    [InlineData("!ImportValue role")]
    public void A_role_elsewhere_cannot_be_corrected(string role)
    {
        string template = Plain.Replace("!GetAtt Role.Arn", role, StringComparison.Ordinal);
        TemplateModel model = Notations.Model(template);
        SourceSpan destination = DestinationConfiguration.Of(model).Functions.Single().AllDestinations.Single().Destination.Targets.Single().Span;
        Assert.Null(PermissionFix.Find(model, PermissionRules.NotGranted, destination));
    }

    /// <summary>The same edit in JSON, for the checks that follow.</summary>
    private static string Fix(string template, string rule, out string title)
    {
        title = Fix(Notations.Model(template, asJson: true), rule).Title;
        (TemplateDocument document, title) = Fix(Notations.Model(template), rule);
        return document.Text;
    }

    private static (TemplateDocument Document, string Title) Fix(TemplateModel model, string rule)
    {
        Finding finding = PermissionChecksTests.CheckAll(model).First(x => x.Rule.Id == rule);
        PermissionFix fix = PermissionFix.Find(model, finding.Rule, finding.TemplateSpan!.Value)!;
        TemplateEditor editor = new(model.Document);
        fix.Edit(editor);
        TemplateEditResult result = editor.Apply();
        Assert.Null(result.Refusal);
        Assert.Empty(PermissionChecksTests.CheckAll(TemplateModel.Read(result.Document!)).Select(static x => x.Message));
        return (result.Document!, fix.Title);
    }
}
