using System.Collections.Generic;
using System.Linq;
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
internal sealed record EventSource(string Name, string Type, InvocationKind? Kind, TemplateResource Owner, MappingNode? Properties)
{
    private static readonly SettingPath OfMappings = SettingPath.Of("Properties");

    /// <summary>The type of a mapping whose source is not known.</summary>
    public const string UnknownType = "unknown";

    /// <summary>From the owner's body to the properties.</summary>
    public SettingPath Path => IsSamEvent ? SettingPath.Of("Properties", "Events", Name, "Properties") : OfMappings;

    /// <summary>What is known of its type; <see langword="null"/> when nothing is.</summary>
    public EventSourceFacts? Facts => EventSourceFacts.Find(Type);

    /// <summary>The property that names what is polled, or what the event comes from; <see langword="null"/> when there is none.</summary>
    public string? SourceProperty => IsSamEvent ? Facts?.SourceProperty : EventSourceFacts.MappingSource;

    /// <summary>Whether a mapping invokes for it; a topic's queue that SAM makes is not counted.</summary>
    public bool IsMapping => Facts is { Kind: InvocationKind.Polled };

    /// <summary>Whether it may have an on-failure destination: Kinesis, DynamoDB Streams, Amazon MSK, self-managed Kafka.</summary>
    public bool HasDestinations => Facts is { HasDestinations: true };

    /// <summary>Whether it reads a Kafka topic.</summary>
    public bool IsKafka => Facts is { IsKafka: true };

    /// <summary>Whether an attribute names it: by its name, or a mapping of the CDK by the id of its construct.</summary>
    public bool IsNamed(string name) => Name == name || (!IsSamEvent && Owner.Construct?.Id == name);

    /// <summary>The source that an attribute names; <see langword="null"/> when none has the name, or several constructs have it as their id.</summary>
    public static EventSource? Find(IReadOnlyList<EventSource> sources, string name)
    {
        EventSource[] found = [.. sources.Where(x => x.IsNamed(name))];
        return System.Array.Find(found, x => x.Name == name) ?? (found.Length == 1 ? found[0] : null);
    }

    /// <summary>The place of its name.</summary>
    public SourceSpan Span => (IsSamEvent ? TemplateNodes.Child(Owner.Properties, "Events")?.Find(Name) : null)?.Key.Span ?? Owner.Entry.Key.Span;

    /// <summary>Whether it stands in a SAM function's <c>Events</c>.</summary>
    public bool IsSamEvent => Owner.Type == ResourceTypes.ServerlessFunction;

    /// <summary>All event sources of a function in source order: SAM events, then mappings.</summary>
    public static IReadOnlyList<EventSource> Of(TemplateModel template, TemplateResource function) => DestinationConfiguration.Of(template).Of(function).EventSources;

    /// <summary>What a mapping polls.</summary>
    internal static EventSource OfMapping(TemplateModel template, TemplateResource mapping) =>
        new(mapping.LogicalId, MappingType(template, mapping), InvocationKind.Polled, mapping, mapping.Properties);

    /// <summary>The events of a SAM function.</summary>
    internal static IEnumerable<EventSource> OfEvents(TemplateResource function)
    {
        foreach (MappingEntry entry in TemplateNodes.Child(function.Properties, "Events")?.Entries ?? [])
        {
            if (function.Type == ResourceTypes.ServerlessFunction && entry.Name is { } name && TemplateNodes.Follow(entry.Value) is MappingNode body && TemplateNodes.Text(body["Type"]) is { } type)
            {
                MappingNode? properties = TemplateNodes.Child(body, "Properties");
                yield return new EventSource(name, type, KindOf(type, properties), function, properties);
            }
        }
    }

    private static InvocationKind? KindOf(string type, MappingNode? properties)
    {
        EventSourceFacts? facts = EventSourceFacts.Find(type);

        // SAM puts a queue between topic and function, and the queue is polled.
        return facts?.QueueProperty is { } queue && properties?[queue] is { } subscription && TemplateNodes.Text(subscription) != "false" ? InvocationKind.Polled : facts?.Kind;
    }

    private static string MappingType(TemplateModel template, TemplateResource mapping)
    {
        if (EventSourceFacts.OfMapping(x => mapping.Properties?[x] is not null) is { } marked)
        {
            return marked.Type;
        }

        return mapping.Properties?[EventSourceFacts.MappingSource] is { } arn ? TypeOf(template, arn) : UnknownType;
    }

    /// <summary>SAM's event type for what is polled, by a mapping or a pipe; <see cref="UnknownType"/> when the ARN does not tell.</summary>
    /// <param name="template">The template.</param>
    /// <param name="arn">The ARN.</param>
    internal static string TypeOf(TemplateModel template, TemplateNode arn)
    {
        Interpreter interpreter = ResourceNames.Of(template).Interpreter;
        TemplateValue value = TemplateValue.FromNode(arn);
        if (interpreter.ReferenceOf(value) is { } reference && template.Find(reference.Id) is { IsFunction: false } source)
        {
            return ResourceFacts.Find(source.Type)?.PolledAs ?? UnknownType;
        }

        // Also what SAM makes for a function, which is named after it.
        SymbolicText text = interpreter.Text(value);
        return text.StartsWith("arn:") && text.Split(':', 6) is { Count: 6 } parts && parts[2].Literal is { } service && EventSourceFacts.OfService(service) is { } polled ? polled.Type : UnknownType;
    }
}
