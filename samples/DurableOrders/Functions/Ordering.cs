using System.Threading.Tasks;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.DurableExecution;
using LambdaDestinations;

namespace DurableOrders;

/// <summary>An order.</summary>
/// <param name="OrderId">Its number.</param>
/// <param name="Quantity">How many.</param>
public sealed record Order(string OrderId, int Quantity);

/// <summary>What the customer gets.</summary>
/// <param name="Number">The receipt's number.</param>
public sealed record Receipt(string Number);

/// <summary>Takes orders. An execution may take a day, as the payment does.</summary>
public sealed class Ordering
{
    /// <summary>
    /// Places an order. Lambda sends no records of a durable function: the build makes an event rule of each destination, which delivers the execution's status.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="context">Runs the steps.</param>
    [LambdaFunction(ResourceName = "PlaceOrder"), DurableExecution(86400)]
    [OnSuccessDestination(DestinationType.Lambda, "@BillOrder")]
    [OnFailureDestination(DestinationType.Sqs, "@FailedOrders")]
    [DurableDelivery(MaximumRetryAttempts = 20, DeadLetterQueue = "@UndeliveredOutcomes")]
    public async Task<Receipt> Place(Order order, IDurableContext context) =>
        await context.StepAsync(() => Task.FromResult(new Receipt($"R-{order.OrderId}")), "reserve");
}
