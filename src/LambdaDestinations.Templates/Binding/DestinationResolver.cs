using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Binding;

/// <summary>Finds what a handler's attributes mean in a template, and what is wrong with them.</summary>
internal sealed class DestinationResolver
{
    private readonly TemplateModel _template;
    private readonly HandlerModel _handler;
    private readonly List<ResolvedDestination> _destinations = [];
    private readonly List<(ResolvedDestination Destination, Finding? Missing)> _awaited = [];
    private readonly List<Finding> _findings = [];

    private TemplateResource? _function;
    private bool _isDurable;
    private bool _isDeadLetterQueue;
    private ResolvedDestination? _deadLetterQueue;
    private (ResolvedDestination Destination, Finding? Missing)? _awaitedDeadLetterQueue;

    private DestinationResolver(TemplateModel template, HandlerModel handler)
    {
        _template = template;
        _handler = handler;
    }

    /// <summary>Resolves one handler. Ask <see cref="HandlerBinding.Of"/>, which remembers.</summary>
    public static HandlerBinding Resolve(TemplateModel template, HandlerModel handler)
    {
        DestinationResolver resolver = new(template, handler);
        resolver._findings.AddRange(DeclarationChecks.Check(handler));
        resolver.ResolveAll();
        return new HandlerBinding(resolver._function, resolver._destinations, resolver._findings)
        {
            Awaited = resolver._awaited,
            DeadLetterQueue = resolver._deadLetterQueue,
            AwaitedDeadLetterQueue = resolver._awaitedDeadLetterQueue,
        };
    }

    private void ResolveAll()
    {
        IReadOnlyList<TemplateResource> functions = FunctionLocator.Find(_template, _handler.Function);
        string name = _handler.Function.Name;
        if (functions.Count == 0)
        {
            // A macro or a loop may still make the function.
            if (HiddenFunctions.Of(_template, name) is { } hidden)
            {
                Report(TemplateRules.MayBeHidden(name, hidden.Place, hidden.Name), -1, hidden.Node);
            }
            else if (_handler.Function.LogicalId is null && FunctionIndex.Of(_template).WithOpenHandler is { } open)
            {
                // A deployment may give this function the handler.
                Report(TemplateRules.MayRun(open.LogicalId, name), -1, open.Entry.Key);
            }
            else if (FunctionIndex.Of(_template).AlmostRunning(_handler.Function) is { } near)
            {
                Report(DeclarationRules.NoFunctionRunsButOneIsNear(name, near.Function.LogicalId, near.Handler), -1, near.Function.Properties?["Handler"]);
            }
            else
            {
                Report(NoFunction(_handler.Function, name), -1, _template.ResourcesNode is null ? _template.Root : null);
            }

            return;
        }

        if (functions.Count > 1)
        {
            Report(DeclarationRules.AllRun(functions.Select(static x => x.LogicalId), name), -1, functions[1].Entry.Key);
            return;
        }

        _function = functions[0];
        bool? isDurable = DurableFunctions.Is(_template, _function);
        _isDurable = _handler.IsDurable || isDurable == true;
        CheckDurable(isDurable);
        IReadOnlyList<EventSource> sources = EventSource.Of(_template, _function);
        for (int i = 0; i < _handler.Destinations.Count; i++)
        {
            Resolve(i, _handler.Destinations[i], sources);
        }

        Interpreter interpreter = ResourceNames.Of(_template).Interpreter;
        foreach (ResolvedDestination destination in _destinations.Where(x => x.IsDurable && _deadLetterQueue is { } queue && interpreter.AreSame(queue.Value, x.Value)))
        {
            Shown queue = destination.Target is { } target ? Shown.Name(target.LogicalId) : Shown.Value(destination.Value);
            TemplateNode place = (destination.Target ?? _function).Entry.Key;
            Report(DeclarationRules.IsItsOwnDeadLetterQueue(queue, _function.LogicalId), destination.Attribute.DestinationIndex, place);
        }
    }

