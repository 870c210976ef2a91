using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;

namespace LambdaDestinations.Templates.Checking;

/// <summary>What a code fix may write instead, for findings on attributes.</summary>
internal static class Suggestions
{
    private const int Most = 5;

    /// <summary>The finding with its suggestions, best first.</summary>
    public static Finding Add(Finding finding, HandlerModel handler, TemplateModel? template, TemplateResource? function)
    {
        string[] suggestions = [.. Of(finding, handler, template, function).Take(Most)];
        return suggestions.Length == 0 ? finding : finding with { Suggestions = new EquatableArray<string>(suggestions) };
    }

    private static IEnumerable<string> Of(Finding finding, HandlerModel handler, TemplateModel? template, TemplateResource? function) => finding.Rule.Id switch
    {
        "LD1006" => [Nearest(finding.Arguments[0], long.Parse(finding.Arguments[1], CultureInfo.InvariantCulture), long.Parse(finding.Arguments[2], CultureInfo.InvariantCulture))],
        "LD1007" => [finding.Arguments[0] == "MaximumEventAgeInSeconds" ? Nearest(finding.Arguments[1], 60, 21600) : Nearest(finding.Arguments[1], 60, 604800)],
        "LD1008" => [finding.Arguments[1]],
        "LD1005" => TypeOf(finding.Arguments[1], template) is { } type ? [type.ToString()] : [],
        _ when template is null => [],
        "LD1003" when template.Find(finding.Arguments[0]) is not null || template.HasParameter(finding.Arguments[0]) => [finding.Arguments[0]],
        "LD1004" => Near(finding.Arguments[0], template.Resources.Where(static x => AwsTargets.FromResourceType(x.Type) is not null).Select(static x => x.LogicalId)),
        "LD1012" when handler.Function.LogicalId is { } id => Near(id, template.Resources.Where(static x => x.IsFunction).Select(static x => x.LogicalId)),
        "LD1012" => template.Resources.Where(static x => x.IsFunction).Select(static x => x.LogicalId),
        "LD1013" => FunctionLocator.Find(template, handler.Function).Select(static x => x.LogicalId),
        "LD2007" or "LD2008" when function is not null => EventSource.Of(template, function).Where(static x => x.HasDestinations).Select(static x => x.Name),
        _ => [],
    };

    private static DestinationTargetType? TypeOf(string target, TemplateModel? template) =>
        target.StartsWith("arn:", StringComparison.Ordinal) ? AwsTargets.FromArn(target) : template?.Find(target) is { } resource ? AwsTargets.FromResourceType(resource.Type) : null;

    private static string Nearest(string value, long minimum, long maximum) =>
        Math.Min(Math.Max(long.Parse(value, CultureInfo.InvariantCulture), minimum), maximum).ToString(CultureInfo.InvariantCulture);

    /// <summary>The names that differ in case, or in at most two letters.</summary>
    private static IEnumerable<string> Near(string name, IEnumerable<string> names) =>
        names.Select(x => (Name: x, Distance: string.Equals(x, name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, x)))
            .Where(static x => x.Distance <= 2)
            .OrderBy(static x => x.Distance)
            .ThenBy(static x => x.Name, StringComparer.Ordinal)
            .Select(static x => x.Name);

    /// <summary>How many letters have to be put in, taken out, changed or swapped with the next.</summary>
    private static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 2)
        {
            return int.MaxValue;
        }

        int[,] distance = new int[one.Length + 1, other.Length + 1];
        for (int i = 0; i <= one.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                int change = one[i - 1] == other[j - 1] ? 0 : 1;
                distance[i, j] = Math.Min(Math.Min(distance[i - 1, j] + 1, distance[i, j - 1] + 1), distance[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[one.Length, other.Length];
    }
}
