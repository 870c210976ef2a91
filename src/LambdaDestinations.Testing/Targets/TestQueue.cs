using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Filters;
using LambdaDestinations.Testing.Targets;

namespace LambdaDestinations.Testing;

/// <summary>A queue in memory, standard or FIFO, with visibility, receive counts and redrive.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue, of SQS.")]
public sealed class TestQueue : TestTarget
{
    private readonly object _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _recent = new(StringComparer.Ordinal);
    private MessageStore _messages = new StandardMessages();
    private readonly HashSet<QueuedMessage> _inFlight = [];
    private QueueSettings _settings = new();
    private IQueueReader? _reader;
    private long _sequence;

    internal TestQueue(EmulatorContext context, string name)
        : base(context, name, context.Account.ArnOf("sqs", "", name))
    {
    }

    /// <inheritdoc/>
    public override DestinationType Type => DestinationType.Sqs;

    /// <inheritdoc/>
    public override int? MaximumBodySize => Settings.MaximumMessageSize;

    /// <summary>The queue's attributes.</summary>
    /// <exception cref="ArgumentException">SQS would refuse them.</exception>
    public QueueSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            KnownTargets.Declare(this, value.RedriveTarget);
            lock (_gate)
            {
                if (value.Fifo != _messages is FifoMessages)
                {
                    // On AWS a queue stays what it was created as; here its settings may come after it was named.
                    MessageStore messages = value.Fifo ? new FifoMessages() : new StandardMessages();
                    foreach (QueuedMessage message in _messages.Messages)
                    {
                        messages.Put(message, message.VisibleAt);
                    }

                    _messages = messages;
                }
            }

