using System;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Filters;
using LambdaDestinations.Testing.Records;
using LambdaDestinations.Testing.Targets;

namespace LambdaDestinations.Testing;

/// <summary>An EventBridge bus in memory, with rules. A captured message's body is the whole event.</summary>
public sealed class TestEventBus : TestTarget
{
    private readonly IFunctionDirectory _functions;
    private ImmutableArray<EventRule> _rules = [];

    internal TestEventBus(EmulatorContext context, IFunctionDirectory functions, string name)
        : base(context, name, context.Account.ArnOf("events", "event-bus/", name)) => _functions = functions;

    /// <inheritdoc/>
    public override DestinationType Type => DestinationType.EventBridge;

    /// <summary>Adds a rule that invokes a function asynchronously.</summary>
    /// <param name="pattern">The event pattern as JSON.</param>
    /// <param name="function">The function's name, or <c>name:qualifier</c>.</param>
    /// <param name="inputPath">The part of the event that is passed on, such as <c>$.detail.responsePayload</c>; null for all of it.</param>
    /// <param name="settings">Retries and dead-letter queue; null for AWS's defaults.</param>
    /// <exception cref="ArgumentException">AWS refuses the pattern or the settings; the message has its reason.</exception>
    public void AddRule(string pattern, string function, string? inputPath = null, EventRuleSettings? settings = null)
    {
        IsUnknown = false;
        FunctionAddress target = _functions.Resolve(function);
        Add(pattern, inputPath, settings, new EventRuleTarget(function, target.Arn, (input, lineage) =>
        {
            if (target.Queue.Missing(target.Qualifier) is { } missing)
            {
                return EventRuleFault.NotFound(missing);
            }

            target.Accept(input, lineage, Name);
            return null;
        }));
    }

    /// <summary>Adds a rule that sends to a queue.</summary>
    /// <param name="pattern">The event pattern as JSON.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="inputPath">The part of the event that is passed on; null for all of it.</param>
    /// <param name="settings">Retries and dead-letter queue; null for AWS's defaults.</param>
    /// <exception cref="ArgumentException">AWS refuses the pattern or the settings; the message has its reason.</exception>
    public void AddRule(string pattern, TestQueue queue, string? inputPath = null, EventRuleSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(queue);
        KnownTargets.Declare(this, queue);
        Add(pattern, inputPath, settings, TargetOf(
            queue,
            (input, lineage) => queue.Receive(this, Encoding.UTF8.GetString(input), lineage, settings?.MessageGroupId),
            size => queue.FaultOf(size, settings?.MessageGroupId is not null)));
    }

    /// <summary>Adds a rule that publishes to a topic.</summary>
    /// <param name="pattern">The event pattern as JSON.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="inputPath">The part of the event that is passed on; null for all of it.</param>
    /// <param name="settings">Retries and dead-letter queue; null for AWS's defaults.</param>
    /// <exception cref="ArgumentException">AWS refuses the pattern or the settings; the message has its reason.</exception>
    public void AddRule(string pattern, TestTopic topic, string? inputPath = null, EventRuleSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(topic);
        KnownTargets.Declare(this, topic);
        Add(pattern, inputPath, settings, TargetOf(topic, (input, lineage) => topic.Receive(this, Encoding.UTF8.GetString(input), lineage), topic.FaultOf));
    }

    /// <summary>Puts an event on the bus, as the application does.</summary>
    /// <param name="source">The event's source; customers cannot use <c>aws.</c>.</param>
    /// <param name="detailType">The event's <c>detail-type</c>.</param>
    /// <param name="detail">A JSON object.</param>
    public void PutEvent(string source, string detailType, string detail)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(detailType);
        ArgumentNullException.ThrowIfNull(detail);
        RunningCode.ThrowIfKilled();
        if (source.StartsWith("aws.", StringComparison.Ordinal))
        {
            throw new ArgumentException("Not authorized for the source.", nameof(source));
        }

        byte[] body = Encoding.UTF8.GetBytes(detail);
        if (!detail.AsSpan().TrimStart().StartsWith("{") || !Json.IsValid(body))
        {
            throw new ArgumentException("Detail is malformed.", nameof(detail));
        }

