using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Text.Json;
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
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(consume);
        DestinationBatch batch = DestinationEnvelope.Read(await ReadToEndAsync(input).ConfigureAwait(false));
        List<(DestinationMessage Message, Exception Failure)> failed = [];
        bool isSqs = false;
        foreach (DestinationMessage message in batch)
        {
            isSqs |= message.IsSqsMessage;
            if (await TryConsumeAsync(message, consume, s3).ConfigureAwait(false) is { } failure)
            {
                failed.Add((message, failure));
            }
        }

        List<string> failedIds = [];
        List<Exception> thrown = [];
        foreach ((DestinationMessage message, Exception failure) in failed)
        {
            // What is damaged so that it does not say who sent it came from SQS if the others did.
            if (message is { MessageId: { Length: > 0 } id } && (message.IsSqsMessage || (isSqs && message.Carrier == DestinationCarrier.Sqs)))
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

        return thrown.Count != 0 ? throw new AggregateException(thrown) : isSqs ? BatchItemFailures(failedIds) : Stream.Null;
    }

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
            _ when message.DeadLetter is not null => "a dead-letter message",
            _ => UnknownEvent.Describe(message.Record.Span) ?? "JSON without requestContext.condition",
        };
        return new DestinationFormatException($"expected {wanted}, found {found}", "$", 0);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a record's consumer throws is reported to the carrier; one record must not take the others with it.")]
    private static async ValueTask<Exception?> TryConsumeAsync(DestinationMessage message, Func<DestinationMessage, ValueTask> consume, IS3RecordSource? s3)
    {
        if (message.Error is not null || message.IsS3TestEvent)
        {
            return message.Error;
        }

        try
        {
            await consume(message.ObjectKey is null ? message : await FetchAsync(message, s3).ConfigureAwait(false)).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private static async ValueTask<DestinationMessage> FetchAsync(DestinationMessage message, IS3RecordSource? s3)
    {
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
