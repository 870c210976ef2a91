using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Testing.Targets;

/// <summary>The messages of a queue that nobody holds, by when they are visible.</summary>
internal abstract class MessageStore
{
    /// <summary>How many there are, hidden ones included.</summary>
    internal abstract int Count { get; }

    /// <summary>All of them, in no order.</summary>
    internal abstract IEnumerable<QueuedMessage> Messages { get; }

    /// <summary>When the next one can be received, in ticks; null when none can before another is deleted.</summary>
    internal abstract long? NextVisible { get; }

    /// <summary>Begins a receive: what <see cref="Take"/> gives until the next one belongs to it.</summary>
    internal virtual void BeginReceive()
    {
    }

    /// <summary>Takes out the next message that can be received.</summary>
    /// <param name="now">The time in ticks.</param>
    internal abstract QueuedMessage? Take(long now);

    /// <summary>Puts a message in, or back.</summary>
    /// <param name="message">The message.</param>
    /// <param name="visibleAt">When it is visible, in ticks.</param>
    internal abstract void Put(QueuedMessage message, long visibleAt);

    /// <summary>A message that was taken out is gone, or back.</summary>
    internal virtual void Release(QueuedMessage message)
    {
    }

    /// <summary>How many can be received, up to a number.</summary>
    internal abstract int CountVisible(long now, int maximum);

    /// <summary>Forgets the oldest message.</summary>
    internal abstract void Forget();
}

/// <summary>Those of a standard queue.</summary>
internal sealed class StandardMessages : MessageStore
{
    private readonly PriorityQueue<QueuedMessage, (long VisibleAt, long Sequence)> _messages = new();

    internal override int Count => _messages.Count;

    internal override IEnumerable<QueuedMessage> Messages => _messages.UnorderedItems.Select(static x => x.Element);

    internal override long? NextVisible => _messages.TryPeek(out _, out (long VisibleAt, long Sequence) key) ? key.VisibleAt : null;

    internal override QueuedMessage? Take(long now) =>
        _messages.TryPeek(out _, out (long VisibleAt, long Sequence) key) && key.VisibleAt <= now ? _messages.Dequeue() : null;

    internal override void Put(QueuedMessage message, long visibleAt)
    {
        message.VisibleAt = visibleAt;
        _messages.Enqueue(message, (visibleAt, message.Sequence));
    }

    internal override int CountVisible(long now, int maximum) =>
        _messages.Count < maximum ? 0 : _messages.UnorderedItems.Where(x => x.Priority.VisibleAt <= now).Take(maximum).Count();

    internal override void Forget() => _messages.Dequeue();
}

/// <summary>
/// Those of a FIFO queue: in the order in which they were sent, and none of a message group while an earlier one of it is hidden or in somebody's hands (Amazon SQS Developer Guide,
/// "FIFO delivery logic").
/// </summary>
internal sealed class FifoMessages : MessageStore
{
    private readonly SortedDictionary<long, QueuedMessage> _messages = [];
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private HashSet<string> _blocked = new(StringComparer.Ordinal);

    internal override int Count => _messages.Count;

    internal override IEnumerable<QueuedMessage> Messages => _messages.Values;

    internal override long? NextVisible
    {
        get
        {
            HashSet<string> seen = new(_held.Keys, StringComparer.Ordinal);
            long? next = null;
            foreach (QueuedMessage message in _messages.Values.Where(x => seen.Add(x.Group)))
            {
                next = Math.Min(next ?? long.MaxValue, message.VisibleAt);
            }

            return next;
        }
    }

    internal override void BeginReceive() => _blocked = new HashSet<string>(_held.Keys, StringComparer.Ordinal);

    internal override QueuedMessage? Take(long now)
    {
        foreach (QueuedMessage message in _messages.Values)
        {
            if (message.VisibleAt > now)
            {
                // What stands behind it in its group waits for it.
                _blocked.Add(message.Group);
            }
            else if (!_blocked.Contains(message.Group))
            {
                _messages.Remove(message.Sequence);
                _held[message.Group] = _held.GetValueOrDefault(message.Group) + 1;
                return message;
            }
        }

        return null;
    }

    internal override void Put(QueuedMessage message, long visibleAt)
    {
        message.VisibleAt = visibleAt;
        _messages.Add(message.Sequence, message);
    }

    internal override void Release(QueuedMessage message)
    {
        if (_held.TryGetValue(message.Group, out int count) && count > 1)
        {
            _held[message.Group] = count - 1;
        }
        else
        {
            _held.Remove(message.Group);
        }
    }

    internal override int CountVisible(long now, int maximum)
    {
        HashSet<string> blocked = new(_held.Keys, StringComparer.Ordinal);
        int count = 0;
        foreach (QueuedMessage message in _messages.Values)
        {
            if (message.VisibleAt > now)
            {
                blocked.Add(message.Group);
            }
            else if (!blocked.Contains(message.Group) && ++count == maximum)
            {
                break;
            }
        }

        return count;
    }

    internal override void Forget() => _messages.Remove(_messages.Keys.First());
}
