using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Testing.Asynchronous;

/// <summary>The events of all functions that were accepted and have not ended.</summary>
internal sealed class OpenEvents
{
    private readonly ConcurrentDictionary<IOpenEvent, byte> _events = new();

    internal void Open(IOpenEvent accepted) => _events.TryAdd(accepted, 0);

    internal void Close(IOpenEvent ended) => _events.TryRemove(ended, out _);

    internal IReadOnlyList<PendingEvent> Describe() => [.. _events.Keys.Select(static each => each.Describe())];
}
