using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>A way into a function.</summary>
/// <param name="Edge">What invokes it.</param>
/// <param name="Text">In words: <c>topic News > queue Inbox</c>.</param>
internal sealed record AuditEntry(AuditEdge Edge, string Text)
{
    /// <summary>The queue that is polled; <see langword="null"/> when none of a template is.</summary>
    public AuditPlace? Queue { get; init; }

    /// <summary>The Kinesis or DynamoDB stream that a pipe reads; <see langword="null"/> for anything else.</summary>
    public AuditPlace? Stream { get; init; }

    /// <summary>What brings events to the queue; <see langword="null"/> when that is not seen, or sends records.</summary>
    public AuditEdge? Hop { get; init; }

    /// <summary>Why nothing ever comes this way; <see langword="null"/> when something may.</summary>
    public string? NeverFires { get; init; }

    /// <summary>Why it is not known how it invokes, where only a grant tells of it; <see langword="null"/> for any other way.</summary>
    public string? Grant { get; init; }
}

/// <summary>Finds the ways on which events enter functions.</summary>
internal sealed class AuditEntries(AuditSystem system)
{
    private const int ShownSenders = 3;

    private readonly AuditObjects _objects = new(system);
    private readonly AuditGrants _grants = new(system);
    private readonly AuditFilters _filters = new(system, new HashSet<string>(StringComparer.Ordinal));

    /// <summary>The ways into a function, in the order of the templates; those of which only grants tell are last.</summary>
    public IReadOnlyList<AuditEntry> Of(AuditPlace function)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<AuditEntry> entries = [];
        AuditEdge[] edges = [.. system.To(function).Where(static x => x.Edge.Kind == FlowEdgeKind.Invokes || x.Edge.TargetQualifier is not null || x.Edge.Invocation is not null)];
        foreach (AuditEdge edge in edges.Where(x => !IsForAnyone(x) && !IsUnused(x)))
        {
            foreach (AuditEntry entry in edge.Edge.Kind == FlowEdgeKind.Invokes ? OfInvocation(edge) : [new AuditEntry(edge, Sender(edge))])
            {
                // An API has many methods, and each permission tells of it again.
                if (seen.Add($"{entry.Text} {edge.Edge.Invocation} {edge.Edge.Qualifier} {edge.Edge.Conditions}"))
                {
                    entries.Add(entry);
                }
            }
        }

        entries.AddRange([.. _grants.Of(function, entries)]);
        if (entries.Count == 0 && Array.Find(edges, IsForAnyone) is { } anyone)
        {
            string permission = $"permission {(anyone.From.Node.Resource is { Type: ResourceTypes.Permission } own ? own.LogicalId : "for " + anyone.From.Node.Name)}";
            entries.Add(new AuditEntry(anyone, "anyone by " + permission) { Grant = permission + " lets anyone invoke it, in any way" });
        }

