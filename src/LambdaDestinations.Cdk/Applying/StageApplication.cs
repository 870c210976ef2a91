using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using Constructs;
using LambdaDestinations.Cdk.Tree;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Cdk.Applying;

/// <summary>Applies what handlers declare to the constructs of one stage.</summary>
internal sealed class StageApplication
{
    private readonly StageConstructs _stage;
    private readonly ConstructReport _report;
    private readonly FunctionMappings _mappings;
    private readonly InvokePlaces _places;
    private readonly TargetLocator _targets;
    private readonly Settings _settings;
    private readonly EventRules _rules;
    private readonly ConsumerSources _sources;

    /// <summary>Prepares for one stage.</summary>
    /// <param name="stage">The constructs.</param>
    /// <param name="options">What names mean.</param>
    /// <param name="report">Takes what is wrong.</param>
    public StageApplication(StageConstructs stage, ApplyOptions options, ConstructReport report)
    {
        _report = report;
        Grants grants = new(report);
        _stage = stage;
        _mappings = new FunctionMappings(stage, options, report);
        _places = new InvokePlaces(stage);
        _targets = new TargetLocator(stage, options);
        _settings = new Settings(grants, report);
        _rules = new EventRules(stage, _targets, report);
        _sources = new ConsumerSources(stage, _targets, _mappings, _rules, grants, report);
    }

    /// <summary>Applies all that handlers of the stage declare, and the alarms of their assembly.</summary>
    /// <param name="handlers">The handlers.</param>
    /// <param name="alarms">The alarms; <see langword="null"/> for none.</param>
    /// <param name="producers">Handlers that are not applied, whose records some of the others ask for.</param>
    public void Apply(IReadOnlyList<BoundHandler> handlers, AlarmsModel? alarms, IReadOnlyList<BoundHandler>? producers = null)
    {
        BoundHandler[] own = [.. handlers.Where(IsSound)];
        BoundHandler[] sound = [.. own, .. (producers ?? []).Where(x => !own.Contains(x))];

        // What a handler creates another one may name, so all of them create first.
        List<(BoundHandler Bound, DestinationModel Model, MappingConstruct? Mapping)> open = [];
        List<BoundDestination> destinations = [];
        foreach ((BoundHandler bound, DestinationModel model) in sound.SelectMany(static x => x.Handler.Destinations.Select(y => (x, y))))
        {
            if (!_mappings.TryFind(bound, model, out MappingConstruct? mapping))
            {
                continue;
            }

            if (model is { Target: null, TargetFunction: null })
            {
                destinations.AddRange(Create(bound, model, mapping));
            }
            else
            {
                open.Add((bound, model, mapping));
            }
        }

        destinations.AddRange(open.Select(x => Resolve(x.Bound, x.Model, x.Mapping)).OfType<BoundDestination>());
        TakeOutCircles(destinations);
        HashSet<IConstruct> invoked =
            [.. destinations.Where(static x => x.Mapping is null).Select(static x => x.Target?.Construct).OfType<Amazon.CDK.AWS.Lambda.Function>()];
        (BoundHandler[] Handlers, BoundDestination[] Destinations)[] functions =
        [
            .. own.GroupBy(static x => x.Function.Name).Select(x => (x.ToArray(), destinations.Where(y => y.Bound.Function.Name == x.Key).ToArray())),
        ];
        foreach ((BoundHandler[] ofFunction, BoundDestination[] declared) in functions)
        {
            Write(ofFunction, declared, invoked.Contains(ofFunction[0].Function.Function));
        }

        foreach (BoundHandler consumer in own.Where(static x => x.Handler.Sources.Count > 0))
        {
            _sources.Write(consumer, destinations, sound);
        }

        if (alarms is not null)
        {
            Watch(functions, alarms);
        }
    }

