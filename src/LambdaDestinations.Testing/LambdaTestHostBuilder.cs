using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Wiring;

namespace LambdaDestinations.Testing;

/// <summary>Builds a <see cref="LambdaTestHost"/>. Everything has a default: <c>new LambdaTestHostBuilder().Build()</c> is complete.</summary>
public sealed class LambdaTestHostBuilder
{
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private readonly List<Assembly> _handlers = [];
    private string? _templatePath;
    private string? _templateText;
    private bool _notEmulatedIsAllowed;

    internal EmulatorOptions Options { get; private set; } = new();

    /// <summary>What the assemblies of <see cref="UseAttributes"/> declare.</summary>
    internal ManifestWiring Manifests { get; } = new();

    internal IReadOnlyList<Assembly> Handlers => _handlers;

    internal Func<Type, object?>? Create { get; private set; }

    /// <summary>The template; null for none. Known once the host is built.</summary>
    internal TemplateSource? Template { get; private set; }

    /// <summary>Ids are the same in every run. Without a seed they are random.</summary>
    /// <param name="seed">Any number.</param>
    public LambdaTestHostBuilder WithSeed(long seed)
    {
        Options = Options with { Seed = unchecked((ulong)seed) };
        return this;
    }

    /// <summary>Where the clock starts. The default is 2026-01-01T00:00:00Z.</summary>
    /// <param name="time">Any time.</param>
    public LambdaTestHostBuilder StartingAt(DateTimeOffset time)
    {
        Options = Options with { Start = time };
        return this;
    }

