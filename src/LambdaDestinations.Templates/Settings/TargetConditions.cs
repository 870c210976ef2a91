using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>Whether the target of a destination is there wherever the destination is.</summary>
internal static class TargetConditions
{
    /// <summary>The condition of a target without which the destination may exist; <see langword="null"/> when there is none, or when it cannot be told.</summary>
    /// <param name="template">The template.</param>
    /// <param name="target">The target.</param>
    /// <param name="when">When the destination is there.</param>
    public static string? Missing(TemplateModel template, TemplateResource target, ConditionSet when)
    {
        // Assertions of the section Rules may exclude the deployments in between.
        if (TemplateNodes.Text(target.Body["Condition"]) is not { } condition || TemplateNodes.Child(template.Root, "Conditions")?[condition] is null || TemplateNodes.Child(template.Root, "Rules") is not null)
        {
            return null;
        }

        return when.IsPossible && ConditionSet.Of(template.ConditionFacts).And(when).And(condition, false).IsPossible ? condition : null;
    }
}
