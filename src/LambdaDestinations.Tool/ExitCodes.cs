namespace LambdaDestinations.Tool;

/// <summary>What the commands return.</summary>
internal static class ExitCodes
{
    /// <summary>Nothing to object to.</summary>
    public const int Clean = 0;

    /// <summary>Findings at or above the threshold, or a template that is out of date.</summary>
    public const int Findings = 1;

    /// <summary>Wrong usage, or input that cannot be read.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl+C, as shells count it.</summary>
    public const int Cancelled = 130;
}
