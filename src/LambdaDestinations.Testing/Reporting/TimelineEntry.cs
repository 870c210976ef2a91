using System;

namespace LambdaDestinations.Testing;

/// <summary>What happened at a point of the timeline.</summary>
public enum TimelineEntryKind
{
    /// <summary>An event entered a function's queue.</summary>
    Accepted,

    /// <summary>An attempt succeeded.</summary>
    Succeeded,

    /// <summary>An attempt ended with a function error.</summary>
    Failed,

    /// <summary>An attempt timed out.</summary>
    TimedOut,

    /// <summary>No concurrency was left: the event went back to the queue.</summary>
    Throttled,

    /// <summary>A fault of the service: the event went back to the queue.</summary>
    SystemError,

    /// <summary>An event failed for good, or a mapping discarded a batch.</summary>
    GaveUp,

    /// <summary>A record or a message was delivered.</summary>
    Delivered,

    /// <summary>A bare event was delivered to a dead-letter queue.</summary>
    DeadLettered,

    /// <summary>A delivery failed.</summary>
    DeliveryFailed,

    /// <summary>A message, a record of a stream or an object was put by the test or by a handler.</summary>
    Sent,

    /// <summary>A mapping passed a batch to its function.</summary>
    Batch,

    /// <summary>A mapping split a batch.</summary>
    Split,

    /// <summary>A queue moved a message to its redrive target.</summary>
    Redriven,

    /// <summary>A message or a record of a stream got too old for its source and is gone.</summary>
    Expired,

    /// <summary>A recursive loop was broken.</summary>
    Dropped,
}

/// <summary>One line of the timeline.</summary>
/// <param name="Time">Virtual time.</param>
/// <param name="Kind">What happened.</param>
/// <param name="From">Where it happened, or where the message came from.</param>
/// <param name="To">Where the message went; empty when nothing moved.</param>
/// <param name="Text">Details for a reader.</param>
/// <param name="RequestId">The request id, when there is one; else empty.</param>
public readonly record struct TimelineEntry(DateTimeOffset Time, TimelineEntryKind Kind, string From, string To, string Text, string RequestId);
