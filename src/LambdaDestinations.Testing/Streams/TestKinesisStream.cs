using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Filters;
using LambdaDestinations.Testing.Records;
using LambdaDestinations.Testing.Streams;

namespace LambdaDestinations.Testing;

/// <summary>A Kinesis data stream in memory.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a stream, of Kinesis.")]
public sealed class TestKinesisStream
{
    private readonly KinesisSource _source;

    internal TestKinesisStream(EmulatorContext context, string name, int shards)
    {
        Name = name;
        Arn = context.Account.ArnOf("kinesis", "stream/", name);
        _source = new KinesisSource(context, this, shards);
    }

    /// <summary>The stream's name.</summary>
    public string Name { get; }

    /// <summary>The stream's ARN.</summary>
    public string Arn { get; }

    /// <summary>After how long a record is gone, read or not: 24 hours–365 days. The default is 24 hours.</summary>
    public TimeSpan RetentionPeriod { get; set; } = TimeSpan.FromHours(24);

    internal StreamSource Source => _source;

    /// <summary>Puts a record. The key decides the shard.</summary>
    /// <param name="partitionKey">Records of one key stay in order.</param>
    /// <param name="data">The data; the function sees it in base64.</param>
    public void Put(string partitionKey, ReadOnlyMemory<byte> data)
    {
        ArgumentException.ThrowIfNullOrEmpty(partitionKey);
        StreamShard shard = _source.Shards[StreamSource.Spread(Encoding.UTF8.GetBytes(partitionKey), _source.Shards.Length)];
        int number = _source.Shards.IndexOf(shard);
        byte[] copy = data.ToArray();
        _source.Append(shard, (index, time, lineage) => new KinesisRecord(
            string.Create(CultureInfo.InvariantCulture, $"4960118965842235937883629852{number:D4}{index:D24}"),
            time,
            partitionKey,
            copy,
            lineage));
    }

    /// <summary>Puts a record with text.</summary>
    /// <param name="partitionKey">Records of one key stay in order.</param>
    /// <param name="data">The data.</param>
    public void Put(string partitionKey, string data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Put(partitionKey, Encoding.UTF8.GetBytes(data));
    }

    private sealed record KinesisRecord(string Sequence, DateTimeOffset Time, string PartitionKey, byte[] Data, Lineage? Lineage)
        : StreamRecord(Sequence, Time, PartitionKey, ((Data.Length + 2) / 3 * 4) + PartitionKey.Length + 700, Lineage);

    private sealed class KinesisSource(EmulatorContext context, TestKinesisStream stream, int shards)
        : StreamSource(context, stream.Name, [.. Enumerable.Range(0, shards).Select(static n => new StreamShard(string.Create(CultureInfo.InvariantCulture, $"shardId-{n:D12}")))])
    {
        internal override string Arn => stream.Arn;

        internal override bool IsKafka => false;

        internal override TimeSpan RetentionPeriod => stream.RetentionPeriod;

        internal override byte[] WriteEvent(StreamShard shard, IReadOnlyList<StreamRecord> records, string function) => Json.Write((this, shard, records, function), static (writer, state) =>
        {
            (KinesisSource source, StreamShard shard, IReadOnlyList<StreamRecord> records, string function) = state;
            writer.WriteStartObject();
            writer.WriteStartArray("Records"u8);
            foreach (StreamRecord record in records)
            {
                source.Write(writer, shard, (KinesisRecord)record, function);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

        internal override void WriteForFilter(Utf8JsonWriter writer, StreamRecord record)
        {
            writer.WriteStartObject();
            writer.WriteString("kinesisSchemaVersion"u8, "1.0"u8);
            writer.WriteString("partitionKey"u8, record.PartitionKey);
            writer.WriteString("sequenceNumber"u8, record.Sequence);
            writer.WritePropertyName("data"u8);
            MappingFilter.WriteBody(writer, ((KinesisRecord)record).Data);
            writer.WriteEndObject();
        }

        internal override void WriteBatchInfo(Utf8JsonWriter writer, StreamShard shard, IReadOnlyList<StreamRecord> records, int payloadSize, bool perRecord) =>
            ShardInfo.Write(writer, "KinesisBatchInfo", shard, records, stream.Arn, Json.Milliseconds);

        internal override int IndexOf(JsonElement identifier, StreamShard shard, List<StreamRecord> records) =>
            identifier.ValueKind == JsonValueKind.String ? records.FindIndex(record => identifier.ValueEquals(record.Sequence)) : -1;

        private void Write(Utf8JsonWriter writer, StreamShard shard, KinesisRecord record, string function)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("kinesis"u8);
            writer.WriteString("kinesisSchemaVersion"u8, "1.0"u8);
            writer.WriteString("partitionKey"u8, record.PartitionKey);
            writer.WriteString("sequenceNumber"u8, record.Sequence);
            writer.WriteBase64String("data"u8, record.Data);
            writer.WritePropertyName("approximateArrivalTimestamp"u8);
            writer.WriteRawValue((record.Time.ToUnixTimeMilliseconds() / 1000m).ToString("0.###", CultureInfo.InvariantCulture), skipInputValidation: true);
            writer.WriteEndObject();
            writer.WriteString("eventSource"u8, "aws:kinesis"u8);
            writer.WriteString("eventVersion"u8, "1.0"u8);
            writer.WriteString("eventID"u8, shard.Id + ":" + record.Sequence);
            writer.WriteString("eventName"u8, "aws:kinesis:record"u8);
            writer.WriteString("invokeIdentityArn"u8, $"arn:{Context.Account.Partition}:iam::{Context.Account.Id}:role/{function}-role");
            writer.WriteString("awsRegion"u8, Context.Account.Region);
            writer.WriteString("eventSourceARN"u8, stream.Arn);
            writer.WriteEndObject();
        }
    }
}
