namespace LambdaDestinations.Templates.Rules;

/// <summary>What a build makes of a resource.</summary>
internal enum Fate
{
    /// <summary>Settings of it are written or taken back.</summary>
    Changed,

    /// <summary>It comes.</summary>
    Created,

    /// <summary>It goes.</summary>
    Removed,
}

/// <summary>What a build made of a resource, as a sentence shows it.</summary>
/// <param name="LogicalId">The resource.</param>
/// <param name="Fate">What became of it.</param>
internal readonly record struct ResourceFate(string LogicalId, Fate Fate);
