using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>Reads what a template configures about destinations, in one pass over its resources.</summary>
internal sealed class ConfigurationReader(TemplateModel template)
{
    private readonly Dictionary<string, List<AsyncConfiguration>> _async = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<MappingConfiguration>> _mappings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<FunctionAlias>> _aliases = new(StringComparer.Ordinal);

    public DestinationConfiguration Read()
    {
        List<AsyncConfiguration> unattachedAsync = [];
        List<MappingConfiguration> unattachedMappings = [];
        foreach (TemplateResource resource in template.Resources)
        {
            switch (resource.Type)
            {
                case ResourceTypes.EventInvokeConfig:
                    AsyncConfiguration config = ReadConfig(resource);
                    Attach(_async, config.Function?.Function, config, unattachedAsync);
                    break;
                case ResourceTypes.EventSourceMapping:
                    MappingConfiguration mapping = ReadMapping(EventSource.OfMapping(template, resource), resource.Conditions());
                    Attach(_mappings, mapping.Function?.Function, mapping, unattachedMappings);
                    break;
                case ResourceTypes.Alias when resource.Properties is { } properties && properties["FunctionName"] is { } name:
                    FunctionAlias alias = new(properties["Name"] is { } text ? QualifierText.Of(template, text) : null, resource);
                    Attach(_aliases, DestinationTarget.OfFunction(template, name, default).Function, alias, []);
                    break;
            }
        }

        return new DestinationConfiguration([.. template.Resources.Where(static x => x.IsFunction).Select(ReadFunction)], unattachedAsync, unattachedMappings);
    }

    /// <summary>The values that a property can take, of a map or of the one that it overrides.</summary>
    public static IReadOnlyList<TemplateSetting> Settings(TemplateModel template, MappingNode? map, MappingNode? overridden, string name, ConditionSet conditions)
    {
        MappingNode? parent = map?.Find(name) is not null ? map : overridden;
        if (parent?.Find(name) is not { } entry)
        {
            return [];
        }

        IReadOnlyList<TemplateBranch> branches = TemplateBranch.Of(entry.Value, conditions);
        return
        [
            // SAM drops what is null (run with the translator, 1.110); CloudFormation refuses it, which another rule says.
            .. branches.Where(static x => x.Node is not (null or ScalarNode { IsNull: true })).Select(x => new TemplateSetting(
                name,
                x.Node!.FullSpan,
                ResourceNames.Literal(template, x.Node),
                x.Conditions,
                branches.Count == 1 && ReferenceEquals(x.Node, entry.Value) ? parent : null)),
        ];
    }

    private static void Attach<T>(Dictionary<string, List<T>> byFunction, TemplateResource? function, T value, List<T> unattached)
    {
        if (function is null)
        {
            unattached.Add(value);
            return;
        }

        if (!byFunction.TryGetValue(function.LogicalId, out List<T>? values))
        {
            byFunction.Add(function.LogicalId, values = []);
        }

        values.Add(value);
    }

    private TemplateSetting? FirstSetting(MappingNode? map, MappingNode? overridden, string name, ConditionSet conditions) =>
        Settings(template, map, overridden, name, conditions) is { Count: > 0 } settings ? settings[0] : null;

    private static List<T> Attached<T>(Dictionary<string, List<T>> byFunction, TemplateResource function) =>
        byFunction.TryGetValue(function.LogicalId, out List<T>? values) ? values : [];

    private FunctionConfiguration ReadFunction(TemplateResource function)
    {
        ConditionSet conditions = function.Conditions();
        EventSource[] events = [.. EventSource.OfEvents(function)];
        MappingConfiguration[] mappings = [.. Attached(_mappings, function)];
        List<FunctionAlias> aliases = [.. Attached(_aliases, function)];
        if (function.Type == ResourceTypes.ServerlessFunction && template.FunctionProperty(function, "AutoPublishAlias") is { } published)
        {
            aliases.Insert(0, new FunctionAlias(QualifierText.Of(template, published), null));
        }

        return new FunctionConfiguration(function)
        {
            Conditions = conditions,
            Async = [.. ReadSamConfigs(function, conditions), .. Attached(_async, function)],
            DeadLetters = [.. ReadDeadLetters(function, conditions)],
            EventSources = [.. events, .. mappings.Select(static x => x.Source)],
            Mappings =
            [
                .. events.Where(static x => x.IsMapping).Select(x => ReadMapping(x, conditions)),
                .. mappings,
            ],
            Aliases = aliases,
        };
    }

