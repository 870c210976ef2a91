using System;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Functions;
using LambdaDestinations.Testing.Wiring;

namespace LambdaDestinations.Testing;

/// <content>Faults: those that a test orders, and all of them, explored.</content>
public sealed partial class LambdaTestHost
{
    private LambdaTestFaults? _faults;

    /// <summary>Lets steps of this run fail. A host of which nothing was ordered has no faults.</summary>
    public LambdaTestFaults Faults => _faults ??= new LambdaTestFaults(_context.Faults ??= new FaultPlan(new System.Collections.Generic.Dictionary<FaultPoint, FaultKind>()), _context.Options.Start);

    /// <summary>
    /// A step of a handler at which an exploration, or <see cref="LambdaTestFaults.FailStep"/>, may let it fail, such as the call of a database. Outside of a handler that a host runs it does
    /// nothing. What handlers send through the host has such steps by itself.
    /// </summary>
    /// <param name="step">The step's name.</param>
    /// <exception cref="InjectedFaultException">The step fails.</exception>
    public static void FaultPoint(string step)
    {
        ArgumentException.ThrowIfNullOrEmpty(step);
        (RunningCode.Current as RunningInvocation)?.Function.Context.ThrowIfFaulted(step);
    }

    /// <summary>
    /// Runs a scenario once to find every step at which something can fail, and then again with each single fault and with pairs of them, each time in a host of its own that is built as this one was.
    /// After each run every event must have ended as it did without faults, in a failure record, or in a dead-letter queue.
    /// </summary>
    /// <param name="scenario">
    /// Wires what neither template nor attributes do, and sends events; the host then runs until it is idle. It must do the same each time it is called.
    /// </param>
    /// <param name="options">What is tried and demanded; null for every default.</param>
    /// <returns>What was found, the same for the same scenario and seed.</returns>
    /// <exception cref="InvalidOperationException">The scenario fails without any fault, or this host was wired by hand or has run.</exception>
    public Task<FaultExploration> ExploreFaultsAsync(Func<LambdaTestHost, Task> scenario, FaultExplorationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        FaultExplorationOptions complete = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(complete.MaximumRuns, 1, nameof(options));
        if (_isWiredByHand || _context.Timeline.Count > 0)
        {
            throw new InvalidOperationException("An exploration builds a host for each run: add functions and mappings in the scenario, to the host that it is given.");
        }

        long seed = unchecked((long)(_context.Options.Seed ?? 1));
        AuditAnswers? audit = _template is null ? null : new AuditAnswers(_template, x => _resources.Function(x).Name);
        return new FaultExplorer(plan => RunExploredAsync(scenario, seed, plan), complete, audit).ExploreAsync(seed);
    }

    private async Task<ExploredRun> RunExploredAsync(Func<LambdaTestHost, Task> scenario, long seed, FaultPlan plan)
    {
        LambdaTestHost host = _rebuild(seed);
        await using (host.ConfigureAwait(false))
        {
            host._context.Faults = plan;
            Task running = RunScenarioAsync(host, scenario);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new ExploredRun(plan, host.Timeline.ToText(maximumLines: 100), host.Timeline.Count, running.Exception?.InnerException?.Message ?? (running.IsCanceled ? "it was cancelled" : null));
        }
    }

    private static async Task RunScenarioAsync(LambdaTestHost host, Func<LambdaTestHost, Task> scenario)
    {
        await scenario(host).ConfigureAwait(false);
        await host.RunUntilIdleAsync().ConfigureAwait(false);
    }
}
