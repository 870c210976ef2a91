using System;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LambdaDestinations.Reading;

/// <summary>Hands a payload's bytes to its serializer.</summary>
internal static class PayloadReader
{
    public const string Reflection =
        "Payloads are read by reflection. Pass a JsonTypeInfo of a JsonSerializerContext where the application is trimmed or compiled ahead of time.";

    /// <summary>Reads a payload; absent, null and not wanted ones give the default, the last after a check of their syntax.</summary>
    /// <param name="json">The text that the slice is of, valid UTF-8.</param>
    /// <param name="slice">The payload, not yet validated.</param>
    /// <param name="type">How to read it.</param>
    /// <param name="path">Its JSONPath.</param>
    /// <param name="fixedOffset">The offset that errors report if the text was unescaped from a string; else -1.</param>
    public static T? Read<T>(ReadOnlySpan<byte> json, JsonSlice slice, JsonTypeInfo<T>? type, string path, int fixedOffset = -1)
    {
        if (!slice.IsPresent)
        {
            return default;
        }

        ReadOnlySpan<byte> value = json.Slice(slice.Start, slice.Length);
        if (value.SequenceEqual("null"u8))
        {
            return default;
        }

        if (type is null)
        {
            JsonCursor.Validate(json, slice, path, fixedOffset);
            return default;
        }

        try
        {
            return JsonSerializer.Deserialize(value, type);
        }
        catch (JsonException exception)
        {
            throw JsonCursor.Wrap(exception, value, slice.Start, path, fixedOffset);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw new DestinationFormatException(exception.Message, path, fixedOffset >= 0 ? fixedOffset : slice.Start, exception);
        }
    }

    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static JsonTypeInfo<T>? Reflect<T>(JsonSerializerOptions options)
    {
        if (typeof(T) == typeof(DestinationVoid))
        {
            return null;
        }

        options.MakeReadOnly(populateMissingResolver: true);
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    /// <summary>
    /// What converters and constructors of payload types throw for a value that they refuse, and System.Text.Json for an
    /// abstract type without a discriminator. Anything else is a fault of the program, not of the input.
    /// </summary>
    private static bool IsRefusal(Exception exception) =>
        exception is FormatException or ArgumentException or InvalidOperationException or NotSupportedException or OverflowException;
}
