using System.Globalization;

namespace LambdaDestinations.Testing;

/// <summary>One fault of an explored run.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Place">The function, the target, the queue or the step.</param>
/// <param name="Occurrence">Which of its steps of that kind, from 1.</param>
public sealed record InjectedFault(FaultKind Kind, string Place, int Occurrence)
{
    /// <summary>Such as <c>Crashed at place-order, number 2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} at {Place}, number {Occurrence}");
}
