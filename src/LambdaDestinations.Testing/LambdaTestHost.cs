using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing;

/// <summary>
/// Runs handlers in process as AWS Lambda runs them asynchronously: queue, retries, event age, destinations, dead-letter
/// queues. Time is virtual: a retry after two minutes takes none.
/// </summary>
/// <example>
/// <code>
/// await using LambdaTestHost host = LambdaTestHost.Create();
/// host.AddFunction("order-worker", PlaceOrder, Json.Default.Order, Json.Default.Receipt, new() { OnFailure = host.Queue("failed") });
/// await host.InvokeAsync("order-worker", """{"orderId":"A-1001"}""");
/// await host.RunUntilIdleAsync();
/// host.Queue("failed").ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted");
/// </code>
/// </example>
public sealed class LambdaTestHost : IAsyncDisposable
{
    /// <summary>How often a function may run in one chain before loop detection stops it: "approximately 16" (AWS Lambda Developer Guide).</summary>
    internal const int RecursionLimit = 16;

    /// <summary>The largest payload of an asynchronous invocation, in bytes.</summary>
    internal const int MaximumEventSize = 1_048_576;

    private const int MaximumChain = 1000;

    private readonly ConcurrentDictionary<string, TestFunction> _functions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestQueue> _queues = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestTopic> _topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestEventBus> _buses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestBucket> _buckets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestKinesisStream> _kinesis = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestDynamoDBStream> _dynamoDB = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestKafkaTopic> _kafka = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<AsyncEvent, byte> _open = new();
    private readonly Dictionary<(Type Resource, string LogicalId), string> _names = [];
    private readonly ManifestWiring _wiring;

    internal LambdaTestHost(LambdaTestHostBuilder options)
    {
        AccountId = options.Account;
        Region = options.RegionName;
        CaptureLimit = options.CaptureLimit;
        WallClockLimit = options.WallClockLimit;
        ObjectPayload = options.ObjectPayload;
        _wiring = options.Wiring;
        Ids = new IdSource(options.Seed);
        TimeProvider = new VirtualTimeProvider(options.Start) { CurrentWaiter = static () => RunningInvocation.Current };
        Timeline = new Timeline(TimeProvider, options.TimelineLimit);
        Engine = new InvocationEngine(TimeProvider, options.Parallelism);
        HandlerBinder binder = new(options.Handlers, options.Create);
        TemplateNotes = options.TemplateText is { } template
            ? TemplateWiring.Apply(this, options.TemplatePath ?? string.Empty, template, options.Parameters, binder, options.NotEmulatedIsAllowed)
            : [];
        _wiring.AddFunctions(this, binder);
    }

    /// <summary>The invocation whose handler is running, for code that is not given one.</summary>
    public static ILambdaInvocation? CurrentInvocation => RunningInvocation.Current;

    /// <summary>The clock.</summary>
    public VirtualTimeProvider TimeProvider { get; }

    /// <summary>What happened so far.</summary>
    public Timeline Timeline { get; }

    /// <summary>What CloudWatch would count.</summary>
    public LambdaTestMetrics Metrics { get; } = new();

    /// <summary>The account of every ARN.</summary>
    public string AccountId { get; }

    /// <summary>The region of every ARN.</summary>
    public string Region { get; }

    /// <summary>What the template of <see cref="LambdaTestHostBuilder.UseTemplate"/> holds and the host does not play.</summary>
    public IReadOnlyList<TemplateNote> TemplateNotes { get; }

    /// <summary>Events that were accepted and have neither succeeded nor failed for good; also after disposal.</summary>
    public IReadOnlyList<PendingEvent> PendingEvents =>
        _open.Keys.Select(static each => new PendingEvent(each.Function.Name, each.Qualifier, each.RequestId, each.Payload)).ToArray();

    internal InvocationEngine Engine { get; }

    internal ICollection<TestFunction> Functions => _functions.Values;

    internal IEnumerable<StreamMapping> StreamMappings =>
        _kinesis.Values.Select(static each => each.Source).Concat(_dynamoDB.Values.Select(static each => each.Source)).Concat(_kafka.Values.Select(static each => each.Source))
            .SelectMany(static each => each.Mappings);

    internal IdSource Ids { get; }

    internal int? CaptureLimit { get; }

