using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Update;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>What AWS's own tools say of the templates that we write.</summary>
[Trait("Category", "Oracle")]
public sealed class OracleTests : IDisposable
{
    private const string SamFunction = """
        AWSTemplateFormatVersion: '2010-09-09'
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Uploads:
            Type: AWS::S3::Bucket
          Stream:
            Type: AWS::Kinesis::Stream
            Properties: {ShardCount: 1}
          Bus:
            Type: AWS::Events::EventBus
            Properties: {Name: orders}
          Key:
            Type: AWS::KMS::Key
            Properties:
              KeyPolicy: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}, Action: 'kms:*', Resource: '*'}]}
          Encrypted:
            Type: AWS::SQS::Queue
            Properties: {KmsMasterKeyId: !GetAtt Key.Arn}
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]}
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: s3://artifacts/app.zip
              Handler: App::App.Handlers::Run
              Runtime: dotnet10

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableTheory]
    [InlineData(TemplateFormat.Yaml, "us-east-1", "aws")]
    [InlineData(TemplateFormat.Json, "us-east-1", "aws")]
    [InlineData(TemplateFormat.Yaml, "cn-north-1", "aws-cn")]
    [InlineData(TemplateFormat.Yaml, "us-gov-west-1", "aws-us-gov")]
    public async Task Queues_are_created_granted_and_wired(TemplateFormat format, string region, string partition)
    {
        HandlerModel handler = Handler(OnSuccess(DestinationTargetType.Sqs), OnFailure(DestinationTargetType.Sqs)) with { MaximumRetryAttempts = 1, MaximumEventAgeInSeconds = 3600 };
        JsonElement resources = await UpdateLintTranslate(SamFunction, format, handler, region);

        JsonElement config = resources.GetProperty("WorkerEventInvokeConfig").GetProperty("Properties");
        Assert.Equal(1, config.GetProperty("MaximumRetryAttempts").GetInt32());
        Assert.Equal(3600, config.GetProperty("MaximumEventAgeInSeconds").GetInt32());
        AssertJson("""{"OnSuccess":{"Destination":{"Fn::GetAtt":["WorkerOnSuccessQueue","Arn"]}},"OnFailure":{"Destination":{"Fn::GetAtt":["WorkerOnFailureQueue","Arn"]}}}""", config.GetProperty("DestinationConfig"));
        Assert.Equal(
            ["""sqs:SendMessage on {"Fn::GetAtt":["WorkerOnFailureQueue","Arn"]}""", """sqs:SendMessage on {"Fn::GetAtt":["WorkerOnSuccessQueue","Arn"]}"""],
            Grants(resources, "WorkerRole"));
        Assert.Contains($"arn:{partition}:iam::aws:policy", resources.GetProperty("WorkerRole").GetRawText(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Every_kind_of_target_is_granted()
    {
        JsonElement resources = await UpdateLintTranslate(SamFunction, TemplateFormat.Yaml, Handler(OnSuccess(DestinationTargetType.EventBridge, "@Bus"), OnFailure(DestinationTargetType.S3)));
        Assert.Equal(
            [
                """events:PutEvents on {"Fn::GetAtt":["Bus","Arn"]}""",
                """s3:ListBucket on {"Fn::GetAtt":["WorkerOnFailureBucket","Arn"]}""",
                """s3:PutObject on {"Fn::Join":["/",[{"Fn::GetAtt":["WorkerOnFailureBucket","Arn"]},"*"]]}""",
            ],
            Grants(resources, "WorkerRole"));
    }

    [SkippableFact]
    public async Task A_customer_key_is_granted_beside_SAMs_grant()
    {
        JsonElement resources = await UpdateLintTranslate(SamFunction, TemplateFormat.Yaml, Handler(OnFailure(DestinationTargetType.Sqs, "@Encrypted")));
        Assert.Equal(["""sqs:SendMessage on {"Fn::GetAtt":["Encrypted","Arn"]}"""], Grants(resources, "WorkerRole"));
        AssertJson(
            """{"PolicyName":"WorkerDestinationsPolicy","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kms:GenerateDataKey","kms:Decrypt"],"Resource":{"Fn::GetAtt":["Key","Arn"]}}]},"Roles":[{"Ref":"WorkerRole"}]}""",
            resources.GetProperty("WorkerDestinationsPolicy").GetProperty("Properties"));
    }

    [SkippableFact]
    public async Task An_explicit_role_gets_a_policy_of_its_own()
    {
        JsonElement resources = await UpdateLintTranslate(SamFunction + "      Role: !GetAtt Role.Arn\n", TemplateFormat.Yaml, Handler(OnFailure(DestinationTargetType.Sns)));
        AssertJson(
            """{"PolicyName":"WorkerDestinationsPolicy","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sns:Publish"],"Resource":{"Ref":"WorkerOnFailureTopic"}}]},"Roles":[{"Ref":"Role"}]}""",
            resources.GetProperty("WorkerDestinationsPolicy").GetProperty("Properties"));
    }

    [SkippableFact]
    public async Task A_stream_event_gets_its_destination_and_limits()
    {
        string template = SamFunction + "      Events:\n        Clicks:\n          Type: Kinesis\n          Properties: {Stream: !GetAtt Stream.Arn, StartingPosition: LATEST}\n";
        DestinationModel failure = OnFailure(DestinationTargetType.Sqs) with { MaximumRetryAttempts = 3, MaximumRecordAgeInSeconds = 3600, BisectBatchOnFunctionError = true };
        JsonElement resources = await UpdateLintTranslate(template, TemplateFormat.Yaml, Handler(failure));
        JsonElement mapping = resources.GetProperty("WorkerClicks").GetProperty("Properties");
        AssertJson("""{"OnFailure":{"Destination":{"Fn::GetAtt":["WorkerClicksOnFailureQueue","Arn"]}}}""", mapping.GetProperty("DestinationConfig"));
        Assert.Equal(3, mapping.GetProperty("MaximumRetryAttempts").GetInt32());
        Assert.True(mapping.GetProperty("BisectBatchOnFunctionError").GetBoolean());
        Assert.Contains("""sqs:SendMessage on {"Fn::GetAtt":["WorkerClicksOnFailureQueue","Arn"]}""", Grants(resources, "WorkerRole"));
        Assert.False(resources.TryGetProperty("WorkerEventInvokeConfig", out _));
    }

    [SkippableFact]
    public async Task Plain_CloudFormation_gets_a_config_that_waits_for_its_policy()
    {
        string template = SamFunction
            .Replace("Transform: AWS::Serverless-2016-10-31\n", "", StringComparison.Ordinal)
            .Replace("AWS::Serverless::Function", ResourceTypes.Function, StringComparison.Ordinal)
            .Replace("CodeUri: s3://artifacts/app.zip", "Code: {S3Bucket: artifacts, S3Key: app.zip}\n      Role: !GetAtt Role.Arn", StringComparison.Ordinal);
        string file = await UpdateAndLint(template, TemplateFormat.Yaml, Handler(OnFailure(DestinationTargetType.Sqs)) with { MaximumRetryAttempts = 0 });
        TemplateModel updated = TemplateModel.Read(TemplateParser.Parse(await File.ReadAllTextAsync(file), TemplateFormat.Yaml));
        TemplateResource config = updated.Find("WorkerEventInvokeConfig")!;
        Assert.Equal("WorkerDestinationsPolicy", TemplateModel.Text(config.Body["DependsOn"]));
        Assert.Equal(
            """{"FunctionName": {"Ref": "Worker"}, "Qualifier": "$LATEST", "MaximumRetryAttempts": 0, "DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["WorkerOnFailureQueue", "Arn"]}}}}""",
            TemplateValue.FromNode(config.Properties!).ToString());
    }

    private async Task<JsonElement> UpdateLintTranslate(string template, TemplateFormat format, HandlerModel handler, string region = "us-east-1")
    {
        string file = await UpdateAndLint(template, format, handler);
        using JsonDocument translated = JsonDocument.Parse(await ExternalTool.SamTranslate(file, region));
        return translated.RootElement.GetProperty("Resources").Clone();
    }

    private async Task<string> UpdateAndLint(string template, TemplateFormat format, HandlerModel handler)
    {
        if (format == TemplateFormat.Json)
        {
            template = TemplateValue.FromNode(TemplateParser.Parse(template, TemplateFormat.Yaml).Root!).ToString();
        }

        TemplateUpdate update = TemplateUpdater.Update(TemplateParser.Parse(template, format), Manifest(handler), Assembly);
        Assert.Empty(update.Findings.Select(static x => x.Message));
        string file = Path.Combine(_folder.FullName, format == TemplateFormat.Json ? "template.json" : "template.yaml");
        await File.WriteAllTextAsync(file, update.Document.Text);
        Assert.Equal("", await ExternalTool.CfnLint(file));
        return file;
    }

    private static IEnumerable<string> Grants(JsonElement resources, string role) =>
        (resources.GetProperty(role).GetProperty("Properties").TryGetProperty("Policies", out JsonElement policies) ? policies.EnumerateArray() : default(JsonElement.ArrayEnumerator))
            .SelectMany(static x => x.GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray())
            .Select(static x => $"{x.GetProperty("Action")} on {Compact(x.GetProperty("Resource"))}")
            .Order(StringComparer.Ordinal);

    /// <summary>The translator sorts keys, so the order does not count.</summary>
    private static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual.GetRawText())), Compact(actual));

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
