using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Something that surely arrives in a queue.</summary>
/// <param name="Edge">The way.</param>
/// <param name="Format">Its form.</param>
/// <param name="OfLambda">Whether Lambda sent it, to the queue or to what passes it on.</param>
internal sealed record QueueArrival(FlowEdge Edge, MessageFormat Format, bool OfLambda);

/// <summary>
/// Queues that a function reads and in which records arrive among something of another form, on whatever ways. What a redrive brings has the form that it
/// had before and comes to a shared queue on purpose.
/// </summary>
internal sealed class QueueFormatChecks(TemplateModel template)
{
    private readonly FlowGraph _flow = FlowGraph.Of(template);
    private readonly Dictionary<string, bool> _sends = new(StringComparer.Ordinal);

    /// <summary>Checks every queue of the template.</summary>
    public IEnumerable<Finding> Check() => Findings().Select(static x => x.Finding);

    /// <summary>What surely arrives in a queue.</summary>
    /// <param name="id">The queue's id in the graph.</param>
    public IEnumerable<QueueArrival> ArrivalsAt(string id) => _flow.To(id).Select(Read).OfType<QueueArrival>();

    /// <summary>Lets a subscription pass on the record alone; <see langword="null"/> where the forms differ otherwise.</summary>
    /// <param name="span">The finding's place.</param>
    public TemplateFix? Fix(SourceSpan span) => Findings().FirstOrDefault(x => x.Finding.TemplateSpan == span).Subscription is { } subscription
        ? new TemplateFix("Write RawMessageDelivery: true", x => x.SetEntry(subscription, "RawMessageDelivery", TemplateValue.Boolean(true)))
        : null;

