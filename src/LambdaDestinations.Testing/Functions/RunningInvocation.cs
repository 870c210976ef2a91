using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Clock;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing.Functions;

/// <summary>One run of a handler: exactly one outcome, whatever comes first.</summary>
internal abstract class RunningInvocation : RunningCode
{
    // 6 MB and a hundred bytes: the limit that the service's own message names.
    private const int MaximumResponseSize = 6_291_556;

    private readonly IInvocationOwner _owner;
    private readonly FunctionSettings _settings;
    private readonly byte[] _payload;
    private readonly long _startedAt;
    private readonly CancellationTokenSource _cancellation;
    private List<string>? _log;
    private ITimer? _deadline;
    private ITimer? _wallClock;
    private InvocationOutcome _outcome;
    private byte[] _response = [];
    private int _finished;
    private FaultKind? _fault;

    private protected RunningInvocation(
        IInvocationOwner owner, TestFunction function, string qualifier, string requestId, int attempt, byte[] payload, Lineage? lineage)
    {
        _owner = owner;
        Function = function;
        _settings = function.Settings;
        RequestId = requestId;
        Attempt = attempt;
        InvokedFunctionArn = function.Arn + ":" + qualifier;
        FunctionVersion = function.VersionOf(qualifier);
        Lineage = new Lineage(lineage, function.Name);
        _startedAt = Context.Clock.GetTimestamp();
        _payload = payload;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(Context.Engine.Disposal);
        CancellationToken = _cancellation.Token;
    }

    internal TestFunction Function { get; }

    internal override Lineage Lineage { get; }

    internal override bool IsKilled => _finished != 0 && _outcome == InvocationOutcome.TimedOut;

    internal DateTimeOffset StartedAt => Context.Clock.TimeOf(_startedAt);

    public override string RequestId { get; }

    public override string FunctionName => Function.Name;

    public string InvokedFunctionArn { get; }

    public string FunctionVersion { get; }

    public int Attempt { get; }

    public TimeSpan RemainingTime
    {
        get
        {
            TimeSpan remaining = _settings.Timeout - Context.Clock.GetElapsedTime(_startedAt);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    public CancellationToken CancellationToken { get; }

    public VirtualTimeProvider TimeProvider => Context.Clock;

    private EmulatorContext Context => Function.Context;

    public override void BeginWait() => Context.Engine.WaitChanged(this, 1);

    public override void EndWait() => Context.Engine.WaitChanged(this, -1);

    /// <param name="fault">What goes wrong with it; null for nothing.</param>
    internal void Start(FaultKind? fault)
    {
        _fault = fault;
        Context.Engine.Started(this);
        Function.InFlight++;
        Context.Metrics.CountInvocation();
        Task<byte[]> handler = Context.Engine.RunsInParallel ? Task.Run(RunHandlerAsync) : RunHandlerAsync();
        if (handler.IsCompleted)
        {
            FinishWith(handler);
            return;
        }

        _deadline = Context.Clock.CreateDeadline(
            static state => ((RunningInvocation)state!).TimeOut(), this, _settings.Timeout - Context.Clock.GetElapsedTime(_startedAt));

        // Whoever steps through a handler takes longer than any limit.
        TimeSpan limit = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : Context.Options.WallClockLimit;
        _wallClock = System.TimeProvider.System.CreateTimer(static state => ((RunningInvocation)state!).TimeOut(), this, limit, Timeout.InfiniteTimeSpan);
        handler.ContinueWith(
            static (task, state) => ((RunningInvocation)state!).FinishWith((Task<byte[]>)task),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    internal override ValueTask CompletedAsync()
    {
        Function.Record(new CapturedInvocation(RequestId, Attempt, StartedAt, Context.Clock.GetUtcNow(), _outcome, _payload, _response) { Log = LogLines() });
        return _owner.CompletedAsync(new InvocationEnd(_outcome, _response, RequestId));
    }

    internal void Log(string line)
    {
        lock (_cancellation)
        {
            (_log ??= []).Add(line);
        }
    }

    /// <summary>What the handler wrote to its context's logger.</summary>
    private string[] LogLines()
    {
        lock (_cancellation)
        {
            return _log?.ToArray() ?? [];
        }
    }

    private async Task<byte[]> RunHandlerAsync()
    {
        Enter();
        BatchRun.Clock.Value = new DeadlineClock(Context.Clock);
        if (_fault == FaultKind.Crashed)
        {
            throw new LambdaProcessExitException();
        }

        if (_fault == FaultKind.Slow)
        {
            await Task.Delay(_settings.Timeout * 0.9, Context.Clock).ConfigureAwait(false);
        }

        using MemoryStream input = new(_payload, writable: false);
        Stream? output = await Function.Handler(input, this).ConfigureAwait(false);
        if (_fault == FaultKind.CrashedAfterwards)
        {
            throw new LambdaProcessExitException();
        }

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
                Finish(InvocationOutcome.Failed, ErrorJson.ResponseTooLarge(MaximumResponseSize));
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
                Finish(InvocationOutcome.Failed, ErrorJson.ProcessExited(RequestId, exit.How, exit.OlderRuntime));
                break;
            default:
                Finish(InvocationOutcome.Failed, ErrorJson.TryWrite(exception) ?? ErrorJson.ProcessExited(RequestId, new LambdaProcessExitException().How, olderRuntime: false));
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
        if (Finish(InvocationOutcome.TimedOut, ErrorJson.TimedOut(RequestId, _settings.Timeout)))
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

        _outcome = outcome;
        _response = response;
        _deadline?.Dispose();
        _wallClock?.Dispose();
        if (outcome != InvocationOutcome.TimedOut)
        {
            _cancellation.Dispose();
        }

        Context.Engine.Ended(this);
        return true;
    }
}
