using LambdaDestinations.Shared.Tests;

namespace LambdaDestinations.Templates.Tests;

/// <summary>The rooms of the assembly stand in the order of docs/architecture.md, and each uses those before it only. That a wrong use is found: NamespaceOrderTests.</summary>
public sealed class RoomTests
{
    private const string Root = "LambdaDestinations.Templates";

    private static readonly string[] Rooms =
    [
        NamespaceOrder.Root, "Syntax", "Values", "Patterns", "Aws", "Rules", "Model", "Sam", "Settings", "Iam", "Manifest", "Paths", "Binding", "Updating", "Checking", "Contracts", "Map",
    ];

    [Fact]
    public void A_room_uses_the_rooms_before_it_only() => Assert.Empty(NamespaceOrder.Read(NamespaceOrder.Find("src/" + Root), Root, Rooms).Violations());
}
