using System;
using System.Text.Json;

namespace LambdaDestinations.Tests;

/// <summary>Every reader over the same bytes. Nothing but <see cref="DestinationFormatException"/> is let go by.</summary>
internal static class Reads
{
    /// <summary>Reads the bytes as an event, as a body and as every kind of record; says whether any reader of a whole record took them.</summary>
    public static bool All(byte[] json)
    {
        Try(() =>
        {
            foreach (DestinationMessage message in DestinationEnvelope.Read(json))
            {
                if (message.Error is null)
                {
                    Record(message.Record, message.DeadLetter);
                }

                _ = message.ObjectKey is { } key && S3RecordKey.TryParse(key, out _);
            }
        });
        Try(() =>
        {
            DestinationMessage message = DestinationEnvelope.FromSqsBody(json);
            if (message.Error is null)
            {
                Record(message.Record, message.DeadLetter);
            }
        });
        return Record(json, null);
    }

    private static bool Record(ReadOnlyMemory<byte> json, DeadLetterAttributes? attributes)
    {
        Try(() => DestinationRecordReader.GetKind(json));
        bool any = Try(() => DestinationRecordReader.ReadSuccess(json, TestContext.Default.Order, TestContext.Default.Receipt));
        any |= Try(() => DestinationRecordReader.ReadSuccess<JsonElement, JsonElement>(json, null, TestContext.Default.JsonElement));
        any |= Try(() => Walk(DestinationRecordReader.ReadFailure(json, TestContext.Default.Order).Error));
        any |= Try(() => Walk(DestinationRecordReader.ReadFailure<Order>(json, null).Error));
        any |= Try(() => DestinationRecordReader.ReadStreamFailure(json));
        any |= Try(() => _ = DestinationRecordReader.ReadDurableExecution(json).FunctionName);
        any |= Try(() => DestinationRecordReader.ReadStreamFailure(json, TestContext.Default.StreamEvent));
        any |= Try(() => DestinationRecordReader.ReadDeadLetter(json, attributes, TestContext.Default.Order));
        any |= Try(() => DestinationRecordReader.ReadDeadLetter<Order>(json, attributes, null));
        return any;
    }

    /// <summary>An error's members are decoded on first use: they must not fail then.</summary>
    private static void Walk(DestinationError? error)
    {
        if (error is not null)
        {
            Assert.NotNull(error.ToString());
            Assert.DoesNotContain(null, error.StackTrace);
            Walk(error.Cause);
            foreach (DestinationError cause in error.Causes)
            {
                Walk(cause);
            }
        }
    }

    private static bool Try(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (DestinationFormatException exception)
        {
            Assert.StartsWith("$", exception.Path, StringComparison.Ordinal);
            Assert.True(exception.ByteOffset >= 0, exception.Message);
            return false;
        }
    }
}
