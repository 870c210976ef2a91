using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>A destination beside a dead-letter queue or another region, and what its carrier cannot hold.</summary>
internal static class OverlapChecks
{
    /// <summary>Checks one destination against the rest of its function's configuration.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template, DestinationUse use)
    {
        if (use is { Mapping: null, Function.Function: { } durable } && DurableFunctions.Is(template, durable) == true)
        {
            yield return use.Report(ConfigurationRules.IsDurable(durable.LogicalId));
        }

        if (use is { Mapping: null, Outcome: DestinationOutcome.Failure, Function: { } function })
        {
            foreach (Finding finding in CheckDeadLetter(use, function))
            {
                yield return finding;
            }
        }

        if (use is { Mapping: null, Outcome: DestinationOutcome.Success, Function: { } own } && DeadLetterAt(use, own) is { } deadLetter)
        {
            yield return use.Report(ConfigurationRules.GetsEventsAndRecords(TargetChecks.Name(deadLetter), own.Function.LogicalId), deadLetter.Span);
        }

        if (use.Outcome == DestinationOutcome.Failure && use.Target is { Type: DestinationTargetType.S3, Resource: { } bucket } && TemplateNodes.Text(bucket.Body["DeletionPolicy"]) == "Delete")
        {
            yield return use.Report(ConfigurationRules.IsDeletedWithStack(bucket.LogicalId, use.OwnerName));
        }

        if (use.Target is { Type: DestinationTargetType.Sqs, Resource.Properties: { } queue }
            && ConfigurationReader.Settings(template, queue, null, "MaximumMessageSize", default).FirstOrDefault(static x => x.Number < Limits.FormerQueueMessage) is { } limit)
        {
            yield return use.Report(ConfigurationRules.AcceptsLess(use.Target.Name!, limit.Number!.Value), limit.Span);
        }

        if (use is { Mapping: null, Handler: { } handler, Target.Type: DestinationTargetType.Sns })
        {
            string? large = new[] { handler.RequestType, use.Outcome == DestinationOutcome.Success ? handler.ResponseType : null }.FirstOrDefault(IsBinary);
            if (large is not null)
            {
                yield return use.Report(ConfigurationRules.MayExceedTopic(handler.Function.MethodName, large.Replace("global::", "")));
            }
        }
    }

    /// <summary>Retries and ages of asynchronous invocations at a durable function (AWS Lambda Developer Guide, "Durable functions best practices").</summary>
    public static IEnumerable<Finding> CheckRetries(TemplateModel template, FunctionConfiguration function) => DurableFunctions.Is(template, function.Function) != true ? []
        : function.Async.SelectMany(x => x.MaximumRetryAttempts.Where(static y => y.Number is not (null or 0)).Select(y => (Name: "MaximumRetryAttempts", y.Span))
                .Concat(x.MaximumEventAgeInSeconds.Select(static y => (Name: "MaximumEventAgeInSeconds", y.Span))))
            .Select(x => new Finding(ConfigurationRules.MeansNothingForExecutions(function.Function.LogicalId, x.Name), x.Span));

    /// <summary>Literal ARNs of one function in several regions.</summary>
    public static IEnumerable<Finding> CheckRegions(IReadOnlyList<DestinationUse> uses)
    {
        List<(string Region, string Text, ConditionSet Conditions)> known = [];
        foreach (DestinationUse use in uses)
        {
            if (use.Target.Text is not { } text || ArnText.Split(text) is not { } arn || arn[3].Length == 0 || arn[3].IndexOf("${", StringComparison.Ordinal) >= 0)
            {
                continue;
            }

            // A template for several regions may choose by a condition.
            if (known.FirstOrDefault(x => x.Region != arn[3] && x.Conditions.IsCompatibleWith(use.Target.Conditions)) is { Text: not null } other)
            {
                yield return use.Report(DeclarationRules.IsInOtherRegion(text, arn[3], other.Text, other.Region), use.Configured is null ? null : use.Target.Span);
            }
            else
            {
                known.Add((arn[3], text, use.Target.Conditions));
            }
        }
    }

    /// <summary>The dead-letter queue that is the destination itself.</summary>
    private static DestinationTarget? DeadLetterAt(DestinationUse use, FunctionConfiguration function) => function.DeadLetters
        .Where(x => x.Conditions.IsCompatibleWith(use.Target.Conditions) && x.Node is not null)
        .SelectMany(static x => x.Targets)
        .FirstOrDefault(x => IsSame(x, use.Target));

    private static bool IsSame(DestinationTarget one, DestinationTarget other) =>
        one.Origin is TargetOrigin.Resource or TargetOrigin.Literal or TargetOrigin.Parameter && FlowGraph.IdOf(one) == FlowGraph.IdOf(other) && one.Conditions.IsCompatibleWith(other.Conditions);

    private static IEnumerable<Finding> CheckDeadLetter(DestinationUse use, FunctionConfiguration function)
    {
        foreach (DeadLetterConfiguration deadLetter in function.DeadLetters)
        {
            if (!deadLetter.Conditions.IsCompatibleWith(use.Target.Conditions) || deadLetter.Node is null)
            {
                continue;
            }

            DestinationTarget? same = deadLetter.Targets.FirstOrDefault(x => IsSame(x, use.Target));
            yield return same is null
                ? use.Report(ConfigurationRules.FailsTwice(function.Function.LogicalId), deadLetter.Span)
                : use.Report(ConfigurationRules.GetsTwoFormats(TargetChecks.Name(same), function.Function.LogicalId), same.Span);
        }
    }

    private static bool IsBinary(string? type) =>
        type is not null && (type.IndexOf("byte[]", StringComparison.Ordinal) >= 0 || type.IndexOf("Memory<byte>", StringComparison.Ordinal) >= 0 || type.EndsWith("Stream", StringComparison.Ordinal) && type.StartsWith("global::System.IO.", StringComparison.Ordinal));
}
