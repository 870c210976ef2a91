using System;
using System.Collections.Generic;
using System.Globalization;
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

/// <summary>What only event source mappings know: sources without destinations, retries, batches, Kafka topics.</summary>
internal static class MappingChecks
{
    /// <summary>Checks a mapping of the template.</summary>
    public static IEnumerable<Finding> Check(MappingConfiguration mapping)
    {
        foreach (ConfiguredDestination success in mapping.Destinations.Where(static x => x.Outcome == DestinationOutcome.Success))
        {
            yield return new Finding(EventSourceMappingRules.RecordsFailuresOnly(mapping.Source.Name), success.Span);
        }

        if (mapping.Destinations.Any(static x => x.Outcome == DestinationOutcome.Failure) && !mapping.Source.HasDestinations && mapping.Source.Type != EventSource.UnknownType)
        {
            yield return new Finding(EventSourceMappingRules.SourceHasNoDestination(mapping.Source.Name, mapping.Source.Type), mapping.DestinationConfigSpan ?? mapping.Span);
        }
    }

    /// <summary>Checks one destination of a mapping, of the template or of an attribute.</summary>
    public static IEnumerable<Finding> Check(DestinationUse use)
    {
        if (use is not { Mapping: { } mapping, Outcome: DestinationOutcome.Failure } || !mapping.Source.HasDestinations)
        {
            yield break;
        }

        // Kafka mappings give up by themselves after ten attempts.
        if (!mapping.Source.IsKafka && IsEndless(mapping, "MaximumRetryAttempts", use.Model?.MaximumRetryAttempts) && IsEndless(mapping, "MaximumRecordAgeInSeconds", use.Model?.MaximumRecordAgeInSeconds))
        {
            yield return use.Report(EventSourceMappingRules.RetriesUntilExpiry(mapping.Source.Name));
        }

        if (DiscardsWholeBatch(mapping, use.Model?.BisectBatchOnFunctionError))
        {
            yield return use.Report(EventSourceMappingRules.DiscardsWholeBatch(mapping.Source.Name));
        }

        if (use.Target.Type != DestinationTargetType.Kafka || !mapping.Source.IsKafka)
        {
            yield break;
        }

        if (!mapping.Has("ProvisionedPollerConfig") && !mapping.Computes)
        {
            yield return use.Report(EventSourceMappingRules.NeedsProvisionedMode(mapping.Source.Name), use.Configured is null ? null : use.Target.Span);
        }

        if (use.Target.Text is { } topic && TemplateNodes.Follow(mapping.Source.Properties?["Topics"]) is SequenceNode topics && topics.Items.Any(x => "kafka://" + TemplateNodes.Text(x) == topic))
        {
            yield return use.Report(EventSourceMappingRules.ReadsItsDestination(mapping.Source.Name, topic.Substring("kafka://".Length)), use.Configured is null ? null : use.Target.Span);
        }
    }

    /// <summary>
    /// A queue whose visibility timeout is below its consumer's timeout (AWS Lambda Developer Guide, "Creating and configuring an Amazon SQS event source
    /// mapping"). Both must be known.
    /// </summary>
    public static IEnumerable<Finding> CheckVisibility(MappingConfiguration mapping)
    {
        if (mapping.Source.Type != "SQS" || QueueConsumer.Of(mapping) is not { } consumer)
        {
            yield break;
        }

        foreach (DestinationTarget queue in mapping.Polled)
        {
            if (Visibility(mapping.Template, queue) is (var name, var visibility, var span) && visibility < consumer.Timeout)
            {
                yield return new Finding(EventSourceMappingRules.IsBelowTimeout(name, visibility, consumer.Function.LogicalId, consumer.Timeout, consumer.AdvisedVisibility), span);
            }
        }
    }

    /// <summary>Pollers that are provisioned beside a maximum concurrency (AWS Lambda Developer Guide, "Configuring scaling behavior for SQS event source mappings"). Both must be known.</summary>
    public static IEnumerable<Finding> CheckPollers(MappingConfiguration mapping)
    {
        if (mapping.Source.Properties is { } properties
            && TemplateBranch.Of(properties["ProvisionedPollerConfig"]) is [{ Map: not null }]
            && TemplateBranch.Of(properties["ScalingConfig"]) is [{ Map: { } scaling }]
            && scaling.Find("MaximumConcurrency") is { } maximum && TemplateBranch.Of(maximum.Value) is [{ Node: ScalarNode { IsNull: false } }])
        {
            yield return new Finding(EventSourceMappingRules.ExcludeEachOther(mapping.Source.Name), maximum.Key.Span);
        }
    }

    /// <summary>A second mapping of one source and one function, version or alias, under conditions that surely hold together.</summary>
    public static IEnumerable<Finding> CheckTwice(TemplateModel template)
    {
        IEnumerable<FlowEdge> polls = FlowGraph.Of(template).Edges.Where(static x =>
            x is { Kind: FlowEdgeKind.Invokes, Invocation: InvocationKind.Polled, Mapping: not null, Trigger: "SQS" or "Kinesis" or "DynamoDB" or "MSK" or "MQ", Qualifier: { } qualifier }
            && qualifier.IndexOf("${", StringComparison.Ordinal) < 0);
        foreach (IGrouping<(string, string, string?), FlowEdge> same in polls.GroupBy(static x => (x.From.Id, x.To.Id, x.Qualifier)))
        {
            FlowEdge[] edges = [.. same];
            for (int i = 1; i < edges.Length; i++)
            {
                FlowEdge second = edges[i];
                if (edges.Take(i).FirstOrDefault(x => x.Mapping != second.Mapping && HoldTogether(x.Conditions, second.Conditions) && ReadSame(x, second)) is { } first)
                {
                    yield return new Finding(EventSourceMappingRules.BothPoll(first.Mapping!.Source.Name, second.Mapping!.Source.Name, second.To.Name, second.From.Name), second.Span);
                }
            }
        }
    }

