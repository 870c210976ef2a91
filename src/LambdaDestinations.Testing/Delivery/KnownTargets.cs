using System;

namespace LambdaDestinations.Testing.Delivery;

/// <summary>Targets that something of the run names.</summary>
internal static class KnownTargets
{
    /// <summary>Notes that the wiring names resources, so that a test may ask for them.</summary>
    public static void Declare(params ReadOnlySpan<IDestinationTarget?> targets)
    {
        foreach (IDestinationTarget? target in targets)
        {
            if (target is IInMemoryTarget known)
            {
                known.IsUnknown = false;
            }
        }
    }
}
