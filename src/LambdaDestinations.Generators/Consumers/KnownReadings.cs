using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Consumers;

/// <summary>What the methods of a compilation mean as handlers and as consumers, read once for all analyzers. It lives as long as the compilation.</summary>
internal sealed class KnownReadings
{
    private static readonly ConditionalWeakTable<Compilation, KnownReadings> Known = new();

    private readonly ConcurrentDictionary<IMethodSymbol, HandlerReading> _handlers = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, ConsumerReading> _consumers = new(SymbolEqualityComparer.Default);

    /// <summary>A method that has a destination attribute, as a handler.</summary>
    public static HandlerReading HandlerOf(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        Known.GetOrCreateValue(compilation)._handlers.GetOrAdd(method, x => HandlerReader.Read(x, compilation, cancellationToken));

    /// <summary>A method marked <c>[DestinationConsumer]</c>, as a consumer.</summary>
    public static ConsumerReading ConsumerOf(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        Known.GetOrCreateValue(compilation)._consumers.GetOrAdd(method, x => ConsumerReader.Read(x, compilation, cancellationToken));
}
