using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaDestinations.Tests.Consumers;

namespace LambdaDestinations.Tests.Envelopes;

public sealed class EnvelopeTests
{
    [Fact]
    public void Messages_keep_their_order_and_their_ids()
    {
        byte[] batch = DestinationConsumerTests.Sqs(("1", "{\"a\":1}"), ("2", "[\"ä\"]"), ("3", "text"));
        DestinationBatch read = DestinationEnvelope.Read(batch);
        for (int pass = 0; pass < 2; pass++)
        {
            Assert.Equal(
                [("1", "{\"a\":1}"), ("2", "[\"ä\"]"), ("3", "text")],
                read.Select(message => (message.MessageId!, Encoding.UTF8.GetString(message.Record.Span))));
        }
    }

    [Fact]
    public void A_record_without_escapes_is_a_part_of_the_event()
    {
        foreach (string name in new[] { "async-success.eventbridge", "async-success.lambda" })
        {
            byte[] json = Corpus.Read(name);
            DestinationMessage message = Assert.Single(DestinationEnvelope.Read(json));
            Assert.True(MemoryMarshal.TryGetArray(message.Record, out ArraySegment<byte> segment));
            Assert.Same(json, segment.Array);
            SuccessRecord<Order, Receipt> record = DestinationRecordReader.ReadSuccess(message.Record, TestContext.Default.Order, TestContext.Default.Receipt);
            Assert.True(MemoryMarshal.TryGetArray(record.RequestPayloadJson, out segment));
            Assert.Same(json, segment.Array);
        }

        byte[] batch = """{"Records":[{"eventSource":"aws:sqs","messageId":"1","body":"[12]"},{"eventSource":"aws:sqs","messageId":"2","body":"34"}]}"""u8.ToArray();
        foreach (DestinationMessage message in DestinationEnvelope.Read(batch))
        {
            Assert.True(MemoryMarshal.TryGetArray(message.Record, out ArraySegment<byte> segment));
            Assert.Same(batch, segment.Array);
        }
    }

