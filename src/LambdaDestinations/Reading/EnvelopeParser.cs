using System;
using System.Diagnostics.CodeAnalysis;
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

    /// <summary>The detail type of what Lambda tells of a durable execution (AWS Lambda Developer Guide, "Monitoring durable functions").</summary>
    private const string StatusChange = "Durable Execution Status Change";

    /// <summary>The detail type of an S3 notification that goes to EventBridge (Amazon S3 User Guide).</summary>
    private const string ObjectCreated = "Object Created";

    /// <summary>What S3 sends once when a notification to a queue or topic is configured (Amazon S3 User Guide).</summary>
    private const string TestEvent = "s3:TestEvent";

    /// <summary>Who sends an event with <c>records</c> by topic and partition: MSK, and clusters of one's own (AWS Lambda Developer Guide).</summary>
    public static bool IsKafka(string? eventSource) => eventSource is "aws:kafka" or "SelfManagedKafka";

    public static DestinationBatch Read(ReadOnlyMemory<byte> utf8Event)
    {
        ReadOnlySpan<byte> json = utf8Event.Span;
        int invalid = RecordParser.FindInvalidUtf8(json);
        var cursor = new JsonCursor(json);
        if (cursor.Peek() == '[')
        {
            return ReadPipe(utf8Event, cursor.Position);
        }

        Event parts = default;
        try
        {
            ReadMembers(ref cursor, invalid, ref parts);
        }
        catch (DestinationFormatException) when (invalid >= 0)
        {
            RecordParser.CheckUtf8(json, "$");
            throw;
        }

        if (invalid >= 0 && !parts.IsFaultOfAnElement)
        {
            RecordParser.CheckUtf8(json, "$");
        }

        if (parts.Detail.IsPresent && FromBus(utf8Event, in parts, parts.Id, isSqs: false) is { } message)
        {
            return new DestinationBatch(message);
        }

        return parts.Records >= 0 ? new DestinationBatch(utf8Event, parts.Records, RecordsPath)
            : parts.Topics >= 0 && IsKafka(parts.EventSource) ? DestinationBatch.OfTopics(utf8Event, parts.Topics)
            : parts.IsRecord ? new DestinationBatch(new DestinationMessage(DestinationCarrier.Lambda, null, utf8Event))
            : parts.IsS3TestEvent ? new DestinationBatch(S3TestEvent(null, isSqs: false))
            : throw new DestinationFormatException(
                UnknownEvent.Problem(json, "a record of a destination, nor an event of SQS, SNS, EventBridge, S3 or Kafka that holds one"), "$", 0);
    }

    /// <summary>One element of <c>Records</c>, or of the array of a pipe. What is wrong with it concerns it alone.</summary>
    /// <param name="element">The element.</param>
    /// <param name="offset">Where it begins in the event.</param>
    /// <param name="path">Of the array.</param>
    /// <param name="index">Its place among the others.</param>
    public static DestinationMessage ReadElement(ReadOnlyMemory<byte> element, int offset, string path, int index)
    {
        Element parts = default;
        try
        {
            RecordParser.CheckUtf8(element.Span, ElementPath);
            Parse(element.Span, ref parts);
            DestinationMessage message = Unwrap(element, in parts, isPipe: path == "$");
            if (message.Error is { } error)
            {
                return Malformed(message.Carrier, error, in parts);
            }

            message.MessageGroupId = parts.MessageGroupId;
            return message;
        }
        catch (DestinationFormatException error)
        {
            // The id may stand behind the fault.
            ElementHead.Find(element.Span, ref parts);
            return Malformed(parts.Carrier, error, in parts);
        }

        DestinationMessage Malformed(DestinationCarrier carrier, DestinationFormatException error, in Element parts)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]{error.Path[ElementPath.Length..]}");
            var placed = new DestinationFormatException(error.Problem, place, offset + error.ByteOffset, error.InnerException);
            return new DestinationMessage(carrier, parts.MessageId, placed) { IsSqsMessage = parts.IsKnown && parts.Carrier == DestinationCarrier.Sqs, MessageGroupId = parts.MessageGroupId };
        }
    }

    /// <summary>
    /// The text that a message of SQS or SNS carries: a record, the bare event of a dead-letter queue, the notification of a topic
    /// that the queue is subscribed to without raw delivery, of a bucket, or an event of a bus.
    /// </summary>
    public static DestinationMessage FromText(ReadOnlyMemory<byte> text, DestinationCarrier carrier, string? messageId, DeadLetterAttributes? deadLetter)
    {
        bool isSqs = carrier is DestinationCarrier.Sqs or DestinationCarrier.SnsInSqs;
        TextKind kind = deadLetter is null ? Classify(text.Span) : TextKind.Record;
        if (kind == TextKind.Record || (kind == TextKind.SnsNotification && carrier is not (DestinationCarrier.Sqs or DestinationCarrier.Lambda)))
        {
            return new DestinationMessage(carrier, messageId, text) { DeadLetter = deadLetter, IsSqsMessage = isSqs };
        }

        DestinationCarrier inner = kind switch
        {
            TextKind.SnsNotification => carrier == DestinationCarrier.Sqs ? DestinationCarrier.SnsInSqs : DestinationCarrier.Sns,
            TextKind.BusEvent => DestinationCarrier.EventBridge,
            _ => DestinationCarrier.S3Notification,
        };
        try
        {
            RecordParser.CheckUtf8(text.Span, "$");
            return kind switch
            {
                TextKind.SnsNotification => ReadSns(text, 0, "$", inner, isWhole: true, messageId),
                TextKind.S3TestEvent => S3TestEvent(messageId, isSqs),
                // Of a member that stands twice the last counts, and a status change may be of another source: then it is an event like any other.
                TextKind.BusEvent => ReadBusEvent(text, messageId, isSqs) ?? new DestinationMessage(carrier, messageId, text) { IsSqsMessage = isSqs },
                _ => ReadS3Event(text.Span, messageId, isSqs),
            };
        }
        catch (DestinationFormatException error)
        {
            return new DestinationMessage(inner, messageId, error) { IsSqsMessage = isSqs };
        }
    }

    /// <summary>The array that a pipe hands to a function, of its source's messages or of what an input transformer made of them.</summary>
    private static DestinationBatch ReadPipe(ReadOnlyMemory<byte> utf8Event, int start)
    {
        var cursor = new JsonCursor(utf8Event.Span, start);
        cursor.ReadSlice("$");
        cursor.ExpectEnd("$");
        cursor = new JsonCursor(utf8Event.Span, start);
        cursor.EnterArray("$");
        return cursor.Peek() == '{'
            ? new DestinationBatch(utf8Event, start, "$")
            : throw new DestinationFormatException("this is an array without messages, not the array that EventBridge Pipes hands over", "$", start);
    }

    private static void ReadMembers(ref JsonCursor cursor, int invalidUtf8, ref Event parts)
    {
        parts.Records = -1;
        parts.Topics = -1;
        cursor.EnterObject("$");
        bool first = true;
        while (cursor.NextMember(ref first, "$", out ReadOnlySpan<byte> name))
        {
            ReadMember(ref cursor, name, invalidUtf8, ref parts);
        }

        cursor.ExpectEnd("$");
    }

    private static void ReadMember(ref JsonCursor cursor, ReadOnlySpan<byte> name, int invalidUtf8, ref Event parts)
    {
        byte next = cursor.Peek();
        int start = cursor.Position;
        if (name.SequenceEqual("requestContext"u8))
        {
            parts.IsRecord = RecordParser.GetKind(ref cursor) != DestinationRecordKind.Unknown;
        }
        else if (next == '[' && name.SequenceEqual("Records"u8))
        {
            parts.Records = start;
            ReadElements(ref cursor, ref parts);
        }
        else if (next == '{' && name.SequenceEqual("records"u8))
        {
            parts.Topics = start;
            ReadElements(ref cursor, ref parts);
        }
        else if (next == '{' && name.SequenceEqual("detail"u8))
        {
            parts.Detail = cursor.ReadSlice("$.detail");
        }
        else if (next != '"' || !ReadText(ref cursor, name, ref parts))
        {
            parts.Forget(name);
            SkipMember(ref cursor, name);
        }

        void ReadElements(ref JsonCursor cursor, ref Event parts)
        {
            JsonSlice slice = cursor.ReadSlice(RecordsPath);
            parts.IsFaultOfAnElement |= invalidUtf8 >= slice.Start && invalidUtf8 < slice.Start + slice.Length;
        }
    }

    /// <summary>Takes a member that is a string; false for one that tells nothing.</summary>
    private static bool ReadText(ref JsonCursor cursor, ReadOnlySpan<byte> name, ref Event parts)
    {
        if (name.SequenceEqual("detail-type"u8))
        {
            parts.DetailType = cursor.ReadRecurringString("$.detail-type");
        }
        else if (name.SequenceEqual("source"u8))
        {
            parts.Source = cursor.ReadRecurringString("$.source");
        }
        else if (name.SequenceEqual("id"u8))
        {
            parts.Id = cursor.ReadString("$.id");
        }
        else if (name.SequenceEqual("eventSource"u8))
        {
            parts.EventSource = cursor.ReadRecurringString("$.eventSource");
        }
        else if (RecordParser.IsExecution(name))
        {
            // A rule may pass on the detail alone.
            parts.IsRecord = cursor.ReadString("$.durableExecutionArn").Length > 0;
        }
        else if (name.SequenceEqual("Event"u8))
        {
            parts.IsS3TestEvent = cursor.ReadString("$.Event") == TestEvent;
        }
        else
        {
            return false;
        }

        return true;
    }

    private static void SkipMember(ref JsonCursor cursor, ReadOnlySpan<byte> name)
    {
        if (RecordParser.IsMember(name))
        {
            // Whoever reads the record validates it.
            cursor.ReadSlice("$");
        }
        else
        {
            cursor.Skip("$");
        }
    }

    /// <summary>What an event of a bus holds: the record of an invocation or a durable execution, or the object of a bucket; null for every other event.</summary>
    private static DestinationMessage? FromBus(ReadOnlyMemory<byte> json, in Event parts, string? id, bool isSqs) =>
        !IsOfInterest(parts.DetailType) || !IsSource(parts.Source, parts.DetailType) ? null
        : parts.DetailType == ObjectCreated ? ReadS3(new JsonCursor(json.Span, parts.Detail.Start), "$.detail", id, isEncoded: false, isSqs)
        : new DestinationMessage(DestinationCarrier.EventBridge, id, json.Slice(parts.Detail.Start, parts.Detail.Length)) { IsSqsMessage = isSqs };

    private static bool IsOfInterest([NotNullWhen(true)] string? detailType) =>
        detailType is not null && (detailType is ObjectCreated or StatusChange || detailType.StartsWith(InvocationResult, StringComparison.Ordinal));

    /// <summary>
    /// Whether AWS sent it: an application may use the detail type, but no source of AWS's (Amazon EventBridge API Reference, <c>PutEvents</c>).
    /// </summary>
    private static bool IsSource(string? source, string detailType) => detailType switch
    {
        StatusChange => source == "aws.lambda",
        ObjectCreated => source == "aws.s3",
        // The guide names "lambda"; a copy of it has "aws.lambda".
        _ => true,
    };

    /// <summary>The event of a bus in a message of a queue or topic; <see langword="null"/> for one that holds no record.</summary>
    private static DestinationMessage? ReadBusEvent(ReadOnlyMemory<byte> text, string? messageId, bool isSqs)
    {
        Event parts = default;
        var cursor = new JsonCursor(text.Span);
        ReadMembers(ref cursor, -1, ref parts);
        return FromBus(text, in parts, messageId, isSqs);
    }

    private static DestinationMessage S3TestEvent(string? messageId, bool isSqs) =>
        new(DestinationCarrier.S3Notification, messageId, default(ReadOnlyMemory<byte>)) { IsS3TestEvent = true, IsSqsMessage = isSqs };

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
                parts.SetSource(source);
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
                parts.Forget(name);
                SkipMember(json, ref cursor, name, ref parts);
            }
        }

        // Messages of a standard queue may have a group, too, which is no order.
        if (parts is { IsFifo: true, Attributes.IsPresent: true })
        {
            cursor = new JsonCursor(json, parts.Attributes.Start);
            parts.MessageGroupId = ReadText(ref cursor, ElementPath + ".attributes", "MessageGroupId"u8);
        }
    }

    /// <summary>Passes over a member of a message, and notes where its group stands and whether the queue keeps an order.</summary>
    private static void SkipMember(ReadOnlySpan<byte> json, ref JsonCursor cursor, ReadOnlySpan<byte> name, ref Element parts)
    {
        byte next = cursor.Peek();
        int start = cursor.Position;
        cursor.Skip(ElementPath);
        if (next == '"' && name.SequenceEqual("eventSourceARN"u8))
        {
            parts.IsFifo = json[start..cursor.Position].EndsWith(".fifo\""u8);
        }
        else if (next == '{' && name.SequenceEqual("attributes"u8))
        {
            parts.Attributes = new JsonSlice(start, cursor.Position - start);
        }
    }

    private static DestinationMessage Unwrap(ReadOnlyMemory<byte> element, in Element parts, bool isPipe)
    {
        const string BodyPath = ElementPath + ".body";
        if (!parts.IsKnown)
        {
            return (isPipe ? Transformed(element) : null)
                ?? throw new DestinationFormatException(UnknownEvent.Problem(element.Span, "a message of SQS, SNS, S3 or Kafka"), ElementPath, 0);
        }

        switch (parts.Carrier)
        {
            case DestinationCarrier.Kafka:
                return KafkaParser.Read(element, ElementPath, null, out _);
            case DestinationCarrier.Sns when parts.Sns.IsPresent:
                return ReadSns(element, parts.Sns.Start, ElementPath + ".Sns", DestinationCarrier.Sns, isWhole: false, null);
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

    /// <summary>The body alone, which is what an input transformer of a pipe makes of a message; null for anything else.</summary>
    private static DestinationMessage? Transformed(ReadOnlyMemory<byte> element)
    {
        DestinationMessage message = FromText(element, DestinationCarrier.Lambda, null, null);
        if (message.Error is { } error)
        {
            throw new DestinationFormatException(error.Problem, ElementPath + error.Path[1..], error.ByteOffset, error.InnerException);
        }

        return message.Carrier != DestinationCarrier.Lambda || RecordParser.GetKind(element.Span) != DestinationRecordKind.Unknown ? message : null;
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
            Features found = default;
            while (cursor.NextMember(ref first, "$", out ReadOnlySpan<byte> name))
            {
                if (name.SequenceEqual("requestContext"u8))
                {
                    // No notification has one.
                    return TextKind.Record;
                }

                Features named = FeaturesNamed(name);
                found = (found & ~named) | FeatureOf(json, named, ref cursor);
            }

            return found.HasFlag(Features.Message | Features.Topic) ? TextKind.SnsNotification
                : found.HasFlag(Features.DetailType | Features.Detail) ? TextKind.BusEvent
                : found.HasFlag(Features.TestEvent) ? TextKind.S3TestEvent
                : found.HasFlag(Features.S3Records) ? TextKind.S3Notification
                : TextKind.Record;
        }
        catch (DestinationFormatException)
        {
            // Whoever reads the record finds the fault, with its place.
            return TextKind.Record;
        }
    }

    /// <summary>What a member says about the text that it stands in. The value is passed over without a look into it.</summary>
    private static Features FeatureOf(ReadOnlySpan<byte> json, Features named, ref JsonCursor cursor)
    {
        byte next = cursor.Peek();
        int start = cursor.Position;
        JsonSlice slice = cursor.ReadSlice("$");
        bool isSaid = named switch
        {
            Features.Message or Features.Topic => next == '"',
            Features.DetailType => next == '"' && IsOfInterest(new JsonCursor(json, start).ReadRecurringString("$")),
            Features.TestEvent => next == '"' && json.Slice(slice.Start, slice.Length)[1..^1].SequenceEqual("s3:TestEvent"u8),
            Features.Detail => next == '{',
            Features.S3Records => next == '[' && IsS3(new JsonCursor(json, start)),
            _ => false,
        };
        return isSaid ? named : Features.None;
    }

    /// <summary>What a member of that name can say about the text. Of one that stands twice the last counts.</summary>
    private static Features FeaturesNamed(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("Message"u8) ? Features.Message
        : name.SequenceEqual("TopicArn"u8) ? Features.Topic
        : name.SequenceEqual("detail-type"u8) ? Features.DetailType
        : name.SequenceEqual("Event"u8) ? Features.TestEvent
        : name.SequenceEqual("detail"u8) ? Features.Detail
        : name.SequenceEqual("Records"u8) ? Features.S3Records
        : Features.None;

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
    /// <param name="json">What it stands in.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="path">Of the notification.</param>
    /// <param name="carrier">What brought it.</param>
    /// <param name="isWhole">Whether the notification is all of the text.</param>
    /// <param name="sqsMessageId">Of the message whose body it is.</param>
    private static DestinationMessage ReadSns(ReadOnlyMemory<byte> json, int start, string path, DestinationCarrier carrier, bool isWhole, string? sqsMessageId)
    {
        string messagePath = isWhole ? "$.Message" : ElementPath + ".Sns.Message";
        var cursor = new JsonCursor(json.Span, start);
        JsonString message = default;
        bool hasMessage = false;
        string? messageId = null;
        string? type = null;
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
            else if (next == '"' && name.SequenceEqual("Type"u8))
            {
                type = cursor.ReadRecurringString(path);
            }
            else if (next == '{' && name.SequenceEqual("MessageAttributes"u8))
            {
                deadLetter = ReadAttributes(ref cursor, path, "Value"u8);
            }
            else
            {
                // Of a member that stands twice the last counts, also where that is of another kind.
                hasMessage &= !name.SequenceEqual("Message"u8);
                messageId = name.SequenceEqual("MessageId"u8) ? null : messageId;
                type = name.SequenceEqual("Type"u8) ? null : type;
                deadLetter = name.SequenceEqual("MessageAttributes"u8) ? null : deadLetter;
                cursor.Skip(path);
            }
        }

        if (isWhole)
        {
            cursor.ExpectEnd(path);
        }

        if (type is "SubscriptionConfirmation" or "UnsubscribeConfirmation")
        {
            throw new DestinationFormatException($"this is an SNS message of the type {type}, which holds no record", path, start);
        }

        if (!hasMessage)
        {
            throw new DestinationFormatException("the notification has no Message that is a string", path, start);
        }

        // The consumer answers SQS by the id of the SQS message.
        DestinationMessage inner = FromText(Unescape(json, message, messagePath), carrier, carrier == DestinationCarrier.SnsInSqs ? sqsMessageId : messageId, deadLetter);
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
                bucket = name.SequenceEqual("bucket"u8) ? null : bucket;
                key = name.SequenceEqual("object"u8) ? null : key;
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
            string? value = null;
            if (which < 3 && cursor.Peek() == '{')
            {
                value = ReadText(ref cursor, path, valueName);
            }
            else
            {
                cursor.Skip(path);
            }

            requestId = which == 0 ? value : requestId;
            code = which == 1 ? value : code;
            message = which == 2 ? value : message;
        }

        return requestId is null && message is null
            ? null
            : new DeadLetterAttributes { RequestId = requestId, ErrorCode = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null, ErrorMessage = message };
    }

    /// <summary>The string's content: a slice of the envelope when nothing is escaped, else a copy of this message alone.</summary>
    public static ReadOnlyMemory<byte> Unescape(ReadOnlyMemory<byte> json, JsonString token, string path)
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
        BusEvent,
    }

    /// <summary>What the members of a text tell.</summary>
    [Flags]
    private enum Features
    {
        None = 0,
        Message = 1,
        Topic = 2,
        DetailType = 4,
        Detail = 8,
        TestEvent = 16,
        S3Records = 32,
    }

    /// <summary>The members of an event that matter.</summary>
    private ref struct Event
    {
        /// <summary>Where <c>Records</c> begins, or -1.</summary>
        public int Records;

        /// <summary>Where the <c>records</c> of Kafka begin, or -1.</summary>
        public int Topics;

        /// <summary>Whether what is not UTF-8 stands in an element, whose own fault it is then.</summary>
        public bool IsFaultOfAnElement;

        public bool IsRecord;
        public bool IsS3TestEvent;
        public string? EventSource;
        public string? DetailType;
        public string? Source;
        public string? Id;
        public JsonSlice Detail;

        /// <summary>Forgets a member that stands again, of a kind that tells nothing: the last counts.</summary>
        public void Forget(ReadOnlySpan<byte> name)
        {
            Records = name.SequenceEqual("Records"u8) ? -1 : Records;
            Topics = name.SequenceEqual("records"u8) ? -1 : Topics;
            Detail = name.SequenceEqual("detail"u8) ? default : Detail;
            DetailType = name.SequenceEqual("detail-type"u8) ? null : DetailType;
            Source = name.SequenceEqual("source"u8) ? null : Source;
            Id = name.SequenceEqual("id"u8) ? null : Id;
            EventSource = name.SequenceEqual("eventSource"u8) ? null : EventSource;
            IsS3TestEvent &= !name.SequenceEqual("Event"u8);
        }
    }

    /// <summary>The members of an element of <c>Records</c> that matter.</summary>
    internal ref struct Element
    {
        public DestinationCarrier Carrier;
        public bool IsKnown;
        public string? MessageId;
        public JsonString Body;
        public bool HasBody;
        public DeadLetterAttributes? DeadLetter;
        public JsonSlice Sns;
        public JsonSlice S3;
        public JsonSlice Attributes;

        /// <summary>Whether the queue keeps an order.</summary>
        public bool IsFifo;

        /// <summary>Of a FIFO queue's message.</summary>
        public string? MessageGroupId;

        /// <summary>Forgets a member that stands again, of a kind that tells nothing: the last counts.</summary>
        public void Forget(ReadOnlySpan<byte> name)
        {
            HasBody &= !name.SequenceEqual("body"u8);
            MessageId = name.SequenceEqual("messageId"u8) ? null : MessageId;
            IsKnown &= !(name.SequenceEqual("eventSource"u8) || name.SequenceEqual("EventSource"u8));
            DeadLetter = name.SequenceEqual("messageAttributes"u8) ? null : DeadLetter;
            Sns = name.SequenceEqual("Sns"u8) ? default : Sns;
            S3 = name.SequenceEqual("s3"u8) ? default : S3;
            Attributes = name.SequenceEqual("attributes"u8) ? default : Attributes;
            IsFifo &= !name.SequenceEqual("eventSourceARN"u8);
        }

        /// <summary>Takes the element's <c>eventSource</c>.</summary>
        public void SetSource(string source)
        {
            Carrier = source switch
            {
                "aws:sns" => DestinationCarrier.Sns,
                "aws:s3" => DestinationCarrier.S3Notification,
                _ => IsKafka(source) ? DestinationCarrier.Kafka : DestinationCarrier.Sqs,
            };
            IsKnown = Carrier != DestinationCarrier.Sqs || source == "aws:sqs";
        }
    }
}
