namespace LambdaDestinations.Testing.Functions;

/// <summary>How an invocation ended.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Response">The response, or the error object.</param>
/// <param name="RequestId">The request id.</param>
internal readonly record struct InvocationEnd(InvocationOutcome Outcome, byte[] Response, string RequestId)
{
    /// <summary>Of a function error: how the timeline shows it.</summary>
    internal TimelineEntryKind ErrorKind => Outcome == InvocationOutcome.TimedOut ? TimelineEntryKind.TimedOut : TimelineEntryKind.Failed;
}
