using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// LD4022, LD4072, LD4073: topics, event rules and buckets that cannot send to their queue or topic: no policy lets them, one forbids it, or they cannot use
/// the key (Amazon SQS Developer Guide, "Key management"; Amazon SNS Developer Guide, "Key management").
/// </summary>
internal static class DeliveryChecks
{
    private static readonly Dictionary<string, Sentences> BySender = new(StringComparer.Ordinal)
    {
        [ServiceSender.Sns] = new(
            static (topic, queue, _, where) => ConfigurationRules.MayNotSend(topic, queue, where),
            ConfigurationRules.TopicIsDenied,
            ConfigurationRules.CannotUseKeyOfAws,
            ConfigurationRules.CannotUseKey)
        {
            MayNotSendDeadLetters = ConfigurationRules.MayNotSendDeadLetters,
        },
        [ServiceSender.EventBridge] = new(
            ConfigurationRules.RuleMayNotSend,
            ConfigurationRules.RuleIsDenied,
            ConfigurationRules.RuleCannotUseKeyOfAws,
            ConfigurationRules.RuleCannotUseKey)
        {
            MayNotSendDeadLetters = ConfigurationRules.RuleMayNotSendDeadLetters,
        },
        [ServiceSender.S3] = new(
            ConfigurationRules.BucketMayNotSend,
            ConfigurationRules.BucketIsDenied,
            ConfigurationRules.BucketCannotUseKeyOfAws,
            ConfigurationRules.BucketCannotUseKey),
    };

    /// <summary>Checks every way on which one of them sends to a queue or topic of the template.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template) =>
        FlowGraph.Of(template).Edges.Select(x => Undeliverable(template, x) is { } message ? new Finding(message, x.Span) : null).OfType<Finding>()
            .Concat(FlowGraph.Of(template).Edges.SelectMany(x => DeadLetters(template, x)));

    /// <summary>Why nothing arrives on a way, in some deployments at least; <see langword="null"/> when it may, or it is no such way.</summary>
    /// <param name="template">The template.</param>
    /// <param name="edge">A way of its graph.</param>
    /// <param name="when">When the question arises.</param>
    public static RuleMessage? Undeliverable(TemplateModel template, FlowEdge edge, ConditionSet when = default)
    {
        if (SenderOf(template, edge) is not { } sender || edge.To.Resource is not { } target)
        {
            return null;
        }

        Sentences sentences = BySender[sender.Principal];
        ConditionSet there = edge.Conditions.And(when).And(sender.Source!.Conditions()).And(target.Conditions());
        if (there.Beyond([.. ResourcePolicies.LetServiceSend(template, target, sender)]) is { } where)
        {
            return !where.IsAlways && IsStateComputed(template, sender.Source!) ? null
                : sentences.MayNotSend(sender.Source!.LogicalId, target.LogicalId, target.Type == ResourceTypes.Topic, where.Outcomes);
        }

        if (ResourcePolicies.KeepServiceFromSending(template, target, sender).FirstOrDefault(x => there.IsCompatibleWith(x.Conditions)) is { Policy: { } policy } denied)
        {
            ConditionSet beyond = denied.Conditions.Without(there);
            return !beyond.IsAlways && IsStateComputed(template, sender.Source!) ? null
                : sentences.IsDenied(policy.LogicalId, sender.Source!.LogicalId, target.LogicalId, beyond.Outcomes);
        }

        return ResourcePolicies.KeyBeyond(template, target, sender.Principal) switch
        {
            { Alias: not null } => sentences.CannotUseKeyOfAws(sender.Source!.LogicalId, target.LogicalId),
            { Key: { } key } => sentences.CannotUseKey(sender.Source!.LogicalId, target.LogicalId, key.LogicalId),
            _ => null,
        };
    }

    /// <summary>
    /// What cannot be delivered, where no policy lets it go to the dead-letter queue of the target or subscription (Amazon EventBridge User Guide, "Using dead-letter queues
    /// to process undelivered events"; Amazon SNS Developer Guide, "Amazon SNS dead-letter queues").
    /// </summary>
    private static IEnumerable<Finding> DeadLetters(TemplateModel template, FlowEdge edge)
    {
        (ServiceSender? Sender, TemplateNode? Queue) named = edge switch
        {
            { Trigger: ResourceTypes.Rule, From.Resource: { } rule } => (new ServiceSender(ServiceSender.EventBridge, rule), TemplateNodes.Child(edge.Details, "DeadLetterConfig")?["Arn"]),
            { Trigger: ResourceTypes.Subscription, From.Resource: { } topic } => (new ServiceSender(ServiceSender.Sns, topic), TemplateNodes.Child(edge.Details, "RedrivePolicy")?["deadLetterTargetArn"]),
            _ => default,
        };
        if (named is not ({ Source: { } source } sender, { } node) || AuditFacts.IsDisabled(template, edge))
        {
            yield break;
        }

        foreach (DestinationTarget target in DestinationTarget.ReadAll(template, node, edge.Conditions))
        {
            if (target is { Origin: TargetOrigin.Resource, Resource: { Type: ResourceTypes.Queue } queue }
                && target.Conditions.And(source.Conditions()).And(queue.Conditions()).Beyond([.. ResourcePolicies.LetServiceSend(template, queue, sender)]) is { } where
                && (where.IsAlways || !IsStateComputed(template, source)))
            {
                yield return new Finding(BySender[sender.Principal].MayNotSendDeadLetters!(source.LogicalId, queue.LogicalId, where.Outcomes), node.FullSpan);
            }
        }
    }

    /// <summary>Who sends on a way to a queue or topic of the template; <see langword="null"/> when a role does, or nothing surely.</summary>
    private static ServiceSender? SenderOf(TemplateModel template, FlowEdge edge)
    {
        if (edge is not { Kind: FlowEdgeKind.Delivers, From.Resource: { } source, To.Resource.Type: ResourceTypes.Queue or ResourceTypes.Topic }
            || (edge.To.Resource!.Type == ResourceTypes.Topic && edge.Trigger == ResourceTypes.Subscription)
            || AuditFacts.IsDisabled(template, edge))
        {
            return null;
        }

        return edge.Trigger switch
        {
            ResourceTypes.Subscription => new ServiceSender(ServiceSender.Sns, source),
            ResourceTypes.Bucket => new ServiceSender(ServiceSender.S3, source),
            ResourceTypes.Rule when edge.Details?["RoleArn"] is null && source.Properties?["RoleArn"] is null => new ServiceSender(ServiceSender.EventBridge, source),
            _ => null,
        };
    }

    /// <summary>Whether a deployment decides that a rule is off: perhaps wherever it is refused.</summary>
    private static bool IsStateComputed(TemplateModel template, TemplateResource source) =>
        source.Type == ResourceTypes.Rule && source.Properties?["State"] is { } state && ResourceNames.Literal(template, state) is null;

    /// <summary>What is said of a service that cannot send, each with the resource that it acts for, the target and where it is so.</summary>
    private sealed record Sentences(
        Func<string, string, bool, IEnumerable<(string Condition, bool Value)>, RuleMessage> MayNotSend,
        Func<string, string, string, IEnumerable<(string Condition, bool Value)>, RuleMessage> IsDenied,
        Func<string, string, RuleMessage> CannotUseKeyOfAws,
        Func<string, string, string, RuleMessage> CannotUseKey)
    {
        /// <summary>Of what it cannot deliver; <see langword="null"/> for a service that keeps nothing of that.</summary>
        public Func<string, string, IEnumerable<(string Condition, bool Value)>, RuleMessage>? MayNotSendDeadLetters { get; init; }
    }
}
