using System.Linq;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Model;

/// <summary>When resources are there.</summary>
internal static class ResourceConditions
{
    /// <summary>When a resource is there.</summary>
    public static ConditionSet Conditions(this TemplateResource resource) =>
        TemplateNodes.Text(resource.Body["Condition"]) is { } condition ? ConditionSet.Of(resource.ConditionFacts).And(condition, true) : ConditionSet.Of(resource.ConditionFacts);

    /// <summary>A scope with the condition under which a resource exists.</summary>
    public static ConditionScope Within(this ConditionScope scope, TemplateResource resource) =>
        scope.With(resource.Conditions());

    /// <summary>Whether a resource exists, where a scope holds.</summary>
    public static Truth Has(this ConditionScope scope, TemplateResource resource) => TemplateNodes.Text(resource.Body["Condition"]) is { } condition ? scope[condition] : Truth.Yes;

    /// <summary>Whether a place is in a resource that no deployment makes, since its condition never holds.</summary>
    public static bool IsOfNoDeployment(this TemplateModel template, SourceSpan place) =>
        template.ConditionFacts is not null && template.Resources.Any(x => x.Body.FullSpan.Contains(place) && !x.Conditions().IsPossible);
}
