using System;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing;

/// <content>The run: events enter, and time passes.</content>
public sealed partial class LambdaTestHost
{
    /// <summary>Invokes a function asynchronously, as <c>Invoke</c> with <c>InvocationType=Event</c>: the event enters the queue.</summary>
    /// <param name="function">The name, or <c>name:qualifier</c>.</param>
    /// <param name="payload">JSON.</param>
    /// <returns>The request id.</returns>
    /// <exception cref="LambdaInvokeException">The API would refuse the call.</exception>
    public Task<string> InvokeAsync(string function, string payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return InvokeAsync(function, Encoding.UTF8.GetBytes(payload));
    }

    /// <summary>Invokes a function asynchronously with UTF-8 JSON.</summary>
    /// <param name="function">The name, or <c>name:qualifier</c>.</param>
    /// <param name="payload">JSON; empty means <c>{}</c>.</param>
    /// <returns>The request id.</returns>
    /// <exception cref="LambdaInvokeException">The API would refuse the call.</exception>
    public Task<string> InvokeAsync(string function, ReadOnlyMemory<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        RunningCode.ThrowIfKilled();
        _context.ThrowIfFaulted(function);
        RunningCode? caller = RunningCode.Current;
        return Task.FromResult(Accept(function, payload, caller?.Lineage, caller?.FunctionName ?? "caller"));
    }

    /// <summary>Puts an event into a function's queue.</summary>
    private string Accept(string function, ReadOnlyMemory<byte> payload, Lineage? lineage, string from)
    {
        if (_resources.Find(function) is not { } target)
        {
            throw new LambdaInvokeException($"Function not found: {_context.Account.ArnOf("lambda", "function:", function)}") { ErrorCode = "ResourceNotFoundException" };
        }

        if (payload.Length > PayloadLimits.Event)
        {
            throw new LambdaInvokeException($"Request must be smaller than {PayloadLimits.Event} bytes for the InvokeFunction operation") { ErrorCode = "RequestTooLargeException" };
        }

        byte[] bytes = payload.IsEmpty ? "{}"u8.ToArray() : payload.ToArray();
        if (!Json.IsValid(bytes))
        {
            throw new LambdaInvokeException("Could not parse request body into json") { ErrorCode = "InvalidRequestContentException" };
        }

        return target.Function.Queue.Accept(target.Qualifier, bytes, lineage, from);
    }

    /// <summary>Invokes a function asynchronously with a value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="function">The name, or <c>name:qualifier</c>.</param>
    /// <param name="payload">The value.</param>
    /// <param name="type">How it is written.</param>
    /// <returns>The request id.</returns>
    /// <exception cref="LambdaInvokeException">The API would refuse the call.</exception>
    public Task<string> InvokeAsync<T>(string function, T payload, JsonTypeInfo<T> type) =>
        InvokeAsync(function, JsonSerializer.SerializeToUtf8Bytes(payload, type));

    /// <summary>Runs until nothing is left to do: every event has ended, every mapping has caught up. Time jumps from retry to retry.</summary>
    /// <param name="cancellationToken">Stops between two steps; a later run goes on from there.</param>
    public Task RunUntilIdleAsync(CancellationToken cancellationToken = default) =>
        RunAsync(until: null, condition: null, cancellationToken);

    /// <summary>Runs for a span of virtual time, and moves the clock to its end even when nothing is left to do.</summary>
    /// <param name="time">Zero or more.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public Task RunForAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return RunAsync(TimeProvider.GetUtcNow() + time, condition: null, cancellationToken);
    }

    /// <summary>Runs until a condition holds.</summary>
    /// <param name="condition">Checked between two steps.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="LambdaTestAssertionException">Nothing is left to do, and the condition does not hold.</exception>
    public async Task RunUntilAsync(Func<bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (!await RunAsync(until: null, condition, cancellationToken).ConfigureAwait(false))
        {
            throw Timeline.Failure("Nothing is left to do, and the condition does not hold.");
        }
    }

    private Task<bool> RunAsync(DateTimeOffset? until, Func<bool>? condition, CancellationToken cancellationToken)
    {
        ThrowIfInHandler();
        foreach (TestFunction function in _resources.Functions)
        {
            if (function is { HasHandler: false, IsInTemplate: false, IsEndedByTest: false })
            {
                throw new InvalidOperationException($"Function '{function.Name}' was named but not added: call AddFunction(\"{function.Name}\", …).");
            }
        }

        // On the thread pool: handlers must not see the test framework's synchronization context, which Lambda has not.
        return Task.Run(() => _context.Engine.RunAsync(until, condition, cancellationToken), CancellationToken.None);
    }

    private static void ThrowIfInHandler()
    {
        if (RunningCode.Current is not null)
        {
            throw new InvalidOperationException("A handler cannot run the host that runs it.");
        }
    }
}
