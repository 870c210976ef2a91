using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Testing.Engine;

/// <summary>What every part of a run shares: time, ids, the report, the engine, the account. It knows no part.</summary>
internal sealed class EmulatorContext
{
    /// <param name="options">What the run is given.</param>
    /// <param name="owner">What the user disposes, for the exception of a call that comes after that.</param>
    internal EmulatorContext(EmulatorOptions options, Type owner)
    {
        Options = options;
        Ids = new IdSource(options.Seed);
        Clock = new VirtualTimeProvider(options.Start) { CurrentWaiter = static () => RunningCode.Current };
        Timeline = new Timeline(Clock, options.TimelineLimit);
        Engine = new InvocationEngine(Clock, options.Parallelism, owner);
    }

    internal EmulatorOptions Options { get; }

    internal AwsAccount Account => Options.Account;

    internal IdSource Ids { get; }

    internal VirtualTimeProvider Clock { get; }

    /// <summary>What happened so far.</summary>
    internal Timeline Timeline { get; }

    /// <summary>What CloudWatch would count.</summary>
    internal LambdaTestMetrics Metrics { get; } = new();

    internal InvocationEngine Engine { get; }

    /// <summary>What goes wrong; null of a run in which nothing does.</summary>
    internal FaultPlan? Faults { get; set; }

    /// <summary>Notes a step at which something can fail, and tells what does.</summary>
    internal FaultKind? FaultAt(FaultPointKind kind, string place) => Faults?.At(kind, place, Clock.GetUtcNow());

    /// <summary>A step of a handler.</summary>
    /// <exception cref="InjectedFaultException">It fails.</exception>
    internal void ThrowIfFaulted(string step)
    {
        if (RunningCode.Current is not null && FaultAt(FaultPointKind.Step, step) == FaultKind.StepFailed)
        {
            throw new InjectedFaultException($"A fault was put at '{step}'.");
        }
    }

    /// <summary>Whether a template or attributes have wired the run: what nothing of them names is not there.</summary>
    internal bool IsWired { get; set; }

    /// <summary>
    /// Whether a name that is new is one that nobody knows: a template or attributes say what there is, and the test's own wiring has ended, since something happened. In a host that
    /// is wired by hand a queue may be one that the handler would have named, had it come there.
    /// </summary>
    internal bool IsSettled => IsWired && Timeline.Count > 0;

    /// <summary>The names that a kind of resource is known by.</summary>
    internal Func<Type, IEnumerable<string>> KnownNames { get; set; } = static _ => [];

    /// <summary>What an assertion about a resource that nobody knows fails with.</summary>
    /// <param name="resource">The kind of resource.</param>
    /// <param name="described">The resource in words: <c>Queue 'faild'</c>.</param>
    /// <param name="name">Its name.</param>
    internal LambdaTestAssertionException Unknown(Type resource, string described, string name)
    {
        string[] known = [.. KnownNames(resource).Order(StringComparer.Ordinal)];
        string hint = NearNames.Nearest(name, known) is { } nearest ? $"did you mean '{nearest}'?"
            : known.Length == 0 ? "there is none of its kind."
            : $"known are {string.Join(", ", known.Take(10).Select(static x => $"'{x}'"))}{(known.Length > 10 ? ", …" : ".")}";
        return Timeline.Failure($"{described} is not known: neither the template nor the test's own wiring names it; {hint} One that the template lacks is known when the test names it before the first event.");
    }
}
