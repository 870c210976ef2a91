namespace LambdaDestinations.Testing.Engine;

/// <summary>Something that was lost.</summary>
/// <param name="Text">What, in words.</param>
/// <param name="Function">The function that it happened to; null when it happened to none.</param>
/// <param name="IsOutage">Whether the target of a delivery did not take it.</param>
internal sealed record FaultLoss(string Text, string? Function, bool IsOutage);
