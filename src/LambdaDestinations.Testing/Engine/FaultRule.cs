using System;

namespace LambdaDestinations.Testing.Engine;

/// <summary>A fault that a test has ordered.</summary>
/// <param name="Kind">The kind of step.</param>
/// <param name="Place">Where.</param>
/// <param name="Fault">What goes wrong.</param>
/// <param name="From">From when on.</param>
/// <param name="Until">Until when, exclusive.</param>
/// <param name="Times">How often at most.</param>
internal sealed record FaultRule(FaultPointKind Kind, string Place, FaultKind Fault, DateTimeOffset From, DateTimeOffset Until, int Times)
{
    private int _left = Times;

    /// <summary>Whether it strikes, which counts.</summary>
    internal bool Strikes(FaultPointKind kind, string place, DateTimeOffset now)
    {
        if (_left == 0 || place != Place || kind != Kind || now < From || now >= Until)
        {
            return false;
        }

        _left--;
        return true;
    }
}
