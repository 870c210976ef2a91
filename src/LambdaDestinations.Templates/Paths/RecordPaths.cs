using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>Follows a record through queues, topics, buckets, buses and other functions' destinations, as far as its way is certain.</summary>
internal sealed class RecordPaths
{
    private readonly FlowGraph _flow;
    private readonly StronglyConnected? _cycles;
    private readonly Interpreter _interpreter;
    private readonly string _function;
    private readonly string? _qualifier;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private RecordPaths(TemplateModel template, string function, string? qualifier, string target)
    {
        _flow = FlowGraph.Of(template);

        // What an attribute says and the template does not yet is a way more than the graph has.
        _cycles = _flow.From(function).Any(x => x.To.Id == target) ? template.Derive(FindCycles) : null;
        _interpreter = ResourceNames.Of(template).Interpreter;
        _function = function;
        _qualifier = qualifier;
    }

    /// <summary>The way on which the record invokes its own function asynchronously; <see langword="null"/> when there is none.</summary>
    public IReadOnlyList<string>? Loop { get; private set; }

    /// <summary>The queue with the record that its own function polls; <see langword="null"/> when there is none.</summary>
    public string? PolledQueue { get; private set; }

    /// <summary>Follows the records of a destination of asynchronous invocations.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">The logical id of the function that sends them.</param>
    /// <param name="qualifier">Its version or alias; <see langword="null"/> when that is not known.</param>
    /// <param name="outcome">The outcome that they tell of.</param>
    /// <param name="target">Where they go first.</param>
    public static RecordPaths Of(TemplateModel template, string function, string? qualifier, DestinationOutcome outcome, DestinationTarget target)
    {
        string id = FlowGraph.IdOf(target);
        RecordPaths paths = new(template, function, qualifier, id);
        if (target.Origin == TargetOrigin.Resource || target.Type == DestinationTargetType.EventBridge)
        {
            string? targetQualifier = target.Qualifier ?? (target.Resource is { IsFunction: true } ? "$LATEST" : null);
            paths.Arrive(id, targetQualifier, outcome, isOwn: true, [id], target.Conditions);
        }

        return paths;
    }

    private void Arrive(string id, string? qualifier, DestinationOutcome? outcome, bool isOwn, List<string> path, ConditionSet conditions, TemplateResource? bucket = null)
    {
        if (Loop is not null || _cycles?.AreOnOneCycle(id, _function) == false || !conditions.IsPossible || path.Count > 32)
        {
            return;
        }

        bool isFunction = _flow.Find(id) is { Kind: FlowNodeKind.Function };
        if (isFunction && id == _function)
        {
            // Straight to itself is refused by Lambda and has its own rule.
            if (path.Count > 1 && MayBeSame(qualifier, _qualifier))
            {
                Loop = path;
            }

            return;
        }

        if (!_seen.Add($"{id} {outcome} {bucket?.LogicalId}"))
        {
            return;
        }

        foreach (FlowEdge edge in _flow.From(id))
        {
            ConditionSet both = conditions.And(edge.Conditions);
            if (isFunction)
            {
                Leave(edge, qualifier, path, both);
            }
            else
            {
                PassOn(edge, outcome, isOwn, path, both, bucket);
            }
        }
    }

    /// <summary>Follows what a function sends.</summary>
    private void Leave(FlowEdge edge, string? qualifier, List<string> path, ConditionSet conditions)
    {
        switch (edge.Kind)
        {
            case FlowEdgeKind.OnSuccess or FlowEdgeKind.OnFailure when MayBeSame(qualifier, edge.Qualifier):
                Arrive(edge.To.Id, edge.TargetQualifier, edge.Kind == FlowEdgeKind.OnSuccess ? DestinationOutcome.Success : DestinationOutcome.Failure, isOwn: false, [.. path, edge.To.Id], conditions);
                break;
            case FlowEdgeKind.DeadLetter:
                Arrive(edge.To.Id, null, null, isOwn: false, [.. path, edge.To.Id], conditions);
                break;
        }
    }

