using System;

namespace LambdaDestinations.Reading;

/// <summary>Finds who sent an element and its id, in JSON that is damaged: whoever reports the failure must name the message.</summary>
internal static class ElementHead
{
    /// <summary>Completes what is known of an element by the strings that stand in it directly, whatever else is wrong with it.</summary>
    public static void Find(ReadOnlySpan<byte> json, ref EnvelopeParser.Element parts)
    {
        int depth = 0;
        for (int position = 0; position < json.Length; position++)
        {
            switch (json[position])
            {
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    break;
                case (byte)'"':
                    int end = EndOfString(json, position);
                    if (depth == 1 && StartOfString(json, end) is var value and > 0)
                    {
                        Take(json[(position + 1)..(end - 1)], json[(value + 1)..(EndOfString(json, value) - 1)], ref parts);
                    }

                    position = end - 1;
                    break;
            }
        }

        if (parts.MessageId is not null && !parts.IsKnown)
        {
            parts.Carrier = DestinationCarrier.Sqs;
        }
    }

    private static void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref EnvelopeParser.Element parts)
    {
        if (value.Contains((byte)'\\') || RecordParser.FindInvalidUtf8(value) >= 0)
        {
            return;
        }

        if (name.SequenceEqual("messageId"u8))
        {
            parts.MessageId = JsonText.ToString(value);
        }
        else if (name.SequenceEqual("eventSource"u8) || name.SequenceEqual("EventSource"u8))
        {
            parts.SetSource(JsonText.ToString(value));
        }
    }

    /// <summary>Where the string of a member begins whose name ends here; 0 if it is not a string.</summary>
    private static int StartOfString(ReadOnlySpan<byte> json, int nameEnd)
    {
        ReadOnlySpan<byte> space = " \t\r\n"u8;
        int colon = json[nameEnd..].IndexOfAnyExcept(space);
        if (colon < 0 || json[nameEnd + colon] != ':')
        {
            return 0;
        }

        int start = nameEnd + colon + 1;
        int quote = json[start..].IndexOfAnyExcept(space);
        return quote >= 0 && json[start + quote] == '"' && EndOfString(json, start + quote) - 1 > start + quote ? start + quote : 0;
    }

    /// <summary>Behind the closing quote, or the end of the text.</summary>
    private static int EndOfString(ReadOnlySpan<byte> json, int quote)
    {
        for (int position = quote + 1; position < json.Length; position++)
        {
            if (json[position] == '\\')
            {
                position++;
            }
            else if (json[position] == '"')
            {
                return position + 1;
            }
        }

        return json.Length;
    }
}
