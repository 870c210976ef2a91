using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace LambdaDestinations.Reading;

/// <summary>The members of a record; payloads as slices, not yet validated.</summary>
internal ref struct RecordFields
{
    public string? Version;
    public DateTimeOffset? Timestamp;
    public InvocationRequestContext? RequestContext;
    public InvocationResponseContext? ResponseContext;
    public JsonSlice RequestPayload;
    public JsonSlice ResponsePayload;
    public JsonSlice Payload;
    public KinesisBatchInfo? Kinesis;
    public DynamoDbBatchInfo? DynamoDb;
    public KafkaBatchInfo? Kafka;

    /// <summary>Offset of the condition's value.</summary>
    public int ConditionOffset;

    /// <summary>Whether a batch information object is there.</summary>
    public readonly bool IsStream => Kinesis is not null || DynamoDb is not null || Kafka is not null;
}

/// <summary>Reads a record's own members in one pass. Of a member that occurs twice the last one counts.</summary>
internal static class RecordParser
{
    private const string Root = "$";
    private const string RequestContextPath = "$.requestContext";
    private const string ResponseContextPath = "$.responseContext";
    private const string KafkaPath = "$.KafkaBatchInfo";
    private const string RecordsInfoPath = "$.KafkaBatchInfo.recordsInfo";
    private const string RecordInfoPath = "$.KafkaBatchInfo.recordInfo";

    /// <summary>Stands for the key in the paths of one range, until something is wrong with it.</summary>
    private const string RangePath = "$.KafkaBatchInfo.recordsInfo[*]";

    private static readonly StreamBatchPaths KinesisPaths = new("$.KinesisBatchInfo");
    private static readonly StreamBatchPaths DynamoDbPaths = new("$.DDBStreamBatchInfo");

    /// <summary>Reads the record and checks that what AWS always writes is there.</summary>
    public static void Parse(ReadOnlySpan<byte> json, ref RecordFields fields)
    {
        CheckUtf8(json, Root);
        var cursor = new JsonCursor(json);
        cursor.EnterObject(Root);
        bool first = true;
        while (cursor.NextMember(ref first, Root, out ReadOnlySpan<byte> name))
        {
            switch (name.Length)
            {
                case 7 when name.SequenceEqual("version"u8):
                    fields.Version = cursor.ReadRecurringString("$.version");
                    continue;
                case 9 when name.SequenceEqual("timestamp"u8):
                    fields.Timestamp = cursor.ReadTimestamp("$.timestamp");
                    continue;
                case 14 when name.SequenceEqual("requestContext"u8):
                    fields.RequestContext = ReadRequestContext(ref cursor, ref fields);
                    continue;
                case 15 when name.SequenceEqual("responseContext"u8):
                    fields.ResponseContext = ReadResponseContext(ref cursor);
                    continue;
                case 14 when name.SequenceEqual("requestPayload"u8):
                    Replace(json, ref fields.RequestPayload, cursor.ReadSlice("$.requestPayload"), "$.requestPayload");
                    continue;
                case 15 when name.SequenceEqual("responsePayload"u8):
                    Replace(json, ref fields.ResponsePayload, cursor.ReadSlice("$.responsePayload"), "$.responsePayload");
                    continue;
                case 7 when name.SequenceEqual("payload"u8):
                    Replace(json, ref fields.Payload, cursor.ReadSlice("$.payload"), "$.payload");
                    continue;
                case 16 when name.SequenceEqual("KinesisBatchInfo"u8):
                    fields.Kinesis = cursor.TryReadNull() ? null : ReadKinesis(ref cursor);
                    continue;
                case 18 when name.SequenceEqual("DDBStreamBatchInfo"u8):
                    fields.DynamoDb = cursor.TryReadNull() ? null : ReadDynamoDb(ref cursor);
                    continue;
                case 14 when name.SequenceEqual("KafkaBatchInfo"u8):
                    fields.Kafka = cursor.TryReadNull() ? null : ReadKafka(ref cursor);
                    continue;
                default:
                    cursor.Skip(Root);
                    continue;
            }
        }

        cursor.ExpectEnd(Root);
        if (fields.RequestContext is null && UnknownEvent.Describe(json) is not null)
        {
            throw new DestinationFormatException(UnknownEvent.Problem(json, "a record of a destination"), Root, 0);
        }

        Require(fields.Version is not null, "version", Root, 0);
        Require(fields.Timestamp is not null, "timestamp", Root, 0);
        Require(fields.RequestContext is not null, "requestContext", Root, 0);
    }

