using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Patterns;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Follows what Lambda sends to whoever reads it.</summary>
/// <param name="system">The templates.</param>
/// <param name="listeners">Who reads and is not a function.</param>
/// <param name="sample">What is sent.</param>
/// <param name="errors">The error that it is about; <see langword="null"/> for any.</param>
/// <param name="when">When it is sent.</param>
internal sealed class AuditTrace(AuditSystem system, AuditListeners listeners, AuditSample sample, AuditCase? errors, AuditScope when)
{
    private const int MaximumDepth = 8;
    private const string And = AuditCase.And;

    // The readers on the way that take it by its content: what decides behind them decides together with them.
    private string _ahead = "";

    private AuditFilters? _filters;

    /// <summary>The error types that patterns on the way name.</summary>
    public HashSet<string> ErrorTypes { get; } = new(StringComparer.Ordinal);

    /// <summary>The readers that take it or not by its content, by what they are called.</summary>
    public List<string> OpenReaders { get; } = [];

    /// <summary>When readers on the way are there, where they are not always.</summary>
    public List<ConditionSet> ReaderConditions { get; } = [];

    private AuditFilters Filters => _filters ??= new AuditFilters(system, ErrorTypes);

    /// <summary>Where something that arrives at a place ends.</summary>
    public IReadOnlyList<AuditAnswer> Follow(AuditPlace place)
    {
        AuditWay[] ways = [.. Arrive(place, sample.Body, 0)];
        AuditWay[] arriving = [.. ways.Where(static x => x.Kind is AuditAnswerKind.Delivered or AuditAnswerKind.Unknown)];
        List<AuditAnswer> answers = [];
        AuditWay[] delivered = [.. arriving.Where(static x => x.Path.Length > 0)];
        if (delivered.Length > 0)
        {
            answers.Add(new AuditAnswer(AuditAnswerKind.Delivered, "delivered to " + AuditFacts.And([.. delivered.Select(static x => x.Text)], delivered.Any(static x => x.End.Length > 0) ? ", and " : " and "))
            {
                IsConditional = delivered.All(static x => x.IsConditional),
                Targets = new EquatableArray<string>(delivered.Select(static x => x.Path)),
                Readers = new EquatableArray<string>(delivered.SelectMany(static x => x.Readers).Distinct()),
            });
        }

        bool isRead = delivered.Any(static x => x.Kind == AuditAnswerKind.Delivered && !x.IsConditional);
        foreach (AuditWay way in ways.Where(x => !delivered.Contains(x) && (!isRead || x.MustFail)))
        {
            answers.Add(new AuditAnswer(way.Kind, way.End) { MustFail = way.MustFail });
        }

        // Of what is delivered and may have other readers, that the reader is not known is said beside it.
        if (delivered.FirstOrDefault(static x => x.Kind == AuditAnswerKind.Unknown) is not null && !isRead)
        {
            answers[0] = answers[0] with { Kind = AuditAnswerKind.Unknown };
        }

        return [.. answers.GroupBy(static x => x.Text, StringComparer.Ordinal).Select(static x => x.First())];
    }

    /// <summary>The ways on from a place.</summary>
    /// <param name="place">Where it arrives.</param>
    /// <param name="body">What it has become on its way: what a queue there would hold.</param>
    /// <param name="depth">After how many hops.</param>
    private IEnumerable<AuditWay> Arrive(AuditPlace place, SampleValue body, int depth)
    {
        string name = depth == 0 && sample.HasPositionsOnly ? place.Node.Name + " (positions only)" : place.Node.Name;
        if (depth > MaximumDepth)
        {
            return [];
        }

        return place.Node.Kind switch
        {
            FlowNodeKind.Queue => AtQueue(place, name, body),
            FlowNodeKind.Topic => AtTopic(place, name, body, depth),
            FlowNodeKind.EventBus => AtBus(place, name, depth),
            FlowNodeKind.Bucket => AtBucket(place, name),
            FlowNodeKind.Function or FlowNodeKind.OtherFunction => [AuditWay.To("function " + name, "", [name])],
            FlowNodeKind.KafkaTopic => [AuditWay.To("Kafka topic " + name, "", [])],
            FlowNodeKind.Unknown when place.Node.Resource is null => Outside(place, name),
            _ => [AuditWay.To(name, "", [name])],
        };
    }

