using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
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
            if (DeliveryChecks.Undeliverable(template, edge, conditions) is { } message)
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