    /// <summary>The account of every ARN. The default is 123456789012.</summary>
    /// <param name="accountId">Twelve digits.</param>
    public LambdaTestHostBuilder WithAccount(string accountId)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountId);
        Options = Options with { Account = Options.Account with { Id = accountId } };
        return this;
    }

    /// <summary>The region of every ARN. The default is us-east-1.</summary>
    /// <param name="region">Such as <c>eu-central-1</c>.</param>
    public LambdaTestHostBuilder WithRegion(string region)
    {
        ArgumentException.ThrowIfNullOrEmpty(region);
        Options = Options with { Account = Options.Account with { Region = region } };
        return this;
    }

    /// <summary>
    /// How many handlers may work at once. With 1, the default, handlers take turns and a run is deterministic; one that waits
    /// on the host's clock does not count. More than 1 runs them on the thread pool.
    /// </summary>
    /// <param name="handlers">1 or more.</param>
    public LambdaTestHostBuilder WithParallelism(int handlers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(handlers, 1);
        Options = Options with { Parallelism = handlers };
        return this;
    }

    /// <summary>
    /// How many messages each target and how many attempts each function remembers. Without a limit they remember all; a
    /// load test sets one so that memory stays bounded. A queue that no mapping reads forgets its oldest messages past it.
    /// </summary>
    /// <param name="items">1 or more.</param>
    public LambdaTestHostBuilder WithCaptureLimit(int items)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        Options = Options with { CaptureLimit = items };
        return this;
    }

    /// <summary>How many lines the timeline remembers. The default is 10000.</summary>
    /// <param name="entries">0 or more.</param>
    public LambdaTestHostBuilder WithTimelineLimit(int entries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(entries);
        Options = Options with { TimelineLimit = entries };
        return this;
    }

    /// <summary>
    /// How much real time a handler gets that neither ends nor waits on the host's clock; past it, it counts as timed out. The
    /// same limit holds for a delivery to a real target. The default is 30 s.
    /// </summary>
    /// <param name="limit">More than zero.</param>
    public LambdaTestHostBuilder WithWallClockLimit(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        Options = Options with { WallClockLimit = limit };
        return this;
    }

    /// <summary>
    /// Writes the <c>payload</c> of a mapping's S3 record as a JSON object. The default is an escaped string, which is what the
    /// Developer Guide shows; a reader should take both.
    /// </summary>
    public LambdaTestHostBuilder WithObjectPayload()
    {
        Options = Options with { ObjectPayload = true };
        return this;
    }

    /// <summary>
    /// Wires functions as the attributes of an assembly declare. A function takes part when it is added under its name: the logical
    /// id, or the method's name where no logical id is known (with its type where two methods share the name). What the test sets
    /// itself wins. <c>@LogicalId</c> is the queue, topic, bus, bucket or function of that name; a literal ARN the one of the
    /// ARN's name; a destination that the build creates has the name that the build gives it, such as <c>PlaceOrderOnFailureQueue</c>.
    /// With <see cref="UseHandlers"/> for the same assembly, the functions are added too.
    /// </summary>
    /// <param name="assembly">An assembly with destination attributes.</param>
    /// <exception cref="ArgumentException">The assembly has no manifest, or two handlers would be the same function.</exception>
    public LambdaTestHostBuilder UseAttributes(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        IEnumerable<DestinationManifestAttribute> onClass = assembly.GetType(DestinationManifest.Carrier)?.GetCustomAttributes<DestinationManifestAttribute>() ?? [];
        string[] parts = [.. assembly.GetCustomAttributes<DestinationManifestAttribute>().Concat(onClass).Select(static x => x.Json)];
        return parts.Length > 0
            ? UseManifest(ManifestJson.Parse(parts))
            : throw new ArgumentException($"Assembly {assembly.GetName().Name} has no destination attributes, or was built without LambdaDestinations.Generators.", nameof(assembly));
    }

    /// <summary>
    /// Builds what a SAM or CloudFormation template deploys: functions with their retries, event age, destinations and dead-letter
    /// queues, mappings with their settings, and the buckets, topics, rules and queues that invoke them. Resources are found by
    /// their logical id as well as by their name. Handlers come from <see cref="UseHandlers"/> or from
    /// <see cref="LambdaTestHost.AddFunction(string, Func{System.IO.Stream, ILambdaInvocation, System.Threading.Tasks.Task{System.IO.Stream}}, FunctionSettings)"/>.
    /// What a host does not play is in <see cref="LambdaTestHost.TemplateNotes"/>.
    /// </summary>
    /// <param name="path">
    /// The file, JSON or YAML. A relative path is looked for in the current folder, in the test's output folder, and in each folder above that.
    /// </param>
    public LambdaTestHostBuilder UseTemplate(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _templatePath = path;
        return this;
    }

    /// <summary>The template's text instead of its file.</summary>
    internal LambdaTestHostBuilder UseTemplateText(string text)
    {
        _templateText = text;
        return this;
    }

    /// <summary>
    /// The value of a parameter of the template. Without one it has its default. As CloudFormation does, <see cref="Build"/> refuses a parameter that the
    /// template does not declare, and a value that is not of the declared type or outside <c>AllowedValues</c>, <c>AllowedPattern</c>, <c>MinLength</c>,
    /// <c>MaxLength</c>, <c>MinValue</c> or <c>MaxValue</c>.
    /// </summary>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value; of a list, the items with commas between them; of an <c>AWS::SSM::Parameter::Value</c>, what the store holds.</param>
    public LambdaTestHostBuilder WithParameter(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        _parameters[name] = value;
        return this;
    }

    /// <summary>
    /// Builds the host although it would behave otherwise than AWS in some respect, such as a filter that it does not play. Each one
    /// is in <see cref="LambdaTestHost.TemplateNotes"/>.
    /// </summary>
    public LambdaTestHostBuilder AllowNotEmulated()
    {
        _notEmulatedIsAllowed = true;
        return this;
    }

    /// <summary>
    /// Where handlers are: a handler string <c>Assembly::Type::Method</c> that names one of these assemblies is called as the .NET
    /// runtime of AWS Lambda calls it. JSON is read and written by <c>[LambdaSerializer]</c>, else by <c>[DestinationSerializer]</c>.
    /// </summary>
    /// <param name="assemblies">The assemblies.</param>
    public LambdaTestHostBuilder UseHandlers(params Assembly[] assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        _handlers.AddRange(assemblies);
        return this;
    }

    /// <summary>How to make the instance of a handler's class, once for each function. Without it, its constructor without parameters is called.</summary>
    /// <param name="create">Given the class, such as <c>services.GetRequiredService</c>.</param>
    public LambdaTestHostBuilder CreateHandlersWith(Func<Type, object?> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Create = create;
        return this;
    }

    /// <summary>Builds the host.</summary>
    /// <exception cref="FileNotFoundException">There is no such template.</exception>
    /// <exception cref="LambdaTemplateException">
    /// The template cannot be read, AWS would refuse it or a value of a parameter, or the host would behave otherwise than AWS.
    /// </exception>
    /// <exception cref="ArgumentException">A handler that an attribute declares cannot be called, or a parameter has a value and there is no template.</exception>
    public LambdaTestHost Build()
    {
        if (_templatePath is not null)
        {
            _templatePath = FileSearch.Find(_templatePath, "template", "src/Orders/template.yaml");
            _templateText = File.ReadAllText(_templatePath);
        }

        if (_templateText is null && _parameters.Count > 0)
        {
            throw new ArgumentException($"Parameter {string.Join(", ", _parameters.Keys.Order(StringComparer.Ordinal))} has a value, but there is no template: call UseTemplate.");
        }

        Template = _templateText is null ? null : new TemplateSource(_templatePath ?? string.Empty, _templateText, _parameters, _notEmulatedIsAllowed);
        return new LambdaTestHost(this);
    }

    /// <summary>Builds the host that this builder has built once more, with the ids of a seed.</summary>
    internal LambdaTestHost Rebuild(long seed)
    {
        LambdaTestHostBuilder again = (LambdaTestHostBuilder)MemberwiseClone();
        return again.WithSeed(seed).Build();
    }

    /// <summary>What an assembly declares.</summary>
    /// <exception cref="ArgumentException">Two handlers would be the same function.</exception>
    internal LambdaTestHostBuilder UseManifest(DestinationManifest manifest)
    {
        Manifests.Add(manifest);
        return this;
    }
}
