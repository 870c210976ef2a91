using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Wiring;

namespace LambdaDestinations.Testing;

/// <summary>One explored run.</summary>
/// <param name="Plan">Its faults, and what became of its events.</param>
/// <param name="Timeline">What happened.</param>
/// <param name="Entries">How many lines the timeline has.</param>
/// <param name="Failure">What the run ended with, when it did not come to its end; null when it did.</param>
internal sealed record ExploredRun(FaultPlan Plan, string Timeline, long Entries, string? Failure);

/// <summary>Runs a scenario without faults, with each single one, and with pairs, and compares what became of the events.</summary>
/// <param name="run">Runs the scenario in a host of its own.</param>
/// <param name="options">What is tried and demanded.</param>
/// <param name="audit">What the audit of the template answers; null without a template.</param>
internal sealed class FaultExplorer(Func<FaultPlan, Task<ExploredRun>> run, FaultExplorationOptions options, AuditAnswers? audit)
{
    private readonly Dictionary<string, (FaultViolation Violation, long Entries)> _found = new(StringComparer.Ordinal);
    private int _runs;

    /// <param name="seed">The seed of every run.</param>
    internal async Task<FaultExploration> ExploreAsync(long seed)
    {
        ExploredRun baseline = await RunAsync([]).ConfigureAwait(false);
        if (baseline.Failure is { } failure)
        {
            throw new InvalidOperationException($"The scenario fails without any fault: {failure}");
        }

        Judge(baseline, baseline, []);
        Queue<Step[]> waiting = new(Steps(baseline.Plan.Points).Select(static x => new[] { x }));
        bool isComplete = true;
        while (waiting.TryDequeue(out Step[]? faults))
        {
            if (_runs >= options.MaximumRuns)
            {
                isComplete = false;
                break;
            }

            ExploredRun explored = await RunAsync(faults).ConfigureAwait(false);
            bool isClean = Judge(baseline, explored, faults);
            if (isClean && options.Pairs && faults.Length == 1)
            {
                // What can fail behind the first fault, which may be steps that the run without faults has not.
                foreach (Step second in Steps(explored.Plan.Points.SkipWhile(x => x != faults[0].Point).Skip(1)))
                {
                    waiting.Enqueue([faults[0], second]);
                }
            }
        }

        return new FaultExploration(
            seed,
            _runs,
            baseline.Plan.Points.Count,
            isComplete,
            [.. _found.Values.OrderBy(static x => x.Violation.Faults.Count).ThenBy(static x => x.Entries).Select(static x => x.Violation)]);
    }

    private async Task<ExploredRun> RunAsync(Step[] faults)
    {
        _runs++;
        return await run(new FaultPlan(faults.ToDictionary(static x => x.Point, static x => x.Fault))).ConfigureAwait(false);
    }

    private IEnumerable<Step> Steps(IEnumerable<FaultPoint> points) => points.SelectMany(x => FaultsAt(x.Kind).Select(fault => new Step(x, fault)));

    private FaultKind[] FaultsAt(FaultPointKind kind) => kind switch
    {
        FaultPointKind.Attempt => [FaultKind.Crashed, FaultKind.CrashedAfterwards, FaultKind.Poisoned, FaultKind.ServiceError, FaultKind.Throttled],
        FaultPointKind.Batch => [FaultKind.Crashed, FaultKind.CrashedAfterwards, FaultKind.Poisoned, FaultKind.ServiceError, FaultKind.Throttled, FaultKind.Slow],
        FaultPointKind.Delivery when options.IncludeOutages => [FaultKind.DeliveredLate, FaultKind.DeliveredTwice, FaultKind.DeliveryFailed],
        FaultPointKind.Delivery => [FaultKind.DeliveredLate, FaultKind.DeliveredTwice],
        FaultPointKind.Event => [FaultKind.EventTwice],
        FaultPointKind.Poll => [FaultKind.PollFailed],
        FaultPointKind.Message => [FaultKind.ReceivedTwice],
        _ => [FaultKind.StepFailed],
    };

    /// <summary>Notes what is wrong with a run; true when nothing is.</summary>
    private bool Judge(ExploredRun baseline, ExploredRun explored, Step[] faults)
    {
        List<string> wrong = Violations(baseline, explored);
        InjectedFault[] injected = [.. faults.Select(static x => new InjectedFault(x.Fault, x.Point.Place, x.Point.Occurrence))];
        foreach (string message in wrong)
        {
            if (!_found.TryGetValue(message, out (FaultViolation Violation, long Entries) known)
                || (injected.Length, explored.Entries).CompareTo((known.Violation.Faults.Count, known.Entries)) < 0)
            {
                _found[message] = (new FaultViolation(message, injected, explored.Timeline), explored.Entries);
            }
        }

        return wrong.Count == 0;
    }

    private List<string> Violations(ExploredRun baseline, ExploredRun explored)
    {
        if (explored.Failure is { } failure)
        {
            return [$"The run did not come to its end: {failure}"];
        }

        // Where the audit says that an outage loses it, the template is meant so, or the audit has told.
        List<string> wrong = [.. explored.Plan.Losses.Where(x => !(x.IsOutage && audit?.LosesByOutage(x.Function!) == true)).Select(Describe)];
        if (wrong.Count == 0 && !IsExplained(baseline.Plan, explored.Plan)
            && baseline.Plan.Done.FirstOrDefault(x => x.Value > explored.Plan.Done.GetValueOrDefault(x.Key)) is { Key: { } place })
        {
            wrong.Add($"'{place}' got less than without the fault, and no failure record and no dead-letter queue has the rest: a handler may swallow the failure");
        }

        foreach (string once in options.AtMostOnce)
        {
            if (explored.Plan.Done.GetValueOrDefault(once) > baseline.Plan.Done.GetValueOrDefault(once))
            {
                wrong.Add($"'{once}' got something twice");
            }
        }

        return wrong;
    }

    /// <summary>
    /// Whether what is missing may be somewhere: in a record of its failure or in a dead-letter queue, where it is not without the fault, or at a place that gets nothing without the fault. How much
    /// follows from one event is not known, so one such place explains all.
    /// </summary>
    private static bool IsExplained(FaultPlan baseline, FaultPlan explored) =>
        explored.Kept.Any(x => x.Value > baseline.Kept.GetValueOrDefault(x.Key)) || explored.Done.Keys.Any(x => !baseline.Done.ContainsKey(x));

    private string Describe(FaultLoss loss) => loss.Function is { } function && audit?.AnswerOf(function) is { } answer ? $"{loss.Text} (audit: {answer})" : loss.Text;

    private readonly record struct Step(FaultPoint Point, FaultKind Fault);
}
