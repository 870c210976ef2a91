using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CsCheck;

namespace LambdaDestinations.Tests.Properties;

/// <summary>Records as trees for <see cref="JsonScribe"/>, with everything AWS may write, leave out or write as null.</summary>
internal static class RecordGen
{
    /// <summary>Any text: escapes, controls, other scripts, surrogate pairs, never half of one.</summary>
    public static readonly Gen<string> Text = Gen.Frequency(
            (12, Gen.Int[' ', '~']),
            (2, Any.Of((int)'"', '\\', '/', '\n', '\t', '\b', '\f', '\r')),
            (1, Gen.Int[0, 0x1F]),
            (2, Gen.Int[0x7F, 0xD7FF]),
            (1, Gen.Int[0xE000, 0xFFFF]),
            (2, Gen.Int[0x10000, 0x10FFFF]))
        .Select(char.ConvertFromUtf32).Array[0, 90].Select(string.Concat);

    private static readonly Gen<string> Name = Gen.OneOf(Text, Any.Of("$LATEST", "arn:aws:lambda:us-east-1:123456789012:function:f", "Unhandled", "7"));

    private static readonly Gen<string> Time = Gen.Select(Gen.Long[DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks], Gen.Int[0, 7], Any.Of("Z", "+00:00", "-07:30"))
        .Where((ticks, _, zone) => zone != "-07:30" || (ticks > TimeSpan.TicksPerDay && ticks < DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay))
        .Select((ticks, digits, zone) => new DateTime(ticks).ToString("yyyy-MM-dd'T'HH:mm:ss" + (digits == 0 ? "" : "." + new string('f', digits)), CultureInfo.InvariantCulture) + zone);

    private static readonly Gen<int> Count = Gen.OneOf(Gen.Int[0, 9], Gen.Int[0, int.MaxValue]);

    private static readonly Gen<object?> Payload = Gen.OneOf(
        Any.Of<object?>(null, new RawJson("true"), new RawJson("-1.5E+300"), new RawJson("[ ]"), new RawJson("{ }"), new RawJson("[1,{\"a\":[\"}\"]},\"\\\\\"]")),
        Text.Select(text => (object?)text),
        Gen.Select(Text, Count).Select((text, count) => (object?)new JsonMembers([("orderId", text), ("quantity", count)])));

    private static readonly Gen<JsonMembers> ErrorLeaf = Members(
        Maybe("errorType", Gen.OneOf(Text.Select(text => (object?)text), Gen.Const((object?)null))),
        Maybe("errorMessage", Text.Select(text => (object?)text)),
        Maybe("stackTrace", Text.Array[0, 3].Select(lines => (object?)lines)));

    private static readonly Gen<JsonMembers> Error = Gen.Select(ErrorLeaf, ErrorLeaf.Array[0, 2], Gen.Bool).Select((error, causes, isAggregate) =>
    {
        List<(string, object?)> members = [.. error.Members];
        if (causes.Length != 0)
        {
            members.Add(("cause", causes[0]));
            if (isAggregate)
            {
                members.Add(("causes", causes));
            }
        }

        return new JsonMembers(members);
    });

    private static readonly Gen<(string, object?)[]> ResponseContext = Maybe("responseContext", Gen.OneOf(
        Gen.Const((object?)null),
        Members(
            Maybe("statusCode", Gen.OneOf(Count.Select(count => (object?)count), Gen.Const((object?)null))),
            Maybe("executedVersion", Gen.OneOf(Name.Select(name => (object?)name), Gen.Const((object?)null))),
            Maybe("functionError", Gen.OneOf(Name.Select(name => (object?)name), Gen.Const((object?)null)))).Select(members => (object?)members)));

    /// <summary>The record of a success.</summary>
    public static readonly Gen<JsonMembers> Success = Members(
        Head(Gen.Const("Success")), ResponseContext, Maybe("requestPayload", Payload), Maybe("responsePayload", Payload));

