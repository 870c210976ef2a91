using System.Collections.Generic;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>A template, and what the test says about it.</summary>
/// <param name="Path">Its path, for messages; empty for a template without a file.</param>
/// <param name="Text">JSON or YAML.</param>
/// <param name="Parameters">Values of its parameters.</param>
/// <param name="NotEmulatedIsAllowed">True to go on where the host would behave otherwise than AWS.</param>
internal sealed record TemplateSource(string Path, string Text, IReadOnlyDictionary<string, string> Parameters, bool NotEmulatedIsAllowed);
