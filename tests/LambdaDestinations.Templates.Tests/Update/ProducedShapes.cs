using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>Everything that the updater writes: each target in each place, each qualifier, each kind of role.</summary>
internal static partial class ProducedShapes
{
    private const string Resources = """
        Parameters:
          TargetArn: {Type: String}
          ClusterArn: {Type: String}
        Conditions:
          Everywhere: !Not [!Equals [!Ref AWS::Region, nowhere]]
        Outputs:
          Given: {Condition: Everywhere, Value: !Sub '${TargetArn} ${ClusterArn}'}
        Resources:
          Failed: {Type: AWS::SQS::Queue}
          Alarms: {Type: AWS::SNS::Topic}
          Archive: {Type: AWS::S3::Bucket}
          Bus: {Type: AWS::Events::EventBus, Properties: {Name: orders}}
          Key:
            Type: AWS::KMS::Key
            Properties:
              KeyPolicy: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}, Action: 'kms:*', Resource: '*'}]}
          SecretQueue: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref Key}}
          SecretTopic: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: !GetAtt Key.Arn}}
          SecretBucket:
            Type: AWS::S3::Bucket
            Properties:
              BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !GetAtt Key.Arn}}]}
          Stream: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
          Table:
            Type: AWS::DynamoDB::Table
            DeletionPolicy: Delete
            UpdateReplacePolicy: Delete
            Properties:
              AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
              KeySchema: [{AttributeName: id, KeyType: HASH}]
              BillingMode: PAY_PER_REQUEST
              StreamSpecification: {StreamViewType: NEW_IMAGE}
          NextRole:
            Type: AWS::IAM::Role
            Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]}}
          Next:
            Type: AWS::Lambda::Function
            Properties: {Code: {S3Bucket: artifacts, S3Key: app.zip}, Handler: 'App::App.Handlers::Next', Runtime: dotnet10, Role: !GetAtt NextRole.Arn}
          NextVersion: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Next}}
          NextLive: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Next, FunctionVersion: !GetAtt NextVersion.Version, Name: live}}

        """;

    private const string Kinesis = "          Type: Kinesis\n          Properties: {Stream: !GetAtt Stream.Arn, StartingPosition: LATEST}\n";
    private const string DynamoDb = "          Type: DynamoDB\n          Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: TRIM_HORIZON}\n";
    private const string Msk = "          Type: MSK\n          Properties:\n            Stream: !Ref ClusterArn\n            Topics: [orders]\n            StartingPosition: LATEST\n            ProvisionedPollerConfig: {MinimumPollers: 1}\n";
    private const string SelfManaged = "          Type: SelfManagedKafka\n          Properties:\n            KafkaBootstrapServers: ['broker:9092']\n            Topics: [orders]\n            SourceAccessConfigurations: [{Type: VPC_SUBNET, URI: 'subnet:subnet-0123456789abcdef0'}, {Type: VPC_SECURITY_GROUP, URI: 'security_group:sg-0123456789abcdef0'}]\n            ProvisionedPollerConfig: {MinimumPollers: 1}\n";

    private static readonly (DestinationTargetType Type, string? Target, string Arn)[] Targets =
    [
        (DestinationTargetType.Sqs, null, Sqs("<function>On<outcome>Queue")),
        (DestinationTargetType.Sns, null, Sns("<function>On<outcome>Topic")),
        (DestinationTargetType.S3, null, S3("<function>On<outcome>Bucket")),
        (DestinationTargetType.Sqs, "@Failed", Sqs("Failed")),
        (DestinationTargetType.Sqs, "@TargetArn", Sqs("given")),
        (DestinationTargetType.Sns, "@Alarms", Sns("Alarms")),
        (DestinationTargetType.S3, "@Archive", S3("Archive")),
        (DestinationTargetType.EventBridge, "@Bus", Bus("Bus")),
        (DestinationTargetType.Lambda, "@Next", Lambda("Next")),
        (DestinationTargetType.Lambda, "@NextLive", Lambda("Next:live")),
    ];

