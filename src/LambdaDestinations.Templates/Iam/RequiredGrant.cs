using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>An action that a function's role must be allowed.</summary>
/// <param name="Action">The action: <c>sqs:SendMessage</c>.</param>
/// <param name="Target">The ARN of the queue, topic, function, bus, bucket or key.</param>
/// <param name="IsOnObjects">Whether the action is on the objects of a bucket.</param>
internal sealed record RequiredGrant(string Action, TemplateValue Target, bool IsOnObjects = false)
{
    /// <summary>The resource as a policy names it.</summary>
    public TemplateValue Resource => !IsOnObjects ? Target
        : Target.Text is { } arn ? TemplateValue.String(arn + "/*")
        : TemplateValue.Join("/", Target, TemplateValue.String("*"));

    /// <summary>
    /// What sending to a target needs (AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations"); nothing
    /// for a Kafka topic, which the cluster's own access control guards.
    /// </summary>
    /// <param name="type">The kind of target.</param>
    /// <param name="arn">Its ARN.</param>
    public static IReadOnlyList<RequiredGrant> ForTarget(DestinationTargetType type, TemplateValue arn) => type switch
    {
        DestinationTargetType.Sqs => [new("sqs:SendMessage", arn)],
        DestinationTargetType.Sns => [new("sns:Publish", arn)],
        DestinationTargetType.Lambda => [new("lambda:InvokeFunction", arn)],
        DestinationTargetType.EventBridge => [new("events:PutEvents", arn)],
        DestinationTargetType.S3 => [new("s3:PutObject", arn, IsOnObjects: true), new("s3:ListBucket", arn)],
        _ => [],
    };

    /// <summary>What a mapping needs to read a queue (AWS Lambda Developer Guide, "Configuring an Amazon SQS queue: execution role permissions").</summary>
    /// <param name="queue">The queue's ARN.</param>
    public static IReadOnlyList<RequiredGrant> ForReading(TemplateValue queue) => [.. ManagedPolicies.ReadingActions.Select(x => new RequiredGrant(x, queue))];

    /// <summary>
    /// What a target needs that is encrypted with a customer's key (AWS Lambda Developer Guide, the same page). Nothing for AWS
    /// managed keys, which let every role of the account in, and for a key that is not known.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="target">A queue, topic or bucket of it.</param>
    public static IReadOnlyList<RequiredGrant> ForKey(TemplateModel template, TemplateResource target)
    {
        TemplateNode? node = target.Type switch
        {
            ResourceTypes.Queue or ResourceTypes.Topic => target.Properties?["KmsMasterKeyId"],
            ResourceTypes.Bucket when TemplateNodes.Follow(TemplateNodes.Child(target.Properties, "BucketEncryption")?["ServerSideEncryptionConfiguration"]) is SequenceNode { Items: [MappingNode rule, ..] }
                => TemplateNodes.Child(rule, "ServerSideEncryptionByDefault")?["KMSMasterKeyID"],
            _ => null,
        };
        if (node is null || KeyArn(template, TemplateValue.FromNode(node)) is not { } key)
        {
            return [];
        }

        return ForKey(target.Type == ResourceTypes.Bucket, key);
    }

    /// <summary>What a target needs that is encrypted with a customer's key.</summary>
    /// <param name="isBucket">Whether the target is a bucket; else it is a queue or topic.</param>
    /// <param name="key">The key's ARN.</param>
    public static IReadOnlyList<RequiredGrant> ForKey(bool isBucket, TemplateValue key) =>
        isBucket ? [new("kms:GenerateDataKey", key)] : [new("kms:GenerateDataKey", key), new("kms:Decrypt", key)];

    /// <summary>What reading a queue needs that is encrypted with a customer's key.</summary>
    /// <param name="template">The template.</param>
    /// <param name="queue">A queue of it.</param>
    public static IReadOnlyList<RequiredGrant> ForKeyOfReader(TemplateModel template, TemplateResource queue) =>
        [.. ForKey(template, queue).Where(static x => x.Action == "kms:Decrypt")];

