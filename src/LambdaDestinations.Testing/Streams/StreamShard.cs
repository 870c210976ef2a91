using System;
using System.Collections.Generic;

namespace LambdaDestinations.Testing.Streams;

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
