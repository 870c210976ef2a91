using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Aws;

/// <summary>What the value of a mapping's setting is.</summary>
internal enum MappingValueKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A switch.</summary>
    Flag,

    /// <summary>Event patterns as JSON.</summary>
    Patterns,
}

/// <summary>
/// A setting of an event source mapping that an attribute can have. Each fact once (AWS Lambda API Reference, <c>CreateEventSourceMapping</c>,
/// <c>ProvisionedPollerConfig</c>, <c>ScalingConfig</c>).
/// </summary>
/// <param name="Name">What the attribute calls it.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Path">Where it stands in the mapping's properties.</param>
internal sealed record MappingFacts(string Name, MappingValueKind Kind, SettingPath Path)
{
    public const string BatchSize = "BatchSize";
    public const string Window = "MaximumBatchingWindowInSeconds";
    public const string Parallelization = "ParallelizationFactor";
    public const string Retries = "MaximumRetryAttempts";
    public const string RecordAge = "MaximumRecordAgeInSeconds";
    public const string Bisect = "BisectBatchOnFunctionError";
    public const string ReportFailures = "ReportBatchItemFailures";
    public const string Concurrency = "MaximumConcurrency";
    public const string MinimumPollers = "MinimumPollers";
    public const string MaximumPollers = "MaximumPollers";
    public const string Filters = "Filters";

    /// <summary>SAM's event type of a queue.</summary>
    public const string Queue = "SQS";

    /// <summary>The property that turns on provisioned mode.</summary>
    public const string Pollers = "ProvisionedPollerConfig";

    /// <summary>The property that lists the answers that Lambda reads.</summary>
    public const string ResponseTypes = "FunctionResponseTypes";

    /// <summary>The longest pattern of a filter, in characters (AWS Lambda API Reference, <c>Filter</c>).</summary>
    public const int LongestPattern = 4096;

    private static readonly Func<EventSourceFacts, bool> Streams = static x => x.Type is "Kinesis" or "DynamoDB";
    private static readonly Func<EventSourceFacts, bool> Recorded = static x => x.HasDestinations;
    private static readonly Func<EventSourceFacts, bool> Queues = static x => x.Type == Queue;
    private static readonly Func<EventSourceFacts, bool> Provisioned = static x => x.IsKafka || x.Type == Queue;

    /// <summary>All settings, in the order in which they are written.</summary>
    public static IReadOnlyList<MappingFacts> All { get; } =
    [
        OfNumber(BatchSize, 1, Limits.MaximumBatchSize),
        OfNumber(Window, 0, Limits.MaximumBatchingWindow),
        OfNumber(Parallelization, 1, Limits.MaximumParallelization, Streams),
        OfNumber("TumblingWindowInSeconds", 0, Limits.MaximumTumblingWindow, Streams),
        OfNumber(Retries, Limits.Unlimited, Limits.MaximumRetryAttemptsOfMapping, Recorded),
        OfNumber(RecordAge, Limits.MinimumRecordAge, Limits.MaximumRecordAge, Recorded) with { Besides = Limits.Unlimited },
        new(Bisect, MappingValueKind.Flag, SettingPath.Of(Bisect)) { IsOf = Recorded },
        new(ReportFailures, MappingValueKind.Flag, SettingPath.Of(ResponseTypes)) { IsOf = static x => x.HasDestinations || x.Type == Queue },
        OfNumber(Concurrency, 2, Limits.MaximumConcurrencyOfMapping, Queues) with { Path = SettingPath.Of("ScalingConfig", Concurrency) },
        OfNumber(MinimumPollers, 1, Limits.MostMinimumPollers, Provisioned) with { Path = SettingPath.Of(Pollers, MinimumPollers), LeastOfQueue = 2 },
        OfNumber(MaximumPollers, 1, Limits.MostMaximumPollers, Provisioned) with { Path = SettingPath.Of(Pollers, MaximumPollers), LeastOfQueue = 2 },
        new(Filters, MappingValueKind.Patterns, SettingPath.Of("FilterCriteria", Filters)),
    ];

    /// <summary>The least number.</summary>
    public int Least { get; private init; }

    /// <summary>The greatest number.</summary>
    public int Greatest { get; private init; }

    /// <summary>A number that is allowed beside the range; <see langword="null"/> for none.</summary>
    public int? Besides { get; private init; }

    /// <summary>The number that holds without the setting, as far as it is the same for all sources; <see langword="null"/> for a setting in a map, which itself turns something on.</summary>
    public int? Default => Path.Names.Count > 1 ? null : Besides ?? Math.Min(Least, 1);

    private int? LeastOfQueue { get; init; }

    private Func<EventSourceFacts, bool> IsOf { get; init; } = static x => x.Kind == InvocationKind.Polled;

    /// <summary>The setting of a name; <see langword="null"/> when there is none.</summary>
    public static MappingFacts? Find(string name) => All.FirstOrDefault(x => x.Name == name);

    /// <summary>Whether a mapping of a kind of source has the setting; so it is taken for one that is not known.</summary>
    /// <param name="sourceType">SAM's event type.</param>
    public bool IsSettingOf(string sourceType) => EventSourceFacts.Find(sourceType) is not { } facts || IsOf(facts);

    /// <summary>The kinds of source that have the setting, by SAM's names.</summary>
    public IEnumerable<string> Sources => EventSourceFacts.Polled.Where(x => IsOf(x)).Select(static x => x.Type);

    /// <summary>The least number for a kind of source.</summary>
    /// <param name="sourceType">SAM's event type; <see langword="null"/> when it is not known.</param>
    public int LeastOf(string? sourceType) => sourceType == Queue && LeastOfQueue is { } least ? least : Least;

    /// <summary>Whether Lambda accepts a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="sourceType">SAM's event type; <see langword="null"/> when it is not known.</param>
    public bool Accepts(long value, string? sourceType) => value == Besides || (value >= LeastOf(sourceType) && value <= Greatest);

    /// <summary>The nearest number that Lambda accepts.</summary>
    /// <inheritdoc cref="Accepts"/>
    public long Nearest(long value, string? sourceType) => Accepts(value, sourceType) ? value : Math.Min(Math.Max(value, LeastOf(sourceType)), Greatest);

    private static MappingFacts OfNumber(string name, int least, int greatest, Func<EventSourceFacts, bool>? isOf = null)
    {
        MappingFacts facts = new(name, MappingValueKind.Number, SettingPath.Of(name)) { Least = least, Greatest = greatest };
        return isOf is null ? facts : facts with { IsOf = isOf };
    }
}
