using System.Collections.Generic;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>What invokes a function, as its SAM events and the template's mappings say.</summary>
/// <param name="Name">The event's name, or the mapping's logical id.</param>
/// <param name="Type">SAM's event type (<c>Kinesis</c>, <c>S3</c>, <c>Api</c>); of a mapping the type it would have in SAM.</param>
/// <param name="Kind">How it invokes; <see langword="null"/> for an event type that is not known here.</param>
/// <param name="Owner">The resource that holds it: the SAM function, or the mapping.</param>
/// <param name="Properties">The event's or mapping's properties, when there are any.</param>
/// <param name="Path">From the owner's body to the properties.</param>
internal sealed record EventSource(string Name, string Type, InvocationKind? Kind, TemplateResource Owner, MappingNode? Properties, SettingPath Path)
{
    /// <summary>The type of a mapping whose source is not known.</summary>
    public const string UnknownType = "unknown";

    /// <summary>Whether it may have an on-failure destination: Kinesis, DynamoDB Streams, Amazon MSK, self-managed Kafka.</summary>
    public bool HasDestinations => Type is "Kinesis" or "DynamoDB" || IsKafka;

    /// <summary>Whether it reads a Kafka topic.</summary>
    public bool IsKafka => Type is "MSK" or "SelfManagedKafka";

    /// <summary>Whether it stands in a SAM function's <c>Events</c>.</summary>
    public bool IsSamEvent => Owner.Type == ResourceTypes.ServerlessFunction;

    /// <summary>All event sources of a function in source order: SAM events, then mappings.</summary>
    public static IReadOnlyList<EventSource> Of(TemplateModel template, TemplateResource function) => DestinationConfiguration.Of(template).Of(function).EventSources;

    /// <summary>What a mapping polls.</summary>
    internal static EventSource OfMapping(TemplateModel template, TemplateResource mapping) =>
        new(mapping.LogicalId, MappingType(template, mapping), InvocationKind.Polled, mapping, mapping.Properties, SettingPath.Of("Properties"));

    /// <summary>The events of a SAM function.</summary>
    internal static IEnumerable<EventSource> OfEvents(TemplateResource function)
    {
        foreach (MappingEntry entry in TemplateNodes.Child(function.Properties, "Events")?.Entries ?? [])
        {
            if (function.Type == ResourceTypes.ServerlessFunction && entry.Name is { } name && TemplateNodes.Follow(entry.Value) is MappingNode body && TemplateNodes.Text(body["Type"]) is { } type)
            {
                MappingNode? properties = TemplateNodes.Child(body, "Properties");
                yield return new EventSource(name, type, KindOf(type, properties), function, properties, SettingPath.Of("Properties", "Events", name, "Properties"));
            }
        }
    }

    /// <summary>How a SAM event type invokes (SAM Developer Guide; facts of AWS Lambda, "Invocation modes").</summary>
    private static InvocationKind? KindOf(string type, MappingNode? properties) => type switch
    {
        // SAM puts a queue between topic and function, and the queue is polled.
        "SNS" when properties?["SqsSubscription"] is { } subscription && TemplateNodes.Text(subscription) != "false" => InvocationKind.Polled,
        "S3" or "SNS" or "CloudWatchEvent" or "EventBridgeRule" or "Schedule" or "ScheduleV2" or "CloudWatchLogs" or "IoTRule" => InvocationKind.Asynchronous,
        "Api" or "HttpApi" or "AlexaSkill" or "Cognito" => InvocationKind.Synchronous,
        "SQS" or "Kinesis" or "DynamoDB" or "MSK" or "MQ" or "SelfManagedKafka" or "DocumentDB" => InvocationKind.Polled,
        _ => null,
    };

    private static string MappingType(TemplateModel template, TemplateResource mapping)
    {
        if (mapping.Properties?["SelfManagedEventSource"] is not null || mapping.Properties?["SelfManagedKafkaEventSourceConfig"] is not null)
        {
            return "SelfManagedKafka";
        }

        if (mapping.Properties?["AmazonManagedKafkaEventSourceConfig"] is not null)
        {
            return "MSK";
        }

        if (mapping.Properties?["DocumentDBEventSourceConfig"] is not null)
        {
            return "DocumentDB";
        }

        if (mapping.Properties?["EventSourceArn"] is not { } arn)
        {
            return UnknownType;
        }

        Interpreter interpreter = ResourceNames.Of(template).Interpreter;
        TemplateValue value = TemplateValue.FromNode(arn);
        if (interpreter.ReferenceOf(value) is { } reference)
        {
            return template.Find(reference.Id) is { } source && ResourceFacts.Find(source.Type)?.PolledAs is { } type ? type : UnknownType;
        }

        SymbolicText text = interpreter.Text(value);
        return text.StartsWith("arn:") && text.Split(':', 6) is { Count: 6 } parts && parts[2].Literal is { } service && ArnText.PolledAs(service) is { } polled ? polled : UnknownType;
    }
}