    private static readonly (DestinationTargetType Type, string? Target, string Arn)[] Literals =
    [
        .. new[]
        {
            (DestinationTargetType.Sqs, Sqs("literal")),
            (DestinationTargetType.Sns, Sns("literal")),
            (DestinationTargetType.S3, S3("literal")),
            (DestinationTargetType.EventBridge, Bus("literal")),
            (DestinationTargetType.Lambda, Lambda("literal")),
            (DestinationTargetType.Lambda, Lambda("literal:live")),
        }.Select(static x => (x.Item1, (string?)x.Item2, x.Item2)),
    ];

    private static readonly (string Id, string Source, DestinationTargetType Type, string? Target, string Arn)[] OfMappings =
    [
        .. new[] { Kinesis, DynamoDb, Msk, SelfManaged }.SelectMany(static (source, i) => new (string, string, DestinationTargetType, string?, string)[]
        {
            ($"Fn{i}Created", source, DestinationTargetType.Sqs, null, Sqs("<function><event>OnFailureQueue")),
            ($"Fn{i}Sns", source, DestinationTargetType.Sns, "@Alarms", Sns("Alarms")),
            ($"Fn{i}S3", source, DestinationTargetType.S3, "@Archive", S3("Archive")),
            ($"Fn{i}Given", source, DestinationTargetType.Sqs, "@TargetArn", Sqs("given")),
        }),
    ];

    private static readonly (string Id, string Source, DestinationTargetType Type, string? Target, string Arn)[] ToKafka =
    [
        ("FnMsk", Msk, DestinationTargetType.Kafka, "kafka://failed", "kafka://failed"),
        ("FnOwn", SelfManaged, DestinationTargetType.Kafka, "kafka://failed", "kafka://failed"),
    ];

    private static readonly (DestinationTargetType Type, string? Target, string Arn)[] OfKey =
    [
        (DestinationTargetType.Sqs, "@SecretQueue", Sqs("SecretQueue")),
        (DestinationTargetType.Sns, "@SecretTopic", Sns("SecretTopic")),
        (DestinationTargetType.S3, "@SecretBucket", S3("SecretBucket")),
    ];

    private static readonly (string Function, string Qualifier)[] Circled =
        [("FnRole", "$LATEST"), ("FnPolicy", "$LATEST"), ("FnPublished", "live-2"), ("FnPublishedPolicy", "live-2"), ("FnApi", "$LATEST")];

    private static readonly string[] Ring = ["RingOne", "RingTwo", "RingThree", "RingFour"];

    private static readonly AlarmsModel OfAlarms = new(new("@Alarms", "@TargetArn"), Failures: 2, MessageAgeInSeconds: 600, PeriodInSeconds: 60);

    public static IReadOnlyList<ProducedShape> All { get; } =
    [
        Sources("sam-sources", Sam, readers: false) with { IsInJson = true },
        Sources("sam-sources-role", static x => SamWithRole(x), readers: true),
        Sources("plain-sources", Plain, readers: true) with { IsInJson = true },
        Durable("durable-sam", Sam) with { IsInJson = true, Alarms = OfAlarms },
        Durable("durable-plain", Plain) with { IsInJson = true, Alarms = OfAlarms },
        Asynchronous("sam", Sam, Targets) with { IsInJson = true },
        Asynchronous("sam-role", SamWithRole, Targets),
        Asynchronous("sam-published", x => Sam(x) + "      AutoPublishAlias: live\n", Targets, "live"),
        Asynchronous("sam-published-role", x => SamWithRole(x, "      AutoPublishAlias: live\n"), Targets, "live"),
        Asynchronous("sam-literal", Sam, Literals),
        Asynchronous("sam-role-literal", SamWithRole, Literals),
        Asynchronous("sam-key", Sam, OfKey, moreGrants: KeyGrants("{0}Role")),
        Asynchronous("sam-role-key", SamWithRole, OfKey, moreGrants: KeyGrants("RoleOf{0}")) with { IsInJson = true },
        Asynchronous("plain", Plain, Targets) with { Alarms = OfAlarms },
        Asynchronous("plain-alias", x => Plain(x) + Alias(x), Targets, "live") with { IsInJson = true },
        Asynchronous("plain-literal", Plain, Literals),
        Asynchronous("plain-key", Plain, OfKey, moreGrants: KeyGrants("RoleOf{0}")),
        Events("sam-events", static (id, source) => Sam(id) + source) with { Alarms = OfAlarms },
        Events("sam-events-role", static (id, source) => SamWithRole(id, source)) with { IsInJson = true },
        Events("sam-events-published", static (id, source) => Sam(id) + "      AutoPublishAlias: live\n" + source),
        Events("sam-events-kafka", static (id, source) => Sam(id) + source, ToKafka),
        Mappings("plain-mappings", Plain) with { IsInJson = true },
        Mappings("plain-mappings-kafka", Plain, ToKafka),
        Mappings("sam-mappings", Sam),
        SamQualifiers() with { IsInJson = true },
        PlainQualifiers() with { IsInJson = true },
        SamGlobals() with { IsInJson = true },
        Conditions() with { IsInJson = true },
        GrantedAlready(),
        SharedRole(),
        GrantedApart(),
        Circles() with { IsInJson = true },
    ];

