using System.Text;
using LambdaDestinations;
using LambdaDestinations.Testing;

namespace My_Function.Tests;

/// <summary>What template.yaml deploys, as Lambda runs it asynchronously: the build has written the destinations into it.</summary>
public sealed class FunctionTests
{
    [Fact]
    public async Task An_order_leaves_a_success_record()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate("template.yaml", typeof(Function).Assembly);
        await host.InvokeAsync("MyLogicalIdFunction", new Order("A-1001", 3), FunctionJson.Default.Order);
        await host.RunUntilIdleAsync();

#if (UseSqs)
        CapturedMessage message = host.Queue("MyLogicalIdFunctionOnSuccessQueue").ShouldHaveReceivedOne();
#endif
#if (UseSns)
        CapturedMessage message = host.Topic("MyLogicalIdFunctionOnSuccessTopic").ShouldHaveReceivedOne();
#endif
#if (UseEventBridge)
        CapturedMessage message = host.Bus("RecordBus").ShouldHaveReceivedOne();
#endif
        SuccessRecord<Order, Receipt> record = Function_Handle_Records.ReadSuccess(Assert.Single(DestinationEnvelope.Read(Encoding.UTF8.GetBytes(message.Body))));
        Assert.Equal(new Order("A-1001", 3), record.RequestPayload);
        Assert.Equal(28.5m, record.ResponsePayload!.Total);
        host.Function("MyLogicalIdFailures").ShouldHaveBeenInvoked(0);
    }

    [Fact]
    public async Task An_empty_order_is_reported_after_its_retry()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate("template.yaml", typeof(Function).Assembly);
        await host.InvokeAsync("MyLogicalIdFunction", new Order("A-1002", 0), FunctionJson.Default.Order);
        await host.RunUntilIdleAsync();

        host.Function("MyLogicalIdFunction").ShouldHaveBeenInvoked(2);
#if (UseSqs)
        host.Queue("FailedQueue").ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted");
#endif
#if (UseSns)
        host.Topic("FailedTopic").ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted");
#endif
#if (UseEventBridge)
        host.Bus("RecordBus").ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted");
#endif
        Assert.Equal(InvocationOutcome.Succeeded, Assert.Single(host.Function("MyLogicalIdFailures").ShouldHaveBeenInvoked(1)).Outcome);
    }
}
