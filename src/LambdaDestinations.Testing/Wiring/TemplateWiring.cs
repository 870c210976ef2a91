using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Resources;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>
/// Builds what a template deploys, as far as a host plays it: functions, queues, topics, buses, buckets, streams, and what
/// connects them. What it does not play is noted.
/// </summary>
internal sealed partial class TemplateWiring
{
    private readonly ResourceRegistry _registry;
    private readonly MappingWiring _mappings;
    private readonly TemplateModel _template;
    private readonly TemplateEvaluator _values;
    private readonly HandlerBinder _binder;
    private readonly List<TemplateNote> _notes = [];
    private readonly List<TemplateResource> _resources = [];
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    private TemplateWiring(TemplateModel template, AwsAccount account, IReadOnlyDictionary<string, string> parameters, ResourceRegistry registry, MappingWiring mappings, HandlerBinder binder)
    {
        _template = template;
        _values = new TemplateEvaluator(template, account, parameters);
        _registry = registry;
        _mappings = mappings;
        _binder = binder;
    }

    /// <summary>Builds what a template deploys.</summary>
    /// <param name="source">The template and what is said about it.</param>
    /// <param name="account">The account and region that it is deployed to.</param>
    /// <param name="registry">Where its resources are made.</param>
    /// <param name="mappings">What connects functions with what they read.</param>
    /// <param name="binder">Finds handlers.</param>
    /// <returns>What is not played.</returns>
    /// <exception cref="LambdaTemplateException">The template cannot be read, AWS would refuse it, or the host cannot play it.</exception>
    internal static IReadOnlyList<TemplateNote> Apply(TemplateSource source, AwsAccount account, ResourceRegistry registry, MappingWiring mappings, HandlerBinder binder)
    {
        TemplateDocument document = TemplateFile.Parse(source.Text);
        if (document.Errors.Count > 0)
        {
            throw new LambdaTemplateException(source.Path, [.. document.Errors.Select(error => new TemplateNote(string.Empty, document.GetPosition(error.Span.Start).Line + 1, error.Message, ChangesResults: true))]);
        }

        TemplateModel template = TemplateModel.Read(document);
        if (template.ResourcesNode is null)
        {
            throw new LambdaTemplateException(source.Path, [new TemplateNote(string.Empty, 1, "This is no template: it has no Resources.", ChangesResults: true)]);
        }

        TemplateWiring wiring = new(template, account, source.Parameters, registry, mappings, binder);
        wiring.Wire();
        TemplateNote[] reasons = wiring._notes.Where(each => each.ChangesResults && !source.NotEmulatedIsAllowed).ToArray();
        return reasons.Length == 0 ? wiring._notes : throw new LambdaTemplateException(source.Path, reasons);
    }

    private void Wire()
    {
        if (_template.HasHiddenResources)
        {
            Note(null, "A macro or Fn::ForEach may add resources that the host does not see. Use the template that it is expanded to.", changes: true, "Transform");
        }

        foreach (TemplateResource resource in _template.Resources)
        {
            Try(resource, () =>
            {
                if (_values.Exists(resource))
                {
                    _resources.Add(resource);
                }
            }, "Condition");
        }

        Each(NameResource);
        Each(CreateResource);
        Each(ConfigureFunction);
        Each(ConfigureInvocation);
        Each(Connect);
        foreach (TemplateResource function in _resources.Where(static each => each.IsFunction))
        {
            Try(function, () => BindHandler(function), "Handler");
        }
    }

    private void Each(Action<TemplateResource> act)
    {
        foreach (TemplateResource resource in _resources)
        {
            Try(resource, () => act(resource));
        }
    }

