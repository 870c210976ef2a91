using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Asks for the event rules that deliver the outcomes of durable functions, and for what lets each of them reach its target.</summary>
/// <param name="template">The template.</param>
/// <param name="desired">Takes what is asked for.</param>
/// <param name="accepted">What the template accepts to lack.</param>
/// <param name="policies">Takes what the policies of queues and topics are to say.</param>
/// <param name="created">What the assembly's handlers create.</param>
/// <param name="report">Takes what is wrong, and the proofs.</param>
internal sealed class EventRulePlanner(
    TemplateModel template, DesiredState desired, AcceptedDeviations accepted, TargetPolicies policies, CreatedTargets created, UpdateReport report)
{
    private readonly Interpreter _interpreter = ResourceNames.Of(template).Interpreter;

    /// <summary>Plans the outcomes of one function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="handlers">Its handlers, with their destinations of durable executions.</param>
    public void Plan(TemplateResource function, IEnumerable<(HandlerModel Handler, ResolvedDestination[] Destinations)> handlers)
    {
        foreach ((HandlerModel handler, ResolvedDestination[] destinations) in handlers)
        {
            foreach (ResolvedDestination destination in destinations)
            {
                Plan(function, handler, destination);
            }
        }
    }

    private void Plan(TemplateResource function, HandlerModel handler, ResolvedDestination destination)
    {
        DestinationModel model = destination.Model;
        string rule = EventRuleText.IdOf(function.LogicalId, model.Outcome, "Rule");
        string? role = model.TargetType == DestinationTargetType.EventBridge ? EventRuleText.IdOf(function.LogicalId, model.Outcome, "Role") : null;
        ResolvedDestination? deadLetters = handler.Delivery is null ? null : created.DeadLetterQueueOf(HandlerBinding.Of(template, handler));
        PlacedSetting pattern = new(SettingPath.Of("Properties", "EventPattern"), EventRuleText.Pattern(function.LogicalId, DurableFacts.Of(model.Outcome, model.Statuses), handler.Qualifier), destination.Attribute, destination);
        PlacedSetting targets = new(SettingPath.Of("Properties", "Targets"), TemplateValue.List(EventRuleText.Target(model.Outcome, destination.Value, role, handler.Delivery, deadLetters?.Value)), destination.Attribute, destination);
        PlacedSettings place = new(rule, null, false, [pattern, targets]);
        desired.Declared.AddRange(place.Settings.Select(x => (place, x)));
        if (IsDelivered(pattern.Value, destination) || accepted.IsAccepted(function, place, targets))
        {
            return;
        }

        desired.Asked.AddRange(place.Settings.Select(x => (place, x)));
        bool isCreated = Create(rule, ResourceTypes.Rule, function, TemplateValue.Map(("EventPattern", pattern.Value), ("Targets", targets.Value)));
        if (isCreated && (role is null || Create(role, ResourceTypes.Role, function, EventRuleText.Role(destination.Value))))
        {
            Let(function, destination, rule);
            if (deadLetters is not null)
            {
                Let(function, deadLetters, rule);
            }
        }
    }

    /// <summary>Whether a rule that somebody wrote takes the same events to the same target: a second one would deliver each twice.</summary>
    private bool IsDelivered(TemplateValue pattern, ResolvedDestination destination)
    {
        bool IsTarget(MappingNode? target) => target?["Arn"] is { } arn
            && ((destination.CreatedId is not null && template.IsSynthesized) || _interpreter.AreSame(TemplateValue.FromNode(arn), destination.Value));
        return template.Resources.Any(x => x.Type == ResourceTypes.Rule
            && OwnershipRecord.Read(x)?.Function is null
            && x.Properties?["EventPattern"] is { } written
            && _interpreter.AreSame(Sorted(TemplateValue.FromNode(written)), Sorted(pattern))
            && TemplateNodes.Follow(x.Properties["Targets"]) is SequenceNode { Tag: null } targets
            && targets.Items.Any(y => IsTarget(TemplateNodes.Follow(y) as MappingNode)));
    }

    /// <summary>A pattern with its statuses in one order.</summary>
    private static TemplateValue Sorted(TemplateValue pattern) => TemplateValue.Map(pattern.Entries.Select(static x => x.Key != "detail" ? x
        : new(x.Key, TemplateValue.Map(x.Value.Entries.Select(static y => y.Key != "status" || y.Value.Kind != TemplateValueKind.List ? y
            : new KeyValuePair<string, TemplateValue>(y.Key, TemplateValue.List([.. y.Value.Items.OrderBy(static z => z.ToString(), StringComparer.Ordinal)])))))));

    /// <summary>Asks for a resource of our own, where nothing else stands in its place.</summary>
    private bool Create(string id, string type, TemplateResource function, TemplateValue properties) =>
        desired.TryCreate(id, type, function, properties, TemplateRules.SaysOtherThanNeeded(id, type, function.LogicalId));

    /// <summary>Lets a rule reach a target; a bus is reached by the rule's role.</summary>
    private void Let(TemplateResource function, ResolvedDestination destination, string rule)
    {
        DestinationTargetType type = destination.Model.TargetType;
        string? inTemplate = destination.CreatedId ?? destination.SharedId ?? destination.Target?.LogicalId;
        if (type == DestinationTargetType.EventBridge)
        {
            return;
        }

        if (inTemplate is null)
        {
            Shown target = destination.Value.Text is { } arn ? Shown.Name(arn) : Shown.Value(destination.Value);
            ShownValues statement = new([EventRuleText.Statement(type, destination.Value, rule)], template.Document.Format);
            report.Findings.Add(new Finding(TemplateRules.TargetIsElsewhere(target, statement), function.Entry.Key.Span, destination.Attribute));
        }
        else if (type == DestinationTargetType.Lambda)
        {
            Create(EventRuleText.IdOf(function.LogicalId, destination.Model.Outcome, "Permission"), ResourceTypes.Permission, function, EventRuleText.Permission(destination.Value, rule));
        }
        else
        {
            policies.Add(inTemplate, destination, function, rule);
            if (destination.Target is { } target && KeyProblem(target) is { } problem)
            {
                report.Findings.Add(new Finding(problem, target.Properties!["KmsMasterKeyId"]!.FullSpan, destination.Attribute));
            }
        }
    }

    /// <summary>Why EventBridge cannot use the key of a queue or topic; <see langword="null"/> when it may.</summary>
    private RuleMessage? KeyProblem(TemplateResource target) => ResourcePolicies.KeyBeyond(template, target, EventRuleText.Principal) switch
    {
        { Alias: { } alias } => TemplateRules.KeyIsOfAws(target.LogicalId, alias),
        { Key: { } key } => TemplateRules.KeyLacks(target.LogicalId, key.LogicalId, new ShownValues([ServiceGrants.UseKey(EventRuleText.Principal)], template.Document.Format)),
        _ => null,
    };
}
