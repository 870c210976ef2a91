using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using CdkOrders;
using LambdaDestinations.Testing;
using OrderPipeline;

namespace LambdaDestinations.Cdk.Tests;

/// <summary>samples/CdkOrders: what it synthesizes is played, with the functions' own code.</summary>
[Collection(CdkProcess.Name)]
public sealed class SampleTests : IDisposable
{
    private readonly CdkApp _app = new();

    public void Dispose() => _app.Dispose();

    [SkippableFact]
    public async Task An_order_is_placed_billed_and_shipped()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate(Synth(), typeof(Ordering).Assembly);
        Journal.Clear();
        await host.InvokeAsync(Name("PlaceOrder"), new Order("A-1001", "Ada", 2), PipelineJson.Default.Order);
        await host.RunUntilIdleAsync();
        Assert.Equal(["A-1001 shipped, bill R-A-1001 over 2500"], Journal.Entries);
    }

    [SkippableFact]
    public async Task An_order_that_fails_is_found_as_a_typed_record()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate(Synth(), typeof(Ordering).Assembly);
        Journal.Clear();
        await host.InvokeAsync(Name("PlaceOrder"), new Order("A-1002", "Grace", 0), PipelineJson.Default.Order);
        await host.RunUntilIdleAsync();
        CapturedMessage message = host.Queue(Name("RejectedOrders")).ShouldHaveReceivedOne().ShouldHaveInvokeCount(2);
        FailureRecord<Order> record = Ordering_Place_Records.ReadFailure(DestinationEnvelope.FromSqsBody(message.Body));
        Assert.Equal(("A-1002", "An order needs a quantity."), (record.RequestPayload!.OrderId, record.Error!.ErrorMessage));
        Assert.Equal(["Grace was told about A-1002: An order needs a quantity."], Journal.Entries);
    }

    [SkippableFact]
    public void The_checks_find_nothing()
    {
        string template = Synth();
        Assert.Equal([], _app.Errors());
        Assert.Equal([], DestinationFindings.Of(Path.GetDirectoryName(template)!, DestinationManifest.Load(typeof(Ordering).Assembly)).Select(static x => x.ToString()));
    }

    private string Synth()
    {
        _ = new OrdersStack(_app.App, "Orders", _app.Code);
        return Path.Combine(_app.Synth(), "Orders.template.json");
    }

    /// <summary>The logical id, as the CDK puts a digest behind the id of the construct.</summary>
    private string Name(string id) => Assert.Single(_app.Template("Orders").Entries, x => x.Key.Length == id.Length + 8 && x.Key.StartsWith(id, StringComparison.Ordinal)).Key;
}
