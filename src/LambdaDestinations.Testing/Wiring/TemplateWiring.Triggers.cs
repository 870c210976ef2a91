using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>What sends events to functions, queues and topics.</summary>
internal sealed partial class TemplateWiring
{
    private void Connect(TemplateResource resource)
    {
        TemplateValue properties = _values.PropertiesOf(resource);
        switch (resource.Type)
        {
            case ResourceTypes.ServerlessFunction when _values.At(properties, "Events") is { } events:
                foreach (KeyValuePair<string, TemplateValue> each in events.Entries)
                {
                    Try(resource, () => ConnectEvent(resource, each.Key, each.Value), "Events", each.Key);
                }

                break;
            case ResourceTypes.EventSourceMapping when _values.TextAt(properties, "FunctionName") is { } name:
                (TestFunction function, string qualifier) = FunctionOf(name);
                Map(resource, function, qualifier, _values.TextAt(properties, "EventSourceArn"), properties, []);
                break;
            case ResourceTypes.Topic:
                foreach (TemplateValue subscription in _values.ItemsAt(properties, "Subscription"))
                {
                    Subscribe(resource, _registry.Topic(_values.NameOf(resource)), subscription, "Subscription");
                }

                break;
            case "AWS::SNS::Subscription" when _values.TextAt(properties, "TopicArn") is { } arn:
                Subscribe(resource, _registry.Topic(LastPart(arn, ':')), properties);
                break;
            case ResourceTypes.Bucket when _values.At(properties, "NotificationConfiguration") is { } notifications:
                ConnectBucket(resource, _registry.Bucket(_values.NameOf(resource)), notifications);
                break;
            case "AWS::Events::Rule":
                ConnectRule(resource, properties);
                break;
            case "AWS::Scheduler::Schedule":
                Note(resource, "A schedule does not fire by itself: send its event with InvokeAsync.", changes: false);
                break;
        }
    }

    private void ConnectEvent(TemplateResource resource, string name, TemplateValue source)
    {
        TestFunction function = _registry.Function(_values.NameOf(resource));
        string qualifier = _aliases.GetValueOrDefault(resource.LogicalId, FunctionSettings.Latest);
        TemplateValue properties = _values.At(source, "Properties") ?? TemplateValue.Map();
        string[] path = ["Events", name, "Properties"];
        switch (_values.TextAt(source, "Type"))
        {
            case "Kinesis" or "DynamoDB" or "MSK":
                Map(resource, function, qualifier, _values.TextAt(properties, "Stream"), properties, path);
                break;
            case "SelfManagedKafka":
                Map(resource, function, qualifier, arn: null, properties, path);
                break;
            case "SQS":
                Map(resource, function, qualifier, _values.TextAt(properties, "Queue"), properties, path);
                break;
            case "S3":
                TestBucket bucket = _registry.Bucket(_values.TextAt(properties, "Bucket") ?? throw new UnknownValueException("it names no bucket"));
                Notify(resource, properties, path, (prefix, suffix) => bucket.Notify(Reference(function, qualifier), prefix, suffix, name));
                break;
            case "SNS":
                ConnectTopic(resource, function, qualifier, name, properties, path);
                break;
            case "EventBridgeRule" or "CloudWatchEvent":
                string bus = _values.TextAt(properties, "EventBusName") ?? "default";
                AddRule(resource, _registry.Bus(LastPart(bus, '/')), properties, "Pattern", properties, path, (rules, pattern, input) => rules.AddRule(pattern, Reference(function, qualifier), input));
                break;
            case "Schedule" or "ScheduleV2":
                Note(resource, $"The schedule {name} does not fire by itself: send its event with InvokeAsync.", changes: false, path);
                break;
            case "Api" or "HttpApi" or "AlexaSkill" or "Cognito":
                Note(resource, $"{name} invokes synchronously, so no destination follows: it is not played.", changes: false, path);
                break;
            case var type:
                Note(resource, $"{name}: an event of the type {type ?? "(none)"} is not played. Send its event with InvokeAsync.", changes: false, path);
                break;
        }
    }

