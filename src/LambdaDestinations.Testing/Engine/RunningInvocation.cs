using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing;

/// <summary>One run of a handler: exactly one outcome, whatever comes first.</summary>
internal sealed class RunningInvocation : ILambdaInvocation, VirtualTimeProvider.IVirtualWaiter
{
    // 6 MB and a hundred bytes: the limit that the service's own message names.
    private const int MaximumResponseSize = 6_291_556;

    private static readonly AsyncLocal<RunningInvocation?> CurrentValue = new();

    private readonly byte[] _payload;
    private readonly CancellationTokenSource _cancellation;
    private List<string>? _log;
    private ITimer? _deadline;
    private ITimer? _wallClock;
    private int _finished;

    internal RunningInvocation(IInvocationOwner owner, TestFunction function, string qualifier, string requestId, int attempt, byte[] payload, Lineage? lineage)
    {
        Owner = owner;
        Function = function;
        Settings = function.Settings;
        RequestId = requestId;
        Attempt = attempt;
        InvokedFunctionArn = function.Arn + ":" + qualifier;
        FunctionVersion = function.VersionOf(qualifier);
        Lineage = new Lineage(lineage, function.Name);
        StartedAt = function.Host.TimeProvider.GetUtcNow();
        _payload = payload;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(function.Host.Engine.Disposal);
        CancellationToken = _cancellation.Token;
    }

    /// <summary>The invocation whose code is running, wherever it has flowed to.</summary>
    internal static RunningInvocation? Current => CurrentValue.Value;

    internal IInvocationOwner Owner { get; }

    internal TestFunction Function { get; }

    /// <summary>The settings at the start.</summary>
    internal FunctionSettings Settings { get; }

    internal Lineage Lineage { get; }

    internal DateTimeOffset StartedAt { get; }

    internal InvocationOutcome Outcome { get; private set; }

    /// <summary>The response, or the error object.</summary>
    internal byte[] Response { get; private set; } = [];

    /// <summary>How many timers are armed; the engine guards it.</summary>
    internal int Waits { get; set; }

    internal bool IsWaiting => Waits > 0;

    internal byte[] Payload => _payload;

    /// <summary>What the handler wrote to its context's logger.</summary>
    internal IReadOnlyList<string> LogLines
    {
        get
        {
            lock (_cancellation)
            {
                return _log?.ToArray() ?? [];
            }
        }
    }

    public string RequestId { get; }

    public string FunctionName => Function.Name;

    public string InvokedFunctionArn { get; }

    public string FunctionVersion { get; }

    public int Attempt { get; }

    public TimeSpan RemainingTime
    {
        get
        {
            TimeSpan remaining = StartedAt + Settings.Timeout - TimeProvider.GetUtcNow();
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    public CancellationToken CancellationToken { get; }

    public VirtualTimeProvider TimeProvider => Function.Host.TimeProvider;

    public LambdaTestHost Host => Function.Host;

    /// <summary>Code that goes on after its invocation was killed must not act any more.</summary>
    internal static void ThrowIfKilled()
    {
        if (Current is { _finished: not 0, Outcome: InvocationOutcome.TimedOut } killed)
        {
            throw new OperationCanceledException($"Invocation {killed.RequestId} of {killed.FunctionName} has timed out: AWS Lambda would have stopped this code.");
        }
    }

    internal void Start()
    {
        InvocationEngine engine = Host.Engine;
        engine.Started(this);
        Function.InFlight++;
        Host.Metrics.CountInvocation();
        Task<byte[]> handler = engine.RunsInParallel ? Task.Run(RunHandlerAsync) : RunHandlerAsync();
        if (handler.IsCompleted)
        {
            FinishWith(handler);
            return;
        }

        _deadline = TimeProvider.CreateDeadline(static state => ((RunningInvocation)state!).TimeOut(), this, StartedAt + Settings.Timeout - TimeProvider.GetUtcNow());

        // Whoever steps through a handler takes longer than any limit.
        TimeSpan limit = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : Host.WallClockLimit;
        _wallClock = System.TimeProvider.System.CreateTimer(static state => ((RunningInvocation)state!).TimeOut(), this, limit, Timeout.InfiniteTimeSpan);
        handler.ContinueWith(
            static (task, state) => ((RunningInvocation)state!).FinishWith((Task<byte[]>)task),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    internal void Log(string line)
    {
        lock (_cancellation)
        {
            (_log ??= []).Add(line);
        }
    }

    void VirtualTimeProvider.IVirtualWaiter.BeginWait() => Host.Engine.WaitChanged(this, 1);

    void VirtualTimeProvider.IVirtualWaiter.EndWait() => Host.Engine.WaitChanged(this, -1);

    private async Task<byte[]> RunHandlerAsync()
    {
        CurrentValue.Value = this;
        using MemoryStream input = new(_payload, writable: false);
        Stream? output = await Function.Handler(input, this).ConfigureAwait(false);
        if (output is null || ReferenceEquals(output, Stream.Null))
        {
            return [];
        }

        await using (output.ConfigureAwait(false))
        {
            if (output is MemoryStream { Position: 0 } memory)
            {
                return memory.ToArray();
            }

            using MemoryStream copy = new();
            await output.CopyToAsync(copy).ConfigureAwait(false);
            return copy.ToArray();
        }
    }

    private void FinishWith(Task<byte[]> handler)
    {
        if (handler.IsCompletedSuccessfully)
        {
            byte[] response = handler.Result;
            if (response.Length > MaximumResponseSize)
            {
                Finish(InvocationOutcome.Failed, ErrorJson.ResponseTooLarge(response.Length, MaximumResponseSize));
            }
            else
            {
                Finish(InvocationOutcome.Succeeded, response);
            }

            return;
        }

        Exception exception = ExceptionOf(handler);
        switch (exception)
        {
            case LambdaSystemErrorException:
                Finish(InvocationOutcome.SystemError, ErrorJson.Write(exception));
                break;
            case LambdaProcessExitException exit:
                Finish(InvocationOutcome.Failed, ErrorJson.ProcessExited(RequestId, exit));
                break;
            default:
                Finish(InvocationOutcome.Failed, ErrorJson.Write(exception));
                break;
        }
    }

    /// <summary>The exception that awaiting the handler throws.</summary>
    private static Exception ExceptionOf(Task handler)
    {
        if (handler.Exception is { } faults)
        {
            return faults.InnerException!;
        }

        try
        {
            handler.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException cancelled)
        {
            return cancelled;
        }

        return new TaskCanceledException(handler);
    }

    private void TimeOut()
    {
        if (Finish(InvocationOutcome.TimedOut, ErrorJson.TimedOut(RequestId, Settings.Timeout)))
        {
            // The invocation has ended and nobody waits for the handler's clean-up.
            _ = StopHandlerAsync();
        }
    }

    private async Task StopHandlerAsync()
    {
        // Callbacks of the token are the handler's code: what they throw is lost with the process.
        await _cancellation.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _cancellation.Dispose();
    }

    private bool Finish(InvocationOutcome outcome, byte[] response)
    {
        if (Interlocked.Exchange(ref _finished, 1) != 0)
        {
            return false;
        }

        Outcome = outcome;
        Response = response;
        _deadline?.Dispose();
        _wallClock?.Dispose();
        if (outcome != InvocationOutcome.TimedOut)
        {
            _cancellation.Dispose();
        }

        Host.Engine.Ended(this);
        return true;
    }
}
