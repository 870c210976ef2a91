using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace LambdaDestinations.Tool.Replays;

/// <summary>A message that was received, and is hidden from others for a while.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Body">Its body.</param>
/// <param name="ReceiptHandle">By which it is deleted or shown again.</param>
/// <param name="Attributes">Its attributes: name, type and value; binary ones have no value here.</param>
internal sealed record ReceivedMessage(string Id, string Body, string ReceiptHandle, IReadOnlyList<(string Name, string DataType, string? Value)> Attributes);

/// <summary>What a queue says of itself.</summary>
/// <param name="Visible">Messages that can be received, approximately.</param>
/// <param name="InFlight">Messages that are hidden since somebody has received them.</param>
/// <param name="Delayed">Messages that are not to be received yet.</param>
/// <param name="Retention">How long a message is kept.</param>
/// <param name="MaximumReceives">After how many receives a message goes elsewhere; <see langword="null"/> where it stays.</param>
/// <param name="RedriveTarget">Where it goes.</param>
internal sealed record QueueState(int Visible, int InFlight, int Delayed, TimeSpan Retention, int? MaximumReceives, string? RedriveTarget);

/// <summary>A queue of SQS.</summary>
internal sealed class ReplayQueue : IDisposable
{
    /// <summary>How long messages are hidden while they are looked at, in seconds.</summary>
    private const int HiddenSeconds = 300;

    /// <summary>How many messages a call takes (Amazon SQS API Reference, <c>ReceiveMessage</c>).</summary>
    private const int BatchSize = 10;

    /// <summary>How many attributes a message may have (Amazon SQS Developer Guide, "Message metadata").</summary>
    private const int MaximumAttributes = 10;

    private readonly AmazonSQSClient _client;

    private ReplayQueue(AmazonSQSClient client, string url)
    {
        _client = client;
        Url = url;
    }

    /// <summary>Its address.</summary>
    public string Url { get; }

    private bool IsFifo => Url.EndsWith(".fifo", StringComparison.Ordinal);