    private void ConnectTopic(TemplateResource resource, TestFunction function, string qualifier, string name, TemplateValue properties, string[] path)
    {
        TestTopic topic = _registry.Topic(LastPart(_values.TextAt(properties, "Topic") ?? throw new UnknownValueException("it names no topic"), ':'));
        NotPlayed(resource, properties, path, "RedrivePolicy");
        (string? policy, FilterPolicyScope scope) = FilterOf(properties);
        TemplateValue? through = _values.At(properties, "SqsSubscription");
        if (through is null || through.Text == "false")
        {
            topic.Subscribe(Reference(function, qualifier), policy, scope);
            return;
        }

        // SAM puts a queue of its own between the two, or the one that is named.
        string queue = _values.TextAt(through, "QueueArn") is { } arn ? LastPart(arn, ':') : resource.LogicalId + name + "Queue";
        topic.Subscribe(_registry.Queue(queue), filterPolicy: policy, filterPolicyScope: scope);
        _mappings.Add(_registry.Queue(queue), function.Name, new() { BatchSize = Number(through, "BatchSize"), Qualifier = qualifier });
    }

    private void ConnectBucket(TemplateResource resource, TestBucket bucket, TemplateValue notifications)
    {
        string[] path = ["NotificationConfiguration"];
        foreach (TemplateValue each in _values.ItemsAt(notifications, "LambdaConfigurations"))
        {
            (TestFunction function, string qualifier) = FunctionOf(_values.TextAt(each, "Function") ?? throw new UnknownValueException("a notification names no function"));
            Notify(resource, each, path, (prefix, suffix) => bucket.Notify(Reference(function, qualifier), prefix, suffix));
        }

        foreach (TemplateValue each in _values.ItemsAt(notifications, "QueueConfigurations"))
        {
            TestQueue queue = _registry.Queue(LastPart(_values.TextAt(each, "Queue") ?? throw new UnknownValueException("a notification names no queue"), ':'));
            Notify(resource, each, path, (prefix, suffix) => bucket.Notify(queue, prefix, suffix));
        }

        foreach (TemplateValue each in _values.ItemsAt(notifications, "TopicConfigurations"))
        {
            TestTopic topic = _registry.Topic(LastPart(_values.TextAt(each, "Topic") ?? throw new UnknownValueException("a notification names no topic"), ':'));
            Notify(resource, each, path, (prefix, suffix) => bucket.Notify(topic, prefix, suffix));
        }

        // SAM and CloudFormation take the bare key for yes; EventBridgeEnabled is true when it is left out.
        if (notifications["EventBridgeConfiguration"] is { } bus && _values.TextAt(bus, "EventBridgeEnabled") != "false")
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
            if (target["Arn"] is { } value && TemplateReference.TargetOf(value) is { } id && _template.Find(id) is { } other && !TemplateEvaluator.HasArn(other))
            {
                Note(resource, $"The target {id} of type {other.Type} is not played.", changes: false, "Targets");
                continue;
            }

            string arn = _values.TextAt(target, "Arn") ?? throw new UnknownValueException("a target has no ARN");
            AddRule(resource, bus, properties, "EventPattern", target, ["Targets"], (rules, pattern, input) =>
            {
                switch (AwsTargets.FromArn(arn))
                {
                    case DestinationTargetType.Lambda:
                        (TestFunction function, string qualifier) = FunctionOf(arn);
                        rules.AddRule(pattern, Reference(function, qualifier), input);
                        break;
                    case DestinationTargetType.Sqs:
                        rules.AddRule(pattern, _registry.Queue(LastPart(arn, ':')), input);
                        break;
                    case DestinationTargetType.Sns:
                        rules.AddRule(pattern, _registry.Topic(LastPart(arn, ':')), input);
                        break;
                    default:
                        Note(resource, $"The target {arn} is not played.", changes: false, "Targets");
                        break;
                }
            });
        }
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
        TemplateValue pattern = _values.At(rule, patternName) ?? throw new UnknownValueException("it has no event pattern");
        add(bus, _values.ToJson(pattern), _values.TextAt(target, "InputPath"));
    }

    /// <summary>An event source mapping: an <c>AWS::Lambda::EventSourceMapping</c>, or an event of a SAM function.</summary>
    private void Map(TemplateResource resource, TestFunction function, string qualifier, string? arn, TemplateValue properties, string[] path)
    {
        if (_values.TextAt(properties, "Enabled") == "false")
        {
            Note(resource, "The mapping is disabled.", changes: false, [.. path, "Enabled"]);
            return;
        }

        NotPlayed(resource, properties, path, "TumblingWindowInSeconds");
        EventSourceMappingSettings settings = new()
        {
            BatchSize = Number(properties, "BatchSize"),
            MaximumBatchingWindow = TimeSpan.FromSeconds(Number(properties, "MaximumBatchingWindowInSeconds") ?? 0),
            MaximumRetryAttempts = Number(properties, "MaximumRetryAttempts") ?? -1,
            MaximumRecordAgeInSeconds = Number(properties, "MaximumRecordAgeInSeconds") ?? -1,
            BisectBatchOnFunctionError = Boolean(properties, "BisectBatchOnFunctionError"),
            ReportBatchItemFailures = _values.ItemsAt(properties, "FunctionResponseTypes").Any(static each => each.Text == "ReportBatchItemFailures"),
            ParallelizationFactor = Number(properties, "ParallelizationFactor") ?? 1,
            MaximumConcurrency = Number(properties, "ScalingConfig", "MaximumConcurrency"),
            StartingPosition = _values.TextAt(properties, "StartingPosition") == "LATEST" ? StartingPosition.Latest : StartingPosition.TrimHorizon,
            OnFailure = _values.TextAt(properties, "DestinationConfig", "OnFailure", "Destination") is { } destination ? Target(destination) : null,
            Filters = [.. _values.ItemsAt(properties, "FilterCriteria", "Filters").Select(each => _values.TextAt(each, "Pattern") ?? "{}")],
            Qualifier = qualifier,
        };
        if (_values.TextAt(properties, "StartingPosition") == "AT_TIMESTAMP")
        {
            Note(resource, "AT_TIMESTAMP is played as TRIM_HORIZON: the streams of a host are empty at its start.", changes: false, [.. path, "StartingPosition"]);
        }

        string[] parts = arn?.Split(':') ?? [];
        switch (parts.Length < 6 ? null : parts[2])
        {
            case "kinesis":
                _mappings.Add(_registry.Kinesis(LastPart(arn!, '/')), function.Name, settings);
                break;
            case "dynamodb":
                _mappings.Add(_registry.DynamoDB(SecondPart(arn!)), function.Name, settings);
                break;
            case "sqs":
                _mappings.Add(_registry.Queue(parts[5]), function.Name, settings);
                break;
            case "kafka" or null when _values.ItemsAt(properties, "Topics") is { Count: > 0 } topics:
                string cluster = arn is null ? "kafka" : SecondPart(arn);
                foreach (TemplateValue topic in topics)
                {
                    _mappings.Add(_registry.Kafka(topic.Text ?? throw new UnknownValueException("a topic has no name"), cluster: cluster, selfManaged: arn is null), function.Name, settings);
                }

                break;
            default:
                Note(resource, $"A source of the kind {(parts.Length < 6 ? arn ?? "(none)" : parts[2])} is not played.", changes: false, path);
                break;
        }
    }

    /// <summary>The name in an ARN that ends in <c>table/name/…</c> or <c>cluster/name/…</c>.</summary>
    private static string SecondPart(string arn) => arn.Split('/') is [_, { Length: > 0 } name, ..] ? name : throw new ArgumentException($"{arn} names no source of a mapping.");

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
