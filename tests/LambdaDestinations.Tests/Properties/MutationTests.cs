using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace LambdaDestinations.Tests.Properties;

/// <summary>Files of the corpus, broken: whatever is read of them, only <see cref="DestinationFormatException"/> is thrown.</summary>
public sealed class MutationTests
{
    private static readonly byte[][] Seeds = [.. Corpus.Names.Select(Corpus.Read)];

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\\\\"", "null", "true", "1e999", "-", "00", "-0", "99999999999999999999", " ", "\n", "\0", "é", "😀",
            "\"a\":1,", "\"requestContext\":{},", "\"Records\":[{}],", "\"eventSource\":\"aws:sns\",", "\"messageId\":1,", "\"payload\":\"\\\"", "{\"a\":", "[[[[[[[[", "\"TopicArn\":\"\",\"Message\":\"", "s3:TestEvent",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xF4, 0x90, 0x80, 0x80],
    ];

    private static readonly Gen<(int Kind, int At, int Other, int Token)> Mutation = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 1 << 20], Gen.Int[0, 40], Gen.Int[0, Tokens.Length - 1]);

    private static readonly string[] Names = ["detail-type", "detail", "Records", "records", "Message", "TopicArn", "Event", "eventSource", "requestContext", "Type", "id", "messageId", "body", "s3", "Sns"];

    private static readonly string[] Values =
    [
        "\"Object Created\"", "\"Lambda Function Invocation Result - Failure\"", "\"x\"", "\"s3:TestEvent\"", "\"aws:s3\"", "\"aws:sqs\"", "\"aws:kafka\"", "\"SubscriptionConfirmation\"",
        "\"{}\"", "{}", "[]", "[{}]", "null", "1", """{"bucket":{"name":"b"},"object":{"key":"k"}}""", """[{"eventSource":"aws:s3","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]""",
        """{"condition":"Success"}""", """{"a-0":[{}]}""", """{"a-0":null}""", "\"{\\\"detail-type\\\":\\\"Object Created\\\",\\\"detail\\\":{}}\"",
    ];

    [Fact]
    public void Only_the_documented_exception_is_thrown() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Mutation.Array[1, 4]).Sample(
            (seed, mutations) =>
            {
                byte[] json = Apply(Seeds[seed], mutations);
                bool read = Reads.All(json);

                // Whatever a reader takes, System.Text.Json takes too: nothing malformed is let through.
                if (read)
                {
                    using JsonDocument document = JsonDocument.Parse(json);
                    Assert.NotEqual(JsonValueKind.Undefined, document.RootElement.ValueKind);
                }
            },
            iter: Cases.Of(3_000, 150_000));

    [Fact]
    public void A_broken_body_leaves_the_others_of_the_batch_alone() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Mutation.Array[1, 4], Gen.Int[0, 2]).Sample(
            (seed, mutations, place) =>
            {
                string good = Encoding.UTF8.GetString(Corpus.Read("async-failure.raw"));
                string[] bodies = [good, good, good];
                bodies[place] = Encoding.UTF8.GetString(Apply(Seeds[seed], mutations));
                byte[] batch = Consumers.DestinationConsumerTests.Sqs([.. bodies.Select((body, index) => ($"m-{index}", body))]);
                int index = 0;
                foreach (DestinationMessage message in DestinationEnvelope.Read(batch))
                {
                    Assert.Equal($"m-{index}", message.MessageId);
                    if (index != place)
                    {
                        Assert.Equal(3, DestinationRecordReader.ReadFailure(message.Record, TestContext.Default.Order).RequestContext.ApproximateInvokeCount);
                    }

                    index++;
                }

                Assert.Equal(3, index);
            },
            iter: Cases.Of(500, 30_000));

    /// <summary>Members that tell envelopes apart, in any order, as often as it comes, and with values of any kind.</summary>
    [Fact]
    public void Every_body_of_a_batch_is_a_message_whatever_it_looks_like() =>
        Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Int[0, Values.Length - 1]).Array[0, 6].Array[1, 3].Sample(
            bodies =>
            {
                string[] texts = [.. bodies.Select(static x => "{" + string.Join(",", x.Select(static y => $"\"{Names[y.Item1]}\":{Values[y.Item2]}")) + "}")];
                DestinationMessage[] messages = [.. DestinationEnvelope.Read(Consumers.DestinationConsumerTests.Sqs([.. texts.Select((x, i) => ($"m-{i}", x))]))];
                Assert.Equal(texts.Select(static (_, i) => (string?)$"m-{i}"), messages.Select(static x => x.MessageId));
                Assert.All(texts, static x => Assert.NotNull(DestinationEnvelope.FromSqsBody(x)));
                Assert.All(texts, static x => Assert.NotNull(DestinationEnvelope.FromSnsMessage(x)));
                Assert.All(texts, static x => Reads.All(Encoding.UTF8.GetBytes(x)));
            },
            iter: Cases.Of(2_000, 100_000));

    private static byte[] Apply(byte[] seed, IEnumerable<(int Kind, int At, int Other, int Token)> mutations)
    {
        List<byte> json = [.. seed];
        foreach ((int kind, int place, int other, int token) in mutations)
        {
            int at = place % (json.Count + 1);
            int length = Math.Min(other, json.Count - at);
            switch (kind)
            {
                case 0 when at < json.Count:
                    json[at] ^= (byte)(1 << (other % 8));
                    break;
                case 1:
                    json.RemoveRange(at, length);
                    break;
                case 2:
                    json.InsertRange(at, Tokens[token]);
                    break;
                case 3:
                    json.InsertRange(at, json.GetRange(at, length));
                    break;
                case 4:
                    json.RemoveRange(at, json.Count - at);
                    break;
                case 5:
                    json.RemoveRange(at, length);
                    json.InsertRange(at, Tokens[token]);
                    break;
                default:
                    json.AddRange(Tokens[token]);
                    break;
            }
        }

        return [.. json];
    }
}
