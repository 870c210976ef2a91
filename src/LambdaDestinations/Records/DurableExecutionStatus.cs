using System;

namespace LambdaDestinations;

/// <summary>What a durable execution is, or how it ended. An execution has one status; <see cref="OnFailureDestinationAttribute.Statuses"/> takes several.</summary>
/// <remarks>Source: AWS Lambda Developer Guide, "Monitoring durable functions"; AWS Lambda API Reference, <c>Execution</c>.</remarks>
[Flags]
public enum DurableExecutionStatus
{
    /// <summary>None, or a status that this version does not know: <see cref="DurableExecutionRecord.StatusText"/> has it.</summary>
    None = 0,

    /// <summary><c>RUNNING</c>: it was started.</summary>
    Running = 1,

    /// <summary><c>SUCCEEDED</c>: the function returned a result.</summary>
    Succeeded = 2,

    /// <summary><c>FAILED</c>: the function ended with an error.</summary>
    Failed = 4,

    /// <summary><c>TIMED_OUT</c>: the function's <c>ExecutionTimeout</c> was over.</summary>
    TimedOut = 8,

    /// <summary><c>STOPPED</c>: somebody called <c>StopDurableExecution</c>.</summary>
    Stopped = 16,
}
