using System;
using System.Collections.Generic;

namespace LambdaDestinations;

/// <summary>
/// Lets the build write a CloudWatch alarm for each way in which an event or a record of this assembly's functions can get lost, and for each queue that it
/// creates for failures.
/// </summary>
/// <remarks>
/// For each function with a destination: <c>DestinationDeliveryFailures</c>, <c>AsyncEventsDropped</c> where it has one for asynchronous invocations, and
/// <c>DeadLetterErrors</c> where it has a dead-letter queue. For each durable function: <c>DurableExecutionFailed</c> and <c>DurableExecutionTimedOut</c>, and
/// what EventBridge could not deliver. For each created failure queue: <c>NumberOfMessagesSent</c>, which rises although a consumer drains the queue, and
/// <c>ApproximateAgeOfOldestMessage</c>. An alarm for the same metric that stands in the template already counts. Sources: AWS Lambda Developer Guide, "Types of
/// metrics for Lambda functions"; Amazon SQS Developer Guide, "Available CloudWatch metrics"; Amazon CloudWatch API Reference, <c>PutMetricAlarm</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = false, Inherited = false)]
public sealed class DestinationAlarmsAttribute : Attribute
{
    private readonly string[] _topics;

    /// <summary>Asks for alarms.</summary>
    /// <param name="topics">
    /// One to five topics that are told: each <c>"@LogicalId"</c> of a topic or parameter of the template, or the ARN of an SNS topic.
    /// </param>
    public DestinationAlarmsAttribute(params string[] topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        _topics = [.. topics];
    }

    /// <summary>The topics that are told, as given.</summary>
    public IReadOnlyList<string> Topics => _topics;

    /// <summary>How many lost events, undelivered records or failed executions of one kind within a period raise an alarm: 1 or more. Not set: 1.</summary>
    public int Failures { get; set; }

    /// <summary>How many messages that reach a created failure queue within a period raise an alarm: 1 or more. Not set: 1.</summary>
    public int Messages { get; set; }

    /// <summary>The age in seconds at which the oldest message of a created failure queue raises an alarm: 60 to 1,209,600 (14 days). Not set: 3,600.</summary>
    public int MessageAgeInSeconds { get; set; }

    /// <summary>The period in seconds over which an alarm counts: 60 to 86,400, a multiple of 60. Not set: 300.</summary>
    public int PeriodInSeconds { get; set; }
}
