using System;

namespace LambdaDestinations;

/// <summary>What all records have in common.</summary>
/// <remarks>Source: AWS Lambda Developer Guide, and records captured from AWS. Members that are not known are passed over.</remarks>
public abstract class DestinationRecord
{
    private protected DestinationRecord()
    {
    }

    /// <summary>Version of the record's format: <c>1.0</c>.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>When the record was made, in UTC, to the millisecond.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Which invocation, and why the record was sent.</summary>
    public required InvocationRequestContext RequestContext { get; init; }

    /// <summary>How the last attempt ended. Null if the function was not invoked (absent and JSON null are treated alike).</summary>
    public InvocationResponseContext? ResponseContext { get; init; }

    /// <summary>
    /// The same text whenever the record arrives: Lambda and most carriers deliver at least once. Of an asynchronous invocation the request id and the outcome,
    /// of a batch the function and the batch's place in its stream. Remember it, and a record that comes again is known.
    /// </summary>
    public virtual string IdempotencyKey => KeyOf(RequestContext.RequestId, RequestContext.Condition == DestinationCondition.Success);

    /// <summary>
    /// The record as UTF-8 JSON: a part of the bytes that were read, not a copy, so those must not change while it is used.
    /// Empty for a record that was not read.
    /// </summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>What identifies an outcome of an asynchronous invocation, for its record and its dead-letter message alike.</summary>
    internal static string KeyOf(string requestId, bool isSuccess) => requestId + (isSuccess ? ":success" : ":failure");
}
