using System;
using System.Collections.Generic;
using System.Text;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing.Asynchronous;

/// <summary>The attributes of a dead-letter message (AWS Lambda Developer Guide, "Dead-letter queues").</summary>
internal static class DeadLetterMessage
{
    private const int MaximumMessageSize = 1024;

    /// <param name="requestId">The event's request id.</param>
    /// <param name="error">The last error; null when the function never ran: then there is neither a code nor a message.</param>
    internal static Dictionary<string, MessageAttributeValue> Attributes(string requestId, byte[]? error)
    {
        Dictionary<string, MessageAttributeValue> attributes = new(StringComparer.Ordinal) { ["RequestID"] = new("String", requestId) };
        if (error is not null)
        {
            attributes["ErrorCode"] = new("Number", "200");
            attributes["ErrorMessage"] = new("String", Cut(ErrorJson.MessageOf(error) ?? string.Empty));
        }

        return attributes;
    }

    /// <summary>The first kilobyte, without half a character at its end.</summary>
    private static string Cut(string message)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(message);
        if (utf8.Length <= MaximumMessageSize)
        {
            return message;
        }

        int length = MaximumMessageSize;
        while ((utf8[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return Encoding.UTF8.GetString(utf8, 0, length);
    }
}
