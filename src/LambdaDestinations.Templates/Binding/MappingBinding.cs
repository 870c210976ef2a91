using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Binding;

/// <summary>An <c>[EventSourceMapping]</c> with the mapping that it means.</summary>
/// <param name="Model">The attribute.</param>
/// <param name="Written">The mapping of the template; <see langword="null"/> for one that the build writes.</param>
/// <param name="Owned">What the event of the build reads; <see langword="null"/> for a mapping of the template.</param>
/// <param name="Attribute">The attribute, for findings.</param>
internal sealed record ResolvedMapping(MappingModel Model, MappingConfiguration? Written, ResolvedSource? Owned, AttributeAnchor Attribute)
{
    /// <summary>SAM's event type.</summary>
    public string Type => Written?.Source.Type ?? MappingFacts.Queue;

    /// <summary>Its name for people.</summary>
    public string Name => Written?.Source.Name ?? Owned!.Id;

    /// <summary>Whether it reads a FIFO queue.</summary>
    /// <param name="template">The template.</param>
    public bool IsOfFifo(TemplateModel template) => Written is { } mapping ? mapping.IsOfFifo
        : Owned!.Target is { } queue ? DestinationTarget.IsFifoResource(template, queue)
        : Owned.Value.Text is { } arn && arn.EndsWith(".fifo", StringComparison.Ordinal);
}

/// <summary>Finds the mappings that the settings of a handler's attributes are for, and what is wrong with them there.</summary>
internal sealed class MappingBinding
{
    private readonly TemplateModel _template;
    private readonly HandlerModel _handler;
    private readonly TemplateResource _function;
    private readonly List<ResolvedMapping> _mappings = [];
    private readonly List<Finding> _findings = [];

    private MappingBinding(TemplateModel template, HandlerModel handler, TemplateResource function)
    {
        _template = template;
        _handler = handler;
        _function = function;
    }

    /// <summary>The attributes whose mapping is clear.</summary>
    public IReadOnlyList<ResolvedMapping> Mappings => _mappings;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The mappings of a handler's attributes, found once; <see langword="null"/> when it has none, or its function is not clear.</summary>
    public static MappingBinding? Of(TemplateModel template, HandlerModel handler) =>
        handler.Mappings.Count == 0 || HandlerBinding.Of(template, handler).Function is not { } function
            ? null
            : template.Derive(static _ => new Known()).ByHandler.GetValue(handler, x => Resolve(template, x, function));

    private static MappingBinding Resolve(TemplateModel template, HandlerModel handler, TemplateResource function)
    {
        MappingBinding binding = new(template, handler, function);
        for (int i = 0; i < handler.Mappings.Count; i++)
        {
            if (binding.Find(handler.Mappings[i], DeclarationChecks.AnchorOf(handler, i)) is { } found)
            {
                binding._mappings.Add(found);
                binding._findings.AddRange(binding.Check(found));
            }
        }

        return binding;
    }

