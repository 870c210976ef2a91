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
    private const string Pollers = MappingFacts.Pollers;

    private static readonly string[] ErrorSettings = [MappingFacts.Retries, MappingFacts.RecordAge, MappingFacts.Bisect];

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
        if (!mapping.Source.IsKafka && IsEndless(mapping, MappingFacts.Retries, use.NumberOf(MappingFacts.Retries)) && IsEndless(mapping, MappingFacts.RecordAge, use.NumberOf(MappingFacts.RecordAge)))
        {
            yield return use.Report(EventSourceMappingRules.RetriesUntilExpiry(mapping.Source.Name));
        }

        if (use.NumberOf(MappingFacts.ReportFailures) is null or 0 && use.NumberOf(MappingFacts.BatchSize) != 1 && DiscardsWholeBatch(mapping, use.NumberOf(MappingFacts.Bisect) is { } bisect ? bisect != 0 : null))
        {
            yield return use.Report(EventSourceMappingRules.DiscardsWholeBatch(mapping.Source.Name));
        }

        foreach (Finding finding in mapping.Source.IsKafka ? CheckKafka(use, mapping) : [])
        {
            yield return finding;
        }
    }

    /// <summary>What a Kafka mapping does in provisioned mode only, and a topic that it reads itself.</summary>
    private static IEnumerable<Finding> CheckKafka(DestinationUse use, MappingConfiguration mapping)
    {
        if (!mapping.Computes && !use.IsProvisioned && !IsProvisioned(mapping, mapping.Conditions) && NeedsProvisionedMode(use) is { } needing)
        {
            yield return use.Report(EventSourceMappingRules.NeedsProvisionedModeFor(mapping.Source.Name, needing));
        }

        if (use.Target.Type != DestinationTargetType.Kafka)
        {
            yield break;
        }

        if (!mapping.Has(Pollers) && !mapping.Computes && !use.IsProvisioned)
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
            foreach ((string name, long visibility, SourceSpan span) in Visibilities(mapping.Template, queue).Where(x => x.Seconds < consumer.Timeout))
            {
                yield return new Finding(EventSourceMappingRules.IsBelowTimeout(name, visibility, consumer.Function.LogicalId, consumer.Timeout, consumer.AdvisedVisibility), span);
            }
        }
    }

    /// <summary>
    /// Pollers that are provisioned beside a maximum concurrency, in some deployments at least (AWS Lambda Developer Guide, "Configuring scaling behavior for SQS event source
    /// mappings").
    /// </summary>
    public static IEnumerable<Finding> CheckPollers(MappingConfiguration mapping)
    {
        TemplateBranch[] pollers = [.. TemplateBranch.Of(mapping.Source.Properties?[Pollers], mapping.Conditions).Where(static x => x.Map is not null)];
        MappingEntry? maximum = TemplateBranch.Of(mapping.Source.Properties?["ScalingConfig"], mapping.Conditions)
            .SelectMany(static x => x.Map?.Find("MaximumConcurrency") is { } entry ? TemplateBranch.Of(entry.Value, x.Conditions).Select(y => (Entry: entry, Branch: y)) : [])
            .FirstOrDefault(x => x.Branch.Node is not (null or ScalarNode { IsNull: true }) && Array.Exists(pollers, y => y.Conditions.IsCompatibleWith(x.Branch.Conditions)))
            .Entry;
        if (maximum is not null)
        {
            yield return new Finding(EventSourceMappingRules.ExcludeEachOther(mapping.Source.Name), maximum.Key.Span);
        }
    }

    /// <summary>Batches that Lambda refuses for a queue.</summary>
    public static IEnumerable<Finding> CheckBatches(MappingConfiguration mapping)
    {
        if (mapping.Source.Type != MappingFacts.Queue || mapping.Computes)
        {
            yield break;
        }

        IReadOnlyList<TemplateSetting> windows = mapping.Setting(MappingFacts.Window);
        foreach (TemplateSetting size in mapping.Setting(MappingFacts.BatchSize))
        {
            TemplateSetting[] with = [.. windows.Where(x => x.Conditions.IsCompatibleWith(size.Conditions))];
            bool hasNone = !mapping.Has(MappingFacts.Window) || Array.Exists(with, static x => x.Number == 0);
            foreach ((RuleMessage message, _, _) in QueueBatches.Check(mapping.Source.Name, size.Number, hasNone ? 0 : null, mapping.IsOfFifo))
            {
                yield return new Finding(message, size.Span);
            }
        }

        foreach (TemplateSetting window in windows)
        {
            foreach ((RuleMessage message, _, _) in QueueBatches.Check(mapping.Source.Name, null, window.Number, mapping.IsOfFifo))
            {
                yield return new Finding(message, window.Span);
            }
        }
    }

    /// <summary>
    /// Error settings of a Kafka mapping that is not in provisioned mode (AWS Lambda Developer Guide, "Configuring error handling controls for Kafka event sources").
    /// What a destination needs beside them, LD2009 tells.
    /// </summary>
    public static IEnumerable<Finding> CheckKafka(MappingConfiguration mapping)
    {
        if (!mapping.Source.IsKafka || mapping.Computes)
        {
            yield break;
        }

        foreach (string name in ErrorSettings)
        {
            if (mapping.Setting(name).FirstOrDefault(x => Sets(name, x) && !IsProvisioned(mapping, x.Conditions)) is { } setting)
            {
                yield return new Finding(EventSourceMappingRules.NeedsProvisionedModeFor(mapping.Source.Name, name), setting.Span);
            }
        }

        const string PartialBatch = MappingFacts.ReportFailures;
        IEnumerable<TemplateBranch> answers = TemplateBranch.Items(mapping.Source.Properties?[MappingFacts.ResponseTypes], mapping.Conditions);
        if (answers.FirstOrDefault(x => TemplateNodes.Text(x.Node) == PartialBatch && !IsProvisioned(mapping, x.Conditions)) is { Node: { } answer })
        {
            yield return new Finding(EventSourceMappingRules.NeedsProvisionedModeFor(mapping.Source.Name, PartialBatch), answer.FullSpan);
        }
    }

    /// <summary>The first of an attribute's error settings that a Kafka mapping uses in provisioned mode only; <see langword="null"/> when there is none.</summary>
    private static string? NeedsProvisionedMode(DestinationUse use) => use.Model is not { } model ? null
        : model.MaximumRetryAttempts is >= 0 ? ErrorSettings[0]
        : model.MaximumRecordAgeInSeconds is >= 0 ? ErrorSettings[1]
        : model.BisectBatchOnFunctionError == true ? ErrorSettings[2]
        : null;

    /// <summary>Whether a setting says another thing than Lambda's default; what a deployment decides may.</summary>
    private static bool Sets(string name, TemplateSetting setting) => name == ErrorSettings[2] ? setting.Boolean == true : setting.Number >= 0;

    /// <summary>Whether a mapping may be in provisioned mode wherever some conditions hold.</summary>
    private static bool IsProvisioned(MappingConfiguration mapping, ConditionSet when) =>
        mapping.Has(Pollers) && !TemplateBranch.Of(mapping.Source.Properties![Pollers], mapping.Conditions).Any(x => x.Node is null && x.Conditions.IsCompatibleWith(when));

    /// <summary>A second mapping of one source and one function, version or alias, under conditions that surely hold together.</summary>
    public static IEnumerable<Finding> CheckTwice(TemplateModel template)
    {
        IEnumerable<Poll> polls = FlowGraph.Of(template).Edges
            .Where(static x => x is { Kind: FlowEdgeKind.Invokes, Invocation: InvocationKind.Polled, Mapping: not null, Qualifier: { } qualifier } && IsKnown(qualifier))
            .Select(static x => new Poll(x.Mapping!, x.From.Id, x.From.Name, x.To.Name, x.Qualifier!, x.Conditions))
            .Concat(DestinationConfiguration.Of(template).UnattachedMappings.SelectMany(OfOthers))
            .Where(static x => x.Mapping.Source.Type is "SQS" or "Kinesis" or "DynamoDB" or "MSK" or "MQ");
        foreach (IGrouping<(string, string, string), Poll> same in polls.GroupBy(static x => (x.SourceId, x.Function, x.Qualifier)))
        {
            Poll[] all = [.. same];
            for (int i = 1; i < all.Length; i++)
            {
                Poll second = all[i];
                if (all.Take(i).FirstOrDefault(x => x.Mapping != second.Mapping && HoldTogether(x.Conditions, second.Conditions) && ReadSame(x.Mapping, second.Mapping)) is { } first)
                {
                    yield return new Finding(EventSourceMappingRules.BothPoll(first.Mapping.Source.Name, second.Mapping.Source.Name, second.Function, second.Source), second.Mapping.Span);
                }
            }
        }
    }

    /// <summary>What a mapping polls for a function that stands elsewhere, both by a name or parameter.</summary>
    private static IEnumerable<Poll> OfOthers(MappingConfiguration mapping) =>
        mapping.Function is { Origin: TargetOrigin.Literal or TargetOrigin.Parameter } function && (function.Name ?? function.Text) is { } name && IsKnown(name)
            ? mapping.Polled
                .Where(static x => x.Origin is TargetOrigin.Resource or TargetOrigin.Literal or TargetOrigin.Parameter && IsKnown(FlowGraph.IdOf(x)))
                .Select(x => new Poll(mapping, FlowGraph.IdOf(x), TargetChecks.Name(x), name, "", x.Conditions))
            : [];

    private static bool IsKnown(string text) => text.IndexOf("${", StringComparison.Ordinal) < 0;

    /// <summary>A mapping with one of the sources that it may have.</summary>
    /// <param name="Mapping">The mapping.</param>
    /// <param name="SourceId">What it polls.</param>
    /// <param name="Source">Its name.</param>
    /// <param name="Function">The function.</param>
    /// <param name="Qualifier">Its version or alias; empty where that stands in the name.</param>
    /// <param name="Conditions">When it polls that.</param>
    private sealed record Poll(MappingConfiguration Mapping, string SourceId, string Source, string Function, string Qualifier, ConditionSet Conditions);

    private static bool HoldTogether(ConditionSet one, ConditionSet other) => one.IsCompatibleWith(other) && (one.IsAlways || other.IsAlways || one == other);

    /// <summary>Whether two mappings of a cluster or a broker read the same topics or queues, which must be written out.</summary>
    private static bool ReadSame(MappingConfiguration one, MappingConfiguration other) => one.Source.Type switch
    {
        "MSK" => Names(one, "Topics") is { } topics && Names(other, "Topics") is { } same && topics.SequenceEqual(same),
        "MQ" => Names(one, "Queues") is { } queues && Names(other, "Queues") is { } same && queues.SequenceEqual(same),
        _ => true,
    };

    private static string[]? Names(MappingConfiguration mapping, string property) =>
        TemplateNodes.Follow(mapping.Source.Properties?[property]) is SequenceNode { Tag: null, Items.Count: > 0 } list && list.Items.All(static x => TemplateNodes.Text(x) is not null) ? [.. list.Items.Select(static x => TemplateNodes.Text(x)!)] : null;

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

    /// <summary>The visibility timeouts that a queue of the template, or one that SAM makes, may have; none that a deployment decides.</summary>
    private static IEnumerable<(string Name, long Seconds, SourceSpan Span)> Visibilities(TemplateModel template, DestinationTarget queue)
    {
        if (queue.Created is { IsTopic: false } made)
        {
            return [(made.Id, Limits.DefaultVisibilityTimeout, queue.Span)];
        }

        if (queue is not { Origin: TargetOrigin.Resource, Resource: { Type: ResourceTypes.Queue } resource } || TemplateBranch.MayHoldMore(resource.Properties))
        {
            return [];
        }

        MappingEntry? entry = resource.Properties?.Find("VisibilityTimeout");
        return TemplateBranch.Of(entry?.Value, queue.Conditions)
            .Where(static x => x.Conditions.IsPossible)
            .Select(x => (Seconds: QueueConsumer.Seconds(template, x.Node, Limits.DefaultVisibilityTimeout), x.Node))
            .Where(static x => x.Seconds is not null)
            .Select(x => (resource.LogicalId, x.Seconds!.Value, (x.Node ?? entry?.Value)?.FullSpan ?? resource.Entry.Key.Span));
    }

    /// <summary>A mapping that gives up, but tells nobody.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="uses">What attributes send from it.</param>
    public static Finding? CheckSilentDrop(MappingConfiguration mapping, IEnumerable<DestinationUse> uses)
    {
        if (!mapping.Source.HasDestinations || mapping.Computes || mapping.MayHaveDestination || uses.Any(x => ReferenceEquals(x.Mapping?.Source, mapping.Source)))
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

    private static bool IsEndless(MappingConfiguration mapping, string name, int? byAttribute) =>
        byAttribute is { } value ? value == -1 : !mapping.Computes && (!mapping.Has(name) || (mapping.Setting(name) is { Count: > 0 } settings && settings.All(static x => x.Number == -1)));

    private static bool DiscardsWholeBatch(MappingConfiguration mapping, bool? bisectByAttribute)
    {
        bool canSplit = !mapping.Source.IsKafka || IsProvisioned(mapping, mapping.Conditions);
        bool mayBeOne = mapping.Setting("BatchSize").Any(static x => x.Number is null or <= 1);
        bool maySplit = bisectByAttribute ?? mapping.Setting("BisectBatchOnFunctionError").Any(static x => x.Boolean != false);
        return canSplit && !mayBeOne && !maySplit && !mapping.Computes && !mapping.Has("FunctionResponseTypes");
    }
}