    /// <summary>The record of a failure.</summary>
    public static readonly Gen<JsonMembers> Failure = Members(
        Head(FailureCondition()),
        ResponseContext,
        Maybe("requestPayload", Payload),
        Maybe("responsePayload", Gen.OneOf(Error.Select(error => (object?)error), Gen.Const((object?)null))));

    /// <summary>The record of a stream batch.</summary>
    public static readonly Gen<JsonMembers> StreamFailure = Members(
        Head(FailureCondition()), ResponseContext, BatchInfo(), Maybe("payload", Payload.Where(payload => payload is not string)));

    private static Gen<string> FailureCondition() =>
        Gen.OneOf(Text.Where(text => text != "Success"), Any.Of("RetriesExhausted", "RetryAttemptsExhausted", "EventAgeExceeded", "Successful", "success"));

    private static Gen<(string, object?)[]> Head(Gen<string> condition) =>
        Gen.Select(Name, Time, Members(One("requestId", Text), One("functionArn", Name), One("condition", condition), One("approximateInvokeCount", Count)))
            .Select((version, time, context) => new (string, object?)[] { ("version", version), ("timestamp", time), ("requestContext", context) });

    private static Gen<(string, object?)[]> BatchInfo() => Gen.OneOf(
        StreamBatch().Select(info => new (string, object?)[] { ("KinesisBatchInfo", info) }),
        StreamBatch().Select(info => new (string, object?)[] { ("DDBStreamBatchInfo", info), ("KinesisBatchInfo", null) }),
        Kafka().Select(info => new (string, object?)[] { ("KafkaBatchInfo", info) }));

    private static Gen<JsonMembers> StreamBatch() => Members(
        One("shardId", Name), One("startSequenceNumber", Text), One("endSequenceNumber", Text), One("approximateArrivalOfFirstRecord", Time),
        One("approximateArrivalOfLastRecord", Time), One("batchSize", Count), One("streamArn", Name));

    private static Gen<JsonMembers> Kafka() => Members(
        One("batchSize", Count),
        Maybe("eventSourceArn", Name.Select(name => (object?)name)),
        Maybe("bootstrapServers", Gen.OneOf(Name.Select(name => (object?)name), Gen.Const((object?)null))),
        Maybe("payloadSize", Gen.Long[0, long.MaxValue].Select(size => (object?)size)),
        Gen.OneOf(
            Maybe("recordInfo", Members(One("offset", Text), Maybe("timestamp", Time.Select(time => (object?)time))).Select(info => (object?)info)),
            Maybe("recordsInfo", Ranges().Select(ranges => (object?)ranges))));

    private static Gen<RawJson> Ranges() =>
        Gen.Select(Gen.Char["az-"].Array[1, 6], Gen.Int[0, 3], Members(One("firstRecordOffset", Text), One("lastRecordOffset", Text), Maybe("firstRecordTimestamp", Time.Select(time => (object?)time)), Maybe("lastRecordTimestamp", Gen.Const((object?)null))))
            .Select((topic, partition, range) => ($"{new string(topic)}-{partition}", (object?)range)).Array[0, 4]
            .Select(ranges => new RawJson("{" + string.Join(" , ", ranges.Select(range => $"\"{range.Item1}\":{JsonScribe.Write(range.Item2, new Random(1))}")) + "}"));

    private static Gen<(string, object?)[]> One<T>(string name, Gen<T> value) => value.Select(one => new (string, object?)[] { (name, one) });

    /// <summary>Absent, there, or there twice.</summary>
    private static Gen<(string, object?)[]> Maybe(string name, Gen<object?> value) => Gen.Frequency(
        (2, Gen.Const(Array.Empty<(string, object?)>())),
        (6, value.Select(one => new (string, object?)[] { (name, one) })),
        (1, value.Array[2].Select(two => two.Select(one => (name, one)).ToArray())));

    private static Gen<JsonMembers> Members(params Gen<(string, object?)[]>[] members) =>
        members.Aggregate(Gen.Const(new JsonMembers([])), (all, next) => Gen.Select(all, next).Select((before, added) => new JsonMembers([.. before.Members, .. added])));
}
