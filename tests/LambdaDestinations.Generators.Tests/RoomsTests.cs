using System;
using System.Linq;
using LambdaDestinations.Shared.Tests;

namespace LambdaDestinations.Generators.Tests;

/// <summary>The rooms of the generator and the analyzers, and the order in which they stand. NamespaceOrderTests shows that the check fails where it should.</summary>
public sealed class RoomsTests
{
    private static readonly Lazy<NamespaceOrder> Order = new(static () => NamespaceOrder.Read(
        NamespaceOrder.Find("src/LambdaDestinations.Generators"),
        "LambdaDestinations.Generators",
        ["Handlers", "Contracts", "Consumers", "Declarations", "Emission", "Analyzers", NamespaceOrder.Root]));

    [Fact]
    public void A_room_uses_the_rooms_before_it_only() => Assert.Empty(Order.Value.Violations());

    [Fact]
    public void No_types_use_each_other_in_a_circle() => Assert.Empty(Order.Value.Knots().Select(static x => string.Join("; ", Order.Value.Uses(x.ToHashSet()))));
}
