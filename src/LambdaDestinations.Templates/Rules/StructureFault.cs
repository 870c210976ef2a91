namespace LambdaDestinations.Templates.Rules;

/// <summary>What stands where CloudFormation reads a map.</summary>
internal enum StructureFault
{
    /// <summary>Nothing: the key has no value.</summary>
    Empty,

    /// <summary>A list.</summary>
    List,

    /// <summary>A text, a number or a boolean.</summary>
    Scalar,

    /// <summary>A function, which CloudFormation does not evaluate there.</summary>
    Computed,
}
