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

/// <summary>
/// LD4024, LD4025: combinations of FIFO and standard that AWS refuses, and dead-letter queues that do not take the queue whose messages they are for. Whatever a
/// deployment decides is not told.
/// </summary>
internal static class FifoChecks
{
    /// <summary>Checks every subscription, redrive policy, event rule and notification of the template.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template) =>
        FlowGraph.Of(template).Edges.Select(x => Check(template, x) is { } message ? new Finding(message, x.Span) : null).OfType<Finding>()
            .Concat(SubscriptionFlows.Of(template).Select(x => OfProtocol(template, x)).OfType<Finding>())
            .Concat(template.Resources.Where(static x => x.Properties is not null).SelectMany(x => OfUndelivered(template, x)));

    /// <summary>
    /// FIFO queues for what EventBridge or SNS cannot deliver (Amazon EventBridge User Guide, "Using dead-letter queues to process undelivered events"; EventBridge
    /// Scheduler User Guide, "Configuring a dead-letter queue"; Amazon SNS Developer Guide, "Configuring an Amazon SNS dead-letter queue for a subscription").
    /// </summary>
    private static IEnumerable<Finding> OfUndelivered(TemplateModel template, TemplateResource resource)
    {
        MappingNode properties = resource.Properties!;
        ConditionSet there = resource.Conditions();
        IEnumerable<(MappingNode Map, ConditionSet Conditions, string Name)> senders = resource.Type switch
        {
            ResourceTypes.Rule => FlowGraphBuilder.MapsWithin(properties["Targets"], there).Select(x => (x.Map, x.Conditions, resource.LogicalId)),
            ResourceTypes.Schedule => FlowGraphBuilder.MapsWithin(properties["Target"], there).Select(x => (x.Map, x.Conditions, resource.LogicalId)),
            ResourceTypes.Subscription => [(properties, there, resource.LogicalId)],
            ResourceTypes.ServerlessFunction or ResourceTypes.ServerlessStateMachine => (TemplateNodes.Child(properties, "Events")?.Entries ?? [])
                .SelectMany(x => FlowGraphBuilder.MapsWithin((TemplateNodes.Follow(x.Value) as MappingNode)?["Properties"], there)
                    .Select(y => (y.Map, y.Conditions, x.Name!))),
            _ => [],
        };
        foreach ((MappingNode map, ConditionSet conditions, string name) in senders)
        {
            foreach (DestinationTarget queue in QueuesOf(template, map, "DeadLetterConfig", "Arn", conditions))
            {
                yield return new Finding(ConfigurationRules.UndeliveredNeedStandardQueue(name, TargetChecks.Name(queue)), queue.Span);
            }

            DestinationTarget[] topics = [.. DestinationTarget.ReadAll(template, map["TopicArn"] ?? map["Topic"], conditions)];
            foreach (DestinationTarget queue in QueuesOf(template, map, "RedrivePolicy", "deadLetterTargetArn", conditions))
            {
                if (topics is [var topic] && FlowGraph.Of(template).Find(FlowGraph.IdOf(topic)) is { } node && IsFifo(template, node) == Truth.No)
                {
                    yield return new Finding(ConfigurationRules.RedriveOfStandardTopic(node.Name, TargetChecks.Name(queue)), queue.Span);
                }
            }
        }
    }

    /// <summary>The FIFO queues that a setting names.</summary>
    private static IEnumerable<DestinationTarget> QueuesOf(TemplateModel template, MappingNode map, string setting, string name, ConditionSet conditions) =>
        FlowGraphBuilder.MapsWithin(map[setting], conditions)
            .SelectMany(x => DestinationTarget.ReadAll(template, x.Map[name], x.Conditions))
            .Where(static x => x is { Type: DestinationTargetType.Sqs, IsFifo: true } && x.Conditions.IsCompatibleWith(x.Resource?.Conditions() ?? default));

    private static RuleMessage? Check(TemplateModel template, FlowEdge edge)
    {
        if (!edge.Conditions.And(edge.From.Resource?.Conditions() ?? default).And(edge.To.Resource?.Conditions() ?? default).IsPossible)
        {
            return null;
        }

        string from = edge.From.Name;
        Truth target = IsFifo(template, edge.To);
        return edge switch
        {
            { Kind: FlowEdgeKind.Redrive } => Redrive(template, edge, target),

            // Amazon SNS Developer Guide, "Amazon SNS message delivery for FIFO topics": queues of both kinds, and nothing but queues.
            { Kind: FlowEdgeKind.Invokes, Trigger: "SNS", Invocation: InvocationKind.Asynchronous } when IsFifo(template, edge.From) == Truth.Yes =>
                ConfigurationRules.FifoTopicSendsToQueuesOnly(from, edge.To.Name),
            { Kind: FlowEdgeKind.Delivers, Trigger: ResourceTypes.Subscription, To.Kind: FlowNodeKind.Queue } when target == Truth.Yes && IsFifo(template, edge.From) == Truth.No =>
                ConfigurationRules.StandardTopicAndFifoQueue(from, edge.To.Name),

            // Amazon EventBridge API Reference, Target: SqsParameters.
            { Kind: FlowEdgeKind.Delivers, Trigger: ResourceTypes.Rule, To.Kind: FlowNodeKind.Queue, Details: { } details }
                when target == Truth.Yes && details["SqsParameters"] is null && !TemplateBranch.MayHoldMore(details) =>
                ConfigurationRules.RuleNeedsMessageGroup(from, edge.To.Name),

            // Amazon S3 User Guide, "Supported event destinations".
            { Kind: FlowEdgeKind.Delivers, Trigger: ResourceTypes.Bucket, To.Kind: FlowNodeKind.Queue or FlowNodeKind.Topic } when target == Truth.Yes =>
                ConfigurationRules.BucketSendsToNoFifo(from, edge.To.Name),
            _ => null,
        };
    }

