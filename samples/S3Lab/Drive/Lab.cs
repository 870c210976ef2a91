using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using LambdaDestinations;
using LambdaDestinations.Testing;

namespace S3Lab.Drive;

/// <summary>Plays what template.yaml deploys, and prints the typed records that arrive.</summary>
public static class Lab
{
    /// <summary>Runs the lab.</summary>
    /// <param name="output">Where to print.</param>
    public static async Task RunAsync(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        string template = Path.Combine(AppContext.BaseDirectory, "template.yaml");
        await output.WriteLineAsync("== The template, as the build left it: the attributes of the handlers are in it");
        await output.WriteLineAsync(await File.ReadAllTextAsync(template));

        // Functions, buckets, queues, topics, streams and what connects them come from the template, the code from the assembly.
        await using LambdaTestHost host = LambdaTestHost.FromTemplate(template, typeof(UploadHandler).Assembly);
        await UploadAsync(host, output);
        await UploadWithDeadLetterQueueAsync(host, output);
        await ReadKinesisAsync(host, output);
        await ReadDynamoDBAsync(host, output);
        await output.WriteLineAsync("== Everything that happened, in virtual time");
        await output.WriteAsync(host.Timeline.ToString());
    }

    private static async Task UploadAsync(LambdaTestHost host, TextWriter output)
    {
        await output.WriteLineAsync("== 1. Upload -> ImportUpload -> success-sqs, or after two retries failure-sqs");
        host.Bucket("Uploads").Put("orders.csv", Encoding.UTF8.GetBytes("A-1001;3"));
        host.Bucket("Uploads").Put("empty.csv", ReadOnlyMemory<byte>.Empty);
        await host.RunUntilIdleAsync();

        SuccessRecord<S3Upload, ImportReceipt> success = UploadHandler_Import_Records.ReadSuccess(Single(host.Queue("success-sqs").PeekEvent()));
        await output.WriteLineAsync($"success-sqs:    {Describe(success)} | {success.ResponsePayload!.Key}: {success.ResponsePayload.Bytes} bytes");
        FailureRecord<S3Upload> failure = UploadHandler_Import_Records.ReadFailure(Single(host.Queue("failure-sqs").PeekEvent()));
        await output.WriteLineAsync($"failure-sqs:    {Describe(failure)} | {failure.RequestPayload!.Records[0].S3.Object.Key}: {failure.Error!.ErrorType}: {failure.Error.ErrorMessage}");
        await output.WriteLineAsync();
    }

    private static async Task UploadWithDeadLetterQueueAsync(LambdaTestHost host, TextWriter output)
    {
        await output.WriteLineAsync("== 2. The same with a dead-letter queue beside the destination: the record goes to one, the bare event to the other");
        host.Bucket("Archive").Put("empty.csv", ReadOnlyMemory<byte>.Empty);
        await host.RunUntilIdleAsync();

        FailureRecord<S3Upload> failure = UploadHandler_Archive_Records.ReadFailure(Single(host.Queue("archive-failed").PeekEvent()));
        await output.WriteLineAsync($"archive-failed: {Describe(failure)} | {failure.RequestPayload!.Records[0].S3.Object.Key}: {failure.Error!.ErrorType}: {failure.Error.ErrorMessage}");
        DeadLetterMessage<S3Upload> dead = UploadHandler_Archive_Records.ReadDeadLetter(Single(host.Queue("archive-dead").PeekEvent()));
        await output.WriteLineAsync($"archive-dead:   the event of {dead.Request!.Records[0].S3.Object.Key} | ErrorCode {dead.ErrorCode}, ErrorMessage {dead.ErrorMessage}");
        await output.WriteLineAsync();
    }

    private static async Task ReadKinesisAsync(LambdaTestHost host, TextWriter output)
    {
        await output.WriteLineAsync("== 3. Kinesis -> CountClicks, one bad record among four -> topic clicks-failed");
        foreach (string page in (string[])["/", "/orders", "no page", "/help"])
        {
            host.Kinesis("clicks").Put("visitor-1", page);
        }

        await host.RunUntilIdleAsync();

        CapturedMessage message = host.Topic("clicks-failed").ShouldHaveReceivedOne();
        StreamFailureRecord<ClickBatch> record = StreamHandlers_CountClicks_Records.ReadStreamFailure(Single(host.Topic("clicks-failed").ToEvent(message)));
        await output.WriteLineAsync($"clicks-failed:  {Describe(record)} | {record.Kinesis!.BatchSize} record, sequence number …{record.Kinesis.StartSequenceNumber[^4..]} of {record.Kinesis.ShardId}; SNS and SQS get no payload");
        await output.WriteLineAsync();
    }

    private static async Task ReadDynamoDBAsync(LambdaTestHost host, TextWriter output)
    {
        await output.WriteLineAsync("== 4. DynamoDB stream -> MirrorOrders, an item without a quantity -> queue orders-failed");
        host.DynamoDB("orders").Insert("""{"id":{"S":"A-1001"}}""", """{"id":{"S":"A-1001"},"quantity":{"N":"2"}}""");
        host.DynamoDB("orders").Insert("""{"id":{"S":"A-1002"}}""", """{"id":{"S":"A-1002"}}""");
        await host.RunUntilIdleAsync();

        StreamFailureRecord<OrderBatch> record = StreamHandlers_MirrorOrders_Records.ReadStreamFailure(Single(host.Queue("orders-failed").PeekEvent()));
        await output.WriteLineAsync($"orders-failed:  {Describe(record)} | {record.DynamoDb!.BatchSize} records: without bisecting, the good one is discarded with the bad one");
        await output.WriteLineAsync();
    }

    /// <summary>The only message of a carrier's event.</summary>
    private static DestinationMessage Single(byte[] envelope) => DestinationEnvelope.Read(envelope).Single();

    private static string Describe(DestinationRecord record) => $"{record.RequestContext.Condition} after {record.RequestContext.ApproximateInvokeCount} attempt(s)";
}
