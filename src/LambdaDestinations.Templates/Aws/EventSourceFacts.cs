using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Aws;

/// <summary>An API that SAM makes invoke a function.</summary>
/// <param name="Type">Its resource type.</param>
/// <param name="Implicit">The logical id of the one that SAM makes for events that name none.</param>
internal sealed record ApiFacts(string Type, string Implicit);

/// <summary>
/// What is known of a kind of event source, by SAM's name for it. Each fact once (AWS SAM Developer Guide, <c>EventSource</c>; AWS Lambda
/// Developer Guide, "Using AWS Lambda with other services"; AWS CloudFormation User Guide, <c>AWS::Lambda::EventSourceMapping</c>).
/// </summary>
/// <param name="Type">SAM's event type.</param>
/// <param name="Kind">How it invokes.</param>
internal sealed record EventSourceFacts(string Type, InvocationKind Kind)
{
    /// <summary>The property of a mapping that names what it polls.</summary>
    public const string MappingSource = "EventSourceArn";

    private static readonly EventSourceFacts[] All =
    [
        new("SQS", InvocationKind.Polled) { SourceProperty = "Queue", Service = "sqs" },
        new("Kinesis", InvocationKind.Polled) { SourceProperty = "Stream", Service = "kinesis", HasDestinations = true },
        new("DynamoDB", InvocationKind.Polled) { SourceProperty = "Stream", Service = "dynamodb", HasDestinations = true },
        new("SelfManagedKafka", InvocationKind.Polled) { HasDestinations = true, IsKafka = true, Marks = ["SelfManagedEventSource", "SelfManagedKafkaEventSourceConfig"] },
        new("MSK", InvocationKind.Polled) { SourceProperty = "Stream", Service = "kafka", HasDestinations = true, IsKafka = true, Marks = ["AmazonManagedKafkaEventSourceConfig"] },
        new("MQ", InvocationKind.Polled) { SourceProperty = "Broker", Service = "mq" },
        new("DocumentDB", InvocationKind.Polled) { SourceProperty = "Cluster", Service = "rds", Marks = ["DocumentDBEventSourceConfig"] },
        new("S3", InvocationKind.Asynchronous) { SourceProperty = "Bucket", WaitingProperty = "Bucket" },
        new("SNS", InvocationKind.Asynchronous) { SourceProperty = "Topic", QueueProperty = "SqsSubscription" },
        new("EventBridgeRule", InvocationKind.Asynchronous) { IsRule = true },
        new("CloudWatchEvent", InvocationKind.Asynchronous) { IsRule = true },
        new("Schedule", InvocationKind.Asynchronous),
        new("ScheduleV2", InvocationKind.Asynchronous),
        new("CloudWatchLogs", InvocationKind.Asynchronous),
        new("IoTRule", InvocationKind.Asynchronous),
        new("Api", InvocationKind.Synchronous) { WaitingProperty = "RestApiId", Api = new("AWS::Serverless::Api", "ServerlessRestApi") },
        new("HttpApi", InvocationKind.Synchronous) { WaitingProperty = "ApiId", Api = new("AWS::Serverless::HttpApi", "ServerlessHttpApi") },
        new("Cognito", InvocationKind.Synchronous) { WaitingProperty = "UserPool" },
        new("AlexaSkill", InvocationKind.Synchronous),
    ];

    private static readonly Dictionary<string, EventSourceFacts> ByType = All.ToDictionary(static x => x.Type, StringComparer.Ordinal);

    /// <summary>The property of the SAM event that names what the event comes from; <see langword="null"/> when that is not followed.</summary>
    public string? SourceProperty { get; private init; }

    /// <summary>The property that makes SAM put a queue in between, which is polled.</summary>
    public string? QueueProperty { get; private init; }

    /// <summary>The property that names a resource which SAM makes wait for the function: it needs the permission to invoke it.</summary>
    public string? WaitingProperty { get; private init; }

    /// <summary>Of an API: what <see cref="WaitingProperty"/> must name.</summary>
    public ApiFacts? Api { get; private init; }

    /// <summary>Whether its mapping may have an on-failure destination.</summary>
    public bool HasDestinations { get; private init; }

    /// <summary>Whether it reads a Kafka topic.</summary>
    public bool IsKafka { get; private init; }

    /// <summary>Whether SAM makes an EventBridge rule of it.</summary>
    public bool IsRule { get; private init; }

    /// <summary>The service's part of the ARN that a mapping polls.</summary>
    public string? Service { get; private init; }

    /// <summary>Properties that only a mapping of it has.</summary>
    public IReadOnlyList<string> Marks { get; private init; } = [];

    /// <summary>The kinds of source that Lambda polls.</summary>
    public static IEnumerable<EventSourceFacts> Polled => All.Where(static x => x.Kind == InvocationKind.Polled);

    /// <summary>The facts of a SAM event type; <see langword="null"/> when none are known.</summary>
    public static EventSourceFacts? Find(string type) => ByType.TryGetValue(type, out EventSourceFacts? facts) ? facts : null;

    /// <summary>The source that a mapping of an ARN's service polls; <see langword="null"/> when Lambda does not poll it.</summary>
    public static EventSourceFacts? OfService(string service) => All.FirstOrDefault(x => x.Service == service);

    /// <summary>The source of a mapping by the properties that it has; <see langword="null"/> when they do not tell.</summary>
    /// <param name="has">Whether the mapping has a property.</param>
    public static EventSourceFacts? OfMapping(Func<string, bool> has) => All.FirstOrDefault(x => x.Marks.Any(has));
}
