using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace LambdaDestinations.Tests;

/// <summary>What System.Text.Json's document model says about a record or an envelope; slow, but not ours.</summary>
internal static class Oracle
{
    /// <summary>Compares every member of a record with its JSON.</summary>
    public static void Equal(JsonElement expected, DestinationRecord actual)
    {
        Assert.Equal(Last(expected, "version").GetString(), actual.Version);
        Assert.Equal(Time(Last(expected, "timestamp")), actual.Timestamp);

        JsonElement request = Last(expected, "requestContext");
        Assert.Equal(Last(request, "requestId").GetString(), actual.RequestContext.RequestId);
        Assert.Equal(Last(request, "functionArn").GetString(), actual.RequestContext.FunctionArn);
        Assert.Equal(Last(request, "condition").GetString(), actual.RequestContext.Condition.Value);
        Assert.Equal(Last(request, "approximateInvokeCount").GetInt32(), actual.RequestContext.ApproximateInvokeCount);

        JsonElement? response = Optional(expected, "responseContext");
        Assert.Equal(response is null, actual.ResponseContext is null);
        if (response is { } context)
        {
            Assert.Equal(Optional(context, "statusCode")?.GetInt32(), actual.ResponseContext!.StatusCode);
            Assert.Equal(Optional(context, "executedVersion")?.GetString(), actual.ResponseContext.ExecutedVersion);
            Assert.Equal(Optional(context, "functionError")?.GetString(), actual.ResponseContext.FunctionError);
        }

        if (actual is StreamFailureRecord stream)
        {
            EqualStream(expected, stream);
        }
    }

    /// <summary>A payload's JSON, byte for byte; whether it is there, null included.</summary>
    public static void EqualPayload(JsonElement record, string name, bool has, ReadOnlyMemory<byte> json)
    {
        JsonElement[] found = [.. Members(record, name)];
        Assert.Equal(found.Length != 0, has);
        Assert.Equal(found.Length == 0 ? "" : found[^1].GetRawText(), Encoding.UTF8.GetString(json.Span));
    }

