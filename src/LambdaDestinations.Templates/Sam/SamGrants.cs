using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Sam;

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
            .SelectMany(x => Grant(function, AsynchronousActions(x.Type?.Text), x.Targets, $"{path}.EventInvokeConfig.DestinationConfig.On{x.Outcome}"))
            .Concat(configuration.DeadLetters.SelectMany(x => Grant(function, EventSourceActions(x.Type?.Text is "S3" ? null : x.Type?.Text), x.Targets, path + ".DeadLetterQueue")))
            .Concat(configuration.Mappings.Where(static x => x.Source.IsSamEvent).SelectMany(x => x.Destinations.Where(static y => y.Outcome == DestinationOutcome.Failure)
                .SelectMany(y => Grant(function, EventSourceActions(y.Type?.Text), y.Targets, $"Resources.{function.LogicalId}.{x.Source.Path}.DestinationConfig.OnFailure"))));
    }

    private static string[] AsynchronousActions(string? type) => type switch
    {
        "SQS" => ["sqs:sendmessage"],
        "SNS" => ["sns:publish"],
        "Lambda" => ["lambda:invokefunction"],
        "EventBridge" => ["events:putevents"],
        "S3Bucket" => ["s3:putobject", "s3:listbucket"],
        _ => [],
    };

    private static string[] EventSourceActions(string? type) => type switch
    {
        "SQS" => ["sqs:sendmessage"],
        "SNS" => ["sns:publish"],
        "S3" => ["s3:putobject", "s3:listbucket"],
        _ => [],
    };

    private IEnumerable<PolicyStatement> Grant(TemplateResource function, string[] actions, IEnumerable<DestinationTarget> targets, string path) =>
        targets.Where(static x => x.Origin != TargetOrigin.CreatedBySam).SelectMany(target => actions.Select(action =>
        {
            SymbolicText resource = interpreter.Text(target.Value);
            return new PolicyStatement(
                new StatementPlace(path, target.Span, function),
                false,
                [SymbolicText.Of(action)],
                [action == "s3:putobject" ? SymbolicText.Concat(resource, SymbolicText.Of("/*")) : resource],
                interpreter.Scope.Holds(target.Conditions),
                isGrantedForDestination: path.IndexOf("DestinationConfig", StringComparison.Ordinal) >= 0);
        }));
}
