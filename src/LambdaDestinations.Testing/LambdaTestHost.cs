using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Asynchronous;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Functions;
using LambdaDestinations.Testing.Mappings;
using LambdaDestinations.Testing.Resources;
using LambdaDestinations.Testing.Wiring;

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
public sealed partial class LambdaTestHost : IAsyncDisposable
{
    private readonly EmulatorContext _context;
    private readonly OpenEvents _open = new();
    private readonly ResourceRegistry _resources;
    private readonly HandlerWiring _handlers;
    private readonly MappingWiring _mappings;
    private readonly Func<long, LambdaTestHost> _rebuild;
    private readonly TemplateSource? _template;
    private bool _isWiredByHand;

    internal LambdaTestHost(LambdaTestHostBuilder builder)
    {
        _context = new EmulatorContext(builder.Options, typeof(LambdaTestHost));
        _rebuild = builder.Rebuild;
        _template = builder.Template;
        CreateInvocation create = (owner, function, qualifier, requestId, attempt, payload, lineage) =>
            new Invocation(this, owner, function, qualifier, requestId, attempt, payload, lineage);
        DestinationDispatcher dispatcher = new(_context);
        AsyncServices services = new(create, dispatcher, _open);
        _resources = new ResourceRegistry(_context, function => new AsyncQueue(services, function));
        _handlers = new HandlerWiring(_resources, builder.Manifests);
        _mappings = new MappingWiring(create, dispatcher, _resources, builder.Manifests);
        HandlerBinder binder = new(builder.Handlers, builder.Create);
        TemplateNotes = builder.Template is { } template ? TemplateWiring.Apply(template, _context.Account, _resources, _mappings, binder) : [];
        _handlers.AddDeclared(binder);
        if (builder.Template is null)
        {
            // A template has the rules themselves.
            builder.Manifests.ConnectDurable(_resources);
        }

        _context.IsWired = builder.Template is not null || !builder.Manifests.IsEmpty;
    }

    /// <summary>The invocation whose handler is running, for code that is not given one.</summary>
    public static ILambdaInvocation? CurrentInvocation => RunningCode.Current as ILambdaInvocation;

    /// <summary>The clock.</summary>
    public VirtualTimeProvider TimeProvider => _context.Clock;

    /// <summary>What happened so far.</summary>
    public Timeline Timeline => _context.Timeline;

    /// <summary>What CloudWatch would count.</summary>
    public LambdaTestMetrics Metrics => _context.Metrics;

    /// <summary>The account of every ARN.</summary>
    public string AccountId => _context.Account.Id;

    /// <summary>The region of every ARN.</summary>
    public string Region => _context.Account.Region;

    /// <summary>What the template of <see cref="LambdaTestHostBuilder.UseTemplate"/> holds and the host does not play.</summary>
    public IReadOnlyList<TemplateNote> TemplateNotes { get; }

    /// <summary>Events that were accepted and have neither succeeded nor failed for good; also after disposal.</summary>
    public IReadOnlyList<PendingEvent> PendingEvents => _open.Describe();

    internal ICollection<TestFunction> Functions => _resources.Functions;

    internal IEnumerable<StreamMapping> StreamMappings =>
        _resources.StreamSources.SelectMany(static x => x.Readers).OfType<SourceReader>().Select(static x => x.Mapping);

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

    /// <summary>
    /// Stops between two steps and cancels running handlers. No event is lost or repeated: one that had not ended is in
    /// <see cref="PendingEvents"/>, and its record was not delivered.
    /// </summary>
    public ValueTask DisposeAsync() => RunningCode.Current is null
        ? _context.Engine.DisposeAsync()
        : throw new InvalidOperationException("A handler cannot dispose the host that runs it.");
}
