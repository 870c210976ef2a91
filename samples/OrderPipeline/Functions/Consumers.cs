using System;
using LambdaDestinations;

namespace OrderPipeline;

/// <summary>
/// The ends of the chain. Each takes a typed record; the generator writes the Lambda entry point that takes it out of its envelope,
/// such as <c>OrderPipeline::OrderPipeline.Consumers_Ship_Consumer::HandleAsync</c>.
/// </summary>
public static class Consumers
{
    /// <summary>Ships what was billed. The record comes over an event bus.</summary>
    /// <param name="record">The record; the billing function's event is not read again.</param>
    [DestinationConsumer(typeof(Billing), nameof(Billing.Bill))]
    [OnFailureDestination(DestinationType.Sqs, "@Unfinished")]
    public static void Ship(SuccessRecord<DestinationVoid, Invoice> record) =>
        Journal.Write($"{record.ResponsePayload!.OrderId} shipped, bill {record.ResponsePayload.Number} over {record.ResponsePayload.Amount}");

    /// <summary>Tells a customer that an order was rejected. The record comes from a queue; one that fails comes again, alone.</summary>
    /// <param name="record">The record.</param>
    [DestinationConsumer(typeof(Ordering), nameof(Ordering.Place))]
    public static void Tell(FailureRecord<Order> record)
    {
        if (record.RequestPayload!.Customer.Length == 0)
        {
            throw new InvalidOperationException("There is nobody to tell.");
        }

        Journal.Write($"{record.RequestPayload.Customer} was told about {record.RequestPayload.OrderId}: {record.Error!.ErrorMessage}");
    }

    /// <summary>Notes a bill that could not be written. The record comes over a topic.</summary>
    /// <param name="record">The record.</param>
    [DestinationConsumer(typeof(Billing), nameof(Billing.Bill))]
    [OnFailureDestination(DestinationType.Sqs, "@Unfinished")]
    public static void Note(FailureRecord<DestinationVoid> record) =>
        Journal.Write($"not billed after {record.RequestContext.ApproximateInvokeCount} attempts: {record.Error!.ErrorMessage}");
}
