using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Asks for the events that bring consumers their records: in <c>Events</c> of a SAM function, else as resources of their own.</summary>
/// <param name="template">The template.</param>
/// <param name="desired">Takes what is asked for.</param>
/// <param name="accepted">What the template accepts to lack.</param>
/// <param name="report">Takes what is wrong, and the proofs.</param>
internal sealed class SourcePlanner(TemplateModel template, DesiredState desired, AcceptedDeviations accepted, UpdateReport report)
{
    private readonly List<ResolvedSource> _created = [];
    private readonly HashSet<(string Function, string Name)> _named = [];

    /// <summary>The sources of a function's handlers, each once.</summary>
    public IReadOnlyList<(HandlerModel Handler, ResolvedSource Source)> SourcesOf(IEnumerable<HandlerModel> handlers)
    {
        List<(HandlerModel Handler, ResolvedSource Source)> sources = [];
        foreach (HandlerModel handler in handlers)
        {
            foreach (ResolvedSource source in SourceBinding.Of(template, handler)?.Sources ?? [])
            {
                if (!sources.Exists(x => x.Source.IsSameAs(source)))
                {
                    sources.Add((handler, source));
                }
            }
        }

        return sources;
    }

    /// <summary>Whether something arrives in a source: no dead letters do where something stands in the way of <c>[DeadLetter]</c>.</summary>
    /// <param name="source">The source; the functions of those that <see cref="ResolvedSource.IsDeclaredDeadLetter"/> are planned before.</param>
    public bool IsFilled(ResolvedSource source) =>
        source is not { IsDeclaredDeadLetter: true, Producer: { } producer }
        || !desired.Functions.Contains(producer.LogicalId)
        || desired.Asked.Exists(x => x.Setting.Destination is { IsDeadLetter: true } queue && ReferenceEquals(queue.Function, producer));

    /// <summary>Plans the event of one source.</summary>
    /// <param name="function">The consumer's function.</param>
    /// <param name="handler">The consumer.</param>
    /// <param name="source">What holds the records.</param>
    /// <param name="mappings">What attributes set of its mapping.</param>
    /// <param name="policy">What a mapping must wait for; <see langword="null"/> for nothing.</param>
    /// <param name="isApart">Whether the event cannot stand in the SAM function.</param>
    public void Plan(TemplateResource function, HandlerModel handler, ResolvedSource source, IEnumerable<ResolvedMapping> mappings, string? policy, bool isApart)
    {
        IReadOnlyList<PlacedSetting> settings = SettingsOf(function, mappings);
        if (source.IsCreated)
        {
            _created.Add(source);
        }

        if (SourceConditions.IsInSam(function) && !isApart)
        {
            PlanEvent(function, source, settings);
        }
        else
        {
            PlanResources(function, handler, source, settings, source.Type == DestinationTargetType.Sqs ? policy : null);
        }
    }

    /// <summary>Tells of sources that were to be created and are not, once all functions are planned.</summary>
    public void Finish() => report.Findings.AddRange(_created
        .Where(x => template.Find(x.Id) is null && desired.Find(x.Id)?.Created is null)
        .Select(static x => new Finding(SourceRules.HasNoSource(x.Id, null), null, x.Attribute)));

    /// <summary>The settings of a mapping that is written, by their paths from its properties; what answers it reads is not the attribute's to say.</summary>
    private List<PlacedSetting> SettingsOf(TemplateResource function, IEnumerable<ResolvedMapping> mappings)
    {
        List<PlacedSetting> settings = [];
        foreach (PlacedSetting setting in mappings.SelectMany(x => x.Model.Settings.Where(static y => y.Name != MappingFacts.ReportFailures).Select(y => FunctionPlaces.SettingOf(x, y, SettingPath.Empty))))
        {
            PlacedSetting? before = settings.Find(x => x.Path.Equals(setting.Path));
            if (before is null)
            {
                settings.Add(setting);
            }
            else if (!before.Value.Equals(setting.Value))
            {
                report.Findings.Add(new Finding(
                    TemplateRules.AskForDifferent(function.LogicalId, OwnershipRecord.ToName(setting.Path), before.Value, setting.Value), function.Entry.Key.Span));
            }
        }

        return settings;
    }

