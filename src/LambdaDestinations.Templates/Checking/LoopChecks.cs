using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Records that come back to the function that sent them.</summary>
internal static class LoopChecks
{
    /// <summary>Checks one destination of asynchronous invocations.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template, DestinationUse use)
    {
        if (use is not { Mapping: null, Function: { } function })
        {
            yield break;
        }

        RecordPaths paths = RecordPaths.Of(template, function.Function.LogicalId, use.Qualifier, use.Outcome, use.Target);
        if (paths.Loop is { Count: 2 } direct && use.Target.Type == DestinationTargetType.S3)
        {
            yield return use.Report(ConfigurationRules.BucketInvokesAgain(function.Function.LogicalId, direct[0]));
        }
        else if (paths.Loop is [var bucket, FlowGraph.DefaultBus, var rule, ..] && use.Target.Type == DestinationTargetType.S3)
        {
            yield return use.Report(ConfigurationRules.BucketEventsInvokeAgain(function.Function.LogicalId, bucket, rule.Substring(rule.LastIndexOf('/') + 1)));
        }
        else if (paths.Loop is { } loop)
        {
            yield return use.Report(ConfigurationRules.ComesBack(function.Function.LogicalId, loop.Prepend(function.Function.LogicalId)));
        }

        if (paths.PolledQueue is { } queue)
        {
            yield return use.Report(ConfigurationRules.PollsItsQueue(function.Function.LogicalId, queue));
        }
    }
}
