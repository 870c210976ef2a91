using System;
using LambdaDestinations;

namespace OrderPipeline;

/// <summary>The second function: it is a destination of the first one and has destinations itself.</summary>
public sealed class Billing
{
    /// <summary>Writes the bill of a placed order. The generator writes the entry point that is given the record and gives the bill as response.</summary>
    /// <param name="record">The record of <see cref="Ordering.Place"/>.</param>
    [DestinationConsumer(typeof(Ordering), nameof(Ordering.Place))]
    [OnSuccessDestination(DestinationType.EventBridge, "@OrderEvents")]
    [OnFailureDestination(DestinationType.Sns, "@BillingFailed")]
    [AsyncInvocation(MaximumRetryAttempts = 2)]
    public Invoice Bill(SuccessRecord<Order, PlacedOrder> record) => record.RequestPayload!.Customer != "nobody"
        ? new Invoice("R-" + record.ResponsePayload!.OrderId, record.ResponsePayload.OrderId, record.ResponsePayload.Amount)
        : throw new InvalidOperationException("Nobody has no account.");
}
