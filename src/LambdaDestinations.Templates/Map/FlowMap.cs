using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Paths;

namespace LambdaDestinations.Templates.Map;

/// <summary>A flow graph made ready to be drawn: names, captions and labels as text, parallel ways joined.</summary>
/// <param name="Title">What it is a map of: the template's name.</param>
/// <param name="Nodes">In the order of the graph.</param>
/// <param name="Edges">In the order of the graph.</param>
internal sealed record FlowMap(string Title, EquatableArray<FlowMapNode> Nodes, EquatableArray<FlowMapEdge> Edges)
{
    /// <summary>Where the events of its functions end; empty where that is not asked for.</summary>
    public EquatableArray<AuditRow> Audit { get; init; }

    /// <summary>Makes the map of a graph.</summary>
    /// <param name="title">What it is a map of.</param>
    /// <param name="graph">The graph.</param>
    public static FlowMap Of(string title, FlowGraph graph)
    {
        Dictionary<string, int> indexes = new(StringComparer.Ordinal);
        List<FlowMapNode> nodes = [];
        foreach (FlowNode node in graph.Nodes)
        {
            indexes.Add(node.Id, nodes.Count);
            nodes.Add(new FlowMapNode(node.Id, node.Kind, NameOf(node), CaptionOf(graph, node)));
        }

        List<FlowMapEdge> edges = [.. graph.Edges
            .Select(x => new FlowMapEdge(indexes[x.From.Id], indexes[x.To.Id], ToneOf(x.Kind), LabelOf(x)))
            .Distinct()];
        return new FlowMap(title, new EquatableArray<FlowMapNode>(nodes), new EquatableArray<FlowMapEdge>(edges));
    }

    /// <summary>The name, and in what the CDK wrote that of the construct: the logical id ends with a hash there.</summary>
    private static string NameOf(FlowNode node)
    {
        // Without the stack.
        return node.Resource?.Construct is { Elements: { Count: > 1 } elements } ? string.Join("/", elements.Skip(1)) : node.Name;
    }

    private static string CaptionOf(FlowGraph graph, FlowNode node) => node.Kind switch
    {
        FlowNodeKind.Function => "Lambda function",
        FlowNodeKind.OtherFunction => "Lambda function elsewhere",
        FlowNodeKind.Queue => "SQS queue",
        FlowNodeKind.Topic => "SNS topic",
        FlowNodeKind.Bucket => "S3 bucket",
        FlowNodeKind.EventBus => "EventBridge event bus",
        FlowNodeKind.Rule => "EventBridge rule",
        FlowNodeKind.KafkaTopic => "Kafka topic",
        FlowNodeKind.Stream or FlowNodeKind.Trigger => SourceOf(graph, node),
        FlowNodeKind.Unknown => "known at deployment",
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.Kind, "Not a kind of node."),
    };

    private static string SourceOf(FlowGraph graph, FlowNode node)
    {
        string? type = node.Resource?.Type;
        if (type is null or ResourceTypes.EventSourceMapping or ResourceTypes.ServerlessFunction)
        {
            type = graph.From(node.Id).Select(static x => x.Trigger).FirstOrDefault(static x => x is not null) ?? type;
        }

        if (type is null)
        {
            return node.Kind == FlowNodeKind.Stream ? "stream" : "trigger";
        }

        // AWS::DynamoDB::Table: the service and what it is.
        string[] parts = type.Split([':'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 3 ? $"{parts[1]} {parts[2]}" : type + (node.Kind == FlowNodeKind.Stream ? " source" : " trigger");
    }

    private static FlowMapTone ToneOf(FlowEdgeKind kind) => kind switch
    {
        FlowEdgeKind.OnSuccess => FlowMapTone.Success,
        FlowEdgeKind.OnFailure or FlowEdgeKind.MappingOnFailure => FlowMapTone.Failure,
        FlowEdgeKind.DeadLetter or FlowEdgeKind.Redrive => FlowMapTone.DeadLetter,
        _ => FlowMapTone.Event,
    };

    private static string LabelOf(FlowEdge edge)
    {
        string label = edge.Kind switch
        {
            FlowEdgeKind.Invokes => edge.Invocation switch
            {
                InvocationKind.Synchronous => "synchronous",
                InvocationKind.Asynchronous => "asynchronous",
                InvocationKind.Polled => "polled",
                _ => "invokes",
            },
            FlowEdgeKind.OnSuccess => "on success",
            FlowEdgeKind.OnFailure => "on failure",
            FlowEdgeKind.MappingOnFailure => "discarded batch",
            FlowEdgeKind.DeadLetter => "dead letter",
            FlowEdgeKind.Delivers => "delivers",
            FlowEdgeKind.Redrive => "redrive",
            FlowEdgeKind.StatusChange => "status change",
            _ => throw new ArgumentOutOfRangeException(nameof(edge), edge.Kind, "Not a kind of edge."),
        };
        if (edge.Qualifier is { } qualifier && qualifier != "$LATEST")
        {
            label += $" · {qualifier}";
        }

        return edge.Conditions.IsAlways ? label : $"{label} · if {edge.Conditions}";
    }
}

/// <summary>A box of the map.</summary>
/// <param name="Id">The graph's id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Caption">What it is, in words: <c>SQS queue</c>.</param>
internal sealed record FlowMapNode(string Id, FlowNodeKind Kind, string Name, string Caption);

/// <summary>An arrow of the map.</summary>
/// <param name="From">Index of the node where it begins.</param>
/// <param name="To">Index of the node where it ends.</param>
/// <param name="Tone">How it is drawn.</param>
/// <param name="Label">Why something passes, in words.</param>
internal sealed record FlowMapEdge(int From, int To, FlowMapTone Tone, string Label);

/// <summary>How an arrow is drawn.</summary>
internal enum FlowMapTone
{
    /// <summary>Events on their way to a function.</summary>
    Event,

    /// <summary>Records of success.</summary>
    Success,

    /// <summary>Records of failure.</summary>
    Failure,

    /// <summary>Events that ended in a dead-letter queue.</summary>
    DeadLetter,
}
