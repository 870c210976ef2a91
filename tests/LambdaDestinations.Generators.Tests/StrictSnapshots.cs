using System;
using System.Runtime.CompilerServices;

namespace LambdaDestinations.Generators.Tests;

internal static class StrictSnapshots
{
    /// <summary>A missing snapshot is a failure, not a new snapshot, unless somebody asks for one (SNAPSHOOTER_STRICT_MODE=off).</summary>
    [ModuleInitializer]
    internal static void Set()
    {
        if (Environment.GetEnvironmentVariable("SNAPSHOOTER_STRICT_MODE") is null)
        {
            Environment.SetEnvironmentVariable("SNAPSHOOTER_STRICT_MODE", "on");
        }
    }
}
