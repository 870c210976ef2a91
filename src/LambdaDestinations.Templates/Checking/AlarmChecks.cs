using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>LD1075 to LD1077, LD4050 and LD4051: alarms that are asked for, that nobody is told of, and that are missing.</summary>
internal static class AlarmChecks
{
    private const string Environment = "Environment";

    /// <summary>The types of resources that send to a queue, or let somebody: their mention does not read it.</summary>
    private static readonly HashSet<string> Senders = new(
        [
            ResourceTypes.EventInvokeConfig, ResourceTypes.Queue, ResourceTypes.Topic, ResourceTypes.Subscription, ResourceTypes.Rule, ResourceTypes.Bucket,
            ResourceTypes.Schedule, ResourceTypes.Role, ResourceTypes.Policy, ResourceTypes.ManagedPolicy, ResourceTypes.RolePolicy,
            "AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy",
        ],
        StringComparer.Ordinal);

    /// <summary>Checks what <c>[DestinationAlarms]</c> says, alone and in the templates that have the assembly's functions.</summary>
    /// <param name="templates">Templates of the project.</param>
    /// <param name="manifest">What the assembly declares.</param>
    public static IEnumerable<Finding> Check(IReadOnlyList<TemplateModel> templates, DestinationManifest manifest)
    {
        if (manifest.Alarms is not { } alarms)
        {
            return [];
        }

        // A template that nobody named may be another one than that of the functions.
        TemplateModel[] homes = [.. templates.Where(x => manifest.Handlers.Any(y => FunctionLocator.Find(x, y.Function).Count > 0))];
        bool isOpen = homes.Length == 0 || Array.Exists(homes, static x => x.HasHiddenResources || x.IsSynthesized || x.Document.Errors.Count > 0);
        return alarms.Check()
            .Concat(alarms.CheckUse(manifest.Handlers))
            .Concat(isOpen ? [] : alarms.Topics.Select(AlarmsModel.NameOf).OfType<string>().Select(x => CheckTopic(homes, x)).OfType<Finding>());
    }

    /// <summary>Checks that the topics of alarms let CloudWatch tell them. What our build lets is no concern here.</summary>
    /// <param name="template">The template.</param>
    public static IEnumerable<Finding> CheckTopics(TemplateModel template)
    {
        IEnumerable<(TemplateResource Topic, string Alarm)> told =
            from alarm in TemplateAlarms.Of(template).All
            where alarm.IsAboutFailures
            from id in alarm.Resource.Properties!["AlarmActions"] is { } actions ? References.In(actions) : []
            let topic = template.Find(id)
            where topic is { Type: ResourceTypes.Topic }
            select (topic, alarm.Resource.LogicalId);
        foreach (IGrouping<string, (TemplateResource Topic, string Alarm)> of in told.GroupBy(static x => x.Topic.LogicalId, StringComparer.Ordinal))
        {
            TemplateResource topic = of.First().Topic;
            string[] alarms = [.. of.Select(static x => x.Alarm).Distinct()];
            SourceSpan ofKey = (topic.Properties?["KmsMasterKeyId"] ?? topic.Entry.Key).FullSpan;
            switch (ResourcePolicies.KeyBeyond(template, topic, AlarmText.Principal))
            {
                case { Alias: { } alias }:
                    yield return new Finding(ConfigurationRules.TopicHasKeyOfAws(topic.LogicalId, alias, alarms), ofKey);
                    break;
                case { Key: { } key }:
                    ShownValues use = new([ServiceGrants.UseKey(AlarmText.Principal)], template.Document.Format);
                    yield return new Finding(ConfigurationRules.KeyRefusesAlarms(topic.LogicalId, key.LogicalId, alarms, use), ofKey);
                    break;
            }

            // Without one the topic has its default policy, which lets the services of its account.
            if (template.Resources.FirstOrDefault(x => TargetPolicies.IsOf(x, DestinationTargetType.Sns, topic.LogicalId)) is { } policy
                && !ResourcePolicies.LetServiceSend(template, topic, AlarmText.Sender).Any())
            {
                // A statement of the user's has a name of his own.
                TemplateValue statement = TemplateValue.Map(AlarmText.Statement(topic.ArnValue).Entries.Where(static x => x.Key != "Sid"));
                ShownValues publish = new([statement], template.Document.Format);
                yield return new Finding(ConfigurationRules.PolicyRefusesAlarms(topic.LogicalId, policy.LogicalId, alarms, publish), policy.Entry.Key.Span);
            }
        }
    }

