namespace LambdaDestinations.Templates.Rules;

/// <summary>What invokes a function.</summary>
/// <param name="Name">The event, rule or resource; <see langword="null"/> when an attribute says it, which has no name.</param>
/// <param name="Type">Its kind: <c>SQS</c>, <c>HttpApi</c>.</param>
internal readonly record struct Caller(string? Name, string Type);