    /// <summary>
    /// A redrive policy that SQS refuses (AWS CloudFormation User Guide, <c>AWS::SQS::Queue</c>, <c>RedrivePolicy</c> and <c>RedriveAllowPolicy</c>; Amazon SQS API
    /// Reference, <c>SetQueueAttributes</c>).
    /// </summary>
    private static RuleMessage? Redrive(TemplateModel template, FlowEdge edge, Truth target)
    {
        string queue = edge.From.Name;
        if (edge.To.Id == edge.From.Id)
        {
            return ConfigurationRules.IsItsOwnDeadLetterQueue(queue);
        }

        Truth source = IsFifo(template, edge.From);
        return (source, target) is (Truth.Yes, Truth.No) or (Truth.No, Truth.Yes) ? ConfigurationRules.DeadLetterQueueOfOtherKind(queue, edge.To.Name, source == Truth.Yes)
            : edge.To.Resource is { } deadLetters ? NotAllowed(template, edge.From.Resource!, deadLetters)
            : null;
    }

    private static RuleMessage? NotAllowed(TemplateModel template, TemplateResource queue, TemplateResource deadLetters)
    {
        if (TemplateBranch.Of(deadLetters.Properties?["RedriveAllowPolicy"]) is not [{ Map: { } policy }] || TemplateBranch.MayHoldMore(policy))
        {
            return null;
        }

        switch (ResourceNames.Literal(template, policy["redrivePermission"]))
        {
            case "denyAll":
                return ConfigurationRules.TakesNoDeadLetters(deadLetters.LogicalId, queue.LogicalId);
            case "byQueue" when policy["sourceQueueArns"] is { } named:
                Interpreter interpreter = ResourceNames.Of(template).Interpreter;
                SymbolicText arn = interpreter.Text(queue.ArnValue);
                TemplateBranch[] sources = [.. TemplateBranch.Items(named)];
                return sources.Length > 0 && Array.TrueForAll(sources, x => IsOther(template, interpreter, x.Node!, queue, arn))
                    ? ConfigurationRules.TakesOtherDeadLetters(deadLetters.LogicalId, queue.LogicalId)
                    : null;
            default:
                return null;
        }
    }

    private static bool IsOther(TemplateModel template, Interpreter interpreter, TemplateNode node, TemplateResource queue, SymbolicText arn)
    {
        TemplateValue value = TemplateValue.FromNode(node);
        return interpreter.ReferenceOf(value) is { } reference && template.Find(reference.Id) is { Type: ResourceTypes.Queue } named
            ? named.LogicalId != queue.LogicalId
            : interpreter.Evaluate(value).Kind == InterpretedKind.Text && interpreter.Text(value).IsEqualTo(arn) == Truth.No;
    }

    private static Finding? OfProtocol(TemplateModel template, TopicSubscription subscription)
    {
        string? protocol = ResourceNames.Literal(template, subscription.Properties["Protocol"]);
        return protocol is null or "sqs"
            || subscription.Topic.Resource is not { } topic
            || !DestinationTarget.IsFifoResource(template, topic)
            || !subscription.Topic.Conditions.IsCompatibleWith(topic.Conditions())
            ? null
            : new Finding(ConfigurationRules.FifoTopicHasProtocol(topic.LogicalId, protocol), subscription.Span);
    }

    /// <summary>Whether a queue or topic is FIFO: by its property, or by the end of its name.</summary>
    private static Truth IsFifo(TemplateModel template, FlowNode node)
    {
        if (node.Resource is not { } resource)
        {
            // What stands ahead of the name may be computed.
            return !node.Id.StartsWith("arn:", StringComparison.Ordinal) ? Truth.Maybe
                : node.Id.EndsWith(".fifo", StringComparison.Ordinal) ? Truth.Yes
                : node.Id.IndexOf("${", node.Id.LastIndexOf(':'), StringComparison.Ordinal) >= 0 ? Truth.Maybe : Truth.No;
        }

        TemplateNode? fifo = resource.Properties?[resource.Type == ResourceTypes.Topic ? "FifoTopic" : "FifoQueue"];
        bool isOpen = fifo is not null && ResourceNames.Literal(template, fifo) is null && !TemplateBranch.Of(fifo).All(static x => x.Node is null);
        return DestinationTarget.IsFifoResource(template, resource) ? Truth.Yes : isOpen || TemplateBranch.MayHoldMore(resource.Properties) ? Truth.Maybe : Truth.No;
    }
}
