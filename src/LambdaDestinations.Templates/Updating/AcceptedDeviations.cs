using System.Collections.Generic;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>
/// Settings that would be written, were it not that the template accepts in that place that it deviates (<see cref="IgnoreMarkers"/>): what it lacks
/// stays away, and what it says stays.
/// </summary>
/// <param name="template">The template.</param>
/// <param name="desired">Takes the deviations.</param>
internal sealed class AcceptedDeviations(TemplateModel template, DesiredState desired)
{
    private readonly IgnoreMarkers _markers = IgnoreMarkers.Of(template);
    private readonly Dictionary<(string Owner, SettingPath Path), TemplateValue?> _accepted = [];

    /// <summary>Remembers a setting that the template does not want.</summary>
    /// <returns>Whether it lacks the setting and accepts that.</returns>
    public bool IsAccepted(TemplateResource function, PlacedSettings place, PlacedSetting setting)
    {
        if (_markers.IsEmpty || Difference(function, place, setting) is not { } difference)
        {
            return false;
        }

        // A config of our own may not be there yet: then the marker stands at the function, and counts afterwards too.
        bool isAccepted = _markers.Ignores(difference.Span, TemplateRules.NotWritten, difference.Name)
            || (place.Created is not null && _markers.Ignores(function.Entry.Key.Span, TemplateRules.NotWritten, difference.Name));
        if (!isAccepted)
        {
            return false;
        }

        if (!_accepted.ContainsKey((place.Owner, setting.Path)))
        {
            desired.Accepted.Add(difference);
            _accepted.Add((place.Owner, setting.Path), difference.Written is null ? null : TemplateValue.FromNode(difference.Written));
        }

        return difference.Written is null;
    }

    /// <summary>What to ask for in place of a setting.</summary>
    /// <returns>Whether to ask for anything.</returns>
    public bool Replace(string owner, PlacedSetting setting, out TemplateValue value)
    {
        value = setting.Value;
        if (_accepted.Count == 0 || !_accepted.TryGetValue((owner, setting.Path), out TemplateValue? kept))
        {
            return true;
        }

        value = kept ?? setting.Value;
        return kept is not null;
    }

    /// <summary>What an update would write here; <see langword="null"/> when nothing, since the template has it or somebody wrote something else.</summary>
    private SettingDifference? Difference(TemplateResource function, PlacedSettings place, PlacedSetting setting)
    {
        if (template.Find(place.Owner) is not { } resource)
        {
            return new SettingDifference(function, setting, null) { Qualifier = place.Created?.Qualifier };
        }

        WrittenSetting written = WrittenSetting.Find(resource, setting.Path);
        if (written.Node is not { } node)
        {
            return written.Computed is not null || IsGlobal(resource, setting.Path) ? null : new SettingDifference(resource, setting, null);
        }

        Interpreter interpreter = ResourceNames.Of(template).Interpreter;
        TemplateValue existing = TemplateValue.FromNode(node);
        return interpreter.AreSame(existing, setting.Value) || OwnershipRecord.Read(resource) is not { } record
            || !(record.Function is not null || (record.Settings.TryGetValue(setting.Path, out TemplateValue? recorded) && RecordedValue.IsSame(existing, recorded, interpreter)))
            ? null
            : new SettingDifference(resource, setting, node);
    }

    private bool IsGlobal(TemplateResource resource, SettingPath path)
    {
        TemplateNode? node = resource.Type == ResourceTypes.ServerlessFunction ? template.GlobalFunction : null;
        for (int i = 1; i < path.Names.Count && node is not null; i++)
        {
            node = TemplateNodes.Child(node as MappingNode, path.Names[i]) ?? (node as MappingNode)?[path.Names[i]];
        }

        return node is not null;
    }
}
