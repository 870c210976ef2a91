using System;
using System.IO;
using System.Text.Json.Serialization;
#if LIBRARY
using LambdaDestinations;

[assembly: DestinationSerializer(typeof(AotCost.CostJson))]
#else
using System.Text.Json;
#endif

namespace AotCost;

public sealed record Order(string Id, int Quantity);

public sealed record Receipt(string Id, decimal Total);

[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
#if !LIBRARY
[JsonSerializable(typeof(HandWritten))]
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
#endif
public sealed partial class CostJson : JsonSerializerContext;

#if LIBRARY
public sealed class Orders
{
    [OnSuccessDestination(DestinationType.Sqs)]
    public Receipt Place(Order order) => new(order.Id, order.Quantity * 9.5m);
}
#else
public sealed record HandWritten(HandWrittenContext RequestContext, Order RequestPayload, Receipt ResponsePayload);

public sealed record HandWrittenContext(string RequestId, string FunctionArn, string Condition, int ApproximateInvokeCount);
#endif

internal static class Program
{
    private static void Main(string[] args)
    {
        byte[] record = File.ReadAllBytes(args[0]);
#if LIBRARY
        SuccessRecord<Order, Receipt> read = Orders_Place_Records.ReadSuccess(record);
        Console.WriteLine($"{read.RequestContext.RequestId} {read.RequestPayload!.Id} {read.ResponsePayload!.Total}");
#else
        HandWritten read = JsonSerializer.Deserialize(record, CostJson.Default.HandWritten)!;
        Console.WriteLine($"{read.RequestContext.RequestId} {read.RequestPayload.Id} {read.ResponsePayload.Total}");
#endif
    }
}
