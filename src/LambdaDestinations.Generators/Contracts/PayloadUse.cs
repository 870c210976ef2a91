namespace LambdaDestinations.Generators.Contracts;

/// <summary>What is done with a payload.</summary>
internal enum PayloadUse
{
    /// <summary>JSON is read into the type.</summary>
    Read,

    /// <summary>A value of the type is written as JSON.</summary>
    Write,
}