    /// <summary>Lets a resource be found by its logical id and by its name.</summary>
    private void NameResource(TemplateResource resource)
    {
        string name = _values.NameOf(resource);
        switch (resource.Type)
        {
            case ResourceTypes.ServerlessFunction or ResourceTypes.Function:
                _registry.Alias<TestFunction>(resource.LogicalId, name);
                break;
            case ResourceTypes.Queue:
                _registry.Alias<TestQueue>(resource.LogicalId, name);
                break;
            case ResourceTypes.Topic:
                _registry.Alias<TestTopic>(resource.LogicalId, name);
                break;
            case ResourceTypes.EventBus:
                _registry.Alias<TestEventBus>(resource.LogicalId, name);
                break;
            case ResourceTypes.Bucket:
                _registry.Alias<TestBucket>(resource.LogicalId, name);
                break;
            case "AWS::Kinesis::Stream":
                _registry.Alias<TestKinesisStream>(resource.LogicalId, name);
                break;
            case "AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable":
                _registry.Alias<TestDynamoDBStream>(resource.LogicalId, name);
                break;
        }
    }

    private void CreateResource(TemplateResource resource)
    {
        TemplateValue properties = _values.PropertiesOf(resource);
        string name = _values.NameOf(resource);
        switch (resource.Type)
        {
            case ResourceTypes.Queue:
                CreateQueue(resource, properties, name);
                break;
            case ResourceTypes.Topic:
                _registry.Topic(name).Fifo = Boolean(properties, "FifoTopic");
                break;
            case ResourceTypes.EventBus:
                _registry.Bus(name);
                break;
            case ResourceTypes.Bucket:
                _registry.Bucket(name);
                break;
            case "AWS::Kinesis::Stream":
                _registry.Kinesis(name, Number(properties, "ShardCount") ?? 1).RetentionPeriod = TimeSpan.FromHours(Number(properties, "RetentionPeriodHours") ?? 24);
                break;
            case "AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable" when properties["StreamSpecification"] is not null:
                _registry.DynamoDB(name);
                break;
            case ResourceTypes.ServerlessFunction or ResourceTypes.Function:
                TestFunction function = _registry.Function(name);
                function.Missing = "it is not among the handlers given";
                function.MemorySize = Number(properties, "MemorySize") ?? 128;
                break;
        }
    }

    private void CreateQueue(TemplateResource resource, TemplateValue properties, string name)
    {
        TemplateValue? redrive = _values.At(properties, "RedrivePolicy");
        QueueSettings settings = new()
        {
            Fifo = Boolean(properties, "FifoQueue"),
            MaximumMessageSize = Number(properties, "MaximumMessageSize") ?? 1_048_576,
            VisibilityTimeout = TimeSpan.FromSeconds(Number(properties, "VisibilityTimeout") ?? 30),
            MessageRetentionPeriod = TimeSpan.FromSeconds(Number(properties, "MessageRetentionPeriod") ?? 345_600),
            RedriveTarget = _values.TextAt(redrive, "deadLetterTargetArn") is { } arn ? _registry.Queue(LastPart(arn, ':')) : null,
            MaxReceiveCount = Number(redrive, "maxReceiveCount") ?? 10,
        };
        _registry.Queue(name).Settings = settings;
        if (Number(properties, "DelaySeconds") > 0)
        {
            Note(resource, "DelaySeconds is not played: messages are visible at once.", changes: false, "DelaySeconds");
        }
    }

