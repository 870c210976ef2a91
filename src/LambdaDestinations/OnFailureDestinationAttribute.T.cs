using System;

namespace LambdaDestinations;

/// <summary>
/// Sends a record of every asynchronous invocation that failed for good to another handler of this application.
/// </summary>
/// <typeparam name="TFunction">The class that declares the handler that receives the record.</typeparam>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class OnFailureDestinationAttribute<TFunction> : OnFailureDestinationAttribute
{
    /// <summary>Declares a Lambda function as destination.</summary>
    /// <param name="methodName">The handler's name: <c>nameof(TFunction.Handle)</c>.</param>
    public OnFailureDestinationAttribute(string methodName)
        : base(DestinationType.Lambda) => MethodName = methodName;

    /// <summary>The name of the handler method of <typeparamref name="TFunction"/>.</summary>
    public string MethodName { get; }
}
