using System;

namespace LambdaDestinations;

/// <summary>
/// The dead-letter queue of the handler's function: where the event of an asynchronous invocation goes that failed for good, as it was sent, with the error in message attributes. A durable
/// function has no other way for an execution that could not start; elsewhere an <see cref="OnFailureDestinationAttribute"/> gets a record, which tells more. With both, both are sent.
/// </summary>
/// <remarks>Source: AWS Lambda Developer Guide, "Adding a dead-letter queue".</remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public sealed class DeadLetterAttribute : Attribute
{
    /// <summary>Names the dead-letter queue.</summary>
    /// <param name="target"><c>"@LogicalId"</c> of a standard queue or topic of the template, or the ARN of one.</param>
    public DeadLetterAttribute(string target) => Target = target;

    /// <summary><c>"@LogicalId"</c> of a queue or topic, or its ARN.</summary>
    public string Target { get; }
}
