using System.Text.Json.Serialization;
using System.Threading.Tasks;
using LambdaDestinations;

[assembly: DestinationSerializer(typeof(Shop.ShopJson))]

namespace Shop;

[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
public sealed partial class ShopJson : JsonSerializerContext;

public sealed record Order(string Id);

public sealed record Receipt(string Id);

/// <summary>What the stacks of the tests run.</summary>
public sealed class Orders
{
    [OnSuccessDestination(DestinationType.Sqs, "@Placed")]
    [OnFailureDestination(DestinationType.Sns, "@Alarms")]
    [AsyncInvocation(MaximumRetryAttempts = 1, MaximumEventAgeInSeconds = 3600)]
    public Task<Receipt> Place(Order order) => Task.FromResult(new Receipt(order.Id));

    [OnSuccessDestination<Orders>(nameof(Bill))]
    [OnFailureDestination(DestinationType.S3, "@Archive")]
    public Task<Receipt> Ship(Order order) => Task.FromResult(new Receipt(order.Id));

    [OnSuccessDestination(DestinationType.EventBridge, "@Bus")]
    [OnFailureDestination(DestinationType.Sqs, "arn:aws:sqs:eu-west-1:111111111111:elsewhere")]
    public Task<Receipt> Bill(Order order) => Task.FromResult(new Receipt(order.Id));

    [OnSuccessDestination(DestinationType.Sns)]
    [OnFailureDestination(DestinationType.Sqs)]
    public Task<Receipt> Store(Order order) => Task.FromResult(new Receipt(order.Id));

    [OnFailureDestination(DestinationType.S3, "@Archive", EventSource = "Clicks", MaximumRetryAttempts = 3, MaximumRecordAgeInSeconds = 600, BisectBatchOnFunctionError = true)]
    public Task Read(Order order) => Task.CompletedTask;

    [OnFailureDestination(DestinationType.Sqs, "@StoreOnFailureQueue")]
    public Task Stop(Order order) => Task.CompletedTask;

    [DeadLetter("@Alarms")]
    public Task Halt(Order order) => Task.CompletedTask;
}

/// <summary>Whose functions are to get the records of others.</summary>
public static class Consumers
{
    [DestinationConsumer(typeof(Orders), nameof(Orders.Store), Wire = true)]
    public static void Stop(FailureRecord<Order> record) => _ = record.RequestPayload;

    [DestinationConsumer(typeof(Orders), nameof(Orders.Store), Wire = true)]
    public static void Tell(SuccessRecord<Order, Receipt> record) => _ = record.RequestPayload;

    [DestinationConsumer(typeof(Orders), nameof(Orders.Bill), Wire = true)]
    public static void Book(SuccessRecord<Order, Receipt> record) => _ = record.RequestPayload;
}
