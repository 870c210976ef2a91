using System.Collections.Generic;

namespace LambdaDestinations.Templates.Aws;

/// <summary>A metric of CloudWatch that tells of lost events, undelivered records or waiting failures.</summary>
/// <param name="Namespace">The service's namespace: <c>AWS/Lambda</c>.</param>
/// <param name="Name">The metric.</param>
/// <param name="Dimension">The only dimension: what names the function, rule or queue.</param>
/// <param name="Description">What has happened when the alarm rises, ahead of the name of the function, rule or queue.</param>
/// <param name="Statistic"><c>Sum</c>, or <c>Maximum</c> for an age.</param>
internal sealed record AlarmMetric(string Namespace, string Name, string Dimension, string Description, string Statistic = "Sum")
{
    private const string Lambda = "AWS/Lambda";
    private const string Events = "AWS/Events";
    private const string Sqs = "AWS/SQS";
    private const string Function = "FunctionName";
    private const string Rule = "RuleName";
    private const string Queue = "QueueName";

    /// <summary>
    /// A record did not reach its destination, of asynchronous invocations or of a mapping (AWS Lambda Developer Guide, "Types of metrics for Lambda functions").
    /// </summary>
    public static readonly AlarmMetric DeliveryFailures =
        new(Lambda, "DestinationDeliveryFailures", Function, "Lambda could not deliver records to the destinations of");

    /// <summary>An asynchronous event failed for good or grew too old, whether or not something received it afterwards (the same).</summary>
    public static readonly AlarmMetric EventsDropped = new(Lambda, "AsyncEventsDropped", Function, "Lambda gave up asynchronous events of");

    /// <summary>An event did not reach the dead-letter queue (the same).</summary>
    public static readonly AlarmMetric DeadLetterErrors = new(Lambda, "DeadLetterErrors", Function, "Lambda could not send events to the dead-letter queue of");

    /// <summary>A durable execution failed (AWS Lambda Developer Guide, "Monitoring durable functions").</summary>
    public static readonly AlarmMetric ExecutionFailed = new(Lambda, "DurableExecutionFailed", Function, "Durable executions failed, of");

    /// <summary>The time of a durable execution was over (the same).</summary>
    public static readonly AlarmMetric ExecutionTimedOut = new(Lambda, "DurableExecutionTimedOut", Function, "Durable executions timed out, of");

    /// <summary>EventBridge gave up an event; <c>RuleName</c> alone means the default bus (Amazon EventBridge User Guide, "Monitoring Amazon EventBridge").</summary>
    public static readonly AlarmMetric RuleFailures = new(Events, "FailedInvocations", Rule, "EventBridge could not deliver outcomes by rule");

    /// <summary>EventBridge sent an event that it gave up to the rule's dead-letter queue (the same).</summary>
    public static readonly AlarmMetric RuleDeadLetters =
        new(Events, "InvocationsSentToDlq", Rule, "EventBridge sent outcomes to the dead-letter queue of rule");

    /// <summary>Not even the rule's dead-letter queue took it (the same).</summary>
    public static readonly AlarmMetric RuleDeadLetterErrors =
        new(Events, "InvocationsFailedToBeSentToDlq", Rule, "EventBridge could not send outcomes to the dead-letter queue of rule");

    /// <summary>A message arrived, whether or not somebody took it (Amazon SQS Developer Guide, "Available CloudWatch metrics").</summary>
    public static readonly AlarmMetric MessagesSent = new(Sqs, "NumberOfMessagesSent", Queue, "Failures arrived in queue");

    /// <summary>How long the oldest message waits, in seconds (the same).</summary>
    public static readonly AlarmMetric MessageAge = new(Sqs, "ApproximateAgeOfOldestMessage", Queue, "Failures wait too long in queue", "Maximum");

    /// <summary>What can tell of failures in a queue that is created for them.</summary>
    public static IReadOnlyList<AlarmMetric> OfFailureQueue { get; } = [MessagesSent, MessageAge];

    /// <summary>What can tell of a failure of a function.</summary>
    /// <param name="sendsRecords">Whether it has a destination to which Lambda sends records.</param>
    /// <param name="takesEvents">Whether it has a destination of asynchronous invocations, or a dead-letter queue by attribute.</param>
    /// <param name="hasDeadLetters">Whether it has a dead-letter queue.</param>
    /// <param name="isDurable">Whether it is durable.</param>
    public static IEnumerable<AlarmMetric> OfFunction(bool sendsRecords, bool takesEvents, bool hasDeadLetters, bool isDurable)
    {
        (AlarmMetric Metric, bool CanBe)[] metrics =
        [
            (DeliveryFailures, sendsRecords),
            (EventsDropped, takesEvents),
            (DeadLetterErrors, hasDeadLetters),
            (ExecutionFailed, isDurable),
            (ExecutionTimedOut, isDurable),
        ];
        foreach ((AlarmMetric metric, bool canBe) in metrics)
        {
            if (canBe)
            {
                yield return metric;
            }
        }
    }

    /// <summary>What can tell of a failure of an event rule. What a dead-letter queue gets is counted there.</summary>
    /// <param name="hasDeadLetterQueue">Whether the rule has one.</param>
    public static IReadOnlyList<AlarmMetric> OfRule(bool hasDeadLetterQueue) => hasDeadLetterQueue ? [RuleDeadLetters, RuleDeadLetterErrors] : [RuleFailures];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AlarmMetric> All { get; } =
    [
        DeliveryFailures, EventsDropped, DeadLetterErrors, ExecutionFailed, ExecutionTimedOut,
        RuleFailures, RuleDeadLetters, RuleDeadLetterErrors, MessagesSent, MessageAge,
    ];
}
