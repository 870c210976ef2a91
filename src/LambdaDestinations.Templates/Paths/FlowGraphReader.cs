using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Paths;

/// <summary>Reads the flow graph of a template, of SAM, CloudFormation or the CDK.</summary>
internal static class FlowGraphReader
{
    // What passes events on and is more than one property, each with its reader.
    private static readonly Dictionary<string, Action<FlowGraphBuilder, TemplateResource>> Readers = new(StringComparer.Ordinal)
    {
        [ResourceTypes.Queue] = AddRedrive,
        [ResourceTypes.Topic] = SubscriptionFlows.Add,
        [ResourceTypes.Subscription] = SubscriptionFlows.Add,
        [ResourceTypes.Bucket] = NotificationFlows.Add,
        [ResourceTypes.BucketNotifications] = NotificationFlows.AddCustom,
        [ResourceTypes.Rule] = RuleFlows.Add,
        [ResourceTypes.ReceiptRule] = ReceiptRuleFlows.Add,
        [ResourceTypes.StateMachine] = StateMachineFlows.Add,
        [ResourceTypes.ServerlessStateMachine] = StateMachineFlows.Add,
        [ResourceTypes.Schedule] = ScheduleFlows.Add,
    };

    /// <summary>Reads the graph.</summary>
    public static FlowGraph Read(TemplateModel template)
    {
        FlowGraphBuilder graph = new(template);
        IReadOnlyList<FunctionConfiguration> functions = DestinationConfiguration.Of(template).Functions;
        foreach (FunctionConfiguration function in functions)
        {
            graph.NodeOf(function.Function);
        }

        FunctionFlows ofFunctions = new(graph);
        foreach (FunctionConfiguration function in functions)
        {
            ofFunctions.Add(function);
        }

        InvokerFlows ofInvokers = new(graph);
        foreach (TemplateResource resource in template.Resources)
        {
            if (Readers.TryGetValue(resource.Type, out Action<FlowGraphBuilder, TemplateResource>? read))
            {
                read(graph, resource);
            }

            ofInvokers.Add(resource);
        }

        if (template.Resources.Any(static x => x.Type == ResourceTypes.Rule && TakesStatusChanges(x)))
        {
            foreach (FunctionConfiguration function in functions.Where(x => DurableFunctions.Is(template, x.Function) == true))
            {
                graph.Add(new FlowEdge(graph.NodeOf(function.Function), graph.DefaultBus(), FlowEdgeKind.StatusChange, function.Function.Entry.Key.Span, function.Conditions));
            }
        }

        PermissionFlows ofPermissions = new(graph);
        foreach (TemplateResource permission in template.Resources.Where(static x => x.Type == ResourceTypes.Permission))
        {
            ofPermissions.Add(permission);
        }

        return graph.Build(FindOtherUses(template));
    }

    /// <summary>Whether an event rule names the type of the events of durable executions.</summary>
    private static bool TakesStatusChanges(TemplateResource rule) =>
        RecordPaths.PatternOf(rule.Properties) is { } pattern && TemplateNodes.Follow(pattern["detail-type"]) is SequenceNode types && types.Items.Any(static x => TemplateNodes.Text(x) == DurableFacts.DetailType);

    private static void AddRedrive(FlowGraphBuilder graph, TemplateResource queue)
    {
        if (TemplateNodes.Child(queue.Properties, "RedrivePolicy") is not { } policy || policy.Find("deadLetterTargetArn") is not { } target)
        {
            return;
        }

        foreach (DestinationTarget deadLetter in DestinationTarget.ReadAll(graph.Template, target.Value, queue.Conditions()))
        {
            graph.Add(new FlowEdge(graph.NodeOf(queue), graph.NodeOf(deadLetter, FlowNodeKind.Queue), FlowEdgeKind.Redrive, target.Key.Span, deadLetter.Conditions) { Details = policy });
        }
    }

    /// <summary>The functions that something mentions which is not followed: they may be invoked in any way.</summary>
    private static HashSet<string> FindOtherUses(TemplateModel template)
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        void Use(IEnumerable<string> ids) => used.UnionWith(ids.Select(x => InvokerFlows.FunctionBehind(template, x)?.LogicalId).OfType<string>());

        foreach (TemplateResource resource in template.Resources.Where(x => !InvokerFacts.Of(x.Type).IsFollowed && !DefinitionFile.IsKnown(template, x) && !FollowedServices.Of(template).Have(x) && x.Properties is not null))
        {
            // What a function says of itself (its own destinations, its events) is followed.
            foreach (MappingEntry property in resource.Properties!.Entries.Where(x => !resource.IsFunction || x.Name is not (SettingKeys.EventInvokeConfig or "Events" or "DeadLetterQueue" or "DeadLetterConfig")))
            {
                Use(References.In(property.Value).Where(x => x != resource.LogicalId));
            }
        }

        foreach (SamConnector connector in SamConnectors.Of(template).All)
        {
            used.UnionWith(SamConnectors.Of(template).InvokedBy(connector).Select(static x => x.LogicalId));
        }

        foreach (StackOutput output in StackOutput.Of(template).Where(static x => x.IsExported))
        {
            Use(References.In(output.Value));
        }

        return used;
    }
}
