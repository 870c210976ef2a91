namespace LambdaDestinations;

/// <summary>Why a record was sent. An open set: a value that this version does not know is kept as it came.</summary>
/// <remarks>
/// Source: AWS Lambda Developer Guide, records of asynchronous invocations and of event source mappings. The two modes name
/// exhausted retries differently: <see cref="RetriesExhausted"/> and <see cref="RetryAttemptsExhausted"/>. Values compare
/// ordinally.
/// </remarks>
/// <param name="Value">The text of <c>requestContext.condition</c>.</param>
public readonly record struct DestinationCondition(string Value)
{
    /// <summary>The function succeeded. Asynchronous invocation.</summary>
    public static DestinationCondition Success { get; } = new("Success");

    /// <summary>The function failed on the last attempt. Asynchronous invocation, and AWS's example of a Kafka topic.</summary>
    public static DestinationCondition RetriesExhausted { get; } = new("RetriesExhausted");

    /// <summary>The event grew older than the maximum event age. Asynchronous invocation.</summary>
    public static DestinationCondition EventAgeExceeded { get; } = new("EventAgeExceeded");

    /// <summary>The function's reserved concurrency is zero, so it was never invoked. Asynchronous invocation.</summary>
    public static DestinationCondition ZeroReservedConcurrency { get; } = new("ZeroReservedConcurrency");

    /// <summary>Recursive loop detection stopped the event. Asynchronous invocation; second-hand, not seen in a capture.</summary>
    public static DestinationCondition RecursiveInvocation { get; } = new("RecursiveInvocation");

    /// <summary>The batch failed on the last attempt. Event source mapping.</summary>
    public static DestinationCondition RetryAttemptsExhausted { get; } = new("RetryAttemptsExhausted");

    /// <summary>The batch grew older than the maximum record age. Event source mapping; no response context.</summary>
    public static DestinationCondition RecordAgeExceeded { get; } = new("RecordAgeExceeded");

    /// <summary>The batch was too large to invoke the function with. Kafka event source mapping; no response context.</summary>
    public static DestinationCondition MaximumPayloadSizeExceeded { get; } = new("MaximumPayloadSizeExceeded");

    /// <summary>The text of the condition; empty for the default value of this type.</summary>
    public override string ToString() => Value ?? "";
}
