using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// LD1027, LD1028, LD1029: keys of our settings that stand beside <c>Properties</c> or do not exist, and what stands in the place of a map. SAM drops
/// such keys without a word (run with the translator, 1.110), CloudFormation refuses them.
/// </summary>
internal sealed class KeyChecks(TemplateModel template)
{
    /// <summary>Checks every resource of the template, and <c>Globals</c>.</summary>
    public IEnumerable<Finding> Check() =>
        template.Resources.SelectMany(CheckResource)
            .Concat(template.IsSam && template.GlobalFunction is { } globals ? CheckInvokeSettings(globals.Find("EventInvokeConfig"), "Globals") : []);

    private static IEnumerable<Finding> CheckResource(TemplateResource resource) => resource.Type switch
    {
        ResourceTypes.ServerlessFunction => Misplaced(resource, SettingKeys.OfFunction)
            .Concat(CheckInvokeSettings(resource.Properties?.Find("EventInvokeConfig"), resource.LogicalId))
            .Concat(NoMap(resource.Properties?.Find("DeadLetterQueue"), resource.LogicalId, KeyReaction.RefusedBySam))
            .Concat((TemplateNodes.Child(resource.Properties, "Events")?.Entries ?? []).SelectMany(CheckEvent)),
        ResourceTypes.Function => Misplaced(resource, SettingKeys.OfFunction).Concat(NoMap(resource.Properties?.Find("DeadLetterConfig"), resource.LogicalId, KeyReaction.RefusedByCloudFormation)),
        ResourceTypes.EventInvokeConfig => Misplaced(resource, new HashSet<string>(SettingKeys.OfInvokeConfig, StringComparer.Ordinal))
            .Concat(resource.Properties is { } properties ? CheckKeys(properties, SettingKeys.OfInvokeConfig, resource.LogicalId, KeyReaction.RefusedByCloudFormation) : [])
            .Concat(CheckDestinations(resource.Properties, resource.LogicalId, SettingKeys.OfDestination, KeyReaction.RefusedByCloudFormation)),
        ResourceTypes.EventSourceMapping => Misplaced(resource, SettingKeys.OfMapping)
            .Concat(CheckMapping(resource.Properties, resource.LogicalId, SettingKeys.OfDestination, KeyReaction.RefusedByCloudFormation)),
        _ => [],
    };

    // A description is for people, and they find it there, too; no event is lost by it.
    private static IEnumerable<Finding> Misplaced(TemplateResource resource, ISet<string> properties) => resource.Body.Entries
        .Where(x => x.Name is { } name && name != "Description" && properties.Contains(name))
        .Select(x => new Finding(DeclarationRules.StandsBesideProperties(x.Name!, resource.LogicalId, resource.Type == ResourceTypes.ServerlessFunction ? KeyReaction.DroppedBySam : KeyReaction.RefusedByCloudFormation), x.Key.Span));

    private static IEnumerable<Finding> CheckEvent(MappingEntry entry)
    {
        if (entry.Name is not { } name || TemplateNodes.Follow(entry.Value) is not MappingNode source || TemplateBranch.MayHoldMore(source) || TemplateNodes.Text(source["Type"]) is not { } type)
        {
            return [];
        }

        IEnumerable<Finding> beside = source.Entries.Where(static x => x.Name is not ("Type" or "Properties" or "Description")).Select(x => new Finding(DeclarationRules.StandsBesideProperties(x.Name!, name, KeyReaction.DroppedBySam), x.Key.Span));
        return EventSourceFacts.Find(type) is { HasDestinations: true }
            ? beside.Concat(CheckMapping(TemplateNodes.Child(source, "Properties"), name, SettingKeys.OfSamDestination, KeyReaction.RefusedBySam))
            : beside;
    }

    /// <summary>The settings of a SAM function: what SAM does not know there, it drops.</summary>
    private static IEnumerable<Finding> CheckInvokeSettings(MappingEntry? entry, string owner)
    {
        if (entry is null)
        {
            return [];
        }

        return TemplateBranch.Of(entry.Value).Select(static x => x.Map).OfType<MappingNode>()
            .SelectMany(x => CheckKeys(x, SettingKeys.OfInvokeSettings, owner, KeyReaction.DroppedBySam).Concat(CheckDestinations(x, owner, SettingKeys.OfSamDestination, KeyReaction.DroppedBySam)))
            .Concat(NoMap(entry, owner, KeyReaction.RefusedBySam));
    }

