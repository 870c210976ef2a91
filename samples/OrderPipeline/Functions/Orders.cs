using System.Text.Json.Serialization;
using LambdaDestinations;

[assembly: DestinationSerializer(typeof(OrderPipeline.PipelineJson))]

namespace OrderPipeline;

/// <summary>What a customer wants.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Customer">Who wants it.</param>
/// <param name="Quantity">How many.</param>
public sealed record Order(string OrderId, string Customer, int Quantity);

/// <summary>An order that was accepted.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Amount">What it costs, in cents.</param>
public sealed record PlacedOrder(string OrderId, long Amount);

/// <summary>A bill.</summary>
/// <param name="Number">The bill's number.</param>
/// <param name="OrderId">What it is for.</param>
/// <param name="Amount">What it demands, in cents.</param>
public sealed record Invoice(string Number, string OrderId, long Amount);

/// <summary>Reads and writes the pipeline's JSON without reflection.</summary>
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(PlacedOrder))]
[JsonSerializable(typeof(Invoice))]
public sealed partial class PipelineJson : JsonSerializerContext;
