using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Functions;
using LambdaDestinations.Testing.Reporting;

namespace LambdaDestinations.Testing;

/// <summary>A function of the host: its handler, its settings, what it did. It is a target for records too.</summary>
public sealed class TestFunction : IDestinationTarget, IInMemoryTarget
{
    private readonly Capture<CapturedInvocation> _invocations;
    private HandlerCode? _handler;
    private FunctionSettings _settings = new();

    /// <param name="context">The run.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="createQueue">Makes the function's queue.</param>
    internal TestFunction(EmulatorContext context, string name, Func<TestFunction, IFunctionQueue> createQueue)
    {
        Context = context;
        Name = name;
        Arn = context.Account.ArnOf("lambda", "function:", name);
        _invocations = new Capture<CapturedInvocation>(context.Options.CaptureLimit);
        Queue = createQueue(this);
    }

    /// <summary>The function's name.</summary>
    public string Name { get; }

    /// <summary>The unqualified ARN.</summary>
    public string Arn { get; }

    /// <inheritdoc/>
    public DestinationType Type => DestinationType.Lambda;

    /// <summary>The function's settings. A change counts for every event that has not ended, as on AWS.</summary>
    /// <exception cref="ArgumentException">AWS would refuse the settings.</exception>
    public FunctionSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate(Arn);
            KnownTargets.Declare(value.OnSuccess, value.OnFailure, value.DeadLetterTarget);
            Volatile.Write(ref _settings, value);
        }
    }

    /// <summary>The attempts that have ended, oldest first, as far as the host's capture limit lets it remember them.</summary>
    public IReadOnlyList<CapturedInvocation> Invocations => _invocations.ToArray();

    /// <summary>How many attempts have ended.</summary>
    public long InvocationCount => _invocations.Total;

    internal EmulatorContext Context { get; }

    /// <summary>Where its events wait.</summary>
    internal IFunctionQueue Queue { get; }

    string? IInMemoryTarget.Refusal => null;

    bool IInMemoryTarget.IsUnknown
    {
        get => IsUnknown;
        set => IsUnknown = value;
    }

    /// <summary>Whether only the test has named it, after the wiring.</summary>
    internal bool IsUnknown { get; set; }

    internal bool HasHandler => _handler is not null;

    /// <summary>True while the handler is the one that the wiring found: a test may put another in its place.</summary>
    internal bool IsBoundByWiring { get; set; }

    /// <summary>True for a function of the template that the host was built from.</summary>
    internal bool IsInTemplate => Missing is not null;

    /// <summary>Whether the test says how its executions end, so that it needs no handler: it is durable.</summary>
    internal bool IsEndedByTest { get; set; }

    /// <summary>Of a function of the template: why it has no handler, as far as it has none; else null.</summary>
    internal string? Missing { get; set; }

    /// <summary>Megabytes, for the handler's context.</summary>
    internal int MemorySize { get; set; } = 128;

    /// <summary>Invocations that have started and whose end the engine has not seen yet; only the driver counts.</summary>
    internal int InFlight { get; set; }

    internal HandlerCode Handler
    {
        get => _handler ?? throw new InvalidOperationException($"Function '{Name}' has no handler: call AddFunction(\"{Name}\", …).");
        set => _handler = value;
    }

    /// <summary>The function as a target under a version or an alias.</summary>
    /// <param name="qualifier">A version number or an alias of <see cref="FunctionSettings.Aliases"/>.</param>
    public IDestinationTarget Qualified(string qualifier)
    {
        ArgumentException.ThrowIfNullOrEmpty(qualifier);
        return new QualifiedFunction(this, qualifier);
    }

    /// <inheritdoc/>
    public Task DeliverAsync(DestinationDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        Queue.Accept(FunctionSettings.Latest, delivery.Body.ToArray(), delivery.Lineage, delivery.FunctionName);
        return Task.CompletedTask;
    }

    /// <summary>Asserts how many attempts the function made.</summary>
    /// <param name="attempts">The expected number.</param>
    /// <returns>The attempts.</returns>
    /// <exception cref="LambdaTestAssertionException">Another number.</exception>
    public IReadOnlyList<CapturedInvocation> ShouldHaveBeenInvoked(int attempts)
    {
        if (IsUnknown && !HasHandler && InvocationCount == 0)
        {
            throw Context.Unknown(typeof(TestFunction), $"Function '{Name}'", Name);
        }

        if (InvocationCount != attempts)
        {
            throw Context.Timeline.Failure($"Function '{Name}' should have been invoked {attempts} time(s), but was invoked {InvocationCount} time(s).");
        }

        return Invocations;
    }

    /// <summary>The version behind a qualifier.</summary>
    /// <exception cref="LambdaInvokeException">No such version.</exception>
    internal string VersionOf(string qualifier) =>
        FindVersion(qualifier) ?? throw new LambdaInvokeException(MissingVersion(qualifier)) { ErrorCode = "ResourceNotFoundException" };

    /// <summary>The version behind a qualifier; null when the function has none.</summary>
    internal string? FindVersion(string qualifier)
    {
        if (qualifier == FunctionSettings.Latest || ulong.TryParse(qualifier, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return qualifier;
        }

        FunctionSettings settings = Settings;
        return settings.Aliases.TryGetValue(qualifier, out string? version) ? version : settings.Qualifier == qualifier ? "1" : null;
    }

    /// <summary>What Lambda says of a version or alias that the function does not have.</summary>
    internal string MissingVersion(string qualifier) => $"Function not found: {Arn}:{qualifier}";

    /// <summary>Notes that an invocation has ended.</summary>
    internal void Record(CapturedInvocation ended)
    {
        InFlight--;
        _invocations.Add(ended);
    }

    /// <summary>A function of the template that the test gave no handler must not be taken for one that fails.</summary>
    /// <exception cref="InvalidOperationException">An event reached such a function; a run that is going on ends with it too.</exception>
    internal void RequireHandler()
    {
        if (!HasHandler && IsInTemplate)
        {
            InvalidOperationException missing = MissingHandler();
            if (Context.Engine.IsRunning)
            {
                // A target's exception is a failed delivery; this is a mistake of the test.
                Context.Engine.Fail(missing);
            }

            throw missing;
        }
    }

    /// <summary>The mistake of a test that sends an event to a function of the template without a handler.</summary>
    internal InvalidOperationException MissingHandler() =>
        new($"An event reached function '{Name}' of the template, which has no handler here ({Missing}): call AddFunction(\"{Name}\", …).");

    private sealed class QualifiedFunction(TestFunction function, string qualifier) : IDestinationTarget
    {
        public string Name => function.Name + ":" + qualifier;

        public string Arn => function.Arn + ":" + qualifier;

        public DestinationType Type => DestinationType.Lambda;

        public Task DeliverAsync(DestinationDelivery delivery, CancellationToken cancellationToken)
        {
            function.Queue.Accept(qualifier, delivery.Body.ToArray(), delivery.Lineage, delivery.FunctionName);
            return Task.CompletedTask;
        }
    }
}
