using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using LambdaDestinations.Reading;

namespace LambdaDestinations;

/// <summary>What a function threw, as the response payload of a failure record reports it.</summary>
/// <remarks>
/// <para>
/// Source: <c>LambdaJsonExceptionWriter.cs</c> of the .NET runtime client, and captures. Every member may be absent: an older
/// time-out and an exited process give a message only, an error of more than 256 KB collapses to a message only.
/// </para>
/// <para>
/// The error's JSON is checked when its record is read; its members are decoded on first use. A member of another JSON type
/// than the .NET runtime writes counts as absent, since any runtime may have written it: see <see cref="Json"/>.
/// </para>
/// </remarks>
public sealed class DestinationError
{
    private readonly bool _wasRead;
    private volatile Members? _members;

    /// <summary>Creates an error to be filled by its initializer.</summary>
    public DestinationError()
    {
        _members = new Members();
    }

    internal DestinationError(ReadOnlyMemory<byte> json)
    {
        Json = json;
        _wasRead = true;
    }

    /// <summary>
    /// Short name of the exception's type, without its namespace; or what Lambda itself reports, such as
    /// <c>Sandbox.Timedout</c> and <c>Runtime.ExitError</c>. Null if absent.
    /// </summary>
    public string? ErrorType
    {
        get => Decoded.ErrorType;
        init => Decoded.ErrorType = value;
    }

    /// <summary>The exception's message. Null if absent.</summary>
    public string? ErrorMessage
    {
        get => Decoded.ErrorMessage;
        init => Decoded.ErrorMessage = value;
    }

    /// <summary>Lines of the stack trace; empty if absent. An element that is not a string is given as its JSON.</summary>
    public IReadOnlyList<string> StackTrace
    {
        get => Decoded.StackTrace;
        init => Decoded.StackTrace = value;
    }

    /// <summary>The inner exception. Null if absent.</summary>
    public DestinationError? Cause
    {
        get => Decoded.Cause;
        init => Decoded.Cause = value;
    }

    /// <summary>The inner exceptions of an <see cref="AggregateException"/>, the first of them also <see cref="Cause"/>; else empty.</summary>
    public IReadOnlyList<DestinationError> Causes
    {
        get => Decoded.Causes;
        init => Decoded.Causes = value;
    }

    /// <summary>The error object as UTF-8 JSON. Empty for an error that was not read.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    private Members Decoded
    {
        get
        {
            Members? members = _members;
            if (members is null)
            {
                // Two threads may both decode; the first to finish wins, so that everybody sees the same objects.
                members = Interlocked.CompareExchange(ref _members, Decode(), null) ?? _members!;
            }

            return members;
        }
    }

    /// <summary>Type and message, for logs.</summary>
    public override string ToString() => (ErrorType, ErrorMessage) switch
    {
        (null, null) => "",
        (null, { } message) => message,
        ({ } type, null) => type,
        ({ } type, { } message) => $"{type}: {message}",
    };

    private Members Decode()
    {
        var members = new Members();
        if (!_wasRead)
        {
            return members;
        }

        var cursor = new JsonCursor(Json.Span);
        cursor.EnterObject("$");
        bool first = true;
        while (cursor.NextMember(ref first, "$", out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("errorType"u8))
            {
                members.ErrorType = ReadText(ref cursor);
            }
            else if (name.SequenceEqual("errorMessage"u8))
            {
                members.ErrorMessage = ReadText(ref cursor);
            }
            else if (name.SequenceEqual("stackTrace"u8))
            {
                members.StackTrace = ReadLines(ref cursor);
            }
            else if (name.SequenceEqual("cause"u8))
            {
                members.Cause = ReadError(ref cursor);
            }
            else if (name.SequenceEqual("causes"u8))
            {
                members.Causes = ReadErrors(ref cursor);
            }
            else
            {
                cursor.ReadSlice("$");
            }
        }

        return members;
    }

    private static string? ReadText(ref JsonCursor cursor)
    {
        if (cursor.Peek() == '"')
        {
            return cursor.DecodeLeniently(cursor.ReadStringToken("$"));
        }

        cursor.ReadSlice("$");
        return null;
    }

    private string[] ReadLines(ref JsonCursor cursor)
    {
        if (cursor.Peek() != '[')
        {
            return ReadText(ref cursor) is { } line ? [line] : [];
        }

        var lines = new List<string>();
        cursor.EnterArray("$");
        bool first = true;
        while (cursor.NextElement(ref first, "$"))
        {
            if (cursor.Peek() == '"')
            {
                lines.Add(cursor.DecodeLeniently(cursor.ReadStringToken("$")));
            }
            else
            {
                JsonSlice other = cursor.ReadSlice("$");
                lines.Add(Encoding.UTF8.GetString(Json.Span.Slice(other.Start, other.Length)));
            }
        }

        return [.. lines];
    }

    private DestinationError? ReadError(ref JsonCursor cursor)
    {
        bool isObject = cursor.Peek() == '{';
        JsonSlice slice = cursor.ReadSlice("$");
        return isObject ? new DestinationError(Json.Slice(slice.Start, slice.Length)) : null;
    }

    private DestinationError[] ReadErrors(ref JsonCursor cursor)
    {
        if (cursor.Peek() != '[')
        {
            return ReadError(ref cursor) is { } single ? [single] : [];
        }

        var errors = new List<DestinationError>();
        cursor.EnterArray("$");
        bool first = true;
        while (cursor.NextElement(ref first, "$"))
        {
            if (ReadError(ref cursor) is { } error)
            {
                errors.Add(error);
            }
        }

        return [.. errors];
    }

    private sealed class Members
    {
        public string? ErrorType { get; set; }

        public string? ErrorMessage { get; set; }

        public IReadOnlyList<string> StackTrace { get; set; } = [];

        public DestinationError? Cause { get; set; }

        public IReadOnlyList<DestinationError> Causes { get; set; } = [];
    }
}