    private void Watch(IEnumerable<(BoundHandler[] Handlers, BoundDestination[] Destinations)> functions, AlarmsModel model)
    {
        Alarms alarms = new(_stage, _targets, _report, model);
        foreach ((BoundHandler[] handlers, BoundDestination[] destinations) in functions)
        {
            FunctionConstruct function = handlers[0].Function;
            alarms.Write(function, handlers, destinations, _rules.Made.Where(x => x.Destination.Bound.Function.Name == function.Name));
        }

        alarms.Finish();
    }

    private bool IsSound(BoundHandler bound)
    {
        bool isSound = true;
        foreach (Finding finding in DeclarationChecks.Check(bound.Handler))
        {
            _report.Add(bound.Function.Function, finding, bound.Handler);
            isSound &= finding.Severity != RuleSeverity.Error;
        }

        return isSound;
    }

    private void Write(BoundHandler[] handlers, BoundDestination[] destinations, bool isTarget)
    {
        FunctionConstruct function = handlers[0].Function;
        BoundDestination[] asynchronous = [.. destinations.Where(static x => x is { Mapping: null, IsDurable: false })];

        // Of a durable function the numbers are written too: they are about events that never start.
        string? qualifier = handlers.Select(static x => x.Handler.Qualifier).FirstOrDefault(static x => x is not null);
        bool isConfigured = asynchronous.Length > 0 || Array.Exists(handlers, static x => HasNumbers(x.Handler));
        foreach (InvokePlace place in isConfigured ? _places.Of(function, qualifier, isTarget) : [])
        {
            _settings.Write(place, handlers, asynchronous);
        }

        foreach (BoundDestination destination in destinations.Where(static x => x.Mapping is not null))
        {
            _settings.Write(destination);
        }

        foreach (BoundDestination destination in destinations.Where(static x => x.IsDurable))
        {
            _rules.Write(destination);
        }

        foreach (BoundHandler bound in handlers.Where(static x => x.Handler.DeadLetter is not null))
        {
            if (FindDeadLetters(bound, bound.Handler.DeadLetter!) is { } target)
            {
                _settings.WriteDeadLetters(bound, target);
            }
        }
    }

    /// <summary>
    /// Tells of functions that send to each other, and takes the destination out that closes the circle: the CDK lets a function wait for the policy of its
    /// role, which names the destination.
    /// </summary>
    private void TakeOutCircles(List<BoundDestination> destinations)
    {
        List<BoundDestination> open = [];
        BoundDestination[] asynchronous = [.. destinations.Where(static x => x is { Mapping: null, IsDurable: false } && x.Bound.Function.HasOwnRole)];
        foreach (BoundDestination destination in asynchronous)
        {
            if (destination.InvokedFunction is not { } invoked)
            {
                continue;
            }

            List<BoundDestination> way = [];
            HashSet<BoundDestination> seen = [];
            Queue<(IConstruct Function, BoundDestination[] Way)> ahead = new([(invoked, [destination])]);
            while (way.Count == 0 && ahead.TryDequeue(out (IConstruct Function, BoundDestination[] Way) next))
            {
                foreach (BoundDestination further in open.Where(x => ReferenceEquals(x.Bound.Function.Function, next.Function) && seen.Add(x)))
                {
                    ahead.Enqueue((further.InvokedFunction!, [.. next.Way, further]));
                }

                way.AddRange(ReferenceEquals(next.Function, destination.Bound.Function.Function) ? next.Way : []);
            }

            if (way.Count == 0)
            {
                open.Add(destination);
                continue;
            }

            BoundHandler bound = destination.Bound;
            IEnumerable<string> path = way.Select(static x => x.Bound.Function.Name).Append(bound.Function.Name);
            _report.Error(bound.Function.Function, ConfigurationRules.WaitForEachOther(bound.Function.Name, destination.Target!.Name, path), bound.Handler);
            destinations.Remove(destination);
        }
    }

    private static bool HasNumbers(HandlerModel handler) => handler.MaximumRetryAttempts is not null || handler.MaximumEventAgeInSeconds is not null;

