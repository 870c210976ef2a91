using System.Linq;
using System.Runtime.CompilerServices;
using LambdaDestinations.Templates.Model;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// The few resources of a template that may give something to any function, found once: a template of a thousand functions is not
/// searched for each of them.
/// </summary>
internal sealed class PolicyHolders
{
    private static readonly ConditionalWeakTable<TemplateModel, PolicyHolders> Known = new();

    private PolicyHolders(TemplateModel template)
    {
        Connectors = [.. template.Resources.Where(static x => x.Type == IamTypes.Connector || x.Body["Connectors"] is not null)];
        ResourcePolicies = [.. template.Resources.Where(static x => Iam.ResourcePolicies.Carriers.ContainsKey(x.Type))];
    }

    /// <summary>Connectors, and resources with connectors inside, in source order.</summary>
    public TemplateResource[] Connectors { get; }

    /// <summary>Resources that carry the policy of a target, in source order.</summary>
    public TemplateResource[] ResourcePolicies { get; }

    /// <summary>Those of a template.</summary>
    public static PolicyHolders Of(TemplateModel template) => Known.GetValue(template, static x => new PolicyHolders(x));
}