    private IEnumerable<AsyncConfiguration> ReadSamConfigs(TemplateResource function, ConditionSet conditions)
    {
        if (function.Type != ResourceTypes.ServerlessFunction)
        {
            yield break;
        }

        MappingEntry? own = function.Properties?.Find(SettingKeys.EventInvokeConfig);
        MappingEntry? inherited = template.GlobalFunction?.Find(SettingKeys.EventInvokeConfig);
        MappingNode? globals = TemplateBranch.IsFunction(inherited?.Value) ? null : TemplateNodes.Follow(inherited?.Value) as MappingNode;
        if ((own ?? inherited) is not { } entry)
        {
            yield break;
        }

        string? qualifier = QualifierText.OfSam(template, function);
        foreach (TemplateBranch branch in TemplateBranch.Of(entry.Value, conditions))
        {
            if (branch.Node is null)
            {
                continue;
            }

            // SAM merges the maps of Globals and function deeply; the function's values win.
            MappingNode? node = own is null ? null : branch.Map;
            MappingNode? overridden = own is null ? branch.Map : ReferenceEquals(branch.Node, TemplateNodes.Follow(entry.Value)) ? globals : null;
            if (branch.Map is { Entries.Count: 0 } && overridden is null or { Entries.Count: 0 })
            {
                // Of an empty map SAM makes no config (run with the translator, 1.110).
                continue;
            }

            DestinationTarget self = new(TargetOrigin.Resource, TemplateValue.Ref(function.LogicalId), function.Entry.Key.Span, conditions) { Resource = function, Function = function, Name = function.LogicalId, Type = DestinationTargetType.Lambda };
            yield return ReadSettings(new AsyncConfiguration(function, entry.Key.Span, node, branch.Conditions) { Qualifier = qualifier, Function = self, IsComplete = branch.Map is not null }, overridden);
        }
    }

    private AsyncConfiguration ReadConfig(TemplateResource resource)
    {
        ConditionSet conditions = resource.Conditions();
        DestinationTarget? function = resource.Properties?["FunctionName"] is { } name ? DestinationTarget.OfFunction(template, name, conditions) : null;
        string? qualifier = resource.Properties?["Qualifier"] is { } text ? QualifierText.Of(template, text) : null;
        return ReadSettings(new AsyncConfiguration(resource, resource.Entry.Key.Span, resource.Properties, conditions) { Qualifier = qualifier, Function = function }, null);
    }

    private AsyncConfiguration ReadSettings(AsyncConfiguration config, MappingNode? overridden)
    {
        bool isComplete = config.IsComplete;
        ConfiguredDestination[] destinations = [.. ReadDestinations(config.Node, overridden, config.Conditions, config.IsSam ? config.Owner : null, ref isComplete)];
        return config with
        {
            MaximumRetryAttempts = Settings(template, config.Node, overridden, "MaximumRetryAttempts", config.Conditions),
            MaximumEventAgeInSeconds = Settings(template, config.Node, overridden, "MaximumEventAgeInSeconds", config.Conditions),
            Destinations = destinations,
            IsComplete = isComplete,
            HasUnknownKeys = HasUnknownKeys(config.Node, config.IsSam) || HasUnknownKeys(overridden, config.IsSam),
        };
    }

    /// <summary>The keys of a map that are none of those that are known; none where the map may hold more than is written.</summary>
    public static IEnumerable<MappingEntry> UnknownKeys(MappingNode map, IReadOnlyList<string> known) =>
        TemplateBranch.MayHoldMore(map) ? [] : map.Entries.Where(x => !known.Contains(x.Name!));

    private static bool HasUnknownKeys(MappingNode? settings, bool isSam) => settings is not null
        && (UnknownKeys(settings, isSam ? SettingKeys.OfInvokeSettings : SettingKeys.OfInvokeConfig).Any()
            || (TemplateNodes.Child(settings, SettingKeys.DestinationConfig) is { } destinations && UnknownKeys(destinations, SettingKeys.OfDestinations).Any()));

    private MappingConfiguration ReadMapping(EventSource source, ConditionSet conditions)
    {
        bool isComplete = true;
        ConfiguredDestination[] destinations = [.. ReadDestinations(source.Properties, null, conditions, maker: null, ref isComplete)];
        return new MappingConfiguration(template, source, source.Span, conditions)
        {
            Polled = [.. DestinationTarget.ReadAll(template, source.SourceProperty is { } property ? source.Properties?[property] : null, conditions)],
            Destinations = destinations,
            DestinationConfigSpan = source.Properties?.Find("DestinationConfig")?.Key.Span,
            Function = source.IsSamEvent
                ? new(TargetOrigin.Resource, TemplateValue.Ref(source.Owner.LogicalId), source.Owner.Entry.Key.Span, conditions) { Resource = source.Owner, Function = source.Owner, Name = source.Owner.LogicalId, Type = DestinationTargetType.Lambda }
                : source.Properties?["FunctionName"] is { } name ? DestinationTarget.OfFunction(template, name, conditions) : null,
            IsComplete = isComplete,
        };
    }

