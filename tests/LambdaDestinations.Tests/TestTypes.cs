using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaDestinations.Tests;

/// <summary>The event of the corpus's function.</summary>
public sealed record Order(string OrderId, int Quantity);

/// <summary>What the corpus's function returns.</summary>
public sealed record Receipt(string Status, string? OrderId);

/// <summary>The part of a Kinesis event that the tests look at.</summary>
public sealed record StreamEvent([property: JsonPropertyName("Records")] IReadOnlyList<StreamEventRecord> Records);

public sealed record StreamEventRecord(string EventSource, string EventId);

/// <summary>A type that refuses some values.</summary>
public sealed class Picky
{
    private readonly int _quantity;

    public int Quantity
    {
        get => _quantity;
        init => _quantity = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a quantity is positive");
    }
}

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(StreamEvent))]
[JsonSerializable(typeof(Picky))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class TestContext : JsonSerializerContext;