    [Fact]
    public void Enumerating_a_batch_copies_a_message_when_it_comes_to_it()
    {
        string body = JsonSerializer.Serialize(new { text = new string('x', 100_000) });
        byte[] batch = DestinationConsumerTests.Sqs([.. Enumerable.Range(0, 10).Select(index => ($"m-{index}", body))]);
        Allocated(batch, 10);

        long one = Allocated(batch, 1);
        long ten = Allocated(batch, 10);
        Assert.InRange(one, body.Length, body.Length * 3 / 2);
        Assert.InRange(ten, body.Length * 10L, body.Length * 11L);

        static long Allocated(byte[] batch, int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int read = 0;
            foreach (DestinationMessage message in DestinationEnvelope.Read(batch))
            {
                read++;
                Assert.Null(message.Error);
                if (read == count)
                {
                    break;
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Members_may_come_in_any_order()
    {
        byte[] json = """{"x":[{}],"Records":[{"body":"{}","messageAttributes":{},"attributes":{"a":"\u00e9"},"eventSource":"aws:sqs","messageId":"m"}],"y":"]"}"""u8.ToArray();
        DestinationMessage message = Assert.Single(DestinationEnvelope.Read(json));
        Assert.Null(message.Error);
        Assert.Equal(("m", "{}"), (message.MessageId, Encoding.UTF8.GetString(message.Record.Span)));
    }

    [Fact]
    public void A_batch_may_be_empty() => Assert.Empty(DestinationEnvelope.Read("""{"Records":[]}"""u8.ToArray()));

    [Theory]
    [InlineData("lambda")]
    [InlineData("aws.lambda")]
    public void EventBridge_is_told_by_the_detail_type_whatever_the_source_is_called(string source)
    {
        string json = Encoding.UTF8.GetString(Corpus.Read("async-failure.eventbridge")).Replace("\"source\": \"lambda\"", $"\"source\": \"{source}\"", StringComparison.Ordinal);
        Assert.Contains($"\"{source}\"", json, StringComparison.Ordinal);
        DestinationMessage message = Assert.Single(DestinationEnvelope.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal((DestinationCarrier.EventBridge, "6a7e8feb-b491-4cf7-a9f1-bf3703467718"), (message.Carrier, message.MessageId));
        Assert.Equal(DestinationRecordKind.Failure, DestinationRecordReader.GetKind(message.Record));
    }

    [Fact]
    public void The_dash_of_older_documentation_is_a_detail_type_too()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"detail-type":"Lambda Function Invocation Result – Success","detail":{"a":1}}""");
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(Assert.Single(DestinationEnvelope.Read(json)).Record.Span));
    }

    [Fact]
    public void SQS_bodies_and_SNS_messages_are_read_by_themselves()
    {
        string record = Encoding.UTF8.GetString(Corpus.Read("async-failure.raw"));
        Assert.Equal(DestinationCarrier.Sqs, DestinationEnvelope.FromSqsBody(record).Carrier);
        Assert.Equal(record, Encoding.UTF8.GetString(DestinationEnvelope.FromSqsBody(record).Record.Span));
        Assert.Equal(DestinationCarrier.Sns, DestinationEnvelope.FromSnsMessage(record).Carrier);

        using JsonDocument json = JsonDocument.Parse(Corpus.Read("async-failure.sns-in-sqs"));
        DestinationMessage message = DestinationEnvelope.FromSqsBody(json.RootElement.GetProperty("Records")[0].GetProperty("body").GetString()!);
        Assert.Equal(DestinationCarrier.SnsInSqs, message.Carrier);
        Assert.Equal(DestinationRecordKind.Failure, DestinationRecordReader.GetKind(message.Record));

        DestinationMessage malformed = DestinationEnvelope.FromSqsBody("""{"TopicArn":"t","Message":"\x"}""");
        Assert.Equal(DestinationCarrier.SnsInSqs, malformed.Carrier);
        Assert.Equal("$.Message", malformed.Error!.Path);
        Assert.Same(malformed.Error, Assert.Throws<DestinationFormatException>(() => malformed.Record));
    }

    [Fact]
    public void A_dead_letter_is_told_by_its_attributes()
    {
        foreach (string name in new[] { "dlq.sqs", "dlq.sns" })
        {
            DestinationMessage message = Assert.Single(DestinationEnvelope.Read(Corpus.Read(name)));
            Assert.Equal("5f0c9a52-6f0e-4d4b-9f7a-3f0f6d1f7a10", message.DeadLetter!.RequestId);
            Assert.Equal(200, message.DeadLetter.ErrorCode);
            Assert.Equal("Order A-1001 was rejected", message.DeadLetter.ErrorMessage);
        }

        // Reserved concurrency of zero: no code. The event may be one of S3 or SNS, and is not unwrapped then.
        string s3Event = Encoding.UTF8.GetString(Corpus.Read("async-failure.s3notification"));
        byte[] batch = JsonSerializer.SerializeToUtf8Bytes(new
        {
            Records = new[]
            {
                new { messageId = "1", eventSource = "aws:sqs", body = s3Event, messageAttributes = new { RequestID = new { stringValue = "r" }, Other = new { stringValue = "o" } } },
            },
        });
        DestinationMessage dead = Assert.Single(DestinationEnvelope.Read(batch));
        Assert.Equal(("r", null, null), (dead.DeadLetter!.RequestId, dead.DeadLetter.ErrorCode, dead.DeadLetter.ErrorMessage));
        Assert.Equal(DestinationCarrier.Sqs, dead.Carrier);
        Assert.Equal(s3Event, Encoding.UTF8.GetString(dead.Record.Span));
    }

    [Fact]
    public void Attributes_of_the_users_own_make_no_dead_letter()
    {
        byte[] batch = """{"Records":[{"messageId":"1","eventSource":"aws:sqs","body":"{}","messageAttributes":{"tenant":{"stringValue":"a"},"ErrorCode":{"stringValue":"7"},"RequestID":null}}]}"""u8.ToArray();
        Assert.Null(Assert.Single(DestinationEnvelope.Read(batch)).DeadLetter);
    }

    [Fact]
    public void A_notification_of_S3_names_the_object()
    {
        DestinationMessage message = Assert.Single(DestinationEnvelope.Read(Corpus.Read("esm-kinesis.s3notification")));
        Assert.Equal(DestinationCarrier.S3Notification, message.Carrier);
        Assert.Equal("failed-orders", message.BucketName);
        Assert.True(S3RecordKey.TryParse(message.ObjectKey!, out S3RecordKey? key));
        Assert.Equal("shardId-000000000001", key.ShardId);
    }

    [Theory]
    [InlineData("a%2Bb+c%C3%A9", "a+b cé")]
    [InlineData("100%", "100%")]
    public void Keys_of_a_notification_are_URL_encoded(string encoded, string key)
    {
        byte[] json = Encoding.UTF8.GetBytes($$$$"""{"Records":[{"eventSource":"aws:s3","s3":{"bucket":{"name":"b"},"object":{"key":"{{{{encoded}}}}"}}}]}""");
        Assert.Equal(key, Assert.Single(DestinationEnvelope.Read(json)).ObjectKey);
    }

    [Fact]
    public void Keys_of_EventBridge_are_not()
    {
        byte[] json = """{"id":"e","detail-type":"Object Created","source":"aws.s3","detail":{"bucket":{"name":"b"},"object":{"key":"a+b%20c","size":1}}}"""u8.ToArray();
        DestinationMessage message = Assert.Single(DestinationEnvelope.Read(json));
        Assert.Equal((DestinationCarrier.S3Notification, "e", "b", "a+b%20c"), (message.Carrier, message.MessageId, message.BucketName, message.ObjectKey));
    }

    [Fact]
    public void A_notification_of_S3_comes_through_queues_and_topics()
    {
        string notification = Encoding.UTF8.GetString(Corpus.Read("async-failure.s3notification"));
        string sns = JsonSerializer.Serialize(new { TopicArn = "t", MessageId = "n", Message = notification });
        byte[] viaSns = JsonSerializer.SerializeToUtf8Bytes(new { Records = new[] { new { EventSource = "aws:sns", Sns = new { MessageId = "n", Message = notification } } } });
        foreach ((byte[] json, string id) in new[] { (DestinationConsumerTests.Sqs(("q", notification)), "q"), (DestinationConsumerTests.Sqs(("q", sns)), "q"), (viaSns, "n") })
        {
            DestinationMessage message = Assert.Single(DestinationEnvelope.Read(json));
            Assert.Null(message.Error);
            Assert.Equal((DestinationCarrier.S3Notification, id, "failed-orders"), (message.Carrier, message.MessageId, message.BucketName));
            Assert.StartsWith("aws/lambda/async/order-worker/", message.ObjectKey, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_wrong_with_a_message_is_its_error_alone()
    {
        byte[] batch = Encoding.UTF8.GetBytes("""
            {"Records":[
            {"body":17,"messageId":"number","eventSource":"aws:sqs"},
            {"body":"\ud800","messageId":"surrogate","eventSource":"aws:sqs"},
            {"body":"{}","messageId":"kinesis","eventSource":"aws:kinesis"},
            {"messageId":"none","eventSource":"aws:sqs"},
            {"body":"{\"TopicArn\":\"t\",\"Message\":\"\\q\"}","messageId":"topic","eventSource":"aws:sqs"},
            5,
            {"body":"{}","messageId":"good","eventSource":"aws:sqs"}]}
            """);
        string text = Encoding.UTF8.GetString(batch);
        DestinationMessage[] messages = [.. DestinationEnvelope.Read(batch)];
        Assert.Equal(["number", "surrogate", "kinesis", "none", "topic", null, "good"], messages.Select(message => message.MessageId));
        Assert.Equal(
            ["$.Records[0]", "$.Records[1].body", "$.Records[2]", "$.Records[3]", "$.Records[4].body.Message", "$.Records[5]", null],
            messages.Select(message => message.Error?.Path));
        Assert.Equal(text.IndexOf("\"\\ud800", StringComparison.Ordinal), messages[1].Error!.ByteOffset);
        Assert.Equal(text.IndexOf("\"{\\\"TopicArn", StringComparison.Ordinal), messages[4].Error!.ByteOffset);
        Assert.Equal(text.IndexOf("5,\n", StringComparison.Ordinal), messages[5].Error!.ByteOffset);
    }

    /// <summary>The id of a message may stand behind what is wrong with it.</summary>
    [Theory]
    [InlineData("""{"messageAttributes":{"a":tru},"body":"{}","messageId":"bad","eventSource":"aws:sqs"}""")]
    [InlineData("""{"attributes":{"a":"\q"},"eventSource" : "aws:sqs","body":"{}","messageId" : "bad"}""")]
    [InlineData("""{"body":"{}" "eventSource":"aws:sqs","messageId":"bad"}""")]
    [InlineData("""{"body":"\ud800","nested":{"messageId":"other","eventSource":"aws:s3"},"eventSource":"aws:sqs","messageId":"bad"}""")]
    [InlineData("""{5,"x":["messageId","y"],"eventSource":"aws:sqs","messageId":"bad"}""")]
    [InlineData("""{"body":17,"eventSource":"aws:sqs","messageId":"bad"}""")]
    [InlineData("{\"body\":\"\u0001\",\"eventSource\":\"aws:sqs\",\"messageId\":\"bad\"}")]
    public void A_damaged_message_of_SQS_has_its_id(string element)
    {
        string good = """{"body":"{}","messageId":"good","eventSource":"aws:sqs"}""";
        foreach (byte[] json in new[] { $$"""{"Records":[{{good}},{{element}},{{good}}]}""", $"[{good},{element},{good}]" }.Select(Encoding.UTF8.GetBytes))
        {
            DestinationMessage[] messages = [.. DestinationEnvelope.Read(json)];
            Assert.Equal(["good", "bad", "good"], messages.Select(message => message.MessageId));
            Assert.Equal([true, false, true], messages.Select(message => message.Error is null));
            Assert.All(messages, message => Assert.True(message.IsSqsMessage));
        }
    }

    [Fact]
    public void What_is_no_UTF8_in_a_message_fails_that_message_alone()
    {
        byte[] json = Encoding.Latin1.GetBytes("""{"Records":[{"body":"{}","messageId":"1","eventSource":"aws:sqs"},{"body":"é","messageId":"2","eventSource":"aws:sqs"}]}""");
        DestinationMessage[] messages = [.. DestinationEnvelope.Read(json)];
        Assert.Null(messages[0].Error);
        Assert.Equal(("2", "$.Records[1]", Array.IndexOf(json, (byte)0xE9)), (messages[1].MessageId, messages[1].Error!.Path, messages[1].Error!.ByteOffset));
        Assert.Throws<DestinationFormatException>(() => DestinationEnvelope.Read(Encoding.Latin1.GetBytes("""{"a":"é","Records":[]}""")));
    }

    [Theory]
    [InlineData("async-failure")]
    [InlineData("async-success")]
    public void An_event_of_a_bus_comes_through_queues_and_topics(string name)
    {
        string busEvent = Encoding.UTF8.GetString(Corpus.Read(name + ".eventbridge"));
        using JsonDocument document = JsonDocument.Parse(busEvent);
        string detail = document.RootElement.GetProperty("detail").GetRawText();
        foreach ((byte[] json, string id, bool isSqs) in Carried(busEvent))
        {
            DestinationMessage message = Assert.Single(DestinationEnvelope.Read(json));
            Assert.Null(message.Error);
            Assert.Equal((DestinationCarrier.EventBridge, id, isSqs), (message.Carrier, message.MessageId!, message.IsSqsMessage));
            Assert.Equal(detail, Encoding.UTF8.GetString(message.Record.Span));
        }

        Assert.Equal(detail, Encoding.UTF8.GetString(DestinationEnvelope.FromSqsBody(busEvent).Record.Span));
        Assert.Equal(detail, Encoding.UTF8.GetString(DestinationEnvelope.FromSnsMessage(busEvent).Record.Span));
    }

    [Fact]
    public void An_object_of_a_bucket_comes_from_a_bus_through_queues_and_topics()
    {
        const string created = """{"id":"e","detail-type":"Object Created","source":"aws.s3","detail":{"bucket":{"name":"b"},"object":{"key":"a+b%20c","size":1}}}""";
        foreach ((byte[] json, string id, bool isSqs) in Carried(created))
        {
            DestinationMessage message = Assert.Single(DestinationEnvelope.Read(json));
            Assert.Equal((DestinationCarrier.S3Notification, id, isSqs), (message.Carrier, message.MessageId!, message.IsSqsMessage));
            Assert.Equal(("b", "a+b%20c"), (message.BucketName, message.ObjectKey));
        }

        DestinationMessage broken = DestinationEnvelope.FromSqsBody("""{"detail-type":"Object Created","source":"aws.s3","detail":{"bucket":{}}}""");
        Assert.Equal((DestinationCarrier.EventBridge, "$.detail"), (broken.Carrier, broken.Error!.Path));
    }

    /// <summary>Of a member that stands twice the last counts: what looked like an event of interest is none.</summary>
    [Theory]
    [InlineData("""{"detail-type":"Object Created","source":"aws.s3","detail-type":"x","detail":{}}""")]
    [InlineData("""{"detail-type":"Object Created","source":"shop","detail":{"bucket":{"name":"b"},"object":{"key":"k"}}}""")]
    [InlineData("""{"detail-type":"Object Created","source":"aws.s3","source":1,"detail":{"bucket":{"name":"b"},"object":{"key":"k"}}}""")]
    [InlineData("""{"detail-type":"Lambda Function Invocation Result - Success","detail":{},"detail-type":"x"}""")]
    public void A_bus_event_of_two_types_is_the_last(string json)
    {
        DestinationMessage[] messages = [.. DestinationEnvelope.Read(DestinationConsumerTests.Sqs(("1", json), ("2", "{}")))];
        Assert.Equal(["1", "2"], messages.Select(static x => x.MessageId));
        Assert.Equal((DestinationCarrier.Sqs, json), (messages[0].Carrier, Encoding.UTF8.GetString(messages[0].Record.Span)));
        Assert.Equal(DestinationCarrier.Sqs, DestinationEnvelope.FromSqsBody(json).Carrier);
        Assert.Equal(DestinationCarrier.Sns, DestinationEnvelope.FromSnsMessage(json).Carrier);
    }

    /// <summary>What carriers write, with a place for an object: as it is (<c>@</c>), or as a text (<c>$</c>).</summary>
    public static TheoryData<string, string> Carriers()
    {
        const string text = "\"{\\\"requestContext\\\":{\\\"condition\\\":\\\"Success\\\"}}\"";
        const string bus = """{"id":"e","detail-type":"Lambda Function Invocation Result - Success","detail":{"requestContext":{"condition":"Success"}}}""";
        const string sns = $$$$"""{"Type":"Notification","MessageId":"s","TopicArn":"t","Message":{{{{text}}}},"MessageAttributes":{"RequestID":{"Value":"r"}}}""";
        const string sqs = $$$$"""{"messageId":"m","eventSource":"aws:sqs","body":{{{{text}}}},"messageAttributes":{"RequestID":{"stringValue":"r"}}}""";
        const string s3 = """{"eventSource":"aws:s3","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}""";
        const string test = """{"Event":"s3:TestEvent","Bucket":"b"}""";
        const string inSqs = """{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":$}]}""";
        const string element = """{"Records":[@]}""";
        return new()
        {
            { "@", bus },
            { "@", test },
            { "@", $$$$"""{"Records":[{{{{sqs}}}}]}""" },
            { "@", """{"eventSource":"aws:kafka","records":{"t-0":[{"offset":1,"value":"e30="}]}}""" },
            { element, sqs },
            { element, s3 },
            { element, $$$$"""{"EventSource":"aws:sns","Sns":{{{{sns}}}}}""" },
            { """{"Records":[{"EventSource":"aws:sns","Sns":@}]}""", sns },
            { """{"Records":[{"eventSource":"aws:s3","s3":@}]}""", """{"bucket":{"name":"b"},"object":{"key":"k"}}""" },
            { "[@]", """{"eventSource":"aws:kafka","topic":"t","partition":0,"offset":1,"value":"e30="}""" },
            { inSqs, sns },
            { inSqs, bus },
            { inSqs, test },
            { inSqs, $$$$"""{"Records":[{{{{s3}}}}]}""" },
        };
    }

    /// <summary>Of a member that stands twice the last counts, also where that is of a kind that tells nothing.</summary>
    [Theory]
    [MemberData(nameof(Carriers))]
    public void A_member_that_stands_again_with_another_value_is_that_value(string carrier, string json)
    {
        foreach (string name in JsonNode.Parse(json)!.AsObject().Select(static x => x.Key).ToArray())
        {
            foreach (string value in (string[])["5", "null", "[5]"])
            {
                JsonObject replaced = JsonNode.Parse(json)!.AsObject();
                replaced[name] = JsonNode.Parse(value);
                string expected = Describe(Fill(carrier, replaced.ToJsonString()));
                string actual = Describe(Fill(carrier, json.Insert(json.Length - 1, $",\"{name}\":{value}")));
                Assert.Equal((name, value, expected), (name, value, actual));
            }
        }

        static byte[] Fill(string carrier, string json) =>
            Encoding.UTF8.GetBytes(carrier.Replace("@", json, StringComparison.Ordinal).Replace("$", JsonSerializer.Serialize(json), StringComparison.Ordinal));

        static string Describe(byte[] json)
        {
            try
            {
                return string.Join("; ", DestinationEnvelope.Read(json).Select(Line));
            }
            catch (DestinationFormatException error)
            {
                return Problem(error);
            }
        }

        // What an event is that is not read is told by the first member that says so.
        static string Problem(DestinationFormatException error) => error.Problem.StartsWith("this is ", StringComparison.Ordinal) ? "unknown" : error.Problem;

        static string Line(DestinationMessage message) => message.Error is { } error ? Problem(error) : string.Join(
            ' ',
            message.Carrier,
            message.MessageId,
            message.IsS3TestEvent,
            message.BucketName,
            message.ObjectKey,
            message.DeadLetter?.RequestId,
            message.ObjectKey is null && !message.IsS3TestEvent ? DestinationRecordReader.GetKind(message.Record) : DestinationRecordKind.Unknown);
    }

    [Fact]
    public void A_bus_event_that_is_damaged_fails_alone()
    {
        DestinationMessage[] messages = [.. DestinationEnvelope.Read(DestinationConsumerTests.Sqs(
            ("1", """{"detail-type":"Lambda Function Invocation Result - Success","x":tru,"detail":{}}"""),
            ("2", "{}")))];
        Assert.Equal((DestinationCarrier.EventBridge, "1", "$.Records[0].body"), (messages[0].Carrier, messages[0].MessageId, messages[0].Error!.Path));
        Assert.Null(messages[1].Error);
    }

    /// <summary>EventBridge Pipes: an array of the source's messages.</summary>
    [Fact]
    public void The_array_of_a_pipe_is_read()
    {
        string record = Encoding.UTF8.GetString(Corpus.Read("async-failure.raw")).Trim();
        string sqs = Encoding.UTF8.GetString(DestinationConsumerTests.Sqs(("q", record)));
        string elements = sqs[sqs.IndexOf('[', StringComparison.Ordinal)..^1];
        DestinationMessage message = Assert.Single(DestinationEnvelope.Read(Encoding.UTF8.GetBytes(elements)));
        Assert.Equal((DestinationCarrier.Sqs, "q", true), (message.Carrier, message.MessageId, message.IsSqsMessage));
        Assert.Equal(record, Encoding.UTF8.GetString(message.Record.Span));

        // The input template <$.body> hands the bodies over.
        string bus = Encoding.UTF8.GetString(Corpus.Read("async-failure.eventbridge"));
        DestinationMessage[] bodies = [.. DestinationEnvelope.Read(Encoding.UTF8.GetBytes($$"""[{{record}},{{bus}},{"a":1}]"""))];
        Assert.Equal([DestinationCarrier.Lambda, DestinationCarrier.EventBridge, DestinationCarrier.Lambda], bodies.Select(body => body.Carrier));
        Assert.Equal(record, Encoding.UTF8.GetString(bodies[0].Record.Span));
        Assert.Equal("$[2]", bodies[2].Error!.Path);
    }

    [Fact]
    public void Messages_of_a_Kafka_topic_are_read()
    {
        byte[] json = """
            {"eventSource":"aws:kafka","eventSourceArn":"arn","bootstrapServers":"b","records":{
            "failed-0":[{"topic":"failed","partition":0,"offset":100,"timestamp":1,"key":null,"value":"eyJhIjoxfQ==","headers":[{"h":[1,2]}]},
            {"topic":"failed","partition":0,"offset":101,"value":null},{"value":"not base64","offset":102}],
            "failed-1":[],
            "failed-2":[{"offset":7,"value":"MTc="}]}}
            """u8.ToArray();
        DestinationMessage[] messages = [.. DestinationEnvelope.Read(json)];
        Assert.All(messages, message => Assert.Equal(DestinationCarrier.Kafka, message.Carrier));
        Assert.Equal(["failed-0:100", "failed-0:101", "failed-0:102", "failed-2:7"], messages.Select(message => message.MessageId));
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(messages[0].Record.Span));
        Assert.Equal("17", Encoding.UTF8.GetString(messages[3].Record.Span));
        Assert.Equal(("$.records['failed-0'][1]", "$.records['failed-0'][2].value"), (messages[1].Error!.Path, messages[2].Error!.Path));
        Assert.Equal(Encoding.UTF8.GetString(json).IndexOf("\"not base64", StringComparison.Ordinal), messages[2].Error!.ByteOffset);
    }

    [Theory]
    [InlineData("aws:kafka")]
    [InlineData("SelfManagedKafka")]
    public void A_record_comes_through_Kafka(string source)
    {
        byte[] record = Corpus.Read("esm-kafka.kafka-topic");
        string value = Convert.ToBase64String(record);
        string mapping = $$$"""{"eventSource":"{{{source}}}","records":{"t-0":[{"offset":1,"value":"{{{value}}}"}]}}""";
        string pipe = $$"""[{"eventSource":"{{source}}","topic":"t","partition":0,"offset":1,"value":"{{value}}"}]""";
        foreach (string json in new[] { mapping, pipe })
        {
            DestinationMessage message = Assert.Single(DestinationEnvelope.Read(Encoding.UTF8.GetBytes(json)));
            Assert.Equal(DestinationCarrier.Kafka, message.Carrier);
            Assert.Equal(record, message.Record.ToArray());
            Assert.Equal("100", DestinationRecordReader.ReadStreamFailure(message.Record).Kafka!.RecordInfo!.Offset);
        }
    }

    [Fact]
    public void The_test_event_of_S3_is_told()
    {
        const string test = """{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-03-04T10:15:31.000Z","Bucket":"failed-orders","RequestId":"r","HostId":"h"}""";
        foreach ((byte[] json, string id, bool isSqs) in Carried(test))
        {
            DestinationMessage message = Assert.Single(DestinationEnvelope.Read(json));
            Assert.Equal((DestinationCarrier.S3Notification, id, isSqs), (message.Carrier, message.MessageId!, message.IsSqsMessage));
            Assert.True(message.IsS3TestEvent);
            Assert.Null(message.ObjectKey);
            Assert.True(message.Record.IsEmpty);
        }

        Assert.True(Assert.Single(DestinationEnvelope.Read(Encoding.UTF8.GetBytes(test))).IsS3TestEvent);
        Assert.All(DestinationEnvelope.Read(Corpus.Read("async-failure.s3notification")), message => Assert.False(message.IsS3TestEvent));
    }

    [Theory]
    [InlineData("""{"detail-type":"Scheduled Event","detail":{}}""", "this is an EventBridge event of the type 'Scheduled Event', not a record of a destination, nor an event of ")]
    [InlineData("""{"version":"2.0","requestContext":{"http":{"method":"GET"}}}""", "this is an HTTP request, not a record")]
    [InlineData("""{"requestContext":{"elb":{}},"httpMethod":"GET"}""", "this is an HTTP request, not a record")]
    [InlineData("""{"awslogs":{"data":"…"}}""", "this is an event of CloudWatch Logs, not a record")]
    [InlineData("""{"eventSource":"aws:rmq","rmqMessagesByQueue":{}}""", "this is an event of 'aws:rmq', not a record")]
    [InlineData("""{"RequestType":"Create","StackId":"s"}""", "this is a request of CloudFormation for a custom resource, not a record")]
    [InlineData("""{"version":"1","triggerSource":"PreSignUp_SignUp"}""", "this is an event of Cognito, 'PreSignUp_SignUp', not a record")]
    [InlineData("""{"eventSource":"\u001b[31m\n\u202ea'"}""", "this is an event of '?[31m??a?', not a record")]
    [InlineData("""{"a":1}""", "this is not a record of a destination, nor an event of SQS, SNS, EventBridge, S3 or Kafka that holds one")]
    public void What_cannot_be_read_says_what_it_is(string json, string problem)
    {
        DestinationFormatException error = Assert.Throws<DestinationFormatException>(() => DestinationEnvelope.Read(Encoding.UTF8.GetBytes(json)));
        Assert.StartsWith(problem, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_cannot_be_read_says_what_it_is()
    {
        string[] elements =
        [
            """{"eventSource":"aws:kinesis","kinesis":{"data":"e30="}}""",
            """{"EventSource":"aws:sns","Sns":{"Type":"SubscriptionConfirmation","TopicArn":"t","Message":"You have chosen"}}""",
            """{"eventSource":"aws:sqs","messageId":"m","body":"{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"t\",\"Message\":\"x\"}"}""",
        ];
        Assert.Equal(
            [
                "this is an event of 'aws:kinesis', not a message of SQS, SNS, S3 or Kafka",
                "this is an SNS message of the type SubscriptionConfirmation, which holds no record",
                "this is an SNS message of the type SubscriptionConfirmation, which holds no record",
            ],
            DestinationEnvelope.Read(Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', elements)}}]}""")).Select(message => message.Error!.Problem));

        // A message that carries something else is read as it is; the reader of a record says what it found.
        DestinationMessage scheduled = DestinationEnvelope.FromSqsBody("""{"version":"0","detail-type":"Scheduled Event","detail":{}}""");
        DestinationFormatException error = Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadFailure<Order>(scheduled.Record, null));
        Assert.Equal("this is an EventBridge event of the type 'Scheduled Event', not a record of a destination", error.Problem);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[5]")]
    [InlineData("{}")]
    [InlineData("17")]
    [InlineData("""{"Records":{}}""")]
    [InlineData("""{"detail-type":"EC2 Instance State-change Notification","detail":{}}""")]
    [InlineData("""{"requestContext":{"http":{"method":"GET"}},"version":"2.0","rawPath":"/"}""")]
    [InlineData("""{"requestContext":{"elb":{}},"httpMethod":"GET"}""")]
    [InlineData("""{"detail-type":"Object Created","source":"aws.s3","detail":{"bucket":{}}}""")]
    public void The_event_of_another_service_is_refused(string json) =>
        Assert.Throws<DestinationFormatException>(() => DestinationEnvelope.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_batch_that_is_no_JSON_is_found_out_where_it_is_none()
    {
        byte[] json = """{"Records":[{"eventSource":"aws:sqs","messageId":"1","body":"1"} {"eventSource":"aws:sqs"}]}"""u8.ToArray();
        List<string?> ids = [];
        DestinationFormatException error = Assert.Throws<DestinationFormatException>(() => ids.AddRange(DestinationEnvelope.Read(json).Select(message => message.MessageId)));
        Assert.Equal("$.Records", error.Path);
        Assert.Equal(Encoding.UTF8.GetString(json).IndexOf(" {", StringComparison.Ordinal) + 1, error.ByteOffset);
    }

    /// <summary>A text in a queue, a topic, and a topic's queue.</summary>
    private static (byte[] Json, string Id, bool IsSqs)[] Carried(string text)
    {
        string sns = JsonSerializer.Serialize(new { TopicArn = "t", MessageId = "n", Message = text });
        byte[] viaSns = JsonSerializer.SerializeToUtf8Bytes(new { Records = new[] { new { EventSource = "aws:sns", Sns = new { MessageId = "n", Message = text } } } });
        return [(DestinationConsumerTests.Sqs(("q", text)), "q", true), (viaSns, "n", false), (DestinationConsumerTests.Sqs(("q", sns)), "q", true)];
    }
}
