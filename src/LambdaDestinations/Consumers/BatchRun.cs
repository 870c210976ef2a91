using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace LambdaDestinations;

/// <summary>Consumes the messages of one event: each fails alone, and what the carrier has to know of the failures is told in the end.</summary>
/// <param name="consume">Reads and consumes one record.</param>
/// <param name="s3">Where the records of S3 notifications come from.</param>
/// <param name="fetchesItself">Whether the consumer fetches them.</param>
internal sealed class BatchRun(Func<DestinationMessage, CancellationToken, ValueTask> consume, IS3RecordSource? s3, bool fetchesItself)
{
    /// <summary>What is left for the answer when no further record begins.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(1);

    private readonly List<(DestinationMessage Message, Exception Failure)> _failed = [];

    /// <summary>The groups of FIFO queues of which a message has failed: what follows would overtake it.</summary>
    private HashSet<string>? _blocked;

    private bool _isSqs;
    private CancellationToken _deadline;

    /// <summary>The time by which a deadline is measured; the emulator's is virtual.</summary>
    internal static AsyncLocal<TimeProvider?> Clock { get; } = new();

    /// <summary>Consumes them.</summary>
    /// <returns>The answer to SQS; <see langword="null"/> for any other carrier.</returns>
    public async ValueTask<Stream?> RunAsync(IEnumerable<DestinationMessage> messages, TimeSpan remainingTime, int maximumConcurrency)
    {
        // Zero is a context that does not tell, as a test's; a timer takes less than 50 days, and no function has more than 15 minutes.
        using CancellationTokenSource? deadline = remainingTime != TimeSpan.Zero && remainingTime < TimeSpan.FromDays(1)
            ? new CancellationTokenSource(remainingTime > Reserve ? remainingTime - Reserve : TimeSpan.Zero, Clock.Value ?? TimeProvider.System)
            : null;
        _deadline = deadline?.Token ?? default;
        if (maximumConcurrency > 1)
        {
            await ConsumeSeveralAsync([.. messages], maximumConcurrency).ConfigureAwait(false);
        }
        else
        {
            bool isFirst = true;
            foreach (DestinationMessage message in messages)
            {
                _isSqs |= message.IsSqsMessage;
                if (await TryConsumeAsync(message, isFirst).ConfigureAwait(false) is { } failure)
                {
                    _failed.Add((message, failure));
                }

                isFirst = false;
            }
        }

        return await AnswerAsync().ConfigureAwait(false);
    }

    /// <summary>Those that have an order among them follow each other; of the others several are consumed at once.</summary>
    private async Task ConsumeSeveralAsync(DestinationMessage[] messages, int maximumConcurrency)
    {
        _isSqs = Array.Exists(messages, message => message.IsSqsMessage);
        Exception?[] failures = new Exception?[messages.Length];
        ConcurrentQueue<IEnumerable<int>> lanes = new(Enumerable.Range(0, messages.Length)
            .GroupBy(index => messages[index].OrderKey is { } key ? (key, -1) : ((string?)null, index)));
        Task[] workers = new Task[Math.Min(maximumConcurrency, lanes.Count)];
        for (int i = 0; i < workers.Length; i++)
        {
            // The thread pool, so that records are consumed at once that do not wait for anything. A virtual clock must see each record begin before it moves.
            workers[i] = Clock.Value is null ? Task.Run(WorkAsync) : WorkAsync();
        }

        await Task.WhenAll(workers).ConfigureAwait(false);
        for (int i = 0; i < messages.Length; i++)
        {
            if (failures[i] is { } failure)
            {
                _failed.Add((messages[i], failure));
            }
        }

        async Task WorkAsync()
        {
            while (lanes.TryDequeue(out IEnumerable<int>? lane))
            {
                foreach (int index in lane)
                {
                    failures[index] = await TryConsumeAsync(messages[index], index == 0).ConfigureAwait(false);
                }
            }
        }
    }

    private async ValueTask<Exception?> TryConsumeAsync(DestinationMessage message, bool isFirst)
    {
        Exception? failure = IsBlocked(message) ? new InvalidOperationException($"It was not consumed: a message before it in the group '{message.MessageGroupId}' has failed.")
            : !isFirst && _deadline.IsCancellationRequested ? new TimeoutException("It was not consumed: the function's time is nearly over.")
            : message.Error is not null || message.IsS3TestEvent ? message.Error
            : await ConsumeAsync(message).ConfigureAwait(false);
        if (failure is not null && message.MessageGroupId is { } group)
        {
            lock (_failed)
            {
                (_blocked ??= new(StringComparer.Ordinal)).Add(group);
            }
        }

        return failure;
    }

    private bool IsBlocked(DestinationMessage message)
    {
        if (message.MessageGroupId is not { } group)
        {
            return false;
        }

        lock (_failed)
        {
            return _blocked?.Contains(group) == true;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a record's consumer throws is reported to the carrier; one record must not take the others with it.")]
    private async ValueTask<Exception?> ConsumeAsync(DestinationMessage message)
    {
        try
        {
            await consume(fetchesItself ? message : await DestinationConsumer.FetchAsync(message, s3).ConfigureAwait(false), _deadline).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <exception cref="AggregateException">Several messages failed that the answer cannot name.</exception>
    private async ValueTask<Stream?> AnswerAsync()
    {
        List<string> failedIds = [];
        List<Exception> thrown = [];
        foreach ((DestinationMessage message, Exception failure) in _failed)
        {
            // What is damaged so that it does not say who sent it came from SQS if the others did.
            if (message is { MessageId: { Length: > 0 } id } && (message.IsSqsMessage || (_isSqs && message.Carrier == DestinationCarrier.Sqs)))
            {
                failedIds.Add(id);
                await Console.Error.WriteLineAsync($"LambdaDestinations: SQS message {id} failed. {failure}").ConfigureAwait(false);
            }
            else
            {
                thrown.Add(failure);
            }
        }

        if (thrown.Count == 1)
        {
            ExceptionDispatchInfo.Throw(thrown[0]);
        }

        return thrown.Count != 0 ? throw new AggregateException(thrown) : _isSqs ? BatchItemFailures(failedIds) : null;
    }

    private static MemoryStream BatchItemFailures(List<string> ids)
    {
        var response = new MemoryStream();
        using (var writer = new Utf8JsonWriter(response))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("batchItemFailures"u8);
            foreach (string id in ids)
            {
                writer.WriteStartObject();
                writer.WriteString("itemIdentifier"u8, id);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        response.Position = 0;
        return response;
    }
}
