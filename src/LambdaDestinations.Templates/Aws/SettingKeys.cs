using System;
using System.Collections.Generic;

namespace LambdaDestinations.Templates.Aws;

/// <summary>
/// The keys that settings of destinations have, and those that people write for them (SAM translator, <c>property_types</c> of
/// <c>SamFunction</c> and of the event sources, 1.110; AWS CloudFormation Template Reference, <c>AWS::Lambda::EventInvokeConfig</c>,
/// <c>AWS::Lambda::EventSourceMapping</c>, <c>AWS::Lambda::Function</c>).
/// </summary>
internal static class SettingKeys
{
    public const string OnSuccess = "OnSuccess";
    public const string OnFailure = "OnFailure";
    public const string Destination = "Destination";
    public const string DestinationConfig = "DestinationConfig";
    public const string Type = "Type";

    /// <summary>The property of a SAM function that holds its asynchronous settings.</summary>
    public const string EventInvokeConfig = "EventInvokeConfig";

    private const string Attempts = "MaximumRetryAttempts";
    private const string EventAge = "MaximumEventAgeInSeconds";
    private const string RecordAge = "MaximumRecordAgeInSeconds";
    private const string Bisect = "BisectBatchOnFunctionError";

    /// <summary>Keys of <c>EventInvokeConfig</c> of a SAM function.</summary>
    public static IReadOnlyList<string> OfInvokeSettings { get; } = [DestinationConfig, EventAge, Attempts];

    /// <summary>Keys of <c>Properties</c> of an <c>AWS::Lambda::EventInvokeConfig</c>.</summary>
    public static string[] OfInvokeConfig { get; } = [DestinationConfig, "FunctionName", EventAge, Attempts, "Qualifier"];

    /// <summary>Keys of <c>DestinationConfig</c>.</summary>
    public static IReadOnlyList<string> OfDestinations { get; } = [OnFailure, OnSuccess];

    /// <summary>Keys of <c>OnSuccess</c> and <c>OnFailure</c> in CloudFormation.</summary>
    public static IReadOnlyList<string> OfDestination { get; } = [Destination];

    /// <summary>Keys of <c>OnSuccess</c> and <c>OnFailure</c> in SAM.</summary>
    public static IReadOnlyList<string> OfSamDestination { get; } = [Destination, Type];

    /// <summary>The keys of a mapping that say what becomes of a failure.</summary>
    public static IReadOnlyList<string> OfMappingErrors { get; } = [Bisect, DestinationConfig, RecordAge, Attempts];

    /// <summary>The properties of an event source mapping.</summary>
    public static ICollection<string> OfMapping { get; } = new HashSet<string>(
        [
            "AmazonManagedKafkaEventSourceConfig", "BatchSize", Bisect, DestinationConfig, "DocumentDBEventSourceConfig", "Enabled", "EventSourceArn", "FilterCriteria", "FunctionName",
            "FunctionResponseTypes", "KmsKeyArn", "LoggingConfig", "MaximumBatchingWindowInSeconds", RecordAge, Attempts, "MetricsConfig", "ParallelizationFactor", "ProvisionedPollerConfig",
            "Queues", "ScalingConfig", "SelfManagedEventSource", "SelfManagedKafkaEventSourceConfig", "SourceAccessConfigurations", "StartingPosition", "StartingPositionTimestamp", "Tags",
            "Topics", "TumblingWindowInSeconds",
        ],
        StringComparer.Ordinal);

