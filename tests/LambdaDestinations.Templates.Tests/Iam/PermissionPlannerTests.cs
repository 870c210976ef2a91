using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>What the build adds to a role, and what it finds there already.</summary>
public sealed class PermissionPlannerTests
{
    private const string Policy = "WorkerDestinationsPolicy";

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Q: {Type: AWS::SQS::Queue}
          B: {Type: AWS::S3::Bucket}
          Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: []}}}
          Encrypted: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref Key}}
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Run
              Role: !GetAtt Role.Arn

        """;

    private static readonly HandlerModel ToQueue = Handler(OnFailure(DestinationTargetType.Sqs, "@Q"));

    [Theory]
    [InlineData("Policies: [{PolicyName: p, PolicyDocument: {Statement: {Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Q.Arn}}}]", false)]
    [InlineData("ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSFullAccess']", false)]
    [InlineData("ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess']", true)]
    [InlineData("Policies: [{PolicyName: p, PolicyDocument: {Statement: {Effect: Allow, Action: 'sqs:ReceiveMessage', Resource: !GetAtt Q.Arn}}}]", true)]
    [InlineData("Path: /", true)]
    public void A_grant_that_is_there_is_not_given_again(string role, bool isAdded)
    {
        TemplateModel updated = Update(Template + $"  Role: {{Type: AWS::IAM::Role, Properties: {{{role}}}}}\n", ToQueue);
        Assert.Equal(isAdded, updated.Find(Policy) is not null);
    }

    [Theory]
    [InlineData("s3:PutObject", "!Sub '${B.Arn}/*'", """[{"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": {"Fn::GetAtt": ["B", "Arn"]}}]""")]
    [InlineData("s3:ListBucket", "!GetAtt B.Arn", """[{"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": {"Fn::Join": ["/", [{"Fn::GetAtt": ["B", "Arn"]}, "*"]]}}]""")]
    public void Only_the_missing_action_is_added(string action, string resource, string expected)
    {
        string role = $"  Role: {{Type: AWS::IAM::Role, Properties: {{Policies: [{{PolicyName: p, PolicyDocument: {{Statement: {{Effect: Allow, Action: '{action}', Resource: {resource}}}}}}}]}}}}\n";
        Assert.Equal(expected, StatementsOf(Update(Template + role, Handler(OnFailure(DestinationTargetType.S3, "@B")))));
    }

    [Fact]
    public void A_key_is_granted_with_the_queue()
    {
        string role = "  Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: ['sqs:*', 'kms:Decrypt'], Resource: '*'}]}}]}}\n";
        Assert.Equal(
            """[{"Effect": "Allow", "Action": ["kms:GenerateDataKey"], "Resource": {"Fn::GetAtt": ["Key", "Arn"]}}]""",
            StatementsOf(Update(Template + role, Handler(OnFailure(DestinationTargetType.Sqs, "@Encrypted")))));
    }

    [Fact]
    public void Two_destinations_in_one_queue_need_one_statement()
    {
        HandlerModel both = Handler(OnSuccess(DestinationTargetType.Sqs, "@Q"), OnFailure(DestinationTargetType.Sqs, "@Q"));
        Assert.Equal(
            """[{"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": {"Fn::GetAtt": ["Q", "Arn"]}}]""",
            StatementsOf(Update(Template + "  Role: {Type: AWS::IAM::Role}\n", both)));
    }

    [Fact]
    public void A_deny_is_one_clear_finding_and_nothing_is_written()
    {
        string text = Template + "  Role: {Type: AWS::IAM::Role, Properties: {Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Deny, Action: 'sqs:*', Resource: '*'}]}}]}}\n";
        HandlerModel both = Handler(OnSuccess(DestinationTargetType.Sqs, "@Q"), OnFailure(DestinationTargetType.Sqs));
        TemplateUpdate update = TemplateUpdater.Update(TemplateFile.Parse(text), ManifestOf(both), Assembly);
        Assert.Equal(text, update.Document.Text);
        Assert.All(update.Findings, static x => Assert.Same(PermissionRules.ExplicitlyDenied, x.Rule));
        Assert.Equal(
            "Resources.Role.Properties.Policies[0].PolicyDocument.Statement[0] denies function 'Worker' sqs:SendMessage on 'Q', so Lambda refuses its OnSuccess destination; no grant helps against a Deny: narrow that statement",
            update.Findings[0].Message);
        Assert.StartsWith("{Effect: Deny", text.Substring(update.Findings[0].TemplateSpan!.Value.Start), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqs:SendMessage")]
    [InlineData("sns:Publish", "LD3001")]
    public void A_policy_that_the_user_took_over_is_his(string action, params string[] expected)
    {
        string text = Template + "  Role: {Type: AWS::IAM::Role}\n"
            + $"  {Policy}: {{Type: AWS::IAM::Policy, Properties: {{Roles: [!Ref Role], PolicyDocument: {{Statement: {{Effect: Allow, Action: '{action}', Resource: !GetAtt Q.Arn}}}}}}}}\n";
        TemplateUpdate update = TemplateUpdater.Update(TemplateFile.Parse(text), ManifestOf(ToQueue), Assembly);
        Assert.Equal(expected, update.Findings.Select(static x => x.Rule.Id));
    }

    [Fact]
    public void A_deny_in_the_policies_of_a_sam_function_counts_too()
    {
        string text = Template.Replace("Role: !GetAtt Role.Arn", "Policies: [{Statement: [{Effect: Deny, Action: 'sqs:*', Resource: '*'}]}]", StringComparison.Ordinal);
        TemplateUpdate update = TemplateUpdater.Update(TemplateFile.Parse(text), ManifestOf(ToQueue), Assembly);
        Assert.Same(PermissionRules.ExplicitlyDenied, Assert.Single(update.Findings).Rule);
    }

    [Theory]
    [InlineData("arn:aws:iam::123456789012:role/elsewhere")]
    [InlineData("!ImportValue role")]
    [InlineData("!Ref RoleArn")]
    public void The_statement_for_a_role_elsewhere_is_told(string role)
    {
        string text = Template.Replace("!GetAtt Role.Arn", role, StringComparison.Ordinal) + "Parameters: {RoleArn: {Type: String}}\n";
        TemplateUpdate update = TemplateUpdater.Update(TemplateFile.Parse(text), ManifestOf(ToQueue), Assembly);
        Finding finding = Assert.Single(update.Findings);
        Assert.Equal(
            """Cannot verify the role of function 'Worker', which is not in the template; to reach its destinations it needs: {Effect: Allow, Action: [sqs:SendMessage], Resource: !GetAtt Q.Arn}""",
            finding.Message);
        Assert.Contains("Destination: !GetAtt Q.Arn", update.Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_elsewhere_that_a_policy_of_the_template_serves_is_silent()
    {
        string text = Template.Replace("!GetAtt Role.Arn", "arn:aws:iam::123456789012:role/team/worker", StringComparison.Ordinal)
            + "  P: {Type: AWS::IAM::Policy, Properties: {Roles: [worker], PolicyDocument: {Statement: {Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Q.Arn}}}}\n";
        Assert.Null(Update(text, ToQueue).Find(Policy));
    }

    [Theory]
    [InlineData("Path: /", "Worker OnFailure: Resources.WorkerDestinationsPolicy.Properties.PolicyDocument.Statement[0] grants sqs:SendMessage on {\"Fn::GetAtt\": [\"Q\", \"Arn\"]} to Role")]
    [InlineData("Policies: [{PolicyName: p, PolicyDocument: {Statement: {Effect: Allow, Action: 'sqs:*', Resource: '*'}}}]", "Worker OnFailure: Resources.Role.Properties.Policies[0].PolicyDocument.Statement (line 12) grants sqs:SendMessage on {\"Fn::GetAtt\": [\"Q\", \"Arn\"]}")]
    public void A_proof_says_where_the_statement_stands(string role, string expected)
    {
        TemplateUpdate update = TemplateUpdater.Update(TemplateFile.Parse(Template + $"  Role: {{Type: AWS::IAM::Role, Properties: {{{role}}}}}\n"), ManifestOf(ToQueue), Assembly);
        Assert.Equal([expected], update.Proofs);
    }

    [Fact]
    public void SAMs_own_grant_is_a_proof_too()
    {
        TemplateUpdate update = TemplateUpdater.Update(TemplateFile.Parse(Template.Replace("      Role: !GetAtt Role.Arn\n", "", StringComparison.Ordinal)), ManifestOf(ToQueue), Assembly);
        Assert.Equal(["Worker OnFailure: SAM grants sqs:SendMessage on {\"Fn::GetAtt\": [\"Q\", \"Arn\"]} to WorkerRole"], update.Proofs);
    }

    /// <summary>Whatever the role and the destinations: what the build writes needs no second build, and passes the checks.</summary>
    [Theory]
    [InlineData("Path: /")]
    [InlineData("Policies: [{PolicyName: p, PolicyDocument: {Statement: {Effect: Allow, Action: 's3:*', Resource: '*'}}}]")]
    [InlineData("Policies: [{PolicyName: p, PolicyDocument: {Statement: {Effect: Allow, Action: 'sqs:*', Resource: !Sub 'arn:${AWS::Partition}:sqs:*:*:*'}}}]")]
    [InlineData("Policies: [{PolicyName: p, PolicyDocument: {Statement: {Effect: Allow, Action: 'sqs:*', Resource: 'arn:aws:sqs:*:*:*'}}}]")]
    [InlineData("ManagedPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess']")]
    [InlineData("ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSLambdaExecute']")]
    [InlineData(null)]
    public void What_is_written_satisfies_the_checks(string? role)
    {
        string[] kinds = ["Sqs", "@Q", "Sqs", "@Encrypted", "Sqs", "", "S3", "@B", "S3", "", "Sns", "", "Lambda", "@Other"];
        foreach (string type in new[] { ResourceTypes.ServerlessFunction, ResourceTypes.Function })
        {
            for (int i = 0; i < kinds.Length; i += 2)
            {
                string text = Template.Replace(ResourceTypes.ServerlessFunction, type, StringComparison.Ordinal)
                    + "  Other: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Elsewhere.Arn}}\n  Elsewhere: {Type: AWS::IAM::Role}\n"
                    + (role is null ? "" : $"  Role: {{Type: AWS::IAM::Role, Properties: {{{role}}}}}\n");
                if (role is null)
                {
                    if (type == ResourceTypes.Function)
                    {
                        continue;
                    }

                    text = text.Replace("      Role: !GetAtt Role.Arn\n", "", StringComparison.Ordinal);
                }

                HandlerModel handler = Handler(OnFailure(Enum.Parse<DestinationTargetType>(kinds[i]), kinds[i + 1].Length == 0 ? null : kinds[i + 1]));
                TemplateModel updated = Update(text, handler);
                Assert.Empty(PermissionChecksTests.CheckAll(updated).Select(static x => x.Message));
                Assert.Equal(updated.Document.Text, Update(updated.Document.Text, handler).Document.Text);
            }
        }
    }

    private static TemplateModel Update(string template, HandlerModel handler)
    {
        TemplateUpdate update = TemplateUpdater.Update(TemplateFile.Parse(template), ManifestOf(handler), Assembly);
        Assert.Empty(update.Findings.Select(static x => x.Message));
        return TemplateModel.Read(update.Document);
    }

    private static string StatementsOf(TemplateModel template) =>
        TemplateValue.FromNode(template.Find(Policy)!.Properties!)["PolicyDocument"]!["Statement"]!.ToString();
}
