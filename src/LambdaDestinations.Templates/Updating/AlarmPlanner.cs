using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Asks for the alarms of an assembly's functions: one for each metric that can tell of a failure there, where none watches it already.</summary>
/// <param name="template">The template.</param>
/// <param name="alarms">What <c>[DestinationAlarms]</c> says.</param>
/// <param name="desired">Takes what is asked for.</param>
/// <param name="accepted">What the template accepts to lack.</param>
/// <param name="policies">Takes what the policies of topics are to say.</param>
/// <param name="report">Takes what is wrong.</param>
internal sealed class AlarmPlanner(
    TemplateModel template, AlarmsModel alarms, DesiredState desired, AcceptedDeviations accepted, TargetPolicies policies, UpdateReport report)
{
    private readonly List<(TemplateResource Function, IReadOnlyList<(HandlerModel Handler, ResolvedDestination[] Destinations)> Handlers)> _functions = [];

    /// <summary>Adds a function of the assembly.</summary>
    /// <param name="function">The function.</param>
    /// <param name="handlers">Its handlers with their destinations.</param>
    public void Add(TemplateResource function, IReadOnlyList<(HandlerModel Handler, ResolvedDestination[] Destinations)> handlers)
    {
        if (handlers.Any(static x => x.Destinations.Length > 0 || x.Handler.DeadLetter is not null))
        {
            _functions.Add((function, handlers));
        }
    }

    /// <summary>Plans the alarms, once it is known what else is created.</summary>
    public void Plan()
    {
        if (_functions.Count == 0)
        {
            return;
        }

        report.Findings.AddRange(alarms.Check());
        List<AlarmTopic> topics = [];
        foreach (string name in alarms.Topics.Distinct(StringComparer.Ordinal))
        {
            (AlarmTopic? topic, Finding? problem) = AlarmTopics.Resolve(template, name, _functions[0].Function, x => desired.Find(x)?.Created is not null);
            if (problem is not null)
            {
                report.Findings.Add(problem);
            }
            else if (topic is not null)
            {
                topics.Add(topic);
            }
        }

        if (topics.Count == 0)
        {
            return;
        }

        bool isAsked = false;
        foreach ((TemplateResource function, IReadOnlyList<(HandlerModel Handler, ResolvedDestination[] Destinations)> handlers) in _functions)
        {
            TemplateValue actions = ActionsOf(function, topics);
            foreach ((string watched, AlarmMetric metric) in MetricsOf(function, handlers).Distinct())
            {
                isAsked |= Ask(function, handlers[0].Handler, watched, metric, actions);
            }
        }

        foreach (AlarmTopic topic in isAsked ? topics.Where(static x => x.Id is not null) : [])
        {
            bool isOfUser = topic.Resource is not null && OwnershipRecord.Read(topic.Resource)?.Function is null;
            policies.AddAlarms(topic.Id!, topic.Value, isOfUser, _functions[0].Function);
        }
    }

    /// <summary>What can tell of a failure: the metrics of the function, of its event rules, and of the queues that are created for its failures.</summary>
    private IEnumerable<(string Watched, AlarmMetric Metric)> MetricsOf(
        TemplateResource function, IReadOnlyList<(HandlerModel Handler, ResolvedDestination[] Destinations)> handlers)
    {
        ResolvedDestination[] destinations = [.. handlers.SelectMany(static x => x.Destinations)];
        bool isDurable = DurableFunctions.Is(template, function) == true || handlers.Any(static x => x.Handler.IsDurable);
        IEnumerable<AlarmMetric> ofFunction = AlarmMetric.OfFunction(
            sendsRecords: Array.Exists(destinations, static x => !x.IsDurable),
            takesEvents: Array.Exists(destinations, static x => x.EventSource is null) || handlers.Any(static x => x.Handler.DeadLetter is not null),
            hasDeadLetters: HasDeadLetters(function),
            isDurable);
        foreach (AlarmMetric metric in ofFunction)
        {
            yield return (function.LogicalId, metric);
        }

        foreach ((HandlerModel handler, ResolvedDestination[] ofHandler) in handlers)
        {
            IEnumerable<string> rules = ofHandler.Where(static x => x.IsDurable).Select(x => EventRuleText.IdOf(function.LogicalId, x.Model.Outcome, "Rule"));
            foreach (string rule in rules.Where(IsCreated))
            {
                foreach (AlarmMetric metric in AlarmMetric.OfRule(handler.Delivery?.DeadLetterQueue is not null))
                {
                    yield return (rule, metric);
                }
            }
        }

        foreach (ResolvedDestination destination in destinations)
        {
            if (destination is { CreatedId: { } queue, Model: { Outcome: DestinationOutcome.Failure, TargetType: DestinationTargetType.Sqs } } && IsCreated(queue))
            {
                foreach (AlarmMetric metric in AlarmMetric.OfFailureQueue)
                {
                    yield return (queue, metric);
                }
            }
        }
    }

    /// <summary>Whether the function has a dead-letter queue once this update is written: one that is asked for, or one of the template that is not about to go.</summary>
    private bool HasDeadLetters(TemplateResource function)
    {
        SettingPath path = DeadLetterBinding.PathIn(function);
        bool isAsked = desired.Find(function.LogicalId)?.Settings.ContainsKey(path) == true;
        return isAsked || (DestinationConfiguration.Of(template).Of(function).DeadLetters.Count > 0 && OwnershipRecord.Read(function)?.Settings.ContainsKey(path) != true);
    }

    private bool IsCreated(string id) => desired.Find(id)?.Created is not null;

    /// <summary>Asks for one alarm, unless one that somebody wrote watches the same.</summary>
    /// <returns>Whether it is asked for.</returns>
    private bool Ask(TemplateResource function, HandlerModel handler, string watched, AlarmMetric metric, TemplateValue actions)
    {
        string id = AlarmText.IdOf(watched, metric);
        AttributeAnchor attribute = new(handler.Function.TypeName, handler.Function.MethodName, -1);
        PlacedSetting setting = new(SettingPath.Of("Properties", AlarmText.Actions), actions, attribute, null) { Alarm = metric.Name };
        PlacedSettings place = new(id, null, false, [setting]);
        desired.Declared.Add((place, setting));
        TemplateAlarms written = TemplateAlarms.Of(template);
        TemplateValue value = AlarmText.ValueOf(watched, metric);
        bool isWatched = written.All.Any(x => OwnershipRecord.Read(x.Resource)?.Function is null && written.Watches(x, metric, value));
        if (isWatched || accepted.IsAccepted(function, place, setting))
        {
            return false;
        }

        desired.Asked.Add((place, setting));
        TemplateValue properties = AlarmText.Properties(watched, metric, alarms, actions);
        return desired.TryCreate(id, ResourceTypes.Alarm, function, properties, TemplateRules.AlarmWatchesOther(id, metric.Name));
    }

    /// <summary>Who is told. A topic that is not there in every deployment of the function is told where it is.</summary>
    private TemplateValue ActionsOf(TemplateResource function, List<AlarmTopic> topics)
    {
        ConditionSet conditions = DestinationConfiguration.Of(template).Of(function).Conditions;
        return TemplateValue.List([.. topics.Select(x => x.Resource is { } topic && TargetConditions.Missing(template, topic, conditions) is { } condition
            ? TargetPolicies.Guarded(x.Value, condition)
            : x.Value)]);
    }
}
