using LambdaDestinations.Testing.Replay;

namespace LambdaDestinations.Tool.Replays;

/// <summary>A failure, and what is to become of it.</summary>
/// <param name="Event">What was read.</param>
internal sealed record ReplayItem(ReplayEvent Event)
{
    /// <summary>The function: that of the record, for a dead letter that of the command line; <see langword="null"/> where none is known.</summary>
    public string? FunctionArn { get; init; }

    /// <summary>The message that it was read from; <see langword="null"/> for a file or an object.</summary>
    public ReceivedMessage? Message { get; init; }

    /// <summary>What its event is known by when it comes again; empty where it is not replayable.</summary>
    public string Key { get; init; } = "";

    /// <summary>How often it was replayed before, as far as that can be told.</summary>
    public int Replays { get; init; }

    /// <summary>The failure of which it is another copy, as carriers deliver at least once; <see langword="null"/> when it is none.</summary>
    public ReplayItem? CopyOf { get; init; }

    /// <summary>Why it is not replayed, in a word or two; <see langword="null"/> when it is.</summary>
    public string? Word { get; init; }

    /// <summary>Why it is not replayed, in one sentence; <see langword="null"/> when it is.</summary>
    public string? Problem { get; init; }

    /// <summary>What went wrong, for a table: the type of the error, else why the record was sent.</summary>
    public string Error => Event.ErrorType ?? Event.Condition ?? Event.ErrorMessage ?? "-";
}
