using System;
using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Testing;

/// <summary>How an event rule delivers to its target (Amazon EventBridge API Reference, <c>Target</c>).</summary>
public sealed record EventRuleSettings
{
    /// <summary>The rule's name, of which its ARN is made; null for one that the bus gives.</summary>
    public string? Name { get; init; }

    /// <summary>Retries of a delivery that fails: 0–185. The default is 185.</summary>
    public int MaximumRetryAttempts { get; init; } = Limits.MaximumDeliveryRetries;

    /// <summary>How old an event gets before its retries end: 60–86400 s. The default is 86400 s.</summary>
    public int MaximumEventAgeInSeconds { get; init; } = Limits.DefaultDeliveryAge;

    /// <summary>The standard queue that gets what cannot be delivered; null for none: then it is lost.</summary>
    public TestQueue? DeadLetterQueue { get; init; }

    /// <summary>The message group of a FIFO queue that is the target; null for none: then a FIFO queue takes nothing.</summary>
    public string? MessageGroupId { get; init; }

    /// <exception cref="ArgumentException">EventBridge would refuse the settings.</exception>
    internal void Validate()
    {
        if (MaximumRetryAttempts is < 0 or > Limits.MaximumDeliveryRetries)
        {
            throw new ArgumentException($"MaximumRetryAttempts of an event rule must lie between 0 and {Limits.MaximumDeliveryRetries}.");
        }

        if (MaximumEventAgeInSeconds is < Limits.MinimumDeliveryAge or > Limits.DefaultDeliveryAge)
        {
            throw new ArgumentException(
                $"MaximumEventAgeInSeconds of an event rule must lie between {Limits.MinimumDeliveryAge} and {Limits.DefaultDeliveryAge}.");
        }

        if (DeadLetterQueue is { Settings.Fifo: true })
        {
            throw new ArgumentException($"The dead-letter queue '{DeadLetterQueue.Name}' of an event rule must be a standard queue.");
        }
    }
}
