using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Reading;

namespace LambdaDestinations;

/// <summary>What the generated entry point of a <see cref="DestinationConsumerAttribute"/> method calls; not meant for hand-written code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DestinationConsumer
{
    /// <summary>Takes the records out of an event and consumes them one after the other, in the event's order.</summary>
    /// <remarks>
    /// <para>A message that cannot be read, or that the consumer throws for, fails alone: the others are consumed all the same.</para>
    /// <para>
    /// SQS: the failed messages are reported in the response, so the event source mapping must have
    /// <c>FunctionResponseTypes: [ReportBatchItemFailures]</c>; without it Lambda ignores the response and deletes them. What was
    /// thrown is written to <see cref="Console.Error"/>, that is, to the function's log. A failed message without an id cannot be
    /// reported: it is thrown for, so that the whole batch comes again.
    /// </para>
    /// <para>
    /// All other carriers: after the last message the exception is thrown again, or an <see cref="AggregateException"/> of several,
    /// and Lambda's own retries apply.
    /// </para>
    /// <para>Source: AWS Lambda Developer Guide, "Handling errors for an SQS event source in Lambda", partial batch responses.</para>
    /// </remarks>
    /// <param name="input">The event; read to its end, not disposed.</param>
    /// <param name="consume">Reads and consumes one record: <see cref="DestinationMessage.Record"/>.</param>
    /// <param name="s3">Where the records of S3 notifications come from; <see langword="null"/> if there is no such source: then these messages fail.</param>
    /// <returns><c>{"batchItemFailures":[{"itemIdentifier":"…"}]}</c> for messages of SQS, else nothing.</returns>
    /// <exception cref="DestinationFormatException">The event is none that holds records.</exception>
    public static async Task<Stream> InvokeAsync(Stream input, Func<DestinationMessage, ValueTask> consume, IS3RecordSource? s3 = null)
    {
        ArgumentNullException.ThrowIfNull(consume);
        return await InvokeAsync(input, (message, _) => consume(message), default, 1, s3).ConfigureAwait(false);
    }

    /// <summary>Takes the records out of an event and consumes them in the event's order, or several at once.</summary>
    /// <remarks>
    /// <para>As the other method does, and: a second ahead of the function's time-out the token is cancelled. What has not begun by then does not begin any more
    /// and has failed; the first record always begins.</para>
    /// <para>
    /// FIFO queues: messages of a group are consumed one after the other, and behind one that failed the others of its group fail without being consumed, so that
    /// they come again in their order (AWS Lambda Developer Guide, "Implementing partial batch responses", FIFO queues). Kafka: messages of a partition are consumed one after the other.
    /// </para>
    /// </remarks>
    /// <param name="input">The event; read to its end, not disposed.</param>
    /// <param name="consume">Reads and consumes one record: <see cref="DestinationMessage.Record"/>.</param>
    /// <param name="remainingTime">What <c>ILambdaContext.RemainingTime</c> says; zero where it is not known.</param>
    /// <param name="maximumConcurrency">How many records may be consumed at once, at least 1.</param>
    /// <param name="s3">Where the records of S3 notifications come from; <see langword="null"/> if there is no such source: then these messages fail.</param>
    /// <param name="fetchesItself">Whether the consumer fetches them, by <see cref="FetchAsync"/>.</param>
    /// <returns><c>{"batchItemFailures":[{"itemIdentifier":"…"}]}</c> for messages of SQS, else nothing.</returns>
    /// <exception cref="DestinationFormatException">The event is none that holds records.</exception>
    public static async Task<Stream> InvokeAsync(
        Stream input, Func<DestinationMessage, CancellationToken, ValueTask> consume, TimeSpan remainingTime, int maximumConcurrency = 1, IS3RecordSource? s3 = null, bool fetchesItself = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(consume);
        DestinationBatch batch = DestinationEnvelope.Read(await ReadToEndAsync(input).ConfigureAwait(false));
        return await new BatchRun(consume, s3, fetchesItself).RunAsync(batch, remainingTime, maximumConcurrency).ConfigureAwait(false) ?? Stream.Null;
    }

    /// <summary>Takes the record out of an event and consumes it; what the consumer returns is the function's response.</summary>
    /// <remarks>
    /// A response belongs to one record. Whoever hands over batches (SQS, Kafka, a pipe) reads no response but the messages that failed: their records are consumed, and what
    /// the consumer returns is dropped.
    /// </remarks>
    /// <inheritdoc cref="InvokeAsync(Stream, Func{DestinationMessage, CancellationToken, ValueTask}, TimeSpan, int, IS3RecordSource, bool)"/>
    /// <param name="input">The event; read to its end, not disposed.</param>
    /// <param name="consume">Reads and consumes one record, and gives the response as JSON; <see langword="null"/> for none.</param>
    /// <param name="remainingTime">What <c>ILambdaContext.RemainingTime</c> says; zero where it is not known.</param>
    /// <param name="maximumConcurrency">How many records may be consumed at once, at least 1.</param>
    /// <param name="s3">Where the records of S3 notifications come from; <see langword="null"/> if there is no such source: then these messages fail.</param>
    /// <param name="fetchesItself">Whether the consumer fetches them, by <see cref="FetchAsync"/>.</param>
    /// <returns>The response; <c>batchItemFailures</c> for messages of SQS.</returns>
    /// <exception cref="InvalidOperationException">The event of an asynchronous invocation holds several records. None was consumed.</exception>
    public static async Task<Stream> InvokeAsync(
        Stream input, Func<DestinationMessage, CancellationToken, ValueTask<byte[]?>> consume, TimeSpan remainingTime, int maximumConcurrency = 1, IS3RecordSource? s3 = null, bool fetchesItself = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(consume);
        DestinationMessage[] messages = [.. DestinationEnvelope.Read(await ReadToEndAsync(input).ConfigureAwait(false))];
        if (messages.Length > 1 && !Array.Exists(messages, message => message.Carrier is DestinationCarrier.Sqs or DestinationCarrier.Kafka || message.IsSqsMessage))
        {
            throw new InvalidOperationException(
                $"The event holds {messages.Length} records, but what the consumer returns is the response to one. Let it return nothing, or send it one record per event.");
        }

        byte[]? result = null;
        Stream? failures = await new BatchRun(
            async (message, token) => result = await consume(message, token).ConfigureAwait(false), s3, fetchesItself).RunAsync(messages, remainingTime, maximumConcurrency).ConfigureAwait(false);
        return failures ?? (result is null ? Stream.Null : new MemoryStream(result, 0, result.Length, writable: false, publiclyVisible: true));
    }

    /// <summary>What a consumer returned, as the function's response.</summary>
    /// <typeparam name="T">What the consumer returns.</typeparam>
    /// <param name="value">What it returned.</param>
    /// <param name="type">How it is written.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] WriteResponse<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    /// <summary>What a consumer returned, as the function's response, by reflection.</summary>
    /// <inheritdoc cref="WriteResponse{T}(T, JsonTypeInfo{T})"/>
    /// <param name="value">What it returned.</param>
    [RequiresUnreferencedCode(PayloadReader.Reflection)]
    [RequiresDynamicCode(PayloadReader.Reflection)]
    public static byte[] WriteResponseByReflection<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value);

    /// <summary>What to throw for a message that no consumer of a class takes.</summary>
    /// <param name="message">The message.</param>
    /// <param name="wanted">What the consumers take, such as <c>a success record or a failure record</c>.</param>
    /// <returns>The exception; <see cref="DestinationFormatException.Path"/> is the whole record.</returns>
    public static DestinationFormatException Unexpected(DestinationMessage message, string wanted)
    {
        ArgumentNullException.ThrowIfNull(message);
        string found = DestinationRecordReader.GetKind(message.Record) switch
        {
            DestinationRecordKind.Success => "a success record",
            DestinationRecordKind.Failure => "a failure record",
            DestinationRecordKind.StreamFailure => "the record of a stream batch",
            DestinationRecordKind.DurableExecution => "the status change of a durable execution",
            _ when message.DeadLetter is not null => "a dead-letter message",
            _ => UnknownEvent.Describe(message.Record.Span) ?? "JSON without requestContext.condition",
        };
        return new DestinationFormatException($"expected {wanted}, found {found}", "$", 0);
    }

    /// <summary>The message with its record, which is the object that a notification of S3 names; any other message as it is.</summary>
    /// <param name="message">The message.</param>
    /// <param name="s3">Where the records of S3 notifications come from.</param>
    /// <exception cref="InvalidOperationException">There is no such source.</exception>
    public static async ValueTask<DestinationMessage> FetchAsync(DestinationMessage message, IS3RecordSource? s3)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.ObjectKey is null)
        {
            return message;
        }

        if (s3 is null)
        {
            throw new InvalidOperationException(
                $"The record is the object '{message.ObjectKey}' of the bucket '{message.BucketName}', which the event does not hold. Let the consumer's class implement {nameof(IS3RecordSource)} to fetch it.");
        }

        return message.WithRecord(await s3.ReadObjectAsync(message.BucketName!, message.ObjectKey!).ConfigureAwait(false));
    }

    /// <summary>One copy of the event, which the records are slices of.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>> ReadToEndAsync(Stream input)
    {
        using var buffer = new MemoryStream(input.CanSeek ? checked((int)Math.Max(input.Length - input.Position, 0)) : 0);
        await input.CopyToAsync(buffer).ConfigureAwait(false);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