    private AuditWay[] AtQueue(AuditPlace place, string name, SampleValue body)
    {
        AuditEdge[] mappings = [.. system.From(place).Where(x => x.Edge is { Kind: FlowEdgeKind.Invokes, Invocation: InvocationKind.Polled } && !IsAbsent(x))];
        string[] pipes = [.. ListenersAt(place).Select(static x => x.Name)];
        List<string> readers = [.. pipes];
        bool isConditional = false;
        foreach (AuditEdge mapping in mappings)
        {
            Truth passes = Decide(mapping.To.Node.Name, Filters.PassesFilters(mapping, sample.InQueue(body)));
            if (passes != Truth.No)
            {
                readers.Add(system.Reader(mapping.To) + (passes == Truth.Maybe ? " if its filter takes it" : ""));
                isConditional |= passes == Truth.Maybe;
            }
        }

        if (readers.Count > 0)
        {
            return [AuditWay.To(name, ", read by " + AuditFacts.And(readers), readers) with { IsConditional = isConditional }];
        }

        if (mappings.Length > 0)
        {
            // What a filter does not take, Lambda deletes from the queue (AWS Lambda Developer Guide, "Using event filtering with an Amazon SQS event source").
            return [AuditWay.Lost($"lost, the filter of {mappings[0].To.Node.Name} does not take it and Lambda deletes it from {name}")];
        }

        if (place.Node.Resource is null && SamQueues.OfId(system.TemplateOf(place), place.Node.Id) is null)
        {
            return Outside(place, name);
        }

        string kept = AuditFacts.RetentionOfQueue(system.TemplateOf(place), place.Node.Resource) is { } seconds ? $"kept {AuditFacts.Duration(seconds)}" : "kept until its retention ends";
        return [AuditWay.To(name, $", {kept}, nothing in the template reads it", [])];
    }

    private IEnumerable<AuditWay> AtTopic(AuditPlace place, string name, SampleValue body, int depth)
    {
        List<AuditWay> ways = [];
        bool isFiltered = false;
        foreach (AuditEdge edge in system.From(place).Where(x => x.Edge.Kind is FlowEdgeKind.Delivers or FlowEdgeKind.Invokes && !IsAbsent(x)))
        {
            Truth open = Filters.PassesPolicy(edge.Template, edge.Edge.Details, sample, body);
            Truth passes = Decide(edge.To.Node.Name, open);
            isFiltered |= passes == Truth.No;
            foreach (AuditWay way in passes == Truth.No ? [] : Behind(edge.To.Node.Name, open, () => ToSubscriber(place, edge, name, body, depth)))
            {
                ways.Add(passes == Truth.Maybe ? way.If("if its filter takes it") : way);
            }
        }

        foreach (AuditListener listener in ListenersAt(place))
        {
            Truth passes = Decide(listener.Name, Filters.PassesPolicy(listener.Template, listener.Details, sample, body));
            isFiltered |= passes == Truth.No;
            if (passes != Truth.No)
            {
                AuditWay way = AuditWay.To($"{name} > {listener.Name}", "", [listener.Name]);
                ways.Add(passes == Truth.Maybe ? way.If("if its filter takes it") : way);
            }
        }

        if (ways.Any(static x => !x.IsConditional))
        {
            return ways;
        }

        return ways.Concat(isFiltered || ways.Count > 0 ? [Unless(place, $"no subscription of topic {name} takes it")]
            : place.Node.Resource is null && SamQueues.OfId(system.TemplateOf(place), place.Node.Id) is null ? Outside(place, name, mayKeep: false)
            : [Unless(place, $"topic {name} has no subscriber", "subscribers")]);
    }

