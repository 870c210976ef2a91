using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Aws;

/// <summary>What <c>Ref</c> or an attribute of <c>Fn::GetAtt</c> gives.</summary>
internal enum ResourceText
{
    /// <summary>Something of which nothing is known here.</summary>
    Other,

    /// <summary>The ARN.</summary>
    Arn,

    /// <summary>The physical name.</summary>
    Name,

    /// <summary>The address of a queue: <c>https://sqs.REGION.amazonaws.com/ACCOUNT/NAME</c>.</summary>
    QueueUrl,

    /// <summary>The ARN of a DynamoDB stream: the table's, and <c>/stream/LABEL</c>.</summary>
    StreamArn,

    /// <summary>The id of a key.</summary>
    KeyId,

    /// <summary>The number of a version.</summary>
    VersionNumber,

    /// <summary>
    /// The id of a rule: its name, and of one on another bus than the default one the bus before it, <c>orders|NAME</c> (seen in deployments, issue 1131 of
    /// aws-cloudformation/cloudformation-coverage-roadmap).
    /// </summary>
    RuleId,
}

/// <summary>How the ARN of a resource is made (Service Authorization Reference, "Resource types defined by …").</summary>
/// <param name="Service">The service's part: <c>sqs</c>.</param>
/// <param name="Prefix">What stands ahead of the name: <c>function:</c>.</param>
/// <param name="HasRegion">Whether the region stands in it.</param>
/// <param name="HasAccount">Whether the account stands in it.</param>
/// <param name="HasSuffix">Whether the service puts something behind the name: <c>cluster/NAME/ID</c>.</param>
/// <param name="HasPath">Whether the property <c>Path</c> stands ahead of the name: <c>role/team/NAME</c>.</param>
/// <param name="HasBus">Whether the bus stands ahead of the name, unless it is the default one: <c>rule/orders/NAME</c>.</param>
internal sealed record ArnFormat(string Service, string Prefix = "", bool HasRegion = true, bool HasAccount = true, bool HasSuffix = false, bool HasPath = false, bool HasBus = false);

/// <summary>What a resource type is here, beside a destination.</summary>
internal enum ResourceRole
{
    /// <summary>None that is known.</summary>
    None,

    /// <summary>A Lambda function.</summary>
    Function,

    /// <summary>An SQS queue.</summary>
    Queue,

    /// <summary>An SNS topic.</summary>
    Topic,

    /// <summary>An S3 bucket.</summary>
    Bucket,

    /// <summary>An EventBridge event bus.</summary>
    EventBus,

    /// <summary>An EventBridge rule.</summary>
    EventRule,

    /// <summary>A stream, table, cluster or broker that a mapping polls, or the mapping itself.</summary>
    Stream,
}

/// <summary>
/// What is known of a resource type: as destination, as source, what <c>Ref</c> and <c>Fn::GetAtt</c> give, ARN and name. Each fact once
/// (AWS CloudFormation User Guide, "Return values" of each type).
/// </summary>
internal sealed class ResourceFacts
{
    private static readonly Dictionary<string, ResourceFacts> ByType = All().ToDictionary(static x => x.Type, StringComparer.Ordinal);

    /// <summary>Every type that is known.</summary>
    public static IEnumerable<ResourceFacts> Known => ByType.Values;

    private ResourceFacts(string type) => Type = type;

    /// <summary>The resource type.</summary>
    public string Type { get; }

    /// <summary>As a destination of records; <see langword="null"/> when Lambda has no such destination.</summary>
    public DestinationTargetType? Target { get; private init; }

    /// <summary>The kind of event source that a mapping of it is, by SAM's name for it; <see langword="null"/> when Lambda does not poll it.</summary>
    public string? PolledAs { get; private init; }

    /// <summary>What it is on the way of an event.</summary>
    public ResourceRole Role { get; private init; }

    /// <summary>The property that names it; <see langword="null"/> when it has none of interest.</summary>
    public string? NameProperty { get; private init; }

    /// <summary>How its ARN is made; <see langword="null"/> when it has none of its own form.</summary>
    public ArnFormat? Arn { get; private init; }

    /// <summary>What <c>Ref</c> gives.</summary>
    public ResourceText Ref { get; private init; }

    private Dictionary<string, ResourceText> Attributes { get; init; } = new Dictionary<string, ResourceText>(StringComparer.Ordinal);

    /// <summary>The facts of a type; <see langword="null"/> when none are known.</summary>
    public static ResourceFacts? Find(string type) => ByType.TryGetValue(type, out ResourceFacts? facts) ? facts : null;

    /// <summary>How the ARN of a kind of destination is made; <see langword="null"/> for a Kafka topic, which has none.</summary>
    public static ArnFormat? ArnOf(DestinationTargetType type) => Known.FirstOrDefault(x => x.Target == type && x.Arn is not null)?.Arn;

    /// <summary>What an attribute gives.</summary>
    /// <param name="attribute"><c>Ref</c>, or the attribute of <c>Fn::GetAtt</c>.</param>
    public ResourceText Give(string attribute) => attribute == Reference.OfRef ? Ref : Attributes.TryGetValue(attribute, out ResourceText text) ? text : ResourceText.Other;

