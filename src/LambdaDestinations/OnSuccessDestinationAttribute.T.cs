using System;

namespace LambdaDestinations;

/// <summary>Sends a record of every successful asynchronous invocation to another handler of this application.</summary>
/// <typeparam name="TFunction">The class that declares the handler that receives the record.</typeparam>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class OnSuccessDestinationAttribute<TFunction> : OnSuccessDestinationAttribute
{
    /// <summary>Declares a Lambda function as destination.</summary>
    /// <param name="methodName">The handler's name: <c>nameof(TFunction.Handle)</c>.</param>
    public OnSuccessDestinationAttribute(string methodName)
        : base(DestinationType.Lambda) => MethodName = methodName;

    /// <summary>The name of the handler method of <typeparamref name="TFunction"/>.</summary>
    public string MethodName { get; }
}
