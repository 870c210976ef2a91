using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Testing.Resources;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>Turns the destinations that attributes declare into settings, with in-memory targets of the same names.</summary>
internal sealed class ManifestWiring
{
    private readonly Dictionary<string, HandlerModel> _handlers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _methods = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">Two handlers would be the same function.</exception>
    internal void Add(DestinationManifest manifest)
    {
        foreach (IGrouping<string, HandlerModel> method in manifest.Handlers.GroupBy(static handler => handler.Function.MethodName, StringComparer.Ordinal))
        {
            _methods[method.Key] = _methods.GetValueOrDefault(method.Key) + method.Count();
        }

        foreach (HandlerModel handler in manifest.Handlers)
        {
            string name = NameOf(handler.Function);
            if (!_handlers.TryAdd(name, handler))
            {
                throw new ArgumentException($"Two handlers are the function '{name}'.");
            }
        }
    }

    /// <summary>Whether no assembly's attributes are given.</summary>
    internal bool IsEmpty => _handlers.Count == 0;

    /// <summary>The functions that are declared, and those that they name as destinations: name and handler string.</summary>
    internal IEnumerable<(string Name, string Handler)> Functions => _handlers.Values.Select(static x => x.Function)
        .Concat(_handlers.Values.SelectMany(static x => x.Destinations).Select(static x => x.TargetFunction).OfType<FunctionReference>())
        .Select(x => (NameOf(x), x.AnnotationsHandler ?? x.Handler));

    /// <summary>Whether the attributes make a function durable: its code needs what is not emulated.</summary>
    internal bool IsDurable(string function) => _handlers.TryGetValue(function, out HandlerModel? handler) && handler.IsDurable;

    /// <summary>Adds the event rules that the build writes for the outcomes of durable functions.</summary>
    internal void ConnectDurable(ResourceRegistry resources)
    {
        foreach ((string name, HandlerModel handler) in _handlers.Where(static x => x.Value.IsDurable))
        {
            foreach (DestinationModel destination in handler.Destinations.Where(static x => x.EventSource is null))
            {
                TestFunction durable = resources.Function(name);
                string function = durable.Arn;
                string pattern = TemplateWriter.ToJson(DurableFacts.Pattern(
                    DurableFacts.Of(destination.Outcome, destination.Statuses),
                    handler.Qualifier is { } qualifier ? TemplateValue.String($"{function}:{qualifier}") : TemplateValue.Map(("prefix", TemplateValue.String(function + ":")))));
                TestEventBus bus = resources.Bus("default");
                EventRuleSettings settings = Delivery(resources, name, handler.Delivery) with { Name = $"{name}On{destination.Outcome}Rule" };
                switch (Target(resources, name, destination))
                {
                    case TestQueue queue:
                        bus.AddRule(pattern, queue, settings: settings);
                        break;
                    case TestTopic topic:
                        bus.AddRule(pattern, topic, settings: settings);
                        break;
                    case TestEventBus other:
                        bus.AddRule(pattern, other, settings);
                        break;
                    case TestFunction target:
                        bus.AddRule(pattern, target.Name, settings: settings);
                        break;
                    case var other:
                        throw new ArgumentException($"'{name}' is durable, and an event rule cannot send to {other?.Type}.");
                }
            }
        }
    }

    /// <summary>Fills in what the attributes say and the test left open.</summary>
    internal FunctionSettings Complete(ResourceRegistry resources, string function, FunctionSettings settings)
    {
        if (!_handlers.TryGetValue(function, out HandlerModel? handler) || handler.IsDurable)
        {
            return settings;
        }

        return settings.CompletedBy(new FunctionSettings
        {
            MaximumRetryAttempts = handler.MaximumRetryAttempts,
            MaximumEventAgeInSeconds = handler.MaximumEventAgeInSeconds,
            Qualifier = handler.Qualifier ?? FunctionSettings.Latest,
            OnSuccess = settings.OnSuccess is null ? Target(resources, function, Asynchronous(handler, DestinationOutcome.Success)) : null,
            OnFailure = settings.OnFailure is null ? Target(resources, function, Asynchronous(handler, DestinationOutcome.Failure)) : null,
            DeadLetterTarget = settings.DeadLetterTarget is null && handler.DeadLetter is { } deadLetter ? Target(resources, function, DeclarationChecks.OfDeadLetter(deadLetter)) : null,
        });
    }

