using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

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

/// <summary>The captured run: what happened, in order, with the virtual time since the host's start.</summary>
public sealed class Timeline
{
    private readonly VirtualTimeProvider _clock;
    private readonly DateTimeOffset _start;
    private readonly Capture<TimelineEntry> _entries;

    internal Timeline(VirtualTimeProvider clock, int limit)
    {
        _clock = clock;
        _start = clock.GetUtcNow();
        _entries = new Capture<TimelineEntry>(limit);
    }

    /// <summary>The entries, oldest first; only the latest ones when the run was longer than the host's timeline limit.</summary>
    public IReadOnlyList<TimelineEntry> Entries => _entries.ToArray();

    /// <summary>How many entries there were in all.</summary>
    public long Count => _entries.Total;

    /// <summary>One line per entry: time since the start, the request, who, what.</summary>
    public override string ToString() => ToText(int.MaxValue);

    /// <summary>The last lines of the text form.</summary>
    /// <param name="maximumLines">How many lines at most.</param>
    public string ToText(int maximumLines)
    {
        TimelineEntry[] entries = _entries.ToArray();
        int shown = Math.Min(entries.Length, Math.Max(maximumLines, 0));
        StringBuilder text = new();
        if (Count > shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"… {Count - shown} earlier line(s)\n");
        }

        ArraySegment<TimelineEntry> tail = new(entries, entries.Length - shown, shown);
        int width = tail.Select(static entry => Label(entry).Length).DefaultIfEmpty().Max();
        foreach (TimelineEntry entry in tail)
        {
            text.Append(Offset(entry.Time)).Append("  ").Append(ShortId(entry.RequestId).PadRight(8)).Append("  ")
                .Append(Label(entry).PadRight(width)).Append("  ").Append(Verb(entry.Kind));
            if (entry.Text.Length > 0)
            {
                text.Append(": ").Append(OneLine(entry.Text));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A Mermaid sequence diagram: messages between participants are arrows, the rest are notes.</summary>
    public string ToMermaid()
    {
        TimelineEntry[] entries = _entries.ToArray();
        Dictionary<string, string> ids = new(StringComparer.Ordinal);
        StringBuilder body = new();
        DateTimeOffset last = _start;
        foreach (TimelineEntry entry in entries)
        {
            if (entry.Time != last)
            {
                last = entry.Time;
                body.Append("    Note over ").Append(Participant(ids, entry.From)).Append(": ").Append(Offset(entry.Time)).Append('\n');
            }

            string text = Escape(entry.Text.Length == 0 ? Verb(entry.Kind) : Verb(entry.Kind) + ", " + OneLine(entry.Text));
            body.Append("    ").Append(entry.To.Length > 0
                ? $"{Participant(ids, entry.From)}{Arrow(entry.Kind)}{Participant(ids, entry.To)}: {text}\n"
                : $"Note over {Participant(ids, entry.From)}: {text}\n");
        }

        StringBuilder diagram = new("sequenceDiagram\n");
        foreach ((string name, string id) in ids.OrderBy(static pair => int.Parse(pair.Value.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture)))
        {
            diagram.Append("    participant ").Append(id).Append(" as ").Append(Escape(name)).Append('\n');
        }

        return diagram.Append(body).ToString();
    }

    internal void Add(TimelineEntryKind kind, string from, string to, string text, string requestId) =>
        _entries.Add(new TimelineEntry(_clock.GetUtcNow(), kind, from, to, text, requestId));

    private static string Participant(Dictionary<string, string> ids, string name)
    {
        if (!ids.TryGetValue(name, out string? id))
        {
            id = "p" + ids.Count.ToString(CultureInfo.InvariantCulture);
            ids.Add(name, id);
        }

        return id;
    }

    private static string Arrow(TimelineEntryKind kind) => kind == TimelineEntryKind.DeliveryFailed ? "-x" : "->>";

    // Mermaid reads ';' and '#' as syntax; the codes are its own escapes.
    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char character in text)
        {
            _ = character switch
            {
                '#' => escaped.Append("#35;"),
                ';' => escaped.Append("#59;"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string ShortId(string id) => id.Length > 8 ? id[..8] : id;

    private static string Label(in TimelineEntry entry) => entry.To.Length == 0 ? entry.From : entry.From + " -> " + entry.To;

    private static string Verb(TimelineEntryKind kind) => kind switch
    {
        TimelineEntryKind.Accepted => "event accepted",
        TimelineEntryKind.Succeeded => "succeeded",
        TimelineEntryKind.Failed => "failed",
        TimelineEntryKind.TimedOut => "timed out",
        TimelineEntryKind.Throttled => "throttled",
        TimelineEntryKind.SystemError => "system error",
        TimelineEntryKind.GaveUp => "gave up",
        TimelineEntryKind.Delivered => "delivered",
        TimelineEntryKind.DeadLettered => "dead-lettered",
        TimelineEntryKind.DeliveryFailed => "DELIVERY FAILED",
        TimelineEntryKind.Sent => "sent",
        TimelineEntryKind.Batch => "batch",
        TimelineEntryKind.Split => "split",
        TimelineEntryKind.Redriven => "redriven",
        TimelineEntryKind.Expired => "expired",
        _ => "dropped",
    };

    private string Offset(DateTimeOffset time)
    {
        TimeSpan offset = time - _start;
        return string.Create(CultureInfo.InvariantCulture, $"+{(int)offset.TotalHours:00}:{offset.Minutes:00}:{offset.Seconds:00}.{offset.Milliseconds:000}");
    }
}

/// <summary>Texts that recur, so that a long run does not build them again and again.</summary>
internal static class TimelineText
{
    private static readonly string[] Attempts = ["attempt 0", "attempt 1", "attempt 2", "attempt 3"];

    internal static string Attempt(int attempt) =>
        attempt >= 0 && attempt < Attempts.Length ? Attempts[attempt] : "attempt " + attempt.ToString(CultureInfo.InvariantCulture);

    internal static string Kind(DeliveryKind kind) => kind switch
    {
        DeliveryKind.Success => "success record",
        DeliveryKind.Failure => "failure record",
        DeliveryKind.BatchFailure => "batch failure record",
        _ => "the event itself",
    };
}