    private IEnumerable<AuditWay> ToSubscriber(AuditPlace topic, AuditEdge edge, string name, SampleValue body, int depth)
    {
        if (edge.Edge is { Kind: FlowEdgeKind.Invokes, Invocation: InvocationKind.Polled })
        {
            return [AuditWay.To($"{name} > {QueueOfSam(edge.Edge)}", ", read by " + system.Reader(edge.To), [edge.To.Node.Name])];
        }

        return Unrefused(topic, edge, edge.Edge.Kind == FlowEdgeKind.Invokes
            ? [AuditWay.To(name, ", read by " + system.Reader(edge.To), [edge.To.Node.Name])]
            : Arrive(edge.To, Enveloped(edge.Edge.Details, body), depth + 1).Select(x => x.Behind(name)));
    }

    /// <summary>The ways of an edge, as far as nothing refuses it.</summary>
    private IEnumerable<AuditWay> Unrefused(AuditPlace from, AuditEdge edge, IEnumerable<AuditWay> ways) =>
        MayNotSend(from, edge) is not { } refused ? ways
            : refused.IsAlways ? [refused.ToWay()]
            : ways.Select(x => x.If(refused.Otherwise)).Append(refused.ToWay());

    private IEnumerable<AuditWay> AtBus(AuditPlace place, string name, int depth)
    {
        List<AuditWay> ways = [];
        foreach (AuditEdge rule in system.From(place).Where(x => x.Edge.Kind == FlowEdgeKind.Delivers && x.To.Node.Kind == FlowNodeKind.Rule && !IsAbsent(x)))
        {
            string ruleName = AuditFacts.RuleName(rule.To.Node);
            Truth open = Filters.MatchesRule(rule.Template, rule.Edge.Details, sample.Event);
            Truth matches = Decide(ruleName, open);
            foreach (AuditWay way in matches == Truth.No ? [] : Behind(ruleName, open, () => BehindRule(rule.To, $"{name} > {ruleName}", depth)))
            {
                ways.Add(matches == Truth.Maybe ? way.If("if its pattern matches") : way);
            }
        }

        foreach (AuditListener listener in ListenersAt(place))
        {
            Truth matches = listener is { IsArchive: true, Details: { } archive } && archive["EventPattern"] is null ? Truth.Yes : Decide(listener.Name, Filters.MatchesRule(listener.Template, listener.Details, sample.Event));
            if (matches != Truth.No)
            {
                AuditWay way = AuditWay.To($"{name} > {listener.Name}", "", [listener.Name]);
                ways.Add(matches == Truth.Maybe ? way.If("if its pattern matches") : way);
            }
        }

        if (ways.Any(static x => !x.IsConditional))
        {
            return ways;
        }

        return ways.Concat(
            place.Key == FlowGraph.DefaultBus ? [AuditWay.Unknown("unknown because the default bus may have other rules")]
            : place.Node.Resource is null ? Outside(place, name, mayKeep: false)
            : [Unless(place, $"no rule of bus {name} takes it", "rules")]);
    }

    private List<AuditWay> BehindRule(AuditPlace rule, string path, int depth)
    {
        List<AuditWay> ways = [];
        foreach (AuditEdge target in system.From(rule).Where(x => !IsAbsent(x)))
        {
            ways.AddRange(Unrefused(rule, target, target.Edge.Kind == FlowEdgeKind.Invokes
                ? [AuditWay.To(path, ", read by " + system.Reader(target.To), [target.To.Node.Name])]
                : Arrive(target.To, RuleFlows.Transforms(target.Edge.Details) ? SampleValue.Open : sample.Event, depth + 1).Select(x => x.Behind(path))));
        }

        if (ways.Count == 0)
        {
            ways.Add(AuditWay.Lost($"lost, rule {path.Substring(path.LastIndexOf("> ", StringComparison.Ordinal) + 2)} has no target"));
        }

        return ways;
    }

    /// <summary>What a queue gets that subscribes to a topic.</summary>
    private static SampleValue Enveloped(MappingNode? subscription, SampleValue body) => TemplateNodes.Text(subscription?["RawMessageDelivery"]) switch
    {
        "true" => body,
        null when subscription?["RawMessageDelivery"] is not null => SampleValue.Open,
        _ => AuditSample.InEnvelope(body),
    };

