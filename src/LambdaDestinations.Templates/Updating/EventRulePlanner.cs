using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
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
    private readonly WrittenEventRules _written = new(template);

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
        HandlerBinding binding = HandlerBinding.Of(template, handler);
        if (binding.Findings.Any(static x => x is { Severity: RuleSeverity.Error, Attribute.DestinationIndex: -1 }))
        {
            // It is about all that the handler declares: the rule would be missing for that alone.
            return;
        }

        DestinationModel model = destination.Model;
        string rule = EventRuleText.IdOf(function.LogicalId, model.Outcome, "Rule");
        string? role = model.TargetType == DestinationTargetType.EventBridge ? EventRuleText.IdOf(function.LogicalId, model.Outcome, "Role") : null;
        ResolvedDestination? deadLetters = handler.Delivery is null ? null : created.DeadLetterQueueOf(binding);
        PlacedSetting pattern = new(SettingPath.Of("Properties", "EventPattern"), EventRuleText.Pattern(function.LogicalId, DurableFacts.Of(model.Outcome, model.Statuses), handler.Qualifier), destination.Attribute, destination);
        PlacedSetting targets = new(SettingPath.Of("Properties", "Targets"), TemplateValue.List(EventRuleText.Target(model.Outcome, destination.Value, role, handler.Delivery, deadLetters?.Value)), destination.Attribute, destination);
        PlacedSettings place = new(rule, null, false, [pattern, targets]);
        desired.Declared.AddRange(place.Settings.Select(x => (place, x)));
        IReadOnlyList<FlowEdge> written = _written.Find(function, pattern.Value, destination);
        foreach (FlowEdge way in written)
        {
            // SAM makes the permission of its events.
            if (way.From.Resource is { } own)
            {
                Let(function, destination, own.LogicalId, way);
            }
        }

        if (written.Count > 0 || accepted.IsAccepted(function, place, targets))
        {
            return;
        }

        desired.Asked.AddRange(place.Settings.Select(x => (place, x)));
        bool isCreated = Create(rule, ResourceTypes.Rule, function, TemplateValue.Map(("EventPattern", pattern.Value), ("Targets", targets.Value)))
            && (role is null || Create(role, ResourceTypes.Role, function, EventRuleText.Role(destination.Value)))
            && Let(function, destination, rule)
            && (deadLetters is null || Let(function, deadLetters, rule));
        if (!isCreated)
        {
            desired.Withdraw(rule);
        }
    }

    /// <summary>Asks for a resource of our own, where nothing else stands in its place.</summary>
    private bool Create(string id, string type, TemplateResource function, TemplateValue properties, TemplateResource? where = null) =>
        desired.TryCreate(id, type, function, properties, TemplateRules.SaysOtherThanNeeded(id, type, function.LogicalId), where);

    /// <summary>Lets a rule reach a target; a bus is reached by the rule's role.</summary>
    /// <param name="function">The durable function.</param>
    /// <param name="destination">The target.</param>
    /// <param name="rule">The rule's logical id.</param>
    /// <param name="written">The way, when somebody wrote the rule: he may have let it himself.</param>
    /// <returns>Whether nothing stands in the way, as far as that is known before all functions are planned.</returns>
    private bool Let(TemplateResource function, ResolvedDestination destination, string rule, FlowEdge? written = null)
    {
        DestinationTargetType type = destination.Model.TargetType;
        string? inTemplate = destination.CreatedId ?? destination.SharedId ?? destination.Target?.LogicalId;
        if (type == DestinationTargetType.EventBridge)
        {
            return true;
        }

        if (inTemplate is null)
        {
            Shown target = destination.Value.Text is { } arn ? Shown.Name(arn) : Shown.Value(destination.Value);
            ShownValues statement = new([EventRuleText.Statement(type, destination.Value, rule)], template.Document.Format);
            report.Findings.Add(new Finding(TemplateRules.TargetIsElsewhere(target, statement), function.Entry.Key.Span, destination.Attribute));
        }
        else if (type == DestinationTargetType.Lambda)
        {
            // A permission that we wrote before stays: the next build must decide as this one.
            string permission = EventRuleText.IdOf(function.LogicalId, destination.Model.Outcome, "Permission");
            bool isNeeded = written is null
                || (template.Find(permission) is { } own && OwnershipRecord.Read(own)?.Function is not null)
                || InvokeGrants.Of(template).Refuses(written) is not null;
            TemplateValue invoked = written?.Details?["Arn"] is { } arn ? TemplateValue.FromNode(arn) : destination.Value;
            return !isNeeded || Create(permission, ResourceTypes.Permission, function, EventRuleText.Permission(invoked, rule), written?.From.Resource);
        }
        else
        {
            policies.Add(inTemplate, destination, function, rule, written?.From.Resource);
            if (destination.Target is { } target && KeyProblem(target) is { } problem)
            {
                report.Findings.Add(new Finding(problem, target.Properties!["KmsMasterKeyId"]!.FullSpan, destination.Attribute));
            }
        }

        return true;
    }

    /// <summary>Why EventBridge cannot use the key of a queue or topic; <see langword="null"/> when it may.</summary>
    private RuleMessage? KeyProblem(TemplateResource target) => ResourcePolicies.KeyBeyond(template, target, EventRuleText.Principal) switch
    {
        { Alias: { } alias } => TemplateRules.KeyIsOfAws(target.LogicalId, alias, isQueue: target.Type == ResourceTypes.Queue),
        { Key: { } key } => TemplateRules.KeyLacks(target.LogicalId, key.LogicalId, new ShownValues([ServiceGrants.UseKey(EventRuleText.Principal)], template.Document.Format)),
        _ => null,
    };
}