    /// <summary>What the attributes say of durable executions, as a whole.</summary>
    /// <param name="isDurable">Whether the template makes the function durable; <see langword="null"/> when a deployment decides.</param>
    private void CheckDurable(bool? isDurable)
    {
        string function = _function!.LogicalId;
        if (_handler.IsDurable && isDurable == false && !AnnotationsFacts.Owns(_function))
        {
            Report(DeclarationRules.LacksDurableConfig(function), -1, _function.Entry.Key);
        }

        if (!_isDurable)
        {
            if (isDurable is null && _handler.Destinations.Any(static x => x.EventSource is null) && _template.FunctionProperty(_function, DurableFacts.Config) is { } config)
            {
                Report(DeclarationRules.MayBeDurable(function), -1, config);
            }

            int ofStatuses = _handler.Destinations.ToList().FindIndex(static x => x.Statuses is not null);
            if (isDurable == false && (ofStatuses >= 0 || _handler.Delivery is not null))
            {
                Report(DeclarationRules.IsNotDurable(function, ofStatuses >= 0 ? "Statuses" : "[DurableDelivery]"), ofStatuses, _function.Entry.Key);
            }

            return;
        }

        if (_handler.Qualifier is { } qualifier && !DurableFacts.CanRun(qualifier))
        {
            Report(DeclarationRules.RunsAsVersion(qualifier, function), -1, _function.Entry.Key);
        }

        if (_handler.MaximumRetryAttempts is not (null or 0))
        {
            Report(ConfigurationRules.MeansNothingForExecutions(function, nameof(_handler.MaximumRetryAttempts)), -1, _function.Entry.Key);
        }

        if (_handler.MaximumEventAgeInSeconds is not null)
        {
            Report(ConfigurationRules.MeansNothingForExecutions(function, nameof(_handler.MaximumEventAgeInSeconds)), -1, _function.Entry.Key);
        }

        if (_handler.Delivery?.DeadLetterQueue is { } queue)
        {
            // Found like a destination, and it is none: what is found is kept apart.
            DestinationResolver ofQueue = new(_template, _handler) { _function = _function, _isDurable = _isDurable, _isDeadLetterQueue = true };
            ofQueue.ResolveTarget(-1, DeclarationChecks.OfQueue(queue), null);
            _findings.AddRange(ofQueue._findings);
            _awaitedDeadLetterQueue = ofQueue._awaited is [var awaited, ..] ? awaited : null;
            _deadLetterQueue = ofQueue._destinations.FirstOrDefault();
        }
    }

    /// <summary>Whether EventBridge can deliver a status change to a kind of target.</summary>
    private bool IsTargetOfEventRule(int index, DestinationModel destination)
    {
        if (destination.TargetType == DestinationTargetType.S3)
        {
            // A bucket for successes is wrong for every function.
            if (destination.Outcome == DestinationOutcome.Failure)
            {
                Report(DeclarationRules.EventRuleHasNoBucket(_function!.LogicalId), index, _function.Entry.Key);
            }

            return false;
        }

        if (destination is { TargetType: DestinationTargetType.EventBridge, Target: { } bus } && bus.EndsWith(":event-bus/default", StringComparison.Ordinal))
        {
            Report(DeclarationRules.IsOnDefaultBus(_function!.LogicalId), index, _function.Entry.Key);
            return false;
        }

        return true;
    }

