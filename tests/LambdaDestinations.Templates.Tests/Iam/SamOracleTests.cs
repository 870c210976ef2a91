using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>
/// What we say that SAM grants against what SAM writes: the same questions to the template and to its translation, where every
/// grant is plain IAM, must have the same answers.
/// </summary>
public sealed class SamOracleTests
{
    private const string Resources = """
        Transform: AWS::Serverless-2016-10-31
        Globals:
          Function:
            CodeUri: s3://artifacts/app.zip
            Handler: App::App.Handlers::Run
            Runtime: dotnet10
        Conditions:
          Prod: !Equals [!Ref AWS::Region, eu-west-1]
        Resources:
          Q: {Type: AWS::SQS::Queue}
          Other: {Type: AWS::SQS::Queue, Properties: {QueueName: other}}
          T: {Type: AWS::SNS::Topic}
          B: {Type: AWS::S3::Bucket}
          Bus: {Type: AWS::Events::EventBus, Properties: {Name: orders}}
          Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Version: '2012-10-17', Statement: []}}}
          Stream: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
          Target: {Type: AWS::Serverless::Function, Properties: {AutoPublishAlias: live}}
          Managed: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sns:Publish', Resource: !Ref T}]}}}
          Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: []}, Policies: [{PolicyName: p, PolicyDocument: {Statement: {Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Q.Arn}}}]}}

        """;

    // Properties of functions; what stands before a bar are attributes of the resource.
    private static readonly string[] Functions =
    [
        "Timeout: 3",
        Async("SQS", "!GetAtt Q.Arn"),
        Async("SQS", "!GetAtt Other.Arn"),
        Async("SQS", "!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:other'"),
        Async("SQS", "!Ref T"),
        Async("SQS", "!If [Prod, !GetAtt Q.Arn, !GetAtt Other.Arn]"),
        Async("SQS", "!If [Prod, !GetAtt Q.Arn, !Ref AWS::NoValue]"),
        Async("SNS", "!Ref T"),
        Async("Lambda", "!GetAtt Target.Arn"),
        Async("Lambda", "!Ref Target.Alias"),
        Async("EventBridge", "!GetAtt Bus.Arn"),
        Async("S3Bucket", "!GetAtt B.Arn"),
        "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS}}}",
        "EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SNS, Destination: !Ref T}, OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}}}",
        "Role: !GetAtt Role.Arn, " + Async("SNS", "!Ref T"),
        "Role: !If [Prod, !GetAtt Role.Arn, !Ref AWS::NoValue], " + Async("SQS", "!GetAtt Q.Arn"),
        "Role: !If [Prod, !GetAtt Role.Arn, !Ref AWS::NoValue], " + Async("SNS", "!Ref T"),
        "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Q.Arn}",
        "DeadLetterQueue: {Type: SNS, TargetArn: !Ref T}",
        Mapping("Type: SQS, Destination: !GetAtt Q.Arn"),
        Mapping("Type: SNS, Destination: !Ref T"),
        Mapping("Type: S3, Destination: !GetAtt B.Arn"),
        Mapping("Destination: !GetAtt Q.Arn"),
        "PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess', " + Async("SQS", "!GetAtt Q.Arn"),
        "Policies: AmazonSQSFullAccess",
        "Policies: [AmazonSNSFullAccess, AWSLambdaExecute]",
        "Policies: [AWSLambdaSQSQueueExecutionRole]",
        "Policies: ['arn:aws:iam::aws:policy/AmazonEventBridgeFullAccess']",
        "Policies: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaRole']",
        "Policies: [!Ref Managed]",
        "Policies: [!If [Prod, AmazonSQSFullAccess, !Ref AWS::NoValue]]",
        "Policies: {Statement: [{Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Q.Arn}]}",
        "Policies: [{Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: 'sns:*', Resource: '*'}]}]",
        "Policies: [{Statement: [{Effect: Deny, Action: 'sqs:*', Resource: '*'}]}], " + Async("SQS", "!GetAtt Q.Arn"),
        "Policies: [{SQSSendMessagePolicy: {QueueName: other}}]",
        "Policies: [{LambdaInvokePolicy: {FunctionName: !Ref Target}}]",
        "Connectors: {C: {Properties: {Destination: {Id: Q}, Permissions: [Write]}}}|Timeout: 3",
        "Connectors: {C: {Properties: {Destination: [{Id: T}, {Id: Bus}], Permissions: [Write]}}}|Timeout: 3",
        "Connectors: {C: {Properties: {Destination: {Id: B}, Permissions: [Write]}}}|Timeout: 3",
        "Connectors: {C: {Properties: {Destination: {Id: B}, Permissions: [Read]}}}|Timeout: 3",
        "Connectors: {C: {Properties: {Destination: {Id: Q}, Permissions: [Read]}}}|Timeout: 3",
        "Connectors: {C: {Properties: {Destination: {Id: Target}, Permissions: [Write]}}}|Timeout: 3",
        "Connectors: {C: {Properties: {Destination: {Id: T}, Permissions: [Write]}}}|Role: !GetAtt Role.Arn",
    ];

