using System;

namespace LambdaDestinations.Testing;

/// <summary>An object of a bucket.</summary>
/// <param name="Key">The key.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Time">When it was put, in virtual time.</param>
/// <param name="SourceFunction">The function whose record it is, or whose handler put it; null when the test put it.</param>
/// <param name="Sequence">Its place in the order of puts.</param>
public sealed record CapturedObject(string Key, ReadOnlyMemory<byte> Content, DateTimeOffset Time, string? SourceFunction, long Sequence);
