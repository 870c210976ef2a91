namespace LambdaDestinations.Testing.Streams;

/// <summary>The response of the last attempt, as the record of a discarded batch shows it.</summary>
internal enum EsmResponse
{
    /// <summary>No <c>responseContext</c>: the record got too old.</summary>
    Absent,

    /// <summary><c>"responseContext": null</c>: the payload was too large to invoke.</summary>
    Null,

    /// <summary><c>"functionError": "Unhandled"</c>.</summary>
    Unhandled,

    /// <summary><c>"functionError": null</c>: the function reported the failure itself.</summary>
    PartialBatch,
}
