using System;

namespace LambdaDestinations.Templates.Tests;

/// <summary>How many random cases a property is tried on: 100,000 with <c>LAMBDA_DESTINATIONS_LONG=1</c>, a share of them elsewhere.</summary>
internal static class LongRun
{
    public static long Iterations { get; } = Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_LONG") == "1" ? 100_000 : 2_000;
}