    private static IEnumerable<ResourceFacts> All()
    {
        static Dictionary<string, ResourceText> Giving(params (string Attribute, ResourceText Text)[] attributes) => attributes.ToDictionary(static x => x.Attribute, static x => x.Text, StringComparer.Ordinal);

        yield return new(ResourceTypes.Queue)
        {
            Target = DestinationTargetType.Sqs,
            PolledAs = "SQS",
            Role = ResourceRole.Queue,
            NameProperty = "QueueName",
            Arn = new("sqs"),
            Ref = ResourceText.QueueUrl,
            Attributes = Giving(("Arn", ResourceText.Arn), ("QueueName", ResourceText.Name), ("QueueUrl", ResourceText.QueueUrl)),
        };
        yield return new(ResourceTypes.Topic)
        {
            Target = DestinationTargetType.Sns,
            Role = ResourceRole.Topic,
            NameProperty = "TopicName",
            Arn = new("sns"),
            Ref = ResourceText.Arn,
            Attributes = Giving(("TopicArn", ResourceText.Arn), ("TopicName", ResourceText.Name)),
        };
        foreach (string type in new[] { ResourceTypes.ServerlessFunction, ResourceTypes.Function })
        {
            yield return new(type)
            {
                Target = DestinationTargetType.Lambda,
                Role = ResourceRole.Function,
                NameProperty = "FunctionName",
                Arn = new("lambda", "function:"),
                Ref = ResourceText.Name,
                Attributes = Giving(("Arn", ResourceText.Arn)),
            };
        }

        // The ARN of an alias or version is its function's, and the qualifier.
        yield return new(ResourceTypes.Alias) { Target = DestinationTargetType.Lambda, Ref = ResourceText.Arn, Attributes = Giving(("AliasArn", ResourceText.Arn)) };
        yield return new(ResourceTypes.Version)
        {
            Target = DestinationTargetType.Lambda,
            Ref = ResourceText.Arn,
            Attributes = Giving(("FunctionArn", ResourceText.Arn), ("Version", ResourceText.VersionNumber)),
        };
        yield return new(ResourceTypes.EventBus)
        {
            Target = DestinationTargetType.EventBridge,
            Role = ResourceRole.EventBus,
            NameProperty = "Name",
            Arn = new("events", "event-bus/"),
            Ref = ResourceText.Name,
            Attributes = Giving(("Arn", ResourceText.Arn), ("Name", ResourceText.Name)),
        };
        yield return new(ResourceTypes.Bucket)
        {
            Target = DestinationTargetType.S3,
            Role = ResourceRole.Bucket,
            NameProperty = "BucketName",
            Arn = new("s3", HasRegion: false, HasAccount: false),
            Ref = ResourceText.Name,
            Attributes = Giving(("Arn", ResourceText.Arn)),
        };
        yield return new(ResourceTypes.Rule)
        {
            Role = ResourceRole.EventRule,
            NameProperty = "Name",
            Arn = new("events", "rule/", HasBus: true),
            Ref = ResourceText.RuleId,
            Attributes = Giving(("Arn", ResourceText.Arn)),
        };
        yield return new(ResourceTypes.EventSourceMapping) { Role = ResourceRole.Stream };
        yield return new("AWS::Kinesis::Stream")
        {
            PolledAs = "Kinesis",
            Role = ResourceRole.Stream,
            NameProperty = "Name",
            Arn = new("kinesis", "stream/"),
            Ref = ResourceText.Name,
            Attributes = Giving(("Arn", ResourceText.Arn)),
        };
        yield return new("AWS::Kinesis::StreamConsumer") { PolledAs = "Kinesis", Role = ResourceRole.Stream };
        foreach (string type in new[] { ResourceTypes.Table, "AWS::DynamoDB::GlobalTable" })
        {
            yield return new(type)
            {
                PolledAs = "DynamoDB",
                Role = ResourceRole.Stream,
                NameProperty = "TableName",
                Arn = new("dynamodb", "table/"),
                Ref = ResourceText.Name,
                Attributes = Giving(("Arn", ResourceText.Arn), ("StreamArn", ResourceText.StreamArn)),
            };
        }

        yield return new(ResourceTypes.SimpleTable) { NameProperty = "TableName", Arn = new("dynamodb", "table/"), Ref = ResourceText.Name, Attributes = Giving(("Arn", ResourceText.Arn)) };
        foreach (string type in new[] { "AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster" })
        {
            yield return new(type)
            {
                PolledAs = "MSK",
                Role = ResourceRole.Stream,
                NameProperty = "ClusterName",
                Arn = new("kafka", "cluster/", HasSuffix: true),
                Ref = ResourceText.Arn,
                Attributes = Giving(("Arn", ResourceText.Arn)),
            };
        }

        yield return new("AWS::AmazonMQ::Broker") { PolledAs = "MQ", Role = ResourceRole.Stream, NameProperty = "BrokerName", Arn = new("mq", "broker:", HasSuffix: true), Attributes = Giving(("Arn", ResourceText.Arn)) };
        yield return new("AWS::DocDB::DBCluster") { PolledAs = "DocumentDB", Role = ResourceRole.Stream };
        yield return new(ResourceTypes.Role) { NameProperty = "RoleName", Arn = new("iam", "role", HasRegion: false, HasPath: true), Ref = ResourceText.Name, Attributes = Giving(("Arn", ResourceText.Arn)) };
        yield return new(ResourceTypes.ManagedPolicy)
        {
            NameProperty = "ManagedPolicyName",
            Arn = new("iam", "policy", HasRegion: false, HasPath: true),
            Ref = ResourceText.Arn,
            Attributes = Giving(("PolicyArn", ResourceText.Arn)),
        };
        foreach (string type in new[] { ResourceTypes.Key, ResourceTypes.ReplicaKey })
        {
            yield return new(type) { Arn = new("kms", "key/"), Ref = ResourceText.KeyId, Attributes = Giving(("Arn", ResourceText.Arn), ("KeyId", ResourceText.KeyId)) };
        }

        yield return new(ResourceTypes.KeyAlias) { NameProperty = "AliasName", Ref = ResourceText.Name };
    }
}
