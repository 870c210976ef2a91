using System;
using System.Collections.Generic;
using LambdaDestinations.Testing.Streams;

namespace LambdaDestinations.Testing.Mappings;

/// <summary>Reads a source for a mapping: one lane per shard, or as many as the parallelization factor says.</summary>
internal sealed class SourceReader : IStreamReader
{
    private readonly Dictionary<StreamShard, StreamLane[]> _lanes = [];

    internal SourceReader(StreamMapping mapping)
    {
        Mapping = mapping;
        foreach (StreamShard shard in mapping.Source.Shards)
        {
            StreamLane[] lanes = new StreamLane[mapping.Settings.ParallelizationFactor];
            for (int i = 0; i < lanes.Length; i++)
            {
                lanes[i] = new StreamLane(mapping, shard, i);
            }

            _lanes.Add(shard, lanes);
        }
    }

    internal StreamMapping Mapping { get; }

    public void Wake(StreamShard shard)
    {
        foreach (StreamLane lane in _lanes[shard])
        {
            lane.Wake();
        }
    }

    public int Position(StreamShard shard)
    {
        int position = int.MaxValue;
        foreach (StreamLane lane in _lanes[shard])
        {
            position = Math.Min(position, lane.Position);
        }

        return position;
    }
}
