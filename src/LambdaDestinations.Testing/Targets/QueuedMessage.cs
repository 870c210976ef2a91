using System;
using System.Runtime.CompilerServices;
using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing.Targets;

/// <summary>A message in a queue.</summary>
internal sealed record QueuedMessage(CapturedMessage Message, Lineage? Lineage)
{
    /// <summary>The chain of functions that led to it.</summary>
    internal Lineage? Lineage { get; set; } = Lineage;

    /// <summary>How often it was received.</summary>
    internal int ReceiveCount { get; set; }

    internal DateTimeOffset? FirstReceivedAt { get; set; }

    /// <summary>When it is visible, in ticks.</summary>
    internal long VisibleAt { get; set; }

    /// <summary>The message group; empty in a standard queue.</summary>
    internal string Group { get; init; } = string.Empty;

    /// <summary>The deduplication id; null in a standard queue.</summary>
    internal string? DeduplicationId { get; init; }

    /// <summary>Its place in the order of arrival.</summary>
    internal long Sequence { get; set; }

    /// <summary>The ARN of the queue that moved it here; null when it was sent here.</summary>
    internal string? Source { get; init; }

    public bool Equals(QueuedMessage? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
