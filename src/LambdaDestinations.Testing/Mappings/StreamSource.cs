using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;

namespace LambdaDestinations.Testing;

/// <summary>One record of a shard or partition.</summary>
/// <param name="Sequence">The sequence number, or Kafka's offset, as a string: it may exceed 64 bits.</param>
/// <param name="Time">When it arrived, in virtual time.</param>
/// <param name="PartitionKey">Records of one key stay in order.</param>
/// <param name="Size">Bytes that count towards the size of a batch.</param>
/// <param name="Lineage">Which chain of functions put it.</param>
internal abstract record StreamRecord(string Sequence, DateTimeOffset Time, string PartitionKey, int Size, Lineage? Lineage);

/// <summary>A shard, or a Kafka partition: an ordered list of records.</summary>
internal sealed class StreamShard(string id)
{
    private readonly object _gate = new();
    private readonly List<StreamRecord> _records = [];
    private int _start;

    internal string Id => id;

    /// <summary>The place of the oldest record that is remembered.</summary>
    internal int Start
    {
        get
        {
            lock (_gate)
            {
                return _start;
            }
        }
    }

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _start + _records.Count;
            }
        }
    }

    internal StreamRecord this[int index]
    {
        get
        {
            lock (_gate)
            {
                return _records[index - _start];
            }
        }
    }

    /// <summary>Forgets the records before a place, a good number at a time.</summary>
    internal void Forget(int before)
    {
        const int Chunk = 1024;
        lock (_gate)
        {
            if (before - _start >= Chunk)
            {
                _records.RemoveRange(0, before - _start);
                _start = before;
            }
        }
    }

    /// <summary>Appends a record; the function is given its place in the shard.</summary>
    internal void Append(Func<int, StreamRecord> create)
    {
        lock (_gate)
        {
            _records.Add(create(_start + _records.Count));
        }
    }
}

/// <summary>What differs between Kinesis, DynamoDB Streams and Kafka.</summary>
internal abstract class StreamSource(LambdaTestHost host, string name, ImmutableArray<StreamShard> shards)
{
    private ImmutableArray<StreamMapping> _mappings = [];

    internal LambdaTestHost Host => host;

    internal string Name => name;

    internal ImmutableArray<StreamShard> Shards => shards;

    internal ImmutableArray<StreamMapping> Mappings => _mappings;

    internal abstract bool IsKafka { get; }

    /// <summary>The time after which a record is gone.</summary>
    internal abstract TimeSpan RetentionPeriod { get; }

    /// <summary>The function's event.</summary>
    internal abstract byte[] WriteEvent(StreamShard shard, IReadOnlyList<StreamRecord> records, TestFunction function);

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

    internal void Attach(StreamMapping mapping)
    {
        ImmutableInterlocked.Update(ref _mappings, static (mappings, added) => mappings.Add(added), mapping);
        foreach (StreamShard shard in shards)
        {
            mapping.Wake(shard);
        }
    }

    /// <summary>Of a host with a capture limit: forgets the records that every mapping has behind it, but for the latest ones.</summary>
    internal void ForgetRead(StreamShard shard)
    {
        if (host.CaptureLimit is { } limit)
        {
            int read = int.MaxValue;
            foreach (StreamMapping mapping in _mappings)
            {
                read = Math.Min(read, mapping.Position(shard));
            }

            shard.Forget(Math.Min(read, shard.Count - limit));
        }
    }

    /// <summary>Appends a record that the test or a handler put.</summary>
    internal void Append(StreamShard shard, Func<int, DateTimeOffset, Lineage?, StreamRecord> create)
    {
        RunningInvocation.ThrowIfKilled();
        RunningInvocation? sender = RunningInvocation.Current;
        host.Timeline.Add(TimelineEntryKind.Sent, sender?.FunctionName ?? "caller", name, shard.Id, sender?.RequestId ?? string.Empty);
        Append(shard, create, Lineage.ThroughBus(sender?.Lineage));
    }

    internal void Append(StreamShard shard, Func<int, DateTimeOffset, Lineage?, StreamRecord> create, Lineage? lineage)
    {
        DateTimeOffset now = host.TimeProvider.GetUtcNow();
        shard.Append(index => create(index, now, lineage));
        foreach (StreamMapping mapping in _mappings)
        {
            mapping.Wake(shard);
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
