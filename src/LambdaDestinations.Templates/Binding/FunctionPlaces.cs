using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Binding;

/// <summary>A setting that attributes ask for.</summary>
/// <param name="Path">From the body of the resource that holds it.</param>
/// <param name="Value">Its value.</param>
/// <param name="Attribute">The attribute that asks for it.</param>
/// <param name="Destination">The destination that it belongs to; <see langword="null"/> for one of the handler.</param>
internal sealed record PlacedSetting(SettingPath Path, TemplateValue Value, AttributeAnchor Attribute, ResolvedDestination? Destination)
{
    /// <summary>The source whose event it is; <see langword="null"/> for any other setting.</summary>
    public ResolvedSource? Source { get; init; }

    /// <summary>Whether it is a destination itself, not a number beside it.</summary>
    public bool IsDestination => Path.Names[Path.Names.Count - 1] is "OnSuccess" or "OnFailure";

    /// <summary>The metric that an alarm is to watch, whose actions these are; <see langword="null"/> for any other setting.</summary>
    public string? Alarm { get; init; }
}

/// <summary>Settings that stand in one resource.</summary>
/// <param name="Owner">The logical id of the resource.</param>
/// <param name="Created">The config to create for them; <see langword="null"/> when the resource is there.</param>
/// <param name="IsApart">Whether the resource is one of its own beside the function, which itself waits for the permission.</param>
/// <param name="Settings">The settings, in the order in which they are written.</param>
internal sealed record PlacedSettings(string Owner, InvokeConfigPlace? Created, bool IsApart, IReadOnlyList<PlacedSetting> Settings);

/// <summary>Where the destinations of a function, and what else its handlers ask for, are to be written.</summary>
internal sealed class FunctionPlaces
{
    private readonly TemplateResource _function;
    private readonly List<ResolvedDestination> _destinations = [];
    private readonly List<Config> _configs = [];
    private readonly IReadOnlyList<ResolvedMapping> _mappings;
    private PlacedSettings[]? _settings;

    private FunctionPlaces(TemplateResource function, IReadOnlyList<ResolvedMapping> mappings)
    {
        _function = function;
        _mappings = mappings;
    }

    /// <summary>The destinations of all handlers.</summary>
    public IReadOnlyList<ResolvedDestination> Destinations => _destinations;

    /// <summary>Finds the places.</summary>
    /// <param name="function">The function.</param>
    /// <param name="handlers">Its handlers with their destinations.</param>
    /// <param name="mappings">Settings of its mappings.</param>
    /// <param name="planner">Finds the places of asynchronous settings.</param>
    /// <param name="isApart">Whether asynchronous settings are to stand apart from a SAM function, if they can.</param>
    public static FunctionPlaces Of(
        TemplateResource function,
        IEnumerable<(HandlerModel Handler, ResolvedDestination[] Destinations)> handlers,
        IReadOnlyList<ResolvedMapping> mappings,
        InvokeConfigPlanner planner,
        bool isApart)
    {
        FunctionPlaces all = new(function, mappings);
        foreach ((HandlerModel handler, ResolvedDestination[] wanted) in handlers)
        {
            bool isAsynchronous = handler.MaximumRetryAttempts is not null || handler.MaximumEventAgeInSeconds is not null || wanted.Any(static x => x.EventSource is null);
            IReadOnlyList<InvokeConfigPlace> places = isAsynchronous ? planner.Plan(function, handler.Qualifier, isApart) : [];
            bool isSamProperty = places.Any(static x => x.IsSamProperty);
            ResolvedDestination[] destinations = [.. wanted.Select(x => x with { IsWrittenInSam = x.EventSource?.IsSamEvent ?? isSamProperty })];
            all._destinations.AddRange(destinations);
            foreach (InvokeConfigPlace place in places)
            {
                Config? config = all._configs.Find(x => planner.AreSame(x.Place, place));
                if (config is null)
                {
                    config = new Config(place, [], []);
                    all._configs.Add(config);
                }

                config.Handlers.Add(handler);
                config.Destinations.AddRange(destinations.Where(static x => x.EventSource is null));
            }
        }

        return all;
    }

