using System.Threading;

namespace LambdaDestinations.Testing;

/// <summary>What CloudWatch would count (AWS Lambda Developer Guide, "Types of metrics for Lambda functions"), over all functions.</summary>
public sealed class LambdaTestMetrics
{
    private long _asyncEventsReceived;
    private long _invocations;
    private long _errors;
    private long _throttles;
    private long _asyncEventsDropped;
    private long _destinationDeliveryFailures;
    private long _deadLetterErrors;
    private long _recursiveInvocationsDropped;
    private long _eventRuleFailures;
    private long _eventRuleDeadLetterErrors;

    /// <summary>Events that entered a function's queue.</summary>
    public long AsyncEventsReceived => Interlocked.Read(ref _asyncEventsReceived);

    /// <summary>Attempts that started, those of mappings included.</summary>
    public long Invocations => Interlocked.Read(ref _invocations);

    /// <summary>Attempts that ended with a function error, time-outs included.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>Attempts that were refused for want of concurrency.</summary>
    public long Throttles => Interlocked.Read(ref _throttles);

    /// <summary>Events that failed for good.</summary>
    public long AsyncEventsDropped => Interlocked.Read(ref _asyncEventsDropped);

    /// <summary>Records that did not reach their destination.</summary>
    public long DestinationDeliveryFailures => Interlocked.Read(ref _destinationDeliveryFailures);

    /// <summary>Events that did not reach their dead-letter queue.</summary>
    public long DeadLetterErrors => Interlocked.Read(ref _deadLetterErrors);

    /// <summary>Invocations that loop detection stopped.</summary>
    public long RecursiveInvocationsDropped => Interlocked.Read(ref _recursiveInvocationsDropped);

    /// <summary>Events that an event rule could not deliver for good: <c>FailedInvocations</c> of EventBridge.</summary>
    public long EventRuleFailures => Interlocked.Read(ref _eventRuleFailures);

    /// <summary>Events that did not reach the dead-letter queue of an event rule: <c>InvocationsFailedToBeSentToDlq</c> of EventBridge.</summary>
    public long EventRuleDeadLetterErrors => Interlocked.Read(ref _eventRuleDeadLetterErrors);

    internal void CountEventReceived() => Interlocked.Increment(ref _asyncEventsReceived);

    internal void CountInvocation() => Interlocked.Increment(ref _invocations);

    internal void CountError() => Interlocked.Increment(ref _errors);

    internal void CountThrottle() => Interlocked.Increment(ref _throttles);

    internal void CountEventDropped() => Interlocked.Increment(ref _asyncEventsDropped);

    internal void CountDestinationDeliveryFailure() => Interlocked.Increment(ref _destinationDeliveryFailures);

    internal void CountDeadLetterError() => Interlocked.Increment(ref _deadLetterErrors);

    internal void CountEventRuleFailure() => Interlocked.Increment(ref _eventRuleFailures);

    internal void CountEventRuleDeadLetterError() => Interlocked.Increment(ref _eventRuleDeadLetterErrors);

    internal void CountRecursiveInvocationDropped() => Interlocked.Increment(ref _recursiveInvocationsDropped);
}