            Volatile.Write(ref _settings, value);
        }
    }

    /// <summary>How many messages are in the queue: visible, hidden after a receive, or in the hands of a function.</summary>
    public int Depth
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count + _inFlight.Count;
            }
        }
    }

    internal override string? Refusal => Settings.Fifo ? "The request must contain the parameter MessageGroupId." : null;

    /// <summary>Sends a message, as the application does.</summary>
    /// <param name="body">The body.</param>
    /// <param name="attributes">Message attributes; null for none.</param>
    /// <exception cref="ArgumentException">The message is longer than the queue takes.</exception>
    public void Send(string body, IReadOnlyDictionary<string, MessageAttributeValue>? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        Send(body, group: null, deduplicationId: null, attributes);
    }

    /// <summary>Sends a message to a FIFO queue, as the application does. One whose deduplication id came within five minutes is accepted, and not delivered.</summary>
    /// <param name="body">The body.</param>
    /// <param name="messageGroupId">The message group: its messages are received in order.</param>
    /// <param name="deduplicationId">The deduplication id; null for the digest of the body, where the queue has <see cref="QueueSettings.ContentBasedDeduplication"/>.</param>
    /// <param name="attributes">Message attributes; null for none.</param>
    /// <exception cref="ArgumentException">The queue is not a FIFO queue, there is no deduplication id, or the message is longer than the queue takes.</exception>
    public void SendFifo(string body, string messageGroupId, string? deduplicationId = null, IReadOnlyDictionary<string, MessageAttributeValue>? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentException.ThrowIfNullOrEmpty(messageGroupId);
        if (!Settings.Fifo)
        {
            throw new ArgumentException("The request include parameter that is not valid for this queue type: MessageGroupId.", nameof(messageGroupId));
        }

        if (deduplicationId is null && !Settings.ContentBasedDeduplication)
        {
            throw new ArgumentException("The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly", nameof(deduplicationId));
        }

        Send(body, messageGroupId, deduplicationId ?? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(body))).ToLowerInvariant(), attributes);
    }

    private void Send(string body, string? group, string? deduplicationId, IReadOnlyDictionary<string, MessageAttributeValue>? attributes)
    {
        RunningCode.ThrowIfKilled();
        if (group is null && Settings.Fifo)
        {
            throw new ArgumentException("The request must contain the parameter MessageGroupId.", nameof(group));
        }

        int size = Encoding.UTF8.GetByteCount(body);
        if (size > Settings.MaximumMessageSize)
        {
            throw new ArgumentException($"One or more parameters are invalid. Reason: Message must be shorter than {Settings.MaximumMessageSize} bytes.", nameof(body));
        }

        RunningCode? sender = NoteSent(string.Empty);
        if (deduplicationId is not null && !IsNew(deduplicationId))
        {
            Context.Timeline.Add(TimelineEntryKind.Dropped, Name, string.Empty, $"duplicate of deduplication id {deduplicationId}", string.Empty);
            return;
        }

        Add(body, attributes ?? MessageAttributeValue.None, sender?.FunctionName, kind: null, sender?.Lineage, group, deduplicationId);
    }

    /// <summary>Whether no message had this deduplication id within five minutes (Amazon SQS Developer Guide, "Exactly-once processing").</summary>
    private bool IsNew(string deduplicationId)
    {
        DateTimeOffset now = Context.Clock.GetUtcNow();
        lock (_gate)
        {
            bool isNew = !_recent.TryGetValue(deduplicationId, out DateTimeOffset last) || now - last >= TimeSpan.FromMinutes(5);
            if (isNew)
            {
                _recent[deduplicationId] = now;
            }

            return isNew;
        }
    }

    /// <summary>The messages that are in the queue, as the Lambda event of a consumer: at most ten, the oldest first. They stay in the queue.</summary>
    /// <returns>UTF-8 JSON of the form <c>{"Records":[…]}</c>.</returns>
    public byte[] PeekEvent()
    {
        List<QueuedMessage> messages = [];
        lock (_gate)
        {
            messages.AddRange(_messages.Messages);
        }

        messages.Sort(static (left, right) => left.Sequence.CompareTo(right.Sequence));
        return SqsEvent.Write(Arn, Context.Account.Region, messages.Count > 10 ? messages.GetRange(0, 10) : messages);
    }

    /// <inheritdoc/>
    public override Task DeliverAsync(DestinationDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        Add(delivery.Text, delivery.Attributes, delivery.FunctionName, delivery.Kind, delivery.Lineage);
        return Task.CompletedTask;
    }

    /// <summary>Takes a message of another in-memory service.</summary>
    internal void Receive(TestTarget from, string body, Lineage? lineage, string? group = null)
    {
        Context.Timeline.Add(TimelineEntryKind.Delivered, from.Name, Name, "message", string.Empty);
        Add(body, MessageAttributeValue.None, source: null, kind: null, lineage, group);
    }

    /// <summary>Why the queue does not take an event of an event rule; null when it does.</summary>
    internal EventRuleFault? FaultOf(int size, bool hasMessageGroup = false) => FaultOf(size, Settings.MaximumMessageSize, hasMessageGroup ? null : Refusal);

    internal void Add(string body, IReadOnlyDictionary<string, MessageAttributeValue> attributes, string? source, DeliveryKind? kind, Lineage? lineage, string? group = null, string? deduplicationId = null)
    {
        CapturedMessage message = Capture(Context.Ids.NewId(), body, Context.Clock.GetUtcNow(), source, kind, attributes);
        Put(new QueuedMessage(message, lineage) { Group = group ?? string.Empty, DeduplicationId = deduplicationId });
    }

    internal void Attach(IQueueReader reader)
    {
        lock (_gate)
        {
            if (_reader is not null)
            {
                throw new ArgumentException($"Queue '{Name}' has a mapping already: two consumers would share its messages at random.");
            }

            _reader = reader;
        }

        reader.Wake();
    }

    /// <summary>Takes visible messages. One that no filter lets through is deleted; one received too often goes to the redrive target.</summary>
    internal List<QueuedMessage> Receive(int maximum, long maximumBytes, MappingFilter filter)
    {
        List<QueuedMessage> received = [];
        List<QueuedMessage> redriven = [];
        DateTimeOffset now = Context.Clock.GetUtcNow();
        QueueSettings settings = Settings;
        lock (_gate)
        {
            _messages.BeginReceive();
            while (received.Count < maximum && _messages.Take(now.UtcTicks) is { } message)
            {
                if (now - message.Message.Time >= settings.MessageRetentionPeriod)
                {
                    Context.Timeline.Add(TimelineEntryKind.Expired, Name, string.Empty, $"message {message.Message.Id} after {message.ReceiveCount} receive(s)", string.Empty);
                    Context.Faults?.Lost($"A message of '{Name}' is lost: it was received until its retention ended, and the queue has no redrive policy that takes it");
                    _messages.Release(message);
                    continue;
                }

                if (!filter.Lets((Queue: this, message), static (writer, state) => state.Queue.WriteForFilter(writer, state.message.Message)))
                {
                    Context.Timeline.Add(TimelineEntryKind.Dropped, Name, string.Empty, $"message {message.Message.Id} matches no filter", string.Empty);
                    NoteUnread(message.Message.Kind, "the filter of its mapping does not take it, and Lambda deletes it");
                    _messages.Release(message);
                    continue;
                }

                if (settings.RedriveTarget is not null && message.ReceiveCount >= settings.MaxReceiveCount)
                {
                    redriven.Add(message);
                    _messages.Release(message);
                    continue;
                }

                long size = Encoding.UTF8.GetByteCount(message.Message.Body);
                if (received.Count > 0 && size > maximumBytes)
                {
                    _messages.Put(message, message.VisibleAt);
                    _messages.Release(message);
                    break;
                }

                maximumBytes -= size;
                message.ReceiveCount++;
                message.FirstReceivedAt ??= now;
                _inFlight.Add(message);
                received.Add(message);
            }
        }

        foreach (QueuedMessage message in redriven)
        {
            Redrive(message, settings.RedriveTarget!, $"after {message.ReceiveCount} receive(s)");
        }

        return received;
    }

    /// <summary>Moves a message to another queue; it keeps its id, its body and its attributes.</summary>
    internal void Redrive(QueuedMessage message, TestQueue target, string reason)
    {
        Context.Timeline.Add(TimelineEntryKind.Redriven, Name, target.Name, reason, string.Empty);
        Context.Faults?.CountKept(Name);
        target.Capture(message.Message);
        target.Put(message with { Source = Arn, ReceiveCount = 0, FirstReceivedAt = null });
    }

    /// <summary>When the next message is visible; null when none waits.</summary>
    internal DateTimeOffset? NextVisible
    {
        get
        {
            lock (_gate)
            {
                return _messages.NextVisible is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
            }
        }
    }

    /// <summary>True when at least so many messages are visible.</summary>
    internal bool HasVisible(int count)
    {
        long now = Context.Clock.GetUtcNow().UtcTicks;
        lock (_gate)
        {
            return _messages.CountVisible(now, count) >= count;
        }
    }

    internal void Delete(QueuedMessage message)
    {
        lock (_gate)
        {
            if (_inFlight.Remove(message))
            {
                _messages.Release(message);
            }
        }
    }

    /// <summary>Lets a received message come back when its visibility time-out ends.</summary>
    internal void Return(QueuedMessage message, DateTimeOffset receivedAt)
    {
        lock (_gate)
        {
            if (_inFlight.Remove(message))
            {
                _messages.Put(message, (receivedAt + Settings.VisibilityTimeout).UtcTicks);
                _messages.Release(message);
            }
        }
    }

    private void Put(QueuedMessage message)
    {
        IQueueReader? reader;
        lock (_gate)
        {
            message.Sequence = _sequence++;
            _messages.Put(message, Context.Clock.GetUtcNow().UtcTicks);
            reader = _reader;
            if (reader is null && _messages.Count > Context.Options.CaptureLimit)
            {
                // Nobody reads this queue: past the limit that the user set, the oldest message is forgotten.
                _messages.Forget();
            }
        }

        reader?.Wake();
    }

    private void WriteForFilter(Utf8JsonWriter writer, CapturedMessage message) => SqsEvent.WriteForFilter(writer, Arn, Context.Account.Region, message);
}
