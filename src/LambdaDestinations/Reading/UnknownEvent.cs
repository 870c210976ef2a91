using System;
using System.Text;

namespace LambdaDestinations.Reading;

/// <summary>Says what JSON is that is not a record, so that the log tells who sent it.</summary>
internal static class UnknownEvent
{
    private const int MaximumName = 80;

    /// <summary>What is wrong with JSON that is not what was expected.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="wanted">What it is not.</param>
    public static string Problem(ReadOnlySpan<byte> json, string wanted) =>
        Describe(json) is { } what ? $"this is {what}, not {wanted}" : $"this is not {wanted}";

    /// <summary>What the JSON is, by members that only it has; null for JSON that says nothing.</summary>
    public static string? Describe(ReadOnlySpan<byte> json)
    {
        try
        {
            var cursor = new JsonCursor(json);
            return cursor.Peek() == '{' ? DescribeObject(json, ref cursor) : null;
        }
        catch (DestinationFormatException)
        {
            // The description is an addition to an error that is reported anyway.
            return null;
        }
    }

    private static string? DescribeObject(ReadOnlySpan<byte> json, ref JsonCursor cursor)
    {
        cursor.EnterObject("$");
        bool first = true;
        while (cursor.NextMember(ref first, "$", out ReadOnlySpan<byte> name))
        {
            byte next = cursor.Peek();
            int start = cursor.Position;
            cursor.ReadSlice("$");
            var value = new JsonCursor(json, start);
            string? what = next switch
            {
                (byte)'"' => OfText(name, ref value),
                (byte)'[' when name.SequenceEqual("Records"u8) => OfElements(ref value),
                (byte)'{' when name.SequenceEqual("requestContext"u8) => OfRequest(ref value),
                (byte)'{' when name.SequenceEqual("awslogs"u8) => "an event of CloudWatch Logs",
                _ => null,
            };
            if (what is not null)
            {
                return name.SequenceEqual("detail-type"u8) ? what + OfSource(json) : what;
            }
        }

        return null;
    }

    /// <summary>Who sent the event of a bus, as the end of a sentence; empty for one that does not say so.</summary>
    private static string OfSource(ReadOnlySpan<byte> json)
    {
        var cursor = new JsonCursor(json);
        cursor.EnterObject("$");
        for (bool first = true; cursor.NextMember(ref first, "$", out ReadOnlySpan<byte> name);)
        {
            if (name.SequenceEqual("source"u8) && cursor.Peek() == '"')
            {
                return $" of the source '{Name(ref cursor)}'";
            }

            cursor.ReadSlice("$");
        }

        return string.Empty;
    }

    private static string? OfText(ReadOnlySpan<byte> name, ref JsonCursor value)
    {
        if (name.SequenceEqual("detail-type"u8))
        {
            return $"an EventBridge event of the type '{Name(ref value)}'";
        }

        if (name.SequenceEqual("eventSource"u8) || name.SequenceEqual("EventSource"u8))
        {
            return $"an event of '{Name(ref value)}'";
        }

        return RecordParser.IsExecution(name) ? "the status change of a durable execution"
            : name.SequenceEqual("TopicArn"u8) ? "a notification of SNS"
            : name.SequenceEqual("Event"u8) && Name(ref value) == "s3:TestEvent" ? "the test event of S3"
            : name.SequenceEqual("triggerSource"u8) ? $"an event of Cognito, '{Name(ref value)}'"
            : name.SequenceEqual("ResourceProperties"u8) || name.SequenceEqual("StackId"u8) ? "a request of CloudFormation for a custom resource"
            : name.SequenceEqual("httpMethod"u8) || name.SequenceEqual("rawPath"u8) ? "an HTTP request"
            : null;
    }

    private static string? OfElements(ref JsonCursor elements)
    {
        elements.EnterArray("$");
        bool first = true;
        if (!elements.NextElement(ref first, "$") || elements.Peek() != '{')
        {
            return null;
        }

        elements.EnterObject("$");
        first = true;
        while (elements.NextMember(ref first, "$", out ReadOnlySpan<byte> name))
        {
            if (elements.Peek() == '"' && (name.SequenceEqual("eventSource"u8) || name.SequenceEqual("EventSource"u8)))
            {
                return $"an event of '{Name(ref elements)}'";
            }

            elements.ReadSlice("$");
        }

        return null;
    }

    /// <summary>API Gateway, function URLs and load balancers have a <c>requestContext</c>, too.</summary>
    private static string? OfRequest(ref JsonCursor context)
    {
        context.EnterObject("$");
        bool first = true;
        while (context.NextMember(ref first, "$", out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("http"u8) || name.SequenceEqual("elb"u8) || name.SequenceEqual("apiId"u8) || name.SequenceEqual("httpMethod"u8))
            {
                return "an HTTP request";
            }

            context.ReadSlice("$");
        }

        return null;
    }

    /// <summary>A text for a message: on one line, and not without an end.</summary>
    private static string Name(ref JsonCursor value)
    {
        string text = value.ReadString("$");
        var name = new StringBuilder(Math.Min(text.Length, MaximumName));
        foreach (char character in text)
        {
            if (name.Length == MaximumName)
            {
                return name.Append('…').ToString();
            }

            name.Append(character is '\'' || char.IsControl(character) || char.IsSurrogate(character) || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format ? '?' : character);
        }

        return name.ToString();
    }
}
