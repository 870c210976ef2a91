using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Filters;
using LambdaDestinations.Testing.Targets;

namespace LambdaDestinations.Testing;

/// <summary>A standard SNS topic in memory, with functions and queues as subscribers, and their filter policies.</summary>
public sealed class TestTopic : TestTarget
{
    private readonly IFunctionDirectory _functions;
    private ImmutableArray<Func<CapturedMessage, Lineage?, bool>> _subscribers = [];

    internal TestTopic(EmulatorContext context, IFunctionDirectory functions, string name)
        : base(context, name, context.Account.ArnOf("sns", "", name)) => _functions = functions;

    /// <inheritdoc/>
    public override DestinationType Type => DestinationType.Sns;

    /// <summary>True for a FIFO topic: AWS Lambda cannot deliver to it, and every delivery fails.</summary>
    public bool Fifo { get; set; }

    internal override string? Refusal => Fifo ? "Invalid parameter: The MessageGroupId parameter is required for FIFO topics" : null;

    /// <summary>Subscribes a function: it is invoked asynchronously with every message.</summary>
    /// <param name="function">The function's name, or <c>name:qualifier</c>.</param>
    /// <param name="filterPolicy">The filter policy as JSON; null for every message.</param>
    /// <param name="filterPolicyScope">What the policy looks at.</param>
    /// <exception cref="ArgumentException">AWS refuses the policy; the message has its reason.</exception>
    public void Subscribe(string function, string? filterPolicy = null, FilterPolicyScope filterPolicyScope = FilterPolicyScope.MessageAttributes)
    {
        IsUnknown = false;
        FunctionAddress subscriber = _functions.Resolve(function);
        string subscription = NewSubscription();
        Add(filterPolicy, filterPolicyScope, (message, lineage) => subscriber.Accept(SnsEvent.Write(Arn, Context.Account.Region, message, subscription), lineage, Name));
    }

    /// <summary>Subscribes a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="rawMessageDelivery">True to send the message as it is; false, as by default on AWS, to wrap it into the SNS envelope.</param>
    /// <param name="filterPolicy">The filter policy as JSON; null for every message.</param>
    /// <param name="filterPolicyScope">What the policy looks at.</param>
    /// <exception cref="ArgumentException">AWS refuses the policy; the message has its reason.</exception>
    public void Subscribe(
        TestQueue queue, bool rawMessageDelivery = false, string? filterPolicy = null, FilterPolicyScope filterPolicyScope = FilterPolicyScope.MessageAttributes)
    {
        ArgumentNullException.ThrowIfNull(queue);
        KnownTargets.Declare(this, queue);
        Add(filterPolicy, filterPolicyScope, (message, lineage) =>
        {
            Context.Timeline.Add(TimelineEntryKind.Delivered, Name, queue.Name, "message", string.Empty);
            if (rawMessageDelivery)
            {
                queue.Add(message.Body, message.Attributes, message.SourceFunction, message.Kind, lineage);
            }
            else
            {
                queue.Add(Encoding.UTF8.GetString(SnsEvent.WriteEnvelope(Arn, Context.Account.Region, message)), MessageAttributeValue.None, message.SourceFunction, message.Kind, lineage);
            }
        });
    }

    /// <summary>Publishes a message, as the application does.</summary>
    /// <param name="message">The message.</param>
    /// <param name="attributes">Message attributes; null for none.</param>
    /// <exception cref="ArgumentException">The message is longer than 262144 bytes.</exception>
    public void Publish(string message, IReadOnlyDictionary<string, MessageAttributeValue>? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        RunningCode.ThrowIfKilled();
        if (Encoding.UTF8.GetByteCount(message) > Limits.TopicMessage)
        {
            throw new ArgumentException("Invalid parameter: Message too long", nameof(message));
        }

        RunningCode? sender = NoteSent(string.Empty);
        Add(message, attributes ?? MessageAttributeValue.None, sender?.FunctionName, kind: null, sender?.Lineage);
    }

    /// <summary>The Lambda event that a subscribed function gets for a message of this topic.</summary>
    /// <param name="message">One of <see cref="TestTarget.Messages"/>.</param>
    /// <returns>UTF-8 JSON of the form <c>{"Records":[…]}</c>.</returns>
    public byte[] ToEvent(CapturedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SnsEvent.Write(Arn, Context.Account.Region, message, NewSubscription());
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

    /// <summary>Why the topic does not take an event of an event rule; null when it does.</summary>
    internal EventRuleFault? FaultOf(int size) => FaultOf(size, Limits.TopicMessage, Refusal);

    internal void Add(string body, IReadOnlyDictionary<string, MessageAttributeValue> attributes, string? source, DeliveryKind? kind, Lineage? lineage)
    {
        CapturedMessage message = Capture(Context.Ids.NewId(), body, Context.Clock.GetUtcNow(), source, kind, attributes);
        bool isTaken = false;
        foreach (Func<CapturedMessage, Lineage?, bool> subscriber in _subscribers)
        {
            isTaken |= subscriber(message, lineage);
        }

        if (!isTaken)
        {
            NoteUnread(kind, "no subscription takes it");
        }
    }

    private string NewSubscription() => $"{Arn}:{Context.Ids.NewId()}";

    private void Add(string? filterPolicy, FilterPolicyScope scope, Action<CapturedMessage, Lineage?> subscriber)
    {
        SubscriptionFilter? filter = filterPolicy is null ? null : new SubscriptionFilter(filterPolicy, scope);
        bool TryGive(CapturedMessage message, Lineage? lineage)
        {
            bool isTaken = filter?.Lets(message.Body, message.Attributes) != false;
            if (isTaken)
            {
                subscriber(message, lineage);
            }

            return isTaken;
        }

        ImmutableInterlocked.Update(ref _subscribers, static (subscribers, one) => subscribers.Add(one), (Func<CapturedMessage, Lineage?, bool>)TryGive);
    }
}
