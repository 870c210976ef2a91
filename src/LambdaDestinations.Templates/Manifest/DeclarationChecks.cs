using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Manifest;

/// <summary>What can be said of a handler's attributes without any template.</summary>
internal static class DeclarationChecks
{
    /// <summary>Checks one handler.</summary>
    public static IEnumerable<Finding> Check(HandlerModel handler)
    {
        Finding At(Rule rule, int index, params string[] arguments) =>
            new(rule, new EquatableArray<string>(arguments), null, new AttributeAnchor(handler.Function.TypeName, handler.Function.MethodName, index));

        if (handler.MaximumRetryAttempts is < 0 or > 2)
        {
            yield return At(DeclarationRules.RetryAttemptsRange, -1, Text(handler.MaximumRetryAttempts.Value), "0", "2");
        }

        if (handler.MaximumEventAgeInSeconds is { } age)
        {
            if (age is < 60 or > 21600)
            {
                yield return At(DeclarationRules.EventAgeRange, -1, "MaximumEventAgeInSeconds", Text(age), "60 to 21600 seconds");
            }
            else
            {
                // AWS checks the age ahead of each retry; a retry is due after 60, the next after another 120 seconds.
                int retries = handler.MaximumRetryAttempts ?? 2;
                int possible = age <= 60 ? 0 : age <= 180 ? 1 : 2;
                if (retries is >= 0 and <= 2 && retries > possible && (handler.MaximumRetryAttempts is not null || possible == 0))
                {
                    yield return At(DeclarationRules.RetriesNeverRun, -1, Text(age), Text(possible), Text(retries));
                }
            }
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < handler.Destinations.Count; i++)
        {
            DestinationModel destination = handler.Destinations[i];
            if (!seen.Add($"{destination.Outcome}/{destination.EventSource}"))
            {
                yield return At(DeclarationRules.DuplicateDestination, i, (destination.Outcome == DestinationOutcome.Success ? "success" : "failure") + (destination.EventSource is { } source ? $" of '{source}'" : ""));
            }

            if (!Enum.IsDefined(typeof(DestinationTargetType), destination.TargetType))
            {
                yield return At(DeclarationRules.UnknownType, i, destination.TargetType.ToString());
                continue;
            }

            if (destination is { Outcome: DestinationOutcome.Success, TargetType: DestinationTargetType.S3 })
            {
                yield return At(DeclarationRules.S3OnSuccess, i, destination.Target ?? "S3");
            }

            if (destination is { Outcome: DestinationOutcome.Success, TargetType: DestinationTargetType.Kafka })
            {
                yield return At(DeclarationRules.KafkaOnAsynchronous, i);
            }

            foreach (Finding finding in CheckTarget(destination, (rule, arguments) => At(rule, i, arguments)))
            {
                yield return finding;
            }

            if (destination.MaximumRetryAttempts is < -1 or > 10000)
            {
                yield return At(DeclarationRules.RetryAttemptsRange, i, Text(destination.MaximumRetryAttempts.Value), "-1", "10000");
            }

            if (destination.MaximumRecordAgeInSeconds is { } recordAge && recordAge is not (-1 or (>= 60 and <= 604800)))
            {
                yield return At(DeclarationRules.EventAgeRange, i, "MaximumRecordAgeInSeconds", Text(recordAge), "-1 or 60 to 604800 seconds");
            }
        }
    }

    private static IEnumerable<Finding> CheckTarget(DestinationModel destination, Func<Rule, string[], Finding> at)
    {
        if (destination.TargetFunction is not null)
        {
            yield break;
        }

        if (destination.Target is not { } target)
        {
            if (AwsTargets.CreatedResourceType(destination.TargetType) is null)
            {
                yield return at(DeclarationRules.TargetRequired, [destination.TargetType.ToString()]);
            }

            yield break;
        }

        if (target.StartsWith("@", StringComparison.Ordinal))
        {
            if (!IsLogicalId(target.Substring(1)))
            {
                yield return at(DeclarationRules.MalformedTarget, [target, "a logical id has letters and digits only"]);
            }

            yield break;
        }

        if (destination.TargetType == DestinationTargetType.Kafka)
        {
            if (!target.StartsWith("kafka://", StringComparison.Ordinal) || target.Length == "kafka://".Length)
            {
                yield return at(DeclarationRules.MalformedTarget, [target, "a Kafka topic is written kafka://topic"]);
            }

            yield break;
        }

        if (!AwsTargets.IsArn(target))
        {
            yield return at(DeclarationRules.MalformedTarget, [target, "write \"@LogicalId\" for a resource or parameter of the template, or a whole ARN"]);
        }
        else if (AwsTargets.FromArn(target) is var type && type != destination.TargetType)
        {
            yield return at(DeclarationRules.TargetTypeMismatch, [destination.TargetType.ToString(), target, type is { } known ? AwsTargets.InWords(known) : "no possible destination"]);
        }
        else if (type is DestinationTargetType.Sqs or DestinationTargetType.Sns && target.EndsWith(".fifo", StringComparison.Ordinal))
        {
            yield return at(DeclarationRules.Fifo, [target, type == DestinationTargetType.Sqs ? "queue" : "topic"]);
        }
    }

    /// <summary>Whether a text can be a logical id: letters and digits (AWS CloudFormation User Guide, "Resources").</summary>
    internal static bool IsLogicalId(string text) => text.Length > 0 && text.All(IsOfLogicalId);

    /// <summary>Whether a character can stand in a logical id.</summary>
    internal static bool IsOfLogicalId(char character) => character is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
