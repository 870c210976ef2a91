namespace LambdaDestinations.Testing;

/// <summary>What is being delivered.</summary>
public enum DeliveryKind
{
    /// <summary>A record of a successful asynchronous invocation.</summary>
    Success,

    /// <summary>A record of a failed asynchronous invocation.</summary>
    Failure,

    /// <summary>The bare event, for a dead-letter queue.</summary>
    DeadLetter,

    /// <summary>A record of a batch that an event source mapping discarded.</summary>
    BatchFailure,
}
