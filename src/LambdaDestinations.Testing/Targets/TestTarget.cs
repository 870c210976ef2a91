using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Reporting;
using LambdaDestinations.Testing.Targets;

namespace LambdaDestinations.Testing;

/// <summary>An in-memory resource that captures what it receives.</summary>
public abstract class TestTarget : IDestinationTarget, IInMemoryTarget, IMessageHolder
{
    private readonly Capture<CapturedMessage> _messages;
    private bool _isUnavailable;

    private protected TestTarget(EmulatorContext context, string name, string arn)
    {
        Context = context;
        Name = name;
        Arn = arn;
        _messages = new Capture<CapturedMessage>(context.Options.CaptureLimit);
    }

    /// <summary>The resource's name.</summary>
    public string Name { get; }

    /// <summary>The resource's ARN.</summary>
    public string Arn { get; }

    /// <inheritdoc/>
    public abstract DestinationType Type { get; }

    /// <inheritdoc/>
    public virtual int? MaximumBodySize => null;

    /// <summary>
    /// True to play an outage: what AWS Lambda and event rules deliver fails. Lambda tries once, a rule again as long as it may. What a test or a handler
    /// sends, and what topics and buckets pass on, still arrives.
    /// </summary>
    public bool IsUnavailable
    {
        get => Volatile.Read(ref _isUnavailable);
        set => Volatile.Write(ref _isUnavailable, value);
    }

    /// <summary>Everything that arrived, oldest first, as far as the host's capture limit lets it remember.</summary>
    /// <exception cref="LambdaTestAssertionException">Neither the template nor the wiring knows the resource.</exception>
    public IReadOnlyList<CapturedMessage> Messages => MessageCount == 0 ? [] : _messages.ToArray();

    /// <summary>How many messages ever arrived.</summary>
    /// <exception cref="LambdaTestAssertionException">Neither the template nor the wiring knows the resource.</exception>
    public long MessageCount
    {
        get
        {
            long count = _messages.Total;
            return count > 0 || !IsUnknown ? count : throw Context.Unknown(GetType(), Describe(), Name);
        }
    }

    /// <summary>Why the resource takes nothing from AWS Lambda; null when it does.</summary>
    internal virtual string? Refusal => null;

    string? IInMemoryTarget.Refusal => IsUnavailable ? EventRuleFault.Unavailable.Message : Refusal;

    bool IInMemoryTarget.IsUnknown
    {
        get => IsUnknown;
        set => IsUnknown = value;
    }

    /// <summary>Whether only the test has named it, after the wiring.</summary>
    internal bool IsUnknown { get; set; }

    private protected EmulatorContext Context { get; }

    /// <inheritdoc/>
    public abstract Task DeliverAsync(DestinationDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Why the resource does not take an event of an event rule; null when it does.</summary>
    /// <param name="size">Of what is passed on, in bytes.</param>
    /// <param name="limit">The largest that it takes.</param>
    /// <param name="refusal">What else stands against it.</param>
    private protected EventRuleFault? FaultOf(int size, int limit, string? refusal) => IsUnavailable ? EventRuleFault.Unavailable
        : refusal is not null ? EventRuleFault.Refused(refusal)
        : size > limit ? EventRuleFault.Refused($"The message has {size} bytes; the target takes {limit}.")
        : null;

    /// <summary>Asserts how many messages arrived.</summary>
    /// <param name="count">The expected number.</param>
    /// <returns>The messages.</returns>
    /// <exception cref="LambdaTestAssertionException">Another number.</exception>
    public IReadOnlyList<CapturedMessage> ShouldHaveReceived(int count) => MessageCount == count
        ? Messages
        : throw Context.Timeline.Failure($"{Describe()} should have received {count} message(s), but received {MessageCount}{List()}");

    /// <summary>Asserts that exactly one message arrived.</summary>
    /// <returns>The message.</returns>
    /// <exception cref="LambdaTestAssertionException">None, or more than one.</exception>
    public CapturedMessage ShouldHaveReceivedOne() => ShouldHaveReceived(1)[0];

    /// <summary>Asserts that a message arrived that meets a condition.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="expression">The text of the condition, filled in by the compiler.</param>
    /// <returns>The first such message.</returns>
    /// <exception cref="LambdaTestAssertionException">None does.</exception>
    public CapturedMessage ShouldHaveReceived(Func<CapturedMessage, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string expression = "")
    {
        ArgumentNullException.ThrowIfNull(predicate);
        foreach (CapturedMessage message in Messages)
        {
            if (predicate(message))
            {
                return message;
            }
        }

        throw Context.Timeline.Failure($"{Describe()} should have received a message with {expression}, but received {MessageCount}{List()}");
    }

    /// <summary>Asserts that nothing arrived.</summary>
    /// <exception cref="LambdaTestAssertionException">Something did.</exception>
    public void ShouldBeEmpty() => ShouldHaveReceived(0);

    string IMessageHolder.Describe() => Describe();

    LambdaTestAssertionException IMessageHolder.Failure(string message) => Context.Timeline.Failure(message);

    private string Describe() => Type switch
    {
        DestinationType.Sqs => $"Queue '{Name}'",
        DestinationType.Sns => $"Topic '{Name}'",
        DestinationType.EventBridge => $"Bus '{Name}'",
        DestinationType.S3 => $"Bucket '{Name}'",
        _ => $"Kafka topic '{Name}'",
    };

    /// <summary>Captures a message that another resource captured before.</summary>
    private protected void Capture(CapturedMessage message) => _messages.Add(message);

    /// <summary>Captures what arrived.</summary>
    private protected CapturedMessage Capture(
        string id, string body, DateTimeOffset time, string? source, DeliveryKind? kind, IReadOnlyDictionary<string, MessageAttributeValue>? attributes = null)
    {
        CapturedMessage message = new(this, id, body, time)
        {
            Attributes = attributes ?? MessageAttributeValue.None,
            SourceFunction = source,
            Kind = kind,
        };
        if (kind is null or DeliveryKind.Success)
        {
            Context.Faults?.CountDone(Name);
        }

        _messages.Add(message);
        return message;
    }

    /// <summary>Notes that the test or a handler puts something into the resource.</summary>
    /// <returns>The handler; null for the test.</returns>
    private protected RunningCode? NoteSent(string text)
    {
        Context.ThrowIfFaulted(Name);
        RunningCode? sender = RunningCode.Current;
        Context.Timeline.Add(TimelineEntryKind.Sent, sender?.FunctionName ?? "caller", Name, text, sender?.RequestId ?? string.Empty);
        return sender;
    }

    /// <summary>A failure record that nobody gets is lost, whatever delivered it.</summary>
    private protected void NoteUnread(DeliveryKind? kind, string why)
    {
        if (kind is DeliveryKind.Failure or DeliveryKind.BatchFailure or DeliveryKind.DeadLetter)
        {
            Context.Faults?.Lost($"A failure record at {Describe()} is lost: {why}");
        }
    }

    private string List()
    {
        IReadOnlyList<CapturedMessage> messages = Messages;
        if (messages.Count == 0)
        {
            return ".";
        }

        const int Shown = 10;
        const int Width = 400;
        StringBuilder text = new(":");
        for (int i = 0; i < Math.Min(messages.Count, Shown); i++)
        {
            string body = messages[i].Body;
            text.Append(CultureInfo.InvariantCulture, $"\n  [{i}] ").Append(body.Length > Width ? string.Concat(body.AsSpan(0, Width), "…") : body);
        }

        return messages.Count > Shown ? text.Append(CultureInfo.InvariantCulture, $"\n  … {messages.Count - Shown} more").ToString() : text.ToString();
    }
}
