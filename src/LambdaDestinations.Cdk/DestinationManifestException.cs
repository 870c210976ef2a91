using System;

namespace LambdaDestinations.Cdk;

/// <summary>The manifest of an assembly is missing or cannot be read.</summary>
public sealed class DestinationManifestException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, with the assembly.</param>
    /// <param name="innerException">The cause.</param>
    internal DestinationManifestException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
