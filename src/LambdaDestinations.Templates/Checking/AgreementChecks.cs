using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Whether a template says what an assembly's attributes say, for whoever verifies it: every declared setting that it lacks or has otherwise is an error.</summary>
internal static class AgreementChecks
{
    /// <summary>Checks a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="manifest">What the assembly declares.</param>
    /// <param name="assembly">The assembly.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>What disagrees or stands in the way of an update, by place; and what the template accepts, by place.</returns>
    public static (IReadOnlyList<Finding> Findings, IReadOnlyList<Finding> Accepted) Check(
        TemplateModel template, DestinationManifest manifest, string assembly, CancellationToken cancellationToken = default)
    {
        TemplateComparison comparison = TemplateUpdater.Compare(template, manifest, assembly, cancellationToken);
        bool isSynthesized = template.IsSynthesized;
        IgnoreMarkers markers = IgnoreMarkers.Of(template);
        ILookup<bool, Finding> all = comparison.Findings
            .Where(static x => x.Rule.Category == RuleCategory.Template)
            .Select(x => Verify(x, comparison, template, isSynthesized))
            .OfType<Finding>()
            .Concat(comparison.Differences.Select(x => Report(x, isSynthesized)))
            .ToLookup(markers.Ignores);
        return (InOrder(all[false]), InOrder(all[true].Concat(comparison.Accepted.Select(x => Report(x, isSynthesized)))));
    }

    private static Finding[] InOrder(IEnumerable<Finding> findings) => [.. findings.Distinct().OrderBy(static x => x.TemplateSpan?.Start ?? -1)];

    private static Finding Report(SettingDifference difference, bool isSynthesized)
    {
        TemplateValue wanted = difference.Setting.Value;
        if (difference is { Written: null, Setting.Destination: { IsDurable: true } durable })
        {
            return new Finding(TemplateRules.LacksEventRule(durable.Function.LogicalId, durable.Model.Outcome, durable.Value, isSynthesized), difference.Span, difference.Setting.Attribute);
        }

        if (difference is { Written: null, Setting.Source: { } source })
        {
            RuleMessage lacks = TemplateRules.LacksEvent(difference.Resource.LogicalId, source.Id, isSynthesized);
            return new Finding(lacks, difference.Span, difference.Setting.Attribute) { Data = new FindingData.OfSetting(difference.Name) };
        }

        if (difference is { Written: null, Setting.Alarm: { } metric })
        {
            RuleMessage lacking = TemplateRules.LacksAlarm(difference.Resource.LogicalId, metric, isSynthesized);
            return new Finding(lacking, difference.Span, difference.Setting.Attribute) { Data = new FindingData.OfSetting(difference.Name) };
        }

        RuleMessage message = isSynthesized && difference is { Written: null, Setting.Destination: { CreatedId: not null } created }
            ? TemplateRules.LacksAnyTarget(difference.Name, difference.Resource.LogicalId, created.Model.TargetType)
            : difference.Written is { } written
            ? TemplateRules.HasOtherSetting(difference.Name, difference.Resource.LogicalId, TemplateValue.FromNode(written), wanted, isSynthesized)
            : difference.Qualifier is { } qualifier ? TemplateRules.LacksConfig(difference.Name, difference.Resource.LogicalId, qualifier, wanted, isSynthesized)
            : TemplateRules.LacksSetting(difference.Name, difference.Resource.LogicalId, wanted, isSynthesized);
        return new Finding(message, difference.Span, difference.Setting.Attribute) { Data = new FindingData.OfSetting(difference.Name) };
    }

    /// <summary>What an update tells, with the attribute that it is about, as an error where the template surely says something else.</summary>
    private static Finding? Verify(Finding finding, TemplateComparison comparison, TemplateModel template, bool isSynthesized)
    {
        if (!TemplateRules.OfSettings.Contains(finding.Rule))
        {
            return finding;
        }

        SettingDifference? about = finding.Data is FindingData.OfSetting of
            ? comparison.Declared.FirstOrDefault(x => x.Name == of.Name && x.Written is { } written && written.Span == finding.TemplateSpan)
            : null;

        // The CDK makes the targets of its templates, and nobody writes there what a build would create.
        if (isSynthesized && about is { Setting.Destination: { CreatedId: not null } destination, Written: { } target } && IsOfType(template, target, destination.Model))
        {
            return null;
        }

        return finding with
        {
            Said = isSynthesized && about?.Written is { } existing && ReferenceEquals(finding.Rule, TemplateRules.Conflict)
                ? TemplateRules.AppSetsSomethingElse(about.Name, about.Resource.LogicalId, TemplateValue.FromNode(existing), about.Setting.Value)
                : finding.Said,
            Attribute = about?.Setting.Attribute ?? finding.Attribute,
            Severity = finding.Rule.Severity == RuleSeverity.Warning ? RuleSeverity.Error : finding.Rule.Severity,
        };
    }

    private static bool IsOfType(TemplateModel template, TemplateNode written, DestinationModel model) =>
        (written as MappingNode)?["Destination"] is { } target
        && DestinationTarget.ReadAll(template, target, ConditionSet.Always).All(x =>
            (x.Type ?? (StackReferences.Follow(template, x.Value)?.Resource.Type is { } type ? AwsTargets.FromResourceType(type) : null)) is not { } known || known == model.TargetType);
}