    /// <summary>The properties of a function, of SAM or of CloudFormation.</summary>
    public static ICollection<string> OfFunction { get; } = new HashSet<string>(
        [
            "Architectures", "AssumeRolePolicyDocument", "AutoPublishAlias", "AutoPublishAliasAllProperties", "AutoPublishCodeSha256", "CapacityProviderConfig", "Code", "CodeSigningConfigArn",
            "CodeUri", "DeadLetterConfig", "DeadLetterQueue", "DeploymentPreference", "Description", "DurableConfig", "Environment", "EphemeralStorage", EventInvokeConfig, "Events",
            "FileSystemConfigs", "FunctionName", "FunctionScalingConfig", "FunctionUrlConfig", "Handler", "ImageConfig", "ImageUri", "InlineCode", "KmsKeyArn", "Layers", "LoggingConfig",
            "MemorySize", "PackageType", "PermissionsBoundary", "Policies", "PropagateTags", "ProvisionedConcurrencyConfig", "PublishToLatestPublished", "RecursiveLoop",
            "ReservedConcurrentExecutions", "Role", "RolePath", "Runtime", "RuntimeManagementConfig", "SnapStart", "SourceKMSKeyArn", "Tags", "TenancyConfig", "Timeout", "Tracing",
            "TracingConfig", "VersionDeletionPolicy", "VersionDescription", "VpcConfig",
        ],
        StringComparer.Ordinal);

    // What people write, from templates, other services' keys and the names of the API's clients.
    private static readonly Dictionary<string, string[]> Meant = new(StringComparer.OrdinalIgnoreCase)
    {
        ["OnError"] = [OnFailure],
        ["OnErrors"] = [OnFailure],
        ["OnFail"] = [OnFailure],
        ["OnFailed"] = [OnFailure],
        ["OnException"] = [OnFailure],
        ["Failure"] = [OnFailure],
        ["Failures"] = [OnFailure],
        ["Failed"] = [OnFailure],
        ["Error"] = [OnFailure],
        ["OnSucceeded"] = [OnSuccess],
        ["OnSucceed"] = [OnSuccess],
        ["OnComplete"] = [OnSuccess],
        ["OnCompletion"] = [OnSuccess],
        ["Success"] = [OnSuccess],
        ["Successes"] = [OnSuccess],
        ["Arn"] = [Destination],
        ["DestinationArn"] = [Destination],
        ["TargetArn"] = [Destination],
        ["Target"] = [Destination],
        ["QueueArn"] = [Destination],
        ["TopicArn"] = [Destination],
        ["BucketArn"] = [Destination],
        ["Queue"] = [Destination],
        ["Topic"] = [Destination],
        ["Resource"] = [Destination],
        ["DestinationType"] = [Type],
        ["DestinationsConfig"] = [DestinationConfig],
        ["DestinationConfiguration"] = [DestinationConfig],
        ["Destinations"] = [DestinationConfig],
        ["Age"] = [EventAge, RecordAge],
        ["MaxAge"] = [EventAge, RecordAge],
        ["MaxEventAge"] = [EventAge, RecordAge],
        ["MaximumAge"] = [EventAge, RecordAge],
        ["MaximumAgeInSeconds"] = [EventAge, RecordAge],
        ["MaxAgeInSeconds"] = [EventAge, RecordAge],
        ["MaxEventAgeInSeconds"] = [EventAge, RecordAge],
        ["MaxRecordAgeInSeconds"] = [RecordAge, EventAge],
        ["MaximumEventAge"] = [EventAge, RecordAge],
        ["MaximumRecordAge"] = [RecordAge, EventAge],
        [EventAge] = [RecordAge],
        [RecordAge] = [EventAge],
        ["MaxRetries"] = [Attempts],
        ["MaximumRetries"] = [Attempts],
        ["MaximumRetry"] = [Attempts],
        ["MaxRetryAttempts"] = [Attempts],
        ["MaximumAttempts"] = [Attempts],
        ["RetryAttempts"] = [Attempts],
        ["RetryCount"] = [Attempts],
        ["Retries"] = [Attempts],
        ["Bisect"] = [Bisect],
        ["BisectBatch"] = [Bisect],
        ["BisectBatchOnError"] = [Bisect],
        ["BisectOnError"] = [Bisect],
        ["BisectOnFunctionError"] = [Bisect],
        ["SplitBatchOnError"] = [Bisect],
    };

    /// <summary>What is meant by a key that does not exist, best first; none where nobody knows.</summary>
    public static IReadOnlyList<string> MeantBy(string key) => Meant.TryGetValue(key, out string[]? meant) ? meant : [];
}
