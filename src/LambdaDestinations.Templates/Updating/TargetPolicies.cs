using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
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
    public void Add(string target, ResolvedDestination destination, TemplateResource function, string rule)
    {
        if (!_needs.Exists(x => x.Target == target && x.Rule == rule))
        {
            DestinationTargetType type = destination.Model.TargetType;
            TemplateValue statement = EventRuleText.Statement(type, destination.Value, rule);
            _needs.Add(new Need(target, type, destination.Value, IsOfUser: destination.Target is not null, function, rule, statement));
        }
    }

    /// <summary>Lets the alarms of the account publish to a topic, where its policy does not.</summary>
    /// <param name="topic">Its logical id.</param>
    /// <param name="arn">Its ARN.</param>
    /// <param name="isOfUser">Whether others may publish to it, too.</param>
    /// <param name="function">One of the functions.</param>
    public void AddAlarms(string topic, TemplateValue arn, bool isOfUser, TemplateResource function) =>
        _needs.Add(new Need(topic, DestinationTargetType.Sns, arn, isOfUser, function, AlarmText.Sid, AlarmText.Statement(arn)) { IsOfAlarms = true });

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
                report.Findings.Add(new Finding(TemplateRules.HasSeveralPolicies(needs.Key, written.Select(static x => x.LogicalId)), written[1].Entry.Key.Span));
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
                Create([.. missing.OrderBy(static x => ConditionOf(x.Function) is null ? 0 : 1)]);
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

    private void Extend(TemplateResource policy, Need need)
    {
        // Alarms wait for no function, and without the policy the topic has its default one.
        RuleMessage? problem =
            OwnershipRecord.Read(policy) is { } record && record.Assembly != assembly ? TemplateRules.PolicyIsOfOtherAssembly(policy.LogicalId, record.Assembly)
            : !need.IsOfAlarms && ConditionOf(policy) is { } condition && condition != ConditionOf(need.Function)
                ? TemplateRules.PolicyIsConditional(policy.LogicalId, condition, need.Function.LogicalId)
            : !need.IsOfAlarms && order.IsAfter([need.Function.LogicalId], policy.LogicalId)
                ? TemplateRules.FunctionWaitsForPolicy(policy.LogicalId, need.Function.LogicalId)
            : WrittenSetting.Find(policy, Statements).Node is not SequenceNode { Tag: null }
                ? TemplateRules.StatementsAreNoList(policy.LogicalId, need.IsOfAlarms ? "CloudWatch" : "EventBridge", new ShownValues([need.Statement], template.Document.Format))
            : null;
        if (problem is { } message)
        {
            report.Findings.Add(new Finding(message, policy.Entry.Key.Span));
            return;
        }

        desired.For(policy.LogicalId).Statements.Add((need.Rule, StatementOf(need, ConditionOf(policy))));
        report.Proofs.Add(ProofOf(need, policy.LogicalId));
    }

    private void Create(Need[] needs)
    {
        Need first = needs[0];
        string? condition = ConditionOf(first.Function);
        IEnumerable<TemplateValue> statements = needs.Select(x => StatementOf(x, condition));
        (string id, string type, TemplateValue properties) = NewPolicy(first.Type, first.Target, first.Arn, first.IsOfUser, statements);
        if (condition is not null && needs.FirstOrDefault(x => !x.IsOfAlarms && ConditionOf(x.Function) != condition) is { } other)
        {
            report.Findings.Add(new Finding(TemplateRules.PolicyIsConditional(id, condition, other.Function.LogicalId), other.Function.Entry.Key.Span));
            return;
        }

        desired.Create(id, type, first.Function, [new("Properties", properties)]);
        report.Proofs.AddRange(needs.Select(x => ProofOf(x, id)));
    }

    private static string ProofOf(Need need, string policy) =>
        $"{need.Function.LogicalId}: {policy} lets {(need.IsOfAlarms ? "alarms" : need.Rule)} send to {need.Target}";

    /// <summary>A statement that is there where its rule is.</summary>
    private static TemplateValue StatementOf(Need need, string? given) =>
        need.IsOfAlarms || ConditionOf(need.Function) is not { } needed || needed == given ? need.Statement : Guarded(need.Statement, needed);

    /// <summary>An item of a list that is there where a condition holds.</summary>
    public static TemplateValue Guarded(TemplateValue item, string condition) =>
        TemplateValue.Map((Intrinsics.If, TemplateValue.List(TemplateValue.String(condition), item, TemplateValue.Ref(PseudoParameters.NoValue))));

    /// <summary>What a rule, or the alarms of an assembly, need of a target.</summary>
    private sealed record Need(string Target, DestinationTargetType Type, TemplateValue Arn, bool IsOfUser, TemplateResource Function, string Rule, TemplateValue Statement)
    {
        /// <summary>Whether alarms need it.</summary>
        public bool IsOfAlarms { get; init; }
    }
}
