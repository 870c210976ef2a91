using Amazon.CDK.AWS.Lambda;
using LambdaDestinations.Cdk.Tree;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Cdk.Applying;

/// <summary>A handler with the function that runs it.</summary>
/// <param name="Function">The function.</param>
/// <param name="Handler">What its attributes declare.</param>
internal sealed record BoundHandler(FunctionConstruct Function, HandlerModel Handler)
{
    /// <summary>What of a manifest's handler tells it from others.</summary>
    public (string Type, string Method) Key => KeyOf(Handler.Function);

    /// <summary>The key of a handler.</summary>
    public static (string Type, string Method) KeyOf(FunctionReference function) => (function.TypeName, function.MethodName);
}

/// <summary>A destination with its constructs.</summary>
/// <param name="Bound">The handler that declares it.</param>
/// <param name="Model">The attribute.</param>
/// <param name="Mapping">The mapping whose failed batches are sent; <see langword="null"/> for asynchronous invocations and durable executions.</param>
/// <param name="Target">Where to; <see langword="null"/> where the CDK code has a target for an attribute without one.</param>
/// <param name="IsCreated">Whether the target is created for it.</param>
internal sealed record BoundDestination(BoundHandler Bound, DestinationModel Model, MappingConstruct? Mapping, Target? Target, bool IsCreated)
{
    /// <summary>Whether it gets status changes of durable executions, by an event rule.</summary>
    public bool IsDurable => Mapping is null && Bound.Handler.IsDurable;

    /// <summary>The function of the app that it invokes, itself or by an alias.</summary>
    public IFunction? InvokedFunction => Target?.Construct switch
    {
        Alias alias => alias.Lambda,
        Function function => function,
        _ => null,
    };

    /// <summary>Whether it gets failures of asynchronous invocations or of a mapping in a queue that is created for them.</summary>
    public bool IsCreatedFailureQueue => IsCreated && Model is { Outcome: DestinationOutcome.Failure, TargetType: DestinationTargetType.Sqs };
}

/// <summary>An event source mapping of a function.</summary>
/// <param name="Resource">Its resource.</param>
/// <param name="Name">The id of its construct.</param>
internal sealed record MappingConstruct(CfnEventSourceMapping Resource, string Name)
{
    /// <summary>Whether it reads a topic of Kafka.</summary>
    public bool IsKafka { get; } = Resource.Topics is not null || Resource.SelfManagedEventSource is not null;

    /// <summary>
    /// Whether it may have an on-failure destination: what is read from a position is a stream of Kinesis or DynamoDB or a topic of Kafka, or a change stream
    /// of DocumentDB, which has none.
    /// </summary>
    public bool HasDestinations { get; } = Resource.StartingPosition is not null && Resource.DocumentDbEventSourceConfig is null;

    /// <summary>What it reads, as far as the mapping tells.</summary>
    public string SourceType => IsKafka ? "Kafka" : HasDestinations ? "stream" : "SQS";
}