    private Target? FindDeadLetters(BoundHandler bound, string name)
    {
        DestinationModel model = DeclarationChecks.OfDeadLetter(name);
        if (model.TargetName is not { } id)
        {
            return new Target(model.TargetType, name, name, null);
        }

        Target? queue = _targets.Find(bound.Function, id, DestinationTargetType.Sqs, out RuleMessage? problem);
        bool mayBeTopic = queue is null && problem?.Rule == DeclarationRules.TargetTypeMismatch;
        Target? found = mayBeTopic ? _targets.Find(bound.Function, id, DestinationTargetType.Sns, out problem) : queue;
        if (found is null && problem is { } message)
        {
            _report.Error(bound.Function.Function, message, bound.Handler);
        }

        return found;
    }

    private BoundDestination? Resolve(BoundHandler bound, DestinationModel model, MappingConstruct? mapping)
    {
        if (model is { TargetFunction: null, TargetName: null })
        {
            // A literal ARN is imported as it is; a topic of Kafka needs no grant.
            string arn = model.Target!;
            bool isInRegion = !bound.Handler.IsDurable && model.TargetType != DestinationTargetType.Kafka;
            if (isInRegion && TargetLocator.RegionProblem(bound.Function, arn) is { } elsewhere)
            {
                _report.Error(bound.Function.Function, elsewhere, bound.Handler);
                return null;
            }

            Target? imported = model.TargetType == DestinationTargetType.Kafka ? null : new Target(model.TargetType, arn, arn, null);
            return new BoundDestination(bound, model, mapping, imported, IsCreated: false);
        }

        RuleMessage? problem;
        Target? target = model.TargetFunction is { } handler
            ? _targets.Find(bound.Function, handler, out problem)
            : _targets.Find(bound.Function, model.TargetName!, model.TargetType, out problem);
        if (target is null)
        {
            _report.Error(bound.Function.Function, problem!.Value, bound.Handler);
            return null;
        }

        return new BoundDestination(bound, model, mapping, target, IsCreated: false);
    }

    /// <summary>Creates the target of a destination that names none; where the CDK code has one for the outcome, it stays.</summary>
    private IEnumerable<BoundDestination> Create(BoundHandler bound, DestinationModel model, MappingConstruct? mapping)
    {
        FunctionConstruct function = bound.Function;
        bool isWritten = mapping is not null
            ? Settings.DestinationIn(mapping) is not null
            : !bound.Handler.IsDurable && _places.Of(function, bound.Handler.Qualifier, isTarget: false)
                .All(x => x.Existing is { } config && Settings.DestinationIn(config, model.Outcome) is not null);
        if (isWritten || AwsTargets.CreatedResourceType(model.TargetType) is not { } type)
        {
            return mapping is null ? [] : [new BoundDestination(bound, model, mapping, null, IsCreated: false)];
        }

        // Beside the function, where the id has the form that a template's resource would have: other attributes may name it.
        Construct scope = (Construct)function.Function.Node.Scope!;
        string id = CreatedTargets.IdOf(function.Path.Id, mapping?.Name, model, type);
        IConstruct? existing = scope.Node.TryFindChild(id);
        if (existing is not null && Target.TypeOf(existing) != model.TargetType)
        {
            _report.Error(existing, TemplateRules.ConstructIdIsTaken(existing.Node.Path, model.TargetType), bound.Handler);
            return [];
        }

        IConstruct created = existing ?? model.TargetType switch
        {
            DestinationTargetType.Sqs when model.Outcome == DestinationOutcome.Failure =>
                new Queue(scope, id, new QueueProps { RetentionPeriod = Duration.Seconds(Limits.MaximumRetention) }),
            DestinationTargetType.Sqs => new Queue(scope, id),
            DestinationTargetType.Sns => new Topic(scope, id),
            _ => new Bucket(scope, id),
        };
        _targets.Add(created, model.TargetType);
        return [new BoundDestination(bound, model, mapping, Target.Of(created, created.Node.Path), IsCreated: true)];
    }
}
