using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace LambdaDestinations.Tool.Replays;

/// <summary>
/// What was replayed before: a file with a line for each time, so that an event that fails again and again does not go round without end. A failed event
/// comes back under a new request id,
/// and nothing of its invocation says that it was replayed.
/// </summary>
internal sealed class ReplayLedger
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

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

            ledger._counts[parts[1]] = ledger.CountOf(parts[1]) + 1;
        }

        return ledger;
    }

    /// <summary>How often an event was replayed.</summary>
    public int CountOf(string key) => _counts.GetValueOrDefault(key);

    /// <summary>What a line says behind its time.</summary>
    public static string Entry(ReplayItem item) => $"{item.Key} {Word(item.Event.FunctionName ?? item.FunctionArn!)} {Word(item.Event.RequestId ?? "-")}";

    /// <summary>Notes a replay, ahead of it: one that fails counts, and none goes uncounted.</summary>
    public void Note(ReplayItem item, DateTimeOffset now) =>
        File.AppendAllText(FullPath, string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} {Entry(item)}\n"));

    /// <summary>A name as one word of a line: it is text of whoever wrote the record.</summary>
    private static string Word(string text) =>
        new([.. text.Select(static x => char.IsAsciiLetterOrDigit(x) || x is '-' or '_' or ':' or '$' or '.' or '/' ? x : '_')]);
}
