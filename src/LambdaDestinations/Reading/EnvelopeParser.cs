using System;
using System.Globalization;

namespace LambdaDestinations.Reading;

/// <summary>Takes records out of what the carriers wrap around them.</summary>
internal static class EnvelopeParser
{
    public const string RecordsPath = "$.Records";

    /// <summary>AWS's detail types are "Lambda Function Invocation Result - Success" and "… - Failure".</summary>
    private static ReadOnlySpan<byte> DetailType => "Lambda Function Invocation Result"u8;

    public static DestinationBatch Read(ReadOnlyMemory<byte> utf8Event)
    {
        ReadOnlySpan<byte> json = utf8Event.Span;
        RecordParser.CheckUtf8(json);
        var cursor = new JsonCursor(json);
        cursor.EnterObject("$");
        bool first = true;
        bool isRecord = false;
        bool isInvocationResult = false;
        int records = -1;
        string? id = null;
        JsonSlice detail = default;
        while (cursor.NextMember(ref first, "$", out ReadOnlySpan<byte> name))
        {
            byte next = cursor.Peek();
            if (name.SequenceEqual("requestContext"u8))
            {
                isRecord = next == '{';
            }
            else if (name.SequenceEqual("Records"u8) && next == '[')
            {
                records = cursor.Position;
            }
            else if (name.SequenceEqual("detail-type"u8) && next == '"')
            {
                JsonString token = cursor.ReadStringToken("$.detail-type");
                isInvocationResult = json.Slice(token.Start, token.Length).StartsWith(DetailType);
                continue;
            }
            else if (name.SequenceEqual("id"u8) && next == '"')
            {
                id = cursor.ReadString("$.id");
                continue;
            }
            else if (name.SequenceEqual("detail"u8) && next == '{')
            {
                detail = cursor.ReadSlice("$.detail");
                continue;
            }

            cursor.ReadSlice("$");
        }

        cursor.ExpectEnd("$");
        if (isInvocationResult && detail.IsPresent)
        {
            return new DestinationBatch(new DestinationMessage(DestinationCarrier.EventBridge, id, utf8Event.Slice(detail.Start, detail.Length)));
        }

        if (records >= 0)
        {
            return new DestinationBatch(utf8Event, records);
        }

        return isRecord
            ? new DestinationBatch(new DestinationMessage(DestinationCarrier.Lambda, null, utf8Event))
            : throw new DestinationFormatException("this is no record of a destination, nor an event of SQS, SNS, EventBridge or S3 that holds one", "$", 0);
    }