    /// <summary>The mapping of an attribute: the one that it names, else the only one.</summary>
    private ResolvedMapping? Find(MappingModel model, AttributeAnchor anchor)
    {
        IReadOnlyList<EventSource> sources = [.. EventSource.Of(_template, _function).Where(x => !IsOurs(x))];
        ResolvedSource[] owned = [.. (SourceBinding.Of(_template, _handler)?.Sources ?? []).Where(static x => x.Type == DestinationTargetType.Sqs)];
        ResolvedMapping? Report(RuleMessage message)
        {
            _findings.Add(new Finding(message, _function.Entry.Key.Span, anchor));
            return null;
        }

        if (model.EventSource is { } name)
        {
            return EventSource.Find(sources, name) is not { } source
                ? Array.Find(owned, x => x.Id == name || ArnText.NameOf(x.Id) == name) is { } ours ? new ResolvedMapping(model, null, ours, anchor)
                    : _template.HasHiddenResources ? null
                    : Report(EventSourceMappingRules.HasNoSource(_function.LogicalId, name))
                : Of(source) is { } mapping ? new ResolvedMapping(model, mapping, null, anchor)
                : Report(EventSourceMappingRules.IsNoMapping(name, source.Type));
        }

        MappingConfiguration[] written = [.. sources.Select(Of).OfType<MappingConfiguration>()];
        return (written, owned) switch
        {
            ([var only], []) => new ResolvedMapping(model, only, null, anchor),
            ([], [var only]) => new ResolvedMapping(model, null, only, anchor),
            ([], []) => _template.HasHiddenResources ? null : Report(EventSourceMappingRules.HasNoMapping(_function.LogicalId)),
            _ => Report(EventSourceMappingRules.SettingsMayBelongToSeveral(
                _function.LogicalId,
                written.Select(static x => new Caller(x.Source.Name, x.Source.Type)).Concat(owned.Select(static x => new Caller(x.Id, MappingFacts.Queue))))),
        };
    }

    private MappingConfiguration? Of(EventSource source) =>
        DestinationConfiguration.Of(_template).Of(_function).Mappings.FirstOrDefault(x => ReferenceEquals(x.Source, source));

    /// <summary>Whether the build wrote an event as a whole: what it says follows from attributes, and counts no more once they are gone.</summary>
    private static bool IsOurs(EventSource source) =>
        OwnershipRecord.Read(source.Owner) is { } record && (source.IsSamEvent ? record.Settings.ContainsKey(SourceEvents.PathOf(source.Name)) : record.Function is not null);

    private IEnumerable<Finding> Check(ResolvedMapping mapping)
    {
        Finding At(RuleMessage message, string? argument, FindingData? data = null) =>
            new(message, mapping.Written?.Source.Span ?? _function.Entry.Key.Span, mapping.Attribute with { Argument = argument }) { Data = data };

        foreach (MappingSetting setting in mapping.Model.Settings)
        {
            MappingFacts facts = setting.Facts;
            if (!facts.IsSettingOf(mapping.Type))
            {
                yield return At(EventSourceMappingRules.HasNoSuchSetting(mapping.Name, mapping.Type, facts.Name, facts.Sources), facts.Name);
            }
            else if (facts.Kind == MappingValueKind.Number && facts.Accepts(setting.Number, null) && !facts.Accepts(setting.Number, mapping.Type))
            {
                yield return At(DeclarationChecks.OutOfRange(facts, setting.Number, mapping.Type), facts.Name, new FindingData.AllowedNumber(facts.Nearest(setting.Number, mapping.Type)));
            }
            else if (mapping.Owned is { } owned && facts.Name == MappingFacts.ReportFailures && setting.Number == 0)
            {
                yield return At(EventSourceMappingRules.AnswersInAnyCase(owned.Id), facts.Name);
            }
        }

        foreach ((RuleMessage message, string argument, int? nearest) in mapping.Type == MappingFacts.Queue ? CheckQueue(mapping) : CheckStream(mapping))
        {
            yield return At(message, argument, nearest is { } number ? new FindingData.AllowedNumber(number) : null);
        }
    }

    private IEnumerable<(RuleMessage Message, string Argument, int? Nearest)> CheckQueue(ResolvedMapping mapping)
    {
        MappingModel model = mapping.Model;
        bool setsConcurrency = model.Number(MappingFacts.Concurrency) is not null;
        bool setsPollers = model.Number(MappingFacts.MinimumPollers) is not null || model.Number(MappingFacts.MaximumPollers) is not null;
        if ((setsConcurrency && (setsPollers || Has(mapping, MappingFacts.MinimumPollers))) || (setsPollers && Has(mapping, MappingFacts.Concurrency)))
        {
            yield return (EventSourceMappingRules.ExcludeEachOther(mapping.Name), setsConcurrency ? MappingFacts.Concurrency : MappingFacts.MinimumPollers, null);
        }

        long? size = Effective(mapping, MappingFacts.BatchSize, Limits.MaximumBatchWithoutWindow);
        long? window = Effective(mapping, MappingFacts.Window, 0);
        bool says = model.Number(MappingFacts.BatchSize) is not null || model.Number(MappingFacts.Window) is not null;
        foreach ((RuleMessage message, string setting, int? nearest) in says ? QueueBatches.Check(mapping.Name, size, window, mapping.IsOfFifo(_template)) : [])
        {
            // What the attribute does not say yet is told where it says the other.
            yield return model.Number(setting) is not null ? (message, setting, nearest) : (message, setting == MappingFacts.Window ? MappingFacts.BatchSize : MappingFacts.Window, null);
        }
    }

