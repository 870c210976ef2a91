using System;
using System.Linq;
using System.Text;

namespace LambdaDestinations.Tests.Records;

/// <summary>What is wrong, and where: the path, and the offset of the mark <c>#</c> in the text, which is taken out before.</summary>
public sealed class MalformedTests
{
    [Theory]
    [InlineData("#", "$", "expected an object, found the end of the text")]
    [InlineData("#null", "$", "expected an object, found null")]
    [InlineData("#[1]", "$", "expected an object, found an array")]
    [InlineData("#\uFEFF{}", "$", "expected an object, found a byte order mark")]
    [InlineData("{#", "$", "expected a member's name, found the end of the text")]
    [InlineData("{\"version\"#", "$", "expected ':', found the end of the text")]
    [InlineData("{\"version\":#", "$.version", "expected a string, found the end of the text")]
    [InlineData("{\"version\":#\"1.0", "$.version", "a string is not closed")]
    [InlineData("{\"version\":\"1#\n0\"}", "$.version", "a string holds an unescaped control character")]
    [InlineData("{\"version\":\"1\\\\#\n0\"}", "$.version", "a string holds an unescaped control character")]
    [InlineData("{\"version\":\"1.0\"#", "$", "expected ',' or '}', found the end of the text")]
    [InlineData("{\"version\":\"1.0\",#}", "$", "expected a member's name, found '}'")]
    [InlineData("{#,}", "$", "expected a member's name, found ','")]
    [InlineData("{\"version\":#1}", "$.version", "expected a string, found a number")]
    [InlineData("{\"version\":#null}", "$.version", "expected a string, found null")]
    [InlineData("{\"version\":\"#\\x\"}", "$.version", "the string holds an invalid escape")]
    [InlineData("{\"version\":\"#\\ud800\"}", "$.version", "the string holds an invalid escape")]
    [InlineData("{\"timestamp\":#\"yesterday\"}", "$.timestamp", "the string is not an ISO 8601 date and time")]
    [InlineData("{\"timestamp\":#\"2026-02-30T00:00:00Z\"}", "$.timestamp", "the string is not an ISO 8601 date and time")]
    [InlineData("{\"timestamp\":#1772619604835}", "$.timestamp", "expected a string, found a number")]
    [InlineData("{\"requestContext\":#\"x\"}", "$.requestContext", "expected an object, found a string")]
    [InlineData("{\"requestContext\":{\"approximateInvokeCount\":#\"3\"}}", "$.requestContext.approximateInvokeCount", "expected an integer, found a string")]
    [InlineData("{\"requestContext\":{\"approximateInvokeCount\":#-1}}", "$.requestContext.approximateInvokeCount", "the number is out of range")]
    [InlineData("{\"requestContext\":{\"approximateInvokeCount\":#2147483648}}", "$.requestContext.approximateInvokeCount", "the number is out of range")]
    [InlineData("{\"requestContext\":{\"approximateInvokeCount\":#9223372036854775808}}", "$.requestContext.approximateInvokeCount", "the number is not an integer of 64 bits")]
    [InlineData("{\"requestContext\":{\"approximateInvokeCount\":#1e999}}", "$.requestContext.approximateInvokeCount", "the number is not an integer of 64 bits")]
    [InlineData("{\"requestContext\":{\"approximateInvokeCount\":#1.5}}", "$.requestContext.approximateInvokeCount", "the number is not an integer of 64 bits")]
    [InlineData("{\"requestContext\":{\"approximateInvokeCount\":#007}}", "$.requestContext.approximateInvokeCount", "a number may not begin with 0")]
    [InlineData("{\"requestContext\":{\"approximateInvokeCount\":#-}}", "$.requestContext.approximateInvokeCount", "expected an integer, found a number")]
    [InlineData("{\"requestContext\":{\"approximateInvokeCount\":#+1}}", "$.requestContext.approximateInvokeCount", "expected an integer, found '+'")]
    [InlineData("{\"responseContext\":{\"statusCode\":#true}}", "$.responseContext.statusCode", "expected an integer, found a boolean")]
    [InlineData("{\"unknown\":{\"a\":[1,#]}}", "$", "The JSON array contains a trailing comma at the end which is not supported in this mode. Change the reader options.")]
    [InlineData("{\"unknown\":{\"a\":1#", "$", "the text ends inside an object or array")]
    [InlineData("{\"KinesisBatchInfo\":{#\"shardId\":\"s\"}}", "$.KinesisBatchInfo.startSequenceNumber", "'startSequenceNumber' is missing")]
    [InlineData("{\"DDBStreamBatchInfo\":{\"batchSize\":#\"1\"}}", "$.DDBStreamBatchInfo.batchSize", "expected an integer, found a string")]
    [InlineData("{\"KafkaBatchInfo\":{\"recordsInfo\":{\"orders\":#{}}}}", "$.KafkaBatchInfo.recordsInfo['orders']", "the key is not a topic, a hyphen and a partition")]
    [InlineData("{\"KafkaBatchInfo\":{\"recordsInfo\":{\"orders-0\":{\"firstRecordOffset\":#7}}}}", "$.KafkaBatchInfo.recordsInfo['orders-0'].firstRecordOffset", "expected a string, found a number")]
    [InlineData("{\"KafkaBatchInfo\":{\"recordsInfo\":{\"orders-0\":{#}}}}", "$.KafkaBatchInfo.recordsInfo['orders-0'].firstRecordOffset", "'firstRecordOffset' is missing")]
    [InlineData("#{}", "$.version", "'version' is missing")]
    [InlineData("#{\"version\":\"1.0\"}", "$.timestamp", "'timestamp' is missing")]
    [InlineData("{\"requestContext\":{#}}", "$.requestContext.requestId", "'requestId' is missing")]
    public void A_record(string marked, string path, string problem)
    {
        int offset = Encoding.UTF8.GetByteCount(marked[..marked.IndexOf('#', StringComparison.Ordinal)]);
        DestinationFormatException error = Fails(marked.Remove(marked.IndexOf('#', StringComparison.Ordinal), 1));
        Assert.Equal((path, problem, (long)offset), (error.Path, error.Problem, error.ByteOffset));
        Assert.Equal($"{path} (byte {offset}): {problem}", error.Message);
    }

