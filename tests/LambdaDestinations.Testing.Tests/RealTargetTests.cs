using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace LambdaDestinations.Testing.Tests;

/// <summary>The adapters deliver to a real endpoint: a local server, where one is installed.</summary>
public sealed class RealTargetTests(MotoServer server) : IClassFixture<MotoServer>
{
    private static readonly BasicAWSCredentials Credentials = new("test", "test");

    [SkippableFact]
    public async Task Records_and_dead_letters_reach_a_queue()
    {
        using AmazonSQSClient sqs = Sqs();
        (SqsTarget failed, string failedUrl) = await CreateQueueAsync(sqs, "failed");
        (SqsTarget dead, string deadUrl) = await CreateQueueAsync(sqs, "dead");
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Throws("no"), new() { OnFailure = failed, DeadLetterTarget = dead });

        string id = await host.InvokeAsync("worker", """{"orderId":"Ä-1"}""");
        await host.RunUntilIdleAsync();

        Message record = await ReceiveAsync(sqs, failedUrl);
        CapturedMessage expected = await CapturedAsync();
        Assert.Equal(Samples.Canonical(System.Text.Encoding.UTF8.GetBytes(expected.Body)), Samples.Canonical(System.Text.Encoding.UTF8.GetBytes(record.Body)));
        Assert.Null(record.MessageAttributes);
        Message message = await ReceiveAsync(sqs, deadUrl);
        Assert.Equal("""{"orderId":"Ä-1"}""", message.Body);
        Assert.Equal(id, message.MessageAttributes["RequestID"].StringValue);
        Assert.Equal("Number", message.MessageAttributes["ErrorCode"].DataType);
        Assert.Equal(0, host.Metrics.DestinationDeliveryFailures + host.Metrics.DeadLetterErrors);
    }

    [SkippableFact]
    public async Task A_queue_that_does_not_exist_is_a_failed_delivery()
    {
        using AmazonSQSClient sqs = Sqs();
        SqsTarget missing = new(sqs, "missing", "arn:aws:sqs:us-east-1:123456789012:missing", server.Endpoint + "123456789012/missing");
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Returns("1"), new() { OnSuccess = missing });

        await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        Assert.Equal(1, host.Metrics.DestinationDeliveryFailures);
        Assert.Contains("DELIVERY FAILED", host.Timeline.ToString(), System.StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_record_reaches_a_bucket_under_its_key()
    {
        server.Require();
        using AmazonS3Client s3 = new(Credentials, new AmazonS3Config { ServiceURL = server.Endpoint!.ToString(), ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        await s3.PutBucketAsync("failed-orders");
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Throws("no"), new() { OnFailure = new S3Target(s3, "failed-orders") });

        string id = await host.InvokeAsync("worker", "{}");
        await host.RunUntilIdleAsync();

        string key = (await s3.ListObjectsV2Async(new() { BucketName = "failed-orders" })).S3Objects.Single().Key;
        Assert.StartsWith("aws/lambda/async/worker/2026/01/01/2026-01-01T00.03.00-", key, System.StringComparison.Ordinal);
        using Amazon.S3.Model.GetObjectResponse found = await s3.GetObjectAsync("failed-orders", key);
        using StreamReader reader = new(found.ResponseStream);
        Assert.Contains(id, await reader.ReadToEndAsync(), System.StringComparison.Ordinal);
    }

    /// <summary>The same run with a queue in memory.</summary>
    private static async Task<CapturedMessage> CapturedAsync()
    {
        await using LambdaTestHost host = LambdaTestHost.Create();
        host.AddFunction("worker", Handlers.Throws("no"), new() { OnFailure = host.Queue("failed") });
        await host.InvokeAsync("worker", """{"orderId":"Ä-1"}""");
        await host.RunUntilIdleAsync();
        return host.Queue("failed").ShouldHaveReceivedOne();
    }

    private AmazonSQSClient Sqs()
    {
        server.Require();
        return new AmazonSQSClient(Credentials, new AmazonSQSConfig { ServiceURL = server.Endpoint!.ToString(), AuthenticationRegion = "us-east-1" });
    }

    private static async Task<(SqsTarget Target, string Url)> CreateQueueAsync(AmazonSQSClient sqs, string name)
    {
        string url = (await sqs.CreateQueueAsync(name)).QueueUrl;
        return (new SqsTarget(sqs, name, "arn:aws:sqs:us-east-1:123456789012:" + name, url), url);
    }

    private static async Task<Message> ReceiveAsync(AmazonSQSClient sqs, string url) =>
        (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MaxNumberOfMessages = 10, MessageAttributeNames = ["All"] })).Messages.Single();
}