    private AuditWay[] AtBucket(AuditPlace place, string name)
    {
        AuditEdge[] notifications = [.. system.From(place).Where(x => IsThere(x.Template, x.Edge.Conditions) && x.Edge.Kind is FlowEdgeKind.Delivers or FlowEdgeKind.Invokes && x.To.Node.Kind != FlowNodeKind.EventBus && RecordPaths.PassesNotification(x.Edge.Details))];
        AuditRefusal? refused = notifications.Select(x => MayNotSend(place, x)).FirstOrDefault(static x => x is not null);
        if (refused is { IsAlways: true })
        {
            return [refused.ToWay()];
        }

        string[] readers = [.. notifications.Select(x => x.To.Node.Kind == FlowNodeKind.Function ? system.Reader(x.To) : AuditFacts.Named(x.To.Node)).Distinct()];
        string kept = place.Node.Resource is null ? "" : AuditFacts.KeptByBucket(place.Node.Resource);
        return refused is not null ? [AuditWay.To(name, ", read by " + AuditFacts.And(readers), readers).If(refused.Otherwise), refused.ToWay()]
            : readers.Length > 0 ? [AuditWay.To(name, ", read by " + AuditFacts.And(readers), readers)]
            : place.Node.Resource is null ? Outside(place, name)
            : [AuditWay.To(name, $", {kept}, nothing in the template reads it", [])];
    }

    private static AuditWay[] Outside(AuditPlace place, string name, bool mayKeep = true) =>
        mayKeep && place.Node.Kind is FlowNodeKind.Queue or FlowNodeKind.Bucket or FlowNodeKind.Unknown
            ? [AuditWay.To(name, ", unknown who reads it because it stands outside of the template", []) with { Kind = AuditAnswerKind.Unknown }]
            : [AuditWay.Unknown($"unknown because {AuditFacts.Named(place.Node)} stands outside of the template")];

    /// <summary>What is lost, unless other stacks or a macro may read it.</summary>
    private AuditWay Unless(AuditPlace place, string reason, string others = "readers") =>
        system.TemplateOf(place).HasHiddenResources ? AuditWay.Unknown($"unknown because a macro may add {others} to {AuditFacts.Named(place.Node)}")
        : system.WhyShared(place) is { } shared ? AuditWay.Unknown($"unknown because {AuditFacts.Named(place.Node)} {shared} and may have other {others}")
        : AuditWay.Lost("lost, " + reason);

    /// <summary>Why a topic, rule or bucket surely cannot send to a queue or invoke a function, in some deployments at least; <see langword="null"/> when it may.</summary>
    public AuditRefusal? MayNotSend(AuditPlace from, AuditEdge edge)
    {
        ConditionSet conditions = when.Of(edge.Template);
        if (edge.Edge.Kind == FlowEdgeKind.Invokes)
        {
            // Where the function and what invokes it stand in two templates, the permission may stand in a third.
            return edge.From.Template == edge.Template && edge.To.Template == edge.Template && InvokeGrants.Of(system.Templates[edge.Template].Template).Refuses(edge.Edge, conditions) is { } refusal
                ? new AuditRefusal($"{AuditFacts.RuleName(from.Node)} may not invoke {InvokeChecks.NameOf(edge.Edge)}, no AWS::Lambda::Permission lets it", refusal.Where) { MayBeOff = refusal.MayBeOff } : null;
        }

        if (edge.To is not { Node: { Kind: FlowNodeKind.Queue, Resource: { Type: ResourceTypes.Queue } queue } } || edge.Edge.Kind != FlowEdgeKind.Delivers || edge.Edge.Details?["RoleArn"] is not null)
        {
            return null;
        }

        string service = from.Node.Kind == FlowNodeKind.Topic ? ServiceSender.Sns : from.Node.Kind == FlowNodeKind.Rule ? ServiceSender.EventBridge : ServiceSender.S3;
        bool isBySam = edge.Edge.Trigger is null;
        if (isBySam || service == ServiceSender.S3)
        {
            return null;
        }

        // The conditions of other templates say nothing here.
        ConditionSet there = edge.Edge.Conditions.And(conditions).And(from.Template == edge.Template && from.Node.Resource is { } source ? source.Conditions() : default).And(edge.To.Template == edge.Template ? queue.Conditions() : default);
        ConditionSet[] lets = [.. system.Templates.SelectMany((x, i) => ResourcePolicies.LetServiceSend(x.Template, queue, new ServiceSender(service, from.Template == i ? from.Node.Resource : null)).Select(y => i == edge.Template ? y : default))];
        return there.Beyond(lets) is { } where ? new AuditRefusal($"{AuditFacts.RuleName(from.Node)} may not send to {queue.LogicalId}, no queue policy lets it", where) : null;
    }

