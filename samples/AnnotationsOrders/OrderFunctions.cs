using System;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using LambdaDestinations;

[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]

namespace AnnotationsOrders;

public sealed record Order(string Id, decimal Total);

public sealed record Receipt(string OrderId, DateTimeOffset AcceptedAt);

/// <summary>Amazon.Lambda.Annotations writes the function, LambdaDestinations its destinations.</summary>
public sealed class OrderFunctions
{
    [LambdaFunction]
    [OnSuccessDestination(DestinationType.Sqs, "@PlacedQueue")]
    [OnFailureDestination(DestinationType.Sqs)]
    [AsyncInvocation(MaximumRetryAttempts = 1)]
    public Receipt Place(Order order) =>
        order.Total > 0 ? new Receipt(order.Id, DateTimeOffset.UtcNow) : throw new ArgumentException("An order costs something.", nameof(order));
}
