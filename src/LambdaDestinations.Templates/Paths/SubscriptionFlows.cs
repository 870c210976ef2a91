using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>Reads who subscribes to topics.</summary>
internal static class SubscriptionFlows
{
    /// <summary>Adds the subscriptions that stand in a topic.</summary>
    public static void AddTopic(FlowGraphBuilder graph, TemplateResource topic)
    {
        foreach ((MappingNode subscription, ConditionSet conditions) in FlowGraphBuilder.MapsWithin(topic.Properties?["Subscription"], topic.Conditions()))
        {
            Add(graph, graph.NodeOf(topic), subscription, conditions, subscription.Span);
        }
    }

    /// <summary>Adds a subscription that is a resource.</summary>
    public static void Add(FlowGraphBuilder graph, TemplateResource subscription)
    {
        if (subscription.Properties is not { } properties)
        {
            return;
        }

        foreach (DestinationTarget topic in DestinationTarget.ReadAll(graph.Template, properties["TopicArn"], subscription.Conditions()))
        {
            Add(graph, graph.NodeOf(topic, FlowNodeKind.Topic), properties, topic.Conditions, subscription.Entry.Key.Span);
        }
    }

    private static void Add(FlowGraphBuilder graph, FlowNode topic, MappingNode subscription, ConditionSet conditions, SourceSpan span)
    {
        if (TemplateNodes.Text(subscription["Protocol"]) is not ("lambda" or "sqs"))
        {
            return;
        }

        foreach (DestinationTarget target in DestinationTarget.ReadAll(graph.Template, subscription["Endpoint"], conditions))
        {
            graph.AddDelivery(topic, target, span, subscription, ResourceTypes.Subscription);
        }
    }
}