    /// <summary>Tells the kind without reading more than it takes; anything that is not a record's JSON is unknown.</summary>
    public static DestinationRecordKind GetKind(ReadOnlySpan<byte> json)
    {
        var cursor = new JsonCursor(json);
        DestinationRecordKind kind = DestinationRecordKind.Unknown;
        if (cursor.Peek() is not ((byte)'{' or 0))
        {
            cursor.Skip(Root);
            cursor.ExpectEnd(Root);
            return kind;
        }

        cursor.EnterObject(Root);
        bool first = true;
        bool stream = false;
        bool durable = false;
        while (cursor.NextMember(ref first, Root, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("requestContext"u8))
            {
                kind = GetKind(ref cursor);
                if (kind == DestinationRecordKind.Success)
                {
                    // No stream record reports a success.
                    return kind;
                }
            }
            else if (IsRequestOrResponse(name))
            {
                // Asynchronous records only; saves the walk to the end.
                if (kind != DestinationRecordKind.Unknown)
                {
                    return kind;
                }

                cursor.ReadSlice(Root);
            }
            else
            {
                byte next = cursor.Peek();
                cursor.ReadSlice(Root);
                stream |= next != 'n' && IsBatchInfo(name);
                durable |= next == '"' && IsExecution(name);
            }
        }

        return kind == DestinationRecordKind.Unknown ? durable ? DestinationRecordKind.DurableExecution : kind
            : stream ? DestinationRecordKind.StreamFailure
            : kind;
    }

    /// <summary>Whether an asynchronous or stream record has a member of this name that is read.</summary>
    public static bool IsMember(ReadOnlySpan<byte> name) =>
        IsRequestOrResponse(name) || IsBatchInfo(name)
        || name.SequenceEqual("version"u8) || name.SequenceEqual("timestamp"u8) || name.SequenceEqual("responseContext"u8) || name.SequenceEqual("payload"u8);

