using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using LambdaDestinations.Tool.Replays;

namespace LambdaDestinations.Tool.Reports;

/// <summary>Failures for scripts, each by itself. Times are UTC, ages seconds.</summary>
internal static class ReplayJson
{
    private const int SchemaVersion = 1;

    /// <summary>Writes a run.</summary>
    /// <param name="source">Where it read.</param>
    /// <param name="queue">What the queue says of itself; <see langword="null"/> where it is none.</param>
    /// <param name="plan">The failures; <see langword="null"/> where no message was received.</param>
    /// <param name="files">The files that were written.</param>
    /// <param name="sent">Those that were sent.</param>
    /// <param name="now">The time.</param>
    public static string Write(
        string source,
        QueueState? queue,
        ReplayPlan? plan,
        IReadOnlyDictionary<ReplayItem, string> files,
        IReadOnlySet<ReplayItem> sent,
        DateTimeOffset now) => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", SchemaVersion);
        writer.WriteStartObject("tool");
        writer.WriteString("name", "lambda-destinations");
        writer.WriteString("version", ToolVersion.Text);
        writer.WriteEndObject();
        writer.WriteString("source", source);
        if (queue is not null)
        {
            Write(writer, queue);
        }

        if (plan is not null)
        {
            writer.WriteStartObject("summary");
            writer.WriteNumber("failures", plan.Items.Count);
            writer.WriteNumber("replayable", plan.Replayable.Count());
            writer.WriteNumber("written", files.Count);
            writer.WriteNumber("sent", sent.Count);
            writer.WriteNumber("successes", plan.Successes);
            writer.WriteNumber("others", plan.Others);
            writer.WriteEndObject();
            writer.WriteStartArray("failures");
            foreach (ReplayItem item in plan.Items)
            {
                Write(writer, item, files.GetValueOrDefault(item), sent.Contains(item), now);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, QueueState queue)
    {
        writer.WriteStartObject("queue");
        writer.WriteNumber("visible", queue.Visible);
        writer.WriteNumber("inFlight", queue.InFlight);
        writer.WriteNumber("delayed", queue.Delayed);
        writer.WriteNumber("retentionSeconds", (long)queue.Retention.TotalSeconds);
        if (queue.MaximumReceives is { } receives)
        {
            writer.WriteNumber("maxReceiveCount", receives);
            writer.WriteString("redriveTarget", queue.RedriveTarget);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReplayItem item, string? file, bool isSent, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("place", item.Event.Place);
        WriteText(writer, "function", item.FunctionArn);
        WriteText(writer, "requestId", item.Event.RequestId);
        WriteText(writer, "condition", item.Event.Condition);
        WriteText(writer, "errorType", item.Event.ErrorType);
        WriteText(writer, "errorMessage", item.Event.ErrorMessage);
        if (item.Event.Attempts is { } attempts)
        {
            writer.WriteNumber("attempts", attempts);
        }

        if (item.Event.Timestamp is { } time)
        {
            writer.WriteString("timestamp", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteNumber("ageSeconds", (long)(now - time).TotalSeconds);
        }

        writer.WriteNumber("replays", item.Replays);
        writer.WriteBoolean("replayable", item is { Problem: null, CopyOf: null });
        WriteText(writer, "copyOf", item.CopyOf?.Event.Place);
        WriteText(writer, "problem", item.Problem);
        WriteText(writer, "file", file);
        writer.WriteBoolean("sent", isSent);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
