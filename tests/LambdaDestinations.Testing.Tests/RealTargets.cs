using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace LambdaDestinations.Testing.Tests;

/// <summary>The adapter to a real queue, as docs/testing.md shows it.</summary>
internal sealed class SqsTarget(IAmazonSQS sqs, string name, string arn, string queueUrl) : IDestinationTarget
{
    public string Name => name;

    public string Arn => arn;

    public DestinationType Type => DestinationType.Sqs;

    public Task DeliverAsync(DestinationDelivery delivery, CancellationToken cancellationToken) => sqs.SendMessageAsync(
        new SendMessageRequest(queueUrl, delivery.Text)
        {
            MessageAttributes = delivery.Attributes.ToDictionary(
                each => each.Key, each => new Amazon.SQS.Model.MessageAttributeValue { DataType = each.Value.DataType, StringValue = each.Value.Value }),
        },
        cancellationToken);
}

/// <summary>The adapter to a real bucket, as docs/testing.md shows it.</summary>
internal sealed class S3Target(IAmazonS3 s3, string bucket) : IDestinationTarget
{
    public string Name => bucket;

    public string Arn => "arn:aws:s3:::" + bucket;

    public DestinationType Type => DestinationType.S3;

    public Task DeliverAsync(DestinationDelivery delivery, CancellationToken cancellationToken) => s3.PutObjectAsync(
        new PutObjectRequest { BucketName = bucket, Key = delivery.ObjectKey, InputStream = new MemoryStream(delivery.Body.ToArray()), ContentType = "application/json" },
        cancellationToken);
}