    /// <summary>Fills in what the attributes say about a mapping and the test left open.</summary>
    /// <param name="resources">Where destinations are found.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="eventSource">The event or mapping in the template; null for the only one that an attribute names, or else for the attribute that names none.</param>
    /// <param name="settings">What the test says.</param>
    internal EventSourceMappingSettings Complete(ResourceRegistry resources, string function, string? eventSource, EventSourceMappingSettings settings)
    {
        settings = Complete(function, eventSource, null, settings);
        if (!_handlers.TryGetValue(function, out HandlerModel? handler))
        {
            return settings;
        }

        DestinationModel[] named = handler.Destinations
            .Where(each => each.Outcome == DestinationOutcome.Failure && each.EventSource is not null && (eventSource is null || each.EventSource == eventSource))
            .ToArray();
        if (named.Length > 1)
        {
            throw new ArgumentException($"Function '{function}' has {named.Length} mappings with a destination: name the event source.", nameof(eventSource));
        }

        DestinationModel? destination = named.Length == 1
            ? named[0]
            : handler.Destinations.FirstOrDefault(each => each.Outcome == DestinationOutcome.Failure && each.EventSource is null
                && handler.Triggers.All(static trigger => trigger.Kind != InvocationKind.Asynchronous));
        return destination is null
            ? settings
            : settings with
            {
                OnFailure = settings.OnFailure ?? Target(resources, function, destination),
                MaximumRetryAttempts = settings.MaximumRetryAttempts == -1 ? destination.MaximumRetryAttempts ?? -1 : settings.MaximumRetryAttempts,
                MaximumRecordAgeInSeconds = settings.MaximumRecordAgeInSeconds == -1 ? destination.MaximumRecordAgeInSeconds ?? -1 : settings.MaximumRecordAgeInSeconds,
                BisectBatchOnFunctionError = settings.BisectBatchOnFunctionError || destination.BisectBatchOnFunctionError == true,
            };
    }

    /// <summary>Fills in what the attributes set of a mapping, beside a destination, and the test left open.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="eventSource">The event or mapping in the template; null for the only one that an attribute names, or else for the attribute that names none.</param>
    /// <param name="queue">The queue that is read, which an attribute may name in place of an event that the build writes; null for any other source.</param>
    /// <param name="settings">What the test says.</param>
    internal EventSourceMappingSettings Complete(string function, string? eventSource, string? queue, EventSourceMappingSettings settings)
    {
        if (!_handlers.TryGetValue(function, out HandlerModel? handler) || handler.Mappings.Count == 0)
        {
            return settings;
        }

        ILookup<string?, MappingModel> byName = handler.Mappings.ToLookup(static x => x.EventSource, StringComparer.Ordinal);
        string?[] names = [.. new[] { eventSource, queue, null }.Where(byName.Contains)];
        MappingModel[] mappings = names.Length > 0 ? [.. byName[names[0]]] : eventSource is null && byName.Count == 1 ? [.. handler.Mappings] : [];
        int? Number(string name) => mappings.Select(x => x.Number(name)).FirstOrDefault(static x => x is not null);
        return settings with
        {
            BatchSize = settings.BatchSize ?? Number(MappingFacts.BatchSize),
            MaximumBatchingWindow = settings.MaximumBatchingWindow > TimeSpan.Zero ? settings.MaximumBatchingWindow : TimeSpan.FromSeconds(Number(MappingFacts.Window) ?? 0),
            MaximumRetryAttempts = settings.MaximumRetryAttempts == -1 ? Number(MappingFacts.Retries) ?? -1 : settings.MaximumRetryAttempts,
            MaximumRecordAgeInSeconds = settings.MaximumRecordAgeInSeconds == -1 ? Number(MappingFacts.RecordAge) ?? -1 : settings.MaximumRecordAgeInSeconds,
            BisectBatchOnFunctionError = settings.BisectBatchOnFunctionError || Number(MappingFacts.Bisect) > 0,
            ReportBatchItemFailures = settings.ReportBatchItemFailures || Number(MappingFacts.ReportFailures) > 0,
            ParallelizationFactor = settings.ParallelizationFactor == 1 ? Number(MappingFacts.Parallelization) ?? 1 : settings.ParallelizationFactor,
            MaximumConcurrency = settings.MaximumConcurrency ?? Number(MappingFacts.Concurrency),
            Filters = settings.Filters.Count > 0 ? settings.Filters
                : [.. mappings.SelectMany(static x => x.Settings).Where(static x => x.Name == MappingFacts.Filters).SelectMany(static x => x.Patterns)],
        };
    }

