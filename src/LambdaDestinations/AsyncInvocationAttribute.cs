using System;

namespace LambdaDestinations;

/// <summary>Error handling of the handler's asynchronous invocations.</summary>
/// <remarks>Source: AWS Lambda API Reference, <c>PutFunctionEventInvokeConfig</c>. What is not set keeps AWS's default.</remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public sealed class AsyncInvocationAttribute : Attribute
{
    /// <summary>Retries after a function error: 0 to 2. AWS's default is 2, one and two minutes apart.</summary>
    public int MaximumRetryAttempts { get; set; }

    /// <summary>
    /// How long an event may wait in Lambda's queue, in seconds: 60 to 21,600. AWS's default is 21,600 (six hours). The age
    /// is checked ahead of a retry, so 60 leaves no retry and two retries need more than 180 plus the run time.
    /// </summary>
    public int MaximumEventAgeInSeconds { get; set; }

    /// <summary>
    /// The version or alias that callers invoke, in plain CloudFormation. Not set: <c>AutoPublishAlias</c> of a SAM function,
    /// else the only <c>AWS::Lambda::Alias</c> of the function, else <c>$LATEST</c>.
    /// </summary>
    public string? Qualifier { get; set; }
}