    /// <summary>What the queue is called that SAM puts before a function.</summary>
    public static string QueueOfSam(FlowEdge edge) => $"queue of SAM for {AuditEntries.EventName(edge)}";

    private IEnumerable<AuditListener> ListenersAt(AuditPlace place) => listeners.At(place).Where(x => IsThere(x.Template, x.Conditions));

    /// <summary>Whether a reader may be there when this is sent. The conditions of other templates are not known here.</summary>
    private bool IsThere(int template, ConditionSet conditions)
    {
        if (template != when.Template || conditions.IsAlways)
        {
            return true;
        }

        ReaderConditions.Add(conditions);
        return when.Conditions.IsCompatibleWith(conditions);
    }

    private bool IsAbsent(AuditEdge edge) => !AuditSwitch.Of(system.Templates[edge.Template].Template, edge.Edge).On.Any(x => IsThere(edge.Template, x));

    /// <summary>What the error of a split row decides of what is open.</summary>
    private Truth Decide(string reader, Truth open)
    {
        if (open != Truth.Maybe)
        {
            return open;
        }

        string readers = _ahead + reader;
        if (!OpenReaders.Contains(readers))
        {
            OpenReaders.Add(readers);
        }

        return errors is not { DecidesContent: true } ? Truth.Maybe
            : errors.Reader is { } decided && (decided == readers || decided.StartsWith(readers + And, StringComparison.Ordinal)) ? Truth.Yes
            : Truth.No;
    }

    /// <summary>The ways behind a reader that takes it, or takes it by its content.</summary>
    private List<AuditWay> Behind(string reader, Truth takes, Func<IEnumerable<AuditWay>> ways)
    {
        string ahead = _ahead;
        _ahead = takes == Truth.Maybe ? ahead + reader + And : ahead;
        List<AuditWay> all = [.. ways()];
        _ahead = ahead;
        return all;
    }
}

/// <summary>When something is sent: conditions of one template of the system.</summary>
/// <param name="Template">Which template.</param>
/// <param name="Conditions">Its conditions.</param>
internal sealed record AuditScope(int Template, ConditionSet Conditions)
{
    /// <summary>What is so of the conditions of a template.</summary>
    public ConditionSet Of(int template) => template == Template ? Conditions : default;
}

/// <summary>A way that something takes behind the target, to its end.</summary>
/// <param name="Kind">What kind of end.</param>
/// <param name="Path">The places that it passes; empty where it arrives nowhere.</param>
/// <param name="End">What is said behind them.</param>
/// <param name="Readers">Who reads it.</param>
internal sealed record AuditWay(AuditAnswerKind Kind, string Path, string End, IReadOnlyList<string> Readers)
{
    /// <summary>Whether the content decides that it is taken.</summary>
    public bool IsConditional { get; init; }

    /// <summary>Whether the delivery fails as the template stands.</summary>
    public bool MustFail { get; init; }

    /// <summary>In words.</summary>
    public string Text => Path + End;

    public static AuditWay To(string path, string end, IReadOnlyList<string> readers) => new(AuditAnswerKind.Delivered, path, end, readers);

    public static AuditWay Lost(string why) => new(AuditAnswerKind.Lost, "", why, []);

    public static AuditWay Unknown(string why) => new(AuditAnswerKind.Unknown, "", why, []);

    /// <summary>The same, with a place before it.</summary>
    public AuditWay Behind(string place) => Path.Length == 0 ? this : this with { Path = $"{place} > {Path}" };

    /// <summary>The same, where the content decides.</summary>
    public AuditWay If(string condition) => IsConditional || Path.Length == 0 ? this : this with { End = $"{End} {condition}", IsConditional = true };
}
