using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Destinations that exist where their target does not.</summary>
internal static class ConditionChecks
{
    /// <summary>Checks the dead-letter queue of a function.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template, FunctionConfiguration function, DeadLetterConfiguration deadLetter) =>
        deadLetter.Targets
            .Where(static x => x.Resource is not null)
            .Select(x => (Target: x, Condition: TargetConditions.Missing(template, x.Resource!, x.Conditions.And(function.Conditions))))
            .Where(static x => x.Condition is not null)
            .Select(x => new Finding(ConfigurationRules.MayBeMissing(x.Target.Resource!.LogicalId, x.Condition!, function.Function.LogicalId, isOfSam: false), x.Target.Span));

    /// <summary>Checks a destination, of the template or of an attribute.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template, DestinationUse use)
    {
        ConditionSet when = use.Function is { } function ? use.Target.Conditions.And(function.Conditions) : use.Target.Conditions;
        if (use.Target.Resource is { } target && TargetConditions.Missing(template, target, when) is { } condition)
        {
            bool isOfSam = use.Mapping?.Source.IsSamEvent ?? use.Configuration?.IsSam ?? use.Function?.Function.Type == Aws.ResourceTypes.ServerlessFunction;
            yield return use.Report(ConfigurationRules.MayBeMissing(target.LogicalId, condition, use.OwnerName, isOfSam), use.Configured is null ? null : use.Target.Span);
        }
    }
}
