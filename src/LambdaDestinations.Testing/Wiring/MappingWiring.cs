using System;
using System.Linq;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Functions;
using LambdaDestinations.Testing.Mappings;
using LambdaDestinations.Testing.Resources;
using LambdaDestinations.Testing.Streams;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>Lets functions read queues, streams and topics: event source mappings, with what the manifests say of them.</summary>
internal sealed class MappingWiring(CreateInvocation create, DestinationDispatcher dispatcher, ResourceRegistry resources, ManifestWiring manifests)
{
    /// <summary>Lets a function read a queue.</summary>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    internal void Add(TestQueue source, string function, EventSourceMappingSettings settings, string? eventSource = null)
    {
        KnownTargets.Declare(source);
        source.Attach(new QueueMapping(create, source, resources.Function(function), manifests.Complete(function, eventSource, source.Name, settings)));
    }

    /// <summary>Lets a function read a Kinesis stream.</summary>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    internal void Add(TestKinesisStream source, string function, EventSourceMappingSettings settings, string? eventSource = null) =>
        Attach(source.Source, resources.Function(function), manifests.Complete(resources, function, eventSource, settings));

    /// <summary>Lets a function read the stream of a DynamoDB table.</summary>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    internal void Add(TestDynamoDBStream source, string function, EventSourceMappingSettings settings, string? eventSource = null) =>
        Attach(source.Source, resources.Function(function), manifests.Complete(resources, function, eventSource, settings));

    /// <summary>Lets a function read a Kafka topic.</summary>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    internal void Add(TestKafkaTopic source, string function, EventSourceMappingSettings settings, string? eventSource = null)
    {
        EventSourceMappingSettings complete = manifests.Complete(resources, function, eventSource, settings);
        if (ReferenceEquals(complete.OnFailure, source))
        {
            throw new ArgumentException("The on-failure topic must differ from the source topic.", nameof(settings));
        }

        KnownTargets.Declare(source);
        Attach(source.Source, resources.Function(function), complete);
    }

    private void Attach(StreamSource source, TestFunction function, EventSourceMappingSettings settings)
    {
        if (source.Readers.OfType<SourceReader>().Any(x => x.Mapping.Function == function))
        {
            throw new ArgumentException($"The event source arn (\" {source.Arn} \") and function (\" {function.Name} \") provided mapping already exists.");
        }

        KnownTargets.Declare(settings.OnFailure);
        source.Attach(new SourceReader(new StreamMapping(create, dispatcher, source, function, settings)));
    }
}