    /// <summary>One element of <c>Records</c>. What is wrong with it concerns it alone.</summary>
    public static DestinationMessage ReadElement(ReadOnlyMemory<byte> element, int offset, int index)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"$.Records[{index}]");
        DestinationCarrier carrier = DestinationCarrier.Sqs;
        string? messageId = null;
        try
        {
            ReadOnlySpan<byte> json = element.Span;
            var cursor = new JsonCursor(json);
            JsonString body = default;
            bool hasBody = false;
            bool isKnown = false;
            DeadLetterAttributes? deadLetter = null;
            JsonSlice sns = default;
            JsonSlice s3 = default;
            cursor.EnterObject(path);
            bool first = true;
            while (cursor.NextMember(ref first, path, out ReadOnlySpan<byte> name))
            {
                if (name.SequenceEqual("body"u8))
                {
                    body = cursor.ReadStringToken(path + ".body");
                    hasBody = true;
                }
                else if (name.SequenceEqual("messageId"u8))
                {
                    messageId = cursor.ReadOptionalString(path + ".messageId");
                }
                else if (name.SequenceEqual("eventSource"u8) || name.SequenceEqual("EventSource"u8))
                {
                    string source = cursor.ReadRecurringString(path + ".eventSource");
                    isKnown = source is "aws:sqs" or "aws:sns" or "aws:s3";
                    carrier = source switch { "aws:sns" => DestinationCarrier.Sns, "aws:s3" => DestinationCarrier.S3Notification, _ => DestinationCarrier.Sqs };
                }
                else if (name.SequenceEqual("messageAttributes"u8) && cursor.Peek() == '{')
                {
                    deadLetter = ReadAttributes(ref cursor, path + ".messageAttributes", "stringValue"u8);
                }
                else if (name.SequenceEqual("Sns"u8) && cursor.Peek() == '{')
                {
                    sns = cursor.ReadSlice(path + ".Sns");
                }
                else if (name.SequenceEqual("s3"u8) && cursor.Peek() == '{')
                {
                    s3 = cursor.ReadSlice(path + ".s3");
                }
                else
                {
                    cursor.ReadSlice(path);
                }
            }

            if (carrier == DestinationCarrier.Sns && sns.IsPresent)
            {
                return ReadSns(element.Slice(sns.Start, sns.Length), path + ".Sns", DestinationCarrier.Sns, messageId);
            }

            if (carrier == DestinationCarrier.S3Notification && s3.IsPresent)
            {
                return ReadS3(json.Slice(s3.Start, s3.Length), path + ".s3");
            }

            if (!isKnown || !hasBody || carrier != DestinationCarrier.Sqs)
            {
                throw new DestinationFormatException("this is no message of SQS, SNS or S3", path, offset);
            }

            return FromBody(Unescape(element, body, path + ".body"), messageId, deadLetter);
        }
        catch (DestinationFormatException error)
        {
            return new DestinationMessage(carrier, messageId, new DestinationFormatException(error.Problem, error.Path, error.ByteOffset < 0 ? offset : offset + error.ByteOffset, error));
        }
    }

    /// <summary>The body of an SQS message: a record, the bare event of a dead-letter queue, or an SNS notification without raw delivery.</summary>
    public static DestinationMessage FromBody(ReadOnlyMemory<byte> body, string? messageId, DeadLetterAttributes? deadLetter)
    {
        if (deadLetter is not null || !IsNotification(body.Span))
        {
            return new DestinationMessage(DestinationCarrier.Sqs, messageId, body) { DeadLetter = deadLetter };
        }

        DestinationMessage inner = ReadSns(body, "$.body", DestinationCarrier.SnsInSqs, messageId);

        // The consumer answers SQS by the id of the SQS message.
        return inner.Error is { } error
            ? new DestinationMessage(DestinationCarrier.SnsInSqs, messageId, error)
            : new DestinationMessage(DestinationCarrier.SnsInSqs, messageId, inner.Record) { DeadLetter = inner.DeadLetter };
    }

    private static bool IsNotification(ReadOnlySpan<byte> json)
    {
        try
        {
            var cursor = new JsonCursor(json);
            if (cursor.Peek() != '{')
            {
                return false;
            }

            cursor.EnterObject("$");
            bool first = true;
            bool hasMessage = false;
            bool hasTopic = false;
            while (cursor.NextMember(ref first, "$", out ReadOnlySpan<byte> name))
            {
                hasMessage |= name.SequenceEqual("Message"u8) && cursor.Peek() == '"';
                hasTopic |= name.SequenceEqual("TopicArn"u8);
                cursor.ReadSlice("$");
            }

            return hasMessage && hasTopic;
        }
        catch (DestinationFormatException)
        {
            // Whoever reads the record finds the fault, with its place.
            return false;
        }
    }

    private static DestinationMessage ReadSns(ReadOnlyMemory<byte> notification, string path, DestinationCarrier carrier, string? messageId)
    {
        var cursor = new JsonCursor(notification.Span);
        JsonString message = default;
        bool hasMessage = false;
        DeadLetterAttributes? deadLetter = null;
        cursor.EnterObject(path);
        bool first = true;
        while (cursor.NextMember(ref first, path, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("Message"u8))
            {
                message = cursor.ReadStringToken(path + ".Message");
                hasMessage = true;
            }
            else if (name.SequenceEqual("MessageId"u8))
            {
                string? own = cursor.ReadOptionalString(path + ".MessageId");
                messageId ??= own;
            }
            else if (name.SequenceEqual("MessageAttributes"u8) && cursor.Peek() == '{')
            {
                deadLetter = ReadAttributes(ref cursor, path + ".MessageAttributes", "Value"u8);
            }
            else
            {
                cursor.ReadSlice(path);
            }
        }

        return hasMessage
            ? new DestinationMessage(carrier, messageId, Unescape(notification, message, path + ".Message")) { DeadLetter = deadLetter }
            : throw new DestinationFormatException("the notification has no Message", path, 0);
    }

    private static DestinationMessage ReadS3(ReadOnlySpan<byte> json, string path)
    {
        string? bucket = null;
        string? key = null;
        var cursor = new JsonCursor(json);
        cursor.EnterObject(path);
        bool first = true;
        while (cursor.NextMember(ref first, path, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("bucket"u8) && cursor.Peek() == '{')
            {
                bucket = ReadText(ref cursor, path + ".bucket", "name"u8);
            }
            else if (name.SequenceEqual("object"u8) && cursor.Peek() == '{')
            {
                key = ReadText(ref cursor, path + ".object", "key"u8);
            }
            else
            {
                cursor.ReadSlice(path);
            }
        }

        return key is null || bucket is null
            ? throw new DestinationFormatException("the notification names no object of a bucket", path, 0)
            : new DestinationMessage(DestinationCarrier.S3Notification, null, default(ReadOnlyMemory<byte>)) { BucketName = bucket, ObjectKey = Uri.UnescapeDataString(key.Replace('+', ' ')) };
    }

    private static string? ReadText(ref JsonCursor cursor, string path, ReadOnlySpan<byte> member)
    {
        string? text = null;
        cursor.EnterObject(path);
        bool first = true;
        while (cursor.NextMember(ref first, path, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual(member))
            {
                text = cursor.ReadOptionalString(path);
            }
            else
            {
                cursor.ReadSlice(path);
            }
        }

        return text;
    }

    /// <summary>The message attributes that mark a message of a function's dead-letter queue (AWS Lambda Developer Guide).</summary>
    private static DeadLetterAttributes? ReadAttributes(ref JsonCursor cursor, string path, ReadOnlySpan<byte> valueName)
    {
        string? requestId = null;
        string? code = null;
        string? message = null;
        cursor.EnterObject(path);
        bool first = true;
        while (cursor.NextMember(ref first, path, out ReadOnlySpan<byte> name))
        {
            int which = name.SequenceEqual("RequestID"u8) ? 0 : name.SequenceEqual("ErrorCode"u8) ? 1 : name.SequenceEqual("ErrorMessage"u8) ? 2 : 3;
            if (which == 3 || cursor.Peek() != '{')
            {
                cursor.ReadSlice(path);
                continue;
            }

            string? value = ReadText(ref cursor, path, valueName);
            requestId = which == 0 ? value : requestId;
            code = which == 1 ? value : code;
            message = which == 2 ? value : message;
        }

        return requestId is null && message is null
            ? null
            : new DeadLetterAttributes { RequestId = requestId, ErrorCode = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null, ErrorMessage = message };
    }

    /// <summary>The string's content: a slice of the envelope when nothing is escaped, else a copy of this message alone.</summary>
    private static ReadOnlyMemory<byte> Unescape(ReadOnlyMemory<byte> json, JsonString token, string path)
    {
        ReadOnlyMemory<byte> raw = json.Slice(token.Start, token.Length);
        if (token.Escapes == 0)
        {
            return raw;
        }

        byte[] target = GC.AllocateUninitializedArray<byte>(raw.Length);
        return JsonText.TryUnescape(raw.Span, target, out int written)
            ? target.AsMemory(0, written)
            : throw new DestinationFormatException("a string holds an escape that JSON does not have", path, token.Start - 1);
    }
}
