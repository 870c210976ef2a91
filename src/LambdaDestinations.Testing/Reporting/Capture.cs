using System.Collections.Generic;

namespace LambdaDestinations.Testing.Reporting;

/// <summary>A list that remembers the latest items and counts them all.</summary>
internal sealed class Capture<T>(int? limit)
{
    private readonly object _gate = new();
    private readonly Queue<T> _items = new();
    private long _total;

    /// <summary>How many were ever added.</summary>
    internal long Total
    {
        get
        {
            lock (_gate)
            {
                return _total;
            }
        }
    }

    internal void Add(T item)
    {
        lock (_gate)
        {
            _items.Enqueue(item);
            _total++;
            if (_items.Count > limit)
            {
                _items.Dequeue();
            }
        }
    }

    internal T[] ToArray()
    {
        lock (_gate)
        {
            return _items.ToArray();
        }
    }
}