    private static bool HoldTogether(ConditionSet one, ConditionSet other) => one.IsCompatibleWith(other) && (one.IsAlways || other.IsAlways || one == other);

    /// <summary>Whether two mappings of a cluster or a broker read the same topics or queues, which must be written out.</summary>
    private static bool ReadSame(FlowEdge one, FlowEdge other) => one.Trigger switch
    {
        "MSK" => Names(one, "Topics") is { } topics && Names(other, "Topics") is { } same && topics.SequenceEqual(same),
        "MQ" => Names(one, "Queues") is { } queues && Names(other, "Queues") is { } same && queues.SequenceEqual(same),
        _ => true,
    };

    private static string[]? Names(FlowEdge edge, string property) =>
        TemplateNodes.Follow(edge.Details?[property]) is SequenceNode { Tag: null, Items.Count: > 0 } list && list.Items.All(static x => TemplateNodes.Text(x) is not null) ? [.. list.Items.Select(static x => TemplateNodes.Text(x)!)] : null;

    /// <summary>A mapping of a durable function that runs longer than it waits (AWS Lambda Developer Guide, "Durable functions with event source mappings").</summary>
    public static IEnumerable<Finding> CheckDurable(MappingConfiguration mapping)
    {
        TemplateModel template = mapping.Template;
        if (mapping.Function?.Function is { } function
            && DurableFunctions.ConfigOf(template, function)?["ExecutionTimeout"] is { } timeout
            && template.FunctionProperty(function, "CapacityProviderConfig") is null
            && long.TryParse(ResourceNames.Literal(template, timeout), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds > Limits.MappingWait)
        {
            yield return new Finding(EventSourceMappingRules.RunsTooLong(mapping.Source.Name, function.LogicalId, seconds), timeout.FullSpan);
        }
    }

    /// <summary>The visibility timeout of a queue of the template, or of one that SAM makes; <see langword="null"/> when it is not known.</summary>
    private static (string Name, long Seconds, SourceSpan Span)? Visibility(TemplateModel template, DestinationTarget queue)
    {
        if (queue.Created is { IsTopic: false } made)
        {
            return (made.Id, Limits.DefaultVisibilityTimeout, queue.Span);
        }

        if (queue is not { Origin: TargetOrigin.Resource, Resource: { Type: ResourceTypes.Queue } resource } || TemplateBranch.MayHoldMore(resource.Properties))
        {
            return null;
        }

        MappingEntry? entry = resource.Properties?.Find("VisibilityTimeout");
        return QueueConsumer.Seconds(template, entry?.Value, Limits.DefaultVisibilityTimeout) is { } seconds ? (resource.LogicalId, seconds, entry?.Value.FullSpan ?? resource.Entry.Key.Span) : null;
    }

    /// <summary>A mapping that gives up, but tells nobody.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="uses">What attributes send from it.</param>
    public static Finding? CheckSilentDrop(MappingConfiguration mapping, IEnumerable<DestinationUse> uses)
    {
        if (!mapping.Source.HasDestinations || mapping.Computes || MayHaveDestination(mapping) || uses.Any(x => ReferenceEquals(x.Mapping?.Source, mapping.Source)))
        {
            return null;
        }

        foreach (string name in new[] { "MaximumRetryAttempts", "MaximumRecordAgeInSeconds" })
        {
            if (mapping.Setting(name).FirstOrDefault(static x => x.Number >= 0) is { } setting)
            {
                return new Finding(EventSourceMappingRules.GivesUpSilently(mapping.Source.Name, name), setting.Span);
            }
        }

        return null;
    }

    /// <summary>An empty <c>DestinationConfig</c> is no destination; what is written or computed there may be one, and other rules speak of what is wrong with it.</summary>
    private static bool MayHaveDestination(MappingConfiguration mapping) =>
        mapping.Source.Properties?.Find("DestinationConfig") is { } entry
        && (TemplateNodes.Follow(entry.Value) is not (ScalarNode { IsNull: true } or MappingNode { Entries.Count: 0 }) || TemplateBranch.IsFunction(entry.Value));

    private static bool IsEndless(MappingConfiguration mapping, string name, int? byAttribute) =>
        byAttribute is { } value ? value == -1 : !mapping.Computes && (!mapping.Has(name) || (mapping.Setting(name) is { Count: > 0 } settings && settings.All(static x => x.Number == -1)));

    private static bool DiscardsWholeBatch(MappingConfiguration mapping, bool? bisectByAttribute)
    {
        bool canSplit = !mapping.Source.IsKafka || mapping.Has("ProvisionedPollerConfig");
        bool mayBeOne = mapping.Setting("BatchSize").Any(static x => x.Number is null or <= 1);
        bool maySplit = bisectByAttribute ?? mapping.Setting("BisectBatchOnFunctionError").Any(static x => x.Boolean != false);
        return canSplit && !mayBeOne && !maySplit && !mapping.Computes && !mapping.Has("FunctionResponseTypes");
    }
}
