using System;
using System.Globalization;

namespace LambdaDestinations;

/// <summary>A record, an envelope or a payload is not what AWS delivers, or does not fit the type asked for.</summary>
/// <remarks>The only exception that malformed input gives.</remarks>
public sealed class DestinationFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What is wrong, without the position.</param>
    /// <param name="path">Where, as a JSONPath such as <c>$.requestContext.condition</c>.</param>
    /// <param name="byteOffset">Offset in bytes, or -1 where it cannot be known.</param>
    /// <param name="innerException">What the payload's reader reported.</param>
    public DestinationFormatException(string problem, string path, long byteOffset, Exception? innerException = null)
        : base(Describe(problem, path, byteOffset), innerException)
    {
        Problem = problem;
        Path = path;
        ByteOffset = byteOffset;
    }

    /// <summary>What is wrong, without the position.</summary>
    public string Problem { get; }

    /// <summary>Where, as a JSONPath from the root of the bytes that were given, such as <c>$.requestContext.condition</c>.</summary>
    public string Path { get; }

    /// <summary>
    /// Offset in bytes from the beginning of the bytes that were given, or -1 where it cannot be known. For a position inside
    /// an escaped string (a message's body in its envelope) it is the offset of that string's first character, because the
    /// unescaped text has no offsets of its own in the outer bytes.
    /// </summary>
    public long ByteOffset { get; }

    private static string Describe(string problem, string path, long byteOffset) => byteOffset < 0
        ? $"{path}: {problem}"
        : string.Create(CultureInfo.InvariantCulture, $"{path} (byte {byteOffset}): {problem}");
}
