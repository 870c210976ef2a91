using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Records;

/// <summary>Errors as the .NET runtime of AWS Lambda reports them (aws-lambda-dotnet, <c>LambdaJsonExceptionWriter</c>), compact.</summary>
internal static class ErrorJson
{
    private const int MaximumSize = 256 * 1024;

    private static ReadOnlySpan<byte> Truncated => """{"errorMessage":"Exception exceeded maximum payload size of 256KB."}"""u8;

    internal static byte[] Write(Exception exception) =>
        Write(exception, MaximumSize) ?? Truncated.ToArray();

    /// <summary>The error of an exception, as its runtime reports it; null when the exception's own code throws, which ends the process of the real runtime.</summary>
    internal static byte[]? TryWrite(Exception exception)
    {
        // Any exception may come out of the user's Message and StackTrace.
        Task<byte[]> writing = new(() => Write(exception));
        writing.RunSynchronously(TaskScheduler.Default);
        return writing.IsCompletedSuccessfully ? writing.Result : null;
    }

    internal static byte[] TimedOut(string requestId, TimeSpan timeout) => Json.Write(
        string.Create(CultureInfo.InvariantCulture, $"RequestId: {requestId} Error: Task timed out after {timeout.TotalSeconds:F2} seconds"),
        static (writer, message) => WriteTypeAndMessage(writer, "Sandbox.Timedout", message));

    internal static byte[] ResponseTooLarge(int limit) => Json.Write(
        string.Create(CultureInfo.InvariantCulture, $"Response payload size exceeded maximum allowed payload size ({limit} bytes)."),
        static (writer, message) => WriteTypeAndMessage(writer, "Function.ResponseSizeTooLarge", message));

    /// <param name="requestId">The request id.</param>
    /// <param name="how">How it exited, in the words of Lambda.</param>
    /// <param name="olderRuntime">True for the error of older runtimes: a message alone.</param>
    internal static byte[] ProcessExited(string requestId, string how, bool olderRuntime) => olderRuntime
        ? Json.Write($"RequestId: {requestId} Process exited before completing request", static (writer, message) =>
            {
                writer.WriteStartObject();
                writer.WriteString("errorMessage"u8, message);
                writer.WriteEndObject();
            })
        : Json.Write(
            $"RequestId: {requestId} Error: Runtime exited {how}",
            static (writer, message) => WriteTypeAndMessage(writer, "Runtime.ExitError", message));

    /// <summary>The message of an error object; null when it has none.</summary>
    internal static string? MessageOf(byte[] error)
    {
        using JsonDocument document = Json.Parse(error);
        return document.RootElement.TryGetProperty("errorMessage"u8, out JsonElement message) ? message.GetString() : null;
    }

    /// <summary>The type and message of an error object, for the timeline.</summary>
    internal static string Describe(byte[] error)
    {
        using JsonDocument document = Json.Parse(error);
        string? message = document.RootElement.TryGetProperty("errorMessage"u8, out JsonElement value) ? value.GetString() : null;
        string? type = document.RootElement.TryGetProperty("errorType"u8, out value) ? value.GetString() : null;
        return type is null ? message ?? string.Empty : $"{type}: {message}";
    }

    private static void WriteTypeAndMessage(Utf8JsonWriter writer, string type, string message)
    {
        writer.WriteStartObject();
        writer.WriteString("errorType"u8, type);
        writer.WriteString("errorMessage"u8, message);
        writer.WriteEndObject();
    }

    /// <summary>Null when the error alone, without its causes, is larger than the room that is left.</summary>
    private static byte[]? Write(Exception exception, int room)
    {
        // Read once: an exception builds the text anew each time.
        string? stackTrace = exception.StackTrace;
        int head = Encoding.UTF8.GetByteCount(exception.Message) + Encoding.UTF8.GetByteCount(stackTrace ?? string.Empty) + 64;
        if (head > room)
        {
            return null;
        }

        int used = head;
        byte[]? cause = null;
        List<byte[]> causes = [];
        if (exception.InnerException is { } inner)
        {
            cause = Fit(inner, room, ref used, out _);
        }

        if (exception is AggregateException aggregate)
        {
            foreach (Exception each in aggregate.InnerExceptions)
            {
                causes.Add(Fit(each, room, ref used, out bool fits));
                if (!fits)
                {
                    break;
                }
            }
        }

        byte[] json = Json.Write((exception, stackTrace, cause, causes), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteString("errorType"u8, state.exception.GetType().Name);
            writer.WriteString("errorMessage"u8, state.exception.Message);
            WriteStackTrace(writer, state.stackTrace);
            if (state.cause is not null)
            {
                writer.WritePropertyName("cause"u8);
                writer.WriteRawValue(state.cause, skipInputValidation: true);
            }

            if (state.causes.Count > 0)
            {
                writer.WriteStartArray("causes"u8);
                foreach (byte[] each in state.causes)
                {
                    writer.WriteRawValue(each, skipInputValidation: true);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
        return json.Length <= room ? json : null;
    }

    /// <summary>A nested error, or the notice that it is too large.</summary>
    private static byte[] Fit(Exception exception, int room, ref int used, out bool fits)
    {
        byte[]? json = Write(exception, room - used - 2 * Truncated.Length);
        fits = json is not null;
        json ??= Truncated.ToArray();
        used += json.Length;
        return json;
    }

    private static void WriteStackTrace(Utf8JsonWriter writer, string? stackTrace)
    {
        bool started = false;
        foreach (ReadOnlySpan<char> line in stackTrace.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> trimmed = line.Trim();
            if (trimmed.IsEmpty)
            {
                continue;
            }

            if (!started)
            {
                writer.WriteStartArray("stackTrace"u8);
                started = true;
            }

            writer.WriteStringValue(trimmed);
        }

        if (started)
        {
            writer.WriteEndArray();
        }
    }
}
