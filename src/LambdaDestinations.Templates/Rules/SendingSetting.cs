using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Templates.Rules;

/// <summary>A setting that makes Lambda send something, or read a queue, with the function's role.</summary>
internal readonly record struct SendingSetting
{
    private SendingSetting(string words) => InWords = words;

    /// <summary>The dead-letter queue of a function.</summary>
    public static SendingSetting DeadLetterQueue { get; } = new("its dead-letter queue");

    /// <summary>All destinations of a function.</summary>
    public static SendingSetting AllDestinations { get; } = new("its destinations");

    /// <summary>The mapping of a queue that a function is to read.</summary>
    public static SendingSetting Mapping { get; } = new("its event source mapping");

    /// <summary>In a sentence about the function.</summary>
    internal string InWords { get; }

    /// <summary>A function's destination of asynchronous invocations.</summary>
    public static SendingSetting Destination(DestinationOutcome outcome) => new(outcome == DestinationOutcome.Success ? "its OnSuccess destination" : "its OnFailure destination");

    /// <summary>The destination of an event source mapping.</summary>
    public static SendingSetting OfMapping(string source) => new($"the OnFailure destination of '{source}'");
}
