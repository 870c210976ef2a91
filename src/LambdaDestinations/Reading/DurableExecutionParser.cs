using System;

namespace LambdaDestinations.Reading;

/// <summary>Reads the status change of a durable execution. Of a member that occurs twice the last one counts.</summary>
internal static class DurableExecutionParser
{
    private const string Root = "$";

    /// <summary>Reads the record and checks that what AWS always writes is there.</summary>
    public static DurableExecutionRecord Parse(ReadOnlyMemory<byte> utf8Record)
    {
        ReadOnlySpan<byte> json = utf8Record.Span;
        RecordParser.CheckUtf8(json, Root);
        var cursor = new JsonCursor(json);
        cursor.EnterObject(Root);
        Fields fields = default;
        bool first = true;
        while (cursor.NextMember(ref first, Root, out ReadOnlySpan<byte> name))
        {
            Read(ref cursor, name, ref fields);
        }

        cursor.ExpectEnd(Root);
        if (fields.Arn is null && UnknownEvent.Describe(json) is not null)
        {
            throw new DestinationFormatException(UnknownEvent.Problem(json, "the status change of a durable execution"), Root, 0);
        }

        RecordParser.Require(fields.Arn is not null, "durableExecutionArn", Root, 0);
        RecordParser.Require(fields.Name is not null, "durableExecutionName", Root, 0);
        RecordParser.Require(fields.FunctionArn is not null, "functionArn", Root, 0);
        RecordParser.Require(fields.Status is not null, "status", Root, 0);
        RecordParser.Require(fields.Start is not null, "startTimestamp", Root, 0);
        return new DurableExecutionRecord
        {
            DurableExecutionArn = fields.Arn!,
            DurableExecutionName = fields.Name!,
            FunctionArn = fields.FunctionArn!,
            StatusText = fields.Status!,
            StartTimestamp = fields.Start!.Value,
            EndTimestamp = fields.End,
            Json = utf8Record,
        };
    }

    private static void Read(ref JsonCursor cursor, ReadOnlySpan<byte> name, ref Fields fields)
    {
        if (name.SequenceEqual("durableExecutionArn"u8))
        {
            fields.Arn = cursor.ReadString("$.durableExecutionArn");
        }
        else if (name.SequenceEqual("durableExecutionName"u8))
        {
            fields.Name = cursor.ReadString("$.durableExecutionName");
        }
        else if (name.SequenceEqual("functionArn"u8))
        {
            fields.FunctionArn = cursor.ReadRecurringString("$.functionArn");
        }
        else if (name.SequenceEqual("status"u8))
        {
            fields.Status = cursor.ReadRecurringString("$.status");
        }
        else if (name.SequenceEqual("startTimestamp"u8))
        {
            fields.Start = cursor.ReadTimestamp("$.startTimestamp");
        }
        else if (name.SequenceEqual("endTimestamp"u8))
        {
            fields.End = cursor.TryReadNull() ? null : cursor.ReadTimestamp("$.endTimestamp");
        }
        else
        {
            cursor.Skip(Root);
        }
    }

    private ref struct Fields
    {
        public string? Arn;
        public string? Name;
        public string? FunctionArn;
        public string? Status;
        public DateTimeOffset? Start;
        public DateTimeOffset? End;
    }
}
