using System.Threading.Tasks;
using LambdaDestinations;

namespace App;

public sealed record Order(string Id);

public sealed record Receipt(string Id);

/// <summary>What <c>apply</c>, <c>check</c> and <c>map</c> read from this assembly.</summary>
public sealed class Handlers
{
    [OnSuccessDestination(DestinationType.Sqs, "@SuccessQueue")]
    [OnFailureDestination(DestinationType.Sqs)]
    public Task<Receipt> PlaceOrder(Order order) => Task.FromResult(new Receipt(order.Id));

    [OnFailureDestination(DestinationType.Sns, "@Alarms")]
    public Task Ship(Order order) => Task.CompletedTask;
}
