using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>
/// The policies of queues and topics that event rules send to. Each target has one: a second would replace the first (Amazon SQS API Reference,
/// <c>SetQueueAttributes</c>), so statements go into the one that is there, or all of a target's into a new one.
/// </summary>
/// <param name="template">The template.</param>
/// <param name="assembly">The assembly whose attributes ask.</param>
/// <param name="desired">Takes what is asked for.</param>
/// <param name="order">Who waits for whom.</param>
/// <param name="report">Takes what stands in the way.</param>
internal sealed class TargetPolicies(TemplateModel template, string assembly, DesiredState desired, DependencyOrder order, UpdateReport report)
{
    /// <summary>The types of resources that are policies of targets, with the property that names the target.</summary>
    private static readonly (DestinationTargetType Target, string Type, string Property)[] Carriers =
    [
        (DestinationTargetType.Sqs, "AWS::SQS::QueuePolicy", "Queues"),
        (DestinationTargetType.Sqs, "AWS::SQS::QueueInlinePolicy", "Queue"),
        (DestinationTargetType.Sns, "AWS::SNS::TopicPolicy", "Topics"),
        (DestinationTargetType.Sns, "AWS::SNS::TopicInlinePolicy", "TopicArn"),
    ];

    /// <summary>Where a policy has its statements.</summary>
    public static readonly SettingPath Statements = SettingPath.Of("Properties", "PolicyDocument", "Statement");

    private readonly List<Need> _needs = [];

    /// <summary>Lets a rule send to a queue or topic.</summary>
    /// <param name="target">Its logical id.</param>
    /// <param name="destination">The destination, or the dead-letter queue.</param>
    /// <param name="function">The durable function.</param>
    /// <param name="rule">The rule's logical id.</param>
    /// <param name="written">The rule, when somebody wrote it; <see langword="null"/> for one of ours, which is there where its function is.</param>
    public void Add(string target, ResolvedDestination destination, TemplateResource function, string rule, TemplateResource? written)
    {
        DestinationTargetType type = destination.Model.TargetType;
        if (!_needs.Exists(x => x.Target == target && x.Rule == rule) && (written is null || !IsLet(target, type, written)))
        {
            TemplateValue statement = EventRuleText.Statement(type, destination.Value, rule);
            _needs.Add(new Need(target, type, destination.Value, IsOfUser: destination.Target is not null, function, rule, statement) { Where = written ?? function });
        }
    }

    /// <summary>Lets the alarms of the account publish to a topic, where its policy does not.</summary>
    /// <param name="topic">Its logical id.</param>
    /// <param name="arn">Its ARN.</param>
    /// <param name="isOfUser">Whether others may publish to it, too.</param>
    /// <param name="function">One of the functions.</param>
    public void AddAlarms(string topic, TemplateValue arn, bool isOfUser, TemplateResource function) =>
        _needs.Add(new Need(topic, DestinationTargetType.Sns, arn, isOfUser, function, AlarmText.Sid, AlarmText.Statement(arn)) { IsOfAlarms = true, Where = function });

    /// <summary>Asks for the policies, once all functions are planned.</summary>
    public void Write()
    {
        foreach (IGrouping<string, Need> needs in _needs.GroupBy(static x => x.Target, StringComparer.Ordinal))
        {
            TemplateResource[] written = [.. template.Resources.Where(x => IsOf(x, needs.First().Type, needs.Key) && !IsCreatedForUs(x))];
            Need[] missing = [.. needs.Where(x => !x.IsOfAlarms || !MayPublish(x, written, needs.Any(static y => !y.IsOfAlarms)))];
            if (missing.Length == 0)
            {
                continue;
            }

            if (written.Length > 1)
            {
                Refuse(missing, TemplateRules.HasSeveralPolicies(needs.Key, written.Select(static x => x.LogicalId)), written[1]);
            }
            else if (written is [var policy])
            {
                foreach (Need need in missing)
                {
                    Extend(policy, need);
                }
            }
            else
            {
                Create([.. missing.OrderBy(static x => x.Condition is null ? 0 : 1)]);
            }
        }
    }

    /// <summary>Whether a resource is a policy of a queue or topic.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="type">What the target is.</param>
    /// <param name="target">Its logical id.</param>
    public static bool IsOf(TemplateResource resource, DestinationTargetType type, string target) =>
        Carriers.Any(x => x.Target == type && x.Type == resource.Type && resource.Properties?[x.Property] is { } named && References.In(named).Contains(target));

