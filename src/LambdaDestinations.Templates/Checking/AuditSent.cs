using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>What a function sends to one target.</summary>
/// <param name="Word">What it is: <c>failure record</c>.</param>
/// <param name="IsSuccess">Whether it tells of a success.</param>
/// <param name="IsDeadLetter">Whether it is the bare event.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="Destination">The setting; <see langword="null"/> for a dead-letter queue.</param>
internal sealed record AuditSent(string Word, bool IsSuccess, bool IsDeadLetter, DestinationTarget Target, ConfiguredDestination? Destination)
{
    private const long Mebibyte = 1_048_576;

    /// <summary>The version or alias whose settings send it; <see langword="null"/> when it is not known, and for a dead letter.</summary>
    public string? Qualifier { get; init; }

    /// <summary>What the asynchronous settings and the dead-letter queue of a function send, for a qualifier.</summary>
    public static IReadOnlyList<AuditSent> OfFunction(FunctionConfiguration function, string? qualifier) =>
    [
        .. ConfigsOf(function, qualifier).SelectMany(static config => config.Destinations.SelectMany(x => x.Targets.Select(y =>
            new AuditSent(x.Outcome == DestinationOutcome.Success ? "success record" : "failure record", x.Outcome == DestinationOutcome.Success, false, y, x) { Qualifier = config.Qualifier }))),
        .. function.DeadLetters.SelectMany(static x => x.Targets).Select(static x => new AuditSent("dead letter", false, true, x, null)),
    ];

    /// <summary>The asynchronous settings that hold for a qualifier, as far as it is known.</summary>
    public static IEnumerable<AsyncConfiguration> ConfigsOf(FunctionConfiguration function, string? qualifier) => function.Async.Where(x => !AuditFacts.Differ(x.Qualifier, qualifier));

    /// <summary>The kind of target; where the template does not tell, what SAM's <c>Type</c> says.</summary>
    public DestinationTargetType? Kind => Target.Type ?? AwsTargets.FromSamType(Destination?.Type?.Text, isEvent: false);

    /// <summary>What happens when it is too large for its target; <see langword="null"/> when it cannot be.</summary>
    public AuditAnswer? TooLarge(TemplateModel template)
    {
        long? limit = Kind switch
        {
            DestinationTargetType.Sns => Limits.TopicMessage,
            DestinationTargetType.Sqs => AuditFacts.Number(template, Target.Resource, "MaximumMessageSize", Limits.QueueMessage) ?? Limits.QueueMessage,
            DestinationTargetType.EventBridge => Limits.EventBridgeEntry,
            DestinationTargetType.Lambda => Limits.AsynchronousPayload,
            _ => null,
        };
        // An event that was accepted has at most 1 MiB.
        if (limit is not { } bytes || (IsDeadLetter && bytes >= Limits.AsynchronousPayload))
        {
            return null;
        }

        string size = bytes % Mebibyte == 0 ? $"{bytes / Mebibyte} MiB" : $"{bytes / 1024} KiB";
        return Kind == DestinationTargetType.Sns && !IsDeadLetter
            ? new AuditAnswer(AuditAnswerKind.Delivered, $"{Word} above {size}: payload dropped")
            : new AuditAnswer(AuditAnswerKind.Lost, $"{Word} above {size}: lost");
    }

    /// <summary>What the role surely may not do, in some deployments at least; <see langword="null"/> when it may, or that is not known.</summary>
    public static AuditRefusal? Denied(
        TemplateModel template, PermissionEvaluator evaluator, FunctionConfiguration function, DestinationTarget target, ConfiguredDestination? destination, ConditionSet when)
    {
        foreach (PermissionUse use in PermissionUse.Of(template, function).Where(x => x.IsPossible && ReferenceEquals(x.Destination, destination) && x.Target.Span == target.Span && x.Target.Conditions == target.Conditions))
        {
            foreach (RequiredGrant grant in RequiredGrant.ForTarget(use.Kind!.Value, use.Target.Value))
            {
                if (evaluator.FindGap(function.Function, grant, use.Conditions.And(when)) is { } gap)
                {
                    return new AuditRefusal($"the role of {function.Function.LogicalId} may not call {grant.Action} on {use.Target.Name ?? use.Target.Text}", gap.Where);
                }
            }
        }

        return null;
    }
}
