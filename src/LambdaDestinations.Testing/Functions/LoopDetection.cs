using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing.Functions;

/// <summary>What stops functions that invoke each other in circles: AWS's loop detection, and this library where AWS has none.</summary>
internal static class LoopDetection
{
    /// <summary>How often a function may run in one chain before loop detection stops it: "approximately 16" (AWS Lambda Developer Guide).</summary>
    private const int RecursionLimit = 16;

    private const int MaximumChain = 1000;

    /// <summary>Whether AWS stops the function at the end of a chain.</summary>
    internal static bool Stops(TestFunction function, Lineage? lineage) =>
        !function.Settings.AllowRecursiveLoop && Lineage.Count(lineage, function.Name) >= RecursionLimit;

    /// <summary>Ends the run when a chain has no end: a test must not hang where AWS would bill.</summary>
    internal static void Guard(TestFunction function, Lineage? lineage)
    {
        if (lineage?.Depth > MaximumChain)
        {
            function.Context.Engine.Fail(function.Context.Timeline.Failure($"Function '{function.Name}' is part of a loop that AWS would not stop either: {MaximumChain} invocations follow from one."));
        }
    }
}
