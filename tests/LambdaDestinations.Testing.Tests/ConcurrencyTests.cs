using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CsCheck;

namespace LambdaDestinations.Testing.Tests;

/// <summary>Every accepted event ends exactly once, or is still pending: whatever the handlers do, whoever runs the host, whenever it is disposed.</summary>
public sealed class ConcurrencyTests
{
    public enum Behaviour
    {
        Returns,
        Throws,
        ThrowsAfterAwait,
        Cancels,
        YieldsAndReturns,
        WaitsOnTheClock,
        TimesOut,
        FailsOnce,
        SystemErrorOnce,
    }

    [Fact]
    public Task Every_event_ends_exactly_once() =>
        Gen.Select(Gen.Enum<Behaviour>().Array[1, 40], Gen.Int[1, 4], Gen.Int[1, 3]).SampleAsync(async (behaviours, parallelism, producers) =>
        {
            await using LambdaTestHost host = new LambdaTestHostBuilder().WithParallelism(parallelism).Build();
            AddWorker(host, behaviours);

            // Several producers, and a run that starts before the last of them is done.
            Task<Task<string>[]>[] sent = [.. Enumerable.Range(0, producers).Select(p => Task.Run(() =>
                Enumerable.Range(0, behaviours.Length).Where(i => i % producers == p).Select(i => host.InvokeAsync("worker", i.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToArray()))];
            Task early = host.RunUntilIdleAsync();
            string[] ids = await Task.WhenAll((await Task.WhenAll(sent)).SelectMany(each => each));
            await Task.WhenAll(early, host.RunUntilIdleAsync());

            AssertEachEndedOnce(host, ids);
            Assert.Empty(host.PendingEvents);
        }, iter: 100);

    [Fact]
    public Task A_cancelled_run_loses_nothing_and_a_later_run_goes_on() =>
        Gen.Select(Gen.Enum<Behaviour>().Array[1, 40], Gen.Int[1, 3], Gen.Int[0, 40]).SampleAsync(async (behaviours, parallelism, cancelAfter) =>
        {
            await using LambdaTestHost host = new LambdaTestHostBuilder().WithParallelism(parallelism).Build();
            using CancellationTokenSource cancellation = new();
            int calls = 0;
            AddWorker(host, behaviours, () =>
            {
                if (Interlocked.Increment(ref calls) == cancelAfter)
                {
                    cancellation.Cancel();
                }
            });
            List<string> ids = [];
            for (int i = 0; i < behaviours.Length; i++)
            {
                ids.Add(await host.InvokeAsync("worker", i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }

            try
            {
                await host.RunUntilIdleAsync(cancellation.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.True(cancellation.IsCancellationRequested);
            }

            await host.RunUntilIdleAsync();

            AssertEachEndedOnce(host, ids);
            Assert.Empty(host.PendingEvents);
        }, iter: 100);

    [Fact]
    public Task After_disposal_each_event_has_its_record_or_is_pending() =>
        Gen.Select(Gen.Enum<Behaviour>().Array[1, 40], Gen.Int[1, 3], Gen.Int[1, 40]).SampleAsync(async (behaviours, parallelism, disposeAfter) =>
        {
            LambdaTestHost host = new LambdaTestHostBuilder().WithParallelism(parallelism).Build();
            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            int calls = 0;
            AddWorker(host, behaviours, () =>
            {
                if (Interlocked.Increment(ref calls) == disposeAfter)
                {
                    reached.SetResult();
                }
            });
            List<string> ids = [];
            for (int i = 0; i < behaviours.Length; i++)
            {
                ids.Add(await host.InvokeAsync("worker", i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }

            Task run = host.RunUntilIdleAsync();
            await Task.WhenAny(run, reached.Task);
            await host.DisposeAsync();
            try
            {
                await run;
            }
            catch (ObjectDisposedException)
            {
                // Events may be pending or not: the last one may end just before the disposal stops the run.
            }

            string[] ended = [.. Records(host)];
            string[] pending = [.. host.PendingEvents.Select(each => each.RequestId)];
            Assert.Equal(ids.Order(StringComparer.Ordinal), ended.Concat(pending).Order(StringComparer.Ordinal));
            await Assert.ThrowsAsync<ObjectDisposedException>(() => host.InvokeAsync("worker", "0"));
            await Assert.ThrowsAsync<ObjectDisposedException>(() => host.RunUntilIdleAsync());
            await host.DisposeAsync();
        }, iter: 100);

    [Fact]
    public async Task Disposal_cancels_a_running_handler_and_does_not_wait_for_it()
    {
        LambdaTestHost host = LambdaTestHost.Create();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.AddFunction("worker", async (_, invocation) =>
        {
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, invocation.CancellationToken);
            }
            catch (OperationCanceledException)
            {
                cancelled.SetResult();
                throw;
            }

            return Stream.Null;
        }, new() { OnFailure = host.Queue("failed") });
        string id = await host.InvokeAsync("worker", "1");
        Task run = host.RunUntilIdleAsync();
        await started.Task;

        await host.DisposeAsync();

        await cancelled.Task;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => run);
        Assert.Equal([id], host.PendingEvents.Select(each => each.RequestId));
        host.Queue("failed").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_handler_that_goes_on_after_its_timeout_changes_nothing()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        TaskCompletionSource<Exception?> late = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.AddFunction("worker", async (_, invocation) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(10), invocation.TimeProvider, CancellationToken.None);
            late.SetResult(Record.Exception(() => invocation.Host.Queue("side-effects").Send("late")));
            return Stream.Null;
        }, new() { MaximumRetryAttempts = 0, OnSuccess = host.Queue("ok"), OnFailure = host.Queue("failed") });

        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();
        await host.RunForAsync(TimeSpan.FromMinutes(1));

        Assert.IsType<OperationCanceledException>(await late.Task);
        host.Queue("failed").ShouldHaveReceivedOne();
        host.Queue("ok").ShouldBeEmpty();
        host.Queue("side-effects").ShouldBeEmpty();
    }

    [Fact]
    public async Task Parallel_handlers_are_as_many_as_asked_for()
    {
        await using LambdaTestHost host = new LambdaTestHostBuilder().WithParallelism(3).Build();
        using SemaphoreSlim gate = new(0);
        int running = 0;
        int most = 0;
        host.AddFunction("worker", async (_, _) =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (now == 3)
            {
                // The third one lets all go: with fewer than three at once nobody would.
                gate.Release(100);
            }

            await gate.WaitAsync();
            Interlocked.Decrement(ref running);
            return Stream.Null;
        });

        for (int i = 0; i < 20; i++)
        {
            await host.InvokeAsync("worker", "1");
        }

        await host.RunUntilIdleAsync();

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task One_seed_gives_one_run()
    {
        string first = await TimelineAsync(seed: 5);

        Assert.Equal(first, await TimelineAsync(seed: 5));
        Assert.NotEqual(first, await TimelineAsync(seed: 6));
        return;

        static async Task<string> TimelineAsync(long seed)
        {
            await using LambdaTestHost host = LambdaTestHost.Create(seed);
            Behaviour[] behaviours = Enum.GetValues<Behaviour>();
            AddWorker(host, [.. behaviours.Where(each => each != Behaviour.YieldsAndReturns && each != Behaviour.ThrowsAfterAwait)]);
            for (int i = 0; i < behaviours.Length - 2; i++)
            {
                await host.InvokeAsync("worker", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            await host.RunUntilIdleAsync();
            return host.Timeline.ToString() + string.Join("\n", host.Queue("failed").Messages.Select(each => each.RequestId));
        }
    }

    [Fact]
    public async Task A_handler_cannot_run_its_host()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", async (_, invocation) =>
        {
            await invocation.Host.RunUntilIdleAsync();
            return Stream.Null;
        }, new() { MaximumRetryAttempts = 0, OnFailure = host.Queue("failed") });

        await host.InvokeAsync("worker", "1");
        await host.RunUntilIdleAsync();

        Assert.Equal("InvalidOperationException", host.Queue("failed").ShouldHaveReceivedOne().ResponsePayload.GetProperty("errorType").GetString());
    }

    private static void AddWorker(LambdaTestHost host, Behaviour[] behaviours, Action? called = null)
    {
        ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);
        host.AddFunction(
            "worker",
            async (input, invocation) =>
            {
                called?.Invoke();
                using StreamReader reader = new(input);
                Behaviour behaviour = behaviours[int.Parse(await reader.ReadToEndAsync(), System.Globalization.CultureInfo.InvariantCulture)];
                bool first = seen.TryAdd(invocation.RequestId, true);
                switch (behaviour)
                {
                    case Behaviour.Throws:
                        throw new InvalidOperationException("no");
                    case Behaviour.ThrowsAfterAwait:
                        await Task.Yield();
                        throw new InvalidOperationException("no");
                    case Behaviour.Cancels:
                        throw new OperationCanceledException();
                    case Behaviour.YieldsAndReturns:
                        await Task.Yield();
                        break;
                    case Behaviour.WaitsOnTheClock:
                        await Task.Delay(TimeSpan.FromSeconds(2), invocation.TimeProvider, CancellationToken.None);
                        break;
                    case Behaviour.TimesOut:
                        await Task.Delay(TimeSpan.FromSeconds(4), invocation.TimeProvider, CancellationToken.None);
                        break;
                    case Behaviour.FailsOnce when first:
                        throw new InvalidOperationException("no");
                    case Behaviour.SystemErrorOnce when first:
                        throw new LambdaSystemErrorException();
                }

                return Stream.Null;
            },
            new() { OnSuccess = host.Queue("ok"), OnFailure = host.Queue("failed") });
    }

    private static void AssertEachEndedOnce(LambdaTestHost host, IEnumerable<string> ids) =>
        Assert.Equal(ids.Order(StringComparer.Ordinal), Records(host).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Records(LambdaTestHost host) =>
        host.Queue("ok").Messages.Concat(host.Queue("failed").Messages).Select(record => record.RequestId!);

    private static void InterlockedMax(ref int target, int value)
    {
        int current;
        while ((current = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, current) != current)
        {
        }
    }
}