        return entries;
    }

    /// <summary>The sources with a permission that bring nothing, in words.</summary>
    public IEnumerable<string> UnusedOf(AuditPlace function) => system.To(function).Where(IsUnused).Select(static x => AuditFacts.Named(x.From.Node)).Distinct();

    /// <summary>Whether a permission says who may invoke the function, and not that anybody does.</summary>
    private static bool IsForAnyone(AuditEdge edge) =>
        edge.Edge is { Trigger: ResourceTypes.Permission, Invocation: null } && TemplateNodes.Text(edge.Edge.Details?["Principal"]) == "*";

    /// <summary>Whether a permission is for a bucket or a rule of the template that brings nothing to the function: all that they do stands in them.</summary>
    private bool IsUnused(AuditEdge edge) =>
        edge.Edge.Trigger == ResourceTypes.Permission
        && edge.From.Node.Resource is { Type: ResourceTypes.Bucket or ResourceTypes.Rule } source
        && !system.IsShared(edge.From)
        && !system.TemplateOf(edge.From).HasHiddenResources
        && !TemplateBranch.MayHoldMore(source.Properties)
        && !(source.Properties?[source.Type == ResourceTypes.Bucket ? "NotificationConfiguration" : "Targets"] is { } shown && AuditObjects.MayHoldMore(shown));

    /// <summary>The name of a SAM event.</summary>
    public static string EventName(FlowEdge edge) => edge.Mapping?.Source.Name ?? OwnName(edge);

    private static string OwnName(FlowEdge edge)
    {
        int slash = edge.From.Id.LastIndexOf('/');
        return slash >= 0 && edge.From.Resource is null ? edge.From.Id.Substring(slash + 1)
            : EventSource.OfEvents(edge.To.Resource!).FirstOrDefault(x => x.Properties is { } own && ReferenceEquals(own, edge.Details))?.Name ?? edge.From.Name;
    }

    private IEnumerable<AuditEntry> OfInvocation(AuditEdge edge)
    {
        FlowEdge flow = edge.Edge;
        switch (flow.Trigger)
        {
            case "SQS":
                return OfQueue(edge, edge.From, AuditFacts.Named(edge.From.Node with { Kind = FlowNodeKind.Queue }));
            case "SNS" when flow.Invocation == InvocationKind.Polled:
                AuditPlace? queue = QueueOf(edge);
                string name = queue is null ? AuditTrace.QueueOfSam(flow) : AuditFacts.Named(queue.Node);
                return [new AuditEntry(edge, $"{BeforeTopic(edge)}{AuditFacts.Named(edge.From.Node)} > {name}") { Queue = queue, Hop = edge }];
            case "Kinesis" or "DynamoDB":
                return [new AuditEntry(edge, $"{flow.Trigger} stream {edge.From.Node.Name}")];
            case "MSK" or "MQ" or "SelfManagedKafka" or "DocumentDB" or EventSource.UnknownType:
                return [new AuditEntry(edge, $"{flow.Trigger} {EventName(flow)}")];
            case "AWS::Pipes::Pipe":
                return OfPipe(edge);
        }

        return [new AuditEntry(edge, edge.From.Node.Kind switch
        {
            FlowNodeKind.Rule => OfRule(edge.From),
            FlowNodeKind.Topic => BeforeTopic(edge) + AuditFacts.Named(edge.From.Node),
            FlowNodeKind.Unknown when flow.Trigger is "SNS" or ResourceTypes.Subscription => AuditFacts.Named(edge.From.Node with { Kind = FlowNodeKind.Topic }),
            FlowNodeKind.Bucket => BucketText(edge),
            _ => OfTrigger(edge),
        })
        {
            NeverFires = NeverFires(edge.From),
        }];
    }

    private string? NeverFires(AuditPlace from) => from.Node.Kind != FlowNodeKind.Rule ? null
        : system.To(from).Where(static x => x.Edge.Kind == FlowEdgeKind.Delivers).Select(_objects.NeverFires).FirstOrDefault(static x => x is not null);

    private static string BucketText(AuditEdge edge) => "bucket " + edge.From.Node.Name;

    private List<AuditEntry> OfQueue(AuditEdge edge, AuditPlace queue, string name)
    {
        AuditEdge[] into = [.. system.To(queue)];
        List<AuditEntry> entries =
        [
            .. into.Where(static x => x.Edge.Kind == FlowEdgeKind.Delivers)
                .Select(x => new AuditEntry(edge, $"{HopText(x)} > {name}") { Queue = queue, Hop = x, NeverFires = NeverFires(x.From) }),
        ];
        AuditEdge[] senders = [.. into.Where(x => x.Edge.Kind != FlowEdgeKind.Delivers && Samples(x).Any(y => _filters.PassesFilters(edge, y.InQueue(y.Body)) != Truth.No))];
        if (senders.Length > 0)
        {
            entries.Add(new AuditEntry(edge, $"{Senders(senders)} > {name}") { Queue = queue });
        }

        if (entries.Count == 0)
        {
            entries.Add(new AuditEntry(edge, name) { Queue = queue });
        }

        return entries;
    }

    private string HopText(AuditEdge hop) => hop.From.Node.Kind == FlowNodeKind.Rule ? OfRule(hop.From) : BeforeTopic(hop) + AuditFacts.Named(hop.From.Node);

    /// <summary>What sends to a topic or a bucket, of a topic what a subscription may let through.</summary>
    private string BeforeTopic(AuditEdge subscription) =>
        Before(subscription.From, x => Samples(x).Any(y => _filters.PassesPolicy(subscription.Template, subscription.Edge.Details, y, y.Body) != Truth.No), static _ => true);

    /// <summary>A queue that the application gives to <c>SqsSubscription</c>; <see langword="null"/> when SAM makes one.</summary>
    private AuditPlace? QueueOf(AuditEdge edge)
    {
        TemplateModel template = system.Templates[edge.Template].Template;
        return TemplateNodes.Child(edge.Edge.Details, "SqsSubscription")?["QueueArn"] is { } arn
            && DestinationTarget.ReadAll(template, arn, default).FirstOrDefault() is { } target ? system.PlaceOf(edge.Template, target) : null;
    }

    private IEnumerable<AuditEntry> OfPipe(AuditEdge edge)
    {
        TemplateModel template = system.Templates[edge.Template].Template;
        TemplateNode? arn = edge.From.Node.Resource?.Properties?["Source"];
        string pipe = "pipe " + edge.From.Node.Name;
        if (arn is null || DestinationTarget.ReadAll(template, arn, default).FirstOrDefault() is not { } source)
        {
            return [new AuditEntry(edge, pipe)];
        }

        AuditPlace place = system.PlaceOf(edge.Template, source);
        string type = EventSource.TypeOf(template, arn);
        return type switch
        {
            "SQS" => OfQueue(edge, place, AuditFacts.Named(place.Node with { Kind = FlowNodeKind.Queue })).Select(x => x with { Text = $"{x.Text} > {pipe}" }),
            "Kinesis" or "DynamoDB" => [new AuditEntry(edge, $"{type} stream {place.Node.Name} > {pipe}") { Stream = place }],
            EventSource.UnknownType => [new AuditEntry(edge, $"{AuditFacts.Named(place.Node)} > {pipe}")],
            _ => [new AuditEntry(edge, $"{type} {place.Node.Name} > {pipe}")],
        };
    }

    private string OfRule(AuditPlace rule)
    {
        // Of a bus that a parameter names, the kind is not known.
        AuditEdge[] buses = [.. system.To(rule).Where(static x => x.Edge.Kind == FlowEdgeKind.Delivers)];
        string own = AuditFacts.Named(rule.Node);
        return buses.Length == 0 ? "schedule of " + own : string.Join(" or ", buses.Select(x => BeforeRule(x) + AuditFacts.Named(x.From.Node with { Kind = FlowNodeKind.EventBus }))) + " > " + own;
    }

    /// <summary>What sends to a bus what a rule may take.</summary>
    private string BeforeRule(AuditEdge rule) => Before(rule.From, x => Samples(x).Any(y => _objects.Matches(rule, y.Event) != Truth.No), x => _objects.MayTake(rule, x));

    /// <summary>What sends to a topic or a bus, as far as it is seen, and may be taken there.</summary>
    /// <param name="place">The topic or bus.</param>
    /// <param name="mayTake">Whether what a function sends may be taken.</param>
    /// <param name="mayTakeObjects">Whether what a bucket sends may be.</param>
    private string Before(AuditPlace place, Func<AuditEdge, bool> mayTake, Func<AuditPlace, bool> mayTakeObjects)
    {
        AuditEdge[] senders =
            [.. system.To(place).Where(x => x.Edge.Kind is FlowEdgeKind.OnSuccess or FlowEdgeKind.OnFailure or FlowEdgeKind.MappingOnFailure or FlowEdgeKind.DeadLetter && mayTake(x))];
        IEnumerable<AuditPlace> buckets = system.To(place).Select(static x => x.From).Where(x => x.Node.Kind == FlowNodeKind.Bucket && mayTakeObjects(x));
        string all = string.Join(", ", buckets.Select(static x => AuditFacts.Named(x.Node)).Concat(senders.Length > 0 ? [Senders(senders)] : []));
        return all.Length == 0 ? "" : all + " > ";
    }

    /// <summary>All that may be sent on a way.</summary>
    private AuditSample[] Samples(AuditEdge sender)
    {
        if (sender.Edge.Kind is not (FlowEdgeKind.OnSuccess or FlowEdgeKind.OnFailure))
        {
            return [sender.Edge.Kind == FlowEdgeKind.MappingOnFailure ? AuditSample.OfBatch(hasPositionsOnly: false) : AuditSample.OfMessage(sender.Edge.Kind == FlowEdgeKind.DeadLetter)];
        }

        SymbolicText function = AuditAsynchronous.ArnOf(system, sender.From, sender.Edge.Qualifier);
        DestinationOutcome outcome = sender.Edge.Kind == FlowEdgeKind.OnSuccess ? DestinationOutcome.Success : DestinationOutcome.Failure;
        return [.. AuditSample.OfRecords(outcome, function, system.ArnOf(sender.To))];
    }

    private static string Senders(IReadOnlyList<AuditEdge> senders)
    {
        string[] names = [.. senders.Select(Sender).Distinct()];
        return names.Length <= ShownSenders ? string.Join(", ", names) : $"{string.Join(", ", names.Take(ShownSenders))} and {AuditFacts.Count(names.Length - ShownSenders, "other")}";
    }

    private static string Sender(AuditEdge edge) => edge.Edge.Kind switch
    {
        FlowEdgeKind.OnSuccess => $"{AuditFacts.Named(edge.From.Node)} on success",
        FlowEdgeKind.OnFailure => $"{AuditFacts.Named(edge.From.Node)} on failure",
        FlowEdgeKind.MappingOnFailure => $"{AuditFacts.Named(edge.From.Node)} discarded batches",
        FlowEdgeKind.DeadLetter => $"{AuditFacts.Named(edge.From.Node)} dead letters",
        FlowEdgeKind.Redrive => $"{AuditFacts.Named(edge.From.Node)} redrive",
        FlowEdgeKind.StatusChange => $"{AuditFacts.Named(edge.From.Node)} status changes",
        _ => AuditFacts.Named(edge.From.Node),
    };

    private static string OfTrigger(AuditEdge edge)
    {
        FlowNode from = edge.From.Node;
        string trigger = edge.Edge.Trigger ?? "trigger";
        if (AuditCallers.IsCustomResource(trigger))
        {
            return "custom resource " + from.Name;
        }

        return trigger switch
        {
            "FunctionUrl" => trigger,
            "AWS::Lambda::Url" => "FunctionUrl " + from.Name,
            ResourceTypes.StateMachine or ResourceTypes.ServerlessStateMachine => "state machine " + from.Name,
            ResourceTypes.Permission => from.Resource is { Type: not ResourceTypes.Permission } source ? $"{Last(source.Type)} {from.Name}" : "permission for " + from.Name,
            _ when trigger.IndexOf("::", StringComparison.Ordinal) < 0 => $"{trigger} {OwnName(edge.Edge)}",
            _ => AuditCallers.OfApi(from) is { } api ? "API " + api : $"{Last(trigger)} {from.Name}",
        };
    }

    private static string Last(string type) => type.Substring(type.LastIndexOf(':') + 1);
}