    private void ConfigureFunction(TemplateResource resource)
    {
        if (!resource.IsFunction)
        {
            return;
        }

        TemplateValue properties = _values.PropertiesOf(resource);
        TestFunction function = _registry.Function(_values.NameOf(resource));
        string? alias = resource.Type == ResourceTypes.ServerlessFunction ? _values.TextAt(properties, "AutoPublishAlias") : null;
        Dictionary<string, string> aliases = new(StringComparer.Ordinal);
        if (alias is not null)
        {
            _aliases[resource.LogicalId] = alias;
            aliases[alias] = "1";
        }

        foreach (TemplateResource other in _resources.Where(static each => each.Type == ResourceTypes.Alias))
        {
            TemplateValue of = _values.PropertiesOf(other);
            if (_values.TextAt(of, "FunctionName") is { } reference && FunctionOf(reference).Function == function)
            {
                aliases[_values.TextAt(of, "Name") ?? other.LogicalId] = _values.TextAt(of, "FunctionVersion") ?? "1";
            }
        }

        string deadLetters = resource.Type == ResourceTypes.ServerlessFunction ? "DeadLetterQueue" : "DeadLetterConfig";
        FunctionSettings settings = new()
        {
            Timeout = TimeSpan.FromSeconds(Number(properties, "Timeout") ?? 3),
            ReservedConcurrency = Number(properties, "ReservedConcurrentExecutions"),
            DeadLetterTarget = _values.TextAt(properties, deadLetters, "TargetArn") is { } arn ? Target(arn) : null,
            AllowRecursiveLoop = _values.TextAt(properties, "RecursiveLoop") == "Allow",
            Aliases = aliases,
            Qualifier = alias ?? FunctionSettings.Latest,
        };
        if (resource.Type == ResourceTypes.ServerlessFunction && _values.At(properties, "EventInvokeConfig") is { } config)
        {
            settings = Complete(settings, config, outcome => SamDestination(resource, config, outcome));
        }

        function.Settings = settings;
    }

    /// <summary>Of a SAM function: the target as written, or the queue or topic that SAM makes when none is.</summary>
    private IDestinationTarget? SamDestination(TemplateResource function, TemplateValue config, string outcome)
    {
        if (_values.At(config, "DestinationConfig", outcome) is not { } destination)
        {
            return null;
        }

        return (_values.TextAt(destination, "Destination"), _values.TextAt(destination, "Type")) switch
        {
            ({ } arn, _) => Target(arn),
            (null, "SQS") => _registry.Queue(TemplateEvaluator.SamDestinationName(function.LogicalId, outcome, "Queue")),
            (null, "SNS") => _registry.Topic(TemplateEvaluator.SamDestinationName(function.LogicalId, outcome, "Topic")),
            (null, var type) => throw new ArgumentException($"{outcome} has no Destination, and SAM makes none of the type {type ?? "(none)"}."),
        };
    }

    private void ConfigureInvocation(TemplateResource resource)
    {
        if (resource.Type != ResourceTypes.EventInvokeConfig)
        {
            return;
        }

        TemplateValue properties = _values.PropertiesOf(resource);
        TestFunction function = FunctionOf(_values.TextAt(properties, "FunctionName") ?? throw new UnknownValueException("it names no function")).Function;
        string qualifier = _values.TextAt(properties, "Qualifier") ?? FunctionSettings.Latest;
        FunctionSettings settings = function.Settings;
        if (settings is not { MaximumRetryAttempts: null, MaximumEventAgeInSeconds: null, OnSuccess: null, OnFailure: null })
        {
            Note(resource, $"{function.Name} has settings for {settings.Qualifier} already: the host plays those of one qualifier.", changes: true, "Qualifier");
            return;
        }

        function.Settings = Complete(settings with { Qualifier = qualifier }, properties, outcome => _values.TextAt(properties, "DestinationConfig", outcome, "Destination") is { } arn ? Target(arn) : null);
    }

    private FunctionSettings Complete(FunctionSettings settings, TemplateValue config, Func<string, IDestinationTarget?> destination) => settings with
    {
        MaximumRetryAttempts = Number(config, "MaximumRetryAttempts"),
        MaximumEventAgeInSeconds = Number(config, "MaximumEventAgeInSeconds"),
        OnSuccess = destination("OnSuccess"),
        OnFailure = destination("OnFailure"),
    };

