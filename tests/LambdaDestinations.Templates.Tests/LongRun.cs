using System;

namespace LambdaDestinations.Templates.Tests;

/// <summary>
/// How many random cases a property is tried on: 100,000 with <c>LAMBDA_DESTINATIONS_LONG=1</c>, a share of them elsewhere, and one fortieth
/// of that with <c>LAMBDA_DESTINATIONS_LONG=0</c>, for mutation testing, which runs every property once per mutant.
/// </summary>
internal static class LongRun
{
    public static int Iterations { get; } = Cases(2_000);

    public static int Cases(int share) => Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_LONG") switch
    {
        "1" => 100_000,
        "0" => share / 40,
        _ => share,
    };
}