    [Fact]
    public void What_follows_a_record()
    {
        byte[] json = [.. Corpus.Read("async-failure.lambda").AsSpan().TrimEnd((byte)'\n'), (byte)' ', (byte)'x'];
        DestinationFormatException error = Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure(json, TestContext.Default.Order));
        Assert.Equal(("$", "expected the end of the text, found 'x'", json.Length - 1L), (error.Path, error.Problem, error.ByteOffset));
    }

    [Fact]
    public void Invalid_UTF_8_is_found_wherever_it_is()
    {
        byte[] json = Corpus.Read("async-failure.raw");
        for (int at = 0; at < json.Length; at += 13)
        {
            byte[] broken = [.. json];
            broken[at] = 0xFF;
            DestinationFormatException error = Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure(broken, TestContext.Default.Order));
            Assert.Equal(("the text is not valid UTF-8", (long)at), (error.Problem, error.ByteOffset));
            Assert.Equal((long)at, Assert.Throws<DestinationFormatException>(() => DestinationEnvelope.Read(broken)).ByteOffset);
        }
    }

    [Fact]
    public void Every_truncation_of_every_file_is_refused()
    {
        foreach (string name in Corpus.Names.Where(name => name.EndsWith(".raw", StringComparison.Ordinal)))
        {
            byte[] json = Corpus.Read(name).AsSpan().TrimEnd((byte)'\n').ToArray();
            for (int length = 0; length < json.Length; length++)
            {
                ReadOnlyMemory<byte> part = json.AsMemory(0, length);
                Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadSuccess(part, TestContext.Default.JsonElement, TestContext.Default.JsonElement));
                Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure(part, TestContext.Default.JsonElement));
                Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadStreamFailure(part, TestContext.Default.JsonElement));
                Assert.Throws<DestinationFormatException>(() => DestinationEnvelope.Read(part));
            }
        }
    }

    [Fact]
    public void A_payload_of_another_type_is_reported_where_it_differs()
    {
        byte[] json = Encoding.UTF8.GetBytes("""
            {"version":"1.0","timestamp":"2026-03-04T10:15:30Z",
            "requestPayload":{"orderId":"é",
              "quantity":"two"},"requestContext":{"requestId":"r","functionArn":"a","condition":"RetriesExhausted","approximateInvokeCount":3}}
            """);
        DestinationFormatException error = Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure(json, TestContext.Default.Order));
        Assert.Equal("$.requestPayload.quantity", error.Path);
        Assert.InRange(error.ByteOffset, json.AsSpan().IndexOf("\"two\""u8), json.AsSpan().IndexOf("\"two\""u8) + 5);
        Assert.DoesNotContain("BytePositionInLine", error.Message, StringComparison.Ordinal);
        Assert.IsType<System.Text.Json.JsonException>(error.InnerException);
    }

    [Fact]
    public void A_payload_that_its_type_refuses()
    {
        byte[] json = Encoding.UTF8.GetBytes("""
            {"version":"1.0","timestamp":"2026-03-04T10:15:30Z","requestPayload":{"quantity":0},"requestContext":{"requestId":"r","functionArn":"a","condition":"RetriesExhausted","approximateInvokeCount":3}}
            """);
        DestinationFormatException error = Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure(json, TestContext.Default.Picky));
        Assert.Equal("$.requestPayload", error.Path);
        Assert.Equal(json.AsSpan().IndexOf("{\"quantity"u8), error.ByteOffset);
        Assert.IsType<ArgumentOutOfRangeException>(error.InnerException);
    }

    [Theory]
    [InlineData("\"\"", "the string is empty or holds an invalid escape")]
    [InlineData("\"\\x\"", "the string is empty or holds an invalid escape")]
    [InlineData("\"{\\\"Records\\\":}\"", null)]
    [InlineData("\"not JSON\"", null)]
    [InlineData("{\"Records\":}", null)]
    public void A_failed_event_that_is_no_JSON(string payload, string? problem)
    {
        byte[] json = RecordTests.StreamJson($"{RecordTests.Batch},\"payload\":{payload}");
        int offset = json.AsSpan().IndexOf(Encoding.UTF8.GetBytes(payload));
        foreach (Action read in new Action[] { () => DestinationRecordReader.ReadStreamFailure(json), () => DestinationRecordReader.ReadStreamFailure(json, TestContext.Default.StreamEvent) })
        {
            DestinationFormatException error = Assert.Throws<DestinationFormatException>(read);
            Assert.StartsWith("$.payload", error.Path, StringComparison.Ordinal);
            Assert.InRange(error.ByteOffset, offset, payload.StartsWith('"') ? offset : offset + payload.Length);
            Assert.Equal(problem ?? error.Problem, error.Problem);
        }
    }

    [Fact]
    public void The_payloads_of_another_kind_are_validated_too()
    {
        const string head = """{"version":"1.0","timestamp":"2026-03-04T10:15:30Z","requestContext":{"requestId":"r","functionArn":"a","condition":"@","approximateInvokeCount":3},""";
        byte[] success = Encoding.UTF8.GetBytes(head.Replace("@", "Success", StringComparison.Ordinal) + "\"payload\":{\"a\"}}");
        Assert.Equal("$.payload", Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadSuccess<Order, Receipt>(success, null, null)).Path);
        byte[] failure = Encoding.UTF8.GetBytes(head + "\"payload\":{\"a\"}}");
        Assert.Equal("$.payload", Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure<Order>(failure, null)).Path);
        foreach (string name in new[] { "requestPayload", "responsePayload" })
        {
            byte[] stream = RecordTests.StreamJson($"{RecordTests.Batch},\"{name}\":[1,,2]");
            Assert.Equal($"$.{name}", Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadStreamFailure(stream)).Path);
        }
    }

    [Fact]
    public void The_record_of_another_kind()
    {
        DestinationFormatException error = Assert.Throws<DestinationFormatException>(
            () => DestinationRecordReader.ReadSuccess(Corpus.Read("async-failure.raw"), TestContext.Default.Order, TestContext.Default.Receipt));
        Assert.Equal(("$.requestContext.condition", "expected the record of a success, found a record with the condition RetriesExhausted"), (error.Path, error.Problem));
        Assert.Equal((byte)'"', Corpus.Read("async-failure.raw")[error.ByteOffset]);
        Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure(Corpus.Read("async-success.raw"), TestContext.Default.Order));
        Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure(Corpus.Read("esm-kinesis.raw"), TestContext.Default.Order));
        Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadStreamFailure(Corpus.Read("async-failure.raw")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{}x")]
    [InlineData("{")]
    [InlineData("tru")]
    [InlineData("\"\\ud800")]
    public void A_dead_letter_that_is_no_JSON(string body) => Assert.Throws<DestinationFormatException>(
        () => DestinationRecordReader.ReadDeadLetter(Encoding.UTF8.GetBytes(body), null, TestContext.Default.Order));

    [Fact]
    public void A_dead_letter_may_be_null() =>
        Assert.Null(DestinationRecordReader.ReadDeadLetter(" null "u8.ToArray(), null, TestContext.Default.Order).Request);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Depth_is_that_of_the_payloads_reader(int depth, bool fits)
    {
        string payload = new string('[', depth) + new string(']', depth);
        byte[] json = RecordTests.StreamJson($"{RecordTests.Batch},\"payload\":{payload}");
        Action[] reads =
        [
            () => DestinationRecordReader.ReadStreamFailure(json),
            () => DestinationRecordReader.ReadStreamFailure(json, TestContext.Default.JsonElement),
            () => DestinationRecordReader.ReadFailure<Order>(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json).Replace("\"payload\"", "\"unknown\"", StringComparison.Ordinal).Replace("Kinesis", "Other", StringComparison.Ordinal)), null),
        ];
        foreach (Action read in reads)
        {
            if (fits)
            {
                read();
            }
            else
            {
                Assert.Throws<DestinationFormatException>(read);
            }
        }
    }

    /// <summary>Hundreds of kilobytes each; a reader whose work grows faster than its input does not come back from them.</summary>
    [Fact]
    public void Hostile_input_is_refused_or_read_in_one_pass()
    {
        const int Size = 300_000;
        string[] texts =
        [
            new('[', Size),
            new('{', Size),
            string.Concat(Enumerable.Repeat("{\"a\":", Size / 5)),
            "{\"a\":" + new string('[', Size) + new string(']', Size) + "}",
            "{\"a\":\"" + new string('\\', Size) + "\"}",
            "{\"a\":" + new string('9', Size) + "}",
            "{\"requestContext\":{\"approximateInvokeCount\":" + new string('9', Size) + "}}",
            "{" + string.Join(",", Enumerable.Repeat("\"requestPayload\":1", Size / 17)) + "}",
            "{" + string.Join(",", Enumerable.Repeat("\"version\":\"\"", Size / 12)) + "}",
            "{\"KafkaBatchInfo\":{\"recordsInfo\":{" + string.Join(",", Enumerable.Repeat("\"a-0\":{\"firstRecordOffset\":\"\",\"lastRecordOffset\":\"\"}", Size / 55)) + "}}}",
            "{\"Records\":[" + string.Join(",", Enumerable.Repeat("{}", Size / 100)) + "]}",
            "{\"Records\":[" + new string('[', Size),
            "{" + new string(' ', Size) + "}",
            "{\"responsePayload\":" + string.Concat(Enumerable.Repeat("{\"cause\":", Size / 9)) + "1" + new string('}', Size / 9) + "}",
        ];
        foreach (byte[] json in texts.Select(Encoding.UTF8.GetBytes))
        {
            Reads.All(json);
        }
    }

    private static DestinationFormatException Fails(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        DestinationFormatException error = Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure(bytes, TestContext.Default.Order));
        DestinationFormatException other = Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadSuccess(bytes, TestContext.Default.Order, TestContext.Default.Receipt));
        Assert.Equal(error.Message, other.Message);
        return error;
    }
}
