using System;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>
/// Collects the entries or items of collections that are being read: those of an inner collection lie on top of the outer one's,
/// and are taken off as an array of the right size.
/// </summary>
/// <typeparam name="T">Entries or items.</typeparam>
internal sealed class NodeStack<T>
{
    private T[] _items = new T[64];

    /// <summary>How many there are: where the next collection begins.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public T this[int index] => _items[index];

    /// <summary>Adds one.</summary>
    public void Push(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = item;
    }

    /// <summary>Takes those off that lie from an index on.</summary>
    public T[] Pop(int start)
    {
        if (start == Count)
        {
            return [];
        }

        T[] taken = new T[Count - start];
        Array.Copy(_items, start, taken, 0, taken.Length);
        Count = start;
        return taken;
    }
}
