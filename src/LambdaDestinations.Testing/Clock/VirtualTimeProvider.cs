using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Testing.Clock;

namespace LambdaDestinations.Testing;

/// <summary>The clock of a <see cref="LambdaTestHost"/>: it moves only when the host runs, and it jumps.</summary>
/// <remarks>
/// A handler that takes a <see cref="TimeProvider"/> should be given this one: its delays then take no wall-clock time, and
/// they count against the function's time-out. A timer that belongs to a <see cref="CancellationTokenSource"/> is a deadline,
/// not a wait: the clock does not run ahead to it while the handler works.
/// </remarks>
public sealed class VirtualTimeProvider : TimeProvider
{
    private readonly object _gate = new();
    private readonly PriorityQueue<(VirtualTimer Timer, long Version), (long Due, long Sequence)> _timers = new();
    private int _armed;
    private readonly long _startTicks;
    private long _nowTicks;
    private long _sequence;

    internal VirtualTimeProvider(DateTimeOffset start)
    {
        _startTicks = start.UtcTicks;
        _nowTicks = _startTicks;
    }

    /// <summary>Set by the engine: which invocation creates a timer.</summary>
    internal Func<IVirtualWaiter?>? CurrentWaiter { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _nowTicks), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _nowTicks) - _startTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Coordinated Universal Time, as on AWS Lambda.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        IVirtualWaiter? waiter = state is CancellationTokenSource ? null : CurrentWaiter?.Invoke();
        VirtualTimer timer = new(this, callback, state, waiter, ExecutionContext.Capture());
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The time of a timestamp.</summary>
    internal DateTimeOffset TimeOf(long timestamp) => new(_startTicks + timestamp, TimeSpan.Zero);

    /// <summary>A timer which nobody waits for, and which has no code of the user in its callback.</summary>
    internal ITimer CreateDeadline(TimerCallback callback, object? state, TimeSpan dueTime)
    {
        VirtualTimer timer = new(this, callback, state, waiter: null, context: null);
        timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        return timer;
    }

    /// <summary>How many timers are remembered: those that are armed, and a bounded number that were stopped.</summary>
    internal int RememberedTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>When the next timer is due; null when there is none.</summary>
    internal DateTimeOffset? NextTimer
    {
        get
        {
            lock (_gate)
            {
                DropStale();
                return _timers.TryPeek(out _, out (long Due, long Sequence) key) ? new(key.Due, TimeSpan.Zero) : null;
            }
        }
    }

    /// <summary>Moves the clock forward to <paramref name="time"/> and fires every timer on the way, in order.</summary>
    internal void MoveTo(DateTimeOffset time)
    {
        long target = time.UtcTicks;
        while (true)
        {
            VirtualTimer due;
            lock (_gate)
            {
                DropStale();
                if (!_timers.TryPeek(out (VirtualTimer Timer, long Version) top, out (long Due, long Sequence) key) || key.Due > target)
                {
                    if (target > _nowTicks)
                    {
                        Interlocked.Exchange(ref _nowTicks, target);
                    }

                    return;
                }

                _timers.Dequeue();
                if (key.Due > _nowTicks)
                {
                    Interlocked.Exchange(ref _nowTicks, key.Due);
                }

                due = top.Timer;
                due.Rearm(key.Due);
            }

            due.Fire();
        }
    }

    private void Arm(VirtualTimer timer, long due)
    {
        _armed++;
        _timers.Enqueue((timer, timer.Version), (due, _sequence++));
        if (_timers.Count <= (2 * _armed) + 1000)
        {
            return;
        }

        // A stopped timer stays until it would be due, and the clock may never come so far: each holds an invocation.
        (VirtualTimer Timer, long Version, long Due, long Sequence)[] armed = [.. _timers.UnorderedItems
            .Where(static each => each.Element.Timer.Version == each.Element.Version)
            .Select(static each => (each.Element.Timer, each.Element.Version, each.Priority.Due, each.Priority.Sequence))];
        _timers.Clear();
        foreach ((VirtualTimer each, long version, long at, long sequence) in armed)
        {
            _timers.Enqueue((each, version), (at, sequence));
        }
    }

    private void DropStale()
    {
        while (_timers.TryPeek(out (VirtualTimer Timer, long Version) top, out _) && top.Timer.Version != top.Version)
        {
            _timers.Dequeue();
        }
    }

    private sealed class VirtualTimer(VirtualTimeProvider owner, TimerCallback callback, object? state, IVirtualWaiter? waiter, ExecutionContext? context) : ITimer
    {
        private TimeSpan _period;
        private bool _armed;
        private bool _disposed;

        internal long Version { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool was;
            lock (owner._gate)
            {
                if (_disposed)
                {
                    return false;
                }

                was = Disarm();
                _period = period;
                _armed = dueTime != Timeout.InfiniteTimeSpan;
                if (_armed)
                {
                    owner.Arm(this, owner._nowTicks + Math.Max(dueTime.Ticks, 0));
                }
            }

            Report(was, _armed);
            return true;
        }

        /// <summary>Called under the lock when the timer is due.</summary>
        internal void Rearm(long due)
        {
            Disarm();
            _armed = _period > TimeSpan.Zero;
            if (_armed)
            {
                owner.Arm(this, due + _period.Ticks);
            }
        }

        internal void Fire()
        {
            // The wait ends before the callback runs, so that the code behind it counts as working.
            Report(was: true, _armed);
            if (context is null)
            {
                callback(state);
            }
            else
            {
                ExecutionContext.Run(context, static timer => ((VirtualTimer)timer!).Invoke(), this);
            }
        }

        public void Dispose()
        {
            bool was;
            lock (owner._gate)
            {
                was = Disarm();
                _disposed = true;
            }

            Report(was, isArmed: false);
        }

        public System.Threading.Tasks.ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Invoke() => callback(state);

        /// <summary>Called under the lock; what is in the queue is stale from here on.</summary>
        private bool Disarm()
        {
            bool was = _armed;
            Version++;
            _armed = false;
            owner._armed -= was ? 1 : 0;
            return was;
        }

        private void Report(bool was, bool isArmed)
        {
            if (was && !isArmed)
            {
                waiter?.EndWait();
            }
            else if (!was && isArmed)
            {
                waiter?.BeginWait();
            }
        }
    }
}
