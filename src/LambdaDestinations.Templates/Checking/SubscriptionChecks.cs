using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// Subscribers of a topic that no record reaches: the topic may not send to them, or their filter policy is about message attributes, which AWS Lambda does not send, and a policy
/// lets a message through only when it has every attribute that the policy names (Amazon SNS Developer Guide, "Filter policy constraints").
/// </summary>
internal static class SubscriptionChecks
{
    /// <summary>Checks the subscriptions of one destination's topic.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template, DestinationUse use)
    {
        if (use.Target is not { Resource: { Type: ResourceTypes.Topic } topic, Conditions: var conditions })
        {
            yield break;
        }

        foreach (FlowEdge edge in FlowGraph.Of(template).From(topic.LogicalId).Where(x => x.Details is not null && x.Conditions.IsCompatibleWith(conditions)))
        {
            if (edge is { Kind: FlowEdgeKind.Delivers, To.Resource: { Type: ResourceTypes.Queue } queue } && Undeliverable(template, topic, queue, edge.Conditions.And(conditions)) is { } message)
            {
                yield return use.Report(message, edge.Span);
            }

            if (edge.Details!.Find("FilterPolicy") is { } policy
                && (edge.Details["FilterPolicyScope"] is not { } scope || TemplateNodes.Text(scope) == "MessageAttributes")
                && RequiredAttribute(TemplateNodes.Follow(policy.Value)) is { } attribute)
            {
                yield return use.Report(ConfigurationRules.LetsNoRecordThrough(edge.To.Name, topic.LogicalId, attribute), policy.Key.Span);
            }
        }
    }

    /// <summary>
    /// Why a topic cannot send to a queue that subscribes to it: nothing lets it, or it cannot use the queue's key (Amazon SNS Developer Guide, "Subscribing
    /// an Amazon SQS queue"; Amazon SQS Developer Guide, "Key management").
    /// </summary>
    private static RuleMessage? Undeliverable(TemplateModel template, TemplateResource topic, TemplateResource queue, ConditionSet conditions)
    {
        const string Service = "sns.amazonaws.com";
        if (conditions.And(topic.Conditions()).And(queue.Conditions()).Beyond([.. ResourcePolicies.LetServiceSend(template, queue, Service)]) is { } where)
        {
            return ConfigurationRules.MayNotSend(topic.LogicalId, queue.LogicalId, where.Outcomes);
        }

        if (queue.Properties?["KmsMasterKeyId"] is not { } node)
        {
            return null;
        }

        if (ResourceNames.Literal(template, node) is "alias/aws/sqs")
        {
            return ConfigurationRules.CannotUseKeyOfAws(topic.LogicalId, queue.LogicalId);
        }

        ResourceNames names = ResourceNames.Of(template);
        return names.Find(TemplateValue.FromNode(node), names.Interpreter) is { Type: ResourceTypes.Key } key && !ResourcePolicies.MayLetServiceEncrypt(template, key, Service)
            ? ConfigurationRules.CannotUseKey(topic.LogicalId, queue.LogicalId, key.LogicalId)
            : null;
    }

    /// <summary>An attribute that a message must have; <see langword="null"/> when that cannot be told.</summary>
    private static string? RequiredAttribute(TemplateNode? policy) =>
        policy is MappingNode { Tag: null } map && !TemplateBranch.MayHoldMore(map)
            ? map.Entries.FirstOrDefault(static x => x.Name is not (null or "$or") && IsRequired(TemplateNodes.Follow(x.Value)))?.Name
            : null;

    /// <summary>Whether none of the alternatives can be that the attribute is absent.</summary>
    private static bool IsRequired(TemplateNode? alternatives) =>
        alternatives is SequenceNode { Tag: null, Items.Count: > 0 } list && list.Items.Select(TemplateNodes.Follow).All(static x => x switch
        {
            ScalarNode { Tag: null } => true,
            MappingNode { Tag: null } map => !TemplateBranch.MayHoldMore(map) && !map.Entries.Any(static y => y.Name == "exists"),
            _ => false,
        });
}
