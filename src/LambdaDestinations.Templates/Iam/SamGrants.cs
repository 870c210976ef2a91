using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// What SAM grants by itself in the role that it makes (SAM translator, <c>sam_resources.py</c>, <c>pull.py</c>): by the
/// <c>Type</c> of a destination, whatever the ARN says, on the destination as it is written. Never anything for a key.
/// </summary>
internal sealed class SamGrants(TemplateModel template, Interpreter interpreter)
{
    /// <summary>The grants for a function.</summary>
    public IEnumerable<PolicyStatement> Of(TemplateResource function)
    {
        FunctionConfiguration configuration = DestinationConfiguration.Of(template).Of(function);
        string path = $"Resources.{function.LogicalId}.Properties";
        return configuration.Async.Where(static x => x.IsSam)
            .SelectMany(static x => x.Destinations)
            .SelectMany(x => Grant(function, AwsTargets.FromSamType(x.Type?.Text, isEvent: false), x.Targets, $"{path}.EventInvokeConfig.DestinationConfig.On{x.Outcome}"))
            .Concat(configuration.DeadLetters.SelectMany(x => Grant(function, x.Type?.Text is "SQS" or "SNS" ? AwsTargets.FromSamType(x.Type.Text, isEvent: true) : null, x.Targets, path + ".DeadLetterQueue")))
            .Concat(configuration.Mappings.Where(static x => x.Source.IsSamEvent).SelectMany(x => x.Destinations.Where(static y => y.Outcome == DestinationOutcome.Failure)
                .SelectMany(y => Grant(function, AwsTargets.FromSamType(y.Type?.Text, isEvent: true), y.Targets, $"Resources.{function.LogicalId}.{x.Source.Path}.DestinationConfig.OnFailure"))));
    }

    private IEnumerable<PolicyStatement> Grant(TemplateResource function, DestinationTargetType? type, IEnumerable<DestinationTarget> targets, string path) =>
        type is not { } known ? [] : targets.Where(static x => x.Origin != TargetOrigin.CreatedBySam).SelectMany(target => RequiredGrant.ForTarget(known, target.Value).Select(grant =>
        {
            SymbolicText resource = interpreter.Text(target.Value);
            return new PolicyStatement(
                new StatementPlace(path, target.Span, function),
                false,
                [SymbolicText.Of(grant.Action.ToLowerInvariant())],
                [grant.IsOnObjects ? SymbolicText.Concat(resource, SymbolicText.Of("/*")) : resource],
                isGrantedForDestination: path.IndexOf("DestinationConfig", StringComparison.Ordinal) >= 0,
                when: target.Conditions);
        }));
}
