using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Aws;

/// <summary>A property of a resource that names a function to invoke.</summary>
/// <param name="Path">The names from the resource's properties to it.</param>
/// <param name="Kind">How the function is invoked.</param>
internal sealed record InvokingProperty(IReadOnlyList<string> Path, InvocationKind Kind)
{
    /// <summary>Whether it is a list, in which each item names a function.</summary>
    public bool IsList { get; init; }

    /// <summary>The names from the resource's properties to what chooses another kind; <see langword="null"/> when nothing does.</summary>
    public IReadOnlyList<string>? Choice { get; init; }

    /// <summary>The value of <see cref="Choice"/> for an asynchronous invocation.</summary>
    public string? Asynchronous { get; init; }

    /// <summary>The property of the resource that names the version or alias; <see langword="null"/> when there is none.</summary>
    public string? Qualifier { get; init; }
}

/// <summary>
/// What a resource type other than a function's own has to do with functions: what it invokes, and how (AWS Lambda Developer Guide, "Using
/// AWS Lambda with other services"; AWS CloudFormation User Guide). Buckets, topics, subscriptions, rules and permissions invoke by what stands
/// in them, which is read apart.
/// </summary>
internal sealed class InvokerFacts
{
    /// <summary>The principal of API Gateway, which may pass on a header that asks for an asynchronous invocation.</summary>
    public const string ApiPrincipal = "apigateway.amazonaws.com";

    /// <summary>The principal of CloudWatch Logs.</summary>
    public const string LogsPrincipal = "logs.amazonaws.com";

    /// <summary>The resource by which a log group invokes a function.</summary>
    public const string LogsFilter = "AWS::Logs::SubscriptionFilter";

    /// <summary>The principal of CloudFormation: it waits for the function of a macro, and for the answer to a custom resource.</summary>
    public const string CloudFormationPrincipal = "cloudformation.amazonaws.com";

    /// <summary>A macro, whose function returns the template (AWS CloudFormation User Guide, "Create a CloudFormation macro definition").</summary>
    public const string Macro = "AWS::CloudFormation::Macro";

    /// <summary>The principal of AWS IoT, for rules and authorizers.</summary>
    public const string IotPrincipal = "iot.amazonaws.com";

    /// <summary>An authorizer, whose function returns who is let in (AWS IoT Core Developer Guide, "Custom authentication workflow").</summary>
    public const string IotAuthorizer = "AWS::IoT::Authorizer";

    /// <summary>The principal of SES, whose rules choose how a function is invoked.</summary>
    public const string MailPrincipal = "ses.amazonaws.com";

    /// <summary>
    /// The principals of S3 Batch Operations and of CodePipeline, which invoke by a role (Amazon S3 User Guide, "Invoke AWS Lambda function"; AWS CodePipeline
    /// User Guide, "AWS Lambda action reference").
    /// </summary>
    public const string BatchPrincipal = "batchoperations.s3.amazonaws.com";

    private const string PipelinePrincipal = "codepipeline.amazonaws.com";

    /// <summary>The principal of AppSync, whose resolvers choose how a function is invoked.</summary>
    public const string AppSyncPrincipal = "appsync.amazonaws.com";

    /// <summary>The header by which the caller of an API chooses how the function is invoked.</summary>
    public const string InvocationHeader = "X-Amz-Invocation-Type";

    private static readonly InvokerFacts Unfollowed = new();
    private static readonly InvokerFacts Nothing = new() { IsFollowed = true };
    private static readonly InvokerFacts OfApi = new() { IsFollowed = true, Mentioned = InvocationKind.Synchronous, PassesHeaders = true };
    private static readonly InvokerFacts Waiting = new() { IsFollowed = true, Mentioned = InvocationKind.Synchronous };

    // CloudFormation invokes the provider asynchronously; another mention may be anything.
    private static readonly InvokerFacts OfCustomResource = new() { Properties = [Property("ServiceToken", InvocationKind.Asynchronous)] };
    private static readonly InvokerFacts OfAlarm = new()
    {
        IsFollowed = true,
        Properties = [.. new[] { "AlarmActions", "OKActions", "InsufficientDataActions" }.Select(static x => Property(x, InvocationKind.Asynchronous) with { IsList = true })],
    };

