using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Filters;
using LambdaDestinations.Testing.Records;
using LambdaDestinations.Testing.Streams;

namespace LambdaDestinations.Testing;

/// <summary>A topic of a Kafka cluster in memory: a source of mappings, and a target of theirs.</summary>
public sealed class TestKafkaTopic : TestTarget
{
    private readonly KafkaSource _source;
    private int _roundRobin;

    internal TestKafkaTopic(EmulatorContext context, string name, int partitions, string cluster, bool selfManaged)
        : base(context, name, "kafka://" + name)
    {
        ClusterArn = selfManaged ? null : context.Account.Arn("kafka", $"cluster/{cluster}/751d2973-a626-431c-9d4e-d7975eb44dd7-2");
        BootstrapServers = selfManaged ? $"{cluster}.example.com:9092" : $"b-1.{cluster}.abc123.c2.kafka.{context.Account.Region}.amazonaws.com:9098";
        _source = new KafkaSource(context, this, partitions);
    }

    /// <inheritdoc/>
    public override DestinationType Type => DestinationType.Kafka;

    /// <summary>The ARN of the Amazon MSK cluster; null for a self-managed one.</summary>
    public string? ClusterArn { get; }

    /// <summary>The cluster's servers.</summary>
    public string BootstrapServers { get; }

    /// <summary>After how long a record is gone, read or not. The default is 7 days.</summary>
    public TimeSpan RetentionPeriod { get; set; } = TimeSpan.FromDays(7);

    internal StreamSource Source => _source;

    /// <summary>Produces a record.</summary>
    /// <param name="key">The key, which decides the partition; null for none.</param>
    /// <param name="value">The value; the function sees it in base64.</param>
    /// <param name="partition">The partition; null to let the key decide, or, without a key, to take turns.</param>
    public void Produce(string? key, ReadOnlyMemory<byte> value, int? partition = null)
    {
        (int number, StreamShard shard) = Place(key is null ? null : Encoding.UTF8.GetBytes(key), partition);
        byte[] copy = value.ToArray();
        _source.Append(shard, (index, time, lineage) => new KafkaRecord(number, index, time, key is null ? null : Encoding.UTF8.GetBytes(key), copy, lineage));
    }

    /// <summary>Produces a record with text.</summary>
    /// <param name="key">The key, which decides the partition; null for none.</param>
    /// <param name="value">The value.</param>
    /// <param name="partition">The partition; null to let the key decide, or, without a key, to take turns.</param>
    public void Produce(string? key, string value, int? partition = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        Produce(key, Encoding.UTF8.GetBytes(value), partition);
    }

    /// <inheritdoc/>
    public override Task DeliverAsync(DestinationDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        Capture(Context.Ids.NewId(), delivery.Text, Context.Clock.GetUtcNow(), delivery.FunctionName, delivery.Kind);

        // The record is produced under the key of the record that failed, so it can be read from here as well.
        byte[]? key = delivery.PartitionKey is null ? null : Convert.FromBase64String(delivery.PartitionKey);
        (int number, StreamShard shard) = Place(key, partition: null);
        _source.Append(shard, (index, time, lineage) => new KafkaRecord(number, index, time, key, delivery.Body.ToArray(), lineage), Lineage.ThroughBus(delivery.Lineage));
        return Task.CompletedTask;
    }

