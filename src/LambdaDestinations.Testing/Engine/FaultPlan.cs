using System;
using System.Collections.Generic;

namespace LambdaDestinations.Testing.Engine;

/// <summary>What goes wrong in a run, and what became of its events: a run without faults has none.</summary>
/// <param name="explored">The faults of an explored run, by the step; empty otherwise.</param>
internal sealed class FaultPlan(IReadOnlyDictionary<FaultPoint, FaultKind> explored)
{
    private readonly object _gate = new();
    private readonly Dictionary<(FaultPointKind Kind, string Place), int> _counts = [];
    private readonly List<FaultPoint> _points = [];
    private readonly List<FaultRule> _rules = [];
    private readonly HashSet<string> _poisoned = new(StringComparer.Ordinal);
    private readonly List<FaultLoss> _losses = [];
    private readonly SortedDictionary<string, long> _done = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _kept = new(StringComparer.Ordinal);

    /// <summary>Every step so far, in order.</summary>
    internal IReadOnlyList<FaultPoint> Points => _points;

    /// <summary>What was lost or came twice, in words.</summary>
    internal IReadOnlyList<FaultLoss> Losses => _losses;

    /// <summary>How many items each function has done, and how many messages that are not failures each target has received.</summary>
    internal IReadOnlyDictionary<string, long> Done => _done;

    /// <summary>How many items of each function or queue ended in a record of their failure or in a dead-letter queue.</summary>
    internal IReadOnlyDictionary<string, long> Kept => _kept;

    internal void Add(FaultRule rule)
    {
        lock (_gate)
        {
            _rules.Add(rule);
        }
    }

    /// <summary>Notes a step.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="place">Where.</param>
    /// <param name="now">When.</param>
    /// <returns>What goes wrong at it; null for nothing.</returns>
    internal FaultKind? At(FaultPointKind kind, string place, DateTimeOffset now)
    {
        lock (_gate)
        {
            int occurrence = _counts.GetValueOrDefault((kind, place)) + 1;
            _counts[(kind, place)] = occurrence;
            FaultPoint point = new(kind, place, occurrence);
            _points.Add(point);
            return explored.TryGetValue(point, out FaultKind fault) ? fault : _rules.Find(x => x.Strikes(kind, place, now))?.Fault;
        }
    }

    /// <summary>Notes an attempt.</summary>
    /// <param name="kind">Of an event or of a batch.</param>
    /// <param name="function">The function.</param>
    /// <param name="items">The event or the records, by their ids.</param>
    /// <param name="now">When.</param>
    internal FaultKind? AtAttempt(FaultPointKind kind, string function, IEnumerable<string> items, DateTimeOffset now)
    {
        FaultKind? fault = At(kind, function, now);
        string[] ids = [.. items];
        lock (_gate)
        {
            if (fault == FaultKind.Poisoned)
            {
                _poisoned.Add(ids[0]);
            }

            return Array.Exists(ids, _poisoned.Contains) ? FaultKind.Crashed : fault;
        }
    }

    /// <summary>Notes a loss.</summary>
    /// <param name="text">What, in words.</param>
    /// <param name="function">The function that it happens to; null when it happens to none.</param>
    /// <param name="isOutage">Whether the target of a delivery did not take it.</param>
    internal void Lost(string text, string? function = null, bool isOutage = false)
    {
        FaultLoss loss = new(text, function, isOutage);
        lock (_gate)
        {
            if (!_losses.Contains(loss))
            {
                _losses.Add(loss);
            }
        }
    }

    internal void CountDone(string place, int items = 1) => Count(_done, place, items);

    internal void CountKept(string place, int items = 1) => Count(_kept, place, items);

    private void Count(SortedDictionary<string, long> counts, string place, int items)
    {
        lock (_gate)
        {
            counts[place] = counts.GetValueOrDefault(place) + items;
        }
    }
}
