using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>What a node of a <see cref="FlowGraph"/> is.</summary>
internal enum FlowNodeKind
{
    /// <summary>A Lambda function of the template.</summary>
    Function,

    /// <summary>An SQS queue.</summary>
    Queue,

    /// <summary>An SNS topic.</summary>
    Topic,

    /// <summary>An S3 bucket.</summary>
    Bucket,

    /// <summary>An EventBridge event bus.</summary>
    EventBus,

    /// <summary>An EventBridge rule, a resource or a SAM event.</summary>
    Rule,

    /// <summary>A Kinesis stream, a DynamoDB table, a Kafka or MQ cluster, a DocumentDB cluster.</summary>
    Stream,

    /// <summary>A Kafka topic that receives records.</summary>
    KafkaTopic,

    /// <summary>A function that is not in the template.</summary>
    OtherFunction,

    /// <summary>What else invokes a function: an API, a schedule, a user pool, a function URL.</summary>
    Trigger,

    /// <summary>A parameter, an import, or another value known at deployment only.</summary>
    Unknown,
}

/// <summary>A place that events and records pass.</summary>
/// <param name="Id">The logical id of a resource or parameter, <c>Function/Event</c> of a SAM event, the id of what SAM makes, else the ARN or value.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">For people: the id, or the name in an ARN.</param>
/// <param name="Resource">The resource, when it stands in the template.</param>
internal sealed record FlowNode(string Id, FlowNodeKind Kind, string Name, TemplateResource? Resource = null);

/// <summary>Why something passes along an edge of a <see cref="FlowGraph"/>.</summary>
internal enum FlowEdgeKind
{
    /// <summary>Invokes a function; <see cref="FlowEdge.Invocation"/> tells how.</summary>
    Invokes,

    /// <summary>The record of a successful asynchronous invocation.</summary>
    OnSuccess,

    /// <summary>The record of a failed asynchronous invocation.</summary>
    OnFailure,

    /// <summary>The record of a batch that an event source mapping discards.</summary>
    MappingOnFailure,

    /// <summary>The event of a failed asynchronous invocation: the function's dead-letter queue.</summary>
    DeadLetter,

    /// <summary>Passes a message on: topic to queue, bucket to topic, bus to rule, rule to queue.</summary>
    Delivers,

    /// <summary>A message received too often: a queue's <c>RedrivePolicy</c>.</summary>
    Redrive,

    /// <summary>What Lambda tells the default bus of a durable execution; it is an edge where a rule of the template takes it.</summary>
    StatusChange,
}

/// <summary>A way from one place to another.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Kind">Why something passes.</param>
/// <param name="Span">Where it is written.</param>
/// <param name="Conditions">When it is there.</param>
internal sealed record FlowEdge(FlowNode From, FlowNode To, FlowEdgeKind Kind, SourceSpan Span, ConditionSet Conditions)
{
    /// <summary>How an <see cref="FlowEdgeKind.Invokes"/> edge invokes; <see langword="null"/> when it is not known.</summary>
    public InvocationKind? Invocation { get; init; }

    /// <summary>
    /// The version or alias that is invoked or whose records are sent, in the notation of <c>Fn::Sub</c>; <c>$LATEST</c> for an unqualified
    /// function; <see langword="null"/> when it is not known or means nothing here.
    /// </summary>
    public string? Qualifier { get; init; }

    /// <summary>Whether it surely invokes a function without naming a version or alias, which else counts as <c>$LATEST</c>.</summary>
    public bool IsUnqualified { get; init; }

    /// <summary>The version or alias that a record invokes, for a Lambda destination; as <see cref="Qualifier"/>.</summary>
    public string? TargetQualifier { get; init; }

    /// <summary>What the trigger is called: SAM's event type, or the resource type that invokes.</summary>
    public string? Trigger { get; init; }

    /// <summary>The map that describes it: a SAM event's properties, a notification, a rule's or subscription's properties.</summary>
    public MappingNode? Details { get; init; }

    /// <summary>The mapping, for edges that belong to one.</summary>
    public MappingConfiguration? Mapping { get; init; }
}

/// <summary>
/// Where the events of a template's functions come from and where their records go: triggers, functions, destinations, and the
/// queues, topics, buckets, buses and rules in between. Immutable.
/// </summary>
internal sealed class FlowGraph
{
    internal const string DefaultBus = "event-bus/default";

    private readonly ILookup<string, FlowEdge> _from;
    private readonly ILookup<string, FlowEdge> _to;
    private readonly HashSet<string> _otherwiseUsed;
    private readonly Func<TemplateResource, bool> _mayBeInvoked;
    private readonly Dictionary<string, FlowNode> _byId;

    internal FlowGraph(IReadOnlyList<FlowNode> nodes, IReadOnlyList<FlowEdge> edges, HashSet<string> otherwiseUsed, Func<TemplateResource, bool> mayBeInvoked)
    {
        Nodes = nodes;
        Edges = edges;
        _otherwiseUsed = otherwiseUsed;
        _mayBeInvoked = mayBeInvoked;
        _byId = nodes.ToDictionary(static x => x.Id, StringComparer.Ordinal);
        _from = edges.ToLookup(static x => x.From.Id, StringComparer.Ordinal);
        _to = edges.ToLookup(static x => x.To.Id, StringComparer.Ordinal);
    }

    /// <summary>Every place, functions first, in source order.</summary>
    public IReadOnlyList<FlowNode> Nodes { get; }

    /// <summary>Every way, in source order of what declares it.</summary>
    public IReadOnlyList<FlowEdge> Edges { get; }

    /// <summary>The graph of a template. Read at the first use.</summary>
    public static FlowGraph Of(TemplateModel template) => template.Derive(FlowGraphReader.Read);

    /// <summary>The id of the node that a target is.</summary>
    public static string IdOf(DestinationTarget target)
    {
        if (target.CreatedId is { } created)
        {
            return created;
        }

        if (target.Function is { } function)
        {
            return function.LogicalId;
        }

        if (target is { Type: DestinationTargetType.EventBridge, Text: { } text } && text.EndsWith(":event-bus/default", StringComparison.Ordinal))
        {
            return DefaultBus;
        }

        string? reference = target.Origin == TargetOrigin.Unknown && target.Attribute is not (null or Reference.OfRef) ? $"{target.Name}.{target.Attribute}" : target.Name;
        return target.Resource is { } resource && target.Origin == TargetOrigin.Resource ? resource.LogicalId : reference ?? target.Text ?? target.Value.ToString();
    }

    /// <summary>The node of an id, or <see langword="null"/>.</summary>
    public FlowNode? Find(string id) => _byId.TryGetValue(id, out FlowNode? found) ? found : null;

    /// <summary>The edges that begin at a node.</summary>
    public IEnumerable<FlowEdge> From(string id) => _from[id];

    /// <summary>The edges that end at a node.</summary>
    public IEnumerable<FlowEdge> To(string id) => _to[id];

    /// <summary>
    /// Whether a resource that is not followed here mentions the function: another function's environment, a state machine, a policy
    /// to invoke it, be it by a wildcard or by its name. It may then be invoked in any way.
    /// </summary>
    public bool IsOtherwiseUsed(TemplateResource function) => _otherwiseUsed.Contains(function.LogicalId) || _mayBeInvoked(function);
}