    /// <summary>The policy that lets rules send to a queue or topic which has none: its logical id, its type and its properties.</summary>
    /// <param name="type">What the target is.</param>
    /// <param name="target">Its logical id.</param>
    /// <param name="arn">Its ARN.</param>
    /// <param name="isOfUser">Whether others may publish to it, too.</param>
    /// <param name="statements">What it is to allow.</param>
    public static (string Id, string Type, TemplateValue Properties) NewPolicy(DestinationTargetType type, string target, TemplateValue arn, bool isOfUser, IEnumerable<TemplateValue> statements)
    {
        (_, string policy, string property) = Carriers.First(x => x.Target == type);
        return (target + "EventRulePolicy", policy, TemplateValue.Map(
            (property, TemplateValue.List(TemplateValue.Ref(target))),
            ("PolicyDocument", EventRuleText.Document(type == DestinationTargetType.Sns && isOfUser ? statements.Prepend(EventRuleText.OwnAccount(arn)) : statements))));
    }

    private bool IsCreatedForUs(TemplateResource resource) =>
        OwnershipRecord.Read(resource) is { Function: { } function } record && (record.Assembly == assembly || desired.Functions.Contains(function));

    private static string? ConditionOf(TemplateResource resource) => TemplateNodes.Text(resource.Body["Condition"]);

    /// <summary>
    /// Whether alarms may publish to a topic without a statement of ours: by what somebody wrote, or by the policy that a topic has without any, which lets the
    /// services of its account and is said again in the first policy that we write to a topic of the user's.
    /// </summary>
    private bool MayPublish(Need need, TemplateResource[] written, bool hasRules) =>
        written.Length == 0 ? need.IsOfUser || !hasRules
        : !Array.Exists(written, IsExtended) && template.Find(need.Target) is { } topic && ResourcePolicies.LetServiceSend(template, topic, AlarmText.Sender).Any();

    /// <summary>
    /// Whether a policy has our statement for alarms already: then it stays as long as it is asked for. That of another assembly is like any other.
    /// </summary>
    private bool IsExtended(TemplateResource policy) =>
        OwnershipRecord.Read(policy) is { } record && record.Assembly == assembly && record.Settings.ContainsKey(Statements.Append(AlarmText.Sid));

    /// <summary>
    /// Whether somebody lets EventBridge send to the target of a rule that he wrote, too. What we wrote for it before does not count: the next build must
    /// decide as this one.
    /// </summary>
    private bool IsLet(string target, DestinationTargetType type, TemplateResource rule) =>
        template.Find(target) is { } resource
        && !template.Resources.Any(x => IsOf(x, type, target) && (IsCreatedForUs(x) || IsOurs(x, rule.LogicalId)))
        && ResourcePolicies.LetServiceSend(template, resource, new ServiceSender(ServiceSender.EventBridge, rule)).Any();

    /// <summary>Whether a statement of a policy is recorded as ours.</summary>
    private static bool IsOurs(TemplateResource policy, string sid) => OwnershipRecord.Read(policy)?.Settings.ContainsKey(Statements.Append(sid)) == true;

    /// <summary>Whether a statement that somebody wrote has the <c>Sid</c> of ours and says something else.</summary>
    private bool HasOther(TemplateResource policy, SequenceNode list, string sid, TemplateValue wanted) =>
        StatementReconciler.Find(list, sid) is { } index
        && !IsOurs(policy, sid)
        && !ResourceNames.Of(template).Interpreter.AreSame(TemplateValue.FromNode(list.Items[index]), wanted);

    private void Extend(TemplateResource policy, Need need)
    {
        TemplateValue wanted = StatementOf(need, ConditionOf(policy));
        SequenceNode? list = WrittenSetting.Find(policy, Statements).Node as SequenceNode;

        // Alarms wait for no function, and without the policy the topic has its default one.
        RuleMessage? problem =
            OwnershipRecord.Read(policy) is { } record && record.Assembly != assembly && !(record.Function is null && need.HasRuleOfOurs)
                ? TemplateRules.PolicyIsOfOtherAssembly(policy.LogicalId, record.Assembly)
            : !need.IsOfAlarms && ConditionOf(policy) is { } condition && condition != need.Condition
                ? TemplateRules.PolicyIsConditional(policy.LogicalId, condition, need.Function.LogicalId)
            : !need.IsOfAlarms && order.IsAfter([need.Function.LogicalId], policy.LogicalId)
                ? TemplateRules.FunctionWaitsForPolicy(policy.LogicalId, need.Function.LogicalId)
            : list is not { Tag: null }
                ? TemplateRules.StatementsAreNoList(policy.LogicalId, need.IsOfAlarms ? "CloudWatch" : "EventBridge", new ShownValues([need.Statement], template.Document.Format))
            : HasOther(policy, list, need.Rule, wanted)
                ? TemplateRules.SidIsTaken(policy.LogicalId, need.Rule, new ShownValues([need.Statement], template.Document.Format))
            : null;
        if (problem is { } message)
        {
            Refuse([need], message, policy);
            return;
        }

        if (!need.IsOfAlarms && template.Find(need.Target) is { } target)
        {
            report.Findings.AddRange(
                from denied in ResourcePolicies.KeepServiceFromSending(template, target, new ServiceSender(ServiceSender.EventBridge, null))
                let outcomes = denied.Conditions.Without(policy.Conditions()).Outcomes
                select new Finding(ConfigurationRules.RuleIsDenied(denied.Policy.LogicalId, need.Rule, need.Target, outcomes), policy.Entry.Key.Span));
        }

        desired.For(policy.LogicalId).Statements.Add((need.Rule, wanted));
        report.Proofs.Add(ProofOf(need, policy.LogicalId));
    }

