using System;
using LambdaDestinations.Templates.Model;

namespace LambdaDestinations.Testing;

/// <summary>Builds a <see cref="LambdaTestHost"/>. Everything has a default: <c>new LambdaTestHostBuilder().Build()</c> is complete.</summary>
public sealed class LambdaTestHostBuilder
{
    internal string Account { get; private set; } = "123456789012";

    internal string RegionName { get; private set; } = "us-east-1";

    internal DateTimeOffset Start { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal ulong? Seed { get; private set; }

    internal int Parallelism { get; private set; } = 1;

    internal int? CaptureLimit { get; private set; }

    internal int TimelineLimit { get; private set; } = 10_000;

    internal TimeSpan WallClockLimit { get; private set; } = TimeSpan.FromSeconds(30);

    internal bool ObjectPayload { get; private set; }

    internal ManifestWiring Wiring { get; } = new();

    /// <summary>Ids are the same in every run. Without a seed they are random.</summary>
    /// <param name="seed">Any number.</param>
    public LambdaTestHostBuilder WithSeed(long seed)
    {
        Seed = unchecked((ulong)seed);
        return this;
    }

    /// <summary>Where the clock starts. The default is 2026-01-01T00:00:00Z.</summary>
    /// <param name="time">Any time.</param>
    public LambdaTestHostBuilder StartingAt(DateTimeOffset time)
    {
        Start = time;
        return this;
    }

    /// <summary>The account of every ARN. The default is 123456789012.</summary>
    /// <param name="accountId">Twelve digits.</param>
    public LambdaTestHostBuilder WithAccount(string accountId)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountId);
        Account = accountId;
        return this;
    }

    /// <summary>The region of every ARN. The default is us-east-1.</summary>
    /// <param name="region">Such as <c>eu-central-1</c>.</param>
    public LambdaTestHostBuilder WithRegion(string region)
    {
        ArgumentException.ThrowIfNullOrEmpty(region);
        RegionName = region;
        return this;
    }

    /// <summary>
    /// How many handlers may work at once. With 1, the default, handlers take turns and a run is deterministic; one that waits
    /// on the host's clock does not count. More than 1 runs them on the thread pool.
    /// </summary>
    /// <param name="handlers">1 or more.</param>
    public LambdaTestHostBuilder WithParallelism(int handlers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(handlers, 1);
        Parallelism = handlers;
        return this;
    }

    /// <summary>
    /// How many messages each target and how many attempts each function remembers. Without a limit they remember all; a
    /// load test sets one so that memory stays bounded. A queue that no mapping reads forgets its oldest messages past it.
    /// </summary>
    /// <param name="items">1 or more.</param>
    public LambdaTestHostBuilder WithCaptureLimit(int items)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        CaptureLimit = items;
        return this;
    }

    /// <summary>How many lines the timeline remembers. The default is 10000.</summary>
    /// <param name="entries">0 or more.</param>
    public LambdaTestHostBuilder WithTimelineLimit(int entries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(entries);
        TimelineLimit = entries;
        return this;
    }

    /// <summary>
    /// How much real time a handler gets that neither ends nor waits on the host's clock; past it, it counts as timed out. The
    /// same limit holds for a delivery to a real target. The default is 30 s.
    /// </summary>
    /// <param name="limit">More than zero.</param>
    public LambdaTestHostBuilder WithWallClockLimit(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        WallClockLimit = limit;
        return this;
    }

    /// <summary>
    /// Writes the <c>payload</c> of a mapping's S3 record as a JSON object. The default is an escaped string, which is what the
    /// Developer Guide shows; a reader should take both.
    /// </summary>
    public LambdaTestHostBuilder WithObjectPayload()
    {
        ObjectPayload = true;
        return this;
    }

    /// <summary>
    /// Wires functions as their attributes declare. A function takes part when it is added under its name: the logical id, or
    /// the method's name where no logical id is known (with its type where two methods share the name). What the test sets
    /// itself wins. <c>@LogicalId</c> is the queue, topic, bus, bucket or function of that name; a literal ARN the one of the
    /// ARN's name; a destination that the build creates has the name that the build gives it, such as <c>PlaceOrderOnFailureQueue</c>.
    /// </summary>
    /// <param name="manifest">What an assembly declares.</param>
    /// <exception cref="ArgumentException">Two handlers would be the same function.</exception>
    public LambdaTestHostBuilder UseManifest(DestinationManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        Wiring.Add(manifest);
        return this;
    }

    /// <summary>Builds the host.</summary>
    public LambdaTestHost Build() => new(this);
}
