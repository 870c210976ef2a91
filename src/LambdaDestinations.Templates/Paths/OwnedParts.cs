using System.Collections.Generic;

namespace LambdaDestinations.Templates.Paths;

/// <summary>What of a resource the build wrote, and decides anew: it does not count for <see cref="DependencyOrder"/>.</summary>
/// <param name="IsWhole">Whether the resource is the build's as a whole.</param>
/// <param name="DependsOn">The logical id that the build wrote in <c>DependsOn</c>; <see langword="null"/> for none.</param>
/// <param name="Settings">The settings that it wrote, as paths from the resource's body: <c>Properties.EventInvokeConfig.DestinationConfig.OnFailure</c>.</param>
internal sealed record OwnedParts(bool IsWhole, string? DependsOn, ICollection<string> Settings);
