using System.Linq;
using System.Runtime.CompilerServices;
using LambdaDestinations.Templates.Model;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// The few resources of a template that carry the policy of a target, found once: a template of a thousand functions is not
/// searched for each of them.
/// </summary>
internal sealed class PolicyHolders
{
    private static readonly ConditionalWeakTable<TemplateModel, PolicyHolders> Known = new();

    private PolicyHolders(TemplateModel template) => All = [.. template.Resources.Where(static x => ResourcePolicies.Carriers.ContainsKey(x.Type))];

    /// <summary>They, in source order.</summary>
    public TemplateResource[] All { get; }

    /// <summary>Those of a template.</summary>
    public static PolicyHolders Of(TemplateModel template) => Known.GetValue(template, static x => new PolicyHolders(x));
}
