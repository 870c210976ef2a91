using System;
using System.IO;
using System.Threading.Tasks;
using LambdaDestinations;

namespace OrderPipeline;

/// <summary>The second function: it is a destination of the first one and has destinations itself.</summary>
public sealed class Billing
{
    /// <summary>Writes the bill of a placed order. A Lambda destination is given the record as its event.</summary>
    /// <param name="record">The record of <see cref="Ordering.Place"/>.</param>
    [OnSuccessDestination(DestinationType.EventBridge, "@OrderEvents")]
    [OnFailureDestination(DestinationType.Sns, "@BillingFailed")]
    [AsyncInvocation(MaximumRetryAttempts = 2)]
    public async Task<Invoice> Bill(Stream record)
    {
        using MemoryStream json = new();
        await record.CopyToAsync(json);
        SuccessRecord<Order, PlacedOrder> placed = Ordering_Place_Records.ReadSuccess(json.ToArray());
        return placed.RequestPayload!.Customer != "nobody"
            ? new Invoice("R-" + placed.ResponsePayload!.OrderId, placed.ResponsePayload.OrderId, placed.ResponsePayload.Amount)
            : throw new InvalidOperationException("Nobody has no account.");
    }
}
