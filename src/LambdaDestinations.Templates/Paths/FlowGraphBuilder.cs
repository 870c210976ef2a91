using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>A flow graph that grows: its readers add places and ways.</summary>
internal sealed class FlowGraphBuilder(TemplateModel template)
{
    private readonly Dictionary<string, FlowNode> _byId = new(StringComparer.Ordinal);
    private readonly List<FlowNode> _nodes = [];
    private readonly List<FlowEdge> _edges = [];

    /// <summary>The template.</summary>
    public TemplateModel Template => template;

    /// <summary>The ways so far.</summary>
    public IReadOnlyList<FlowEdge> Edges => _edges;

    /// <summary>
    /// How an API invokes a function: synchronously, unless the header by which its caller chooses stands in the template other than as the fixed value of a
    /// method, or the API's definition stands elsewhere.
    /// </summary>
    public InvocationKind? ByApi { get; } = CountOf(template, InvokerFacts.InvocationHeader) > template.Resources.Count(static x => HeaderOf(x) is not null) || template.Resources.Any(IsApiDefinedElsewhere) ? null : InvocationKind.Synchronous;

    /// <summary>How an API invokes a function of which only the permission stands in the template: its definition stands elsewhere.</summary>
    public InvocationKind? ByApiAlone => template.Resources.Any(static x => InvokerFacts.Of(x.Type).PassesHeaders) || Edges.Any(static x => x.Trigger is "Api" or "HttpApi") ? ByApi : null;

    /// <summary>
    /// How AppSync invokes a function: synchronously, unless a resolver asks for <c>Event</c>, or its code stands elsewhere (AWS AppSync Developer
    /// Guide, "Lambda resolvers", <c>invocationType</c>; AWS CloudFormation, <c>LambdaConfig.InvokeType</c>).
    /// </summary>
    public InvocationKind? ByAppSync { get; } =
        template.Resources.Any(static x => InvokerFacts.ResolverTypes.Contains(x.Type))
        && !template.Resources.Any(static x => InvokerFacts.ResolverTypes.Contains(x.Type) && InvokerFacts.ResolverCodeElsewhere.Any(y => x.Properties?[y] is not null))
        && !Mentions(template, "invocationType") && !Mentions(template, "InvokeType")
            ? InvocationKind.Synchronous : null;

    /// <summary>The finished graph.</summary>
    /// <param name="otherwiseUsed">The functions that something mentions which is not followed.</param>
    public FlowGraph Build(HashSet<string> otherwiseUsed) => new(_nodes, _edges, otherwiseUsed, x => InvokePermissions.Of(template).Allow(x));

    /// <summary>Adds a way, unless it is there in no deployment.</summary>
    public void Add(FlowEdge edge)
    {
        if (edge.Conditions.IsPossible)
        {
            _edges.Add(edge);
        }
    }

    /// <summary>Adds a way on which something is passed on; a function is invoked by it.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="target">Where it ends.</param>
    /// <param name="span">Where it is written.</param>
    /// <param name="details">The map that describes it.</param>
    /// <param name="trigger">The resource type that passes it on.</param>
    public void AddDelivery(FlowNode from, DestinationTarget target, SourceSpan span, MappingNode details, string trigger)
    {
        FlowNode to = NodeOf(target, FlowNodeKind.Unknown);
        FlowEdge edge = new(from, to, FlowEdgeKind.Delivers, span, target.Conditions) { Trigger = trigger, Details = details };
        Add(to.Kind == FlowNodeKind.Function ? edge with { Kind = FlowEdgeKind.Invokes, Invocation = InvocationKind.Asynchronous, Qualifier = QualifierOf(target), IsUnqualified = NamesNoQualifier(target) } : edge);
    }

    /// <summary>The node of a resource.</summary>
    public FlowNode NodeOf(TemplateResource resource) => NodeOf(new FlowNode(resource.LogicalId, KindOf(resource), resource.LogicalId, resource));

    /// <summary>The node of a target.</summary>
    /// <param name="target">What is pointed to.</param>
    /// <param name="otherwise">What a text is that tells no kind.</param>
    public FlowNode NodeOf(DestinationTarget target, FlowNodeKind otherwise)
    {
        if ((target.Function ?? target.Resource) is { } resource && (target.Origin == TargetOrigin.Resource || target.Function is not null))
        {
            return NodeOf(resource);
        }

        string id = FlowGraph.IdOf(target);
        if (id == FlowGraph.DefaultBus)
        {
            return DefaultBus();
        }

        FlowNodeKind kind = KindOf(target) ?? (target.Origin == TargetOrigin.Literal ? otherwise : FlowNodeKind.Unknown);
        string name = target.Created is { } made ? $"{made.Function} on {made.Outcome}" : target.Name is not null || target.Text is null ? id : ArnText.NameOf(target.Text);
        return NodeOf(new FlowNode(id, kind, name));
    }