    /// <summary>
    /// What of a mapping says what becomes of a failure. Its other keys are left to the tools that know all of them: only what is meant for one of
    /// ours is told.
    /// </summary>
    private static IEnumerable<Finding> CheckMapping(MappingNode? properties, string owner, IReadOnlyList<string> destination, KeyReaction reaction)
    {
        if (properties is null || TemplateBranch.MayHoldMore(properties))
        {
            return [];
        }

        // What SAM does not look at in an event's destination, it passes on.
        return properties.Entries
            .Where(static x => x.Name is { } name && !SettingKeys.OfMapping.Contains(name))
            .Select(x => Meant(x.Name!, SettingKeys.OfMappingErrors, owner, reaction) is { } message ? new Finding(message, x.Key.Span) : null)
            .OfType<Finding>()
            .Concat(CheckDestinations(properties, owner, destination, KeyReaction.RefusedByCloudFormation));
    }

    private static IEnumerable<Finding> CheckDestinations(MappingNode? settings, string owner, IReadOnlyList<string> known, KeyReaction reaction)
    {
        if (settings?.Find(SettingKeys.DestinationConfig) is not { } entry)
        {
            yield break;
        }

        foreach (Finding finding in NoMap(entry, owner, known.Contains(SettingKeys.Type) ? KeyReaction.RefusedBySam : KeyReaction.RefusedByCloudFormation))
        {
            yield return finding;
        }

        foreach (MappingNode destinations in TemplateBranch.Of(entry.Value).Select(static x => x.Map).OfType<MappingNode>())
        {
            foreach (Finding finding in CheckKeys(destinations, SettingKeys.OfDestinations, owner, reaction))
            {
                yield return finding;
            }

            foreach (MappingNode destination in SettingKeys.OfDestinations.SelectMany(x => TemplateBranch.Of(destinations[x])).Select(static x => x.Map).OfType<MappingNode>())
            {
                foreach (Finding finding in CheckKeys(destination, known, owner, reaction))
                {
                    yield return finding;
                }
            }
        }
    }

    private static IEnumerable<Finding> CheckKeys(MappingNode map, IReadOnlyList<string> known, string owner, KeyReaction reaction) => ConfigurationReader.UnknownKeys(map, known)
        .Select(x => new Finding(Meant(x.Name!, known, owner, reaction) ?? DeclarationRules.IsNoKey(x.Name!, owner, reaction, known), x.Key.Span));

    /// <summary>What is to be told of a key that does not exist, where it is clear what is meant; <see langword="null"/> where it is not.</summary>
    private static RuleMessage? Meant(string key, IReadOnlyList<string> known, string owner, KeyReaction reaction) =>
        MeantBy(key, known) is { } meant ? DeclarationRules.IsNoKey(key, owner, reaction, meant)
        : known.Contains(SettingKeys.DestinationConfig) && (SettingKeys.OfDestinations.Contains(key) ? key : MeantBy(key, SettingKeys.OfDestinations)) is { } outcome ? DeclarationRules.BelongsBelow(key, owner, reaction, $"{SettingKeys.DestinationConfig}.{outcome}")
        : null;

    /// <summary>A text, number or list where a map belongs; nothing, or what a function gives, is left to others.</summary>
    private static IEnumerable<Finding> NoMap(MappingEntry? entry, string owner, KeyReaction reaction) =>
        TemplateNodes.Follow(entry?.Value) is { } node && node is not (MappingNode or ScalarNode { IsNull: true }) && !TemplateBranch.IsFunction(node)
            ? [new Finding(DeclarationRules.IsNoMap(entry!.Name!, owner, reaction), entry.Key.Span)]
            : [];

    private static string? MeantBy(string key, IReadOnlyList<string> known) =>
        SettingKeys.MeantBy(key).FirstOrDefault(known.Contains) ?? NearNames.Of(key, known).FirstOrDefault();
}