    /// <summary>What the stack's parameters are given.</summary>
    public static Dictionary<string, string> Parameters(string region) => new()
    {
        ["TargetArn"] = ProducedShape.Fill(Sqs("given"), region),
        ["ClusterArn"] = ProducedShape.Fill("arn:<partition>:kafka:<region>:<account>:cluster/orders/7c1f1e0e-0000-4000-8000-000000000000-1", region),
    };

    public static string Sqs(string name) => $"arn:<partition>:sqs:<region>:<account>:{name}";

    public static string Sns(string name) => $"arn:<partition>:sns:<region>:<account>:{name}";

    public static string S3(string name) => $"arn:<partition>:s3:::{name}";

    public static string Bus(string name) => $"arn:<partition>:events:<region>:<account>:event-bus/{name}";

    public static string Lambda(string name) => $"arn:<partition>:lambda:<region>:<account>:function:{name}";

    private static string Key => "arn:<partition>:kms:<region>:<account>:key/Key";

    /// <summary>A function for each target, with settings, and both outcomes where Lambda has them.</summary>
    private static ProducedShape Asynchronous(string name, Func<string, string> function, (DestinationTargetType Type, string? Target, string Arn)[] targets, string qualifier = "$LATEST", string[]? moreGrants = null)
    {
        string template = Resources;
        List<HandlerModel> handlers = [];
        List<string> settings = [];
        for (int i = 0; i < targets.Length; i++)
        {
            (DestinationTargetType type, string? target, string arn) = targets[i];
            string id = "Fn" + i;
            template += function(id);
            List<DestinationModel> destinations = [OnFailure(type, target)];
            settings.AddRange([$"{id}:{qualifier} MaximumEventAgeInSeconds 3600", $"{id}:{qualifier} MaximumRetryAttempts 1", $"{id}:{qualifier} OnFailure {arn.Fill(("function", id), ("outcome", "Failure"))}"]);
            if (type != DestinationTargetType.S3)
            {
                destinations.Add(OnSuccess(type, target));
                settings.Add($"{id}:{qualifier} OnSuccess {arn.Fill(("function", id), ("outcome", "Success"))}");
            }

            handlers.Add(Of(id, [.. destinations]) with { MaximumRetryAttempts = 1, MaximumEventAgeInSeconds = 3600 });
        }

        return new(name, template, [.. handlers], [.. settings], moreGrants);
    }

    /// <summary>The key of each target: nobody but we grants it.</summary>
    private static string[] KeyGrants(string role) =>
    [
        .. Enumerable.Range(0, OfKey.Length).Select(x => $"{string.Format(System.Globalization.CultureInfo.InvariantCulture, role, "Fn" + x)} kms:generatedatakey {Key}"),
        .. Enumerable.Range(0, OfKey.Length - 1).Select(x => $"{string.Format(System.Globalization.CultureInfo.InvariantCulture, role, "Fn" + x)} kms:decrypt {Key}"),
    ];

