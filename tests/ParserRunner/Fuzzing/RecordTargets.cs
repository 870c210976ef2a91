using System;
using System.Text.Json;
using LambdaDestinations;

namespace ParserRunner.Fuzzing;

/// <summary>Records and envelopes: whatever is wrong is a <see cref="DestinationFormatException"/>.</summary>
internal static class RecordTargets
{
    private static readonly DeadLetterAttributes Attributes = new() { RequestId = "r" };

    public static void ReadRecords(byte[] bytes)
    {
        Try(bytes, static x => DestinationRecordReader.GetKind(x));
        Try(bytes, static x => DestinationRecordReader.ReadSuccess<JsonElement, JsonElement>(x, null, null));
        Try(bytes, static x => Walk(DestinationRecordReader.ReadFailure<JsonElement>(x, null).Error));
        Try(bytes, static x => DestinationRecordReader.ReadStreamFailure(x));
        Try(bytes, static x => DestinationRecordReader.ReadDeadLetter<JsonElement>(x, Attributes, null));

        // What is not JSON for System.Text.Json is not for us.
        if (TryRead(bytes) && !IsJson(bytes))
        {
            throw new FaultException("a record is read that is not JSON");
        }
    }

    public static void ReadEnvelopes(byte[] bytes)
    {
        Try(bytes, static x =>
        {
            foreach (DestinationMessage message in DestinationEnvelope.Read(x))
            {
                Check(message, x.Length);
            }
        });
        Check(DestinationEnvelope.FromSqsBody(bytes), bytes.Length);
    }

    private static void Check(DestinationMessage message, int length)
    {
        if (message.Error is { } error)
        {
            Expect(error, length);
        }
        else if (!message.IsS3TestEvent && message.ObjectKey is null)
        {
            ReadRecords(message.Record.ToArray());
        }
        else
        {
            _ = message.ObjectKey is { } key && S3RecordKey.TryParse(key, out _);
        }
    }

    private static bool TryRead(byte[] bytes)
    {
        try
        {
            DestinationRecordReader.ReadSuccess<JsonElement, JsonElement>(bytes, null, null);
            return true;
        }
        catch (DestinationFormatException)
        {
            return false;
        }
    }

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 1000 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Try(byte[] bytes, Action<byte[]> read)
    {
        try
        {
            read(bytes);
        }
        catch (DestinationFormatException error)
        {
            Expect(error, bytes.Length);
        }
    }

    private static void Expect(DestinationFormatException error, int length)
    {
        if (!error.Path.StartsWith('$') || error.ByteOffset < 0 || error.ByteOffset > length)
        {
            throw new FaultException($"an error stands at byte {error.ByteOffset} of {length}, path {error.Path}");
        }
    }

    /// <summary>An error's members are decoded on first use: they must not fail then.</summary>
    private static void Walk(DestinationError? error)
    {
        if (error is not null)
        {
            _ = error.ToString();
            _ = error.StackTrace.Count;
            Walk(error.Cause);
            foreach (DestinationError cause in error.Causes)
            {
                Walk(cause);
            }
        }
    }
}
