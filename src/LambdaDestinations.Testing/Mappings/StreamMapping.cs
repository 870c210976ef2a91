using System;
using System.Text;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Filters;
using LambdaDestinations.Testing.Functions;
using LambdaDestinations.Testing.Streams;

namespace LambdaDestinations.Testing.Mappings;

/// <summary>A stream or a Kafka topic as an event source: what all lanes that read it share.</summary>
internal sealed class StreamMapping
{
    private readonly MappingFilter _filter;

    /// <param name="create">Makes the invocations.</param>
    /// <param name="dispatcher">Delivers the records of discarded batches.</param>
    /// <param name="source">What is read.</param>
    /// <param name="function">Who gets it.</param>
    /// <param name="settings">How.</param>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    internal StreamMapping(
        CreateInvocation create, DestinationDispatcher dispatcher, StreamSource source, TestFunction function, EventSourceMappingSettings settings)
    {
        settings.ValidateForStream(source.IsKafka);
        function.VersionOf(settings.Qualifier);
        Create = create;
        Dispatcher = dispatcher;
        Source = source;
        Function = function;
        Settings = settings;
        _filter = new MappingFilter(settings.Filters);
        Id = source.Context.Ids.NewId();
    }

    internal CreateInvocation Create { get; }

    internal DestinationDispatcher Dispatcher { get; }

    internal StreamSource Source { get; }

    internal TestFunction Function { get; }

    internal EventSourceMappingSettings Settings { get; }

    internal EmulatorContext Context => Source.Context;

    /// <summary>The mapping's UUID, part of the key of its S3 records.</summary>
    internal string Id { get; }

    /// <summary>
    /// How many retries a batch gets; −1 for no end. Kafka with an on-failure destination and no limit stops after ten
    /// (AWS Lambda Developer Guide, "Configuring error handling controls for Kafka event sources").
    /// </summary>
    internal int MaximumRetryAttempts => Source.IsKafka && Settings is { MaximumRetryAttempts: -1, OnFailure: not null } ? 10 : Settings.MaximumRetryAttempts;

    /// <summary>True when a record belongs to a lane and passes the filter: all records of a partition key take the same lane.</summary>
    internal bool IsIn(StreamRecord record, int lane) => IsOf(record, lane) && _filter.Lets((Source, record), static (writer, state) => state.Source.WriteForFilter(writer, state.record));

    private bool IsOf(StreamRecord record, int lane) =>
        Settings.ParallelizationFactor == 1 || StreamSource.Spread(Encoding.UTF8.GetBytes(record.PartitionKey), Settings.ParallelizationFactor) == lane;
}
