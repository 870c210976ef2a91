using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Consumers;

/// <summary>Reads with whose records a consumer's function is to be connected. The generator and the analyzers share it.</summary>
internal static class SourceReader
{
    /// <summary>The argument of the attribute that names what holds the records.</summary>
    internal const string From = "From";

    /// <summary>The argument of the attribute that asks for the producer's destinations.</summary>
    internal const string Wire = "Wire";

    /// <summary>Whether an attribute asks for an event.</summary>
    public static bool IsWired(AttributeData attribute) => FromOf(attribute) is not null || IsByProducer(attribute);

    /// <summary>Whether an attribute asks for the producer's destinations.</summary>
    public static bool IsByProducer(AttributeData attribute) => attribute.NamedArguments.Any(static x => x.Key == Wire && x.Value.Value is true);

    /// <summary>What an attribute says of what holds the records; <see langword="null"/> for nothing.</summary>
    public static string? FromOf(AttributeData attribute) => attribute.NamedArguments.FirstOrDefault(static x => x.Key == From).Value.Value as string;

    /// <summary>Whether a method is a consumer that asks for an event.</summary>
    public static bool Asks(IMethodSymbol method) => EntryPoints.AttributesOf(method).Any(IsWired);

    /// <summary>
    /// A method that asks for something in the template: with destinations, with a dead-letter queue, with settings of a mapping, or as a consumer that is to be connected;
    /// <see langword="null"/> for any other one. Read once for all analyzers.
    /// </summary>
    public static HandlerReading? FunctionOf(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        HandlerReading? handler = HandlerReader.HasDestination(method)
            ? KnownReadings.HandlerOf(method, compilation, cancellationToken)
            : HandlerReader.ReadSettings(method);
        return Asks(method)
            ? AddSources(handler, KnownReadings.ConsumerOf(method, compilation, cancellationToken).Contract, method, compilation, cancellationToken)
            : handler;
    }

    /// <summary>A method with what its attributes ask for as a consumer.</summary>
    /// <param name="handler">The method as a handler; <see langword="null"/> when it has no destinations.</param>
    /// <param name="consumer">The method as a consumer; <see langword="null"/> when it is none, or cannot be called.</param>
    /// <param name="method">The method.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="cancellationToken">Stops the reading of a producer.</param>
    /// <returns><see langword="null"/> for a method without destinations that asks for no event.</returns>
    public static HandlerReading? AddSources(
        HandlerReading? handler, ConsumerContract? consumer, IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        if (consumer is null || handler is { Handler: null } || !Asks(method))
        {
            return handler;
        }

        SourceModel[] sources = [.. Read(method, consumer, compilation, cancellationToken)];
        return sources.Length == 0 ? handler
            : handler is not null ? handler with { Handler = handler.Handler! with { Sources = new(sources) } }
            : new HandlerReading(new HandlerModel(HandlerReader.ReadFunction(method), null, null, default, Sources: new(sources)), null, default);
    }

    private static IEnumerable<SourceModel> Read(IMethodSymbol method, ConsumerContract consumer, Compilation compilation, CancellationToken cancellationToken)
    {
        ProducerLookup producers = new(compilation);
        foreach (AttributeData attribute in EntryPoints.AttributesOf(method).Where(IsWired))
        {
            if (attribute.ConstructorArguments is [{ Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } type }, { Value: string name }]
                && producers.Find(type, name, cancellationToken) is { } producer
                && (producer.Handler ?? Undeclared(producer.Method)) is { } handler)
            {
                yield return new SourceModel(handler with { Sources = default }, RecordOf(consumer.Kind), FromOf(attribute));
            }
        }
    }

    /// <summary>A producer without destinations, which may have a dead-letter queue.</summary>
    private static HandlerModel? Undeclared(IMethodSymbol? method) =>
        method is null ? null : HandlerReader.ReadSettings(method)?.Handler ?? new HandlerModel(HandlerReader.ReadFunction(method), null, null, default);

    /// <summary>What is sent where a consumer takes a record.</summary>
    public static SentRecord RecordOf(RecordKind kind) => kind switch
    {
        RecordKind.Success => SentRecord.Success,
        RecordKind.Failure => SentRecord.Failure,
        RecordKind.StreamFailure => SentRecord.MappingFailure,
        RecordKind.DurableExecution => SentRecord.StatusChange,
        _ => SentRecord.DeadLetter,
    };
}
