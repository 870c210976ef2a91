namespace LambdaDestinations;

/// <summary>Which invocation a record is about and why it was sent: <c>requestContext</c>.</summary>
public sealed class InvocationRequestContext
{
    /// <summary>The request id of the invocation; the same for all attempts. For a stream batch, of the last attempt.</summary>
    public required string RequestId { get; init; }

    /// <summary>
    /// The function's ARN: qualified (<c>…:function:name:$LATEST</c>, an alias or a version) for an asynchronous invocation,
    /// without a qualifier for most event source mappings.
    /// </summary>
    public required string FunctionArn { get; init; }

    /// <summary>Why the record was sent.</summary>
    public required DestinationCondition Condition { get; init; }

    /// <summary>Attempts so far, the first included; 0 if the function was never invoked. At least that often, hence approximate.</summary>
    public int ApproximateInvokeCount { get; init; }
}
