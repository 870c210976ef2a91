using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using LambdaDestinations;

[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<My_Function.FunctionJson>))]

namespace My_Function;

/// <summary>The event that the function is invoked with.</summary>
public sealed record Order(string Id, int Quantity);

/// <summary>What it answers; the success destination receives it.</summary>
public sealed record Receipt(string Id, decimal Total);

/// <summary>Reads and writes the JSON without reflection.</summary>
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
public sealed partial class FunctionJson : JsonSerializerContext;

/// <summary>The function.</summary>
public sealed class Function
{
    /// <summary>Handles one asynchronous invocation. When it throws, Lambda tries again, and then sends the failure record.</summary>
#if (UseSqs)
    [OnSuccessDestination(DestinationType.Sqs)]
    [OnFailureDestination(DestinationType.Sqs, "@FailedQueue")]
#endif
#if (UseSns)
    [OnSuccessDestination(DestinationType.Sns)]
    [OnFailureDestination(DestinationType.Sns, "@FailedTopic")]
#endif
#if (UseEventBridge)
    [OnSuccessDestination(DestinationType.EventBridge, "@RecordBus")]
    [OnFailureDestination(DestinationType.EventBridge, "@RecordBus")]
#endif
    [AsyncInvocation(MaximumRetryAttempts = 1, MaximumEventAgeInSeconds = 3600)]
    public Receipt Handle(Order order)
    {
        if (order.Quantity < 1)
        {
            throw new ArgumentException($"Order {order.Id} is empty.", nameof(order));
        }

        return new Receipt(order.Id, order.Quantity * 9.5m);
    }
}
