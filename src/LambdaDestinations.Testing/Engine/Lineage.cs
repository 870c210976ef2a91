namespace LambdaDestinations.Testing.Engine;

/// <summary>The chain of functions that led to an event: what AWS carries in the X-Ray trace header.</summary>
/// <param name="Parent">The link before; null at the start.</param>
/// <param name="Function">The function that ran; null for a service that AWS's loop detection does not see through.</param>
internal sealed record Lineage(Lineage? Parent, string? Function)
{
    /// <summary>How long the chain is.</summary>
    internal int Depth { get; } = (Parent?.Depth ?? 0) + 1;

    /// <summary>True behind the report of a broken loop: a second break on its way is dropped in silence, or the two would alternate for ever.</summary>
    internal bool IsReport { get; private init; } = Parent?.IsReport ?? false;

    /// <summary>The chain goes on through an event bus, and loop detection starts anew.</summary>
    internal static Lineage? ThroughBus(Lineage? lineage) => lineage is null ? null : new Lineage(lineage, Function: null);

    /// <summary>The chain behind the report that a loop was broken at a function.</summary>
    internal static Lineage Report(Lineage? lineage, string function) => new(lineage, function) { IsReport = true };

    /// <summary>How often a function ran in the part of the chain that loop detection sees.</summary>
    internal static int Count(Lineage? lineage, string function)
    {
        int count = 0;
        for (; lineage?.Function is not null; lineage = lineage.Parent)
        {
            if (lineage.Function == function)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>The longer of two chains.</summary>
    internal static Lineage? Longer(Lineage? left, Lineage? right) => (left?.Depth ?? 0) >= (right?.Depth ?? 0) ? left : right;
}
