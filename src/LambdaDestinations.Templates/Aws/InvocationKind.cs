namespace LambdaDestinations.Templates.Aws;

/// <summary>How a trigger invokes the function (AWS Lambda Developer Guide, "Using AWS Lambda with other services").</summary>
internal enum InvocationKind
{
    /// <summary>The caller waits for the response: destinations never fire.</summary>
    Synchronous,

    /// <summary>Lambda queues the event: destinations fire.</summary>
    Asynchronous,

    /// <summary>An event source mapping polls and invokes: only the mapping's own destination fires.</summary>
    Polled,
}
