namespace LambdaDestinations.Templates.Rules;

/// <summary>What a destination or a dead-letter queue sends.</summary>
internal enum SentRecord
{
    /// <summary>Records of successful asynchronous invocations.</summary>
    Success,

    /// <summary>Records of failed asynchronous invocations.</summary>
    Failure,

    /// <summary>Records of batches that an event source mapping gave up.</summary>
    MappingFailure,

    /// <summary>Messages of a dead-letter queue.</summary>
    DeadLetter,

    /// <summary>Status changes of durable executions.</summary>
    StatusChange,
}