    /// <summary>Follows what a queue, topic, bucket, bus or rule passes on.</summary>
    /// <param name="edge">The way.</param>
    /// <param name="outcome">What a record tells of; <see langword="null"/> for anything else.</param>
    /// <param name="isOwn">Whether it is the function's own record.</param>
    /// <param name="path">The way so far.</param>
    /// <param name="conditions">When it is taken.</param>
    /// <param name="bucket">The bucket whose event travels, in place of the record that lies in it.</param>
    private void PassOn(FlowEdge edge, DestinationOutcome? outcome, bool isOwn, List<string> path, ConditionSet conditions, TemplateResource? bucket)
    {
        if (edge is { Kind: FlowEdgeKind.Delivers, From: { Kind: FlowNodeKind.Bucket, Resource: { } from }, To.Kind: FlowNodeKind.EventBus })
        {
            Arrive(edge.To.Id, null, null, isOwn: false, [.. path, edge.To.Id], conditions, from);
            return;
        }

        if (bucket is not null && edge.To.Kind == FlowNodeKind.Rule)
        {
            if (MatchesObject(edge.Details, bucket))
            {
                Arrive(edge.To.Id, null, null, isOwn: false, [.. path, edge.To.Id], conditions, bucket);
            }

            return;
        }

        switch (edge.Kind)
        {
            case FlowEdgeKind.Invokes when edge.Invocation == InvocationKind.Asynchronous && Passes(edge, outcome):
                Arrive(edge.To.Id, edge.Qualifier, null, isOwn: false, [.. path, edge.To.Id], conditions);
                break;
            case FlowEdgeKind.Invokes when edge is { Invocation: InvocationKind.Polled, Trigger: "SQS" } && isOwn && edge.To.Id == _function && conditions.IsPossible && !IsFiltered(edge):
                PolledQueue ??= edge.From.Id;
                break;
            case FlowEdgeKind.Delivers when Passes(edge, outcome):
                Arrive(edge.To.Id, null, outcome, isOwn, [.. path, edge.To.Id], conditions);
                break;
        }
    }

    /// <summary>The cycles that a record can take, whichever function sends it: without the rules that take no record.</summary>
    private static StronglyConnected FindCycles(TemplateModel template)
    {
        FlowGraph flow = FlowGraph.Of(template);
        return new(flow.Nodes.Select(static x => x.Id), x => flow.From(x).Where(MayPass).Select(static y => y.To.Id));
    }

    private static bool MayPass(FlowEdge edge) =>
        edge is not { From.Kind: FlowNodeKind.EventBus, To.Kind: FlowNodeKind.Rule }
        || PatternOf(edge.Details)?["source"] is not { } source
        || Texts(source).Any(static x => x is RecordFacts.Source or "aws.s3");

    /// <summary>The event pattern of a rule, as SAM or CloudFormation names it.</summary>
    public static MappingNode? PatternOf(MappingNode? rule) => TemplateNodes.Child(rule, "Pattern") ?? TemplateNodes.Child(rule, "EventPattern");

    private static bool IsFiltered(FlowEdge edge) => edge.Details is { } details && details["FilterCriteria"] is not null;

    private static bool MayBeSame(string? one, string? other) =>
        one is null || other is null || one == other || one.IndexOf("${", StringComparison.Ordinal) >= 0 || other.IndexOf("${", StringComparison.Ordinal) >= 0;

    /// <summary>Whether a record surely passes the filter of an edge.</summary>
    private static bool Passes(FlowEdge edge, DestinationOutcome? outcome) => (edge.From.Kind, edge.To.Kind) switch
    {
        (FlowNodeKind.Bucket, _) => PassesNotification(edge.Details),
        (FlowNodeKind.Topic, _) => edge.Details?["FilterPolicy"] is null,
        (FlowNodeKind.EventBus, FlowNodeKind.Rule) => outcome is { } known && Matches(edge.Details, known),
        (FlowNodeKind.Rule, _) => true,
        _ => false,
    };

