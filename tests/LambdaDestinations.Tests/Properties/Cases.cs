using System;

namespace LambdaDestinations.Tests.Properties;

/// <summary>How many cases a property is tried with.</summary>
internal static class Cases
{
    /// <summary>The whole of the long run, <c>LAMBDA_DESTINATIONS_LONG=1</c>; a share of it elsewhere.</summary>
    public static int Of(int share, int all) => Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_LONG") == "1" ? all : share;
}
