using System;
using System.Collections.Generic;
using System.Text;

namespace LambdaDestinations.Testing;

/// <summary>A stream or a Kafka topic as an event source: one lane per shard, or as many as the parallelization factor says.</summary>
internal sealed class StreamMapping
{
    private readonly Dictionary<StreamShard, StreamLane[]> _lanes = [];
    private readonly MappingFilter _filter;

    internal StreamMapping(StreamSource source, TestFunction function, EventSourceMappingSettings settings)
    {
        settings.ValidateForStream(source.IsKafka);
        function.VersionOf(settings.Qualifier);
        Source = source;
        Function = function;
        Settings = settings;
        _filter = new MappingFilter(settings.Filters);
        Id = source.Host.Ids.NewId();
        foreach (StreamShard shard in source.Shards)
        {
            StreamLane[] lanes = new StreamLane[settings.ParallelizationFactor];
            for (int i = 0; i < lanes.Length; i++)
            {
                lanes[i] = new StreamLane(this, shard, i);
            }

            _lanes.Add(shard, lanes);
        }
    }

    internal StreamSource Source { get; }

    internal TestFunction Function { get; }

    internal EventSourceMappingSettings Settings { get; }

    /// <summary>The mapping's UUID, part of the key of its S3 records.</summary>
    internal string Id { get; }

    /// <summary>
    /// How many retries a batch gets; −1 for no end. Kafka with an on-failure destination and no limit stops at ten attempts
    /// (AWS Lambda Developer Guide, "Configuring error handling controls for Kafka event sources").
    /// </summary>
    internal int MaximumRetryAttempts => Source.IsKafka && Settings is { MaximumRetryAttempts: -1, OnFailure: not null } ? 9 : Settings.MaximumRetryAttempts;

    internal void Wake(StreamShard shard)
    {
        foreach (StreamLane lane in _lanes[shard])
        {
            lane.Wake();
        }
    }

    /// <summary>The place of the first record of a shard that a lane has not read yet.</summary>
    internal int Position(StreamShard shard)
    {
        int position = int.MaxValue;
        foreach (StreamLane lane in _lanes[shard])
        {
            position = Math.Min(position, lane.Position);
        }

        return position;
    }

    /// <summary>True when a record belongs to a lane and passes the filter: all records of a partition key take the same lane.</summary>
    internal bool IsIn(StreamRecord record, int lane) => IsOf(record, lane) && _filter.Lets((Source, record), static (writer, state) => state.Source.WriteForFilter(writer, state.record));

    private bool IsOf(StreamRecord record, int lane) =>
        Settings.ParallelizationFactor == 1 || StreamSource.Spread(Encoding.UTF8.GetBytes(record.PartitionKey), Settings.ParallelizationFactor) == lane;
}