    private static readonly (DestinationTargetType Type, TemplateValue Arn)[] Targets =
    [
        (DestinationTargetType.Sqs, TemplateValue.GetAtt("Q", "Arn")),
        (DestinationTargetType.Sqs, TemplateValue.GetAtt("Other", "Arn")),
        (DestinationTargetType.Sns, TemplateValue.Ref("T")),
        (DestinationTargetType.S3, TemplateValue.GetAtt("B", "Arn")),
        (DestinationTargetType.EventBridge, TemplateValue.GetAtt("Bus", "Arn")),
        (DestinationTargetType.Lambda, TemplateValue.GetAtt("Target", "Arn")),
        (DestinationTargetType.Lambda, TemplateValue.Sub("${Target.Arn}:live")),
    ];

    [SkippableFact]
    [Trait("Category", "Oracle")]
    public async Task Functions_have_the_permissions_that_SAM_gives_them()
    {
        StringBuilder text = new(Resources);
        for (int i = 0; i < Functions.Length; i++)
        {
            string[] parts = Functions[i].Split('|');
            text.Append(FormattableString.Invariant($"  F{i}: {{Type: AWS::Serverless::Function, {(parts.Length > 1 ? parts[0] + ", " : "")}Properties: {{{parts[^1]}}}}}\n"));
        }

        text.Append("  Connector: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: F0}, Destination: {Id: Q}, Permissions: [Read, Write]}}\n");
        await AssertAgrees(text.ToString());
    }

    [SkippableFact]
    [Trait("Category", "Oracle")]
    public async Task Globals_give_permissions() =>
        await AssertAgrees(Resources.Replace("    Runtime: dotnet10\n", "    Runtime: dotnet10\n    EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}}}\n    DeadLetterQueue: {Type: SNS, TargetArn: !Ref T}\n", StringComparison.Ordinal)
            + "  Inherits: {Type: AWS::Serverless::Function}\n"
            + "  Adds: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: EventBridge, Destination: !GetAtt Bus.Arn}}}}}\n"
            + "  Overrides: {Type: AWS::Serverless::Function, Properties: {EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Other.Arn}}}}}\n"
            + "  Owns: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn}}\n");

    [SkippableFact]
    [Trait("Category", "Oracle")]
    public async Task Policy_templates_give_what_SAM_gives()
    {
        using JsonDocument document = JsonDocument.Parse(await ExternalTool.SamPolicyTemplates());
        Dictionary<string, string[]> templates = document.RootElement.GetProperty("Templates").EnumerateObject()
            .ToDictionary(static x => x.Name, static x => x.Value.GetProperty("Parameters").EnumerateObject().Select(static y => y.Name).ToArray(), StringComparer.Ordinal);
        Assert.Equal(templates.Keys.Order(StringComparer.Ordinal), SamPolicyTemplates.Names.Order(StringComparer.Ordinal));

        StringBuilder text = new(Resources);
        foreach ((string name, string[] parameters) in templates)
        {
            string values = string.Join(", ", parameters.Select(static x => $"{x}: {Value(x)}"));
            text.Append(FormattableString.Invariant($"  For{name.Replace("_", "", StringComparison.Ordinal)}: {{Type: AWS::Serverless::Function, Properties: {{Policies: [{{{name}: {{{values}}}}}]}}}}\n"));
        }

        await AssertAgrees(text.ToString());
    }