    private static readonly Dictionary<string, InvokerFacts> ByType = new(StringComparer.Ordinal)
    {
        // Read with their function, or apart.
        [ResourceTypes.EventSourceMapping] = Nothing,
        [ResourceTypes.Alias] = Nothing,
        [ResourceTypes.Version] = Nothing,
        [ResourceTypes.EventInvokeConfig] = Nothing,
        [ResourceTypes.Permission] = Nothing,
        [ResourceTypes.Queue] = Nothing,
        [ResourceTypes.Topic] = Nothing,
        [ResourceTypes.Subscription] = Nothing,
        [ResourceTypes.Bucket] = Nothing,
        [ResourceTypes.Rule] = Nothing,
        [ResourceTypes.ReceiptRule] = Nothing,

        // The CDK's own custom resource: what else it mentions are notifications.
        [ResourceTypes.BucketNotifications] = new() { IsFollowed = true, Properties = OfCustomResource.Properties },
        ["AWS::CloudFormation::CustomResource"] = OfCustomResource,

        [ResourceTypes.Schedule] = new() { IsFollowed = true, Properties = [new(["Target", "Arn"], InvocationKind.Asynchronous)] },
        ["AWS::Lambda::Url"] = new() { IsFollowed = true, Properties = [Property("TargetFunctionArn", InvocationKind.Synchronous) with { Qualifier = "Qualifier" }] },
        [LogsFilter] = new() { IsFollowed = true, Properties = [Property("DestinationArn", InvocationKind.Asynchronous)] },
        ["AWS::CloudWatch::Alarm"] = OfAlarm,
        ["AWS::CloudWatch::CompositeAlarm"] = OfAlarm,
        [Macro] = new() { IsFollowed = true, Properties = [Property("FunctionName", InvocationKind.Synchronous)] },
        [IotAuthorizer] = new() { IsFollowed = true, Properties = [Property("AuthorizerFunctionArn", InvocationKind.Synchronous)] },
        ["AWS::IoT::TopicRule"] = new() { IsFollowed = true, Mentioned = InvocationKind.Asynchronous },

        ["AWS::ApiGateway::Method"] = OfApi,
        ["AWS::ApiGateway::RestApi"] = OfApi,
        ["AWS::ApiGateway::Authorizer"] = OfApi,
        ["AWS::ApiGatewayV2::Integration"] = OfApi,
        ["AWS::ApiGatewayV2::Api"] = OfApi,
        ["AWS::ApiGatewayV2::Authorizer"] = OfApi,
        ["AWS::Serverless::Api"] = OfApi,
        ["AWS::Serverless::HttpApi"] = OfApi,
        ["AWS::ElasticLoadBalancingV2::TargetGroup"] = Waiting,
        ["AWS::VpcLattice::TargetGroup"] = Waiting,
        ["AWS::KinesisFirehose::DeliveryStream"] = Waiting,

        // EventBridge Pipes User Guide, "Lambda function targets": it waits unless it is told to fire and forget; an enrichment gives its answer.
        [ResourceTypes.Pipe] = new()
        {
            IsFollowed = true,
            Properties =
            [
                Property("Target", InvocationKind.Synchronous) with { Choice = ["TargetParameters", "LambdaFunctionParameters", "InvocationType"], Asynchronous = "FIRE_AND_FORGET" },
                Property("Enrichment", InvocationKind.Synchronous),
            ],
        },
        ["AWS::Cognito::UserPool"] = Waiting,
        ["AWS::AppSync::DataSource"] = new() { IsFollowed = true, Mentioned = InvocationKind.Synchronous, IsAppSync = true },

        // They watch or deploy a function, and never invoke it.
        ["AWS::Logs::LogGroup"] = Nothing,
        ["AWS::Logs::MetricFilter"] = Nothing,
        ["AWS::CloudWatch::Dashboard"] = Nothing,
        ["AWS::ApplicationAutoScaling::ScalableTarget"] = Nothing,
        ["AWS::ApplicationAutoScaling::ScalingPolicy"] = Nothing,
        ["AWS::CodeDeploy::DeploymentGroup"] = Nothing,
        ["AWS::CodeDeploy::Application"] = Nothing,
        ["AWS::CDK::Metadata"] = Nothing,
        ["AWS::Lambda::LayerVersion"] = Nothing,
        ["AWS::IAM::InstanceProfile"] = Nothing,
    };

