using System;

namespace LambdaDestinations;

/// <summary>Sends a record of every successful asynchronous invocation of this handler to a destination.</summary>
/// <remarks>
/// AWS allows one destination per outcome. Event source mappings have no on-success destination, and Amazon S3 receives
/// failures only (AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations").
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public class OnSuccessDestinationAttribute : Attribute
{
    /// <summary>Declares a destination that the build creates in the template, named after the function.</summary>
    /// <param name="type"><see cref="DestinationType.Sqs"/> or <see cref="DestinationType.Sns"/>.</param>
    public OnSuccessDestinationAttribute(DestinationType type) => Type = type;

    /// <summary>Declares a destination.</summary>
    /// <param name="type">The kind of resource.</param>
    /// <param name="target">
    /// <c>"@LogicalId"</c> for a resource or parameter of the template, or a literal ARN of at most 350 characters.
    /// </param>
    public OnSuccessDestinationAttribute(DestinationType type, string target)
    {
        Type = type;
        Target = target;
    }

    /// <summary>The kind of resource that receives the record.</summary>
    public DestinationType Type { get; }

    /// <summary>The resource, as given; <see langword="null"/> when the build creates it.</summary>
    public string? Target { get; }
}
