using System.Linq;
using LambdaDestinations.Shared.Tests;

namespace LambdaDestinations.Testing.Tests;

/// <summary>The rooms of the project stand in an order, and no type is knotted up with many others.</summary>
public sealed class RoomTests
{
    private const string Root = "LambdaDestinations.Testing";

    /// <summary>The lowest first. A public type has the root namespace whatever its room is; an internal one has its room's.</summary>
    private static readonly string[] Rooms =
    [
        "Clock", "Reporting", "Engine", "Records", "Replay", "Delivery", "Filters", "Targets", "Streams", "Functions", "Asynchronous", "Mappings", "Resources", "Wiring", NamespaceOrder.Root,
    ];

    private static readonly NamespaceOrder Order = NamespaceOrder.Read(NamespaceOrder.Find("src/" + Root), Root, Rooms, publicTypesStandInRoot: true);

    [Fact]
    public void A_room_uses_the_rooms_before_it_only() => Assert.Empty(Order.Violations());

    [Fact]
    public void Types_go_in_circles_only_where_the_public_API_does()
    {
        // A handler gets an invocation that shows its host, and a host makes its builder; a queue has settings that name a queue.
        Assert.Equal(
            ["ILambdaInvocation, LambdaTestHost, LambdaTestHostBuilder", "QueueSettings, TestQueue"],
            Order.Knots().Select(x => string.Join(", ", x)));
    }
}
