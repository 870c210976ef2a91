using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using LambdaDestinations.Testing.Reporting;

namespace LambdaDestinations.Testing;

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

    /// <summary>An assertion failure that shows the run.</summary>
    internal LambdaTestAssertionException Failure(string message) => new($"{message}\n\nTimeline:\n{ToText(maximumLines: 100)}");

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
