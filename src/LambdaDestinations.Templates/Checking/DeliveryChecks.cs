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

        ConditionSet there = edge.Conditions.And(when).And(sender.Source!.Conditions()).And(target.Conditions());
        if (there.Beyond([.. ResourcePolicies.LetServiceSend(template, target, sender)]) is { } where)
        {
            return !where.IsAlways && IsStateComputed(template, sender.Source!) ? null : MayNotSend(sender, target, where);
        }

        if (ResourcePolicies.KeepServiceFromSending(template, target, sender).FirstOrDefault(x => there.IsCompatibleWith(x.Conditions)) is { Policy: { } policy } denied)
        {
            ConditionSet beyond = denied.Conditions.Without(there);
            return !beyond.IsAlways && IsStateComputed(template, sender.Source!) ? null : IsKept(sender, target, policy, beyond);
        }

        return KeyOf(template, target) is not var (name, isOfAws, key) ? null
            : isOfAws ? CannotUseKeyOfAws(sender, target)
            : key is not null && !ResourcePolicies.MayLetServiceEncrypt(template, key, sender.Principal) ? CannotUseKey(sender, target, name) : null;
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
                yield return new Finding(
                    sender.Principal == ServiceSender.Sns
                        ? ConfigurationRules.MayNotSendDeadLetters(source.LogicalId, queue.LogicalId, where.Outcomes)
                        : ConfigurationRules.RuleMayNotSendDeadLetters(source.LogicalId, queue.LogicalId, where.Outcomes),
                    node.FullSpan);
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

    /// <summary>The key of a queue or topic: whether it is that of AWS, which nobody can change, or a key of the template.</summary>
    private static (string Name, bool IsOfAws, TemplateResource? Key)? KeyOf(TemplateModel template, TemplateResource target)
    {
        if (target.Properties?["KmsMasterKeyId"] is not { } node)
        {
            return null;
        }

        if (ResourceNames.Literal(template, node) is "alias/aws/sqs" or "alias/aws/sns")
        {
            return ("", true, null);
        }

        return RequiredGrant.KeyOf(template, node) is { } key ? (key.LogicalId, false, key) : null;
    }

    private static RuleMessage MayNotSend(ServiceSender sender, TemplateResource target, ConditionSet where) => sender.Principal switch
    {
        ServiceSender.Sns => ConfigurationRules.MayNotSend(sender.Source!.LogicalId, target.LogicalId, where.Outcomes),
        ServiceSender.S3 => ConfigurationRules.BucketMayNotSend(sender.Source!.LogicalId, target.LogicalId, target.Type == ResourceTypes.Topic, where.Outcomes),
        _ => ConfigurationRules.RuleMayNotSend(sender.Source!.LogicalId, target.LogicalId, target.Type == ResourceTypes.Topic, where.Outcomes),
    };

    private static RuleMessage IsKept(ServiceSender sender, TemplateResource target, TemplateResource policy, ConditionSet where) => sender.Principal switch
    {
        ServiceSender.Sns => ConfigurationRules.TopicIsDenied(policy.LogicalId, sender.Source!.LogicalId, target.LogicalId, where.Outcomes),
        ServiceSender.S3 => ConfigurationRules.BucketIsDenied(policy.LogicalId, sender.Source!.LogicalId, target.LogicalId, where.Outcomes),
        _ => ConfigurationRules.RuleIsDenied(policy.LogicalId, sender.Source!.LogicalId, target.LogicalId, where.Outcomes),
    };

    private static RuleMessage CannotUseKeyOfAws(ServiceSender sender, TemplateResource target) => sender.Principal switch
    {
        ServiceSender.Sns => ConfigurationRules.CannotUseKeyOfAws(sender.Source!.LogicalId, target.LogicalId),
        ServiceSender.S3 => ConfigurationRules.BucketCannotUseKeyOfAws(sender.Source!.LogicalId, target.LogicalId),
        _ => ConfigurationRules.RuleCannotUseKeyOfAws(sender.Source!.LogicalId, target.LogicalId),
    };

    private static RuleMessage CannotUseKey(ServiceSender sender, TemplateResource target, string key) => sender.Principal switch
    {
        ServiceSender.Sns => ConfigurationRules.CannotUseKey(sender.Source!.LogicalId, target.LogicalId, key),
        ServiceSender.S3 => ConfigurationRules.BucketCannotUseKey(sender.Source!.LogicalId, target.LogicalId, key),
        _ => ConfigurationRules.RuleCannotUseKey(sender.Source!.LogicalId, target.LogicalId, key),
    };
}
