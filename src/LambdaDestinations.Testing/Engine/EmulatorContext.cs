using System;

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
}