    private void BindHandler(TemplateResource resource)
    {
        TestFunction function = _registry.Function(_values.NameOf(resource));
        TemplateValue properties = _values.PropertiesOf(resource);
        string? handler = _values.TextAt(properties, "Handler") ?? (_values.ItemsAt(properties, "ImageConfig", "Command") is [var command, ..] ? command.Text : null);
        if (handler is null)
        {
            function.Missing = "the template names no handler";
        }
        else
        {
            function.Missing = $"its handler is {handler}";
            if (_binder.Find(handler) is { } bound)
            {
                function.Handler = bound;
                function.IsBoundByWiring = true;
            }
        }

        if (!function.HasHandler)
        {
            Note(resource, $"It has no handler here ({function.Missing}): an event that reaches it ends the run. Call AddFunction(\"{resource.LogicalId}\", …).", changes: false, "Handler");
        }
    }

    /// <summary>The target of an ARN.</summary>
    private IDestinationTarget Target(string arn)
    {
        if (arn.StartsWith("kafka://", StringComparison.Ordinal))
        {
            return _registry.Kafka(arn["kafka://".Length..]);
        }

        return AwsTargets.FromArn(arn) switch
        {
            DestinationTargetType.Sqs => _registry.Queue(LastPart(arn, ':')),
            DestinationTargetType.Sns => _registry.Topic(LastPart(arn, ':')),
            DestinationTargetType.EventBridge => _registry.Bus(LastPart(arn, '/')),
            DestinationTargetType.S3 => _registry.Bucket(LastPart(arn, ':')),
            DestinationTargetType.Lambda => FunctionOf(arn) switch { (var function, FunctionSettings.Latest) => function, var (function, qualifier) => function.Qualified(qualifier) },
            _ => throw new ArgumentException($"The destination ARN {arn} is invalid."),
        };
    }

    /// <summary>The function of a name, a partial or a whole ARN, and its qualifier.</summary>
    private (TestFunction Function, string Qualifier) FunctionOf(string reference)
    {
        const string Marker = "function:";
        int start = reference.IndexOf(Marker, StringComparison.Ordinal);
        return _registry.Qualified(start < 0 ? reference : reference[(start + Marker.Length)..]);
    }

    private static string LastPart(string arn, char separator) => arn[(arn.LastIndexOf(separator) + 1)..];

    private int? Number(TemplateValue? value, params ReadOnlySpan<string> path) => _values.TextAt(value, path) switch
    {
        null => null,
        { } text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
        { } text => throw new ArgumentException($"{path[^1]} is no whole number: {text}"),
    };

    private bool Boolean(TemplateValue? value, params ReadOnlySpan<string> path) => string.Equals(_values.TextAt(value, path), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Notes what cannot be told and what AWS refuses, with the resource it concerns.</summary>
    private void Try(TemplateResource resource, Action act, params string[] path)
    {
        try
        {
            act();
        }
        catch (UnknownValueException unknown)
        {
            Note(resource, $"A value cannot be told before a deployment: {unknown.Message}.", changes: true, path);
        }
        catch (HandlerBindingException unbound)
        {
            Note(resource, $"The handler cannot be called: {unbound.Message}.", changes: true, path);
        }
        catch (ArgumentException refused)
        {
            Note(resource, refused.Message, changes: true, path);
        }
        catch (LambdaInvokeException refused)
        {
            Note(resource, refused.Message, changes: true, path);
        }
    }

    private void Note(TemplateResource? resource, string message, bool changes, params string[] path)
    {
        TemplateNode node = (resource?.Body ?? _template.Root)!;
        int start = resource?.Entry.Key.Span.Start ?? 0;
        foreach (string name in resource is null || path is [] or ["Condition"] ? path : ["Properties", .. path])
        {
            if ((node is AliasNode alias ? alias.Target : node) is not MappingNode map || map.Find(name) is not { } entry)
            {
                break;
            }

            start = entry.Key.Span.Start;
            node = entry.Value;
        }

        // One cause shows in every step that needs the value.
        string id = resource?.LogicalId ?? string.Empty;
        if (!_notes.Exists(each => each.LogicalId == id && each.Message == message))
        {
            _notes.Add(new TemplateNote(id, _template.Document.GetPosition(start).Line + 1, message, changes));
        }
    }
}