    private static IEnumerable<KeyValuePair<SettingPath, TemplateValue>> Values(IEnumerable<PlacedSetting> settings) =>
        settings.Select(static x => new KeyValuePair<SettingPath, TemplateValue>(x.Path, x.Value));

    private void PlanEvent(TemplateResource function, ResolvedSource source, IReadOnlyList<PlacedSetting> settings)
    {
        OwnershipRecord? record = OwnershipRecord.Read(function);
        MappingNode? events = TemplateNodes.Child(function.Properties, "Events");
        string name = Free(function, source, x =>
            (events?.Find(x) is null || record?.Settings.ContainsKey(SourceEvents.PathOf(x)) == true)
            && template.Find(function.LogicalId + x) is null
            && InvokeSettings.Short(OwnershipRecord.ToName(SourceEvents.PathOf(x)), isOfSamFunction: true) is null);
        PlacedSetting setting = new(SourceEvents.PathOf(name), SourceText.Event(source, Values(settings)), source.Attribute, null) { Source = source };
        PlacedSettings place = new(function.LogicalId, null, false, [setting]);
        if (Ask(function, place, setting))
        {
            desired.For(function.LogicalId).Set(setting.Path, setting.Value);
        }
    }

    private void PlanResources(TemplateResource function, HandlerModel handler, ResolvedSource source, IReadOnlyList<PlacedSetting> settings, string? policy)
    {
        TemplateValue invoked = SourceText.Invoked(template, function, handler.Qualifier);
        bool IsFree(string id) => template.Find(id) is not { } taken || OwnershipRecord.Read(taken)?.Function is not null;
        string id = function.LogicalId + Free(function, source, x => SourceText.Resources(source, invoked, function.LogicalId + x, []).All(y => IsFree(function.LogicalId + x + y.Suffix)));
        IReadOnlyList<SourceResource> resources = SourceText.Resources(source, invoked, id, Values(settings));
        KeyValuePair<string, TemplateValue> names = resources[0].Properties.Entries.First(x => x.Value.Equals(source.Value) || x.Key == "EventPattern");
        PlacedSetting setting = new(SettingPath.Of("Properties", names.Key), names.Value, source.Attribute, null) { Source = source };
        PlacedSettings place = new(id + resources[0].Suffix, null, true, [setting]);
        if (!Ask(function, place, setting))
        {
            return;
        }

        SettingPath properties = SettingPath.Of("Properties");
        desired.Asked.AddRange(settings.Where(_ => template.Find(place.Owner) is not null).Select(x => (place, x with { Path = properties.Append([.. x.Path.Names]) })));

        foreach (SourceResource resource in resources)
        {
            IEnumerable<KeyValuePair<string, TemplateValue>> order = policy is null ? [] : [new("DependsOn", TemplateValue.String(policy))];
            IEnumerable<KeyValuePair<string, TemplateValue>> rest = order.Concat([new("Properties", resource.Properties)]);
            desired.Create(id + resource.Suffix, resource.Type, function, rest, where: source.Guard ?? function);
        }
    }

    /// <summary>The first name for the event that nothing else has.</summary>
    private string Free(TemplateResource function, ResolvedSource source, Predicate<string> isFree)
    {
        string wanted = SourceText.NameOf(source);
        string name = wanted;
        for (int i = 2; !isFree(name) || !_named.Add((function.LogicalId, name)); i++)
        {
            name = wanted + i.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    /// <summary>Takes note of what is asked for.</summary>
    /// <returns>Whether it is to be written.</returns>
    private bool Ask(TemplateResource function, PlacedSettings place, PlacedSetting setting)
    {
        desired.Declared.Add((place, setting));
        if (accepted.IsAccepted(function, place, setting))
        {
            return false;
        }

        desired.Asked.Add((place, setting));
        return true;
    }
}
