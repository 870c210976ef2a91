using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Aws;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>The payloads of a method that is a handler, a consumer, or both.</summary>
/// <param name="Handler">As a handler; <see langword="null"/> when it is none, or not a valid one.</param>
/// <param name="Request">What the handler takes.</param>
/// <param name="Response">What it gives, awaited.</param>
/// <param name="OfRecord">The payloads of the record that the consumer takes: the request, then the response.</param>
/// <param name="WritesResponse">Whether the entry point of the consumer writes what the method gives.</param>
internal sealed record MethodPayloads(HandlerReading? Handler, ITypeSymbol? Request, ITypeSymbol? Response, ImmutableArray<ITypeSymbol> OfRecord, bool WritesResponse)
{
    /// <summary>Whether anybody gets the response: a failure record has none.</summary>
    public bool SendsResponse => Handler?.Handler!.Destinations.Any(static x => x.Outcome == DestinationOutcome.Success) == true;

    /// <summary>The record itself, where a serializer of Lambda binds it for the wrapper of Amazon.Lambda.Annotations; else <see langword="null"/>.</summary>
    public ITypeSymbol? Bound { get; init; }

    /// <summary>The types that generated readers of the method ask a context for.</summary>
    public IEnumerable<ITypeSymbol> Asked
    {
        get
        {
            if (Handler?.Contract is { Request.IsTyped: true })
            {
                yield return Request!;
            }

            // The entry point of a consumer writes what the method returns, whoever gets it.
            if (WritesResponse || (Handler?.Contract is { Response.IsTyped: true, HasAsynchronousRecords: true } && SendsResponse))
            {
                yield return Response!;
            }

            foreach (ITypeSymbol payload in OfRecord.Where(static x => !SymbolNames.Is(x as INamedTypeSymbol, KnownNames.DestinationVoid)))
            {
                yield return payload;
            }

            if (Bound is not null)
            {
                yield return Bound;
            }
        }
    }

    /// <summary>The payloads of a method.</summary>
    public static MethodPayloads Of(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        HandlerReading? reading = HandlerReader.HasDestination(method) ? KnownReadings.HandlerOf(method, compilation, cancellationToken) : null;
        HandlerReading? handler = reading?.Handler is null ? null : reading;
        ConsumerContract? consumer = EntryPoints.IsConsumer(method) ? KnownReadings.ConsumerOf(method, compilation, cancellationToken).Contract : null;
        return new MethodPayloads(
            handler,
            handler is null ? null : HandlerReader.RequestType(method, handler.Handler!.Triggers),
            handler is null ? null : HandlerReader.ResponseType(method, compilation),
            consumer is null ? ImmutableArray<ITypeSymbol>.Empty : ((INamedTypeSymbol)ConsumerReader.RecordParameter(method)!.Type).TypeArguments,
            handler is not null && consumer is { Response.IsTyped: true })
        {
            Bound = consumer is { IsAnnotated: true } ? ConsumerReader.RecordParameter(method)!.Type : null,
        };
    }
}
