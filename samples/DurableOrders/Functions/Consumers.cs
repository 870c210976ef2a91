using LambdaDestinations;

namespace DurableOrders;

/// <summary>
/// What comes of an execution. The records have no payload: GetDurableExecution gives the receipt or the error by the execution's ARN.
/// </summary>
public static class Consumers
{
    /// <summary>Bills a placed order. The event rule invokes the function.</summary>
    /// <param name="execution">The execution.</param>
    [DestinationConsumer(typeof(Ordering), nameof(Ordering.Place))]
    public static void Bill(DurableExecutionRecord execution) => Journal.Write($"{execution.DurableExecutionName} billed");

    /// <summary>Tells of an order that was not placed. The execution comes from a queue.</summary>
    /// <param name="execution">The execution.</param>
    [DestinationConsumer(typeof(Ordering), nameof(Ordering.Place))]
    public static void Tell(DurableExecutionRecord execution) =>
        Journal.Write($"{execution.DurableExecutionName} {(execution.Status == DurableExecutionStatus.TimedOut ? "took too long" : "failed")} after {execution.EndTimestamp - execution.StartTimestamp}");
}
