using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Testing.Wiring;

/// <content>What sends events to functions, queues and topics.</content>
internal sealed partial class TemplateWiring
{
    private void ConnectEvents(TemplateResource resource, TemplateValue properties)
    {
        foreach (KeyValuePair<string, TemplateValue> each in _values.At(properties, "Events")?.Entries ?? [])
        {
            Try(resource, () =>
            {
                if (_values.Resolve(each.Value) is { } source)
                {
                    ConnectEvent(resource, each.Key, source);
                }
            }, "Events", each.Key);
        }
    }

    private void ConnectEvent(TemplateResource resource, string name, TemplateValue source)
    {
        string[] path = ["Events", name, "Properties"];
        string? type = _values.TextAt(source, "Type");
        if (type is null || EventSourceFacts.Find(type) is not { } facts || !EventPlays.TryGetValue(type, out Action<TemplateWiring, SamEvent>? play))
        {
            Note(resource, $"{name}: an event of the type {type ?? "(none)"} is not played. Send its event with InvokeAsync.", changes: false, path);
            return;
        }

        play(this, new SamEvent(
            resource,
            _registry.Function(_values.NameOf(resource)),
            _aliases.GetValueOrDefault(resource.LogicalId, FunctionSettings.Latest),
            facts,
            name,
            _values.At(source, "Properties") ?? TemplateValue.Map(),
            path));
    }

    /// <summary>What an event comes from; null when its type has no property for that, or it is not written.</summary>
    private string? SourceOf(SamEvent e) => e.Facts.SourceProperty is { } property ? _values.TextAt(e.Properties, property) : null;

    private void ConnectSubscriptions(TemplateResource resource, TemplateValue properties)
    {
        foreach (TemplateValue subscription in _values.ItemsAt(properties, "Subscription"))
        {
            Subscribe(resource, _registry.Topic(_values.NameOf(resource)), subscription, "Subscription");
        }
    }

    private void ConnectSubscription(TemplateResource resource, TemplateValue properties)
    {
        if (_values.TextAt(properties, "TopicArn") is { } arn)
        {
            Subscribe(resource, _registry.Topic(LastPart(arn, ':')), properties);
        }
    }

    private void ConnectBucket(SamEvent e)
    {
        TestBucket bucket = _registry.Bucket(SourceOf(e) ?? throw new UnknownValueException(OpenReason.Invalid("it names no bucket")));
        Notify(e.Resource, e.Properties, e.Path, (prefix, suffix) => bucket.Notify(e.Reference, prefix, suffix, e.Name));
    }

    private void ConnectBus(SamEvent e)
    {
        TestEventBus bus = _registry.Bus(LastPart(_values.TextAt(e.Properties, "EventBusName") ?? "default", '/'));
        AddRule(e.Resource, bus, e.Properties, "Pattern", e.Properties, e.Path, (rules, pattern, input) =>
            rules.AddRule(pattern, e.Reference, input, RuleSettingsOf(e.Properties, e.Resource.LogicalId + e.Name)));
    }

    private void ConnectTopic(SamEvent e)
    {
        TestTopic topic = _registry.Topic(LastPart(SourceOf(e) ?? throw new UnknownValueException(OpenReason.Invalid("it names no topic")), ':'));
        NotPlayed(e.Resource, e.Properties, e.Path, "RedrivePolicy");
        (string? policy, FilterPolicyScope scope) = FilterOf(e.Properties);
        TemplateValue? through = _values.At(e.Properties, e.Facts.QueueProperty!);
        if (through is null || through.Text == "false")
        {
            topic.Subscribe(e.Reference, policy, scope);
            return;
        }

        // SAM puts a queue of its own between the two, or the one that is named.
        string queue = _values.TextAt(through, "QueueArn") is { } arn ? LastPart(arn, ':') : e.Resource.LogicalId + e.Name + "Queue";
        topic.Subscribe(_registry.Queue(queue), filterPolicy: policy, filterPolicyScope: scope);
        _mappings.Add(_registry.Queue(queue), e.Function.Name, new() { BatchSize = Number(through, "BatchSize"), Qualifier = e.Qualifier });
    }

