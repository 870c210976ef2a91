namespace LambdaDestinations;

/// <summary>
/// Stands for "no payload type": the request of a handler that takes none, the response of a handler that returns nothing.
/// </summary>
/// <remarks>Read with no <c>JsonTypeInfo</c>; whatever JSON is there is checked for its syntax and passed over.</remarks>
public readonly record struct DestinationVoid;
