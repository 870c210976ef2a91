using System;
using System.IO;
using System.Threading.Tasks;
using DurableOrders;
using LambdaDestinations.Testing;

namespace LambdaDestinations.Samples.Tests;

/// <summary>Where the outcomes of a durable function go: by the rules of the template that the build wrote, and by the attributes alone.</summary>
public sealed class DurableOrdersTests : IDisposable
{
    public DurableOrdersTests() => Journal.Clear();

    public void Dispose() => Journal.Clear();

    [Fact]
    public async Task A_placed_order_is_billed()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate("samples/DurableOrders/template.yaml", typeof(Ordering).Assembly);
        TestDurableExecution order = host.StartDurableExecution("PlaceOrder", "A-1001");
        await host.RunForAsync(TimeSpan.FromHours(5));
        order.Succeed();
        await host.RunUntilIdleAsync();

        Assert.Equal(["A-1001 billed"], Journal.Entries);
        host.Queue("FailedOrders").ShouldBeEmpty();
        host.Queue("UndeliveredOutcomes").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_customer_of_an_order_that_took_too_long_is_told()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate("samples/DurableOrders/template.yaml", typeof(Ordering).Assembly);
        TestDurableExecution order = host.StartDurableExecution("PlaceOrder", "A-1002");
        await host.RunForAsync(TimeSpan.FromDays(1));
        order.TimeOut();
        host.StartDurableExecution("PlaceOrder", "A-1003").Fail();
        await host.RunUntilIdleAsync();

        Assert.Equal(["A-1002 took too long after 1.00:00:00", "A-1003 failed after 00:00:00"], Journal.Entries);
        Assert.Equal(0, host.Queue("FailedOrders").Depth);
        host.Function("BillOrder").ShouldHaveBeenInvoked(0);
    }

    /// <summary>The attributes give the same rules as the build, without a template.</summary>
    [Fact]
    public async Task The_attributes_alone_lead_to_the_queue()
    {
        await using LambdaTestHost host = LambdaTestHost.FromAttributes(typeof(Ordering).Assembly);
        host.AddFunction("BillOrder", static (_, _) => Task.FromResult(Stream.Null));
        host.StartDurableExecution("PlaceOrder", "A-1004").Stop();
        Assert.Contains("did you mean 'PlaceOrder'?", Assert.Throws<ArgumentException>(() => host.StartDurableExecution("PlaceOrders")).Message, StringComparison.Ordinal);
        await host.RunUntilIdleAsync();

        Assert.Contains("STOPPED", host.Queue("FailedOrders").ShouldHaveReceivedOne().Body, StringComparison.Ordinal);
    }
}