    private static ProducedShape Events(string name, Func<string, string, string> function, (string Id, string Source, DestinationTargetType Type, string? Target, string Arn)[]? targets = null)
    {
        string template = Resources;
        List<HandlerModel> handlers = [];
        List<string> settings = [];
        foreach ((string id, string source, DestinationTargetType type, string? target, string arn) in targets ?? OfMappings)
        {
            template += function(id, "      Events:\n        In:\n" + source);
            handlers.Add(OfMapping(id, type, target, "In"));
            settings.AddRange(SettingsOfMapping($"{id}/{id}In", arn.Fill(("function", id), ("event", "In"))));
        }

        return new(name, template, [.. handlers], [.. settings]);
    }

    private static ProducedShape Mappings(string name, Func<string, string> function, (string Id, string Source, DestinationTargetType Type, string? Target, string Arn)[]? targets = null)
    {
        string template = Resources;
        List<HandlerModel> handlers = [];
        List<string> settings = [];
        foreach ((string id, string source, DestinationTargetType type, string? target, string arn) in targets ?? OfMappings)
        {
            string properties = source[(source.IndexOf("Properties:", StringComparison.Ordinal) + "Properties:".Length)..];
            properties = properties.StartsWith('\n') ? properties.Replace("\n            ", "\n      ", StringComparison.Ordinal) : " " + properties.Trim() + "\n";
            properties = properties.Replace("Stream: ", "EventSourceArn: ", StringComparison.Ordinal)
                .Replace("KafkaBootstrapServers: ['broker:9092']", "SelfManagedEventSource: {Endpoints: {KafkaBootstrapServers: ['broker:9092']}}", StringComparison.Ordinal);
            properties = properties.StartsWith('\n') ? properties + $"      FunctionName: !Ref {id}\n" : properties.Replace("{", $"{{FunctionName: !Ref {id}, ", StringComparison.Ordinal);
            template += function(id) + $"  {id}In:\n    Type: AWS::Lambda::EventSourceMapping\n    Properties:{properties}";
            handlers.Add(OfMapping(id, type, target, id + "In"));
            settings.AddRange(SettingsOfMapping($"{id}/{id}In", arn.Fill(("function", id), ("event", id + "In"))));
        }

        return new(name, template, [.. handlers], [.. settings]);
    }

    private static string[] SettingsOfMapping(string place, string arn) =>
    [
        $"{place} BisectBatchOnFunctionError true",
        $"{place} MaximumRecordAgeInSeconds 3600",
        $"{place} MaximumRetryAttempts 3",
        $"{place} OnFailure {arn}",
    ];

    private static HandlerModel Of(string function, params DestinationModel[] destinations) => Handler(destinations) with { Function = Function(method: function) };

    private static HandlerModel OfMapping(string function, DestinationTargetType type, string? target, string source) =>
        Of(function, OnFailure(type, target, source) with { MaximumRetryAttempts = 3, MaximumRecordAgeInSeconds = 3600, BisectBatchOnFunctionError = true });

    private static string Sam(string id) => $"  {id}:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: s3://artifacts/app.zip\n      Handler: App::App.Handlers::{id}\n      Runtime: dotnet10\n";

    private static string SamWithRole(string id) => SamWithRole(id, "");

    private static string SamWithRole(string id, string more) => Role(id) + Sam(id) + $"      Role: !GetAtt RoleOf{id}.Arn\n" + more;

    private static string Plain(string id) => Role(id) + $"  {id}:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code: {{S3Bucket: artifacts, S3Key: app.zip}}\n      Handler: App::App.Handlers::{id}\n      Runtime: dotnet10\n      Role: !GetAtt RoleOf{id}.Arn\n";

    private static string Role(string id) => $"  RoleOf{id}:\n    Type: AWS::IAM::Role\n    Properties: {{AssumeRolePolicyDocument: {{Version: '2012-10-17', Statement: [{{Effect: Allow, Principal: {{Service: lambda.amazonaws.com}}, Action: 'sts:AssumeRole'}}]}}}}\n";

    private static string Alias(string id) =>
        $"  {id}Version: {{Type: AWS::Lambda::Version, Properties: {{FunctionName: !Ref {id}}}}}\n  {id}Live: {{Type: AWS::Lambda::Alias, Properties: {{FunctionName: !Ref {id}, FunctionVersion: !GetAtt {id}Version.Version, Name: live}}}}\n";
}
