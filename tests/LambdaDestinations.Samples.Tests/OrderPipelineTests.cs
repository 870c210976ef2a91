using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Testing;
using OrderPipeline;

namespace LambdaDestinations.Samples.Tests;

/// <summary>The pipeline end to end: the template that is deployed, the functions' own code, the generated entry points.</summary>
public sealed class OrderPipelineTests : IAsyncLifetime
{
    private readonly LambdaTestHost _host = LambdaTestHost.FromTemplate("samples/OrderPipeline/template.yaml", typeof(Ordering).Assembly);

    public Task InitializeAsync()
    {
        Journal.Clear();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_good_order_is_placed_billed_and_shipped()
    {
        await PlaceAsync(new Order("A-1001", "Ada", 2));

        Assert.Equal(["A-1001 shipped, bill R-A-1001 over 2500"], Journal.Entries);
        _host.Function("PlaceOrder").ShouldHaveBeenInvoked(1);
        _host.Function("BillOrder").ShouldHaveBeenInvoked(1);
        _host.Function("ShipOrder").ShouldHaveBeenInvoked(1);
        _host.Bus("order-events").ShouldHaveReceivedOne();
        _host.Queue("RejectedOrders").ShouldBeEmpty();
        _host.Topic("BillingFailed").ShouldBeEmpty();
        Assert.Equal(SamplePage.Block("OrderPipeline", "mermaid"), _host.Timeline.ToMermaid());
    }

    /// <summary>The example of docs/testing.md.</summary>
    [Fact]
    public async Task A_rejected_order_reaches_its_queue()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate("samples/OrderPipeline/template.yaml", typeof(Ordering).Assembly);

        await host.InvokeAsync("PlaceOrder", new Order("A-1002", "Grace", 0), PipelineJson.Default.Order);
        await host.RunUntilIdleAsync();

        CapturedMessage message = host.Queue("RejectedOrders").ShouldHaveReceivedOne().ShouldHaveInvokeCount(2);
        FailureRecord<Order> record = Ordering_Place_Records.ReadFailure(DestinationEnvelope.FromSqsBody(message.Body));
        Assert.Equal("An order needs a quantity.", record.Error!.ErrorMessage);
    }

    /// <summary>The example of docs/testing.md: each fault, and pairs of them.</summary>
    [Fact]
    public async Task Nothing_is_lost_whatever_fails()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate("samples/OrderPipeline/template.yaml", typeof(Ordering).Assembly);

        FaultExploration exploration = await host.ExploreFaultsAsync(async host =>
        {
            await host.InvokeAsync("PlaceOrder", new Order("A-1001", "Ada", 2), PipelineJson.Default.Order);
            await host.InvokeAsync("PlaceOrder", new Order("A-1002", "Grace", 0), PipelineJson.Default.Order);
            await host.InvokeAsync("PlaceOrder", new Order("A-1003", "nobody", 1), PipelineJson.Default.Order);
        });

        exploration.ShouldLoseNothing();
    }

    /// <summary>The example of docs/replay.md.</summary>
    [Fact]
    public async Task What_failed_yesterday()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate("samples/OrderPipeline/template.yaml", typeof(Ordering).Assembly);

        IReadOnlyList<CapturedInvocation> attempts = await host.ReplayAsync("tests/LambdaDestinations.Samples.Tests/failures/failed.json");

        Assert.Equal(InvocationOutcome.Succeeded, attempts[^1].Outcome);
    }

    [Fact]
    public async Task The_customer_of_a_rejected_order_is_told()
    {
        await PlaceAsync(new Order("A-1002", "Grace", 0));

        Assert.Equal(["Grace was told about A-1002: An order needs a quantity."], Journal.Entries);
        _host.Queue("RejectedOrders").ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted").ShouldHaveInvokeCount(2);
        Assert.Equal(0, _host.Queue("RejectedOrders").Depth);
        _host.Function("BillOrder").ShouldHaveBeenInvoked(0);
    }

    [Fact]
    public async Task A_bill_that_cannot_be_written_is_noted_after_two_retries()
    {
        await PlaceAsync(new Order("A-1003", "nobody", 1));

        Assert.Equal(["not billed after 3 attempts: Nobody has no account."], Journal.Entries);
        Assert.Equal(TimeSpan.FromMinutes(3), _host.Topic("BillingFailed").ShouldHaveReceivedOne().Time - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _host.Bus("order-events").ShouldBeEmpty();
    }

    [Fact]
    public async Task One_record_that_cannot_be_consumed_comes_again_alone_and_ends_in_the_dead_letter_queue()
    {
        await PlaceAsync(new Order("A-1004", "", 0), new Order("A-1005", "Ada", 0), new Order("A-1006", "Grace", 0));

        Assert.Equal(
            ["Ada was told about A-1005: An order needs a quantity.", "Grace was told about A-1006: An order needs a quantity."],
            Journal.Entries.Order(StringComparer.Ordinal));
        FailureRecord<Order> undeliverable = Ordering_Place_Records.ReadFailure(DestinationEnvelope.FromSqsBody(_host.Queue("Undeliverable").ShouldHaveReceivedOne().Body));
        Assert.Equal("A-1004", undeliverable.RequestPayload!.OrderId);
        Assert.Equal(0, _host.Queue("RejectedOrders").Depth);
    }

    [Fact]
    public void Everything_in_the_template_is_played() => Assert.Empty(_host.TemplateNotes);

    private async Task PlaceAsync(params Order[] orders)
    {
        foreach (Order order in orders)
        {
            await _host.InvokeAsync("PlaceOrder", order, PipelineJson.Default.Order);
        }

        await _host.RunUntilIdleAsync();
    }
}
