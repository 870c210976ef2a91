using System.Collections.Generic;

namespace LambdaDestinations.Testing;

/// <summary>A run in which something was lost or came twice.</summary>
/// <param name="Message">What.</param>
/// <param name="Faults">What went wrong in the run; none when it needs no fault.</param>
/// <param name="Timeline">What happened.</param>
public sealed record FaultViolation(string Message, IReadOnlyList<InjectedFault> Faults, string Timeline);