    private IEnumerable<(Finding Finding, MappingNode? Subscription)> Findings()
    {
        foreach (FlowNode queue in _flow.Nodes.Where(static x => x.Kind is FlowNodeKind.Queue))
        {
            FlowEdge? reader = _flow.From(queue.Id).FirstOrDefault(x => x is { Kind: FlowEdgeKind.Invokes, Invocation: InvocationKind.Polled, Trigger: "SQS", Details: { } details }
                && details["FilterCriteria"] is null && !TemplateBranch.MayHoldMore(details) && !AuditFacts.IsDisabled(template, x));
            if (reader is not null && Find(queue, reader) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private (Finding, MappingNode?)? Find(FlowNode queue, FlowEdge reader)
    {
        // What a generated entry point reads, it takes out of its envelopes.
        bool unwraps = AuditFacts.HandlerOf(template, reader.To.Resource!)?.IndexOf("_Consumer::", StringComparison.Ordinal) >= 0;
        QueueArrival[] arrivals = [.. ArrivalsAt(queue.Id).Where(x => x.Edge.Conditions.IsCompatibleWith(reader.Conditions)).OrderBy(static x => x.Format == MessageFormat.Record ? 0 : x.OfLambda ? 1 : 2)];
        foreach (QueueArrival first in arrivals.Where(static x => x.OfLambda))
        {
            if (arrivals.FirstOrDefault(x => Differ(first, x, unwraps) && x.Edge.Conditions.And(first.Edge.Conditions).IsCompatibleWith(reader.Conditions)) is { } other)
            {
                bool isEnvelope = first.Format == MessageFormat.Record && other is { OfLambda: true } && other.Format == MessageFormat.Topic;
                RuleMessage message = isEnvelope
                    ? ConfigurationRules.GetsRecordsInEnvelopes(queue.Name, reader.To.Name, first.Format, first.Edge.From.Name, other.Format, other.Edge.From.Name)
                    : ConfigurationRules.GetsTwoForms(queue.Name, reader.To.Name, first.Format, first.Edge.From.Name, other.Format, other.Edge.From.Name);
                return (new Finding(message, other.Edge.Span), isEnvelope ? other.Edge.Details : null);
            }
        }

        return null;
    }

    /// <summary>Whether two surely differ. The bare event of a dead-letter queue may be what a topic, a rule or a bucket sends, too.</summary>
    private static bool Differ(QueueArrival first, QueueArrival other, bool unwraps)
    {
        if (first.Format == other.Format || !first.Edge.Conditions.IsCompatibleWith(other.Edge.Conditions))
        {
            return false;
        }

        bool hasDeadLetter = first.Format == MessageFormat.DeadLetter || other.Format == MessageFormat.DeadLetter;
        return hasDeadLetter ? first.Format == MessageFormat.Record && !IsOneFunction(first, other) : !(unwraps && other.OfLambda);
    }

    /// <summary>Of one function LD4002 tells, and this rule on its own settings.</summary>
    private static bool IsOneFunction(QueueArrival one, QueueArrival other) => one.Edge.From.Id == other.Edge.From.Id;

    private QueueArrival? Read(FlowEdge edge) => edge.Kind switch
    {
        FlowEdgeKind.OnSuccess or FlowEdgeKind.OnFailure or FlowEdgeKind.DeadLetter when !Sends(edge) => null,
        FlowEdgeKind.OnSuccess or FlowEdgeKind.OnFailure or FlowEdgeKind.MappingOnFailure => new QueueArrival(edge, MessageFormat.Record, true),
        FlowEdgeKind.DeadLetter => new QueueArrival(edge, MessageFormat.DeadLetter, true),
        FlowEdgeKind.Delivers => edge.From.Kind switch
        {
            FlowNodeKind.Topic => OfTopic(edge),
            FlowNodeKind.Rule when edge.Details is { } target && !RuleFlows.Transforms(target) && !AuditFacts.IsDisabled(template, edge) => new QueueArrival(edge, MessageFormat.Rule, RuleTakesRecords(edge)),
            FlowNodeKind.Bucket => new QueueArrival(edge, MessageFormat.Bucket, false),
            _ => null,
        },
        _ => null,
    };

    private QueueArrival? OfTopic(FlowEdge edge)
    {
        if (edge.Details is not { } subscription || subscription["FilterPolicy"] is not null || TemplateBranch.MayHoldMore(subscription))
        {
            return null;
        }

        FlowEdge[] sent = [.. _flow.To(edge.From.Id).Where(x => x.Kind is FlowEdgeKind.OnSuccess or FlowEdgeKind.OnFailure or FlowEdgeKind.MappingOnFailure && (x.Kind == FlowEdgeKind.MappingOnFailure || Sends(x)))];
        string? raw = subscription["RawMessageDelivery"] is { } node ? ResourceNames.Literal(template, node) : "false";
        return raw switch
        {
            "false" => new QueueArrival(edge, MessageFormat.Topic, sent.Length > 0),
            "true" when sent.Length > 0 => new QueueArrival(edge, MessageFormat.Record, true),
            _ => null,
        };
    }

    /// <summary>Whether functions send records to the bus of a rule that waits for records.</summary>
    private bool RuleTakesRecords(FlowEdge edge) => _flow.To(edge.From.Id).Any(rule =>
        rule.Kind == FlowEdgeKind.Delivers
        && RecordPaths.PatternOf(rule.Details)?["source"] is { } source && TemplateNodes.Follow(source) is SequenceNode list && list.Items.Any(static x => TemplateNodes.Text(x) == RecordFacts.Source)
        && _flow.To(rule.From.Id).Any(x => x.Kind is FlowEdgeKind.OnSuccess or FlowEdgeKind.OnFailure && Sends(x)));

    /// <summary>Whether a function may send records and dead letters at all: one that is never invoked asynchronously does not, a durable one sends no records.</summary>
    private bool Sends(FlowEdge edge)
    {
        string id = edge.From.Id;
        if (!_sends.TryGetValue(id, out bool sends))
        {
            FunctionConfiguration? function = DestinationConfiguration.Of(template).Functions.FirstOrDefault(x => x.Function.LogicalId == id);
            sends = function is not null && NeverAsynchronous.Find(template, function) is null;
            _sends.Add(id, sends);
        }

        return sends && (edge.Kind == FlowEdgeKind.DeadLetter || edge.From.Resource is not { } resource || DurableFunctions.Is(template, resource) == false);
    }
}