    private void Resolve(int index, DestinationModel destination, IReadOnlyList<EventSource> sources)
    {
        if (!Enum.IsDefined(typeof(DestinationTargetType), destination.TargetType))
        {
            return;
        }

        EventSource? source = null;
        if (destination.EventSource is { } sourceName)
        {
            source = EventSource.Find(sources, sourceName);
            if (source is null)
            {
                Report(EventSourceMappingRules.HasNoSource(_function!.LogicalId, sourceName), index, _function.Entry.Key);
                return;
            }
        }
        else if (destination.Outcome == DestinationOutcome.Failure)
        {
            source = ImpliedSource(index, sources, out bool isAsynchronous);
            if (source is null && !isAsynchronous)
            {
                return;
            }
        }

        if (source is not null && !IsAccepted(index, destination, source))
        {
            return;
        }

        if (source is null && !_template.HasHiddenResources && !sources.Any(static x => x.HasDestinations) && SettingsOfMapping(destination) is { Length: > 0 } settings)
        {
            Report(DeclarationRules.BelongsToMapping(settings), index, null);
        }

        if (source is null && destination.TargetType == DestinationTargetType.Kafka)
        {
            if (destination.EventSource is null)
            {
                Report(DeclarationRules.AsynchronousCannotSendToKafka(), index, null);
            }

            return;
        }

        if (source is null && _isDurable)
        {
            ResolveOfExecutions(index, destination);
        }
        else
        {
            ResolveTarget(index, destination, source);
        }
    }

    private void ResolveOfExecutions(int index, DestinationModel destination)
    {
        int before = _destinations.Count;
        if (IsTargetOfEventRule(index, destination))
        {
            ResolveTarget(index, destination, null);
        }

        for (int i = before; i < _destinations.Count; i++)
        {
            _destinations[i] = _destinations[i] with { IsDurable = true };
        }
    }

    private static string[] SettingsOfMapping(DestinationModel destination) =>
    [
        .. new[]
        {
            destination.MaximumRetryAttempts is null ? null : nameof(destination.MaximumRetryAttempts),
            destination.MaximumRecordAgeInSeconds is null ? null : nameof(destination.MaximumRecordAgeInSeconds),
            destination.BisectBatchOnFunctionError is null ? null : nameof(destination.BisectBatchOnFunctionError),
        }.OfType<string>(),
    ];

    /// <summary>The mapping that an unnamed on-failure destination means: the only stream source of a function without asynchronous trigger.</summary>
    private EventSource? ImpliedSource(int index, IReadOnlyList<EventSource> sources, out bool isAsynchronous)
    {
        EventSource[] streams = [.. sources.Where(static x => x.HasDestinations)];
        bool isInvoked = sources.Any(static x => x.Kind is InvocationKind.Asynchronous) || _handler.Triggers.Any(static x => x.Kind == InvocationKind.Asynchronous);

        // Where each stream has a destination that names it, the unnamed one is left for asynchronous invocations.
        isAsynchronous = streams.All(x => _handler.Destinations.Any(y => y.EventSource is { } name && x.IsNamed(name)));
        if (isAsynchronous)
        {
            return null;
        }

        isAsynchronous = isInvoked
            || _handler.MaximumRetryAttempts is not null
            || _handler.MaximumEventAgeInSeconds is not null
            || _handler.Destinations.Any(static x => x.Outcome == DestinationOutcome.Success);
        if (streams.Length == 1 && !isAsynchronous)
        {
            return streams[0];
        }

        string function = _function!.LogicalId;
        IEnumerable<Caller> callers = sources.Select(static x => new Caller(x.Name, x.Type));
        Report(
            !isAsynchronous ? EventSourceMappingRules.MayBelongToSeveral(function, callers)
            : isInvoked ? EventSourceMappingRules.TakenForAsynchronous(function, callers)
            : EventSourceMappingRules.TakenForAsynchronousByAttributes(function, callers),
            index,
            streams[0].Properties);
        return null;
    }

    private bool IsAccepted(int index, DestinationModel destination, EventSource source)
    {
        if (!source.HasDestinations && source.Type != "unknown")
        {
            Report(EventSourceMappingRules.SourceHasNoDestination(source.Name, source.Type), index, source.Properties);
            return false;
        }

        bool isSupported = destination.TargetType is DestinationTargetType.Sqs or DestinationTargetType.Sns or DestinationTargetType.S3
            || (destination.TargetType == DestinationTargetType.Kafka && (source.IsKafka || source.Type == "unknown"));
        if (!isSupported)
        {
            Report(EventSourceMappingRules.MappingCannotSendTo(source.Type, new TargetKind(destination.TargetType), source.IsKafka), index, source.Properties);
        }

        return isSupported;
    }

