using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// LD1027, LD1028, LD1029: keys of our settings that stand beside <c>Properties</c> or do not exist, and what stands in the place of a map. SAM drops
/// such keys without a word (run with the translator, 1.110), CloudFormation refuses them.
/// </summary>
internal sealed class KeyChecks(TemplateModel template)
{
    private readonly List<Finding> _findings = [];

    /// <summary>Checks every resource of the template, and <c>Globals</c>.</summary>
    public IReadOnlyList<Finding> Check()
    {
        foreach (TemplateResource resource in template.Resources)
        {
            CheckResource(resource);
        }

        if (template.IsSam)
        {
            CheckInvokeSettings(template.GlobalFunction?.Find(SettingKeys.EventInvokeConfig), "Globals");
        }

        return _findings;
    }

    private void CheckResource(TemplateResource resource)
    {
        switch (resource.Type)
        {
            case ResourceTypes.ServerlessFunction:
                CheckPlaces(resource, SettingKeys.OfFunction);
                CheckInvokeSettings(resource.Properties?.Find(SettingKeys.EventInvokeConfig), resource.LogicalId);
                CheckForm(resource.Properties?.Find("DeadLetterQueue"), resource.LogicalId, KeyReaction.RefusedBySam);
                foreach (MappingEntry source in TemplateNodes.Child(resource.Properties, "Events")?.Entries ?? [])
                {
                    CheckEvent(source);
                }

                break;
            case ResourceTypes.Function:
                CheckPlaces(resource, SettingKeys.OfFunction);
                CheckForm(resource.Properties?.Find("DeadLetterConfig"), resource.LogicalId, KeyReaction.RefusedByCloudFormation);
                break;
            case ResourceTypes.EventInvokeConfig:
                CheckPlaces(resource, SettingKeys.OfInvokeConfig);
                CheckKeys(resource.Properties, SettingKeys.OfInvokeConfig, resource.LogicalId, KeyReaction.RefusedByCloudFormation);
                CheckDestinations(resource.Properties, resource.LogicalId, SettingKeys.OfDestination, KeyReaction.RefusedByCloudFormation);
                break;
            case ResourceTypes.EventSourceMapping:
                CheckPlaces(resource, SettingKeys.OfMapping);
                CheckMapping(resource.Properties, resource.LogicalId, SettingKeys.OfDestination, KeyReaction.RefusedByCloudFormation);
                break;
        }
    }

    // A description is for people, and they find it there, too; no event is lost by it.
    private void CheckPlaces(TemplateResource resource, ICollection<string> properties)
    {
        foreach (MappingEntry entry in resource.Body.Entries)
        {
            if (entry.Name is { } name and not "Description" && properties.Contains(name))
            {
                KeyReaction reaction = resource.Type == ResourceTypes.ServerlessFunction ? KeyReaction.DroppedBySam : KeyReaction.RefusedByCloudFormation;
                _findings.Add(new Finding(DeclarationRules.StandsBesideProperties(name, resource.LogicalId, reaction), entry.Key.Span));
            }
        }
    }

    private void CheckEvent(MappingEntry entry)
    {
        if (entry.Name is not { } name || TemplateNodes.Follow(entry.Value) is not MappingNode source || TemplateBranch.MayHoldMore(source) || TemplateNodes.Text(source["Type"]) is not { } type)
        {
            return;
        }

        foreach (MappingEntry beside in source.Entries)
        {
            if (beside.Name is { } key and not ("Type" or "Properties" or "Description"))
            {
                _findings.Add(new Finding(DeclarationRules.StandsBesideProperties(key, name, KeyReaction.DroppedBySam), beside.Key.Span));
            }
        }

        if (EventSourceFacts.Find(type) is { HasDestinations: true })
        {
            CheckMapping(TemplateNodes.Child(source, "Properties"), name, SettingKeys.OfSamDestination, KeyReaction.RefusedBySam);
        }
    }

    /// <summary>The settings of a SAM function: what SAM does not know there, it drops.</summary>
    private void CheckInvokeSettings(MappingEntry? entry, string owner)
    {
        if (entry is null)
        {
            return;
        }

        foreach (TemplateBranch branch in TemplateBranch.Of(entry.Value))
        {
            CheckKeys(branch.Map, SettingKeys.OfInvokeSettings, owner, KeyReaction.DroppedBySam);
            CheckDestinations(branch.Map, owner, SettingKeys.OfSamDestination, KeyReaction.DroppedBySam);
        }

        CheckForm(entry, owner, KeyReaction.RefusedBySam);
    }

