using System;

namespace LambdaDestinations;

/// <summary>How EventBridge delivers the outcomes of a durable function to their destinations: retry policy and dead-letter queue of the event rules.</summary>
/// <remarks>
/// Lambda sends no destination records for durable functions. The build writes an event rule for each outcome instead, on the default bus. Source: Amazon
/// EventBridge API Reference, <c>Target</c>. What is not set keeps AWS's default. The attribute means nothing for other functions.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public sealed class DurableDeliveryAttribute : Attribute
{
    /// <summary>Retries of a delivery that fails: 0 to 185. AWS's default is 185.</summary>
    public int MaximumRetryAttempts { get; set; }

    /// <summary>How long EventBridge retries, in seconds: 60 to 86,400. AWS's default is 86,400 (a day).</summary>
    public int MaximumEventAgeInSeconds { get; set; }

    /// <summary>
    /// Where an outcome goes that cannot be delivered: <c>"@LogicalId"</c> of an SQS queue or parameter of the template, or the ARN of a standard queue. Not
    /// set: it is lost.
    /// </summary>
    public string? DeadLetterQueue { get; set; }
}
