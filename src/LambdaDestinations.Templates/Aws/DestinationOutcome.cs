namespace LambdaDestinations.Templates.Aws;

/// <summary>Which outcome is recorded.</summary>
internal enum DestinationOutcome
{
    /// <summary>The invocation succeeded.</summary>
    Success,

    /// <summary>The invocation failed for good, or the batch was discarded.</summary>
    Failure,
}
