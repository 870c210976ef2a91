namespace LambdaDestinations.Generators.Handlers;

/// <summary>A contract that a class is generated for.</summary>
internal interface IGeneratedType
{
    /// <summary>The namespace as source; <see langword="null"/> for the global one.</summary>
    public string? Namespace { get; }

    /// <summary>The class.</summary>
    public string ClassName { get; }

    /// <summary>What tells contracts apart whose classes would have one name.</summary>
    public string UniqueName { get; }

    /// <summary>What the compiler says of the symbols that the class names.</summary>
    public UseWarnings Warnings { get; }
}
