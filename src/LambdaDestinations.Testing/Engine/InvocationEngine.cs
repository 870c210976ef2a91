using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Engine;

/// <summary>
/// Drives the virtual clock. Every change of state runs on one driver, item after item in the order of virtual time, so that a
/// run is deterministic as far as the handlers are; only the handlers' own asynchronous work runs beside it.
/// </summary>
/// <remarks>
/// The clock moves when no invocation works: each has ended or waits for a timer of the clock. An item leaves the schedule
/// only when the driver runs it to its end, so a cancelled or disposed run neither loses nor repeats one.
/// </remarks>
internal sealed class InvocationEngine(VirtualTimeProvider clock, int parallelism, Type owner) : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly PriorityQueue<WorkItem, (long Due, long Sequence)> _schedule = new();
    private readonly HashSet<RunningCode> _running = [];
    private readonly Queue<RunningCode> _ended = new();
    private readonly SemaphoreSlim _driver = new(1, 1);
    private readonly CancellationTokenSource _disposal = new();
    private TaskCompletionSource? _signal;
    private Exception? _fault;
    private long _sequence;
    private int _working;
    private bool _disposed;

    internal bool RunsInParallel => parallelism > 1;

    /// <summary>Whether a run is going on.</summary>
    internal bool IsRunning => _driver.CurrentCount == 0;

    /// <summary>Cancelled when the host is disposed.</summary>
    internal CancellationToken Disposal => _disposal.Token;

    /// <exception cref="ObjectDisposedException">The run is over.</exception>
    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), owner);

    internal void Schedule(WorkItem item, DateTimeOffset due)
    {
        lock (_gate)
        {
            _schedule.Enqueue(item, (due.UtcTicks, _sequence++));
            Signal();
        }
    }

    internal void ScheduleNow(WorkItem item) => Schedule(item, clock.GetUtcNow());

    internal void ScheduleIn(WorkItem item, TimeSpan delay) => Schedule(item, clock.GetUtcNow() + delay);

    /// <summary>The run cannot go on: the driver throws this once.</summary>
    internal void Fail(Exception fault)
    {
        lock (_gate)
        {
            _fault ??= fault;
            Signal();
        }
    }

    internal void Started(RunningCode invocation)
    {
        lock (_gate)
        {
            _running.Add(invocation);
            _working++;
        }
    }

    internal void Ended(RunningCode invocation)
    {
        lock (_gate)
        {
            if (_running.Remove(invocation) && !invocation.IsWaiting)
            {
                _working--;
            }

            _ended.Enqueue(invocation);
            Signal();
        }
    }

    /// <summary>An invocation armed (+1) or lost (−1) a timer.</summary>
    internal void WaitChanged(RunningCode invocation, int change)
    {
        lock (_gate)
        {
            bool was = invocation.IsWaiting;
            invocation.Waits += change;
            if (was != invocation.IsWaiting && _running.Contains(invocation))
            {
                _working += was ? 1 : -1;
                Signal();
            }
        }
    }

    /// <summary>Runs until nothing is left to do, or until a point of virtual time, or until a condition holds.</summary>
    /// <returns>True when the condition held.</returns>
    internal async Task<bool> RunAsync(DateTimeOffset? until, Func<bool>? condition, CancellationToken cancellationToken)
    {
        await _driver.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (condition?.Invoke() == true)
                {
                    return true;
                }

                Step step = TakeStep();
                if (step.Ended is { } ended)
                {
                    await ended.CompletedAsync().ConfigureAwait(false);
                }
                else if (step.Item is { } item)
                {
                    await item.RunAsync().ConfigureAwait(false);
                }
                else if (step.Signal is { } signal)
                {
                    await signal.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
                else if (step.Next is not { } next || next > until)
                {
                    if (until is { } end)
                    {
                        clock.MoveTo(end);
                    }

                    return false;
                }
                else
                {
                    clock.MoveTo(next);
                }
            }
        }
        finally
        {
            _driver.Release();
        }
    }

    /// <summary>Stops the driver between two items and waits until it has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            Signal();
        }

        await _driver.WaitAsync().ConfigureAwait(false);
        _driver.Release();

        // The token's callbacks are the handlers' own code: what they throw belongs to the handlers.
        await _disposal.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What the driver does next: an invocation that has ended, an item that is due, a wait, or a jump of the clock.</summary>
    private Step TakeStep()
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            if (_fault is { } fault)
            {
                _fault = null;
                throw fault;
            }

            if (_ended.TryDequeue(out RunningCode? ended))
            {
                return new Step { Ended = ended };
            }

            bool hasWork = _schedule.TryPeek(out _, out (long Due, long Sequence) key);
            if (hasWork && key.Due <= clock.GetUtcNow().UtcTicks && _working < parallelism)
            {
                return new Step { Item = _schedule.Dequeue() };
            }

            if (_working > 0)
            {
                return new Step { Signal = WaitForSignal() };
            }

            DateTimeOffset? next = hasWork ? new DateTimeOffset(key.Due, TimeSpan.Zero) : null;
            if (_running.Count > 0 && clock.NextTimer is { } timer && !(timer > next))
            {
                next = timer;
            }

            // Without any: a timer was stopped a moment ago, and its invocation is about to say so.
            return next is null && _running.Count > 0 ? new Step { Signal = WaitForSignal() } : new Step { Next = next };
        }
    }

    private Task WaitForSignal()
    {
        _signal ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _signal.Task;
    }

    private void Signal()
    {
        _signal?.TrySetResult();
        _signal = null;
    }

    /// <summary>One of these, or none when nothing is left to do.</summary>
    private readonly record struct Step(RunningCode? Ended, WorkItem? Item, Task? Signal, DateTimeOffset? Next);
}