    /// <summary>The node of the default event bus.</summary>
    public FlowNode DefaultBus() => NodeOf(new FlowNode(FlowGraph.DefaultBus, FlowNodeKind.EventBus, "default"));

    /// <summary>The node with the id of another, which is added when there is none.</summary>
    public FlowNode NodeOf(FlowNode node)
    {
        if (_byId.TryGetValue(node.Id, out FlowNode? known))
        {
            return known;
        }

        _byId.Add(node.Id, node);
        _nodes.Add(node);
        return node;
    }

    /// <summary>The version or alias that a target means; <see langword="null"/> when it is not known.</summary>
    public static string? QualifierOf(DestinationTarget target) =>
        target.Qualifier ?? (target.Resource is null or { IsFunction: true } ? "$LATEST" : null);

    /// <summary>Whether a target is a function without a version or alias.</summary>
    public static bool NamesNoQualifier(DestinationTarget? target) => target is { Qualifier: null, Resource.IsFunction: true, Attribute: null or Reference.OfRef or "Arn" };

    /// <summary>The maps of a list, under whatever condition.</summary>
    public static IEnumerable<MappingNode> Maps(TemplateNode? list) => MapsWithin(list, default).Select(static x => x.Map);

    /// <summary>The maps of a list, each with its conditions.</summary>
    public static IEnumerable<(MappingNode Map, ConditionSet Conditions)> MapsWithin(TemplateNode? list, ConditionSet conditions) =>
        TemplateBranch.Items(list, conditions).Where(static x => x.Map is not null).Select(static x => (x.Map!, x.Conditions));

    /// <summary>How a method of an API invokes: by the header that it always sends, where that is written out; else as all do.</summary>
    public InvocationKind? ByApiOf(TemplateResource resource) => HeaderOf(resource) switch
    {
        "'Event'" => InvocationKind.Asynchronous,
        "'RequestResponse'" => InvocationKind.Synchronous,
        _ => ByApi,
    };

    /// <summary>The fixed value of the header in a method of an API; <see langword="null"/> when there is none (API Gateway Developer Guide, "Set up asynchronous invocation of the backend Lambda function").</summary>
    private static string? HeaderOf(TemplateResource resource) =>
        resource.Type == "AWS::ApiGateway::Method"
        && TemplateNodes.Child(TemplateNodes.Child(resource.Properties, "Integration"), "RequestParameters") is { } parameters
        && TemplateNodes.Text(parameters["integration.request.header." + InvokerFacts.InvocationHeader]) is { } value and ("'Event'" or "'RequestResponse'")
            ? value
            : null;

    private static int CountOf(TemplateModel template, string word)
    {
        int count = 0;
        string text = template.Document.Text;
        for (int at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.OrdinalIgnoreCase))
        {
            count++;
        }

        return count;
    }

    private static bool Mentions(TemplateModel template, string word) => template.Document.Text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Whether an API has a definition that the template does not show, in part at least.</summary>
    private static bool IsApiDefinedElsewhere(TemplateResource resource) =>
        InvokerFacts.Of(resource.Type).PassesHeaders
        && (InvokerFacts.ApiDefinitionElsewhere.Any(x => resource.Properties?[x] is not null)
            || (InvokerFacts.ApiDefinitions.Select(x => resource.Properties?[x]).FirstOrDefault(static x => x is not null) is { } definition && TemplateBranch.IsFunction(definition)));

    /// <summary>What a resource is as a place.</summary>
    internal static FlowNodeKind KindOf(TemplateResource resource) => ResourceFacts.Find(resource.Type)?.Role switch
    {
        ResourceRole.Function => FlowNodeKind.Function,
        ResourceRole.Queue => FlowNodeKind.Queue,
        ResourceRole.Topic => FlowNodeKind.Topic,
        ResourceRole.Bucket => FlowNodeKind.Bucket,
        ResourceRole.EventBus => FlowNodeKind.EventBus,
        ResourceRole.EventRule => FlowNodeKind.Rule,
        ResourceRole.Stream => FlowNodeKind.Stream,
        _ => FlowNodeKind.Trigger,
    };

    private static FlowNodeKind? KindOf(DestinationTarget target) => target.Type switch
    {
        DestinationTargetType.Sqs => FlowNodeKind.Queue,
        DestinationTargetType.Sns => FlowNodeKind.Topic,
        DestinationTargetType.Lambda => FlowNodeKind.OtherFunction,
        DestinationTargetType.EventBridge => FlowNodeKind.EventBus,
        DestinationTargetType.S3 => FlowNodeKind.Bucket,
        DestinationTargetType.Kafka => FlowNodeKind.KafkaTopic,
        _ => null,
    };
}
