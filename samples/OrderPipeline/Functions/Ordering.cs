using System;
using LambdaDestinations;

namespace OrderPipeline;

/// <summary>The first function of the chain: the shop invokes it asynchronously.</summary>
public static class Ordering
{
    private const long Price = 1250;

    /// <summary>Accepts an order. The record of a success invokes the billing function, that of a failure goes to a queue.</summary>
    /// <param name="order">The order.</param>
    [OnSuccessDestination<Billing>(nameof(Billing.Bill))]
    [OnFailureDestination(DestinationType.Sqs, "@RejectedOrders")]
    [AsyncInvocation(MaximumRetryAttempts = 1)]
    public static PlacedOrder Place(Order order) => order.Quantity > 0
        ? new PlacedOrder(order.OrderId, order.Quantity * Price)
        : throw new ArgumentException("An order needs a quantity.");
}
