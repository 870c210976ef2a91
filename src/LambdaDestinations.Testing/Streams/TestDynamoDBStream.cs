using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Records;
using LambdaDestinations.Testing.Streams;

namespace LambdaDestinations.Testing;

/// <summary>The stream of a DynamoDB table in memory, with new and old images. A record is gone after 24 hours.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a stream, of DynamoDB.")]
public sealed class TestDynamoDBStream
{
    private readonly DynamoDBSource _source;

    internal TestDynamoDBStream(EmulatorContext context, string table, int shards)
    {
        Table = table;
        Arn = context.Account.IsElsewhere(table) ? table : context.Account.Arn("dynamodb", $"table/{table}/stream/{Json.Milliseconds(context.Clock.GetUtcNow()).TrimEnd('Z')}");
        _source = new DynamoDBSource(context, this, shards);
    }

    /// <summary>The table's name.</summary>
    public string Table { get; }

    /// <summary>The stream's ARN.</summary>
    public string Arn { get; }

    internal StreamSource Source => _source;

    /// <summary>Writes the record of a new item.</summary>
    /// <param name="keys">The key in DynamoDB's JSON, such as <c>{"id":{"S":"A-1001"}}</c>.</param>
    /// <param name="newImage">The item in DynamoDB's JSON.</param>
    public void Insert(string keys, string newImage) => Put("INSERT", keys, newImage, oldImage: null);

    /// <summary>Writes the record of a changed item.</summary>
    /// <param name="keys">The key in DynamoDB's JSON.</param>
    /// <param name="newImage">The item in DynamoDB's JSON.</param>
    /// <param name="oldImage">The item before.</param>
    public void Modify(string keys, string newImage, string oldImage) => Put("MODIFY", keys, newImage, oldImage);

    /// <summary>Writes the record of a deleted item.</summary>
    /// <param name="keys">The key in DynamoDB's JSON.</param>
    /// <param name="oldImage">The item before.</param>
    public void Remove(string keys, string oldImage) => Put("REMOVE", keys, newImage: null, oldImage);

    private void Put(string name, string keys, string? newImage, string? oldImage)
    {
        ArgumentException.ThrowIfNullOrEmpty(keys);
        byte[] key = Parse(keys)!;
        byte[]? created = Parse(newImage);
        byte[]? before = Parse(oldImage);
        StreamShard shard = _source.Shards[StreamSource.Spread(key, _source.Shards.Length)];
        string id = _source.Context.Ids.NewId().Replace("-", string.Empty, StringComparison.Ordinal);
        _source.Append(shard, (index, time, lineage) => new DynamoDBRecord(
            string.Create(CultureInfo.InvariantCulture, $"8{index + 3126276362L:D20}"), time, keys, id, name, key, created, before, lineage));
    }

    private static byte[]? Parse(string? json)
    {
        if (json is null)
        {
            return null;
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        return Json.IsValid(utf8) ? utf8 : throw new ArgumentException("The item is not JSON: " + json);
    }

    private sealed record DynamoDBRecord(
        string Sequence, DateTimeOffset Time, string PartitionKey, string Id, string Name, byte[] Keys, byte[]? NewImage, byte[]? OldImage, Lineage? Lineage)
        : StreamRecord(Sequence, Time, PartitionKey, Keys.Length + (NewImage?.Length ?? 0) + (OldImage?.Length ?? 0) + 700, Lineage);

    private sealed class DynamoDBSource(EmulatorContext context, TestDynamoDBStream stream, int shards)
        : StreamSource(context, stream.Table, [.. Enumerable.Range(0, shards).Select(n => new StreamShard(ShardId(context, n)))])
    {
        internal override string Arn => stream.Arn;

        internal override bool IsKafka => false;

        internal override TimeSpan RetentionPeriod => TimeSpan.FromHours(24);

        internal override byte[] WriteEvent(StreamShard shard, IReadOnlyList<StreamRecord> records, string function) => Json.Write((this, records), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("Records"u8);
            foreach (StreamRecord record in state.records)
            {
                state.Item1.Write(writer, (DynamoDBRecord)record);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

        internal override void WriteForFilter(Utf8JsonWriter writer, StreamRecord record) => Write(writer, (DynamoDBRecord)record);

        internal override void WriteBatchInfo(Utf8JsonWriter writer, StreamShard shard, IReadOnlyList<StreamRecord> records, int payloadSize, bool perRecord) =>
            ShardInfo.Write(writer, "DDBStreamBatchInfo", shard, records, stream.Arn, Json.Seconds);

        internal override int IndexOf(JsonElement identifier, StreamShard shard, List<StreamRecord> records) =>
            identifier.ValueKind == JsonValueKind.String ? records.FindIndex(record => identifier.ValueEquals(record.Sequence)) : -1;

        private static string ShardId(EmulatorContext context, int number) => string.Create(
            CultureInfo.InvariantCulture,
            $"shardId-{context.Clock.GetUtcNow().ToUnixTimeMilliseconds():D20}-{Spread([(byte)number], int.MaxValue):x8}");

        private void Write(Utf8JsonWriter writer, DynamoDBRecord record)
        {
            writer.WriteStartObject();
            writer.WriteString("eventID"u8, record.Id);
            writer.WriteString("eventName"u8, record.Name);
            writer.WriteString("eventVersion"u8, "1.1"u8);
            writer.WriteString("eventSource"u8, "aws:dynamodb"u8);
            writer.WriteString("awsRegion"u8, Context.Account.Region);
            writer.WriteStartObject("dynamodb"u8);
            writer.WritePropertyName("ApproximateCreationDateTime"u8);
            writer.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{record.Time.ToUnixTimeSeconds()}.0"), skipInputValidation: true);
            writer.WritePropertyName("Keys"u8);
            writer.WriteCompact(record.Keys);
            if (record.NewImage is not null)
            {
                writer.WritePropertyName("NewImage"u8);
                writer.WriteCompact(record.NewImage);
            }

            if (record.OldImage is not null)
            {
                writer.WritePropertyName("OldImage"u8);
                writer.WriteCompact(record.OldImage);
            }

            writer.WriteString("SequenceNumber"u8, record.Sequence);
            writer.WriteNumber("SizeBytes"u8, DynamoDBSize.Of(record.Keys) + DynamoDBSize.Of(record.NewImage) + DynamoDBSize.Of(record.OldImage));
            writer.WriteString("StreamViewType"u8, "NEW_AND_OLD_IMAGES"u8);
            writer.WriteEndObject();
            writer.WriteString("eventSourceARN"u8, stream.Arn);
            writer.WriteEndObject();
        }
    }
}
