using System.Linq;

namespace LambdaDestinations.Templates.Rules;

/// <summary>Every rule, ordered by id.</summary>
public static class RuleCatalog
{
    /// <summary>Every rule, ordered by id.</summary>
    public static EquatableArray<Rule> All { get; } = new(
        new[] { DeclarationRules.All, HandlerRules.All, EventSourceMappingRules.All, PermissionRules.All, ContractRules.All, TemplateRules.All }
            .SelectMany(static x => x)
            .OrderBy(static x => x.Id, System.StringComparer.Ordinal));
}
