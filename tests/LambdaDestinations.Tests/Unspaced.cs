#pragma warning disable CA1050 // A type without a namespace is what is tested.

/// <summary>Of a program without namespaces.</summary>
public sealed record Unspaced(string Text);
