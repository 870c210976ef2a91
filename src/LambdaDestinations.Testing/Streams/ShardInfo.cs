using System;
using System.Collections.Generic;
using System.Text.Json;

namespace LambdaDestinations.Testing.Streams;

/// <summary>The positions of a discarded batch in the form of Kinesis and DynamoDB.</summary>
internal static class ShardInfo
{
    internal static void Write(
        Utf8JsonWriter writer, string name, StreamShard shard, IReadOnlyList<StreamRecord> records, string streamArn, Func<DateTimeOffset, string> format)
    {
        writer.WriteStartObject(name);
        writer.WriteString("shardId"u8, shard.Id);
        writer.WriteString("startSequenceNumber"u8, records[0].Sequence);
        writer.WriteString("endSequenceNumber"u8, records[^1].Sequence);
        writer.WriteString("approximateArrivalOfFirstRecord"u8, format(records[0].Time));
        writer.WriteString("approximateArrivalOfLastRecord"u8, format(records[^1].Time));
        writer.WriteNumber("batchSize"u8, records.Count);
        writer.WriteString("streamArn"u8, streamArn);
        writer.WriteEndObject();
    }
}
