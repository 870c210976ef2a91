using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// Destinations that wait for their function, where the function waits for them too, for the sake of the permission: SAM grants in the role that it
/// makes, and what is granted elsewhere may stand in a policy for which the function waits. What is conditional or computed is left out.
/// </summary>
internal sealed class CircleChecks(TemplateModel template)
{
    private readonly DependencyOrder _order = DependencyOrder.Certain(template);

    /// <summary>Checks one destination of the template.</summary>
    /// <returns>The finding; <see langword="null"/> when there is no circle.</returns>
    public Finding? Check(DestinationUse use)
    {
        if (use is not { Function.Function: { } function, Target: { Origin: TargetOrigin.Resource, Name: { } target } }
            || ReferenceEquals(use.Target.Function, function)
            || !MayWait(use.Target.Resource)
            || !_order.IsCircle(function.LogicalId, target)
            || _order.PathTo(target, function.LogicalId) is not { } back
            || PathTo(use, function, target) is not { } there)
        {
            return null;
        }

        IEnumerable<string> path = there.Concat(back.Skip(1));
        return use.Report(use is { Mapping: null, Configuration.IsSam: true }
            ? ConfigurationRules.WaitForEachOtherInSam(function.LogicalId, target, path)
            : ConfigurationRules.WaitForEachOther(function.LogicalId, target, path));
    }

    /// <summary>Most targets are queues that mention nothing: for them there is nothing to look for.</summary>
    private static bool MayWait(TemplateResource? target) => target is null or { Type: ResourceTypes.Bucket } || target.Properties is not null || target.Body["DependsOn"] is not null;

    /// <summary>How a function comes to wait for its destination; <see langword="null"/> when it does not, or for another reason than the permission.</summary>
    private IReadOnlyList<string>? PathTo(DestinationUse use, TemplateResource function, string target)
    {
        string role = SamNames.Role(function.LogicalId);
        bool isWrittenInSam = use.Configuration?.IsSam ?? use.Mapping?.Source.IsSamEvent ?? false;
        if (isWrittenInSam && _order.PathTo(function.LogicalId, role) is not null && _order.PathTo(role, target) is not null)
        {
            return [function.LogicalId, role, target];
        }

        return _order.PathTo(function.LogicalId, target) is [_, var next, ..] path && template.Find(next) is { } policy && PolicyReader.IsPolicy(policy) ? path : null;
    }
}
