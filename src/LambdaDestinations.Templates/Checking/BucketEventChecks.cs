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
/// LD4074: event rules on the default bus that wait for events of a bucket of the template, which sends none to EventBridge (Amazon S3 User Guide, "Enabling Amazon
/// EventBridge"). Events of CloudTrail about a bucket do not need that, and have a type of their own.
/// </summary>
internal static class BucketEventChecks
{
    private const string Source = "aws.s3";
    private const string Notifications = "NotificationConfiguration";
    private const string OfEventBridge = "EventBridgeConfiguration";

    /// <summary>Checks every event rule on the default bus, of the template and of SAM's events.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template)
    {
        FlowGraph flow = FlowGraph.Of(template);
        Dictionary<string, TemplateResource>? silent = null;
        foreach (FlowEdge edge in flow.From(FlowGraph.DefaultBus).Where(static x => x.To.Kind == FlowNodeKind.Rule))
        {
            if (RecordPaths.PatternOf(edge.Details) is not { } pattern
                || !AreAll(pattern["source"], static x => x == Source)
                || !AreAll(pattern["detail-type"], static x => x.StartsWith("Object ", StringComparison.Ordinal)))
            {
                continue;
            }

            silent ??= template.Resources.Where(x => x.Type == ResourceTypes.Bucket && IsSilent(template, flow, x)).ToDictionary(static x => x.LogicalId, StringComparer.Ordinal);
            bool IsSilentThere(TemplateNode name) => BucketOf(template, name) is { } id && silent.TryGetValue(id, out TemplateResource? bucket) && bucket.Conditions().IsCompatibleWith(edge.Conditions);
            if (NamedBuckets(pattern).FirstOrDefault(IsSilentThere) is { } node)
            {
                yield return new Finding(ConfigurationRules.WaitsForSilentBucket(edge.To.Name, BucketOf(template, node)!), node.FullSpan);
            }
        }
    }

    /// <summary>Lets a bucket send its events; <see langword="null"/> where a condition decides what it is told.</summary>
    /// <param name="template">The template.</param>
    /// <param name="span">The finding's place, the bucket's name or ARN.</param>
    public static TemplateFix? Fix(TemplateModel template, SourceSpan span)
    {
        TemplateNode? named = FlowGraph.Of(template).From(FlowGraph.DefaultBus)
            .SelectMany(static x => NamedBuckets(RecordPaths.PatternOf(x.Details)))
            .FirstOrDefault(x => x.FullSpan == span);
        if (named is null
            || BucketOf(template, named) is not { } id
            || template.Find(id) is not { } bucket
            || TemplateBranch.IsFunction(bucket.Properties?[Notifications])
            || TemplateBranch.IsFunction(TemplateNodes.Child(bucket.Properties, Notifications)?[OfEventBridge]))
        {
            return null;
        }

        TemplateValue enabled = TemplateValue.Map(("EventBridgeEnabled", TemplateValue.Boolean(true)));
        TemplateValue configuration = TemplateValue.Map((OfEventBridge, enabled));
        return new TemplateFix(
            $"Let {id} send its events to EventBridge",
            x =>
            {
                if (TemplateNodes.Child(bucket.Properties, Notifications) is { } map)
                {
                    x.SetEntry(map, OfEventBridge, enabled);
                }
                else if (bucket.Properties is { } properties)
                {
                    x.SetEntry(properties, Notifications, configuration);
                }
                else
                {
                    x.SetEntry(bucket.Body, "Properties", TemplateValue.Map((Notifications, configuration)));
                }
            },
            "events of " + id);
    }

    /// <summary>The names and ARNs in a pattern by which it asks for buckets.</summary>
    private static IEnumerable<TemplateNode> NamedBuckets(MappingNode? pattern) =>
        Items((TemplateNodes.Follow(TemplateNodes.Child(pattern, "detail")?["bucket"]) as MappingNode)?["name"]).Concat(Items(pattern?["resources"]));

    /// <summary>Whether a bucket surely sends no events to EventBridge: nothing turns it on, and nobody else is told of it who may.</summary>
    private static bool IsSilent(TemplateModel template, FlowGraph flow, TemplateResource bucket) =>
        !template.HasHiddenResources
        && !TemplateBranch.MayHoldMore(bucket.Properties)
        && TemplateBranch.Of(bucket.Properties?[Notifications]).All(static x => x.Node is null || (x.Map is { } map && !TemplateBranch.MayHoldMore(map)))
        && !flow.From(bucket.LogicalId).Any(static x => x.To.Id == FlowGraph.DefaultBus)
        && !IsTurnedOn(bucket)
        && !ToldResources.Of(template).Contains(bucket.LogicalId);

    /// <summary>Whether the configuration may turn it on under some condition.</summary>
    private static bool IsTurnedOn(TemplateResource bucket) => TemplateBranch.Of(bucket.Properties?[Notifications])
        .SelectMany(static x => TemplateBranch.Of(x.Map?[OfEventBridge]))
        .Any(static x => x.Node is not null && (x.Map is not { } map || TemplateNodes.Text(map["EventBridgeEnabled"]) is not "false"));

    /// <summary>The bucket of the template that a name or ARN surely is.</summary>
    private static string? BucketOf(TemplateModel template, TemplateNode node)
    {
        ResourceNames names = ResourceNames.Of(template);
        TemplateValue value = TemplateValue.FromNode(node);
        TemplateResource? found = names.Find(value, names.Interpreter) ?? names.FindByName(DestinationTargetType.S3, names.Interpreter.Text(value));
        return found?.Type == ResourceTypes.Bucket ? found.LogicalId : null;
    }

    private static bool AreAll(TemplateNode? values, Func<string, bool> are) =>
        Items(values).Select(TemplateNodes.Text).ToArray() is { Length: > 0 } texts && Array.TrueForAll(texts, x => x is not null && are(x));

    private static IEnumerable<TemplateNode> Items(TemplateNode? list) => TemplateNodes.Follow(list) is SequenceNode { Tag: null } items ? items.Items : [];
}