    private void ResolveTarget(int index, DestinationModel destination, EventSource? source)
    {
        if (destination.TargetFunction is { } handler)
        {
            ResolveHandler(index, destination, source, handler);
        }
        else if (destination.Target is not { } target)
        {
            if (AwsTargets.CreatedResourceType(destination.TargetType) is { } type)
            {
                string id = CreatedTargets.IdOf(_function!.LogicalId, source?.Name == _function.LogicalId ? null : source?.Name, destination, type);
                if (_template.Find(id) is { } there && there.Type == type && Fifo(_template, there, there.LogicalId) is { } fifo)
                {
                    // Somebody wrote it by hand, or changed what was created.
                    Report(fifo, index, there.Entry.Key);
                    return;
                }

                _destinations.Add(new ResolvedDestination(destination, _function, source, CreatedTargets.ArnOf(id, type), null, id, AnchorOf(index)));
            }
        }
        else if (target.StartsWith("@", StringComparison.Ordinal))
        {
            ResolveName(index, destination, source, target.Substring(1));
        }
        else if (AwsTargets.IsArn(target) || (destination.TargetType == DestinationTargetType.Kafka && target.StartsWith("kafka://", StringComparison.Ordinal)))
        {
            ResolveArn(index, destination, source, target);
        }
    }

    private void ResolveHandler(int index, DestinationModel destination, EventSource? source, FunctionReference handler)
    {
        IReadOnlyList<TemplateResource> found = FunctionLocator.Find(_template, handler);
        if (found.Count == 0 && HiddenFunctions.Of(_template, handler.LogicalId ?? handler.Handler) is { } hidden)
        {
            Report(TemplateRules.TargetMayBeHidden(handler.Handler, hidden.Name), index, hidden.Node);
            return;
        }

        if (found.Count == 0 && ConstructLocator.FindRunning(_template, _function!, handler) is { Count: > 0 } others)
        {
            AddNearest(index, destination, source, handler.Handler, others);
            return;
        }

        if (found.Count != 1)
        {
            Report(found.Count == 0 ? NoFunction(handler, handler.Handler) : DeclarationRules.AllRun(found.Select(static x => x.LogicalId), handler.Handler), index, null);
            return;
        }

        AddResource(index, destination, source, new StackResource(_template, found[0]));
    }

    /// <summary>A resource or parameter of the template, or a construct of the CDK.</summary>
    private void ResolveName(int index, DestinationModel destination, EventSource? source, string id)
    {
        if (_template.Find(id) is { } resource)
        {
            AddResource(index, destination, source, new StackResource(_template, resource));
        }
        else if (_template.HasParameter(id))
        {
            _destinations.Add(new ResolvedDestination(destination, _function!, source, TemplateValue.Ref(id), null, null, AnchorOf(index)));
        }
        else if (ConstructLocator.Find(_template, _function!, id, destination.TargetType) is { Count: > 0 } constructs)
        {
            AddNearest(index, destination, source, id, constructs);
        }
        else if (DeclarationChecks.IsLogicalId(id))
        {
            Finding? missing = _template.HasHiddenResources || !ConstructLocator.KnowsAll(_template) ? null
                : new Finding(DeclarationRules.HasNoResource(id, NearNames.Nearest(id, PossibleTargets())), (_template.ResourcesNode is null ? _template.Root : null)?.Span, AnchorOf(index)) { Data = new FindingData.WrittenName(id) };
            if (CreatedTargets.MayBe(id, destination.TargetType))
            {
                TemplateValue value = CreatedTargets.ArnOf(id, AwsTargets.CreatedResourceType(destination.TargetType)!);
                _awaited.Add((new ResolvedDestination(destination, _function!, source, value, null, null, AnchorOf(index)) { SharedId = id, IsDurable = source is null && _isDurable }, missing));
            }
            else if (missing is not null)
            {
                _findings.Add(missing);
            }
        }
    }