    private IEnumerable<(RuleMessage Message, string Argument, int? Nearest)> CheckStream(ResolvedMapping mapping)
    {
        MappingModel model = mapping.Model;
        bool isProvisioned = model.Number(MappingFacts.MinimumPollers) is not null || model.Number(MappingFacts.MaximumPollers) is not null || Has(mapping, MappingFacts.MinimumPollers);
        if (mapping.Written!.Source.IsKafka && !isProvisioned && !mapping.Written.Computes)
        {
            foreach (MappingSetting setting in model.Settings.Where(IsOfProvisionedMode))
            {
                yield return (EventSourceMappingRules.NeedsProvisionedModeFor(mapping.Name, setting.Name), setting.Name, null);
            }
        }

        string? limit = new[] { MappingFacts.Retries, MappingFacts.RecordAge }.FirstOrDefault(x => model.Number(x) >= 0);
        if (limit is not null && mapping.Written.Source.HasDestinations && !mapping.Written.Computes && !mapping.Written.MayHaveDestination
            && !HandlerBinding.Of(_template, _handler).Destinations.Any(x => ReferenceEquals(x.EventSource, mapping.Written.Source)))
        {
            yield return (EventSourceMappingRules.GivesUpSilently(mapping.Name, limit), limit, null);
        }
    }

    private static bool IsOfProvisionedMode(MappingSetting setting) => setting.Name switch
    {
        MappingFacts.Retries or MappingFacts.RecordAge => setting.Number >= 0,
        MappingFacts.Bisect or MappingFacts.ReportFailures => setting.Number != 0,
        _ => false,
    };

    /// <summary>Whether the template's mapping has a setting by hand, or the map that holds it.</summary>
    private static bool Has(ResolvedMapping mapping, string name) => ByHand(mapping, MappingFacts.Find(name)!.Path.Take(1)) is not null;

    /// <summary>The number that counts: the attribute's, else that of the template; <see langword="null"/> when a deployment decides.</summary>
    private static long? Effective(ResolvedMapping mapping, string name, long absent)
    {
        if (mapping.Model.Number(name) is { } declared)
        {
            return declared;
        }

        return mapping.Written is not { } written || (ByHand(mapping, SettingPath.Of(name)) is null && !written.Computes) ? absent
            : written.Setting(name) is [{ Number: { } number }] ? number
            : null;
    }

    /// <summary>What somebody wrote in the template's mapping; <see langword="null"/> for nothing, and for what an earlier build wrote for an attribute.</summary>
    private static TemplateNode? ByHand(ResolvedMapping mapping, SettingPath path)
    {
        if (mapping.Written?.Source is not { } source || source.Properties?[path.Names[0]] is not { } node)
        {
            return null;
        }

        SettingPath whole = source.Path.Append([.. path.Names]);
        return OwnershipRecord.Read(source.Owner)?.Settings.Keys.Any(x => x.StartsWith(whole)) == true ? null : node;
    }

    /// <summary>A template outlives the handlers in an editor, where each keystroke may make new ones.</summary>
    private sealed class Known
    {
        public ConditionalWeakTable<HandlerModel, MappingBinding> ByHandler { get; } = new();
    }
}
