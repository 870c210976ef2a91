using System.Text;
using LambdaDestinations;
using LambdaDestinations.Testing;

namespace My_Function.Tests;

/// <summary>The function as Lambda runs it asynchronously, and what arrives in its destinations.</summary>
public sealed class FunctionTests
{
    [Fact]
    public async Task An_order_leaves_a_success_record()
    {
        await using LambdaTestHost host = Start();
        await host.InvokeAsync("My-Function", new Order("A-1001", 3), FunctionJson.Default.Order);
        await host.RunUntilIdleAsync();

        SuccessRecord<Order, Receipt> record = Function_Handle_Records.ReadSuccess(One(host));
        Assert.Equal(new Order("A-1001", 3), record.RequestPayload);
        Assert.Equal(28.5m, record.ResponsePayload!.Total);
    }

    [Fact]
    public async Task An_empty_order_leaves_a_failure_record_after_the_retry()
    {
        await using LambdaTestHost host = Start();
        await host.InvokeAsync("My-Function", new Order("A-1002", 0), FunctionJson.Default.Order);
        await host.RunUntilIdleAsync();

        FailureRecord<Order> record = Function_Handle_Records.ReadFailure(One(host));
        Assert.Equal(nameof(ArgumentException), record.Error!.ErrorType);
        Assert.Equal(2, record.RequestContext.ApproximateInvokeCount);
        Assert.Equal("A-1002", record.RequestPayload!.Id);
    }

    private static LambdaTestHost Start()
    {
        LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("My-Function", (order, _) => Task.FromResult(new Function().Handle(order!)), FunctionJson.Default.Order, FunctionJson.Default.Receipt, new FunctionSettings
        {
            MaximumRetryAttempts = 1,
            OnSuccess = host.EmulatedTarget("records"),
            OnFailure = host.EmulatedTarget("records"),
        });
        return host;
    }

    /// <summary>The one record that arrived, taken out of its envelope as a consumer does.</summary>
    private static DestinationMessage One(LambdaTestHost host) =>
        Assert.Single(DestinationEnvelope.Read(Encoding.UTF8.GetBytes(Assert.Single(host.EmulatedTarget("records").Messages).Body)));
}
