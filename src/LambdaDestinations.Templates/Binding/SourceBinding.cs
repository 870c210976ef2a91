using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Binding;

/// <summary>Finds what holds the records that a consumer takes, where its attributes ask for an event.</summary>
internal sealed class SourceBinding
{
    private static readonly DestinationTargetType[] Creatable = [DestinationTargetType.Sqs, DestinationTargetType.Sns, DestinationTargetType.S3];

    private readonly TemplateModel _template;
    private readonly HandlerModel _handler;
    private readonly TemplateResource _function;
    private readonly List<ResolvedSource> _sources = [];
    private readonly List<Finding> _findings = [];

    private SourceBinding(TemplateModel template, HandlerModel handler, TemplateResource function)
    {
        _template = template;
        _handler = handler;
        _function = function;
    }

    /// <summary>The sources of which the function has no event yet, but for those that the build wrote; each once.</summary>
    public IReadOnlyList<ResolvedSource> Sources => _sources;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    private AttributeAnchor Anchor => new(_handler.Function.TypeName, _handler.Function.MethodName, -1);

    /// <summary>The sources of a consumer, found once; <see langword="null"/> when it asks for none, or its function is not clear.</summary>
    public static SourceBinding? Of(TemplateModel template, HandlerModel handler) =>
        handler.Sources.Count == 0 || HandlerBinding.Of(template, handler).Function is not { } function
            ? null
            : template.Derive(static _ => new Known()).ByHandler.GetValue(handler, x => Resolve(template, x, function));

    private static SourceBinding Resolve(TemplateModel template, HandlerModel handler, TemplateResource function)
    {
        SourceBinding binding = new(template, handler, function);
        foreach (SourceModel source in handler.Sources)
        {
            if (source.From is { } from)
            {
                binding.ResolveName(source, from);
            }
            else
            {
                binding.ResolveDestinations(source);
            }
        }

        return binding;
    }

    /// <summary>What an attribute names. What is not a name at all is told without a template.</summary>
    private void ResolveName(SourceModel source, string from)
    {
        if (!from.StartsWith("@", StringComparison.Ordinal))
        {
            if (AwsTargets.IsArn(from) && AwsTargets.FromArn(from) is { } ofArn)
            {
                Add(source, ofArn, TemplateValue.String(from), null);
            }

            return;
        }

        string id = from.Substring(1);
        if (_template.Find(id) is { } resource)
        {
            AddResource(source, new StackResource(_template, resource));
        }
        else if (_template.HasParameter(id))
        {
            Report(SourceRules.ParameterHasNoKind(id, _function.LogicalId));
        }
        else if (ConstructLocator.Find(_template, _function, id, DestinationTargetType.Sqs) is { Count: > 0 } constructs)
        {
            if (constructs is [var only])
            {
                AddResource(source, only);
            }
            else
            {
                Report(DeclarationRules.AreEquallyNear(id, _function.Construct?.ToString() ?? _function.LogicalId, constructs.Select(static x => x.Name)));
            }
        }
        else if (DeclarationChecks.IsLogicalId(id))
        {
            ResolveMissing(source, id);
        }
    }

    /// <summary>What the template does not have: a handler may create it, which its name tells.</summary>
    private void ResolveMissing(SourceModel source, string id)
    {
        foreach (DestinationTargetType type in Creatable.Where(x => CreatedTargets.MayBe(id, x)))
        {
            Add(source, type, CreatedTargets.ArnOf(id, AwsTargets.CreatedResourceType(type)!), null, isCreated: true);
            return;
        }

        if (!_template.HasHiddenResources && ConstructLocator.KnowsAll(_template))
        {
            IEnumerable<string> possible = _template.Resources.Where(static x => IsSource(AwsTargets.FromResourceType(x.Type))).Select(static x => x.LogicalId);
            Report(SourceRules.HasNoSource(id, NearNames.Nearest(id, possible)));
        }
    }

    /// <summary>Where the producer sends such records.</summary>
    private void ResolveDestinations(SourceModel source)
    {
        HandlerBinding producer = HandlerBinding.Of(_template, source.Producer);
        if (producer.Function is not { } sender)
        {
            // Of a function that is not clear its own attributes tell, and without a destination there is nothing to look for.
            if (FunctionLocator.Find(_template, source.Producer.Function).Count == 0
                && (source.Record == SentRecord.DeadLetter || source.Producer.Destinations.Any(x => source.MayGet(x) && IsSource(x.TargetType))))
            {
                Report(SourceRules.ProducerIsElsewhere(_function.LogicalId, source.Producer.Function.Name));
            }

            return;
        }

        IEnumerable<ResolvedDestination> all = producer.Destinations.Concat(producer.Awaited.Select(static x => x.Destination));
        foreach (ResolvedDestination destination in all.Where(x => source.Gets(x.Model, x.IsDurable, x.EventSource is not null)))
        {
            if (_template.IsSynthesized && destination.CreatedId is not null)
            {
                ResolveMade(source, sender, destination);
                continue;
            }

            bool isCreated = (destination.CreatedId ?? destination.SharedId) is not null;
            Add(source, destination.Model.TargetType, destination.Value, destination.Target, isCreated);
        }

        if (source.Record == SentRecord.DeadLetter)
        {
            ResolveDeadLetters(source, sender);
        }
    }