    /// <summary>Finds a queue.</summary>
    /// <param name="reference">Its URL or its ARN.</param>
    /// <param name="access">How AWS is asked; the region and the endpoint of the reference are taken where it says none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ToolException">There is no such queue, or it may not be seen.</exception>
    public static async Task<ReplayQueue> OpenAsync(string reference, AwsAccess access, CancellationToken cancellationToken)
    {
        string subject = $"The queue '{reference}' cannot be found";
        if (reference.StartsWith("arn:", StringComparison.Ordinal))
        {
            if (reference.Split(':') is not [_, _, "sqs", var region, var account, var name])
            {
                throw new ToolException($"'{reference}' is not the ARN of a queue: arn:aws:sqs:eu-west-1:123456789012:failed");
            }

            AmazonSQSClient client = await Client(access with { Region = access.Region ?? region });
            GetQueueUrlRequest request = new(name) { QueueOwnerAWSAccountId = account };
            GetQueueUrlResponse found = await AwsAccess.Call(subject, () => client.GetQueueUrlAsync(request, cancellationToken));
            return new ReplayQueue(client, found.QueueUrl);
        }

        if (!Uri.TryCreate(reference, UriKind.Absolute, out Uri? url) || url.AbsolutePath.Trim('/').Length == 0)
        {
            throw new ToolException($"'{reference}' is not the URL of a queue: https://sqs.eu-west-1.amazonaws.com/123456789012/failed");
        }

        string[] host = url.Host.Split('.');
        int service = Array.IndexOf(host, "sqs");
        bool isAws = Array.Exists(host, x => x == "amazonaws");
        return new ReplayQueue(
            await Client(access with
            {
                Region = access.Region ?? (isAws && service >= 0 && service + 1 < host.Length ? host[service + 1] : null),
                Endpoint = access.Endpoint ?? (isAws ? null : new Uri(url.GetLeftPart(UriPartial.Authority))),
            }),
            reference);

        Task<AmazonSQSClient> Client(AwsAccess with) =>
            AwsAccess.Call(subject, () => Task.FromResult(new AmazonSQSClient(with.Configure(new AmazonSQSConfig()))));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>What it says of itself; no message is touched.</summary>
    /// <exception cref="ToolException">It cannot be read.</exception>
    public async Task<QueueState> DescribeAsync(CancellationToken cancellationToken)
    {
        GetQueueAttributesResponse answer = await AwsAccess.Call(
            $"The queue '{Url}' cannot be read", () => _client.GetQueueAttributesAsync(new GetQueueAttributesRequest(Url, ["All"]), cancellationToken));
        Dictionary<string, string> attributes = answer.Attributes ?? [];
        (int? count, string? target) = Redrive(attributes.GetValueOrDefault("RedrivePolicy"));
        return new QueueState(
            Number("ApproximateNumberOfMessages"), Number("ApproximateNumberOfMessagesNotVisible"), Number("ApproximateNumberOfMessagesDelayed"),
            TimeSpan.FromSeconds(Number("MessageRetentionPeriod")), count, target);

        int Number(string name) =>
            int.TryParse(attributes.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }

    /// <summary>
    /// Receives messages until there are no more, or enough. They are hidden from others until <see cref="ReleaseAsync"/>, or five minutes have passed.
    /// </summary>
    /// <param name="into">Takes them as they come, so that those of a run that fails can be released.</param>
    /// <param name="limit">How many are enough.</param>
    /// <param name="cancellationToken">Cancels between two calls.</param>
    /// <exception cref="ToolException">It cannot be read.</exception>
    public async Task ReceiveAsync(Dictionary<string, ReceivedMessage> into, int limit, CancellationToken cancellationToken)
    {
        while (into.Count < limit)
        {
            ReceiveMessageResponse answer = await AwsAccess.Call($"The queue '{Url}' cannot be read", () => _client.ReceiveMessageAsync(
                new ReceiveMessageRequest(Url)
                {
                    MaxNumberOfMessages = Math.Min(BatchSize, limit - into.Count),
                    VisibilityTimeout = HiddenSeconds,

                    // A long poll asks all servers of the queue: an empty answer is one.
                    WaitTimeSeconds = 1,
                    MessageAttributeNames = ["All"],
                },
                cancellationToken));
            if (answer.Messages is not { Count: > 0 })
            {
                return;
            }

            foreach (Message message in answer.Messages)
            {
                // What is delivered twice has a new handle.
                into[message.MessageId] = new ReceivedMessage(
                    message.MessageId,
                    message.Body,
                    message.ReceiptHandle,
                    [.. (message.MessageAttributes ?? []).Select(static x => (x.Key, x.Value.DataType, (string?)x.Value.StringValue))]);
            }
        }
    }

    /// <summary>Shows messages again.</summary>
    public async Task ReleaseAsync(IEnumerable<ReceivedMessage> messages)
    {
        foreach (ReceivedMessage[] batch in messages.Chunk(BatchSize))
        {
            List<ChangeMessageVisibilityBatchRequestEntry> entries =
            [
                .. batch.Select(static (x, i) =>
                    new ChangeMessageVisibilityBatchRequestEntry(i.ToString(CultureInfo.InvariantCulture), x.ReceiptHandle) { VisibilityTimeout = 0 }),
            ];
            await AwsAccess.Call(
                $"Messages of the queue '{Url}' stay hidden for {HiddenSeconds / 60} minutes",
                () => _client.ChangeMessageVisibilityBatchAsync(Url, entries, CancellationToken.None));
        }
    }

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="replay">How often it has been sent again, this time included.</param>
    /// <param name="identity">What identifies it, for a FIFO queue.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ToolException">The queue does not take it.</exception>
    public async Task SendAsync(ReplayMessage message, int replay, string identity, CancellationToken cancellationToken)
    {
        Dictionary<string, MessageAttributeValue> attributes = message.Attributes.ToDictionary(
            static x => x.Name,
            static x => new MessageAttributeValue
            {
                DataType = x.DataType,
                StringValue = x.Text,
                BinaryValue = x.Binary is null ? null : new MemoryStream(x.Binary),
            });
        if (attributes.Count < MaximumAttributes)
        {
            attributes[ReplayMessage.CountAttribute] = new() { DataType = "Number", StringValue = replay.ToString(CultureInfo.InvariantCulture) };
        }

        await AwsAccess.Call($"The queue '{Url}' does not take the event", () => _client.SendMessageAsync(
            new SendMessageRequest(Url, message.Body)
            {
                MessageAttributes = attributes,
                MessageGroupId = message.GroupId ?? (IsFifo ? identity : null),
                MessageDeduplicationId = IsFifo ? string.Create(CultureInfo.InvariantCulture, $"{identity}-{replay}") : null,
            },
            cancellationToken));
    }

    /// <summary>Deletes a message.</summary>
    /// <exception cref="ToolException">It is not deleted.</exception>
    public Task DeleteAsync(string receiptHandle) => AwsAccess.Call(
        $"A message of the queue '{Url}' was sent, but is not deleted",
        () => _client.DeleteMessageAsync(Url, receiptHandle, CancellationToken.None));

    private static (int? Count, string? Target) Redrive(string? policy)
    {
        if (policy is null)
        {
            return default;
        }

        using JsonDocument document = JsonDocument.Parse(policy);
        JsonElement count = document.RootElement.GetProperty("maxReceiveCount");

        // SQS gives back what was written, a number or a text.
        int? receives = int.TryParse(count.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        return (receives, document.RootElement.GetProperty("deadLetterTargetArn").GetString());
    }
}
