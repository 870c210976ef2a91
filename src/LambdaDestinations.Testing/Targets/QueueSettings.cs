using System;
using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Testing;

/// <summary>The attributes of a queue (Amazon SQS API Reference, <c>SetQueueAttributes</c>).</summary>
public sealed record QueueSettings
{
    /// <summary>The largest message in bytes: 1024–1048576. The default is 1048576.</summary>
    public int MaximumMessageSize { get; init; } = Limits.QueueMessage;

    /// <summary>How long a received message stays hidden: 0–43200 s. The default is 30 s.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a message is kept: 60 s–14 days. The default is 4 days.</summary>
    public TimeSpan MessageRetentionPeriod { get; init; } = TimeSpan.FromDays(4);

    /// <summary>The redrive policy's dead-letter queue; null for none.</summary>
    public TestQueue? RedriveTarget { get; init; }

    /// <summary>The redrive policy's limit of receives: 1–1000. Counts only with <see cref="RedriveTarget"/>.</summary>
    public int MaxReceiveCount { get; init; } = 10;

    /// <summary>True for a FIFO queue. AWS Lambda cannot deliver records to it, and every delivery fails; a mapping can read it.</summary>
    public bool Fifo { get; init; }

    /// <summary>Of a FIFO queue: true to take the digest of the body for the deduplication id where a message has none.</summary>
    public bool ContentBasedDeduplication { get; init; }

    internal void Validate()
    {
        if (MaximumMessageSize is < 1024 or > Limits.QueueMessage)
        {
            throw new ArgumentException("MaximumMessageSize must lie between 1024 and 1048576.");
        }

        if (VisibilityTimeout < TimeSpan.Zero || VisibilityTimeout > TimeSpan.FromHours(12))
        {
            throw new ArgumentException("VisibilityTimeout must lie between 0 and 43200 seconds.");
        }

        if (MessageRetentionPeriod < TimeSpan.FromMinutes(1) || MessageRetentionPeriod > TimeSpan.FromDays(14))
        {
            throw new ArgumentException("MessageRetentionPeriod must lie between 60 and 1209600 seconds.");
        }

        if (MaxReceiveCount is < 1 or > 1000)
        {
            throw new ArgumentException("MaxReceiveCount must lie between 1 and 1000.");
        }
    }
}
