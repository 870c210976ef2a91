namespace LambdaDestinations;

/// <summary>What a record reports.</summary>
public enum DestinationRecordKind
{
    /// <summary>Not a destination record: neither <c>requestContext.condition</c> nor <c>durableExecutionArn</c>.</summary>
    Unknown = 0,

    /// <summary>An asynchronous invocation that succeeded: the condition is <see cref="DestinationCondition.Success"/>.</summary>
    Success = 1,

    /// <summary>An asynchronous invocation that failed or was never made.</summary>
    Failure = 2,

    /// <summary>A batch of a Kinesis, DynamoDB Streams or Kafka event source mapping that was given up.</summary>
    StreamFailure = 3,

    /// <summary>A status change of a durable execution, which has <c>durableExecutionArn</c>.</summary>
    DurableExecution = 4,
}
