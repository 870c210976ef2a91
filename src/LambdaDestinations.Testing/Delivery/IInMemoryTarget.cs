namespace LambdaDestinations.Testing.Delivery;

/// <summary>A target of this library: a delivery ends at once, and what follows from it happens within it.</summary>
internal interface IInMemoryTarget : IDestinationTarget
{
    /// <summary>Why the resource takes nothing from AWS Lambda; null when it does.</summary>
    public string? Refusal { get; }

    /// <summary>Whether only a test has named the resource so far, after the wiring: what it asserts of it would hold for any name.</summary>
    public bool IsUnknown { get; set; }
}
