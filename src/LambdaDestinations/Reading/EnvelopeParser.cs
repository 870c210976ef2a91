using System;
using System.Globalization;

namespace LambdaDestinations.Reading;

/// <summary>Takes records out of what the carriers wrap around them.</summary>
internal static class EnvelopeParser
{
    public const string RecordsPath = "$.Records";

    /// <summary>Stands for the path of one element, until something is wrong with it.</summary>
    private const string ElementPath = "$.Records[*]";

    /// <summary>AWS's detail types are "Lambda Function Invocation Result - Success" and "… - Failure".</summary>
    private const string InvocationResult = "Lambda Function Invocation Result";

    /// <summary>The detail type of an S3 notification that goes to EventBridge (Amazon S3 User Guide).</summary>
    private const string ObjectCreated = "Object Created";

    public static DestinationBatch Read(ReadOnlyMemory<byte> utf8Event)
    {
        ReadOnlySpan<byte> json = utf8Event.Span;
        RecordParser.CheckUtf8(json);
        var cursor = new JsonCursor(json);
        cursor.EnterObject("$");
        bool first = true;
        bool isRecord = false;
        int records = -1;
        string? detailType = null;
        string? id = null;
        JsonSlice detail = default;
        while (cursor.NextMember(ref first, "$", out ReadOnlySpan<byte> name))
        {
            byte next = cursor.Peek();
            if (name.SequenceEqual("requestContext"u8))
            {
                isRecord = RecordParser.GetKind(ref cursor) != DestinationRecordKind.Unknown;
            }
            else if (name.SequenceEqual("Records"u8) && next == '[')
            {
                records = cursor.Position;
                cursor.ReadSlice(RecordsPath);
            }
            else if (name.SequenceEqual("detail-type"u8) && next == '"')
            {
                detailType = cursor.ReadRecurringString("$.detail-type");
            }
            else if (name.SequenceEqual("id"u8) && next == '"')
            {
                id = cursor.ReadString("$.id");
            }
            else if (name.SequenceEqual("detail"u8) && next == '{')
            {
                detail = cursor.ReadSlice("$.detail");
            }
            else if (RecordParser.IsMember(name))
            {
                // Whoever reads the record validates it.
                cursor.ReadSlice("$");
            }
            else
            {
                cursor.Skip("$");
            }
        }

        cursor.ExpectEnd("$");
        if (detail.IsPresent && detailType is not null)
        {
            if (detailType.StartsWith(InvocationResult, StringComparison.Ordinal))
            {
                return new DestinationBatch(new DestinationMessage(DestinationCarrier.EventBridge, id, utf8Event.Slice(detail.Start, detail.Length)));
            }

            if (detailType == ObjectCreated)
            {
                return new DestinationBatch(ReadS3(new JsonCursor(json, detail.Start), "$.detail", id, isEncoded: false));
            }
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
    /// <param name="element">The element.</param>
    /// <param name="offset">Where it begins in the event.</param>
    /// <param name="index">Its place among the others.</param>
    public static DestinationMessage ReadElement(ReadOnlyMemory<byte> element, int offset, int index)
    {
        Element parts = default;
        try
        {
            Parse(element.Span, ref parts);
            DestinationMessage message = Unwrap(element, in parts);
            return message.Error is { } error ? Malformed(message.Carrier, error, in parts) : message;
        }
        catch (DestinationFormatException error)
        {
            return Malformed(parts.Carrier, error, in parts);
        }

        DestinationMessage Malformed(DestinationCarrier carrier, DestinationFormatException error, in Element parts)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{RecordsPath}[{index}]{error.Path[ElementPath.Length..]}");
            var placed = new DestinationFormatException(error.Problem, path, offset + error.ByteOffset, error.InnerException);
            return new DestinationMessage(carrier, parts.MessageId, placed) { IsSqsMessage = parts.IsKnown && parts.Carrier == DestinationCarrier.Sqs };
        }
    }

    /// <summary>
    /// The text that a message of SQS or SNS carries: a record, the bare event of a dead-letter queue, the notification of a topic
    /// that the queue is subscribed to without raw delivery, or of a bucket.
    /// </summary>
    public static DestinationMessage FromText(ReadOnlyMemory<byte> text, DestinationCarrier carrier, string? messageId, DeadLetterAttributes? deadLetter)
    {
        bool isSqs = carrier is DestinationCarrier.Sqs or DestinationCarrier.SnsInSqs;
        TextKind kind = deadLetter is null ? Classify(text.Span) : TextKind.Record;
        if (kind == TextKind.Record || (kind == TextKind.SnsNotification && carrier != DestinationCarrier.Sqs))
        {
            return new DestinationMessage(carrier, messageId, text) { DeadLetter = deadLetter, IsSqsMessage = isSqs };
        }

        try
        {
            RecordParser.CheckUtf8(text.Span);
            return kind switch
            {
                TextKind.SnsNotification => ReadSns(text, 0, "$", DestinationCarrier.SnsInSqs, messageId),
                TextKind.S3TestEvent => new DestinationMessage(DestinationCarrier.S3Notification, messageId, default(ReadOnlyMemory<byte>)) { IsS3TestEvent = true, IsSqsMessage = isSqs },
                _ => ReadS3Event(text.Span, messageId, isSqs),
            };
        }
        catch (DestinationFormatException error)
        {
            DestinationCarrier inner = kind == TextKind.SnsNotification ? DestinationCarrier.SnsInSqs : DestinationCarrier.S3Notification;
            return new DestinationMessage(inner, messageId, error) { IsSqsMessage = isSqs };
        }
    }

    private static void Parse(ReadOnlySpan<byte> json, ref Element parts)
    {
        var cursor = new JsonCursor(json);
        cursor.EnterObject(ElementPath);
        bool first = true;
        while (cursor.NextMember(ref first, ElementPath, out ReadOnlySpan<byte> name))
        {
            byte next = cursor.Peek();
            if (next == '"' && name.SequenceEqual("body"u8))
            {
                parts.Body = cursor.ReadStringToken(ElementPath + ".body");
                parts.HasBody = true;
            }
            else if (next == '"' && name.SequenceEqual("messageId"u8))
            {
                parts.MessageId = cursor.ReadString(ElementPath + ".messageId");
            }
            else if (next == '"' && (name.SequenceEqual("eventSource"u8) || name.SequenceEqual("EventSource"u8)))
            {
                string source = cursor.ReadRecurringString(ElementPath + ".eventSource");
                parts.IsKnown = source is "aws:sqs" or "aws:sns" or "aws:s3";
                parts.Carrier = source switch { "aws:sns" => DestinationCarrier.Sns, "aws:s3" => DestinationCarrier.S3Notification, _ => DestinationCarrier.Sqs };
            }
            else if (next == '{' && name.SequenceEqual("messageAttributes"u8))
            {
                parts.DeadLetter = ReadAttributes(ref cursor, ElementPath + ".messageAttributes", "stringValue"u8);
            }
            else if (next == '{' && name.SequenceEqual("Sns"u8))
            {
                parts.Sns = cursor.ReadSlice(ElementPath + ".Sns");
            }
            else if (next == '{' && name.SequenceEqual("s3"u8))
            {
                parts.S3 = cursor.ReadSlice(ElementPath + ".s3");
            }
            else
            {
                cursor.Skip(ElementPath);
            }
        }
    }

    private static DestinationMessage Unwrap(ReadOnlyMemory<byte> element, in Element parts)
    {
        const string BodyPath = ElementPath + ".body";
        if (!parts.IsKnown)
        {
            throw new DestinationFormatException("this is no message of SQS, SNS or S3", ElementPath, 0);
        }

        switch (parts.Carrier)
        {
            case DestinationCarrier.Sns when parts.Sns.IsPresent:
                return ReadSns(element, parts.Sns.Start, ElementPath + ".Sns", DestinationCarrier.Sns, null);
            case DestinationCarrier.S3Notification when parts.S3.IsPresent:
                return ReadS3(new JsonCursor(element.Span, parts.S3.Start), ElementPath + ".s3", null, isEncoded: true);
            case DestinationCarrier.Sqs when parts.HasBody:
                DestinationMessage message = FromText(Unescape(element, parts.Body, BodyPath), DestinationCarrier.Sqs, parts.MessageId, parts.DeadLetter);
                return message.Error is { } error
                    ? new DestinationMessage(message.Carrier, message.MessageId, Outside(error, BodyPath, parts.Body))
                    : message;
            default:
                throw new DestinationFormatException(
                    parts.Carrier switch { DestinationCarrier.Sns => "the message has no Sns object", DestinationCarrier.Sqs => "the message has no body that is a string", _ => "the notification has no s3 object" }, ElementPath, 0);
        }
    }

    /// <summary>An error inside an escaped string, seen from outside: the string's own place is all that there is.</summary>
    private static DestinationFormatException Outside(DestinationFormatException error, string path, JsonString text) =>
        new(error.Problem, path + error.Path[1..], text.Start - 1, error.InnerException);

    private static TextKind Classify(ReadOnlySpan<byte> json)
    {
        try
        {
            var cursor = new JsonCursor(json);
            if (cursor.Peek() != '{')
            {
                return TextKind.Record;
            }

            cursor.EnterObject("$");
            bool first = true;
            bool hasMessage = false;
            bool hasTopic = false;
            bool isTest = false;
            bool isS3 = false;
            while (cursor.NextMember(ref first, "$", out ReadOnlySpan<byte> name))
            {
                if (name.SequenceEqual("requestContext"u8))
                {
                    // No notification has one.
                    return TextKind.Record;
                }

                byte next = cursor.Peek();
                int start = cursor.Position;
                JsonSlice value = cursor.ReadSlice("$");
                hasMessage |= next == '"' && name.SequenceEqual("Message"u8);
                hasTopic |= next == '"' && name.SequenceEqual("TopicArn"u8);
                isTest |= name.SequenceEqual("Event"u8) && json.Slice(value.Start, value.Length).SequenceEqual("\"s3:TestEvent\""u8);
                isS3 |= next == '[' && name.SequenceEqual("Records"u8) && IsS3(new JsonCursor(json, start));
            }

            return hasMessage && hasTopic ? TextKind.SnsNotification
                : isTest ? TextKind.S3TestEvent
                : isS3 ? TextKind.S3Notification
                : TextKind.Record;
        }
        catch (DestinationFormatException)
        {
            // Whoever reads the record finds the fault, with its place.
            return TextKind.Record;
        }
    }

    /// <summary>Whether the first element of an array is S3's.</summary>
    private static bool IsS3(JsonCursor cursor)
    {
        cursor.EnterArray(RecordsPath);
        bool first = true;
        if (!cursor.NextElement(ref first, RecordsPath) || cursor.Peek() != '{')
        {
            return false;
        }

        cursor.EnterObject(RecordsPath);
        first = true;
        while (cursor.NextMember(ref first, RecordsPath, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("eventSource"u8) && cursor.Peek() == '"')
            {
                return cursor.ReadRecurringString(RecordsPath) == "aws:s3";
            }

            cursor.ReadSlice(RecordsPath);
        }

        return false;
    }

    /// <summary>The S3 event that a message of a queue or topic carries; S3 writes one record into each.</summary>
    private static DestinationMessage ReadS3Event(ReadOnlySpan<byte> json, string? messageId, bool isSqs)
    {
        DestinationMessage? notification = null;
        var cursor = new JsonCursor(json);
        cursor.EnterObject("$");
        bool first = true;
        while (cursor.NextMember(ref first, "$", out ReadOnlySpan<byte> name))
        {
            if (!name.SequenceEqual("Records"u8))
            {
                cursor.Skip("$");
                continue;
            }

            cursor.EnterArray(RecordsPath);
            for (bool firstElement = true; cursor.NextElement(ref firstElement, RecordsPath);)
            {
                if (notification is not null)
                {
                    throw new DestinationFormatException("the notification names more than one object", RecordsPath, cursor.Position);
                }

                notification = ReadS3Record(ref cursor, json, messageId, isSqs);
            }
        }

        cursor.ExpectEnd("$");
        return notification ?? throw new DestinationFormatException("the notification names no object of a bucket", RecordsPath, 0);
    }

    private static DestinationMessage? ReadS3Record(ref JsonCursor cursor, ReadOnlySpan<byte> json, string? messageId, bool isSqs)
    {
        const string path = RecordsPath + "[0]";
        DestinationMessage? notification = null;
        cursor.EnterObject(path);
        bool first = true;
        while (cursor.NextMember(ref first, path, out ReadOnlySpan<byte> name))
        {
            int start = cursor.Position;
            cursor.Skip(path);
            if (name.SequenceEqual("s3"u8))
            {
                notification = ReadS3(new JsonCursor(json, start), path + ".s3", messageId, isEncoded: true, isSqs);
            }
        }

        return notification;
    }

    /// <summary>An SNS notification, in an event of SNS or as the body of an SQS message.</summary>
    private static DestinationMessage ReadSns(ReadOnlyMemory<byte> json, int start, string path, DestinationCarrier carrier, string? sqsMessageId)
    {
        bool isBody = carrier == DestinationCarrier.SnsInSqs;
        string messagePath = isBody ? "$.Message" : ElementPath + ".Sns.Message";
        var cursor = new JsonCursor(json.Span, start);
        JsonString message = default;
        bool hasMessage = false;
        string? messageId = null;
        DeadLetterAttributes? deadLetter = null;
        cursor.EnterObject(path);
        bool first = true;
        while (cursor.NextMember(ref first, path, out ReadOnlySpan<byte> name))
        {
            byte next = cursor.Peek();
            if (next == '"' && name.SequenceEqual("Message"u8))
            {
                message = cursor.ReadStringToken(messagePath);
                hasMessage = true;
            }
            else if (next == '"' && name.SequenceEqual("MessageId"u8))
            {
                messageId = cursor.ReadString(path);
            }
            else if (next == '{' && name.SequenceEqual("MessageAttributes"u8))
            {
                deadLetter = ReadAttributes(ref cursor, path, "Value"u8);
            }
            else
            {
                cursor.Skip(path);
            }
        }

        if (isBody)
        {
            cursor.ExpectEnd(path);
        }

        if (!hasMessage)
        {
            throw new DestinationFormatException("the notification has no Message that is a string", path, start);
        }

        // The consumer answers SQS by the id of the SQS message.
        DestinationMessage inner = FromText(Unescape(json, message, messagePath), carrier, isBody ? sqsMessageId : messageId, deadLetter);
        return inner.Error is { } error ? throw Outside(error, messagePath, message) : inner;
    }

    /// <summary>The object that a notification names.</summary>
    private static DestinationMessage ReadS3(JsonCursor cursor, string path, string? messageId, bool isEncoded, bool isSqs = false)
    {
        int start = cursor.Position;
        string? bucket = null;
        string? key = null;
        cursor.EnterObject(path);
        bool first = true;
        while (cursor.NextMember(ref first, path, out ReadOnlySpan<byte> name))
        {
            if (cursor.Peek() == '{' && name.SequenceEqual("bucket"u8))
            {
                bucket = ReadText(ref cursor, path, "name"u8);
            }
            else if (cursor.Peek() == '{' && name.SequenceEqual("object"u8))
            {
                key = ReadText(ref cursor, path, "key"u8);
            }
            else
            {
                cursor.Skip(path);
            }
        }

        if (string.IsNullOrEmpty(bucket) || string.IsNullOrEmpty(key))
        {
            throw new DestinationFormatException("the notification names no object of a bucket", path, start);
        }

        return new DestinationMessage(DestinationCarrier.S3Notification, messageId, default(ReadOnlyMemory<byte>))
        {
            BucketName = bucket,
            ObjectKey = isEncoded ? Uri.UnescapeDataString(key.Replace('+', ' ')) : key,
            IsSqsMessage = isSqs,
        };
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
                cursor.Skip(path);
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
                cursor.Skip(path);
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

    /// <summary>What the text of a message is, told by its members.</summary>
    private enum TextKind
    {
        Record,
        SnsNotification,
        S3Notification,
        S3TestEvent,
    }

    /// <summary>The members of an element of <c>Records</c> that matter.</summary>
    private ref struct Element
    {
        public DestinationCarrier Carrier;
        public bool IsKnown;
        public string? MessageId;
        public JsonString Body;
        public bool HasBody;
        public DeadLetterAttributes? DeadLetter;
        public JsonSlice Sns;
        public JsonSlice S3;
    }
}
