using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Testing.Records;

/// <summary>The values of <c>requestContext.condition</c>.</summary>
internal static class Conditions
{
    internal const string Success = RecordFacts.Success;
    internal const string RetriesExhausted = RecordFacts.RetriesExhausted;
    internal const string EventAgeExceeded = RecordFacts.EventAgeExceeded;
    internal const string ZeroReservedConcurrency = RecordFacts.ZeroReservedConcurrency;
    internal const string RecursiveInvocation = RecordFacts.RecursiveInvocation;
    internal const string RetryAttemptsExhausted = RecordFacts.RetryAttemptsExhausted;
    internal const string RecordAgeExceeded = RecordFacts.RecordAgeExceeded;
    internal const string MaximumPayloadSizeExceeded = RecordFacts.MaximumPayloadSizeExceeded;
}
