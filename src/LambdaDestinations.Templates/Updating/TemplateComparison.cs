using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Where a template and an assembly's attributes disagree.</summary>
/// <param name="Findings">What stands in the way of an update.</param>
/// <param name="Differences">The settings that an update would write.</param>
/// <param name="Accepted">Those that it would write if the template did not accept that it deviates there.</param>
/// <param name="Declared">Every setting that is asked for, with the resource that has it or should have it.</param>
internal sealed record TemplateComparison(
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<SettingDifference> Differences,
    IReadOnlyList<SettingDifference> Accepted,
    IReadOnlyList<SettingDifference> Declared)
{
    /// <summary>Nothing to compare.</summary>
    public static readonly TemplateComparison Empty = new([], [], [], []);

    /// <summary>Reads a comparison.</summary>
    /// <param name="template">The template.</param>
    /// <param name="desired">What it is to say.</param>
    /// <param name="changes">What would become of the resources that are there.</param>
    /// <param name="findings">What stands in the way.</param>
    public static TemplateComparison Of(TemplateModel template, DesiredState desired, IReadOnlyList<ResourceChange> changes, IReadOnlyList<Finding> findings)
    {
        Dictionary<string, ResourceChange> byOwner = changes.ToDictionary(static x => x.Resource.LogicalId, StringComparer.Ordinal);
        HashSet<(string, SettingPath)> seen = [];
        List<SettingDifference> differences = [];
        foreach ((PlacedSettings place, PlacedSetting setting) in desired.Asked)
        {
            if (seen.Add((place.Owner, setting.Path)) && Difference(template, desired, place, setting, byOwner, findings) is { } difference)
            {
                differences.Add(difference);
            }
        }

        SettingDifference[] declared =
        [
            .. from asked in desired.Declared.Concat(desired.Asked)
               let resource = template.Find(asked.Place.Owner)
               where resource is not null
               select new SettingDifference(resource, asked.Setting, WrittenSetting.Find(resource, asked.Setting.Path).Node),
        ];
        return new TemplateComparison([.. findings.Distinct()], differences, desired.Accepted, declared);
    }

    private static SettingDifference? Difference(
        TemplateModel template, DesiredState desired, PlacedSettings place, PlacedSetting setting, Dictionary<string, ResourceChange> changes, IReadOnlyList<Finding> findings)
    {
        TemplateResource? resource = template.Find(place.Owner);
        if (resource is not null && changes.TryGetValue(place.Owner, out ResourceChange? change))
        {
            return change.Added.Touches(setting.Path) ? new SettingDifference(resource, setting, WrittenSetting.Find(resource, setting.Path).Node) : null;
        }

        if (desired.Find(place.Owner)?.Function is not { } function)
        {
            return null;
        }

        // A config of our own, which is written as a whole.
        if (resource is null)
        {
            return new SettingDifference(template.Find(function)!, setting, null) { Qualifier = place.Created?.Qualifier };
        }

        TemplateNode? written = WrittenSetting.Find(resource, setting.Path).Node;
        bool isSame = written is not null && ResourceNames.Of(template).Interpreter.AreSame(TemplateValue.FromNode(written), setting.Value);
        bool isTold = findings.Any(x => ReferenceEquals(x.Rule, TemplateRules.HandEdited) && x.TemplateSpan == resource.Entry.Key.Span);
        return isSame || isTold ? null : new SettingDifference(resource, setting, written);
    }
}