    private static readonly Dictionary<string, InvocationKind> ByPrincipal = new(StringComparer.Ordinal)
    {
        ["s3.amazonaws.com"] = InvocationKind.Asynchronous,
        ["sns.amazonaws.com"] = InvocationKind.Asynchronous,
        ["events.amazonaws.com"] = InvocationKind.Asynchronous,
        [LogsPrincipal] = InvocationKind.Asynchronous,
        [MailPrincipal] = InvocationKind.Asynchronous,
        [PipelinePrincipal] = InvocationKind.Asynchronous,
        [IotPrincipal] = InvocationKind.Asynchronous,
        ["config.amazonaws.com"] = InvocationKind.Asynchronous,
        ["codecommit.amazonaws.com"] = InvocationKind.Asynchronous,
        ["lambda.alarms.cloudwatch.amazonaws.com"] = InvocationKind.Asynchronous,
        [ApiPrincipal] = InvocationKind.Synchronous,
        ["elasticloadbalancing.amazonaws.com"] = InvocationKind.Synchronous,
        ["cognito-idp.amazonaws.com"] = InvocationKind.Synchronous,
        ["alexa-appkit.amazon.com"] = InvocationKind.Synchronous,
        ["lexv2.amazonaws.com"] = InvocationKind.Synchronous,
        ["lex.amazonaws.com"] = InvocationKind.Synchronous,
        ["connect.amazonaws.com"] = InvocationKind.Synchronous,
        ["vpc-lattice.amazonaws.com"] = InvocationKind.Synchronous,
        ["bedrock.amazonaws.com"] = InvocationKind.Synchronous,
        [BatchPrincipal] = InvocationKind.Synchronous,
    };

    private InvokerFacts()
    {
    }

    /// <summary>
    /// The lists of a bucket's notifications, and the property of an item that names where it goes: CloudFormation's names, and those of the API,
    /// which the CDK's custom resource has.
    /// </summary>
    public static IReadOnlyList<(string List, string Target)> Notifications { get; } =
    [
        ("LambdaConfigurations", "Function"), ("QueueConfigurations", "Queue"), ("TopicConfigurations", "Topic"),
        ("LambdaFunctionConfigurations", "LambdaFunctionArn"), ("QueueConfigurations", "QueueArn"), ("TopicConfigurations", "TopicArn"),
    ];

    /// <summary>The properties that name functions which it invokes.</summary>
    public IReadOnlyList<InvokingProperty> Properties { get; private init; } = [];

    /// <summary>How it invokes every function that it mentions; <see langword="null"/> when a mention alone says nothing.</summary>
    public InvocationKind? Mentioned { get; private init; }

    /// <summary>Properties of an API that name a definition outside of the template.</summary>
    public static IReadOnlyList<string> ApiDefinitionElsewhere { get; } = ["BodyS3Location", "DefinitionUri"];

    /// <summary>Properties of an API that hold its definition.</summary>
    public static IReadOnlyList<string> ApiDefinitions { get; } = ["Body", "DefinitionBody"];

    /// <summary>What decides how AppSync invokes a function.</summary>
    public static IReadOnlyList<string> ResolverTypes { get; } = ["AWS::AppSync::Resolver", "AWS::AppSync::FunctionConfiguration", "AWS::AppSync::ChannelNamespace"];

    /// <summary>Their properties that name code outside of the template.</summary>
    public static IReadOnlyList<string> ResolverCodeElsewhere { get; } = ["CodeS3Location", "RequestMappingTemplateS3Location"];

    /// <summary>Whether the resolvers of AppSync decide how it invokes.</summary>
    public bool IsAppSync { get; private init; }

    /// <summary>Whether it may pass on <see cref="InvocationHeader"/>.</summary>
    public bool PassesHeaders { get; private init; }

    /// <summary>Whether every way in which it can reach a function is known.</summary>
    public bool IsFollowed { get; private init; }

    /// <summary>The facts of a resource type.</summary>
    public static InvokerFacts Of(string type) =>
        ByType.TryGetValue(type, out InvokerFacts? facts) ? facts
        : type.StartsWith("Custom::", StringComparison.Ordinal) ? OfCustomResource
        : Unfollowed;

    /// <summary>How a principal that may invoke a function does it; <see langword="null"/> when that is not known.</summary>
    public static InvocationKind? OfPrincipal(string principal) => ByPrincipal.TryGetValue(principal, out InvocationKind kind) ? kind : null;

    private static InvokingProperty Property(string property, InvocationKind kind) => new([property], kind);
}
