using System;
using System.Linq;
using LambdaDestinations;

namespace S3Lab;

/// <summary>Reads a Kinesis stream and the stream of a DynamoDB table, in batches.</summary>
public static class StreamHandlers
{
    /// <summary>Counts clicks. A batch with data that is not a text of a page fails; halved again and again, the bad record ends alone in the topic.</summary>
    /// <param name="batch">The batch.</param>
    [OnFailureDestination(DestinationType.Sns, "@ClicksFailed", EventSource = "Clicks", MaximumRetryAttempts = 2, MaximumRecordAgeInSeconds = 3600, BisectBatchOnFunctionError = true)]
    public static void CountClicks(ClickBatch batch)
    {
        if (batch.Records.Any(static record => record.Kinesis.Data is not [(byte)'/', ..]))
        {
            throw new FormatException("A click is not on a page.");
        }
    }

    /// <summary>Mirrors the table of orders. An item without a quantity cannot be mirrored.</summary>
    /// <param name="batch">The batch.</param>
    [OnFailureDestination(DestinationType.Sqs, "@OrdersFailed", EventSource = "Orders", MaximumRetryAttempts = 1, MaximumRecordAgeInSeconds = 3600)]
    public static void MirrorOrders(OrderBatch batch)
    {
        if (batch.Records.Any(static record => record.DynamoDb.NewImage?.ContainsKey("quantity") != true))
        {
            throw new FormatException("An order has no quantity.");
        }
    }
}
