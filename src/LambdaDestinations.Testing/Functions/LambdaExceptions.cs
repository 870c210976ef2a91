using System;
using System.Globalization;

namespace LambdaDestinations.Testing;

/// <summary>Thrown by a handler to play a fault of the Lambda service (5xx): the event returns to the queue and no attempt is counted.</summary>
public sealed class LambdaSystemErrorException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LambdaSystemErrorException()
        : base("ServiceException")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed.</param>
    public LambdaSystemErrorException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">The cause.</param>
    public LambdaSystemErrorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Thrown by a handler to play the end of its process (crash, <c>Environment.Exit</c>, out of memory).</summary>
public sealed class LambdaProcessExitException : Exception
{
    /// <summary>Creates the exception with exit status 1.</summary>
    public LambdaProcessExitException()
        : this(exitCode: 1)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="exitCode">The exit status that the error message shows.</param>
    public LambdaProcessExitException(int exitCode)
        : base("The process exited.") => ExitCode = exitCode;

    /// <summary>Creates the exception with exit status 1.</summary>
    /// <param name="message">A remark for the reader of the test; the record does not show it.</param>
    public LambdaProcessExitException(string message)
        : base(message) => ExitCode = 1;

    /// <summary>Creates the exception with exit status 1.</summary>
    /// <param name="message">A remark for the reader of the test; the record does not show it.</param>
    /// <param name="innerException">The cause.</param>
    public LambdaProcessExitException(string message, Exception innerException)
        : base(message, innerException) => ExitCode = 1;

    /// <summary>The exit status; 0 is an exit without a reason.</summary>
    public int ExitCode { get; }

    /// <summary>True for a process that was killed, as Lambda kills one that needs more memory than the function has. The exit status then does not show.</summary>
    public bool IsKilled { get; init; }

    /// <summary>Recorded, but for the signal, which is what others report of processes that ran out of memory.</summary>
    internal string How => IsKilled ? "with error: signal: killed"
        : ExitCode == 0 ? "without providing a reason"
        : string.Create(CultureInfo.InvariantCulture, $"with error: exit status {ExitCode}");

    /// <summary>True for the error of older runtimes: a message alone, without <c>errorType</c>.</summary>
    public bool OlderRuntime { get; init; }
}

/// <summary>An invocation that the Lambda API would refuse.</summary>
public sealed class LambdaInvokeException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LambdaInvokeException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    public LambdaInvokeException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public LambdaInvokeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The API's error, such as <c>RequestTooLargeException</c>.</summary>
    public string ErrorCode { get; init; } = "InvalidParameterValueException";
}