    /// <summary>What the CDK app has in place of a target that a build would create: any will do.</summary>
    private void ResolveMade(SourceModel source, TemplateResource sender, ResolvedDestination declared)
    {
        IEnumerable<DestinationTarget> written = DestinationConfiguration.Of(_template).Of(sender).AllDestinations
            .Where(x => x.Destination.Outcome == declared.Model.Outcome && x.Mapping?.Source.Name == declared.EventSource?.Name)
            .SelectMany(static x => x.Destination.Targets);
        foreach (DestinationTarget target in written)
        {
            if (target is { Origin: TargetOrigin.Resource, Resource: { } resource })
            {
                AddResource(source, new StackResource(_template, resource));
            }
        }
    }

    /// <summary>The dead-letter queue that the producer's attribute gives its function, else those of the template.</summary>
    private void ResolveDeadLetters(SourceModel source, TemplateResource sender)
    {
        if (source.Producer.DeadLetter is not null)
        {
            if (DeadLetterBinding.Of(_template, source.Producer)?.Target is { } declared)
            {
                Add(source, declared.Model.TargetType, declared.Value, declared.Target);
            }

            return;
        }

        foreach (DestinationTarget target in DestinationConfiguration.Of(_template).Of(sender).DeadLetters.SelectMany(static x => x.Targets))
        {
            if (target is { Origin: TargetOrigin.Resource, Resource: { } resource })
            {
                AddResource(source, new StackResource(_template, resource));
            }
        }

        if (DestinationConfiguration.Of(_template).Of(sender).DeadLetters.Count == 0
            && _template.FunctionProperty(sender, DeadLetterBinding.PathIn(sender).Names[1]) is null
            && !TemplateBranch.MayHoldMore(sender.Properties))
        {
            Report(SourceRules.HasNoDeadLetterQueue(sender.LogicalId, _function.LogicalId));
        }
    }

    private static bool IsSource(DestinationTargetType? type) =>
        type is DestinationTargetType.Sqs or DestinationTargetType.Sns or DestinationTargetType.EventBridge or DestinationTargetType.S3;

    private void AddResource(SourceModel source, StackResource found)
    {
        DestinationTargetType? type = AwsTargets.FromResourceType(found.Resource.Type);
        if (!IsSource(type))
        {
            Report(SourceRules.IsNoSource(found.Name, found.Resource.Type));
        }
        else if (ReferenceEquals(found.Template, _template))
        {
            Add(source, type!.Value, found.Resource.ArnValue, found.Resource);
        }
        else if (StackReferences.Find(_template, found) is { } reference)
        {
            Add(source, type!.Value, reference, null);
        }
        else
        {
            Report(SourceRules.IsInOtherTemplate(found.Name, TemplateGroup.NameOf(found.Template), _function.Construct?.ToString() ?? _function.LogicalId));
        }
    }

    private void Add(SourceModel source, DestinationTargetType type, TemplateValue value, TemplateResource? target, bool isCreated = false)
    {
        if (!IsSource(type))
        {
            return;
        }

        DestinationTarget read = DestinationTarget.Read(_template, value, default, ConditionSet.Always);
        string id = isCreated ? References.In(value)[0] : FlowGraph.IdOf(read);
        target ??= read.Origin == TargetOrigin.Resource ? read.Resource : null;
        TemplateResource? producer = FunctionLocator.Find(_template, source.Producer.Function) is [var only] ? only : null;
        ResolvedSource resolved = new(source, type, id, value, target, producer, Anchor)
        {
            IsCreated = isCreated,
            TakesOne = _handler.Function.AnnotationsLogicalId is not null,
        };
        if (resolved.IsFiltered && producer is null)
        {
            Report(SourceRules.CannotTellApart(_function.LogicalId, source.Producer.Function.Name, id));
        }
        else if (type == DestinationTargetType.Sns && IsFifo(read))
        {
            Report(SourceRules.IsFifoTopic(id, _function.LogicalId));
        }
        else if (!_sources.Exists(x => x.IsSameAs(resolved)) && IsNeeded(resolved, out TemplateResource? guard))
        {
            _sources.Add(resolved with { Guard = guard });
        }
    }

    private bool IsFifo(DestinationTarget target) =>
        target.Resource is { } topic ? DestinationTarget.IsFifoResource(_template, topic) : target.Text?.EndsWith(".fifo", StringComparison.Ordinal) == true;

    /// <summary>Whether the function has no event of the source, and can have one.</summary>
    /// <param name="source">The source.</param>
    /// <param name="guard">The resource whose condition the resources of the event have; <see langword="null"/> for none.</param>
    private bool IsNeeded(ResolvedSource source, out TemplateResource? guard)
    {
        guard = null;
        (Truth isRead, string? reader) = new SourceEvents(_template, _function, _handler.Function.AssemblyName).Find(source);
        if (isRead == Truth.Maybe)
        {
            Report(SourceRules.MayReadAlready(_function.LogicalId, reader!, source.Id));
        }
        else if (isRead == Truth.No && source.Type == DestinationTargetType.S3)
        {
            Report(SourceRules.IsNotNotified(source.Id, _function.LogicalId));
            return false;
        }
        else if (isRead == Truth.No && SourceConditions.Find(_template, _function, source, _handler.Qualifier, out guard) is { } missing)
        {
            Report(SourceRules.IsConditional(missing.Name, missing.Condition, _function.LogicalId));
            return false;
        }

        return isRead == Truth.No;
    }

    private void Report(RuleMessage message) => _findings.Add(new Finding(message, _function.Entry.Key.Span, Anchor));

    /// <summary>A template outlives the handlers in an editor, where each keystroke may make new ones.</summary>
    private sealed class Known
    {
        public ConditionalWeakTable<HandlerModel, SourceBinding> ByHandler { get; } = new();
    }
}
