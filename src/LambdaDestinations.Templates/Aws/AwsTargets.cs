using System;
using System.Text.RegularExpressions;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Aws;

/// <summary>What AWS calls the kinds of targets in ARNs, resource types and SAM's <c>Type</c>.</summary>
internal static class AwsTargets
{
    // AWS Lambda API Reference, DestinationConfig; CloudFormation's schema has the same pattern without kafka://. No target has a name with white space.
    private static readonly Regex ArnPattern = new(
        @"^arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-]+):((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(\S+)\z",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>Whether a text is a whole ARN by the pattern of the Lambda API.</summary>
    public static bool IsArn(string text) => text.Length <= 1024 && ArnPattern.IsMatch(text);

    /// <summary>The kind of target that an ARN names; <see langword="null"/> when Lambda has no such destination.</summary>
    /// <param name="arn">A whole ARN; parts of it may be computed (<c>${AWS::Region}</c>).</param>
    public static DestinationTargetType? FromArn(string arn) => ArnText.Split(arn) is { } parts ? FromService(parts[2], SymbolicText.Of(parts[5])) : null;

    /// <summary>The kind of target that the parts of an ARN name; <see langword="null"/> when Lambda has no such destination.</summary>
    /// <param name="service">The service.</param>
    /// <param name="resource">What stands behind the account.</param>
    public static DestinationTargetType? FromService(string service, SymbolicText resource) => service switch
    {
        "sqs" => DestinationTargetType.Sqs,
        "sns" => DestinationTargetType.Sns,
        "lambda" when resource.StartsWith("function:") => DestinationTargetType.Lambda,
        "events" when resource.StartsWith("event-bus/") => DestinationTargetType.EventBridge,
        "s3" => DestinationTargetType.S3,
        _ => null,
    };

    /// <summary>The kind of target that a resource is; <see langword="null"/> when Lambda has no such destination.</summary>
    /// <param name="resourceType">A CloudFormation or SAM resource type.</param>
    public static DestinationTargetType? FromResourceType(string resourceType) => ResourceFacts.Find(resourceType)?.Target;

    /// <summary>The resource type that the build creates; <see langword="null"/> when it creates none.</summary>
    public static string? CreatedResourceType(DestinationTargetType type) => type switch
    {
        DestinationTargetType.Sqs => ResourceTypes.Queue,
        DestinationTargetType.Sns => ResourceTypes.Topic,
        DestinationTargetType.S3 => ResourceTypes.Bucket,
        _ => null,
    };

    /// <summary>Whether <c>Ref</c> of the resource gives its ARN; else <c>GetAtt Arn</c> does.</summary>
    public static bool RefIsArn(string resourceType) => ResourceFacts.Find(resourceType)?.Ref == ResourceText.Arn;

    /// <summary>SAM's <c>Type</c> in <c>EventInvokeConfig</c> (SAM translator, <c>sam_resources.py</c>).</summary>
    public static string SamAsynchronousType(DestinationTargetType type) => type switch
    {
        DestinationTargetType.Sqs => "SQS",
        DestinationTargetType.Sns => "SNS",
        DestinationTargetType.S3 => "S3Bucket",
        _ => type.ToString(),
    };

    /// <summary>SAM's <c>Type</c> in an event's <c>DestinationConfig</c> (SAM translator, <c>pull.py</c>).</summary>
    public static string SamEventSourceType(DestinationTargetType type) => type switch
    {
        DestinationTargetType.Sqs => "SQS",
        DestinationTargetType.Sns => "SNS",
        _ => type.ToString(),
    };

    /// <summary>The kind that SAM's <c>Type</c> names; <see langword="null"/> for none or a wrong one.</summary>
    /// <param name="type">The <c>Type</c>.</param>
    /// <param name="isEvent">Whether it stands in an event, and not in <c>EventInvokeConfig</c> or <c>DeadLetterQueue</c>.</param>
    public static DestinationTargetType? FromSamType(string? type, bool isEvent) => type switch
    {
        "SQS" => DestinationTargetType.Sqs,
        "SNS" => DestinationTargetType.Sns,
        "S3" when isEvent => DestinationTargetType.S3,
        "Kafka" when isEvent => DestinationTargetType.Kafka,
        "S3Bucket" when !isEvent => DestinationTargetType.S3,
        "EventBridge" when !isEvent => DestinationTargetType.EventBridge,
        "Lambda" when !isEvent => DestinationTargetType.Lambda,
        _ => null,
    };

    /// <summary>A kind of target in words: <c>an SQS queue</c>.</summary>
    public static string InWords(DestinationTargetType type) => type switch
    {
        DestinationTargetType.Sqs => "an SQS queue",
        DestinationTargetType.Sns => "an SNS topic",
        DestinationTargetType.Lambda => "a Lambda function",
        DestinationTargetType.EventBridge => "an EventBridge event bus",
        DestinationTargetType.S3 => "an S3 bucket",
        DestinationTargetType.Kafka => "a Kafka topic",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a kind of target."),
    };
}
