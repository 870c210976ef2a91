using System;

namespace LambdaDestinations.Testing;

/// <summary>An assertion of this library failed. The message shows the captured run.</summary>
public sealed class LambdaTestAssertionException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LambdaTestAssertionException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, what was found, and the timeline.</param>
    public LambdaTestAssertionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, what was found, and the timeline.</param>
    /// <param name="innerException">The cause.</param>
    public LambdaTestAssertionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
