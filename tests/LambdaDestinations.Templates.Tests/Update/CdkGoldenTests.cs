using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>
/// The CDK's output for the same intent (<c>tests/Corpus/cdk</c>): what concerns destinations is taken out of it, written again by
/// us, and must say the same, with the differences that each case explains.
/// </summary>
public sealed class CdkGoldenTests
{
    private const string SqsExtra = "sqs:GetQueueAttributes sqs:GetQueueUrl";
    private const string SqsWhy = "the CDK lets the sender look the queue up; Lambda sends to the ARN it is given";
    private const string S3Extra = "s3:Abort* s3:GetBucket* s3:GetObject* s3:List* s3:PutObject s3:PutObjectLegalHold s3:PutObjectRetention s3:PutObjectTagging s3:PutObjectVersionTagging";
    private const string S3Why = "the CDK grants reading and writing at large, each on the bucket and on its objects";

    public static IEnumerable<object[]> Cases()
    {
        TheoryData<string, HandlerModel, string, string> cases = new();
        cases.Add(
            "sqs",
            Handler(OnSuccess(DestinationTargetType.Sqs, "@Done2A7A629D"), OnFailure(DestinationTargetType.Sqs, "@Failed178E83A2")) with { MaximumRetryAttempts = 1, MaximumEventAgeInSeconds = 3600 },
            SqsExtra,
            SqsWhy);
        cases.Add("sns", Handler(OnFailure(DestinationTargetType.Sns, "@Failed178E83A2")), "", "the same");
        cases.Add("lambda", Handler(OnSuccess(DestinationTargetType.Lambda, "@Next63724926")), "lambda:InvokeFunction", "the CDK grants every qualifier too (a second resource, Arn:*); we grant the ARN that is configured");
        cases.Add("eventbridge", Handler(OnSuccess(DestinationTargetType.EventBridge, "@BusEA82B648")), "", "the same");
        cases.Add(
            "s3",
            Handler(OnFailure(DestinationTargetType.S3, "@Failed178E83A2")),
            S3Extra,
            S3Why + "; Lambda puts objects and lists the bucket");
        cases.Add("kms", Handler(OnFailure(DestinationTargetType.Sqs, "@Failed178E83A2")), SqsExtra + " kms:Encrypt kms:GenerateDataKey* kms:ReEncrypt*", SqsWhy + "; of the key only GenerateDataKey and Decrypt are needed");
        cases.Add("alias", Handler(OnFailure(DestinationTargetType.Sqs, "@Failed178E83A2")) with { MaximumRetryAttempts = 0 }, SqsExtra, SqsWhy + "; the CDK cuts the qualifier out of the alias's ARN, which orders the two; we write the name and DependsOn");
        cases.Add(
            "kinesis",
            Handler(OnFailure(DestinationTargetType.Sqs, "@Failed178E83A2") with { MaximumRetryAttempts = 3, MaximumRecordAgeInSeconds = 3600, BisectBatchOnFunctionError = true }),
            SqsExtra,
            SqsWhy);
        cases.Add(
            "kinesis-s3",
            Handler(OnFailure(DestinationTargetType.S3, "@Failed178E83A2")),
            S3Extra + " s3:DeleteObject*",
            S3Why + ", and deletes too in a mapping");
        cases.Add("msk", Handler(OnFailure(DestinationTargetType.Sqs, "@Failed178E83A2")), SqsExtra, SqsWhy);
        cases.Add("kafka", Handler(OnFailure(DestinationTargetType.Kafka, "kafka://failed")), "", "the same: neither grants, the cluster's own access control guards its topics");
        cases.Add(
            "imported",
            Handler(OnSuccess(DestinationTargetType.Sns, "arn:aws:sns:eu-west-1:123456789012:done"), OnFailure(DestinationTargetType.Sqs, "arn:aws:sqs:eu-west-1:123456789012:failed")),
            SqsExtra,
            SqsWhy);
        cases.Add("lambda-alias", Handler(OnFailure(DestinationTargetType.Lambda, "@Live848578DF")), "", "the same: of an alias the CDK grants the alias alone");
        cases.Add("sns-key", Handler(OnFailure(DestinationTargetType.Sns, "@Failed178E83A2")), "kms:GenerateDataKey*", "of the key the CDK grants every kind of data key, GenerateDataKeyPair too");
        cases.Add(
            "s3-key",
            Handler(OnFailure(DestinationTargetType.S3, "@Failed178E83A2")),
            S3Extra + " kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey* kms:ReEncrypt*",
            S3Why + "; of the key only GenerateDataKey is needed to put an object");
        cases.Add("dynamodb", Handler(OnFailure(DestinationTargetType.Sns, "@Failed178E83A2")), "", "the same");
        return cases;
    }

