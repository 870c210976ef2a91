using System;

namespace LambdaDestinations;

/// <summary>
/// Names the <c>System.Text.Json.Serialization.JsonSerializerContext</c> that reads the payloads. The nearest one counts:
/// method, class, assembly. Without it, the context of the assembly's <c>LambdaSerializer</c> attribute
/// (<c>SourceGeneratorLambdaJsonSerializer&lt;TContext&gt;</c>) is taken.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Assembly, AllowMultiple = false, Inherited = false)]
public sealed class DestinationSerializerAttribute : Attribute
{
    /// <summary>Names the context.</summary>
    /// <param name="contextType">A class derived from <c>JsonSerializerContext</c>.</param>
    public DestinationSerializerAttribute(Type contextType) => ContextType = contextType;

    /// <summary>The class derived from <c>JsonSerializerContext</c>.</summary>
    public Type ContextType { get; }
}
