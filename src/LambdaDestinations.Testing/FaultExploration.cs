using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace LambdaDestinations.Testing;

/// <summary>What an exploration of faults has found.</summary>
public sealed class FaultExploration
{
    internal FaultExploration(long seed, int runs, int steps, bool isComplete, IReadOnlyList<FaultViolation> violations) =>
        (Seed, Runs, Steps, IsComplete, Violations) = (seed, runs, steps, isComplete, violations);

    /// <summary>The seed of every run: <c>WithSeed</c> of the builder repeats them.</summary>
    public long Seed { get; }

    /// <summary>How many runs were made, the one without faults included.</summary>
    public int Runs { get; }

    /// <summary>At how many steps of the run without faults something can fail.</summary>
    public int Steps { get; }

    /// <summary>Whether every single fault was tried, and every pair if pairs were asked for.</summary>
    public bool IsComplete { get; }

    /// <summary>What was found: of each loss the shortest run, the one with the fewest faults first.</summary>
    public IReadOnlyList<FaultViolation> Violations { get; }

    /// <summary>Asserts that nothing was lost and that nothing came twice where it must not.</summary>
    /// <exception cref="LambdaTestAssertionException">Something was; the message has the shortest run with its timeline, and the seed.</exception>
    public void ShouldLoseNothing()
    {
        if (Violations.Count > 0)
        {
            throw new LambdaTestAssertionException(ToString());
        }
    }

    /// <summary>The number of runs, and each violation with its faults and timeline.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Violations.Count} violation(s) in {Runs} run(s) over {Steps} step(s), seed {Seed}{(IsComplete ? "" : "; not every run was made: raise MaximumRuns")}\n");
        foreach (FaultViolation violation in Violations)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{violation.Message}\nFaults: {(violation.Faults.Count == 0 ? "none" : string.Join("; ", violation.Faults))}\nTimeline:\n{violation.Timeline}");
        }

        return text.ToString();
    }
}