    /// <summary>Whether the notification surely tells of records. Keys of records begin with <c>aws/lambda/</c> and end with a UUID, without extension (AWS Lambda Developer Guide).</summary>
    internal static bool PassesNotification(MappingNode? notification)
    {
        if (notification is null)
        {
            return false;
        }

        string[] events = [.. Texts(notification["Events"] ?? notification["Event"])];
        if (!events.Any(static x => x is "s3:ObjectCreated:*" or "s3:ObjectCreated:Put"))
        {
            return false;
        }

        if (notification["Filter"] is not { } filter)
        {
            return true;
        }

        TemplateNode? rules = TemplateNodes.Child(TemplateNodes.Follow(filter) as MappingNode, "S3Key")?["Rules"] ?? TemplateNodes.Child(TemplateNodes.Follow(filter) as MappingNode, "Key")?["FilterRules"];
        if (TemplateNodes.Follow(rules) is not SequenceNode list)
        {
            return false;
        }

        foreach (TemplateNode item in list.Items)
        {
            MappingNode? rule = TemplateNodes.Follow(item) as MappingNode;
            string? value = TemplateNodes.Text(rule?["Value"]);
            bool passes = TemplateNodes.Text(rule?["Name"])?.ToUpperInvariant() == "PREFIX"
                && value is not null
                && ("aws/lambda/async/".StartsWith(value, StringComparison.Ordinal) || value.StartsWith("aws/lambda/async/", StringComparison.Ordinal));
            if (!passes)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an event pattern surely takes the invocation records of an outcome.</summary>
    private static bool Matches(MappingNode? rule, DestinationOutcome outcome)
    {
        MappingNode? pattern = PatternOf(rule);
        if (pattern is null)
        {
            return false;
        }

        foreach (MappingEntry entry in pattern.Entries)
        {
            bool passes = entry.Name switch
            {
                "source" => Texts(entry.Value).Contains(RecordFacts.Source, StringComparer.Ordinal),
                "detail-type" => Texts(entry.Value).Contains(RecordFacts.DetailType(outcome), StringComparer.Ordinal),
                _ => false,
            };
            if (!passes)
            {
                return false;
            }
        }

        return pattern.Entries.Count > 0;
    }

    /// <summary>Whether an event pattern surely takes the event of a record that is written to a bucket (Amazon S3 User Guide, "EventBridge event message structure").</summary>
    private bool MatchesObject(MappingNode? rule, TemplateResource bucket)
    {
        MappingNode? pattern = PatternOf(rule);
        return pattern is { Entries.Count: > 0 } && pattern.Entries.All(x => x.Name switch
        {
            "source" => Texts(x.Value).Contains("aws.s3", StringComparer.Ordinal),
            "detail-type" => Texts(x.Value).Contains("Object Created", StringComparer.Ordinal),
            "resources" => Names(x.Value, _interpreter.Text(bucket.ArnValue)),
            "detail" => TemplateNodes.Follow(x.Value) is MappingNode detail && detail.Entries.All(y => y.Name == "bucket"
                && TemplateNodes.Follow(y.Value) is MappingNode { Entries: [{ Name: "name" } name] } && Names(name.Value, _interpreter.Text(TemplateValue.Ref(bucket.LogicalId)))),
            _ => false,
        });
    }

    /// <summary>Whether a list surely has a text.</summary>
    private bool Names(TemplateNode values, SymbolicText text) =>
        TemplateNodes.Follow(values) is SequenceNode { Tag: null } list && list.Items.Any(x => _interpreter.Text(TemplateValue.FromNode(x)).IsEqualTo(text) == Truth.Yes);

    private static IEnumerable<string> Texts(TemplateNode? node) => TemplateNodes.Follow(node) switch
    {
        SequenceNode list => list.Items.Select(TemplateNodes.Text).OfType<string>(),
        { } single when TemplateNodes.Text(single) is { } text => [text],
        _ => [],
    };
}
