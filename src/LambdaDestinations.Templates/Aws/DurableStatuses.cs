using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Aws;

/// <summary>What a durable execution can be, or how it ends. The numbers are those of the runtime's <c>DurableExecutionStatus</c>.</summary>
[Flags]
internal enum DurableStatuses
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>It was started.</summary>
    Running = 1,

    /// <summary>It has a result.</summary>
    Succeeded = 2,

    /// <summary>It has an error.</summary>
    Failed = 4,

    /// <summary>Its time was over.</summary>
    TimedOut = 8,

    /// <summary>Somebody stopped it.</summary>
    Stopped = 16,
}

/// <summary>
/// What Lambda tells the default bus of durable executions (AWS Lambda Developer Guide, "Monitoring durable functions"; AWS Lambda API Reference,
/// <c>Execution</c>).
/// </summary>
internal static class DurableFacts
{
    /// <summary>The type of the event.</summary>
    public const string DetailType = "Durable Execution Status Change";

    /// <summary>The property of a function that makes it durable.</summary>
    public const string Config = "DurableConfig";

    /// <summary>What stands between the function and the execution in the ARN of an execution.</summary>
    public const string OfExecution = "/durable-execution/";

    /// <summary>The ends that are failures.</summary>
    public const DurableStatuses Failures = DurableStatuses.Failed | DurableStatuses.TimedOut | DurableStatuses.Stopped;

    private static readonly (DurableStatuses Status, string Name)[] Names =
    [
        (DurableStatuses.Running, "RUNNING"),
        (DurableStatuses.Succeeded, "SUCCEEDED"),
        (DurableStatuses.Failed, "FAILED"),
        (DurableStatuses.TimedOut, "TIMED_OUT"),
        (DurableStatuses.Stopped, "STOPPED"),
    ];

    /// <summary>The members of the event's <c>detail</c>.</summary>
    public static IReadOnlyList<string> Members { get; } = ["durableExecutionArn", "durableExecutionName", "functionArn", "status", "startTimestamp", "endTimestamp"];

    /// <summary>All statuses as AWS writes them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Select(static x => x.Name)];

    /// <summary>The statuses of a set as AWS writes them.</summary>
    public static IEnumerable<string> NamesOf(DurableStatuses statuses) => Names.Where(x => (statuses & x.Status) != 0).Select(static x => x.Name);

    /// <summary>The statuses in which an outcome ends.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="chosen">Those of a failure that are asked for; <see langword="null"/> for all.</param>
    public static DurableStatuses Of(DestinationOutcome outcome, DurableStatuses? chosen) =>
        outcome == DestinationOutcome.Success ? DurableStatuses.Succeeded : (chosen ?? Failures) & Failures;

    /// <summary>The event pattern that takes status changes.</summary>
    /// <param name="statuses">Which of them.</param>
    /// <param name="functionArn">What the function's ARN must be: a text, or a <c>prefix</c>.</param>
    public static TemplateValue Pattern(DurableStatuses statuses, TemplateValue functionArn) => TemplateValue.Map(
        ("source", TemplateValue.List(TemplateValue.String(RecordFacts.ServiceSource))),
        ("detail-type", TemplateValue.List(TemplateValue.String(DetailType))),
        ("detail", TemplateValue.Map(
            ("status", TemplateValue.List([.. NamesOf(statuses).Select(TemplateValue.String)])),
            ("functionArn", TemplateValue.List(functionArn)))));

    /// <summary>Whether an execution can run as a qualifier: a version or <c>$LATEST</c>, and no alias (the pattern of <c>DurableExecutionArn</c>).</summary>
    public static bool CanRun(string qualifier) =>
        qualifier is "$LATEST" or "$LATEST.PUBLISHED" || (qualifier.Length > 0 && qualifier.All(static x => x is >= '0' and <= '9'));
}