    /// <summary>The statements that grant: one for each action, or for several that are needed on the same resources.</summary>
    /// <param name="grants">What is needed.</param>
    public static IReadOnlyList<TemplateValue> Statements(IEnumerable<RequiredGrant> grants) =>
    [
        .. grants.GroupBy(static x => x.Action, StringComparer.Ordinal)
            .GroupBy(static x => TemplateValue.List([.. x.Select(static y => y.Resource).Distinct()]), static x => x.Key)
            .Select(static x => Statement(x, x.Key.Items is [var only] ? only : x.Key)),
    ];

    /// <summary>The statements as an earlier version wrote them, one for each resource: a policy that says them is left as it is.</summary>
    /// <param name="grants">What is needed.</param>
    public static IReadOnlyList<TemplateValue> StatementsByResource(IEnumerable<RequiredGrant> grants) =>
        [.. grants.GroupBy(static x => x.Resource, static x => x.Action).Select(static x => Statement(x.Distinct(StringComparer.Ordinal), x.Key))];

    /// <summary>The resources of a statement of <see cref="Statements"/>.</summary>
    public static IReadOnlyList<TemplateValue> ResourcesOf(TemplateValue statement) => statement["Resource"] is { Kind: TemplateValueKind.List } list ? list.Items : [statement["Resource"]!];

    /// <summary>Whether a statement of <see cref="Statements"/> gives a grant.</summary>
    public static bool IsIn(TemplateValue statement, RequiredGrant grant) =>
        statement["Action"]!.Items.Any(x => x.Text == grant.Action) && ResourcesOf(statement).Contains(grant.Resource);

    private static TemplateValue Statement(IEnumerable<string> actions, TemplateValue resource) => TemplateValue.Map(
        ("Effect", TemplateValue.String("Allow")),
        ("Action", TemplateValue.List([.. actions.Select(TemplateValue.String)])),
        ("Resource", resource));

    /// <summary>The key of the template that a queue or topic is encrypted with, by whatever name; <see langword="null"/> when it is none.</summary>
    /// <param name="template">The template.</param>
    /// <param name="key">Its id, ARN or alias.</param>
    public static TemplateResource? KeyOf(TemplateModel template, TemplateNode key) =>
        KeyArn(template, TemplateValue.FromNode(key)) is { } arn && ResourceNames.Of(template).Find(arn, ResourceNames.Of(template).Interpreter) is { Type: ResourceTypes.Key } found ? found : null;

    /// <summary>The ARN of a key that is given by id, ARN or alias.</summary>
    private static TemplateValue? KeyArn(TemplateModel template, TemplateValue key, int depth = 0)
    {
        if (key.Text is { } text)
        {
            TemplateResource? alias = text.StartsWith("alias/", StringComparison.Ordinal) ? template.Resources.FirstOrDefault(x => x.Type == ResourceTypes.KeyAlias && TemplateNodes.Text(x.Properties?["AliasName"]) == text) : null;
            return alias is not null ? OfAlias(template, alias, depth)
                : text.StartsWith("arn:", StringComparison.Ordinal) && text.IndexOf(":key/", StringComparison.Ordinal) > 0 ? key
                : null;
        }

        ResourceNames names = ResourceNames.Of(template);
        return names.Find(key, names.Interpreter) is { } resource
            ? resource.Type switch
            {
                ResourceTypes.Key or ResourceTypes.ReplicaKey => TemplateValue.GetAtt(resource.LogicalId, "Arn"),
                ResourceTypes.KeyAlias => OfAlias(template, resource, depth),
                _ => null,
            }
            : null;
    }

    private static TemplateValue? OfAlias(TemplateModel template, TemplateResource alias, int depth) =>
        depth == 0 && alias.Properties?["TargetKeyId"] is { } key ? KeyArn(template, TemplateValue.FromNode(key), depth + 1) : null;
}
