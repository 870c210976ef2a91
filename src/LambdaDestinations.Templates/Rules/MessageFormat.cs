namespace LambdaDestinations.Templates.Rules;

/// <summary>The form of what arrives in a queue.</summary>
internal readonly record struct MessageFormat
{
    private MessageFormat(string words) => InWords = words;

    /// <summary>Records as Lambda sends them.</summary>
    public static MessageFormat Record { get; } = new("records");

    /// <summary>The bare events of a function's dead-letter queue.</summary>
    public static MessageFormat DeadLetter { get; } = new("bare events");

    /// <summary>What SNS puts around a message.</summary>
    public static MessageFormat Topic { get; } = new("SNS notifications");

    /// <summary>The event of a rule.</summary>
    public static MessageFormat Rule { get; } = new("EventBridge events");

    /// <summary>What a bucket says of its objects.</summary>
    public static MessageFormat Bucket { get; } = new("S3 notifications");

    /// <summary>In a sentence about the queue.</summary>
    internal string InWords { get; }
}
