using System.Globalization;

namespace LambdaDestinations.Testing.Reporting;

/// <summary>A text that recurs, so that a long run does not build it again and again.</summary>
internal static class AttemptText
{
    private static readonly string[] Attempts = ["attempt 0", "attempt 1", "attempt 2", "attempt 3"];

    internal static string Of(int attempt) =>
        attempt >= 0 && attempt < Attempts.Length ? Attempts[attempt] : "attempt " + attempt.ToString(CultureInfo.InvariantCulture);
}
