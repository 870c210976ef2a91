using LambdaDestinations;

namespace My_Function;

/// <summary>Receives what failed for good. The generated entry point, Failures_Report_Consumer, takes the records out of their envelopes.</summary>
public sealed class Failures
{
    /// <summary>Called once for each failure record.</summary>
    [DestinationConsumer(typeof(Function), nameof(Function.Handle))]
    public void Report(FailureRecord<Order> record) =>
        Console.WriteLine($"Order {record.RequestPayload?.Id} failed after {record.RequestContext.ApproximateInvokeCount} attempts: {record.Error?.ErrorMessage}");
}