    /// <summary>
    /// What of a mapping says what becomes of a failure. Its other keys are left to the tools that know all of them: only what is meant for one of
    /// ours is told.
    /// </summary>
    private void CheckMapping(MappingNode? properties, string owner, IReadOnlyList<string> destination, KeyReaction reaction)
    {
        if (properties is null || TemplateBranch.MayHoldMore(properties))
        {
            return;
        }

        foreach (MappingEntry entry in properties.Entries)
        {
            CheckIf(entry.Name is not SettingKeys.DestinationConfig && SettingKeys.OfMappingErrors.Contains(entry.Name!) ? entry : null, owner);
            if (entry.Name is { } name && !SettingKeys.OfMapping.Contains(name) && Meant(entry, SettingKeys.OfMappingErrors, owner, reaction) is { } finding)
            {
                _findings.Add(finding);
            }
        }

        // What SAM does not look at in an event's destination, it passes on.
        CheckDestinations(properties, owner, destination, KeyReaction.RefusedByCloudFormation);
    }

    private void CheckDestinations(MappingNode? settings, string owner, IReadOnlyList<string> known, KeyReaction reaction)
    {
        if (settings?.Find(SettingKeys.DestinationConfig) is not { } entry)
        {
            return;
        }

        bool isSam = known.Contains(SettingKeys.Type);
        CheckForm(entry, owner, isSam ? KeyReaction.RefusedBySam : KeyReaction.RefusedByCloudFormation);
        CheckIf(isSam ? null : entry, owner);
        foreach (TemplateBranch branch in TemplateBranch.Of(entry.Value))
        {
            if (branch.Map is not { } destinations)
            {
                continue;
            }

            CheckKeys(destinations, SettingKeys.OfDestinations, owner, reaction);
            foreach (string outcome in SettingKeys.OfDestinations)
            {
                CheckIf(isSam ? null : destinations.Find(outcome), owner);
                foreach (TemplateBranch destination in destinations[outcome] is { } node ? TemplateBranch.Of(node) : [])
                {
                    CheckKeys(destination.Map, known, owner, reaction);
                }
            }
        }
    }

    private void CheckKeys(MappingNode? map, IReadOnlyList<string> known, string owner, KeyReaction reaction)
    {
        if (map is null || TemplateBranch.MayHoldMore(map))
        {
            return;
        }

        foreach (MappingEntry entry in map.Entries)
        {
            CheckIf(entry.Name is not (SettingKeys.DestinationConfig or SettingKeys.Destination) && !SettingKeys.OfDestinations.Contains(entry.Name!) ? entry : null, owner);
            if (entry.Name is { } name && !known.Contains(name))
            {
                _findings.Add(Meant(entry, known, owner, reaction) ?? new Finding(DeclarationRules.IsNoKey(name, owner, reaction, known), entry.Key.Span));
            }
        }
    }

    /// <summary>A text, number or list where a map belongs; nothing, or what a function gives, is left to others.</summary>
    private void CheckForm(MappingEntry? entry, string owner, KeyReaction reaction)
    {
        if (TemplateNodes.Follow(entry?.Value) is { } node && node is not (MappingNode or ScalarNode { IsNull: true }) && !TemplateBranch.IsFunction(node))
        {
            _findings.Add(new Finding(DeclarationRules.IsNoMap(entry!.Name!, owner, reaction), entry.Key.Span));
        }
    }

    /// <summary>An <c>Fn::If</c> without its two values in the place of a setting. Where SAM looks at the setting, it refuses any function.</summary>
    private void CheckIf(MappingEntry? entry, string owner)
    {
        if (TemplateBranch.IsMalformedIf(entry?.Value))
        {
            _findings.Add(new Finding(DeclarationRules.HasMalformedIf(entry!.Name!, owner), entry.Key.Span));
        }
    }

    /// <summary>What is to be told of a key that does not exist, where it is clear what is meant; <see langword="null"/> where it is not.</summary>
    private static Finding? Meant(MappingEntry entry, IReadOnlyList<string> known, string owner, KeyReaction reaction)
    {
        string key = entry.Name!;
        return MeantBy(key, known) is { } meant ? new Finding(DeclarationRules.IsNoKey(key, owner, reaction, meant), entry.Key.Span) { Data = new FindingData.MeantKey(meant) }
            : known.Contains(SettingKeys.DestinationConfig) && (SettingKeys.OfDestinations.Contains(key) ? key : MeantBy(key, SettingKeys.OfDestinations)) is { } outcome
                ? new Finding(DeclarationRules.BelongsBelow(key, owner, reaction, $"{SettingKeys.DestinationConfig}.{outcome}"), entry.Key.Span)
                : null;
    }

    private static string? MeantBy(string key, IReadOnlyList<string> known) =>
        SettingKeys.MeantBy(key).FirstOrDefault(known.Contains) ?? NearNames.Of(key, known).FirstOrDefault();
}
