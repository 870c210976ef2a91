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
    /// <summary>Functions that nothing leads to or from: they are named, not drawn.</summary>
    public EquatableArray<string> Apart { get; init; }

    /// <summary>Where the events of its functions end; empty where that is not asked for.</summary>
    public EquatableArray<AuditRow> Audit { get; init; }

    /// <summary>What is drawn where nothing flows.</summary>
    public const string Empty = "No function here has a trigger, a destination or a dead-letter queue.";

    /// <summary>
    /// Makes the maps of templates: templates between which something passes (imports, nested stacks, ARNs) share one, and of several those without anything to draw
    /// have none; without anything to draw at all there is one map without nodes.
    /// </summary>
    /// <param name="templates">The templates; one at least.</param>
    /// <param name="audit">Where the events of their functions end, where that is asked for.</param>
    public static IReadOnlyList<FlowMap> Of(IReadOnlyList<AuditTemplate> templates, IReadOnlyList<AuditRow> audit)
    {
        AuditSystem system = new(templates);
        FlowMap[] maps = [.. GroupsOf(system).Select(x => Of(system, x) with { Audit = new(audit.Where(y => Array.Exists(x, z => ReferenceEquals(y.Template, templates[z].Template)))) })];
        FlowMap[] drawn = [.. maps.Where(static x => x.Nodes.Count > 0 || x.Apart.Count > 0)];
        return drawn.Length > 0 ? drawn : [new FlowMap(TitleOf([.. templates.Select(static x => x.Name)]), default, default)];
    }

    private static FlowMap Of(AuditSystem system, int[] templates)
    {
        AuditEdge[] ways = [.. system.Edges.Where(x => templates.Contains(x.Template))];
        HashSet<AuditPlace> folded = [.. ways.Select(static x => x.To).Where(x => x.Node.Kind == FlowNodeKind.Rule && system.To(x).Count() == 1 && system.From(x).Count() == 1)];
        HashSet<AuditPlace> met = [.. ways.SelectMany(static x => new[] { x.From, x.To })];
        AuditPlace[] all = [.. templates.SelectMany(x => FlowGraph.Of(system.Templates[x].Template).Nodes.Select(y => system.Resolve(x, y))).Distinct()];
        AuditPlace[] places = [.. all.Where(x => met.Contains(x) && !folded.Contains(x))];
        Dictionary<AuditPlace, int> indexes = places.Select(static (x, i) => (Place: x, Index: i)).ToDictionary(static x => x.Place, static x => x.Index);

        // An event rule with one way in and one out is the name of the way.
        IEnumerable<FlowMapEdge> edges = ways.Where(x => !folded.Contains(x.From)).Select(x => folded.Contains(x.To) && system.From(x.To).Single() is { } on
            ? new FlowMapEdge(indexes[x.From], indexes[on.To], ToneOf(on.Edge.Kind), LabelOf(on.Edge, "rule " + NameOf(x.To.Node)))
            : new FlowMapEdge(indexes[x.From], indexes[x.To], ToneOf(x.Edge.Kind), LabelOf(x.Edge, WordOf(x.Edge))));
        return new FlowMap(
            TitleOf([.. templates.Select(x => system.Templates[x].Name)]),
            new(places.Select(x => new FlowMapNode(x.Node.Id, x.Node.Kind, NameOf(x.Node), CaptionOf(FlowGraph.Of(system.TemplateOf(x)), x.Node)))),
            new(edges.GroupBy(static x => (x.From, x.To, x.Tone)).Select(static x => x.First() with { Label = string.Join(", ", x.Select(static y => y.Label).Distinct()) })))
        {
            Apart = new(all.Where(x => !met.Contains(x)).Select(static x => NameOf(x.Node))),
        };
    }

    /// <summary>Which templates belong together: each in the group of the first that it is joined with.</summary>
    private static int[][] GroupsOf(AuditSystem system)
    {
        int[] first = [.. Enumerable.Range(0, system.Templates.Count)];
        foreach (AuditEdge edge in system.Edges)
        {
            Join(edge.Template, edge.From);
            Join(edge.Template, edge.To);
        }

        return [.. first.Select(static (x, i) => (First: x, Template: i)).GroupBy(static x => x.First, static x => x.Template).Select(static x => x.ToArray())];

        void Join(int template, AuditPlace place)
        {
            (int low, int high) = (Math.Min(first[template], first[place.Template]), Math.Max(first[template], first[place.Template]));
            if (low != high)
            {
                first = [.. first.Select(x => x == high ? low : x)];
            }
        }
    }

    /// <summary>The name of a template; of several their folder once, and their names where they fit into a line.</summary>
    private static string TitleOf(string[] names)
    {
        if (names is [var only])
        {
            return only;
        }

        string first = names[0];
        string folder = first.Substring(0, first.LastIndexOf('/') + 1);
        while (folder.Length > 0 && !Array.TrueForAll(names, x => x.StartsWith(folder, StringComparison.Ordinal)))
        {
            folder = folder.Substring(0, folder.TrimEnd('/').LastIndexOf('/') + 1);
        }

        string files = string.Join(", ", names.Select(x => x.Substring(folder.Length)));
        files = files.Length > 80 ? $"{names.Length} templates" : files;
        return folder.Length == 0 ? files : $"{folder.TrimEnd('/')}: {files}";
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

    private static string WordOf(FlowEdge edge) => edge.Kind switch
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

    private static string LabelOf(FlowEdge edge, string word)
    {
        string label = edge.Qualifier is { } qualifier && qualifier != "$LATEST" ? $"{word} · {qualifier}" : word;
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