    private (int Number, StreamShard Shard) Place(byte[]? key, int? partition)
    {
        int number = partition ?? (key is null
            ? (int)((uint)Interlocked.Increment(ref _roundRobin) % (uint)_source.Shards.Length)
            : StreamSource.Spread(key, _source.Shards.Length));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, _source.Shards.Length, nameof(partition));
        ArgumentOutOfRangeException.ThrowIfNegative(number, nameof(partition));
        return (number, _source.Shards[number]);
    }

    internal sealed record KafkaRecord(int Partition, long Offset, DateTimeOffset Time, byte[]? Key, byte[] Value, Lineage? Lineage)
        : StreamRecord(Offset.ToString(CultureInfo.InvariantCulture), Time, Partition.ToString(CultureInfo.InvariantCulture), Value.Length, Lineage);

    private sealed class KafkaSource(EmulatorContext context, TestKafkaTopic topic, int partitions)
        : StreamSource(context, topic.Name, [.. Enumerable.Range(0, partitions).Select(n => new StreamShard(topic.Name + "-" + n.ToString(CultureInfo.InvariantCulture)))])
    {
        internal override string Arn => topic.ClusterArn ?? topic.Name;

        internal override bool IsKafka => true;

        internal override TimeSpan RetentionPeriod => topic.RetentionPeriod;

        internal override byte[] WriteEvent(StreamShard shard, IReadOnlyList<StreamRecord> records, string function) => Json.Write((topic, shard, records), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteString("eventSource"u8, state.topic.ClusterArn is null ? "SelfManagedKafka"u8 : "aws:kafka"u8);
            WriteCluster(writer, state.topic);
            writer.WriteStartObject("records"u8);
            writer.WriteStartArray(state.shard.Id);
            foreach (StreamRecord record in state.records)
            {
                Write(writer, state.topic, (KafkaRecord)record);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

        internal override void WriteForFilter(Utf8JsonWriter writer, StreamRecord record)
        {
            KafkaRecord of = (KafkaRecord)record;
            writer.WriteStartObject();
            writer.WriteString("topic"u8, topic.Name);
            writer.WriteNumber("partition"u8, of.Partition);
            writer.WriteNumber("offset"u8, of.Offset);
            if (of.Key is not null)
            {
                writer.WritePropertyName("key"u8);
                MappingFilter.WriteBody(writer, of.Key);
            }

            writer.WritePropertyName("value"u8);
            MappingFilter.WriteBody(writer, of.Value);
            writer.WriteEndObject();
        }

        internal override void WriteBatchInfo(Utf8JsonWriter writer, StreamShard shard, IReadOnlyList<StreamRecord> records, int payloadSize, bool perRecord)
        {
            StreamRecord first = records[0];
            StreamRecord last = records[^1];
            writer.WriteStartObject("KafkaBatchInfo"u8);
            writer.WriteNumber("batchSize"u8, records.Count);
            WriteCluster(writer, topic);
            writer.WriteNumber("payloadSize"u8, payloadSize);
            if (perRecord)
            {
                writer.WriteStartObject("recordInfo"u8);
                writer.WriteString("offset"u8, first.Sequence);
                writer.WriteString("timestamp"u8, Json.Milliseconds(first.Time));
            }
            else
            {
                writer.WriteStartObject("recordsInfo"u8);
                writer.WriteStartObject(shard.Id);
                writer.WriteString("firstRecordOffset"u8, first.Sequence);
                writer.WriteString("lastRecordOffset"u8, last.Sequence);
                writer.WriteString("firstRecordTimestamp"u8, Json.Milliseconds(first.Time));
                writer.WriteString("lastRecordTimestamp"u8, Json.Milliseconds(last.Time));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        /// <summary>Kafka's identifier is an object: <c>{"partition":"orders-0","offset":100}</c>.</summary>
        internal override int IndexOf(JsonElement identifier, StreamShard shard, List<StreamRecord> records) =>
            identifier.ValueKind == JsonValueKind.Object
            && identifier.TryGetProperty("partition"u8, out JsonElement partition)
            && identifier.TryGetProperty("offset"u8, out JsonElement offset)
            && partition.ValueKind == JsonValueKind.String
            && partition.ValueEquals(shard.Id)
            && offset.ValueKind == JsonValueKind.Number
                ? records.FindIndex(record => offset.GetRawText() == record.Sequence)
                : -1;

        private static void WriteCluster(Utf8JsonWriter writer, TestKafkaTopic topic)
        {
            if (topic.ClusterArn is not null)
            {
                writer.WriteString("eventSourceArn"u8, topic.ClusterArn);
            }

            writer.WriteString("bootstrapServers"u8, topic.BootstrapServers);
        }

        private static void Write(Utf8JsonWriter writer, TestKafkaTopic topic, KafkaRecord record)
        {
            writer.WriteStartObject();
            writer.WriteString("topic"u8, topic.Name);
            writer.WriteNumber("partition"u8, record.Partition);
            writer.WriteNumber("offset"u8, record.Offset);
            writer.WriteNumber("timestamp"u8, record.Time.ToUnixTimeMilliseconds());
            writer.WriteString("timestampType"u8, "CREATE_TIME"u8);
            if (record.Key is not null)
            {
                writer.WriteBase64String("key"u8, record.Key);
            }

            writer.WriteBase64String("value"u8, record.Value);
            writer.WriteStartArray("headers"u8);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }
}
