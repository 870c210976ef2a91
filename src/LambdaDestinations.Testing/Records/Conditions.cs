namespace LambdaDestinations.Testing.Records;

/// <summary>The values of <c>requestContext.condition</c>.</summary>
internal static class Conditions
{
    internal const string Success = "Success";
    internal const string RetriesExhausted = "RetriesExhausted";
    internal const string EventAgeExceeded = "EventAgeExceeded";
    internal const string ZeroReservedConcurrency = "ZeroReservedConcurrency";
    internal const string RecursiveInvocation = "RecursiveInvocation";
    internal const string RetryAttemptsExhausted = "RetryAttemptsExhausted";
    internal const string RecordAgeExceeded = "RecordAgeExceeded";
    internal const string MaximumPayloadSizeExceeded = "MaximumPayloadSizeExceeded";
}