    private List<ConfiguredDestination> ReadDestinations(MappingNode? settings, MappingNode? overridden, ConditionSet conditions, TemplateResource? maker, ref bool isComplete)
    {
        List<ConfiguredDestination> destinations = [];
        MappingEntry? own = settings?.Find("DestinationConfig");
        MappingEntry? inherited = overridden?.Find("DestinationConfig");
        foreach (TemplateBranch branch in TemplateBranch.Of((own ?? inherited)?.Value, conditions))
        {
            if (branch.Node is null or ScalarNode { IsNull: true })
            {
                continue;
            }

            MappingNode? below = own is null ? null : Plain(inherited?.Value);
            isComplete &= branch.Map is not null;
            foreach (DestinationOutcome outcome in new[] { DestinationOutcome.Success, DestinationOutcome.Failure })
            {
                destinations.AddRange(ReadOutcome(outcome, branch.Map, below, branch.Conditions, maker, ref isComplete));
            }
        }

        return destinations;
    }

    private List<ConfiguredDestination> ReadOutcome(DestinationOutcome outcome, MappingNode? config, MappingNode? overridden, ConditionSet conditions, TemplateResource? maker, ref bool isComplete)
    {
        List<ConfiguredDestination> destinations = [];
        MappingEntry? own = config?.Find("On" + outcome);
        MappingEntry? inherited = overridden?.Find("On" + outcome);
        if ((own ?? inherited) is not { } entry)
        {
            return destinations;
        }

        foreach (TemplateBranch branch in TemplateBranch.Of(entry.Value, conditions))
        {
            if (branch.Node is null)
            {
                continue;
            }

            isComplete &= !TemplateBranch.IsFunction(branch.Node);
            MappingNode? below = own is null ? null : Plain(inherited?.Value);
            TemplateSetting? type = FirstSetting(branch.Map, below, "Type", branch.Conditions);
            TemplateNode? destination = branch.Map?["Destination"] ?? below?["Destination"];
            List<DestinationTarget> targets = [.. DestinationTarget.ReadAll(template, destination, branch.Conditions)];
            if (maker is not null && type?.Text is "SQS" or "SNS")
            {
                bool isTopic = type!.Text == "SNS";
                targets.AddRange(TemplateBranch.Of(destination, branch.Conditions).Where(static x => x.Node is null).Select(x => new DestinationTarget(TargetOrigin.CreatedBySam, TemplateValue.Null, entry.Key.Span, x.Conditions)
                {
                    Type = isTopic ? DestinationTargetType.Sns : DestinationTargetType.Sqs,
                    IsArn = true,
                    Created = SamQueues.Of(template, maker, outcome, isTopic),
                }));
            }

            destinations.Add(new ConfiguredDestination(outcome, entry.Key.Span, branch.Map, type, targets, branch.Conditions)
            {
                Parent = own is null ? overridden : config,
                HasDestination = destination is not null,
                IsComputed = TemplateBranch.IsFunction(branch.Node),
                IsEmpty = branch.Node is ScalarNode { IsNull: true },
            });
        }

        return destinations;
    }

    private IEnumerable<DeadLetterConfiguration> ReadDeadLetters(TemplateResource function, ConditionSet conditions)
    {
        (string name, string target) = function.Type == ResourceTypes.ServerlessFunction ? ("DeadLetterQueue", "TargetArn") : ("DeadLetterConfig", "TargetArn");
        MappingEntry? own = function.Properties?.Find(name);
        MappingEntry? inherited = function.Type == ResourceTypes.ServerlessFunction ? template.GlobalFunction?.Find(name) : null;
        if ((own ?? inherited) is not { } entry)
        {
            yield break;
        }

        foreach (TemplateBranch branch in TemplateBranch.Of(entry.Value, conditions))
        {
            if (branch.Node is null)
            {
                continue;
            }

            MappingNode? below = own is null ? null : Plain(inherited?.Value);
            yield return new DeadLetterConfiguration(
                entry.Key.Span,
                branch.Map,
                FirstSetting(branch.Map, below, "Type", branch.Conditions),
                [.. DestinationTarget.ReadAll(template, branch.Map?[target] ?? below?[target], branch.Conditions)],
                branch.Conditions);
        }
    }

    private static MappingNode? Plain(TemplateNode? node) => TemplateBranch.IsFunction(node) ? null : TemplateNodes.Follow(node) as MappingNode;
}
