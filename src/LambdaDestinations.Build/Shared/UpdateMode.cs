namespace LambdaDestinations.Build;

/// <summary>What <see cref="UpdateJob"/> does with the updated template.</summary>
internal enum UpdateMode
{
    /// <summary>Writes it in place of the template.</summary>
    Update,

    /// <summary>Compares it with the template and writes nothing.</summary>
    Verify,

    /// <summary>Writes it to another file and leaves the template alone.</summary>
    Generate,
}