    internal TimeSpan WallClockLimit { get; }

    internal bool ObjectPayload { get; }

    /// <summary>A host with every default.</summary>
    public static LambdaTestHost Create() => new LambdaTestHostBuilder().Build();

    /// <summary>A host with every default and the same ids in every run.</summary>
    /// <param name="seed">Any number.</param>
    public static LambdaTestHost Create(long seed) => new LambdaTestHostBuilder().WithSeed(seed).Build();

    /// <summary>A host that plays what a template deploys, with the handlers of some assemblies.</summary>
    /// <param name="path">The template, JSON or YAML; see <see cref="LambdaTestHostBuilder.UseTemplate"/>.</param>
    /// <param name="handlers">The assemblies that its handler strings name.</param>
    /// <exception cref="FileNotFoundException">There is no such template.</exception>
    /// <exception cref="LambdaTemplateException">The template cannot be read, AWS would refuse it, or the host would behave otherwise than AWS.</exception>
    public static LambdaTestHost FromTemplate(string path, params Assembly[] handlers) =>
        new LambdaTestHostBuilder().UseTemplate(path).UseHandlers(handlers).Build();

    /// <summary>A host with the handlers that have destination attributes, wired as the attributes say.</summary>
    /// <param name="assemblies">Assemblies with destination attributes.</param>
    /// <exception cref="ArgumentException">An assembly has no such attributes, or a handler cannot be called.</exception>
    public static LambdaTestHost FromAttributes(params Assembly[] assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        LambdaTestHostBuilder builder = new LambdaTestHostBuilder().UseHandlers(assemblies);
        foreach (Assembly assembly in assemblies)
        {
            builder.UseAttributes(assembly);
        }

        return builder.Build();
    }

    /// <summary>Adds a function with a stream handler, or gives a function of the template this handler instead of its own.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="handler">The handler; <see cref="Stream.Null"/> is a result of nothing.</param>
    /// <param name="settings">Retries, destinations, limits; null for AWS's defaults.</param>
    public TestFunction AddFunction(string name, Func<Stream, ILambdaInvocation, Task<Stream>> handler, FunctionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        TestFunction function = Function(name);
        if (function is { HasHandler: true, IsBoundByWiring: false })
        {
            throw new ArgumentException($"Function '{name}' exists already.", nameof(name));
        }

        FunctionSettings declared = function.Settings;
        function.Settings = _wiring.Complete(this, name, settings?.CompletedBy(declared) ?? declared);
        function.Handler = handler;
        function.IsBoundByWiring = false;
        return function;
    }

