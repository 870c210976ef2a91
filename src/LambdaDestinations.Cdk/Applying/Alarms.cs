using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using Constructs;
using LambdaDestinations.Cdk.Tree;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Cdk.Applying;

/// <summary>The alarms of an assembly: one for each metric that can tell of a failure, where none watches it already.</summary>
/// <param name="stage">The constructs.</param>
/// <param name="targets">Finds the topics.</param>
/// <param name="report">Takes what is wrong.</param>
/// <param name="alarms">What <c>[DestinationAlarms]</c> says.</param>
internal sealed class Alarms(StageConstructs stage, TargetLocator targets, ConstructReport report, AlarmsModel alarms)
{
    private readonly Lazy<CfnAlarm[]> _written = new(() => [.. stage.OfType<CfnAlarm>()]);
    private readonly HashSet<ITopic> _topics = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes the alarms of one function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="handlers">Its handlers.</param>
    /// <param name="destinations">Their destinations.</param>
    /// <param name="rules">The event rules that were made for them.</param>
    public void Write(
        FunctionConstruct function,
        IReadOnlyList<BoundHandler> handlers,
        IReadOnlyList<BoundDestination> destinations,
        IEnumerable<(BoundDestination Destination, Amazon.CDK.AWS.Events.Rule Rule)> rules)
    {
        Finding[] problems = [.. alarms.Check()];
        foreach (Finding finding in problems)
        {
            report.Add(function.Stack, finding, null);
        }

        bool isConcerned = destinations.Count > 0 || handlers.Any(static x => x.Handler.DeadLetter is not null);
        if (!isConcerned || Array.Exists(problems, static x => x.Severity == RuleSeverity.Error) || Topics(function) is not { Length: > 0 } topics)
        {
            return;
        }

        IEnumerable<AlarmMetric> ofFunction = AlarmMetric.OfFunction(
            sendsRecords: destinations.Any(static x => !x.IsDurable),
            takesEvents: destinations.Any(static x => x.Mapping is null) || handlers.Any(static x => x.Handler.DeadLetter is not null),
            hasDeadLetters: function.Resource.DeadLetterConfig is not null,
            isDurable: handlers.Any(static x => x.Handler.IsDurable));
        foreach (AlarmMetric metric in ofFunction)
        {
            Write(function.Function, function.Name, metric, function.Resource.Ref, topics);
        }

        foreach ((BoundDestination destination, Amazon.CDK.AWS.Events.Rule rule) in rules)
        {
            foreach (AlarmMetric metric in AlarmMetric.OfRule(destination.Bound.Handler.Delivery?.DeadLetterQueue is not null))
            {
                Write(rule, $"{function.Name}/{rule.Node.Id}", metric, rule.RuleName, topics);
            }
        }

        foreach (Queue queue in destinations.Where(static x => x.IsCreatedFailureQueue).Select(static x => x.Target!.Construct).OfType<Queue>())
        {
            foreach (AlarmMetric metric in AlarmMetric.OfFailureQueue)
            {
                Write(queue, queue.Node.Path, metric, queue.QueueName, topics);
            }
        }
    }

    /// <summary>
    /// Lets alarms publish to topics that have a policy, once all else is made: without one a topic lets the services of its account publish (Amazon SNS
    /// Developer Guide, the default policy).
    /// </summary>
    public void Finish()
    {
        foreach (ITopic topic in _topics.Where(static x => x.Node.TryFindChild("Policy") is TopicPolicy))
        {
            topic.GrantPublish(new ServicePrincipal(AlarmText.Principal, new ServicePrincipalOpts
            {
                Conditions = new Dictionary<string, object>
                {
                    ["ArnLike"] = new Dictionary<string, object>
                    {
                        ["aws:SourceArn"] = topic.Stack.FormatArn(new ArnComponents
                        {
                            Service = "cloudwatch",
                            Resource = "alarm",
                            ResourceName = "*",
                            ArnFormat = Amazon.CDK.ArnFormat.COLON_RESOURCE_NAME,
                        }),
                    },
                },
            }));
        }
    }

    private ITopic[] Topics(FunctionConstruct function)
    {
        List<ITopic> topics = [];
        foreach (string name in alarms.Topics.Distinct(StringComparer.Ordinal))
        {
            if (AlarmsModel.NameOf(name) is not { } id)
            {
                topics.Add(new Target(DestinationTargetType.Sns, name, name, null).AsTopic(function.Function));
            }
            else if (targets.Find(function, id, DestinationTargetType.Sns, out RuleMessage? problem) is { } found)
            {
                topics.Add(found.AsTopic(function.Function));
            }
            else
            {
                report.Error(function.Stack, problem!.Value, null);
            }
        }

        return [.. topics];
    }

    private void Write(Construct scope, string path, AlarmMetric metric, string watched, ITopic[] topics)
    {
        string id = metric.Name + "Alarm";
        if (scope.Node.TryFindChild(id) is not null || IsWatched(scope, metric, watched))
        {
            return;
        }

        Alarm alarm = new(scope, id, new AlarmProps
        {
            AlarmDescription = $"{metric.Description} {path}",
            Metric = new Metric(new MetricProps
            {
                Namespace = metric.Namespace,
                MetricName = metric.Name,
                DimensionsMap = new Dictionary<string, string> { [metric.Dimension] = watched },
                Statistic = metric.Statistic,
                Period = Duration.Seconds(alarms.Period),
            }),
            EvaluationPeriods = 1,
            Threshold = alarms.ThresholdOf(metric),
            ComparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        alarm.AddAlarmAction([.. topics.Select(static x => new SnsAction(x))]);
        _topics.UnionWith(topics);
    }

    /// <summary>Whether an alarm of the app watches a metric.</summary>
    private bool IsWatched(Construct scope, AlarmMetric metric, string watched)
    {
        foreach (CfnAlarm alarm in _written.Value)
        {
            if (alarm.Namespace == metric.Namespace
                && alarm.MetricName == metric.Name
                && ResolvedValue.Of(alarm.Stack, alarm.Dimensions) is { Items: [var only] }
                && Stack.Of(scope) is var owner
                && stage.IsSame(alarm, only["value"], owner, ResolvedValue.Of(owner, watched)!))
            {
                return true;
            }
        }

        return false;
    }
}
