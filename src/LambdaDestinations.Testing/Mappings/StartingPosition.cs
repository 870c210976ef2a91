namespace LambdaDestinations.Testing;

/// <summary>Where a new mapping starts to read.</summary>
public enum StartingPosition
{
    /// <summary>At the oldest record that the source still has.</summary>
    TrimHorizon,

    /// <summary>Behind the newest record.</summary>
    Latest,
}