    [Fact]
    public void Every_golden_template_is_compared() =>
        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(Corpus.Root, "cdk"), "*.template.json").Select(static x => Path.GetFileName(x).Split('.')[0]).Order(StringComparer.Ordinal),
            Cases().Select(static x => (string)x[0]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    internal void The_CDK_says_the_same(string name, HandlerModel handler, string onlyInCdk, string because)
    {
        TemplateDocument golden = TemplateFile.Parse(File.ReadAllText(Path.Combine(Corpus.Root, "cdk", name + ".template.json")));
        TemplateModel cdk = TemplateModel.Read(golden);
        TemplateModel ours = Updates.Apply(WithoutDestinations(golden), handler);

        Assert.Equal(Settings(cdk), Settings(ours));
        HashSet<string> our = [.. Grants(ours)];
        HashSet<string> their = [.. Grants(cdk)];
        Assert.True(our.All(x => their.Any(y => Covers(y, x))), $"{string.Join("; ", our)} is not in {string.Join("; ", their)}");
        IEnumerable<string> more = their.Where(x => !our.Any(y => Covers(x, y))).Select(static x => x[..x.IndexOf(' ', StringComparison.Ordinal)]);
        string[] covering = [.. their.Where(x => !our.Contains(x) && our.Any(y => Covers(x, y))).Select(static x => x[..x.IndexOf(' ', StringComparison.Ordinal)])];
        Assert.True(onlyInCdk.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet().SetEquals(more.Concat(covering)), $"{because}: only the CDK has {string.Join(" ", more.Concat(covering).Distinct().Order(StringComparer.Ordinal))}");
    }

    /// <summary>Configs and mappings, by what they belong to; a qualifier that is cut out of an alias's ARN is its name.</summary>
    private static string[] Settings(TemplateModel template) =>
    [
        .. template.Resources
            .Where(static x => x.Type is ResourceTypes.EventInvokeConfig or ResourceTypes.EventSourceMapping)
            .Select(static x => string.Join(", ", x.Properties!.Entries.OrderBy(static y => y.Name, StringComparer.Ordinal).Select(static y => $"{y.Name}: {Value(y)}")))
            .Order(StringComparer.Ordinal),
    ];

    private static string Value(MappingEntry property)
    {
        TemplateValue value = TemplateValue.FromNode(property.Value);
        return property.Name switch
        {
            "Qualifier" when value.Kind == TemplateValueKind.Map => "live",
            "DestinationConfig" => string.Join(" ", value.Entries.OrderBy(static x => x.Key, StringComparer.Ordinal).Select(static x => $"{x.Key} {x.Value["Destination"]}")),
            _ => value.Text ?? value.ToString(),
        };
    }

    /// <summary>Action and resource of each statement about a destination.</summary>
    private static IEnumerable<string> Grants(TemplateModel template) =>
        from policy in template.Resources
        where policy.Type == ResourceTypes.Policy
        from statement in TemplateValue.FromNode(policy.Properties!["PolicyDocument"]!)["Statement"]!.Items
        from action in Each(statement["Action"]!)
        from resource in Each(statement["Resource"]!)
        where !IsOfSource(action.Text!)
        select $"{action.Text} {resource}";

    private static bool IsOfSource(string action) => action.Split(':')[0] is "kinesis" or "dynamodb" or "kafka" or "secretsmanager";

    private static IEnumerable<TemplateValue> Each(TemplateValue value) => value.Kind == TemplateValueKind.List ? value.Items : [value];

    /// <summary>Whether one grant, which may have a wildcard and name bucket and objects together, includes another.</summary>
    private static bool Covers(string wide, string narrow)
    {
        string[] one = wide.Split(' ', 2);
        string[] two = narrow.Split(' ', 2);
        bool action = one[0] == two[0] || (one[0].EndsWith('*') && two[0].StartsWith(one[0][..^1], StringComparison.Ordinal));
        return action && Normal(one[1]) == Normal(two[1]);
    }

    /// <summary>The CDK joins with an empty text, we with a slash.</summary>
    private static string Normal(string resource) => resource
        .Replace("""{"Fn::Join": ["", [""", "", StringComparison.Ordinal)
        .Replace("""{"Fn::Join": ["/", [""", "", StringComparison.Ordinal)
        .Replace("\"/*\"]]}", "\"*\"]]}", StringComparison.Ordinal);

    private static string WithoutDestinations(TemplateDocument document)
    {
        TemplateModel template = TemplateModel.Read(document);
        TemplateEditor editor = new(document);
        foreach (TemplateResource resource in template.Resources)
        {
            switch (resource.Type)
            {
                case ResourceTypes.EventInvokeConfig or ResourceTypes.Policy:
                    editor.RemoveEntry(template.ResourcesNode!, resource.LogicalId);
                    break;
                case ResourceTypes.EventSourceMapping:
                    foreach (string setting in new[] { "DestinationConfig", "MaximumRetryAttempts", "MaximumRecordAgeInSeconds", "BisectBatchOnFunctionError" })
                    {
                        editor.RemoveEntry(resource.Properties!, setting);
                    }

                    break;
                case ResourceTypes.Function:
                    editor.RemoveEntry(resource.Body, "DependsOn");
                    break;
            }
        }

        return editor.Apply().Document!.Text;
    }
}