    /// <summary>Adds a function with a typed handler.</summary>
    /// <typeparam name="TRequest">The payload's type.</typeparam>
    /// <typeparam name="TResponse">The response's type.</typeparam>
    /// <param name="name">The function's name.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="request">How the payload is read.</param>
    /// <param name="response">How the response is written.</param>
    /// <param name="settings">Retries, destinations, limits; null for AWS's defaults.</param>
    public TestFunction AddFunction<TRequest, TResponse>(
        string name,
        Func<TRequest, CancellationToken, Task<TResponse>> handler,
        JsonTypeInfo<TRequest> request,
        JsonTypeInfo<TResponse> response,
        FunctionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        return AddFunction(
            name,
            async (input, invocation) =>
            {
                TRequest payload = (await JsonSerializer.DeserializeAsync(input, request, invocation.CancellationToken).ConfigureAwait(false))!;
                TResponse result = await handler(payload, invocation.CancellationToken).ConfigureAwait(false);
                return new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(result, response), writable: false);
            },
            settings);
    }

    /// <summary>Adds a function with a typed handler that returns nothing: <c>responsePayload</c> is null.</summary>
    /// <typeparam name="TRequest">The payload's type.</typeparam>
    /// <param name="name">The function's name.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="request">How the payload is read.</param>
    /// <param name="settings">Retries, destinations, limits; null for AWS's defaults.</param>
    public TestFunction AddFunction<TRequest>(
        string name,
        Func<TRequest, CancellationToken, Task> handler,
        JsonTypeInfo<TRequest> request,
        FunctionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(request);
        return AddFunction(
            name,
            async (input, invocation) =>
            {
                TRequest payload = (await JsonSerializer.DeserializeAsync(input, request, invocation.CancellationToken).ConfigureAwait(false))!;
                await handler(payload, invocation.CancellationToken).ConfigureAwait(false);
                return Stream.Null;
            },
            settings);
    }

    /// <summary>A function by name. It may be named as a target before it is added; it must have been added when an event reaches it.</summary>
    /// <param name="name">The function's name.</param>
    public TestFunction Function(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _functions.GetOrAdd(NameOf<TestFunction>(name), static (key, host) => new TestFunction(host, key), this);
    }

    /// <summary>A queue by name; it comes into being when it is first named.</summary>
    /// <param name="name">The queue's name.</param>
    /// <param name="settings">Attributes to set; null to leave them.</param>
    public TestQueue Queue(string name, QueueSettings? settings = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        TestQueue queue = _queues.GetOrAdd(NameOf<TestQueue>(name), static (key, host) => new TestQueue(host, key), this);
        queue.Settings = settings ?? queue.Settings;
        return queue;
    }

    /// <summary>A topic by name; it comes into being when it is first named.</summary>
    /// <param name="name">The topic's name.</param>
    public TestTopic Topic(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _topics.GetOrAdd(NameOf<TestTopic>(name), static (key, host) => new TestTopic(host, key), this);
    }

    /// <summary>An event bus by name; it comes into being when it is first named.</summary>
    /// <param name="name">The bus's name; <c>default</c> for the default bus.</param>
    public TestEventBus Bus(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _buses.GetOrAdd(NameOf<TestEventBus>(name), static (key, host) => new TestEventBus(host, key), this);
    }

    /// <summary>A bucket by name; it comes into being when it is first named.</summary>
    /// <param name="name">The bucket's name.</param>
    public TestBucket Bucket(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _buckets.GetOrAdd(NameOf<TestBucket>(name), static (key, host) => new TestBucket(host, key), this);
    }

    /// <summary>A Kinesis stream by name; it comes into being when it is first named.</summary>
    /// <param name="name">The stream's name.</param>
    /// <param name="shards">How many shards it gets when it comes into being.</param>
    public TestKinesisStream Kinesis(string name, int shards = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        return _kinesis.GetOrAdd(NameOf<TestKinesisStream>(name), static (key, state) => new TestKinesisStream(state.Host, key, state.shards), (Host: this, shards));
    }

    /// <summary>The stream of a DynamoDB table; it comes into being when it is first named.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="shards">How many shards it gets when it comes into being.</param>
    public TestDynamoDBStream DynamoDB(string table, int shards = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        return _dynamoDB.GetOrAdd(NameOf<TestDynamoDBStream>(table), static (key, state) => new TestDynamoDBStream(state.Host, key, state.shards), (Host: this, shards));
    }

    /// <summary>A Kafka topic by name; it comes into being when it is first named.</summary>
    /// <param name="topic">The topic's name.</param>
    /// <param name="partitions">How many partitions it gets when it comes into being.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="selfManaged">True for a cluster outside Amazon MSK: it has no ARN.</param>
    public TestKafkaTopic Kafka(string topic, int partitions = 1, string cluster = "kafka", bool selfManaged = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        return _kafka.GetOrAdd(
            topic,
            static (key, state) => new TestKafkaTopic(state.Host, key, state.partitions, state.cluster, state.selfManaged),
            (Host: this, partitions, cluster, selfManaged));
    }

    /// <summary>Lets a function read a Kinesis stream (an event source mapping).</summary>
    /// <param name="source">The stream.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="settings">Batching, retries, the on-failure destination; null for AWS's defaults.</param>
    /// <param name="eventSource">The event or mapping in the template, to find its attribute; null for the only one.</param>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    public void AddMapping(TestKinesisStream source, string function, EventSourceMappingSettings? settings = null, string? eventSource = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.Source.Attach(new StreamMapping(source.Source, Function(function), _wiring.Complete(this, function, eventSource, settings ?? new())));
    }

    /// <summary>Lets a function read the stream of a DynamoDB table (an event source mapping).</summary>
    /// <param name="source">The stream.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="settings">Batching, retries, the on-failure destination; null for AWS's defaults.</param>
    /// <param name="eventSource">The event or mapping in the template, to find its attribute; null for the only one.</param>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    public void AddMapping(TestDynamoDBStream source, string function, EventSourceMappingSettings? settings = null, string? eventSource = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.Source.Attach(new StreamMapping(source.Source, Function(function), _wiring.Complete(this, function, eventSource, settings ?? new())));
    }

    /// <summary>Lets a function read a Kafka topic (an event source mapping).</summary>
    /// <param name="source">The topic.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="settings">Batching, retries, the on-failure destination; null for AWS's defaults.</param>
    /// <param name="eventSource">The event or mapping in the template, to find its attribute; null for the only one.</param>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    public void AddMapping(TestKafkaTopic source, string function, EventSourceMappingSettings? settings = null, string? eventSource = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        EventSourceMappingSettings complete = _wiring.Complete(this, function, eventSource, settings ?? new());
        if (ReferenceEquals(complete.OnFailure, source))
        {
            throw new ArgumentException("The on-failure topic must differ from the source topic.", nameof(settings));
        }

        source.Source.Attach(new StreamMapping(source.Source, Function(function), complete));
    }

    /// <summary>Lets a function read a queue (an event source mapping).</summary>
    /// <param name="source">The queue.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="settings">Batching and partial-batch response; null for AWS's defaults.</param>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    public void AddMapping(TestQueue source, string function, EventSourceMappingSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.Attach(new QueueMapping(source, Function(function), settings ?? new()));
    }

    /// <summary>Invokes a function asynchronously, as <c>Invoke</c> with <c>InvocationType=Event</c>: the event enters the queue.</summary>
    /// <param name="function">The name, or <c>name:qualifier</c>.</param>
    /// <param name="payload">JSON.</param>
    /// <returns>The request id.</returns>
    /// <exception cref="LambdaInvokeException">The API would refuse the call.</exception>
    public Task<string> InvokeAsync(string function, string payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return InvokeAsync(function, Encoding.UTF8.GetBytes(payload));
    }

    /// <summary>Invokes a function asynchronously with UTF-8 JSON.</summary>
    /// <param name="function">The name, or <c>name:qualifier</c>.</param>
    /// <param name="payload">JSON; empty means <c>{}</c>.</param>
    /// <returns>The request id.</returns>
    /// <exception cref="LambdaInvokeException">The API would refuse the call.</exception>
    public Task<string> InvokeAsync(string function, ReadOnlyMemory<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        RunningInvocation.ThrowIfKilled();
        (string name, string qualifier) = Split(function);
        if (!_functions.TryGetValue(NameOf<TestFunction>(name), out TestFunction? target) || !(target.HasHandler || target.IsInTemplate))
        {
            throw new LambdaInvokeException($"Function not found: arn:aws:lambda:{Region}:{AccountId}:function:{function}") { ErrorCode = "ResourceNotFoundException" };
        }

        if (payload.Length > MaximumEventSize)
        {
            throw new LambdaInvokeException($"Request must be smaller than {MaximumEventSize} bytes for the InvokeFunction operation") { ErrorCode = "RequestTooLargeException" };
        }

        byte[] bytes = payload.IsEmpty ? "{}"u8.ToArray() : payload.ToArray();
        if (!Json.IsValid(bytes))
        {
            throw new LambdaInvokeException("Could not parse request body into json") { ErrorCode = "InvalidRequestContentException" };
        }

        RunningInvocation? caller = RunningInvocation.Current;
        return Task.FromResult(Accept(target, qualifier, bytes, caller?.Lineage, caller?.FunctionName ?? "caller"));
    }

    /// <summary>Invokes a function asynchronously with a value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="function">The name, or <c>name:qualifier</c>.</param>
    /// <param name="payload">The value.</param>
    /// <param name="type">How it is written.</param>
    /// <returns>The request id.</returns>
    /// <exception cref="LambdaInvokeException">The API would refuse the call.</exception>
    public Task<string> InvokeAsync<T>(string function, T payload, JsonTypeInfo<T> type) =>
        InvokeAsync(function, JsonSerializer.SerializeToUtf8Bytes(payload, type));

    /// <summary>Runs until nothing is left to do: every event has ended, every mapping has caught up. Time jumps from retry to retry.</summary>
    /// <param name="cancellationToken">Stops between two steps; a later run goes on from there.</param>
    public Task RunUntilIdleAsync(CancellationToken cancellationToken = default) =>
        RunAsync(until: null, condition: null, cancellationToken);

    /// <summary>Runs for a span of virtual time, and moves the clock to its end even when nothing is left to do.</summary>
    /// <param name="time">Zero or more.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public Task RunForAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return RunAsync(TimeProvider.GetUtcNow() + time, condition: null, cancellationToken);
    }

    /// <summary>Runs until a condition holds.</summary>
    /// <param name="condition">Checked between two steps.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="LambdaTestAssertionException">Nothing is left to do, and the condition does not hold.</exception>
    public async Task RunUntilAsync(Func<bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (!await RunAsync(until: null, condition, cancellationToken).ConfigureAwait(false))
        {
            throw Failure("Nothing is left to do, and the condition does not hold.");
        }
    }

    /// <summary>
    /// Stops between two steps and cancels running handlers. No event is lost or repeated: one that had not ended is in
    /// <see cref="PendingEvents"/>, and its record was not delivered.
    /// </summary>
    public ValueTask DisposeAsync() => RunningInvocation.Current is null
        ? Engine.DisposeAsync()
        : throw new InvalidOperationException("A handler cannot dispose the host that runs it.");

    /// <summary>The function of a reference such as <c>place-order:live</c>, and its qualifier.</summary>
    internal (TestFunction Function, string Qualifier) Qualified(string function)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        (string name, string qualifier) = Split(function);
        return (Function(name), qualifier);
    }

    /// <summary>Lets a resource be found by its logical id beside its name.</summary>
    internal void Alias<TResource>(string logicalId, string name) => _names[(typeof(TResource), logicalId)] = name;

    /// <summary>Puts an event into a function's queue.</summary>
    internal string Accept(TestFunction function, string qualifier, byte[] payload, Lineage? lineage, string from)
    {
        ObjectDisposedException.ThrowIf(Engine.IsDisposed, this);
        RequireHandler(function);
        if (!function.HasHandler)
        {
            throw new LambdaInvokeException($"Function not found: {function.Arn}") { ErrorCode = "ResourceNotFoundException" };
        }

        function.VersionOf(qualifier);
        AsyncEvent accepted = new(function, qualifier, Ids.NewId(), payload, lineage);
        GuardChain(lineage, function);

        Metrics.CountEventReceived();
        _open.TryAdd(accepted, 0);
        Timeline.Add(TimelineEntryKind.Accepted, from, function.Name, string.Empty, accepted.RequestId);
        Engine.ScheduleNow(accepted);
        return accepted.RequestId;
    }

    /// <summary>A function of the template that the test gave no handler must not be taken for one that fails.</summary>
    /// <exception cref="InvalidOperationException">An event reached such a function; a run that is going on ends with it too.</exception>
    internal void RequireHandler(TestFunction function)
    {
        if (function is { HasHandler: false, IsInTemplate: true })
        {
            InvalidOperationException missing = MissingHandler(function);
            if (Engine.IsRunning)
            {
                // A target's exception is a failed delivery; this is a mistake of the test.
                Engine.Fail(missing);
            }

            throw missing;
        }
    }

    /// <summary>The mistake of a test that sends an event to a function of the template without a handler.</summary>
    internal static InvalidOperationException MissingHandler(TestFunction function) =>
        new($"An event reached function '{function.Name}' of the template, which has no handler here ({function.Missing}): call AddFunction(\"{function.Name}\", …).");

    /// <summary>Ends the run when a chain has no end: a test must not hang where AWS would bill.</summary>
    internal void GuardChain(Lineage? lineage, TestFunction function)
    {
        if (lineage?.Depth > MaximumChain)
        {
            Engine.Fail(Failure($"Function '{function.Name}' is part of a loop that AWS would not stop either: {MaximumChain} invocations follow from one."));
        }
    }

    /// <summary>An event has ended.</summary>
    internal void Close(AsyncEvent ended) => _open.TryRemove(ended, out _);

    /// <summary>Delivers a record or a dead-letter message: once, as AWS does.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="delivery">What.</param>
    /// <param name="withoutPayloads">Writes the record again without payloads; null when it has none to drop.</param>
    internal async ValueTask DeliverAsync(IDestinationTarget target, DestinationDelivery delivery, Func<byte[]>? withoutPayloads)
    {
        string note = TimelineText.Kind(delivery.Kind);
        int? limit = target.MaximumBodySize ?? LimitOf(target.Type);
        if (delivery.Body.Length > limit && target.Type == DestinationType.Sns && withoutPayloads is not null)
        {
            // "The payload is dropped" (API reference, OnFailure); the Developer Guide says the delivery may fail. See docs/testing.md.
            delivery = delivery.WithBody(withoutPayloads());
            note += ", payload dropped";
        }

        string? refusal = delivery.Body.Length > limit ? $"The body has {delivery.Body.Length} bytes; the target takes {limit}." : (target as TestTarget)?.Refusal;
        TimelineEntryKind kind = delivery.Kind == DeliveryKind.DeadLetter ? TimelineEntryKind.DeadLettered : TimelineEntryKind.Delivered;
        bool isInMemory = target is TestTarget or TestFunction;
        if (refusal is null && isInMemory)
        {
            // Before what follows from it: subscribers and rules act within the delivery.
            Timeline.Add(kind, delivery.FunctionName, target.Name, note, delivery.RequestId);
        }

        Exception? error = refusal is null ? await TryDeliverAsync(target, delivery, isInMemory).ConfigureAwait(false) : new DestinationDeliveryException(refusal);
        if (error is null)
        {
            if (!isInMemory)
            {
                Timeline.Add(kind, delivery.FunctionName, target.Name, note, delivery.RequestId);
            }

            return;
        }

        if (delivery.Kind == DeliveryKind.DeadLetter)
        {
            Metrics.CountDeadLetterError();
        }
        else
        {
            Metrics.CountDestinationDeliveryFailure();
        }

        Timeline.Add(TimelineEntryKind.DeliveryFailed, delivery.FunctionName, target.Name, error.Message, delivery.RequestId);
    }

    /// <summary>An assertion failure that shows the run.</summary>
    internal LambdaTestAssertionException Failure(string message) =>
        new($"{message}\n\nTimeline:\n{Timeline.ToText(maximumLines: 100)}");

    private static (string Name, string Qualifier) Split(string function) => function.IndexOf(':', StringComparison.Ordinal) is >= 0 and int colon
        ? (function[..colon], function[(colon + 1)..])
        : (function, FunctionSettings.Latest);

    private string NameOf<TResource>(string name) => _names.GetValueOrDefault((typeof(TResource), name), name);

    private Task<bool> RunAsync(DateTimeOffset? until, Func<bool>? condition, CancellationToken cancellationToken)
    {
        if (RunningInvocation.Current is not null)
        {
            throw new InvalidOperationException("A handler cannot run the host that runs it.");
        }

        foreach (TestFunction function in _functions.Values)
        {
            if (!function.HasHandler && !function.IsInTemplate)
            {
                throw new InvalidOperationException($"Function '{function.Name}' was named but not added: call AddFunction(\"{function.Name}\", …).");
            }
        }

        // On the thread pool: handlers must not see the test framework's synchronization context, which Lambda has not.
        return Task.Run(() => Engine.RunAsync(until, condition, cancellationToken), CancellationToken.None);
    }

    private async Task<Exception?> TryDeliverAsync(IDestinationTarget target, DestinationDelivery delivery, bool isInMemory)
    {
        // In-memory targets end at once; only a real one can need the limit.
        using CancellationTokenSource? limit = isInMemory ? null : new CancellationTokenSource(WallClockLimit);
        Task attempt = DeliverOnceAsync(target, delivery, limit?.Token ?? CancellationToken.None);
        await attempt.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return attempt.IsCompletedSuccessfully ? null : attempt.Exception?.InnerException ?? new TaskCanceledException(attempt);
    }

    // A method of its own, so that what a target throws before its first await is a fault of the task as well.
    private static async Task DeliverOnceAsync(IDestinationTarget target, DestinationDelivery delivery, CancellationToken cancellationToken) =>
        await target.DeliverAsync(delivery, cancellationToken).ConfigureAwait(false);

    /// <summary>Limits in bytes: SNS and EventBridge 256 KiB, SQS and an asynchronous invocation 1 MiB, S3 and Kafka none here.</summary>
    private static int? LimitOf(DestinationType type) => type switch
    {
        DestinationType.Sns or DestinationType.EventBridge => 262_144,
        DestinationType.Sqs or DestinationType.Lambda => MaximumEventSize,
        _ => null,
    };
}
