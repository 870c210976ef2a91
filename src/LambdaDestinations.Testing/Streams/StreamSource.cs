using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;
using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing.Streams;

/// <summary>What differs between Kinesis, DynamoDB Streams and Kafka.</summary>
internal abstract class StreamSource(EmulatorContext context, string name, ImmutableArray<StreamShard> shards)
{
    private ImmutableArray<IStreamReader> _readers = [];

    internal EmulatorContext Context => context;

    internal string Name => name;

    internal ImmutableArray<StreamShard> Shards => shards;

    internal ImmutableArray<IStreamReader> Readers => _readers;

    /// <summary>The ARN that a mapping names; of a Kafka cluster without one, the topic's name.</summary>
    internal abstract string Arn { get; }

    internal abstract bool IsKafka { get; }

    /// <summary>The time after which a record is gone.</summary>
    internal abstract TimeSpan RetentionPeriod { get; }

    /// <summary>The event of a function.</summary>
    internal abstract byte[] WriteEvent(StreamShard shard, IReadOnlyList<StreamRecord> records, string function);

    /// <summary>One record as the filters of a mapping see it.</summary>
    internal abstract void WriteForFilter(Utf8JsonWriter writer, StreamRecord record);

    /// <summary>The member of the failure record that tells the positions.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="records">The discarded records.</param>
    /// <param name="payloadSize">The size of their event in bytes.</param>
    /// <param name="perRecord">True for the form of a Kafka topic as target: one record per message.</param>
    internal abstract void WriteBatchInfo(Utf8JsonWriter writer, StreamShard shard, IReadOnlyList<StreamRecord> records, int payloadSize, bool perRecord);

    /// <summary>The record that an identifier of a partial-batch response names; −1 for none.</summary>
    internal abstract int IndexOf(JsonElement identifier, StreamShard shard, List<StreamRecord> records);

    internal void Attach(IStreamReader reader)
    {
        ImmutableInterlocked.Update(ref _readers, static (readers, added) => readers.Add(added), reader);
        foreach (StreamShard shard in shards)
        {
            reader.Wake(shard);
        }
    }

    /// <summary>Of a run with a capture limit: forgets the records that every reader has behind it, but for the latest ones.</summary>
    internal void ForgetRead(StreamShard shard)
    {
        if (context.Options.CaptureLimit is { } limit)
        {
            int read = int.MaxValue;
            foreach (IStreamReader reader in _readers)
            {
                read = Math.Min(read, reader.Position(shard));
            }

            shard.Forget(Math.Min(read, shard.Count - limit));
        }
    }

    /// <summary>Appends a record that the test or a handler put.</summary>
    internal void Append(StreamShard shard, Func<int, DateTimeOffset, Lineage?, StreamRecord> create)
    {
        RunningCode.ThrowIfKilled();
        context.ThrowIfFaulted(name);
        RunningCode? sender = RunningCode.Current;
        context.Timeline.Add(TimelineEntryKind.Sent, sender?.FunctionName ?? "caller", name, shard.Id, sender?.RequestId ?? string.Empty);
        Append(shard, create, Lineage.ThroughBus(sender?.Lineage));
    }

    internal void Append(StreamShard shard, Func<int, DateTimeOffset, Lineage?, StreamRecord> create, Lineage? lineage)
    {
        DateTimeOffset now = context.Clock.GetUtcNow();
        shard.Append(index => create(index, now, lineage));
        foreach (IStreamReader reader in _readers)
        {
            reader.Wake(shard);
        }
    }

    /// <summary>A hash that is the same on every machine (FNV-1a), to spread keys over shards and lanes.</summary>
    internal static int Spread(ReadOnlySpan<byte> key, int count)
    {
        uint hash = 2166136261;
        foreach (byte value in key)
        {
            hash = (hash ^ value) * 16777619;
        }

        return (int)(hash % (uint)count);
    }
}
