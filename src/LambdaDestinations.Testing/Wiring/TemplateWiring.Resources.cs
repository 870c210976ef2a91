using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Testing.Wiring;

/// <content>The resources, and the settings of functions.</content>
internal sealed partial class TemplateWiring
{
    private void CreateFunction(TemplateResource resource, TemplateValue properties)
    {
        TestFunction function = _registry.Function(_values.NameOf(resource));
        function.Missing = "it is not among the handlers given";
        function.MemorySize = Number(properties, "MemorySize") ?? 128;
        foreach (string setting in (string[])["CapacityProviderConfig", "TenancyConfig"])
        {
            if (_values.At(properties, setting) is not null)
            {
                Note(resource, $"{setting} is not played: the function runs as one without it.", changes: false, setting);
            }
        }
    }

    private void CreateKinesisStream(TemplateResource resource, TemplateValue properties) =>
        _registry.Kinesis(_values.NameOf(resource), Number(properties, "ShardCount") ?? 1).RetentionPeriod = TimeSpan.FromHours(Number(properties, "RetentionPeriodHours") ?? 24);

    private void CreateQueue(TemplateResource resource, TemplateValue properties)
    {
        TemplateValue? redrive = _values.At(properties, "RedrivePolicy");
        QueueSettings settings = new()
        {
            Fifo = Boolean(properties, "FifoQueue"),
            ContentBasedDeduplication = Boolean(properties, "ContentBasedDeduplication"),
            MaximumMessageSize = Number(properties, "MaximumMessageSize") ?? Limits.QueueMessage,
            VisibilityTimeout = TimeSpan.FromSeconds(Number(properties, "VisibilityTimeout") ?? 30),
            MessageRetentionPeriod = TimeSpan.FromSeconds(Number(properties, "MessageRetentionPeriod") ?? 345_600),
            RedriveTarget = _values.TextAt(redrive, "deadLetterTargetArn") is { } arn ? _registry.Queue(LastPart(arn, ':')) : null,
            MaxReceiveCount = Number(redrive, "maxReceiveCount") ?? 10,
        };
        _registry.Queue(_values.NameOf(resource)).Settings = settings;
        if (Number(properties, "DelaySeconds") > 0)
        {
            Note(resource, "DelaySeconds is not played: messages are visible at once.", changes: false, "DelaySeconds");
        }
    }

    private void ConfigureFunction(TemplateResource resource, TemplateValue properties)
    {
        TestFunction function = _registry.Function(_values.NameOf(resource));
        function.Settings = SettingsOf(function, properties, "DeadLetterConfig", alias: null);
    }

    private void ConfigureSamFunction(TemplateResource resource, TemplateValue properties)
    {
        TestFunction function = _registry.Function(_values.NameOf(resource));
        string? alias = _values.TextAt(properties, "AutoPublishAlias");
        if (alias is not null)
        {
            _aliases[resource.LogicalId] = alias;
        }

        FunctionSettings settings = SettingsOf(function, properties, "DeadLetterQueue", alias);
        function.Settings = _values.At(properties, SettingKeys.EventInvokeConfig) is { } config && !IsDurable(resource, properties, SettingKeys.EventInvokeConfig)
            ? Complete(settings, config, outcome => SamDestination(resource, config, outcome))
            : settings;
    }

