namespace LambdaDestinations.Testing.Replay;

/// <summary>What can be made of a record again.</summary>
internal enum ReplayKind
{
    /// <summary>The event that the function was, or was to be, invoked with.</summary>
    Event,

    /// <summary>Nothing: the record has no request payload.</summary>
    NoPayload,

    /// <summary>Nothing: the record has the positions of a batch in its stream, and not the batch.</summary>
    Positions,

    /// <summary>Nothing is to be done: the invocation succeeded.</summary>
    Success,

    /// <summary>Nothing: a status change of a durable execution holds no event.</summary>
    StatusChange,

    /// <summary>Nothing: it is neither a record nor a dead letter.</summary>
    Unknown,

    /// <summary>Nothing: it cannot be read.</summary>
    Malformed,
}