    private void AddNearest(int index, DestinationModel destination, EventSource? source, string id, IReadOnlyList<StackResource> nearest)
    {
        if (nearest is [var only])
        {
            AddResource(index, destination, source, only);
        }
        else
        {
            Report(DeclarationRules.AreEquallyNear(id, NameOfFunction, nearest.Select(static x => x.Name)), index, _function!.Entry.Key);
        }
    }

    private string NameOfFunction => _function!.Construct?.ToString() ?? _function.LogicalId;

    private IEnumerable<string> PossibleTargets()
    {
        bool IsTarget(TemplateResource resource) => AwsTargets.FromResourceType(resource.Type) is not null;
        return _template.IsSynthesized
            ? _template.Stage.SelectMany(static x => x.Resources).Where(IsTarget).Select(static x => x.Construct?.Id ?? x.LogicalId)
            : _template.Resources.Where(IsTarget).Select(static x => x.LogicalId).Concat(_template.Parameters);
    }

    /// <summary>What is told of a handler without a function: with the name that may be meant, or with the only function that there is.</summary>
    private RuleMessage NoFunction(FunctionReference function, string name)
    {
        string[] all = [.. _template.Given.SelectMany(static x => x.Resources).Where(static x => x.IsFunction).Select(static x => x.LogicalId)];
        string? only = all is [var single] ? single : null;
        if (_template.Given.Count > 1 && !function.IsAspNetAction)
        {
            IEnumerable<string> templates = _template.Given.Select(TemplateGroup.NameOf);
            return function.LogicalId is { } named ? DeclarationRules.NoTemplateHasFunction(named, templates, NearNames.Nearest(named, all)) : DeclarationRules.NoFunctionOfAllRuns(name, templates);
        }

        return function.LogicalId is { } id ? NearNames.Nearest(id, all) is null && only is not null ? DeclarationRules.HasOnlyOtherFunction(id, only) : DeclarationRules.HasNoFunction(id, NearNames.Nearest(id, all))
            : function.IsAspNetAction ? DeclarationRules.IsActionOfAspNet(name)
            : only is not null ? DeclarationRules.OnlyFunctionDoesNotRun(name, only)
            : DeclarationRules.NoFunctionRuns(name);
    }

    private void ResolveArn(int index, DestinationModel destination, EventSource? source, string arn)
    {
        if (source is null && ResourceNames.Literal(_template, _function!.Properties?["FunctionName"]) is { } ownName && arn.Split(':') is { Length: >= 7 } parts && parts[2] == "lambda" && parts[6] == ownName)
        {
            Report(DeclarationRules.IsItsOwnDestination(_function.LogicalId), index, _function.Entry.Key);
            return;
        }

        _destinations.Add(new ResolvedDestination(destination, _function!, source, TemplateValue.String(arn), null, null, AnchorOf(index)));
    }

    private static RuleMessage? Fifo(TemplateModel template, TemplateResource target, string name) => AwsTargets.FromResourceType(target.Type) switch
    {
        DestinationTargetType.Sqs when DestinationTarget.IsFifoResource(template, target) => DeclarationRules.IsFifoQueue(name),
        DestinationTargetType.Sns when DestinationTarget.IsFifoResource(template, target) => DeclarationRules.IsFifoTopic(name),
        _ => null,
    };

