using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Checking;

/// <summary>LD9051: markers that name no rule and no setting, and so silence nothing.</summary>
internal static class MarkerChecks
{
    /// <summary>The last names of the settings that a deviation may be accepted of. A map of several is accepted by none: each is named.</summary>
    private static readonly HashSet<string> Settings = new(
        new string[] { "DependsOn", "Properties", "AlarmActions", "Targets" }
            .Concat(SettingKeys.OfInvokeConfig).Concat(SettingKeys.OfDestinations).Concat(SettingKeys.OfMapping).Concat(SettingKeys.OfFunction).Concat(SettingKeys.OfMappingErrors)
            .Except([SettingKeys.EventInvokeConfig, "DestinationConfig"]),
        StringComparer.Ordinal);

    public static IEnumerable<Finding> Check(TemplateModel template)
    {
        MarkerWord[] words = [.. IgnoreMarkers.Of(template).Words()];
        foreach (MarkerWord word in words)
        {
            // The ids of other tools may stand beside ours.
            bool isOfOther = word.InComment && IsOfOtherTool(word.Text) && Array.Exists(words, x => x.InComment && x.Marker == word.Marker && RuleCatalog.Find(x.Text) is not null);
            if (!isOfOther && Fault(word) is { } message)
            {
                yield return new Finding(message, word.Span);
            }
        }
    }

    private static RuleMessage? Fault(MarkerWord word)
    {
        if (word.Text.Length == 0)
        {
            return TemplateRules.NamesNothing();
        }

        string name = word.Text.Trim('"', '\'');
        if (!word.IsRead || (word.Text != name && word.InComment))
        {
            // '# ld:ignore: LD4001' and '# ld:ignore 4001' are not markers, whatever they name.
            return !word.IsFirst ? null : RuleCatalog.Find(name) is { } named ? TemplateRules.IsNotMarker(named.Id) : TemplateRules.NamesNoRule(word.Text, NearestRule(name));
        }

        if (RuleCatalog.Find(name) is not null || IsSetting(name))
        {
            return null;
        }

        // Behind the first word a comment may say why, and name the rules of other tools.
        return IsId(name) || word.IsFirst ? TemplateRules.NamesNoRule(name, NearestRule(name) ?? NearestSetting(name)) : null;
    }

    /// <summary>Whether a word is meant as one of our ids: LD and digits, in any case, with a letter at most that looks like a digit.</summary>
    private static bool IsId(string word) =>
        word.Length is > 3 and < 9 && word.StartsWith("LD", StringComparison.OrdinalIgnoreCase) && word.Skip(2).Count(char.IsDigit) >= Math.Max(2, word.Length - 3);

    private static bool IsOfOtherTool(string word) => word.Length > 2 && !IsId(word) && char.IsUpper(word[0]) && char.IsDigit(word[word.Length - 1]);

    /// <summary>Whether a name is that of a setting, or of one in an event: its last part is known.</summary>
    private static bool IsSetting(string name) =>
        Settings.Contains(name.Substring(name.LastIndexOf('.') + 1));

    /// <summary>The setting that a wrong name may mean, with the path ahead of it.</summary>
    private static string? NearestSetting(string name)
    {
        int last = name.LastIndexOf('.') + 1;
        return name.Length - last > 4 && NearNames.Nearest(name.Substring(last), Settings) is { } nearest ? name.Substring(0, last) + nearest : null;
    }

    /// <summary>The rule that a wrong id may mean.</summary>
    private static string? NearestRule(string name)
    {
        string digits = name.TrimStart('L', 'D', 'l', 'd', '-', '_', ':', '#');
        return digits.Length == 4 && RuleCatalog.Find("LD" + digits) is { } same ? same.Id
            : IsId(name) ? NearNames.Only(name.ToUpperInvariant(), RuleCatalog.All.Select(static x => x.Id))
            : null;
    }
}
