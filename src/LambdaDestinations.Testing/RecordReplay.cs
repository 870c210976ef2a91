using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Replay;

namespace LambdaDestinations.Testing;

/// <summary>Runs the events of records that were read again.</summary>
public static class RecordReplay
{
    private const string Record = "the record";

    /// <summary>Runs the event of a failed invocation again, in the function that it failed in.</summary>
    /// <typeparam name="TRequest">The handler's event type.</typeparam>
    /// <param name="record">The record, as it was read.</param>
    /// <param name="host">Where to run it.</param>
    /// <inheritdoc cref="LambdaTestHost.ReplayAsync(string, string, CancellationToken)"/>
    /// <param name="function">The function instead of the one that the record names.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public static Task<IReadOnlyList<CapturedInvocation>> ReplayAsync<TRequest>(
        this FailureRecord<TRequest> record, LambdaTestHost host, string? function = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return ReplayAsync(ReplayEvent.Of(record, Record), host, function, cancellationToken);
    }

    /// <summary>Runs the batch again that a mapping gave up, in the function that it failed in. Only S3 and Kafka topics are given it.</summary>
    /// <param name="record">The record, as it was read.</param>
    /// <param name="host">Where to run it.</param>
    /// <inheritdoc cref="LambdaTestHost.ReplayAsync(string, string, CancellationToken)"/>
    /// <param name="function">The function instead of the one that the record names.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public static Task<IReadOnlyList<CapturedInvocation>> ReplayAsync(
        this StreamFailureRecord record, LambdaTestHost host, string? function = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return ReplayAsync(ReplayEvent.Of(record, Record), host, function, cancellationToken);
    }

    /// <summary>Runs the event of a dead letter again.</summary>
    /// <typeparam name="TRequest">The handler's event type.</typeparam>
    /// <param name="message">The message, as it was read.</param>
    /// <param name="host">Where to run it.</param>
    /// <inheritdoc cref="LambdaTestHost.ReplayAsync(string, string, CancellationToken)"/>
    /// <param name="function">The function, which a dead letter does not name.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public static Task<IReadOnlyList<CapturedInvocation>> ReplayAsync<TRequest>(
        this DeadLetterMessage<TRequest> message, LambdaTestHost host, string function, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentException.ThrowIfNullOrEmpty(function);
        return ReplayAsync(ReplayEvent.Of(message, "the dead letter"), host, function, cancellationToken);
    }

    private static Task<IReadOnlyList<CapturedInvocation>> ReplayAsync(
        ReplayEvent failure, LambdaTestHost host, string? function, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ReplayAsync([failure], failure.Place, function, cancellationToken);
    }
}