    /// <summary>What is to be written: of mappings, then of asynchronous invocations.</summary>
    public IReadOnlyList<PlacedSettings> Settings => _settings ??=
    [
        .. _mappings.Where(static x => x.Written is not null).Select(OfMapping),
        .. _destinations.Where(static x => x.EventSource is not null).Select(OfMapping),
        .. _configs.Select(OfConfig),
    ];

    /// <summary>What is set beside a destination, or without one, for which nothing needs a permission.</summary>
    private static PlacedSettings OfMapping(ResolvedMapping mapping)
    {
        EventSource source = mapping.Written!.Source;
        return new PlacedSettings(source.Owner.LogicalId, null, false, [.. mapping.Model.Settings.Select(x => SettingOf(mapping, x, source.Path))]);
    }

    /// <summary>A setting of a mapping.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="properties">Where the mapping has its properties.</param>
    internal static PlacedSetting SettingOf(ResolvedMapping mapping, MappingSetting setting, SettingPath properties) =>
        new(properties.Append([.. setting.Facts.Path.Names]), setting.Value, mapping.Attribute with { Argument = setting.Name }, null);

    private static PlacedSettings OfMapping(ResolvedDestination destination)
    {
        EventSource source = destination.EventSource!;
        DestinationModel model = destination.Model;
        List<PlacedSetting> settings = [];
        void Add(TemplateValue? value, params string[] names)
        {
            if (value is not null)
            {
                settings.Add(new PlacedSetting(source.Path.Append(names), value, destination.Attribute, destination));
            }
        }

        Add(model.MaximumRetryAttempts is { } retries ? TemplateValue.Number(retries) : null, "MaximumRetryAttempts");
        Add(model.MaximumRecordAgeInSeconds is { } age ? TemplateValue.Number(age) : null, "MaximumRecordAgeInSeconds");
        Add(model.BisectBatchOnFunctionError is { } bisect ? TemplateValue.Boolean(bisect) : null, "BisectBatchOnFunctionError");
        Add(Written(destination, source.IsSamEvent ? AwsTargets.SamEventSourceType(model.TargetType) : null), "DestinationConfig", "OnFailure");
        return new PlacedSettings(source.Owner.LogicalId, null, !source.IsSamEvent, settings);
    }

    /// <summary>The settings of one qualifier: in the SAM function, in the config that is there, or in a new one.</summary>
    private PlacedSettings OfConfig(Config config)
    {
        InvokeConfigPlace place = config.Place;
        InvokeSettings paths = place.IsSamProperty ? InvokeSettings.OfSamFunction : InvokeSettings.OfConfig;
        IEnumerable<PlacedSetting> Numbers(SettingPath path, Func<HandlerModel, int?> of) =>
            config.Handlers.Where(x => of(x) is not null).Select(x => new PlacedSetting(path, TemplateValue.Number(of(x)!.Value), new AttributeAnchor(x.Function.TypeName, x.Function.MethodName, -1), null));

        return new PlacedSettings(
            place.CreatedId ?? place.Existing?.LogicalId ?? _function.LogicalId,
            place.CreatedId is null ? null : place,
            place.Existing is not null,
            [
                .. Numbers(paths.MaximumRetryAttempts, static x => x.MaximumRetryAttempts),
                .. Numbers(paths.MaximumEventAgeInSeconds, static x => x.MaximumEventAgeInSeconds),
                .. config.Destinations.OrderBy(static x => x.Model.Outcome).Select(x => new PlacedSetting(
                    paths.Destination(x.Model.Outcome),
                    Written(x, place.IsSamProperty ? AwsTargets.SamAsynchronousType(x.Model.TargetType) : null),
                    x.Attribute,
                    x)),
            ]);
    }

    /// <summary>A destination as it is written: with a type where SAM grants by it.</summary>
    private static TemplateValue Written(ResolvedDestination destination, string? samType) => samType is null
        ? TemplateValue.Map(("Destination", destination.Value))
        : TemplateValue.Map(("Type", TemplateValue.String(samType)), ("Destination", destination.Value));

    /// <summary>The asynchronous settings of one qualifier.</summary>
    private sealed record Config(InvokeConfigPlace Place, List<HandlerModel> Handlers, List<ResolvedDestination> Destinations);
}
