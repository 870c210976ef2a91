using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using LambdaDestinations;

namespace RecordCorpus;

/// <summary>The function whose records the corpus holds. The generator makes <c>OrderWorker_Handle_Records</c> from it.</summary>
[DestinationSerializer(typeof(CorpusJson))]
internal static class OrderWorker
{
    [OnSuccessDestination(DestinationType.Sqs, "@OrderResults")]
    [OnFailureDestination(DestinationType.Sqs, "@OrderFailed")]
    public static Receipt Handle(Order order) =>
        order.Quantity > 0 ? new Receipt("accepted", order.OrderId) : throw new ArgumentException("An order needs a quantity.");
}

/// <summary>The function's event.</summary>
internal sealed record Order(string OrderId, int Quantity);

/// <summary>What the function returns.</summary>
internal sealed record Receipt(string Status, string? OrderId);

/// <summary>The part of a Kinesis or DynamoDB event that is printed.</summary>
internal sealed record StreamEvent([property: JsonPropertyName("Records")] IReadOnlyList<StreamEventRecord>? Records);

/// <summary>One record of a stream.</summary>
internal sealed record StreamEventRecord([property: JsonPropertyName("eventID")] string? EventId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(StreamEvent))]
[JsonSerializable(typeof(string))]
internal sealed partial class CorpusJson : JsonSerializerContext;
