using System.Collections.Generic;

namespace LambdaDestinations.Testing;

/// <summary>What an exploration tries, and what it demands.</summary>
public sealed record FaultExplorationOptions
{
    /// <summary>How many runs at most, the one without faults included: 1 or more. Single faults come first, then pairs.</summary>
    public int MaximumRuns { get; init; } = 1000;

    /// <summary>Whether pairs of faults are tried as far as the runs reach.</summary>
    public bool Pairs { get; init; } = true;

    /// <summary>
    /// Whether deliveries of AWS Lambda fail for good, too. Lambda does not try a failed delivery again, so a failure record that has nothing beside it (a dead-letter queue) is lost then.
    /// </summary>
    public bool IncludeOutages { get; init; }

    /// <summary>Queues, topics, buses, buckets and functions at which nothing may come more often than without faults, as who sends there claims to be idempotent.</summary>
    public IReadOnlyCollection<string> AtMostOnce { get; init; } = [];
}
