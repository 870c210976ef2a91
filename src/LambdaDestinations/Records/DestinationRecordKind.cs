namespace LambdaDestinations;

/// <summary>What a record reports.</summary>
public enum DestinationRecordKind
{
    /// <summary>Not a destination record: no <c>requestContext.condition</c>.</summary>
    Unknown = 0,

    /// <summary>An asynchronous invocation that succeeded: the condition is <see cref="DestinationCondition.Success"/>.</summary>
    Success = 1,

    /// <summary>An asynchronous invocation that failed or was never made.</summary>
    Failure = 2,

    /// <summary>A batch of a Kinesis, DynamoDB Streams or Kafka event source mapping that was given up.</summary>
    StreamFailure = 3,
}
