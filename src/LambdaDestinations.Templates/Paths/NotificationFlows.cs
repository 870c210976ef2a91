using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>Reads where the notifications of buckets go.</summary>
internal static class NotificationFlows
{
    /// <summary>Adds the notifications of a bucket.</summary>
    public static void Add(FlowGraphBuilder graph, TemplateResource bucket) => Add(graph, graph.NodeOf(bucket), bucket);

    /// <summary>Adds what the CDK writes: the bucket's notifications stand in a custom resource of their own.</summary>
    public static void AddCustom(FlowGraphBuilder graph, TemplateResource custom)
    {
        foreach (DestinationTarget bucket in DestinationTarget.ReadAll(graph.Template, custom.Properties?["BucketName"], custom.Conditions()))
        {
            Add(graph, graph.NodeOf(bucket, FlowNodeKind.Bucket), custom);
        }
    }

    private static void Add(FlowGraphBuilder graph, FlowNode bucket, TemplateResource owner)
    {
        MappingNode? configuration = TemplateNodes.Child(owner.Properties, "NotificationConfiguration");
        ConditionSet conditions = owner.Conditions();
        foreach ((string list, string target) in InvokerFacts.Notifications)
        {
            foreach ((MappingNode notification, ConditionSet there) in FlowGraphBuilder.MapsWithin(configuration?[list], conditions))
            {
                foreach (DestinationTarget found in DestinationTarget.ReadAll(graph.Template, notification[target], there))
                {
                    graph.AddDelivery(bucket, found, notification.Span, notification, ResourceTypes.Bucket);
                }
            }
        }

        if (configuration?["EventBridgeConfiguration"] is { } eventBridge && TemplateNodes.Text(TemplateNodes.Child(configuration, "EventBridgeConfiguration")?["EventBridgeEnabled"]) != "false")
        {
            graph.Add(new FlowEdge(bucket, graph.DefaultBus(), FlowEdgeKind.Delivers, eventBridge.FullSpan, conditions));
        }
    }
}
