using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Filters;
using LambdaDestinations.Testing.Targets;

namespace LambdaDestinations.Testing;

/// <summary>A queue in memory: standard SQS with visibility, receive counts and redrive.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue, of SQS.")]
public sealed class TestQueue : TestTarget
{
    private readonly object _gate = new();
    private readonly PriorityQueue<QueuedMessage, (long VisibleAt, long Sequence)> _visible = new();
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
                return _visible.Count + _inFlight.Count;
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
        RunningCode.ThrowIfKilled();
        int size = Encoding.UTF8.GetByteCount(body);
        if (size > Settings.MaximumMessageSize)
        {
            throw new ArgumentException($"One or more parameters are invalid. Reason: Message must be shorter than {Settings.MaximumMessageSize} bytes.", nameof(body));
        }

        RunningCode? sender = NoteSent(string.Empty);
        Add(body, attributes ?? MessageAttributeValue.None, sender?.FunctionName, kind: null, sender?.Lineage);
    }

    /// <summary>The messages that are in the queue, as the Lambda event of a consumer: at most ten, the oldest first. They stay in the queue.</summary>
    /// <returns>UTF-8 JSON of the form <c>{"Records":[…]}</c>.</returns>
    public byte[] PeekEvent()
    {
        List<QueuedMessage> messages = [];
        lock (_gate)
        {
            foreach ((QueuedMessage message, (long VisibleAt, long Sequence) key) in _visible.UnorderedItems)
            {
                messages.Add(message);
            }
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
    internal void Receive(TestTarget from, string body, Lineage? lineage)
    {
        Context.Timeline.Add(TimelineEntryKind.Delivered, from.Name, Name, "message", string.Empty);
        Add(body, MessageAttributeValue.None, source: null, kind: null, lineage);
    }

    /// <summary>Why the queue does not take an event of an event rule; null when it does.</summary>
    internal EventRuleFault? FaultOf(int size, bool hasMessageGroup = false) => FaultOf(size, Settings.MaximumMessageSize, hasMessageGroup ? null : Refusal);

    internal void Add(string body, IReadOnlyDictionary<string, MessageAttributeValue> attributes, string? source, DeliveryKind? kind, Lineage? lineage)
    {
        CapturedMessage message = Capture(Context.Ids.NewId(), body, Context.Clock.GetUtcNow(), source, kind, attributes);
        Put(new QueuedMessage(message, lineage));
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
            while (received.Count < maximum && _visible.TryPeek(out QueuedMessage? message, out (long VisibleAt, long Sequence) key) && key.VisibleAt <= now.UtcTicks)
            {
                _visible.Dequeue();
                if (now - message.Message.Time >= settings.MessageRetentionPeriod)
                {
                    Context.Timeline.Add(TimelineEntryKind.Expired, Name, string.Empty, $"message {message.Message.Id} after {message.ReceiveCount} receive(s)", string.Empty);
                    Context.Faults?.Lost($"A message of '{Name}' is lost: it was received until its retention ended, and the queue has no redrive policy that takes it");
                    continue;
                }

                if (!filter.Lets((Queue: this, message), static (writer, state) => state.Queue.WriteForFilter(writer, state.message.Message)))
                {
                    Context.Timeline.Add(TimelineEntryKind.Dropped, Name, string.Empty, $"message {message.Message.Id} matches no filter", string.Empty);
                    NoteUnread(message.Message.Kind, "the filter of its mapping does not take it, and Lambda deletes it");
                    continue;
                }

                if (settings.RedriveTarget is not null && message.ReceiveCount >= settings.MaxReceiveCount)
                {
                    redriven.Add(message);
                    continue;
                }

                long size = Encoding.UTF8.GetByteCount(message.Message.Body);
                if (received.Count > 0 && size > maximumBytes)
                {
                    _visible.Enqueue(message, key);
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
                return _visible.TryPeek(out _, out (long VisibleAt, long Sequence) key) ? new DateTimeOffset(key.VisibleAt, TimeSpan.Zero) : null;
            }
        }
    }

    /// <summary>True when at least so many messages are visible.</summary>
    internal bool HasVisible(int count)
    {
        long now = Context.Clock.GetUtcNow().UtcTicks;
        lock (_gate)
        {
            if (_visible.Count < count)
            {
                return false;
            }

            foreach ((QueuedMessage _, (long VisibleAt, long Sequence) key) in _visible.UnorderedItems)
            {
                if (key.VisibleAt <= now && --count <= 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    internal void Delete(QueuedMessage message)
    {
        lock (_gate)
        {
            _inFlight.Remove(message);
        }
    }

    /// <summary>Lets a received message come back when its visibility time-out ends.</summary>
    internal void Return(QueuedMessage message, DateTimeOffset receivedAt)
    {
        lock (_gate)
        {
            if (_inFlight.Remove(message))
            {
                _visible.Enqueue(message, ((receivedAt + Settings.VisibilityTimeout).UtcTicks, message.Sequence));
            }
        }
    }

    private void Put(QueuedMessage message)
    {
        IQueueReader? reader;
        lock (_gate)
        {
            message.Sequence = _sequence++;
            _visible.Enqueue(message, (Context.Clock.GetUtcNow().UtcTicks, message.Sequence));
            reader = _reader;
            if (reader is null && _visible.Count > Context.Options.CaptureLimit)
            {
                // Nobody reads this queue: past the limit that the user set, the oldest message is forgotten.
                _visible.Dequeue();
            }
        }

        reader?.Wake();
    }

    private void WriteForFilter(Utf8JsonWriter writer, CapturedMessage message) => SqsEvent.WriteForFilter(writer, Arn, Context.Account.Region, message);
}
