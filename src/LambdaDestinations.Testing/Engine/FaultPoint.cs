namespace LambdaDestinations.Testing.Engine;

/// <summary>What a step of a run is at which something can fail.</summary>
internal enum FaultPointKind
{
    /// <summary>An attempt of an asynchronous event.</summary>
    Attempt,

    /// <summary>A batch that a function gets.</summary>
    Batch,

    /// <summary>A record or a dead letter on its way to its target.</summary>
    Delivery,

    /// <summary>An asynchronous event that enters a function's queue.</summary>
    Event,

    /// <summary>A mapping that asks its source.</summary>
    Poll,

    /// <summary>A message that is deleted after its batch has succeeded.</summary>
    Message,

    /// <summary>A step of a handler.</summary>
    Step,
}

/// <summary>A step of a run at which something can fail.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Place">The function, the target, the queue or the step by its name.</param>
/// <param name="Occurrence">Which of them, from 1.</param>
internal readonly record struct FaultPoint(FaultPointKind Kind, string Place, int Occurrence);
