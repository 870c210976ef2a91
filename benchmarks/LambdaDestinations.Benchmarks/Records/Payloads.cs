using System;
using System.Collections.Generic;

namespace LambdaDestinations.Benchmarks.Records;

/// <summary>The producer's event.</summary>
public sealed record Order(string OrderId, Customer Customer, IReadOnlyList<OrderLine> Lines, string? Note);

public sealed record Customer(string Id, string Name, string Email, bool IsBusiness);

public sealed record OrderLine(string Sku, int Quantity, decimal UnitPrice);

/// <summary>What the producer returns.</summary>
public sealed record Receipt(string ReceiptId, DateTimeOffset AcceptedAt, decimal Total);