    private void ConnectBucket(TemplateResource resource, TemplateValue properties)
    {
        if (_values.At(properties, "NotificationConfiguration") is not { } notifications)
        {
            return;
        }

        TestBucket bucket = _registry.Bucket(_values.NameOf(resource));
        string[] path = ["NotificationConfiguration"];
        foreach (TemplateValue each in _values.ItemsAt(notifications, "LambdaConfigurations"))
        {
            (TestFunction function, string qualifier) = FunctionOf(_values.TextAt(each, "Function") ?? throw new UnknownValueException(OpenReason.Invalid("a notification names no function")));
            Notify(resource, each, path, (prefix, suffix) => bucket.Notify(Reference(function, qualifier), prefix, suffix));
        }

        foreach (TemplateValue each in _values.ItemsAt(notifications, "QueueConfigurations"))
        {
            TestQueue queue = _registry.Queue(LastPart(_values.TextAt(each, "Queue") ?? throw new UnknownValueException(OpenReason.Invalid("a notification names no queue")), ':'));
            Notify(resource, each, path, (prefix, suffix) => bucket.Notify(queue, prefix, suffix));
        }

        foreach (TemplateValue each in _values.ItemsAt(notifications, "TopicConfigurations"))
        {
            TestTopic topic = _registry.Topic(LastPart(_values.TextAt(each, "Topic") ?? throw new UnknownValueException(OpenReason.Invalid("a notification names no topic")), ':'));
            Notify(resource, each, path, (prefix, suffix) => bucket.Notify(topic, prefix, suffix));
        }

        // SAM and CloudFormation take the bare key for yes; EventBridgeEnabled is true when it is left out.
        if (notifications["EventBridgeConfiguration"] is { } bus && (bus.Kind == TemplateValueKind.Null || _values.Resolve(bus) is not null) && _values.TextAt(bus, "EventBridgeEnabled") != "false")
        {
            bucket.NotifyEventBridge();
        }
    }

    /// <summary>The filter policy of a subscription, and what it looks at.</summary>
    private (string? Policy, FilterPolicyScope Scope) FilterOf(TemplateValue subscription) => (
        _values.At(subscription, "FilterPolicy") is { } policy ? policy.Text ?? _values.ToJson(policy) : null,
        _values.TextAt(subscription, "FilterPolicyScope") == "MessageBody" ? FilterPolicyScope.MessageBody : FilterPolicyScope.MessageAttributes);

    /// <summary>One notification of a bucket. The host plays the creation of objects.</summary>
    private void Notify(TemplateResource resource, TemplateValue notification, string[] path, Action<string, string> notify)
    {
        string[] events = [.. _values.ItemsAt(notification, "Events").Concat(_values.ItemsAt(notification, "Event")).Select(static each => each.Text ?? string.Empty)];
        if (!events.Any(static each => each is "s3:ObjectCreated:*" or "s3:ObjectCreated:Put"))
        {
            Note(resource, $"The host puts objects and nothing else: {string.Join(", ", events)} does not happen.", changes: false, path);
            return;
        }

        string prefix = string.Empty;
        string suffix = string.Empty;
        foreach (TemplateValue rule in _values.ItemsAt(notification, "Filter", "S3Key", "Rules"))
        {
            string value = _values.TextAt(rule, "Value") ?? string.Empty;
            (prefix, suffix) = string.Equals(_values.TextAt(rule, "Name"), "prefix", StringComparison.OrdinalIgnoreCase) ? (value, suffix) : (prefix, value);
        }

        notify(prefix, suffix);
    }

    private void Subscribe(TemplateResource resource, TestTopic topic, TemplateValue subscription, params string[] path)
    {
        string endpoint = _values.TextAt(subscription, "Endpoint") ?? string.Empty;
        NotPlayed(resource, subscription, path, "RedrivePolicy");
        (string? policy, FilterPolicyScope scope) = FilterOf(subscription);
        switch (_values.TextAt(subscription, "Protocol"))
        {
            case "lambda":
                (TestFunction function, string qualifier) = FunctionOf(endpoint);
                topic.Subscribe(Reference(function, qualifier), policy, scope);
                break;
            case "sqs":
                topic.Subscribe(_registry.Queue(LastPart(endpoint, ':')), Boolean(subscription, "RawMessageDelivery"), policy, scope);
                break;
            case var protocol:
                Note(resource, $"A subscriber with the protocol {protocol} is not played: see the topic's Messages.", changes: false, path);
                break;
        }
    }

