using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>A subscription of a topic, which stands in the topic or by itself.</summary>
/// <param name="Topic">The topic, with when it is subscribed to.</param>
/// <param name="Properties">What it says.</param>
/// <param name="Span">Its place.</param>
internal sealed record TopicSubscription(DestinationTarget Topic, MappingNode Properties, SourceSpan Span);

/// <summary>Reads who subscribes to topics.</summary>
internal static class SubscriptionFlows
{
    /// <summary>Every subscription of a template, in source order.</summary>
    public static IEnumerable<TopicSubscription> Of(TemplateModel template) => template.Resources.SelectMany(x => Of(template, x));

    /// <summary>Adds the subscriptions that a topic holds, or that are a resource.</summary>
    public static void Add(FlowGraphBuilder graph, TemplateResource resource)
    {
        foreach (TopicSubscription subscription in Of(graph.Template, resource))
        {
            FlowNode topic = graph.NodeOf(subscription.Topic, FlowNodeKind.Topic);
            if (TemplateNodes.Text(subscription.Properties["Protocol"]) is not ("lambda" or "sqs"))
            {
                continue;
            }

            foreach (DestinationTarget target in DestinationTarget.ReadAll(graph.Template, subscription.Properties["Endpoint"], subscription.Topic.Conditions))
            {
                graph.AddDelivery(topic, target, subscription.Span, subscription.Properties, ResourceTypes.Subscription);
            }
        }
    }

    private static IEnumerable<TopicSubscription> Of(TemplateModel template, TemplateResource resource) => resource switch
    {
        { Type: ResourceTypes.Topic, Properties: { } properties } => FlowGraphBuilder.MapsWithin(properties["Subscription"], resource.Conditions())
            .Select(x => new TopicSubscription(
                new DestinationTarget(TargetOrigin.Resource, TemplateValue.Ref(resource.LogicalId), resource.Entry.Key.Span, x.Conditions)
                {
                    Resource = resource,
                    Name = resource.LogicalId,
                    Type = DestinationTargetType.Sns,
                    IsArn = true,
                },
                x.Map,
                x.Map.Span)),
        { Type: ResourceTypes.Subscription, Properties: { } properties } => DestinationTarget.ReadAll(template, properties["TopicArn"], resource.Conditions())
            .Select(x => new TopicSubscription(x, properties, resource.Entry.Key.Span)),
        _ => [],
    };
}
