using System;

namespace LambdaDestinations.Testing.Engine;

/// <summary>What a run is given at its start; each has a default.</summary>
internal sealed record EmulatorOptions
{
    internal AwsAccount Account { get; init; } = new("123456789012", "us-east-1");

    /// <summary>Where the clock starts.</summary>
    internal DateTimeOffset Start { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Null for random ids.</summary>
    internal ulong? Seed { get; init; }

    /// <summary>How many handlers may work at once.</summary>
    internal int Parallelism { get; init; } = 1;

    /// <summary>How many messages each target and how many attempts each function remembers; null for all.</summary>
    internal int? CaptureLimit { get; init; }

    /// <summary>How many lines the timeline remembers.</summary>
    internal int TimelineLimit { get; init; } = 10_000;

    /// <summary>How much real time a handler or a delivery to a real target gets.</summary>
    internal TimeSpan WallClockLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>True to write the <c>payload</c> of a mapping's S3 record as an object; false as an escaped string.</summary>
    internal bool ObjectPayload { get; init; }
}