    /// <summary>An attribute without an event source belongs to the mapping where a polled trigger is the only kind.</summary>
    private static DestinationModel? Asynchronous(HandlerModel handler, DestinationOutcome outcome) =>
        handler.Triggers.Count > 0 && handler.Triggers.All(static trigger => trigger.Kind == InvocationKind.Polled)
            ? null
            : handler.Destinations.FirstOrDefault(each => each.Outcome == outcome && each.EventSource is null);

    /// <summary>The name a handler's function has in the resources.</summary>
    private string NameOf(FunctionReference function) => function.LogicalId
        ?? function.AnnotationsLogicalId
        ?? (_methods.GetValueOrDefault(function.MethodName) > 1 ? function.TypeName + "." + function.MethodName : function.MethodName);

    private EventRuleSettings Delivery(ResourceRegistry resources, string function, DeliveryModel? delivery) => new()
    {
        MaximumRetryAttempts = delivery?.MaximumRetryAttempts ?? Limits.MaximumDeliveryRetries,
        MaximumEventAgeInSeconds = delivery?.MaximumEventAgeInSeconds ?? Limits.DefaultDeliveryAge,
        DeadLetterQueue = delivery?.DeadLetterQueue is { } queue ? Target(resources, function, DeclarationChecks.OfDeadLetter(queue)) as TestQueue : null,
    };

    private IDestinationTarget? Target(ResourceRegistry resources, string function, DestinationModel? destination)
    {
        if (destination is null)
        {
            return null;
        }

        if (destination.TargetFunction is { } target)
        {
            return resources.Function(NameOf(target));
        }

        string name = destination.Target switch
        {
            // The build names the resource that it creates so.
            null => function + destination.EventSource + "On" + destination.Outcome + ResourceOf(destination.TargetType),
            ['@', .. string logicalId] => logicalId,
            string text => text,
        };
        return destination.TargetType switch
        {
            DestinationTargetType.Sqs => resources.Queue(After(name, ':')),
            DestinationTargetType.Sns => resources.Topic(After(name, ':')),
            DestinationTargetType.EventBridge => resources.Bus(After(name, '/')),
            DestinationTargetType.S3 => resources.Bucket(After(name, ':')),
            DestinationTargetType.Kafka => resources.Kafka(After(name, '/')),
            _ => LambdaTarget(resources, name),
        };
    }

    private static IDestinationTarget LambdaTarget(ResourceRegistry resources, string name)
    {
        const string Marker = ":function:";
        int start = name.IndexOf(Marker, StringComparison.Ordinal);
        string[] parts = (start < 0 ? name : name[(start + Marker.Length)..]).Split(':');
        TestFunction function = resources.Function(parts[0]);
        return parts.Length > 1 ? function.Qualified(parts[1]) : function;
    }

    /// <summary>The last part of an ARN, which is the resource's name.</summary>
    private static string After(string arn, char separator) => arn[(arn.LastIndexOf(separator) + 1)..];

    private static string ResourceOf(DestinationTargetType type) => type switch
    {
        DestinationTargetType.Sqs => "Queue",
        DestinationTargetType.Sns => "Topic",
        DestinationTargetType.S3 => "Bucket",
        _ => throw new ArgumentException($"A destination of the kind {type} must name its target."),
    };
}