    [SkippableFact]
    public async Task The_corpus_has_the_permissions_of_its_translations()
    {
        foreach (string file in Corpus.Templates().Where(static x => x.EndsWith(".translated.json", StringComparison.Ordinal)))
        {
            string source = file.Replace(".translated.json", ".yaml", StringComparison.Ordinal);
            Compare(Path.GetFileName(source), TemplateModel.Read(TemplateFile.Parse(await File.ReadAllBytesAsync(source))), Translated(await File.ReadAllTextAsync(file)));
        }
    }

    private static string Value(string parameter) => parameter switch
    {
        "QueueName" => "!GetAtt Q.QueueName",
        "TopicName" => "!GetAtt T.TopicName",
        "BucketName" => "!Ref B",
        "FunctionName" => "!Ref Target",
        "EventBusName" => "!Ref Bus",
        "KeyId" => "!Ref Key",
        _ => "something",
    };

    private static string Async(string type, string destination) => $"EventInvokeConfig: {{DestinationConfig: {{OnFailure: {{Type: {type}, Destination: {destination}}}}}}}";

    private static string Mapping(string failure) => $"Events: {{S: {{Type: Kinesis, Properties: {{Stream: !GetAtt Stream.Arn, StartingPosition: LATEST, DestinationConfig: {{OnFailure: {{{failure}}}}}}}}}}}";

    private static async Task AssertAgrees(string template)
    {
        string file = Path.Combine(Path.GetTempPath(), $"lambda-destinations-{Guid.NewGuid():N}.yaml");
        try
        {
            await File.WriteAllTextAsync(file, template);
            Compare("", Notations.Model(template), Translated(await ExternalTool.SamTranslate(file)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The translator puts the region and its partition into <c>Fn::Sub</c>; the questions have them open.</summary>
    private static TemplateModel Translated(string json) => TemplateModel.Read(TemplateFile.Parse(
        json.Replace("\"Fn::Sub\": \"arn:aws:", "\"Fn::Sub\": \"arn:${AWS::Partition}:", StringComparison.Ordinal).Replace(":us-east-1:${AWS::AccountId}:", ":${AWS::Region}:${AWS::AccountId}:", StringComparison.Ordinal)));

    /// <summary>What SAM calls a resource that it makes, after the translation.</summary>
    private static RequiredGrant Translated(RequiredGrant grant) => grant.Target.Equals(TemplateValue.Ref("Target.Alias")) ? grant with { Target = TemplateValue.Ref("TargetAliaslive") } : grant;

    private static void Compare(string name, TemplateModel source, TemplateModel translated)
    {
        Assert.Empty(translated.Document.Errors);
        PermissionEvaluator ours = new(source);
        PermissionEvaluator theirs = new(translated);
        List<string> differences = [];
        foreach (FunctionConfiguration function in DestinationConfiguration.Of(source).Functions)
        {
            IEnumerable<RequiredGrant> grants = Targets.SelectMany(static x => RequiredGrant.ForTarget(x.Type, x.Arn))
                .Concat([new RequiredGrant("kms:GenerateDataKey", TemplateValue.GetAtt("Key", "Arn")), new RequiredGrant("kms:Decrypt", TemplateValue.GetAtt("Key", "Arn"))])
                .Where(x => References.In(x.Target).Any(y => source.Find(y) is not null))
                .Concat(function.AllDestinations.SelectMany(static x => x.Destination.Targets).Where(static x => x is { Type: not null, IsArn: true, Origin: TargetOrigin.Resource or TargetOrigin.Literal }).SelectMany(static x => RequiredGrant.ForTarget(x.Type!.Value, x.Value)));
            TemplateResource twin = translated.Find(function.Function.LogicalId)!;
            foreach (RequiredGrant grant in grants)
            {
                PermissionAnswer mine = ours.Evaluate(function.Function, grant);
                PermissionAnswer their = theirs.Evaluate(twin, Translated(grant));
                if (mine.Decision != their.Decision || mine.IsExplicitlyDenied != their.IsExplicitlyDenied)
                {
                    differences.Add($"{name} {TemplateValue.FromNode(function.Function.Body)}: {grant.Action} on {grant.Target}: {mine.Decision}, but translated {their.Decision}");
                }
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }
}