        RunningCode? sender = NoteSent(detailType);
        Add(source, detailType, [], body, sender?.FunctionName, kind: null, sender?.Lineage);
    }

    /// <inheritdoc/>
    public override Task DeliverAsync(DestinationDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        Add(
            "lambda",
            delivery.Kind == DeliveryKind.Success ? "Lambda Function Invocation Result - Success" : "Lambda Function Invocation Result - Failure",
            [Arn, delivery.FunctionArn],
            delivery.Body,
            delivery.FunctionName,
            delivery.Kind,
            delivery.Lineage);
        return Task.CompletedTask;
    }

    /// <summary>Takes an event of another in-memory service.</summary>
    internal void Receive(TestTarget from, string source, string detailType, ReadOnlyMemory<byte> detail, Lineage? lineage)
    {
        Context.Timeline.Add(TimelineEntryKind.Delivered, from.Name, Name, detailType, string.Empty);
        Add(source, detailType, [from.Arn], detail, function: null, kind: null, lineage);
    }

    /// <summary>Takes the status change of a durable execution (AWS Lambda Developer Guide, "Monitoring durable functions").</summary>
    internal void Receive(string function, string status, ReadOnlyMemory<byte> detail)
    {
        Context.Timeline.Add(TimelineEntryKind.Delivered, function, Name, status, string.Empty);
        Add(RecordFacts.ServiceSource, DurableFacts.DetailType, [], detail, function, kind: null, lineage: null);
    }

    /// <summary>Adds a rule that puts what it matches on another bus, as it is.</summary>
    internal void AddRule(string pattern, TestEventBus bus, EventRuleSettings settings)
    {
        KnownTargets.Declare(this, bus);
        Add(pattern, inputPath: null, settings, TargetOf(
            bus,
            (input, lineage) => bus.Forward(this, input, lineage),
            size => bus.FaultOf(size, Limits.EventBridgeEntry, refusal: null)));
    }

    private static EventRuleTarget TargetOf(TestTarget target, Action<byte[], Lineage?> send, Func<int, EventRuleFault?> faultOf) =>
        new(target.Name, target.Arn, (input, lineage) =>
        {
            EventRuleFault? fault = faultOf(input.Length);
            if (fault is null)
            {
                send(input, lineage);
            }

            return fault;
        });

    private void Forward(TestEventBus from, byte[] json, Lineage? lineage)
    {
        using JsonDocument document = Json.Parse(json);
        JsonElement root = document.RootElement;
        Context.Timeline.Add(TimelineEntryKind.Delivered, from.Name, Name, root.GetProperty("detail-type").GetString()!, string.Empty);
        Capture(root.GetProperty("id").GetString()!, Encoding.UTF8.GetString(json), Context.Clock.GetUtcNow(), null, null);
        Pass(root, lineage);
    }

    private void Add(string source, string detailType, string[] resources, ReadOnlyMemory<byte> detail, string? function, DeliveryKind? kind, Lineage? lineage)
    {
        string id = Context.Ids.NewId();
        byte[] json = Json.Write((Context, id, source, detailType, resources, detail), static (writer, state) =>
        {
            writer.WriteStartObject();
            writer.WriteString("version"u8, "0"u8);
            writer.WriteString("id"u8, state.id);
            writer.WriteString("detail-type"u8, state.detailType);
            writer.WriteString("source"u8, state.source);
            writer.WriteString("account"u8, state.Context.Account.Id);
            writer.WriteString("time"u8, Json.Seconds(state.Context.Clock.GetUtcNow()));
            writer.WriteString("region"u8, state.Context.Account.Region);
            writer.WriteStartArray("resources"u8);
            foreach (string resource in state.resources)
            {
                writer.WriteStringValue(resource);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("detail"u8);
            writer.WriteCompact(state.detail.Span);
            writer.WriteEndObject();
        });
        Capture(id, Encoding.UTF8.GetString(json), Context.Clock.GetUtcNow(), function, kind);
        if (_rules.Length == 0)
        {
            NoteUnread(kind, "the bus has no rule");
            return;
        }

        using JsonDocument document = Json.Parse(json);
        if (!Pass(document.RootElement, lineage))
        {
            NoteUnread(kind, "no rule takes it");
        }
    }

    /// <returns>Whether a rule has taken the event.</returns>
    private bool Pass(JsonElement json, Lineage? lineage)
    {
        // One text for all rules that take the event.
        string? whole = null;
        foreach (EventRule rule in _rules)
        {
            if (rule.Pattern.Matches(json))
            {
                whole ??= json.GetRawText();
                string? input = rule.InputPath is null ? whole : Select(json, rule.InputPath)?.GetRawText();
                new EventRuleDelivery(Context, Name, rule, whole, Encoding.UTF8.GetBytes(input ?? "null"), Lineage.ThroughBus(lineage)).Attempt();
            }
        }

        return whole is not null;
    }

    private void Add(string pattern, string? inputPath, EventRuleSettings? settings, EventRuleTarget target)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        settings ??= new EventRuleSettings();
        settings.Validate();
        KnownTargets.Declare(settings.DeadLetterQueue);
        if (inputPath is not null && inputPath != "$" && !inputPath.StartsWith("$.", StringComparison.Ordinal))
        {
            throw new ArgumentException("An input path starts with \"$.\".", nameof(inputPath));
        }

        EventPattern parsed = new(pattern);
        ImmutableInterlocked.Update(ref _rules, rules =>
        {
            // On the default bus an ARN does not name the bus (Service Authorization Reference, "Amazon EventBridge").
            string name = settings.Name ?? $"rule-{rules.Length + 1}";
            string arn = Context.Account.ArnOf("events", "rule/", Name == "default" ? name : $"{Name}/{name}");
            return rules.Add(new EventRule(arn, parsed, inputPath, target, settings));
        });
    }

    private static JsonElement? Select(JsonElement root, string path)
    {
        JsonElement current = root;
        foreach (string name in path == "$" ? [] : path[2..].Split('.'))
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current))
            {
                return null;
            }
        }

        return current;
    }
}
