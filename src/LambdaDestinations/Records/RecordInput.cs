using System;

namespace LambdaDestinations;

/// <summary>
/// What a generated reader reads: a record as UTF-8 JSON, taken out of its envelope, or the message that <see cref="DestinationEnvelope"/>
/// made of one. Both convert implicitly.
/// </summary>
/// <remarks>The conversions never throw: that a message is malformed is told by <see cref="Record"/>, and so by the reader.</remarks>
public readonly struct RecordInput
{
    private readonly ReadOnlyMemory<byte> _utf8Record;
    private readonly DestinationMessage? _message;

    private RecordInput(ReadOnlyMemory<byte> utf8Record, DestinationMessage? message)
    {
        _utf8Record = utf8Record;
        _message = message;
    }

    /// <summary>The record as UTF-8 JSON.</summary>
    /// <exception cref="DestinationFormatException">The message is malformed: <see cref="DestinationMessage.Error"/>.</exception>
    public ReadOnlyMemory<byte> Record => _message is null ? _utf8Record : _message.Record;

    /// <summary>The attributes of a dead-letter queue's message; <see langword="null"/> for a destination's record, and for bytes.</summary>
    public DeadLetterAttributes? DeadLetter => _message?.DeadLetter;

    /// <summary>A record by itself.</summary>
    /// <param name="utf8Record">The record; it must not change while what is read of it is used.</param>
    public static RecordInput FromUtf8(ReadOnlyMemory<byte> utf8Record) => new(utf8Record, null);

    /// <summary>A message's record.</summary>
    /// <param name="message">The message.</param>
    public static RecordInput FromMessage(DestinationMessage message) => new(default, message);

    /// <summary>A record by itself.</summary>
    /// <param name="utf8Record">The record; it must not change while what is read of it is used.</param>
    public static implicit operator RecordInput(ReadOnlyMemory<byte> utf8Record) => FromUtf8(utf8Record);

    /// <summary>A record by itself.</summary>
    /// <param name="utf8Record">The record; it must not change while what is read of it is used.</param>
    public static implicit operator RecordInput(byte[] utf8Record) => FromUtf8(utf8Record);

    /// <summary>A record by itself.</summary>
    /// <param name="utf8Record">The record; it must not change while what is read of it is used.</param>
    public static implicit operator RecordInput(Memory<byte> utf8Record) => FromUtf8(utf8Record);

    /// <summary>A record by itself.</summary>
    /// <param name="utf8Record">The record; it must not change while what is read of it is used.</param>
    public static implicit operator RecordInput(ArraySegment<byte> utf8Record) => FromUtf8(utf8Record);

    /// <summary>A message's record.</summary>
    /// <param name="message">The message.</param>
    public static implicit operator RecordInput(DestinationMessage message) => FromMessage(message);
}
