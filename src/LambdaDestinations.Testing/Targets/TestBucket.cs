using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Targets;

namespace LambdaDestinations.Testing;

/// <summary>A bucket in memory, with notifications. A captured message's id is the key and its body the object's text.</summary>
public sealed class TestBucket : TestTarget
{
    private readonly IFunctionDirectory _functions;
    private readonly Func<TestEventBus> _defaultBus;
    private readonly object _gate = new();
    private readonly SortedDictionary<string, CapturedObject> _objects = new(StringComparer.Ordinal);
    private ImmutableArray<Notification> _notifications = [];
    private TestEventBus? _bus;
    private long _sequence = 0x0065E5A2B3C4D5E6;

    /// <param name="context">The run.</param>
    /// <param name="functions">The functions that notifications name.</param>
    /// <param name="defaultBus">The bus of <see cref="NotifyEventBridge"/>.</param>
    /// <param name="name">The bucket's name.</param>
    internal TestBucket(EmulatorContext context, IFunctionDirectory functions, Func<TestEventBus> defaultBus, string name)
        : base(context, name, context.Account.ArnOfBucket(name))
    {
        _functions = functions;
        _defaultBus = defaultBus;
    }

    /// <inheritdoc/>
    public override DestinationType Type => DestinationType.S3;

    /// <summary>The objects in the bucket, by key in ordinal order.</summary>
    public IReadOnlyList<CapturedObject> Objects
    {
        get
        {
            lock (_gate)
            {
                return _objects.Values.ToArray();
            }
        }
    }

    /// <summary>Invokes a function asynchronously for every object that is put.</summary>
    /// <param name="function">The function's name, or <c>name:qualifier</c>.</param>
    /// <param name="prefix">Only for keys that start so.</param>
    /// <param name="suffix">Only for keys that end so.</param>
    /// <param name="configurationId">The name of the notification.</param>
    public void Notify(string function, string prefix = "", string suffix = "", string configurationId = "notification")
    {
        IsUnknown = false;
        FunctionAddress target = _functions.Resolve(function);
        Add(prefix, suffix, configurationId, (json, lineage) => target.Accept(json, lineage, Name));
    }

    /// <summary>Sends a notification to a queue for every object that is put.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="prefix">Only for keys that start so.</param>
    /// <param name="suffix">Only for keys that end so.</param>
    /// <param name="configurationId">The name of the notification.</param>
    public void Notify(TestQueue queue, string prefix = "", string suffix = "", string configurationId = "notification")
    {
        ArgumentNullException.ThrowIfNull(queue);
        KnownTargets.Declare(this, queue);
        Add(prefix, suffix, configurationId, (json, lineage) => queue.Receive(this, Encoding.UTF8.GetString(json), lineage));
    }

    /// <summary>Publishes a notification to a topic for every object that is put.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="prefix">Only for keys that start so.</param>
    /// <param name="suffix">Only for keys that end so.</param>
    /// <param name="configurationId">The name of the notification.</param>
    public void Notify(TestTopic topic, string prefix = "", string suffix = "", string configurationId = "notification")
    {
        ArgumentNullException.ThrowIfNull(topic);
        KnownTargets.Declare(this, topic);
        Add(prefix, suffix, configurationId, (json, lineage) => topic.Receive(this, Encoding.UTF8.GetString(json), lineage));
    }

    /// <summary>Sends an event to the bus <c>default</c> for every object that is put: the bucket's <c>EventBridgeConfiguration</c>.</summary>
    public void NotifyEventBridge() => _bus = _defaultBus();

    /// <summary>Puts an object, as the application does.</summary>
    /// <param name="key">The key.</param>
    /// <param name="content">The bytes.</param>
    public void Put(string key, ReadOnlyMemory<byte> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        RunningCode.ThrowIfKilled();
        RunningCode? sender = NoteSent(key);
        Add(key, content.ToArray(), sender?.FunctionName, kind: null, sender?.Lineage);
    }

    /// <summary>The object of a key; null when there is none.</summary>
    /// <param name="key">The key.</param>
    public CapturedObject? Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            return _objects.GetValueOrDefault(key);
        }
    }

    /// <inheritdoc/>
    public override Task DeliverAsync(DestinationDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        Add(delivery.ObjectKey, delivery.Body.ToArray(), delivery.FunctionName, delivery.Kind, delivery.Lineage);
        return Task.CompletedTask;
    }

    private void Add(string key, byte[] content, string? source, DeliveryKind? kind, Lineage? lineage)
    {
        CapturedObject created;
        lock (_gate)
        {
            created = new CapturedObject(key, content, Context.Clock.GetUtcNow(), source, _sequence++);
            _objects[key] = created;
            if (_objects.Count > Context.Options.CaptureLimit)
            {
                _objects.Remove(_objects.Values.MinBy(static each => each.Sequence)!.Key);
            }
        }

        Capture(key, Encoding.UTF8.GetString(content), created.Time, source, kind);
        foreach (Notification notification in _notifications)
        {
            if (key.StartsWith(notification.Prefix, StringComparison.Ordinal) && key.EndsWith(notification.Suffix, StringComparison.Ordinal))
            {
                notification.Send(S3Event.Write(Name, Context.Account, created, notification.ConfigurationId), lineage);
            }
        }

        _bus?.Receive(this, "aws.s3", "Object Created", S3Event.WriteDetail(Name, Context.Account, created), lineage);
    }

    private void Add(string prefix, string suffix, string configurationId, Action<byte[], Lineage?> send)
    {
        Notification notification = new(prefix, suffix, configurationId, send);
        ImmutableInterlocked.Update(ref _notifications, static (notifications, added) => notifications.Add(added), notification);
    }

    private sealed record Notification(string Prefix, string Suffix, string ConfigurationId, Action<byte[], Lineage?> Send);
}