    private void ConnectRule(TemplateResource resource, TemplateValue properties)
    {
        if (_values.At(properties, "EventPattern") is null)
        {
            Note(resource, "A schedule does not fire by itself: send its event with InvokeAsync.", changes: false);
            return;
        }

        TestEventBus bus = _registry.Bus(LastPart(_values.TextAt(properties, "EventBusName") ?? "default", '/'));
        foreach (TemplateValue target in _values.ItemsAt(properties, "Targets"))
        {
            if (target["Arn"] is { } value && _values.Referred(value) is { } other && !TemplateEvaluator.HasArn(other))
            {
                Note(resource, $"The target {other.LogicalId} of type {other.Type} is not played.", changes: false, "Targets");
                continue;
            }

            string arn = _values.TextAt(target, "Arn") ?? throw new UnknownValueException(OpenReason.Invalid("a target has no ARN"));
            AddRule(resource, bus, properties, "EventPattern", target, ["Targets"], (rules, pattern, input) =>
            {
                EventRuleSettings settings = RuleSettingsOf(target, _values.TextAt(properties, "Name") ?? resource.LogicalId);
                switch (AwsTargets.FromArn(arn))
                {
                    case DestinationTargetType.Lambda:
                        (TestFunction function, string qualifier) = FunctionOf(arn);
                        rules.AddRule(pattern, Reference(function, qualifier), input, settings);
                        break;
                    case DestinationTargetType.Sqs:
                        rules.AddRule(pattern, _registry.Queue(LastPart(arn, ':')), input, settings);
                        break;
                    case DestinationTargetType.Sns:
                        rules.AddRule(pattern, _registry.Topic(LastPart(arn, ':')), input, settings);
                        break;
                    case DestinationTargetType.EventBridge:
                        rules.AddRule(pattern, _registry.Bus(LastPart(arn, '/')), settings);
                        break;
                    default:
                        Note(resource, $"The target {arn} is not played.", changes: false, "Targets");
                        break;
                }
            });
        }
    }

    /// <summary>Retries and dead-letter queue of a rule's target, or of an event of SAM.</summary>
    /// <param name="target">What they are written in.</param>
    /// <param name="rule">The rule's name.</param>
    private EventRuleSettings RuleSettingsOf(TemplateValue target, string rule)
    {
        TemplateValue? deadLetters = _values.At(target, "DeadLetterConfig");

        // For an event with the type SQS, SAM makes a queue.
        string? queue = _values.TextAt(deadLetters, "Arn") is { } arn ? LastPart(arn, ':')
            : _values.TextAt(deadLetters, "Type") is null ? null
            : _values.TextAt(deadLetters, "QueueLogicalId") ?? rule + "Queue";
        return new EventRuleSettings
        {
            Name = rule,
            MaximumRetryAttempts = Number(target, "RetryPolicy", "MaximumRetryAttempts") ?? Limits.MaximumDeliveryRetries,
            MaximumEventAgeInSeconds = Number(target, "RetryPolicy", "MaximumEventAgeInSeconds") ?? Limits.DefaultDeliveryAge,
            DeadLetterQueue = queue is null ? null : _registry.Queue(queue),
            MessageGroupId = _values.TextAt(target, "SqsParameters", "MessageGroupId"),
        };
    }

    private void AddRule(
        TemplateResource resource, TestEventBus bus, TemplateValue rule, string patternName, TemplateValue target, string[] path, Action<TestEventBus, string, string?> add)
    {
        if (_values.TextAt(rule, "State") == "DISABLED")
        {
            Note(resource, "The rule is disabled.", changes: false, path);
            return;
        }

        NotPlayed(resource, target, path, "Input", "InputTransformer");
        TemplateValue pattern = _values.At(rule, patternName) ?? throw new UnknownValueException(OpenReason.Invalid("it has no event pattern"));
        add(bus, _values.ToJson(pattern), _values.TextAt(target, "InputPath"));
    }

    /// <summary>Notes properties that would make AWS behave otherwise.</summary>
    private void NotPlayed(TemplateResource resource, TemplateValue owner, string[] path, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (_values.At(owner, name) is not null and not { Text: "0" })
            {
                Note(resource, $"{name} is not played: AWS would behave otherwise.", changes: true, [.. path, name]);
            }
        }
    }

    private static string Reference(TestFunction function, string qualifier) => qualifier == FunctionSettings.Latest ? function.Name : function.Name + ":" + qualifier;
}