    private void Create(Need[] needs)
    {
        Need first = needs[0];

        // Of several conditions none may keep the policy from the others: the statements have theirs, and the policy that of its target.
        bool isOne = first.Condition is null || Array.TrueForAll(needs, x => x.IsOfAlarms || x.Condition == first.Condition);
        TemplateResource? where = isOne ? first.Where : template.Find(first.Target);
        string? condition = where is null ? first.Condition : ConditionOf(where);
        IEnumerable<TemplateValue> statements = needs.Select(x => StatementOf(x, condition));
        if (!isOne && first.Type == DestinationTargetType.Sqs && where?.Conditions().Beyond([.. needs.Select(static x => x.Where.Conditions())]) is not null)
        {
            // A policy without a statement is none (IAM User Guide, "Grammar of the IAM JSON policy language").
            statements = statements.Prepend(EventRuleText.OwnAccountOfQueue(first.Arn));
        }

        (string id, string type, TemplateValue properties) = NewPolicy(first.Type, first.Target, first.Arn, first.IsOfUser, statements);
        if (where is null)
        {
            Need other = needs.First(x => !x.IsOfAlarms && x.Condition != condition);
            Refuse(needs, TemplateRules.PolicyIsConditional(id, condition!, other.Function.LogicalId), other.Function);
            return;
        }

        RuleMessage otherwise = Array.TrueForAll(needs, static x => x.IsOfAlarms)
            ? TemplateRules.IdIsTaken(id, type, type)
            : TemplateRules.SaysOtherThanNeeded(id, type, first.Function.LogicalId);
        if (!desired.TryCreate(id, type, first.Function, properties, otherwise, where))
        {
            Withdraw(needs);
            return;
        }

        report.Proofs.AddRange(needs.Select(x => ProofOf(x, id)));
    }

    /// <summary>Tells why rules cannot reach their target. That they are not written then goes without saying.</summary>
    private void Refuse(IEnumerable<Need> needs, RuleMessage message, TemplateResource at)
    {
        report.Findings.Add(new Finding(message, at.Entry.Key.Span));
        Withdraw(needs);
    }

    private void Withdraw(IEnumerable<Need> needs)
    {
        foreach (Need need in needs)
        {
            desired.Withdraw(need.Rule);
        }
    }

    private static string ProofOf(Need need, string policy) =>
        $"{need.Function.LogicalId}: {policy} lets {(need.IsOfAlarms ? "alarms" : need.Rule)} send to {need.Target}";

    /// <summary>A statement that is there where its rule is.</summary>
    private static TemplateValue StatementOf(Need need, string? given) =>
        need.IsOfAlarms || need.Condition is not { } needed || needed == given ? need.Statement : Guarded(need.Statement, needed);

    /// <summary>An item of a list that is there where a condition holds.</summary>
    public static TemplateValue Guarded(TemplateValue item, string condition) =>
        TemplateValue.Map((Intrinsics.If, TemplateValue.List(TemplateValue.String(condition), item, TemplateValue.Ref(PseudoParameters.NoValue))));

    /// <summary>What a rule, or the alarms of an assembly, need of a target.</summary>
    private sealed record Need(string Target, DestinationTargetType Type, TemplateValue Arn, bool IsOfUser, TemplateResource Function, string Rule, TemplateValue Statement)
    {
        /// <summary>Whether alarms need it.</summary>
        public bool IsOfAlarms { get; init; }

        /// <summary>The resource whose condition it has.</summary>
        public TemplateResource Where { get; init; } = Function;

        /// <summary>Whether the event rule is ours: its record says of which assembly the statement is.</summary>
        public bool HasRuleOfOurs => !IsOfAlarms && Where == Function;

        /// <summary>Its condition.</summary>
        public string? Condition => ConditionOf(Where);
    }
}