    /// <summary>LD4050, which is off until somebody asks for it: queues that get failures, and that nothing reads or watches.</summary>
    /// <param name="template">The template.</param>
    /// <param name="handlers">All handlers with destinations.</param>
    /// <param name="alarms">The alarms that the build writes; <see langword="null"/> for none.</param>
    public static IEnumerable<Finding> CheckQueues(TemplateModel template, IReadOnlyList<HandlerModel> handlers, AlarmsModel? alarms)
    {
        if (template.HasHiddenResources)
        {
            yield break;
        }

        FlowGraph graph = FlowGraph.Of(template);
        HashSet<string> watched = alarms is null
            ? []
            : [.. handlers.SelectMany(x => HandlerBinding.Of(template, x).Destinations).Select(static x => x.CreatedId).OfType<string>()];
        foreach (TemplateResource queue in template.Resources.Where(static x => x.Type == ResourceTypes.Queue))
        {
            FlowEdge[] failures =
                [.. graph.To(queue.LogicalId).Where(static x => x.Kind is FlowEdgeKind.OnFailure or FlowEdgeKind.MappingOnFailure or FlowEdgeKind.DeadLetter)];
            if (failures.Length > 0 && !watched.Contains(queue.LogicalId) && !IsReadOrWatched(template, graph, queue))
            {
                yield return new Finding(
                    ConfigurationRules.NobodyIsTold(queue.LogicalId, failures.Select(static x => $"'{x.From.Name}'").Distinct()), queue.Entry.Key.Span);
            }
        }
    }

    /// <summary>Whether something watches a queue, reads it or may read it: whatever mentions it and is neither its sender nor a policy.</summary>
    private static bool IsReadOrWatched(TemplateModel template, FlowGraph graph, TemplateResource queue) =>
        graph.From(queue.LogicalId).Any(static x => x.Kind == FlowEdgeKind.Invokes)
        || template.Resources.SelectMany(ReadBy).Append(TemplateNodes.Child(template.Root, "Outputs")).Append(template.GlobalFunction?[Environment])
            .OfType<TemplateNode>().Any(x => References.In(x).Contains(queue.LogicalId));

    /// <summary>The parts of a resource that may tell it what to read.</summary>
    private static IEnumerable<TemplateNode?> ReadBy(TemplateResource resource) =>
        resource.IsFunction ? [resource.Properties?[Environment]]
        : resource.Type == ResourceTypes.EventSourceMapping ? [resource.Properties?["EventSourceArn"]]
        : Senders.Contains(resource.Type) ? []
        : [resource.Properties];

    private static Finding? CheckTopic(TemplateModel[] homes, string id)
    {
        TemplateResource[] found = [.. homes.SelectMany(static x => x.Given).Select(x => x.Find(id)).OfType<TemplateResource>()];
        bool isThere = Array.Exists(found, static x => x.Type == ResourceTypes.Topic) || Array.Exists(homes, x => x.HasParameter(id));
        return isThere || (found.Length == 0 && CreatedTargets.MayBe(id, DestinationTargetType.Sns)) ? null
            : found.Length > 0 ? new Finding(AlarmRules.IsOfOtherType(id, found[0].Type)) { Data = new FindingData.WrittenName("@" + id) }
            : AlarmTopics.NotThere(homes, id);
    }
}
