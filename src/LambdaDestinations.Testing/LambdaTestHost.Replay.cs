using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Replay;
using LambdaDestinations.Testing.Wiring;

namespace LambdaDestinations.Testing;

/// <content>Failures as events again.</content>
public sealed partial class LambdaTestHost
{
    /// <summary>
    /// Runs the events of failure records again, each in the function that it failed in, with the very payload: a failure of the deployed function under
    /// the debugger. It enters the
    /// function's queue as any event, so retries, destinations and what follows them run too.
    /// </summary>
    /// <param name="path">
    /// A file with a record, as it lies in a bucket or is the body of a message; with the event of a consumer (SQS, SNS, EventBridge, an S3 notification
    /// of a bucket of this host, an array
    /// of records); or with what <c>aws sqs receive-message</c> prints. A relative path is looked for in the current folder, in the test's output folder,
    /// and in each folder above that.
    /// </param>
    /// <param name="function">
    /// The function instead of the one that the record names, also <c>name:qualifier</c>. Dead letters name none, and a host without a template does not
    /// know a name that CloudFormation made.
    /// </param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The attempts that the functions made, oldest first. Records of successes are passed over.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidOperationException">A record cannot be replayed; the message says which, and why. Nothing has run.</exception>
    /// <exception cref="LambdaInvokeException">The host has no such function, or the API would refuse the call.</exception>
    public async Task<IReadOnlyList<CapturedInvocation>> ReplayAsync(string path, string? function = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] text = await File.ReadAllBytesAsync(FileSearch.Find(path, "record", "tests/failures/failed.json"), cancellationToken).ConfigureAwait(false);
        return await ReplayAsync(text, path, function, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs the events of failure records again, each in the function that it failed in.</summary>
    /// <param name="record">UTF-8 JSON of the same forms.</param>
    /// <inheritdoc cref="ReplayAsync(string, string, CancellationToken)"/>
    /// <param name="function">The function instead of the one that the record names.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public Task<IReadOnlyList<CapturedInvocation>> ReplayAsync(
        ReadOnlyMemory<byte> record, string? function = null, CancellationToken cancellationToken = default) =>
        ReplayAsync(record, "the record", function, cancellationToken);

    /// <summary>
    /// Runs the event of a failure again that has reached a queue, topic, bus or bucket of a host: this one, or another one. The message stays where it
    /// is.
    /// </summary>
    /// <param name="message">The message, with a record or a dead letter.</param>
    /// <inheritdoc cref="ReplayAsync(string, string, CancellationToken)"/>
    /// <param name="function">The function instead of the one that the record names.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public async Task<IReadOnlyList<CapturedInvocation>> ReplayAsync(
        CapturedMessage message, string? function = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        string place = $"message {message.Id}";
        IEnumerable<(string, string, string?)> attributes = message.Attributes.Select(static x => (x.Key, x.Value.DataType, (string?)x.Value.Value));
        IReadOnlyList<ReplayEvent> events = await ReplayReader.ReadMessageAsync(message.Body, attributes, place, new Objects(this)).ConfigureAwait(false);
        return await ReplayAsync(events, place, function, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs events again.</summary>
    /// <param name="events">What was read.</param>
    /// <param name="place">Where, for people.</param>
    /// <param name="function">The function instead of those that the records name.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    internal async Task<IReadOnlyList<CapturedInvocation>> ReplayAsync(
        IReadOnlyList<ReplayEvent> events, string place, string? function, CancellationToken cancellationToken)
    {
        ThrowIfInHandler();
        ReplayEvent[] failures = [.. events.Where(static x => x.Kind != ReplayKind.Success)];
        if (failures.Length == 0)
        {
            throw new InvalidOperationException($"There is nothing to replay in {place}: it holds no record of a failure.");
        }

        (string Function, ReplayEvent Event)[] all = [.. failures.Select(x => (FunctionOf(x, function), x))];
        HashSet<string> ids = [.. all.Select(x => Accept(x.Function, x.Event.Payload, lineage: null, "replay"))];
        await RunUntilIdleAsync(cancellationToken).ConfigureAwait(false);
        return [.. _resources.Functions.SelectMany(static x => x.Invocations).Where(x => ids.Contains(x.RequestId)).OrderBy(static x => x.EndedAt)];
    }

    private async Task<IReadOnlyList<CapturedInvocation>> ReplayAsync(
        ReadOnlyMemory<byte> text, string place, string? function, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReplayEvent> events;
        try
        {
            events = await ReplayReader.ReadAsync(text, place, new Objects(this)).ConfigureAwait(false);
        }
        catch (DestinationFormatException error)
        {
            throw new InvalidOperationException($"{place} cannot be replayed: {error.Message}", error);
        }

        return await ReplayAsync(events, place, function, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The function of an event, with its qualifier.</summary>
    /// <exception cref="InvalidOperationException">It cannot be replayed, or names no function.</exception>
    private string FunctionOf(ReplayEvent failure, string? function)
    {
        if (failure.Problem is { } problem)
        {
            throw new InvalidOperationException($"{failure.Place} cannot be replayed: {problem}.");
        }

        if (function is not null)
        {
            return function;
        }

        string name = failure.FunctionName
            ?? throw new InvalidOperationException(
                $"{failure.Place} cannot be replayed: a dead letter does not name its function. Name it: ReplayAsync(…, \"PlaceOrder\").");
        return (_resources.Find(name) is null ? _resources.FindDeployed(name) ?? name : name) + (failure.Qualifier is { } qualifier ? ":" + qualifier : "");
    }

    /// <summary>The objects of the host's buckets.</summary>
    private sealed class Objects(LambdaTestHost host) : IS3RecordSource
    {
        public ValueTask<ReadOnlyMemory<byte>> ReadObjectAsync(string bucketName, string objectKey) => new(
            host._resources.Bucket(bucketName, isNamed: true).Find(objectKey)?.Content
            ?? throw new InvalidOperationException(
                $"The record is the object '{objectKey}' of the bucket '{bucketName}', which the host does not have: call Bucket(\"{bucketName}\").Put(…)."));
    }
}