    private void AddResource(int index, DestinationModel destination, EventSource? source, StackResource found)
    {
        TemplateResource target = found.Resource;
        bool isHere = ReferenceEquals(found.Template, _template);
        TemplateNode place = isHere ? target.Entry.Key : _function!.Entry.Key;
        if (AwsTargets.FromResourceType(target.Type) is var type && type != destination.TargetType)
        {
            RuleMessage mismatch = _isDeadLetterQueue
                ? DeclarationRules.TakesNoUndelivered(found.Name, target.Type)
                : DeclarationRules.IsOfOtherType(destination.TargetType, found.Name, target.Type);
            Report(mismatch, index, place, type is { } actual ? new FindingData.ActualType(actual) : null);
            return;
        }

        if (ReferenceEquals(target.Entry, _function!.Entry))
        {
            Report(source is null && _isDurable ? DeclarationRules.WouldStartItself(target.LogicalId) : DeclarationRules.IsItsOwnDestination(target.LogicalId), index, place);
            return;
        }

        if (Fifo(found.Template, target, found.Name) is { } message)
        {
            Report(
                _isDeadLetterQueue ? DeclarationRules.IsFifoDeadLetterQueue(found.Name)
                    : source is null && _isDurable ? DeclarationRules.IsFifoTargetOfRule(found.Name, target.Type == ResourceTypes.Topic)
                    : message,
                index,
                place);
            return;
        }

        if (isHere && MissingCondition(destination, source, target) is { } condition)
        {
            Report(DeclarationRules.NeedsCondition(target.LogicalId, condition, _function.LogicalId), index, place);
        }
        else if (isHere)
        {
            _destinations.Add(new ResolvedDestination(destination, _function, source, CalledAs(index, target), target, null, AnchorOf(index)));
        }
        else if (StackReferences.Find(_template, found) is { } reference)
        {
            _destinations.Add(new ResolvedDestination(destination, _function, source, reference, null, null, AnchorOf(index)));
        }
        else
        {
            Report(DeclarationRules.IsNotReferredTo(found.Name, TemplateGroup.NameOf(found.Template), NameOfFunction, _template.IsSynthesized), index, place);
        }
    }

    /// <summary>
    /// The ARN by which a target is called: of a durable function that of its alias, as Lambda refuses to invoke one by its unqualified ARN
    /// (AWS Lambda Developer Guide, "Invoking durable Lambda functions").
    /// </summary>
    private TemplateValue CalledAs(int index, TemplateResource target)
    {
        if (!target.IsFunction || DurableFunctions.Is(_template, target) != true)
        {
            return target.ArnValue;
        }

        if (target.Type == ResourceTypes.ServerlessFunction && _template.FunctionProperty(target, "AutoPublishAlias") is not null)
        {
            return TemplateValue.Ref($"{target.LogicalId}.{SamNames.Alias}");
        }

        TemplateResource[] aliases =
        [
            .. _template.Resources.Where(x => x.Type == ResourceTypes.Alias && x.Properties?["FunctionName"] is { } name
                && DestinationTarget.OfFunction(_template, name, default).Function?.LogicalId == target.LogicalId
                && TemplateNodes.Text(x.Body["Condition"]) is var condition
                && (condition is null || condition == TemplateNodes.Text(target.Body["Condition"]))),
        ];
        if (aliases is [var only])
        {
            return TemplateValue.Ref(only.LogicalId);
        }

        Report(ConfigurationRules.CallsDurableUnqualified(_function!.LogicalId, target.LogicalId), index, target.Entry.Key);
        return target.ArnValue;
    }

    /// <summary>
    /// The condition of a target that a destination in a SAM function cannot be guarded by; <see langword="null"/> when there is none, or when the
    /// destination is written already: then a check warns of it.
    /// </summary>
    private string? MissingCondition(DestinationModel destination, EventSource? source, TemplateResource target)
    {
        if (!(source?.IsSamEvent ?? (_isDurable || _function!.Type == ResourceTypes.ServerlessFunction)))
        {
            return null;
        }

        FunctionConfiguration configuration = DestinationConfiguration.Of(_template).Of(_function!);
        return TargetConditions.Missing(_template, target, configuration.Conditions) is { } condition && !configuration.AllDestinations.Any(x =>
            x.Destination.Outcome == destination.Outcome && x.Mapping?.Source.Name == source?.Name && x.Destination.Targets.Any(y => y.Resource?.LogicalId == target.LogicalId))
            ? condition
            : null;
    }

    private void Report(RuleMessage message, int index, TemplateNode? node, FindingData? data = null) =>
        _findings.Add(new Finding(message, node?.Span, AnchorOf(index)) { Data = data });

    private AttributeAnchor AnchorOf(int index) => new(_handler.Function.TypeName, _handler.Function.MethodName, index);
}
