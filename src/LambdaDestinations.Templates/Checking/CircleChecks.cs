using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// Destinations that wait for their function, where the function waits for its destination too: SAM grants in the role, for which the
/// function waits. What is conditional or computed is left out.
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
            || _order.PathTo(target, function.LogicalId) is not { } back
            || _order.PathTo(function.LogicalId, target) is not { } there)
        {
            return null;
        }

        bool isOfSam = use is { Mapping: null, Configuration.IsSam: true };
        return use.Report(
            ConfigurationRules.Circle,
            null,
            function.LogicalId,
            target,
            string.Join(" -> ", there.Concat(back.Skip(1))),
            isOfSam ? "write an AWS::Lambda::EventInvokeConfig instead, and an AWS::IAM::Policy for what the role needs" : ConfigurationRules.NameByArn);
    }
}