    /// <summary>What a function and its aliases say, without its event invoke config.</summary>
    private FunctionSettings SettingsOf(TestFunction function, TemplateValue properties, string deadLetters, string? alias)
    {
        Dictionary<string, string> aliases = new(StringComparer.Ordinal);
        if (alias is not null)
        {
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

        return new FunctionSettings
        {
            Timeout = TimeSpan.FromSeconds(Number(properties, "Timeout") ?? 3),
            ReservedConcurrency = Number(properties, "ReservedConcurrentExecutions"),
            DeadLetterTarget = _values.TextAt(properties, deadLetters, "TargetArn") is { } arn ? Target(arn) : null,
            AllowRecursiveLoop = _values.TextAt(properties, "RecursiveLoop") == "Allow",
            Aliases = aliases,
            Qualifier = alias ?? FunctionSettings.Latest,
        };
    }

    /// <summary>Of a SAM function: the target as written, or the queue or topic that SAM makes when none is.</summary>
    private IDestinationTarget? SamDestination(TemplateResource function, TemplateValue config, DestinationOutcome outcome)
    {
        if (_values.At(config, "DestinationConfig", "On" + outcome) is not { } destination)
        {
            return null;
        }

        return (_values.TextAt(destination, "Destination"), _values.TextAt(destination, "Type")) switch
        {
            ({ } arn, _) => Target(arn),
            (null, "SQS") => _registry.Queue(_values.SamDestination(function, outcome, isTopic: false)),
            (null, "SNS") => _registry.Topic(_values.SamDestination(function, outcome, isTopic: true)),
            (null, var type) => throw new ArgumentException($"On{outcome} has no Destination, and SAM makes none of the type {type ?? "(none)"}."),
        };
    }

    private void ConfigureInvocation(TemplateResource resource, TemplateValue properties)
    {
        TestFunction function = FunctionOf(_values.TextAt(properties, "FunctionName") ?? throw new UnknownValueException(OpenReason.Invalid("it names no function"))).Function;
        if (_resources.Find(x => x.IsFunction && _values.NameOf(x) == function.Name) is { } owner && IsDurable(resource, _values.PropertiesOf(owner), "DestinationConfig"))
        {
            return;
        }

        string qualifier = _values.TextAt(properties, "Qualifier") ?? FunctionSettings.Latest;
        FunctionSettings settings = function.Settings;
        if (settings is not { MaximumRetryAttempts: null, MaximumEventAgeInSeconds: null, OnSuccess: null, OnFailure: null })
        {
            Note(resource, $"{function.Name} has settings for {settings.Qualifier} already: the host plays those of one qualifier.", changes: true, "Qualifier");
            return;
        }

        function.Settings = Complete(settings with { Qualifier = qualifier }, properties, outcome => _values.TextAt(properties, "DestinationConfig", "On" + outcome, "Destination") is { } arn ? Target(arn) : null);
    }

    /// <summary>Whether a function is durable, of which Lambda sends no records and which it does not retry.</summary>
    private bool IsDurable(TemplateResource place, TemplateValue function, string setting)
    {
        bool isDurable = _values.At(function, DurableFacts.Config) is not null;
        if (isDurable && _values.At(_values.PropertiesOf(place), setting) is not null)
        {
            Note(place, "Lambda sends no records of durable functions, and does not retry them: an event rule on the default bus gets their status changes.", changes: false, setting);
        }

        return isDurable;
    }

    private FunctionSettings Complete(FunctionSettings settings, TemplateValue config, Func<DestinationOutcome, IDestinationTarget?> destination) => settings with
    {
        MaximumRetryAttempts = Number(config, "MaximumRetryAttempts"),
        MaximumEventAgeInSeconds = Number(config, "MaximumEventAgeInSeconds"),
        OnSuccess = destination(DestinationOutcome.Success),
        OnFailure = destination(DestinationOutcome.Failure),
    };

    private void BindHandler(TemplateResource resource, TemplateValue properties)
    {
        TestFunction function = _registry.Function(_values.NameOf(resource));
        string? handler = _values.TextAt(properties, "Handler") ?? (_values.ItemsAt(properties, "ImageConfig", "Command") is [var command, ..] ? command.Text : null);
        if (handler is null)
        {
            function.Missing = "the template names no handler";
        }
        else if (_values.At(properties, DurableFacts.Config) is not null)
        {
            function.Missing = "it is durable, and steps and replay are not emulated";
            function.IsEndedByTest = true;
            Note(resource, $"It is durable: steps, waits and replay are not emulated. Say how its executions end: StartDurableExecution(\"{resource.LogicalId}\").Fail().", changes: false, DurableFacts.Config);
            return;
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
}
