namespace LambdaDestinations.Testing;

/// <summary>What goes wrong at a step of a run.</summary>
public enum FaultKind
{
    /// <summary>An attempt: the process exits before the handler runs.</summary>
    Crashed,

    /// <summary>An attempt: the process exits after the handler has done its work, and before Lambda knows.</summary>
    CrashedAfterwards,

    /// <summary>An event or a record: every attempt with it fails.</summary>
    Poisoned,

    /// <summary>An attempt: a fault of the service (5xx); the handler does not run, and no attempt is counted.</summary>
    ServiceError,

    /// <summary>An attempt: no concurrency is left.</summary>
    Throttled,

    /// <summary>A batch: the handler takes nine tenths of the function's time-out.</summary>
    Slow,

    /// <summary>A delivery of Lambda: it fails for good.</summary>
    DeliveryFailed,

    /// <summary>A delivery of Lambda: it fails, and arrives a minute later.</summary>
    DeliveredLate,

    /// <summary>A delivery of Lambda: it arrives twice.</summary>
    DeliveredTwice,

    /// <summary>An asynchronous event: its queue gives it out twice, under the same request id.</summary>
    EventTwice,

    /// <summary>A poll of a mapping: it fails; the next one comes a second later.</summary>
    PollFailed,

    /// <summary>A message of a queue: its deletion fails, so it is received again.</summary>
    ReceivedTwice,

    /// <summary>What a handler sends, or a step that it names by <c>LambdaTestHost.FaultPoint</c>: it throws an <see cref="InjectedFaultException"/>.</summary>
    StepFailed,
}