    public static void Equal(JsonElement expected, DestinationError? actual)
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            Assert.Null(actual);
            return;
        }

        Assert.NotNull(actual);
        Assert.Equal(expected.GetRawText(), Encoding.UTF8.GetString(actual.Json.Span));
        Assert.Equal(Optional(expected, "errorType")?.GetString(), actual.ErrorType);
        Assert.Equal(Optional(expected, "errorMessage")?.GetString(), actual.ErrorMessage);
        Assert.Equal(Optional(expected, "stackTrace")?.EnumerateArray().Select(line => line.GetString()!) ?? [], actual.StackTrace);
        if (Optional(expected, "cause") is { } cause)
        {
            Equal(cause, actual.Cause);
        }
        else
        {
            Assert.Null(actual.Cause);
        }

        JsonElement[] causes = [.. Optional(expected, "causes")?.EnumerateArray() ?? default];
        Assert.Equal(causes.Length, actual.Causes.Count);
        foreach ((JsonElement one, DestinationError other) in causes.Zip(actual.Causes))
        {
            Equal(one, other);
        }
    }

    /// <summary>The last of the members of a name; <see langword="null"/> where it is absent or JSON null.</summary>
    public static JsonElement? Optional(JsonElement json, string name) =>
        Members(json, name).LastOrDefault() is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value ? value : null;

    /// <summary>The records that an event of the corpus holds, taken out by hand; none of an S3 notification.</summary>
    public static IEnumerable<(string Json, string? Id)> Unwrap(string name, JsonElement json) => name.Split('.')[1] switch
    {
        "sqs" => json.GetProperty("Records").EnumerateArray().Select(message => (message.GetProperty("body").GetString()!, message.GetProperty("messageId").GetString())),
        "sns" => json.GetProperty("Records").EnumerateArray().Select(message => (message.GetProperty("Sns").GetProperty("Message").GetString()!, message.GetProperty("Sns").GetProperty("MessageId").GetString())),
        "sns-in-sqs" => json.GetProperty("Records").EnumerateArray().Select(message =>
        {
            using JsonDocument notification = JsonDocument.Parse(message.GetProperty("body").GetString()!);
            return (notification.RootElement.GetProperty("Message").GetString()!, message.GetProperty("messageId").GetString());
        }),
        "eventbridge" => [(json.GetProperty("detail").GetRawText(), json.GetProperty("id").GetString())],
        "s3notification" => [],
        _ => [(json.GetRawText(), null)],
    };

    private static void EqualStream(JsonElement expected, StreamFailureRecord actual)
    {
        JsonElement? kinesis = Optional(expected, "KinesisBatchInfo");
        Assert.Equal(kinesis is null, actual.Kinesis is null);
        if (kinesis is { } k)
        {
            Assert.Equal(Batch(k), (actual.Kinesis!.ShardId, actual.Kinesis.StartSequenceNumber, actual.Kinesis.EndSequenceNumber, actual.Kinesis.ApproximateArrivalOfFirstRecord, actual.Kinesis.ApproximateArrivalOfLastRecord, actual.Kinesis.BatchSize, actual.Kinesis.StreamArn));
        }

        JsonElement? dynamo = Optional(expected, "DDBStreamBatchInfo");
        Assert.Equal(dynamo is null, actual.DynamoDb is null);
        if (dynamo is { } d)
        {
            Assert.Equal(Batch(d), (actual.DynamoDb!.ShardId, actual.DynamoDb.StartSequenceNumber, actual.DynamoDb.EndSequenceNumber, actual.DynamoDb.ApproximateArrivalOfFirstRecord, actual.DynamoDb.ApproximateArrivalOfLastRecord, actual.DynamoDb.BatchSize, actual.DynamoDb.StreamArn));
        }

        JsonElement? kafka = Optional(expected, "KafkaBatchInfo");
        Assert.Equal(kafka is null, actual.Kafka is null);
        if (kafka is { } f)
        {
            EqualKafka(f, actual.Kafka!);
        }
    }

    private static void EqualKafka(JsonElement expected, KafkaBatchInfo actual)
    {
        Assert.Equal(Last(expected, "batchSize").GetInt32(), actual.BatchSize);
        Assert.Equal(Optional(expected, "eventSourceArn")?.GetString(), actual.EventSourceArn);
        Assert.Equal(Optional(expected, "bootstrapServers")?.GetString(), actual.BootstrapServers);
        Assert.Equal(Optional(expected, "payloadSize")?.GetInt64(), actual.PayloadSize);
        JsonElement? position = Optional(expected, "recordInfo");
        Assert.Equal(Text(position, "offset"), actual.RecordInfo?.Offset);
        Assert.Equal(OptionalTime(position, "timestamp"), actual.RecordInfo?.Timestamp);
        string[] keys = [.. Optional(expected, "recordsInfo")?.EnumerateObject().Select(member => member.Name).Distinct(StringComparer.Ordinal) ?? []];
        Assert.Equal(keys, actual.RecordsInfo.Select(range => $"{range.Topic}-{range.Partition}"));
        foreach ((string key, KafkaRecordRange range) in keys.Zip(actual.RecordsInfo))
        {
            JsonElement member = Last(Optional(expected, "recordsInfo")!.Value, key);
            Assert.Equal(Text(member, "firstRecordOffset"), range.FirstRecordOffset);
            Assert.Equal(Text(member, "lastRecordOffset"), range.LastRecordOffset);
            Assert.Equal(OptionalTime(member, "firstRecordTimestamp"), range.FirstRecordTimestamp);
            Assert.Equal(OptionalTime(member, "lastRecordTimestamp"), range.LastRecordTimestamp);
        }
    }

    private static (string?, string?, string?, DateTimeOffset, DateTimeOffset, int, string?) Batch(JsonElement json) => (
        Last(json, "shardId").GetString(),
        Last(json, "startSequenceNumber").GetString(),
        Last(json, "endSequenceNumber").GetString(),
        Time(Last(json, "approximateArrivalOfFirstRecord")),
        Time(Last(json, "approximateArrivalOfLastRecord")),
        Last(json, "batchSize").GetInt32(),
        Last(json, "streamArn").GetString());

    private static string? Text(JsonElement? json, string name) => json is { } value ? Optional(value, name)?.GetString() : null;

    private static DateTimeOffset? OptionalTime(JsonElement? json, string name) => json is { } value && Optional(value, name) is { } time ? Time(time) : null;

    private static DateTimeOffset Time(JsonElement json) => json.GetDateTimeOffset();

    private static JsonElement Last(JsonElement json, string name) => Members(json, name).Last();

    private static IEnumerable<JsonElement> Members(JsonElement json, string name) =>
        json.EnumerateObject().Where(member => member.NameEquals(name)).Select(member => member.Value);
}
