using System;
using System.IO;
using System.Linq;

namespace LambdaDestinations.Tests;

/// <summary>The examples of docs/records.md, and the proof that they are.</summary>
public sealed class DocsTests
{
    private static string Repository { get; } = Path.GetFullPath(Path.Combine(Corpus.Folder, "..", "..", ".."));

    [Fact]
    public void The_examples_do_what_the_page_says()
    {
        foreach (string name in new[] { "async-success.sqs", "async-failure.sns-in-sqs", "esm-kinesis.raw" })
        {
            Examples.Read(Corpus.Read(name));
        }

        Assert.Equal("order-worker", Examples.FunctionOf(Only("async-failure.s3notification")));
        Assert.Equal("2f2b7a1e-3d67-4b36-9a57-0c7b1c5ac0de", Examples.FunctionOf(Only("esm-kinesis.s3notification")));
        Assert.Null(Examples.FunctionOf(Only("async-failure.sqs")));
        Assert.Equal(new Order("A-1001", 2), Examples.OrderOf(Only("dlq.sqs")));
        Assert.Equal(new Order("A-1001", 2), Examples.OrderOf(Only("async-failure.sqs")));
        DestinationFormatException exception = Assert.Throws<DestinationFormatException>(() => DestinationRecordReader.ReadStreamFailure("{}"u8.ToArray()));
        Assert.Equal("$.version at byte 0: 'version' is missing", Examples.Where(exception));
    }

    [Fact]
    public void Every_example_of_the_page_is_compiled()
    {
        string[] page = File.ReadAllLines(Path.Combine(Repository, "docs", "records.md"));
        string sources = Flatten([.. File.ReadAllLines(Path.Combine(Repository, "tests", "LambdaDestinations.Tests", "DocsTests.cs")), .. File.ReadAllLines(Path.Combine(Repository, "samples", "RecordCorpus", "Program.cs"))]);
        int examples = 0;
        for (int start = Array.IndexOf(page, "```csharp"); start >= 0; start = Array.IndexOf(page, "```csharp", start + 1))
        {
            Assert.Contains(Flatten(page[(start + 1)..Array.IndexOf(page, "```", start)]), sources, StringComparison.Ordinal);
            examples++;
        }

        Assert.Equal(5, examples);
    }

    private static DestinationMessage Only(string name) => Assert.Single(DestinationEnvelope.Read(Corpus.Read(name)));

    private static string Flatten(string[] lines) => string.Concat(lines.Select(line => line.Trim() + "\n"));

    private static class Examples
    {
        public static void Read(ReadOnlyMemory<byte> utf8Event)
        {
            foreach (DestinationMessage message in DestinationEnvelope.Read(utf8Event))
            {
                switch (DestinationRecordReader.GetKind(message.Record))
                {
                    case DestinationRecordKind.Success:
                        SuccessRecord<Order, Receipt> success = DestinationRecordReader.ReadSuccess(message.Record, TestContext.Default.Order, TestContext.Default.Receipt);
                        Console.WriteLine($"{success.RequestPayload?.OrderId}: {success.ResponsePayload?.Status}");
                        break;
                    case DestinationRecordKind.Failure:
                        FailureRecord<Order> failure = DestinationRecordReader.ReadFailure(message.Record, TestContext.Default.Order);
                        Console.WriteLine($"{failure.RequestPayload?.OrderId}: {failure.RequestContext.Condition}, {failure.Error}");
                        break;
                    case DestinationRecordKind.StreamFailure:
                        StreamFailureRecord stream = DestinationRecordReader.ReadStreamFailure(message.Record);
                        Console.WriteLine($"{stream.Kinesis?.BatchSize} records of {stream.Kinesis?.ShardId}: {stream.RequestContext.Condition}");
                        break;
                }
            }
        }

        public static string? FunctionOf(DestinationMessage message) =>
            message.ObjectKey is { } key && S3RecordKey.TryParse(key, out S3RecordKey? parts) ? parts.FunctionName ?? parts.EventSourceMappingId : null;

        public static Order? OrderOf(DestinationMessage message) => message.DeadLetter is null
            ? DestinationRecordReader.ReadFailure(message.Record, TestContext.Default.Order).RequestPayload
            : DestinationRecordReader.ReadDeadLetter(message.Record, message.DeadLetter, TestContext.Default.Order).Request;

        public static string Where(DestinationFormatException exception) => $"{exception.Path} at byte {exception.ByteOffset}: {exception.Problem}";
    }
}
