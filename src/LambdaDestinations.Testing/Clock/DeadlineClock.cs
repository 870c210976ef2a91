using System;
using System.Threading;

namespace LambdaDestinations.Testing.Clock;

/// <summary>The virtual clock for the deadlines of an entry point: the handler does not wait for such a timer, so the clock does not move to it for the timer's sake.</summary>
/// <param name="clock">The clock.</param>
internal sealed class DeadlineClock(VirtualTimeProvider clock) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateDeadline(callback, state, dueTime);
}
