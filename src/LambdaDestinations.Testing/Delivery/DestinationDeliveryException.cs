using System;

namespace LambdaDestinations.Testing;

/// <summary>A target refused a record.</summary>
public sealed class DestinationDeliveryException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DestinationDeliveryException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why.</param>
    public DestinationDeliveryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why.</param>
    /// <param name="innerException">The cause.</param>
    public DestinationDeliveryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