    private static bool IsRequestOrResponse(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("requestPayload"u8) || name.SequenceEqual("responsePayload"u8);

    /// <summary>Whether it is the member that only the status change of a durable execution has.</summary>
    public static bool IsExecution(ReadOnlySpan<byte> name) => name.SequenceEqual("durableExecutionArn"u8);

    private static bool IsBatchInfo(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("KinesisBatchInfo"u8) || name.SequenceEqual("DDBStreamBatchInfo"u8) || name.SequenceEqual("KafkaBatchInfo"u8);

    /// <summary>Consumes <c>requestContext</c>; without a condition it is another service's.</summary>
    public static DestinationRecordKind GetKind(ref JsonCursor cursor)
    {
        DestinationRecordKind kind = DestinationRecordKind.Unknown;
        if (cursor.Peek() != '{')
        {
            cursor.ReadSlice(RequestContextPath);
            return kind;
        }

        cursor.EnterObject(RequestContextPath);
        bool first = true;
        while (cursor.NextMember(ref first, RequestContextPath, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("condition"u8) && cursor.Peek() == '"')
            {
                kind = cursor.ReadString("$.requestContext.condition") == DestinationCondition.Success.Value
                    ? DestinationRecordKind.Success
                    : DestinationRecordKind.Failure;
            }
            else
            {
                cursor.ReadSlice(RequestContextPath);
            }
        }

        return kind;
    }

    /// <summary>Checks the encoding of the whole text, so that nothing that reads a part of it has to.</summary>
    public static void CheckUtf8(ReadOnlySpan<byte> json, string path)
    {
        int offset = FindInvalidUtf8(json);
        if (offset >= 0)
        {
            throw new DestinationFormatException("the text is not valid UTF-8", path, offset);
        }
    }

    /// <summary>Where the bytes are not UTF-8; -1 if they are.</summary>
    public static int FindInvalidUtf8(ReadOnlySpan<byte> json)
    {
        if (Utf8.IsValid(json))
        {
            return -1;
        }

        int offset = 0;
        while (Rune.DecodeFromUtf8(json[offset..], out _, out int length) == OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }

    /// <summary>A payload that a later one of the same name replaces is validated here, as nobody else will.</summary>
    private static void Replace(ReadOnlySpan<byte> json, ref JsonSlice target, JsonSlice value, string path)
    {
        if (target.IsPresent)
        {
            JsonCursor.Validate(json, target, path);
        }

        target = value;
    }

    private static InvocationRequestContext ReadRequestContext(ref JsonCursor cursor, ref RecordFields fields)
    {
        cursor.EnterObject(RequestContextPath);
        int start = cursor.Position;
        string? requestId = null;
        string? functionArn = null;
        string? condition = null;
        int? count = null;
        bool first = true;
        while (cursor.NextMember(ref first, RequestContextPath, out ReadOnlySpan<byte> name))
        {
            switch (name.Length)
            {
                case 9 when name.SequenceEqual("requestId"u8):
                    requestId = cursor.ReadString("$.requestContext.requestId");
                    continue;
                case 11 when name.SequenceEqual("functionArn"u8):
                    functionArn = cursor.ReadRecurringString("$.requestContext.functionArn");
                    continue;
                case 9 when name.SequenceEqual("condition"u8):
                    fields.ConditionOffset = cursor.Position;
                    condition = cursor.ReadRecurringString("$.requestContext.condition");
                    continue;
                case 22 when name.SequenceEqual("approximateInvokeCount"u8):
                    count = cursor.ReadCount("$.requestContext.approximateInvokeCount");
                    continue;
                default:
                    cursor.Skip(RequestContextPath);
                    continue;
            }
        }

        Require(requestId is not null, "requestId", RequestContextPath, start);
        Require(functionArn is not null, "functionArn", RequestContextPath, start);
        Require(condition is not null, "condition", RequestContextPath, start);
        Require(count is not null, "approximateInvokeCount", RequestContextPath, start);
        return new InvocationRequestContext
        {
            RequestId = requestId!,
            FunctionArn = functionArn!,
            Condition = new DestinationCondition(condition!),
            ApproximateInvokeCount = count!.Value,
        };
    }

    private static InvocationResponseContext? ReadResponseContext(ref JsonCursor cursor)
    {
        if (cursor.TryReadNull())
        {
            return null;
        }

        cursor.EnterObject(ResponseContextPath);
        int? statusCode = null;
        string? executedVersion = null;
        string? functionError = null;
        bool first = true;
        while (cursor.NextMember(ref first, ResponseContextPath, out ReadOnlySpan<byte> name))
        {
            switch (name.Length)
            {
                case 10 when name.SequenceEqual("statusCode"u8):
                    statusCode = cursor.TryReadNull() ? null : cursor.ReadCount("$.responseContext.statusCode");
                    continue;
                case 15 when name.SequenceEqual("executedVersion"u8):
                    executedVersion = cursor.ReadOptionalRecurringString("$.responseContext.executedVersion");
                    continue;
                case 13 when name.SequenceEqual("functionError"u8):
                    functionError = cursor.ReadOptionalRecurringString("$.responseContext.functionError");
                    continue;
                default:
                    cursor.Skip(ResponseContextPath);
                    continue;
            }
        }

        return new InvocationResponseContext
        {
            StatusCode = statusCode,
            ExecutedVersion = executedVersion,
            FunctionError = functionError,
        };
    }

    private static KinesisBatchInfo ReadKinesis(ref JsonCursor cursor)
    {
        StreamBatch batch = ReadStreamBatch(ref cursor, KinesisPaths);
        return new KinesisBatchInfo
        {
            ShardId = batch.ShardId,
            StartSequenceNumber = batch.Start,
            EndSequenceNumber = batch.End,
            ApproximateArrivalOfFirstRecord = batch.FirstArrival,
            ApproximateArrivalOfLastRecord = batch.LastArrival,
            BatchSize = batch.Size,
            StreamArn = batch.StreamArn,
        };
    }

    private static DynamoDbBatchInfo ReadDynamoDb(ref JsonCursor cursor)
    {
        StreamBatch batch = ReadStreamBatch(ref cursor, DynamoDbPaths);
        return new DynamoDbBatchInfo
        {
            ShardId = batch.ShardId,
            StartSequenceNumber = batch.Start,
            EndSequenceNumber = batch.End,
            ApproximateArrivalOfFirstRecord = batch.FirstArrival,
            ApproximateArrivalOfLastRecord = batch.LastArrival,
            BatchSize = batch.Size,
            StreamArn = batch.StreamArn,
        };
    }

    private static StreamBatch ReadStreamBatch(ref JsonCursor cursor, StreamBatchPaths paths)
    {
        string path = paths.Root;
        cursor.EnterObject(path);
        int start = cursor.Position;
        string? shardId = null;
        string? startSequence = null;
        string? endSequence = null;
        string? streamArn = null;
        DateTimeOffset? firstArrival = null;
        DateTimeOffset? lastArrival = null;
        int? size = null;
        bool first = true;
        while (cursor.NextMember(ref first, path, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("shardId"u8))
            {
                shardId = cursor.ReadRecurringString(paths.ShardId);
            }
            else if (name.SequenceEqual("startSequenceNumber"u8))
            {
                startSequence = cursor.ReadString(paths.Start);
            }
            else if (name.SequenceEqual("endSequenceNumber"u8))
            {
                endSequence = cursor.ReadString(paths.End);
            }
            else if (name.SequenceEqual("approximateArrivalOfFirstRecord"u8))
            {
                firstArrival = cursor.ReadTimestamp(paths.FirstArrival);
            }
            else if (name.SequenceEqual("approximateArrivalOfLastRecord"u8))
            {
                lastArrival = cursor.ReadTimestamp(paths.LastArrival);
            }
            else if (name.SequenceEqual("batchSize"u8))
            {
                size = cursor.ReadCount(paths.Size);
            }
            else if (name.SequenceEqual("streamArn"u8))
            {
                streamArn = cursor.ReadRecurringString(paths.StreamArn);
            }
            else
            {
                cursor.Skip(path);
            }
        }

        Require(shardId is not null, "shardId", path, start);
        Require(startSequence is not null, "startSequenceNumber", path, start);
        Require(endSequence is not null, "endSequenceNumber", path, start);
        Require(firstArrival is not null, "approximateArrivalOfFirstRecord", path, start);
        Require(lastArrival is not null, "approximateArrivalOfLastRecord", path, start);
        Require(size is not null, "batchSize", path, start);
        Require(streamArn is not null, "streamArn", path, start);
        return new StreamBatch(
            shardId!, startSequence!, endSequence!, firstArrival!.Value, lastArrival!.Value, size!.Value, streamArn!);
    }

    private static KafkaBatchInfo ReadKafka(ref JsonCursor cursor)
    {
        cursor.EnterObject(KafkaPath);
        int start = cursor.Position;
        int? size = null;
        string? eventSourceArn = null;
        string? bootstrapServers = null;
        long? payloadSize = null;
        IReadOnlyList<KafkaRecordRange> ranges = [];
        KafkaRecordPosition? position = null;
        bool first = true;
        while (cursor.NextMember(ref first, KafkaPath, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("batchSize"u8))
            {
                size = cursor.ReadCount("$.KafkaBatchInfo.batchSize");
            }
            else if (name.SequenceEqual("eventSourceArn"u8))
            {
                eventSourceArn = cursor.ReadOptionalRecurringString("$.KafkaBatchInfo.eventSourceArn");
            }
            else if (name.SequenceEqual("bootstrapServers"u8))
            {
                bootstrapServers = cursor.ReadOptionalRecurringString("$.KafkaBatchInfo.bootstrapServers");
            }
            else if (name.SequenceEqual("payloadSize"u8))
            {
                payloadSize = cursor.TryReadNull() ? null : cursor.ReadLongCount("$.KafkaBatchInfo.payloadSize");
            }
            else if (name.SequenceEqual("recordsInfo"u8))
            {
                ranges = cursor.TryReadNull() ? [] : ReadRanges(ref cursor);
            }
            else if (name.SequenceEqual("recordInfo"u8))
            {
                position = cursor.TryReadNull() ? null : ReadPosition(ref cursor);
            }
            else
            {
                cursor.Skip(KafkaPath);
            }
        }

        Require(size is not null, "batchSize", KafkaPath, start);
        return new KafkaBatchInfo
        {
            BatchSize = size!.Value,
            EventSourceArn = eventSourceArn,
            BootstrapServers = bootstrapServers,
            PayloadSize = payloadSize,
            RecordsInfo = ranges,
            RecordInfo = position,
        };
    }

    private static KafkaRecordRange[] ReadRanges(ref JsonCursor cursor)
    {
        var ranges = new List<KafkaRecordRange>();
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        cursor.EnterObject(RecordsInfoPath);
        bool first = true;
        while (cursor.NextMember(ref first, RecordsInfoPath, out ReadOnlySpan<byte> name))
        {
            string key = Encoding.UTF8.GetString(name);
            KafkaRecordRange range = ReadRangeOf(ref cursor, key);
            if (indexes.TryAdd(key, ranges.Count))
            {
                ranges.Add(range);
            }
            else
            {
                ranges[indexes[key]] = range;
            }
        }

        return [.. ranges];
    }

    private static KafkaRecordRange ReadRangeOf(ref JsonCursor cursor, string key)
    {
        try
        {
            return ReadRange(ref cursor, key);
        }
        catch (DestinationFormatException error) when (error.Path.StartsWith(RangePath, StringComparison.Ordinal))
        {
            throw new DestinationFormatException(
                error.Problem, $"{RecordsInfoPath}['{key}']{error.Path[RangePath.Length..]}", error.ByteOffset, error.InnerException);
        }
    }

    private static KafkaRecordRange ReadRange(ref JsonCursor cursor, string key)
    {
        int hyphen = key.LastIndexOf('-');
        if (hyphen < 0 || !int.TryParse(
            key.AsSpan(hyphen + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int partition))
        {
            throw new DestinationFormatException("the key is not a topic, a hyphen and a partition", RangePath, cursor.Position);
        }

        cursor.EnterObject(RangePath);
        int start = cursor.Position;
        string? firstOffset = null;
        string? lastOffset = null;
        DateTimeOffset? firstTime = null;
        DateTimeOffset? lastTime = null;
        bool first = true;
        while (cursor.NextMember(ref first, RangePath, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("firstRecordOffset"u8))
            {
                firstOffset = cursor.ReadString(RangePath + ".firstRecordOffset");
            }
            else if (name.SequenceEqual("lastRecordOffset"u8))
            {
                lastOffset = cursor.ReadString(RangePath + ".lastRecordOffset");
            }
            else if (name.SequenceEqual("firstRecordTimestamp"u8))
            {
                firstTime = cursor.TryReadNull() ? null : cursor.ReadTimestamp(RangePath + ".firstRecordTimestamp");
            }
            else if (name.SequenceEqual("lastRecordTimestamp"u8))
            {
                lastTime = cursor.TryReadNull() ? null : cursor.ReadTimestamp(RangePath + ".lastRecordTimestamp");
            }
            else
            {
                cursor.Skip(RangePath);
            }
        }

        Require(firstOffset is not null, "firstRecordOffset", RangePath, start);
        Require(lastOffset is not null, "lastRecordOffset", RangePath, start);
        return new KafkaRecordRange
        {
            Topic = key[..hyphen],
            Partition = partition,
            FirstRecordOffset = firstOffset!,
            LastRecordOffset = lastOffset!,
            FirstRecordTimestamp = firstTime,
            LastRecordTimestamp = lastTime,
        };
    }

    private static KafkaRecordPosition ReadPosition(ref JsonCursor cursor)
    {
        cursor.EnterObject(RecordInfoPath);
        int start = cursor.Position;
        string? offset = null;
        DateTimeOffset? time = null;
        bool first = true;
        while (cursor.NextMember(ref first, RecordInfoPath, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("offset"u8))
            {
                offset = cursor.ReadString("$.KafkaBatchInfo.recordInfo.offset");
            }
            else if (name.SequenceEqual("timestamp"u8))
            {
                time = cursor.TryReadNull() ? null : cursor.ReadTimestamp("$.KafkaBatchInfo.recordInfo.timestamp");
            }
            else
            {
                cursor.Skip(RecordInfoPath);
            }
        }

        Require(offset is not null, "offset", RecordInfoPath, start);
        return new KafkaRecordPosition { Offset = offset!, Timestamp = time };
    }

    public static void Require(bool present, string member, string path, int offset)
    {
        if (!present)
        {
            throw new DestinationFormatException($"'{member}' is missing", $"{path}.{member}", offset);
        }
    }

    /// <summary>The JSONPaths of a batch's members, made once.</summary>
    private sealed class StreamBatchPaths(string root)
    {
        public string Root { get; } = root;

        public string ShardId { get; } = root + ".shardId";

        public string Start { get; } = root + ".startSequenceNumber";

        public string End { get; } = root + ".endSequenceNumber";

        public string FirstArrival { get; } = root + ".approximateArrivalOfFirstRecord";

        public string LastArrival { get; } = root + ".approximateArrivalOfLastRecord";

        public string Size { get; } = root + ".batchSize";

        public string StreamArn { get; } = root + ".streamArn";
    }

    private readonly record struct StreamBatch(
        string ShardId, string Start, string End, DateTimeOffset FirstArrival, DateTimeOffset LastArrival, int Size, string StreamArn);
}
