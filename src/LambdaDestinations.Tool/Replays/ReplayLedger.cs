using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Testing.Replay;

namespace LambdaDestinations.Tool.Replays;

/// <summary>
/// What was replayed before: a file with a line for each time, so that an event that fails again and again does not go round without end. A failed event
/// comes back under a new request id, and nothing of its invocation says that it was replayed. Other events may have the same content, as those of a
/// schedule have. So a line says which round it was, and only what may come of it, by its time, is taken for the next round.
/// </summary>
internal sealed class ReplayLedger
{
    /// <summary>
    /// How long what is replayed may take to fail again: an event is kept for six hours at most (AWS Lambda API Reference, <c>MaximumEventAgeInSeconds</c>), an
    /// attempt takes 15 minutes at most, and its record is on its way.
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(Limits.MaximumEventAge) + TimeSpan.FromHours(1);

    /// <summary>How much the clocks of two machines may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, List<Line>> _lines = new(StringComparer.Ordinal);

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private const string Nameless = "-";

    private ReplayLedger(string path, string displayPath)
    {
        FullPath = path;
        DisplayPath = displayPath;
    }

    /// <summary>Where it is.</summary>
    public string FullPath { get; }

    /// <summary>As it is shown.</summary>
    public string DisplayPath { get; }

    /// <summary>Reads it; one that does not exist is empty.</summary>
    /// <exception cref="ToolException">It is something else.</exception>
    public static ReplayLedger Read(string path, string displayPath)
    {
        ReplayLedger ledger = new(path, displayPath);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
            {
                continue;
            }

            string[] parts = lines[i].Split(' ');
            if (parts.Length < 2 || parts[1].Length != 64 || !parts[1].All(char.IsAsciiHexDigitLower))
            {
                throw new ToolException(string.Create(
                    CultureInfo.InvariantCulture, $"'{displayPath}' is not a ledger of replays: line {i + 1} has no time and key"));
            }

            if (!ledger._lines.TryGetValue(parts[1], out List<Line>? known))
            {
                ledger._lines.Add(parts[1], known = []);
            }

            // Earlier versions said no round: each line counted.
            bool hasTime = DateTimeOffset.TryParseExact(
                parts[0], Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
            int round = int.TryParse(parts.ElementAtOrDefault(4), NumberStyles.None, CultureInfo.InvariantCulture, out int said) ? said : known.Count + 1;
            known.Add(new Line(hasTime ? time : null, parts.ElementAtOrDefault(3) ?? Nameless, round));
        }

        return ledger;
    }

    /// <summary>How often this very failure was replayed, with the rounds ahead of it.</summary>
    /// <param name="key">The event's key.</param>
    /// <param name="requestId">The request id of the failed invocation; <see langword="null"/> where it is not known.</param>
    public int CountOf(string key, string? requestId)
    {
        int[] rounds = [.. Of(key).Where(x => requestId is not null && x.RequestId == Word(requestId)).Select(static x => x.Round)];
        return rounds.Length == 0 ? 0 : Math.Max(rounds.Length, rounds.Max());
    }

    /// <summary>The highest round of what was replayed, and may have come back as this failure.</summary>
    /// <param name="key">The event's key.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="isInvoked">Whether functions are invoked: a queue may keep an event for days.</param>
    public int RoundsBefore(string key, ReplayEvent failure, bool isInvoked)
    {
        bool MayComeOf(Line line) => line.RequestId != Word(failure.RequestId ?? "")
            && (line.Time is not { } replayed || failure.Timestamp is not { } failed
                || (replayed - Skew <= failed && (!isInvoked || failed <= replayed + Longest)));
        return Of(key).Where(MayComeOf).Select(static x => x.Round).DefaultIfEmpty().Max();
    }

    private List<Line> Of(string key) => _lines.GetValueOrDefault(key) ?? [];

    /// <summary>What a line says behind its time.</summary>
    public static string Entry(ReplayItem item)
    {
        string function = Word(item.Event.FunctionName ?? item.FunctionArn!);
        return string.Create(CultureInfo.InvariantCulture, $"{item.Key} {function} {Word(item.Event.RequestId ?? Nameless)} {item.Replays + 1}");
    }

    /// <summary>Notes a replay, ahead of it: one that fails counts, and none goes uncounted.</summary>
    public void Note(ReplayItem item, DateTimeOffset now) =>
        File.AppendAllText(FullPath, $"{now.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)} {Entry(item)}\n");

    /// <summary>A name as one word of a line: it is text of whoever wrote the record.</summary>
    private static string Word(string text) =>
        new([.. text.Select(static x => char.IsAsciiLetterOrDigit(x) || x is '-' or '_' or ':' or '$' or '.' or '/' ? x : '_')]);

    /// <summary>A replay.</summary>
    /// <param name="Time">When; <see langword="null"/> when the line does not tell.</param>
    /// <param name="RequestId">The request id of the failed invocation, as a word.</param>
    /// <param name="Round">How often the event had gone round with it.</param>
    private sealed record Line(DateTimeOffset? Time, string RequestId, int Round);
}
