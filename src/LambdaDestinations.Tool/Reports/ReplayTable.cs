using System;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Tool.Replays;

namespace LambdaDestinations.Tool.Reports;

/// <summary>Failures for people: a row for those of one function and error, then why some are not replayed.</summary>
internal static class ReplayTable
{
    /// <summary>How many places are shown that have the same problem.</summary>
    private const int ShownPlaces = 5;

    /// <summary>Writes the failures.</summary>
    public static void Write(ToolConsole console, ReplayPlan plan, DateTimeOffset now)
    {
        ((string Function, string Error, string? Word) Key, ReplayItem[] Items)[] groups =
            [.. plan.Items.GroupBy(static x => (Function(x), x.Error, x.Word)).Select(static x => (x.Key, x.ToArray()))];
        if (groups.Length > 0)
        {
            TextTable.Write(
                console,
                ["FUNCTION", "ERROR", "COUNT", "ATTEMPTS", "OLDEST", "NEWEST", "REPLAY"],
                [.. groups.Select(x => Cells(x.Key.Function, x.Key.Error, x.Key.Word, x.Items, now))],
                x => groups[x].Key.Word is null ? null : "yellow");
        }

        ReplayItem[] refused = [.. plan.Items.Where(static x => x.Problem is not null)];
        foreach (IGrouping<string, ReplayItem> same in refused.GroupBy(static x => x.Problem!, StringComparer.Ordinal))
        {
            string[] places = [.. same.Select(static x => x.Event.Place)];
            string more = places.Length > ShownPlaces ? string.Create(CultureInfo.InvariantCulture, $" and {places.Length - ShownPlaces} more") : "";
            console.WriteLine(Excerpt.Printable($"not replayed: {same.Key} ({string.Join("; ", places.Take(ShownPlaces))}{more})"), "yellow");
        }

        if (refused.Length > 0)
        {
            console.WriteLine();
        }

        string successes = plan.Successes > 0 ? $", {Number(plan.Successes, "record")} of successes passed over" : "";
        string others = plan.Others > 0 ? $", {Number(plan.Others, "other")} passed over" : "";
        string replayable = plan.Replayable.Count().ToString(CultureInfo.InvariantCulture);
        string copies = plan.Copies.Count() switch
        {
            0 => "",
            1 => ", 1 is another copy of the same record",
            int count => string.Create(CultureInfo.InvariantCulture, $", {count} are other copies of the same records"),
        };
        console.WriteLine($"{Number(plan.Items.Count, "failure")}: {replayable} can be replayed{copies}{successes}{others}", refused.Length == 0 ? "green" : "bold yellow");
    }

    /// <summary>Writes what a queue says of itself.</summary>
    public static void Write(ToolConsole console, string url, QueueState state)
    {
        console.WriteLine(Excerpt.Printable(url), "bold");
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"messages  {state.Visible} to receive, {state.InFlight} in flight, {state.Delayed} delayed (SQS counts approximately)"));
        console.WriteLine($"kept for  {Age(state.Retention)}");
        console.WriteLine(state.MaximumReceives is { } receives
            ? Excerpt.Printable(string.Create(
                CultureInfo.InvariantCulture, $"redrive   after {receives} receive(s) a message goes to {state.RedriveTarget}: each look at it is one"))
            : "redrive   none: to look at a message raises its receive count and nothing else");
        console.WriteLine();
    }

    /// <summary>A span in its two largest units.</summary>
    public static string Age(TimeSpan span)
    {
        (long Value, string Unit)[] units = [((long)span.TotalDays, "d"), (span.Hours, "h"), (span.Minutes, "min"), (span.Seconds, "s")];
        int first = Array.FindIndex(units, static x => x.Value > 0);
        return first < 0
            ? "0 s"
            : string.Join(" ", units.Skip(first).Take(2).Where(static x => x.Value > 0).Select(static x => string.Create(CultureInfo.InvariantCulture, $"{x.Value} {x.Unit}")));
    }

    private static string Function(ReplayItem item) => item.Event.FunctionName is { } name
        ? name + (item.Event.Qualifier is { } qualifier and not "$LATEST" ? ":" + qualifier : "")
        : item.FunctionArn ?? "-";

    private static string[] Cells(string function, string error, string? word, ReplayItem[] items, DateTimeOffset now)
    {
        DateTimeOffset?[] times = [.. items.Select(static x => x.Event.Timestamp).Where(static x => x is not null)];
        return
        [
            Excerpt.Printable(function),
            Excerpt.Printable(error),
            items.Length.ToString(CultureInfo.InvariantCulture),
            items.Max(static x => x.Event.Attempts)?.ToString(CultureInfo.InvariantCulture) ?? "-",
            times.Length == 0 ? "-" : Age(now - times.Min()!.Value),
            times.Length == 0 ? "-" : Age(now - times.Max()!.Value),
            word ?? "yes",
        ];
    }

    private static string Number(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
