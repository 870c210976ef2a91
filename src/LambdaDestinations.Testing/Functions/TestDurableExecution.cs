using System;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing;

/// <summary>
/// An execution of a durable function, which the test starts and ends: what Lambda tells the default bus of it, and where that goes from there. The
/// function's code does not run: steps, waits and replay are not emulated.
/// </summary>
/// <remarks>Source: AWS Lambda Developer Guide, "Monitoring durable functions". The events carry no payload, hence no end takes one.</remarks>
public sealed class TestDurableExecution
{
    private readonly EmulatorContext _context;
    private readonly TestEventBus _bus;
    private readonly string _function;
    private readonly DateTimeOffset _start;
    private int _hasEnded;

    /// <param name="context">The run.</param>
    /// <param name="bus">The default bus.</param>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">The version that it runs as.</param>
    /// <param name="name">The execution's name; null for one that Lambda gives.</param>
    internal TestDurableExecution(EmulatorContext context, TestEventBus bus, TestFunction function, string qualifier, string? name)
    {
        _context = context;
        _bus = bus;
        _function = function.Name;
        _start = context.Clock.GetUtcNow();
        Name = name ?? context.Ids.NewId();
        FunctionArn = $"{function.Arn}:{qualifier}";
        Arn = $"{FunctionArn}{DurableFacts.OfExecution}{Name}/{context.Ids.NewId()}";
        Send(DurableExecutionStatus.Running, end: null);
    }

    /// <summary>The execution's name.</summary>
    public string Name { get; }

    /// <summary>The execution's ARN.</summary>
    public string Arn { get; }

    /// <summary>The ARN of the function with the version that the execution runs as.</summary>
    public string FunctionArn { get; }

    /// <summary>What the execution is, or how it ended.</summary>
    public DurableExecutionStatus Status { get; private set; }

    /// <summary>The function returns a result: <c>SUCCEEDED</c>.</summary>
    /// <exception cref="InvalidOperationException">The execution has ended.</exception>
    public void Succeed() => End(DurableExecutionStatus.Succeeded);

    /// <summary>The function ends with an error: <c>FAILED</c>.</summary>
    /// <exception cref="InvalidOperationException">The execution has ended.</exception>
    public void Fail() => End(DurableExecutionStatus.Failed);

    /// <summary>The function's execution timeout is over: <c>TIMED_OUT</c>.</summary>
    /// <exception cref="InvalidOperationException">The execution has ended.</exception>
    public void TimeOut() => End(DurableExecutionStatus.TimedOut);

    /// <summary>Somebody calls <c>StopDurableExecution</c>: <c>STOPPED</c>.</summary>
    /// <exception cref="InvalidOperationException">The execution has ended.</exception>
    public void Stop() => End(DurableExecutionStatus.Stopped);

    private void End(DurableExecutionStatus status)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
        {
            throw new InvalidOperationException($"The execution '{Name}' has ended: {Status}.");
        }

        Send(status, _context.Clock.GetUtcNow());
    }

    private void Send(DurableExecutionStatus status, DateTimeOffset? end)
    {
        Status = status;
        string text = DurableFacts.NamesOf((DurableStatuses)status).Single();
        _bus.Receive(_function, text, Json.Write((Execution: this, Text: text, End: end), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteString("durableExecutionArn"u8, state.Execution.Arn);
            writer.WriteString("durableExecutionName"u8, state.Execution.Name);
            writer.WriteString("functionArn"u8, state.Execution.FunctionArn);
            writer.WriteString("status"u8, state.Text);
            writer.WriteString("startTimestamp"u8, Json.Milliseconds(state.Execution._start));
            if (state.End is { } ended)
            {
                writer.WriteString("endTimestamp"u8, Json.Milliseconds(ended));
            }

            writer.WriteEndObject();
        }));
    }
}
