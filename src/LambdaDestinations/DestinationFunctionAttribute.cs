using System;

namespace LambdaDestinations;

/// <summary>Names the function resource of the template that runs this handler, where the handler string does not tell.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public sealed class DestinationFunctionAttribute : Attribute
{
    /// <summary>Names the function.</summary>
    /// <param name="logicalId">The logical id of the function in the template: letters and digits.</param>
    public DestinationFunctionAttribute(string logicalId) => LogicalId = logicalId;

    /// <summary>The logical id of the function in the template.</summary>
    public string LogicalId { get; }
}
